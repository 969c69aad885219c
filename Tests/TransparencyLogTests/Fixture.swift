import Cryptography
import TestSupport
import Testing
import TransparencyLog

/// The log and the witness of `c2sp-vectors.json`.
enum Fixture {
    struct Missing: Error {
        let path: String
    }

    /// A value of the vector file by its keys.
    static func value<Value>(_ path: String..., as type: Value.Type = Value.self) throws -> Value {
        var value: Any = try Vectors.json("c2sp-vectors.json")
        for key in path {
            guard let object = value as? [String: Any], let next = object[key] else {
                throw Missing(path: path.joined(separator: "/"))
            }
            value = next
        }
        guard let typed = value as? Value else {
            throw Missing(path: path.joined(separator: "/"))
        }
        return typed
    }

    static func string(_ section: String, _ key: String) throws -> String {
        try value(section, key)
    }

    static func hexBytes(_ section: String, _ key: String) throws -> [UInt8] {
        try #require(Hex.decode(string(section, key).utf8))
    }

    static func logKey() throws -> VerifierKey {
        try VerifierKey(parsing: string("log", "vkey"))
    }

    static func logSigner() throws -> Ed25519Signer {
        try Ed25519Signer(
            name: KeyName(string("log", "origin")),
            seed: hexBytes("log", "seed")
        )
    }

    static func witnessKey() throws -> VerifierKey {
        try VerifierKey(parsing: string("witness_ed25519", "vkey"))
    }

    static func witnessSigner() throws -> CosignatureSigner {
        try CosignatureSigner(
            name: KeyName(string("witness_ed25519", "name")),
            seed: hexBytes("witness_ed25519", "seed")
        )
    }

    static func checkpointBytes(_ size: Int) throws -> [UInt8] {
        Array(try string("checkpoints", "\(size)").utf8)
    }

    static func checkpoint(_ size: Int) throws -> Checkpoint {
        try UnverifiedCheckpoint(parsing: checkpointBytes(size)).verified(by: logKey())
    }

    /// The bytes of a note with one line from the vectors joined to it.
    static func checkpoint(_ size: Int, with lines: [String]) throws -> [UInt8] {
        try checkpointBytes(size) + lines.joined().utf8
    }

    /// The leaf hashes of the vectors' log: entry N is the text `entry N`.
    static func leafHashes(_ count: Int) -> [Digest] {
        let hasher = TreeHasher()
        return (0..<count).map { hasher.leafHash(of: Array("entry \($0)".utf8)) }
    }

    /// The code of the error that `body` throws; nil when it throws none.
    static func code(_ body: () throws -> some Any) -> TransparencyLogError.Code? {
        do {
            _ = try body()
            return nil
        } catch let error as TransparencyLogError {
            return error.code
        } catch {
            Issue.record("not an error of the module: \(error)")
            return nil
        }
    }
}

/// A small seeded generator (SplitMix64), so that a failing case can be made again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}

/// All tiles of a tree in memory, as a log would serve them.
struct MemoryTiles: TileSource {
    var bytes: [TileCoordinate: [UInt8]] = [:]

    init(leafHashes: [Digest]) {
        var edge = TreeEdge()
        for tile in edge.append(leafHashes, hasher: TreeHasher()) {
            bytes[tile.coordinate] = tile.encoded
        }
    }

    func tileBytes(_ coordinate: TileCoordinate) throws -> [UInt8] {
        try #require(bytes[coordinate], "\(coordinate) is not served")
    }
}
