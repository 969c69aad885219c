import Cryptography
import Replication
import TransparencyLog

/// Names, keys and trees for tests: fixed seeds, so that bytes are the same in each run.
enum Fixture {
    static let originText = "jiangxi.ipr.example/delta"

    static func origin(_ text: String = originText) throws -> Origin { try Origin(text) }

    static func name(_ text: String) throws -> KeyName { try KeyName(text) }

    static func boot(_ byte: UInt8 = 7) throws -> BootNonce {
        guard let boot = BootNonce(bytes: [UInt8](repeating: byte, count: 16)) else {
            throw SimFailure(description: "no nonce")
        }
        return boot
    }

    static func digest(_ byte: UInt8) -> Digest { SHA256.digest(of: [byte]) }

    static func claim(
        _ size: TreeSize,
        _ root: Digest = digest(0),
        origin text: String = originText
    ) throws -> HeadClaim {
        HeadClaim(origin: try origin(text), size: size, root: root)
    }

    static func signer(_ seed: UInt8 = 1, of text: String = originText) throws -> Ed25519Signer {
        try Ed25519Signer(name: origin(text), seed: [UInt8](repeating: seed, count: 32))
    }

    static func checkpoint(
        _ size: TreeSize,
        of tree: SimTree = SimTree(),
        seed: UInt8 = 1,
        origin: String = Fixture.originText
    ) throws -> Checkpoint {
        try Checkpoint(size: size, root: tree.root(size), signer: signer(seed, of: origin))
    }

    static func keys(_ open: String = "open") throws -> LogKeys {
        let span = LogKeys.Span(key: try signer().verifierKey, from: 1)
        guard let keys = LogKeys(entries: [Array(open.utf8)], spans: [span]) else {
            throw SimFailure(description: "no keys")
        }
        return keys
    }

    static func moment(_ seconds: Int, posixSeconds: UInt64 = 1_800_000_000) -> Moment {
        Moment(uptime: .seconds(seconds), posixSeconds: posixSeconds)
    }

    static func time(_ text: String = "2026-11-20T09:30:00+08:00") throws -> WireTime {
        guard let time = WireTime(Array(text.utf8)) else {
            throw SimFailure(description: "no time")
        }
        return time
    }
}

extension ReplicationError {
    /// The code that a piece of work throws; nil when it throws nothing.
    static func code(_ body: () throws -> Void) throws -> Code? {
        do {
            try body()
            return nil
        } catch let error as ReplicationError {
            return error.code
        }
    }
}
