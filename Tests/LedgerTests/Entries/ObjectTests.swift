import Casework
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite struct ObjectTests {
    private let vectors: [String: [String: Any]]
    private let salt: [UInt8]
    private let objectKey: [UInt8]
    private let storageKey: [UInt8]

    init() throws {
        let json = try Vectors.json("lianlu-vectors.json")
        vectors = try #require(json["objects"] as? [String: [String: Any]])
        let small = try #require(vectors["small"])
        func hex(_ name: String) throws -> [UInt8] {
            let text = try #require(small[name] as? String)
            return try #require(Hex.decode(Array(text.utf8)))
        }
        salt = try hex("salt_hex")
        objectKey = try hex("object_key_hex")
        storageKey = try hex("storage_key_hex")
    }

    private func base64(_ object: String, _ name: String) throws -> [UInt8] {
        let text = try #require(vectors[object]?[name] as? String)
        return try #require(Base64.decode(Array(text.utf8)))
    }

    private func content(_ name: String) throws -> [UInt8] {
        switch name {
        case "small": try base64(name, "content")
        case "2.5 MiB": (0..<2_621_440).map { UInt8(truncatingIfNeeded: 7 * $0 + $0 >> 8) }
        case "exactly one piece": [UInt8](repeating: 0, count: 1_048_544)
        case "one byte more": [UInt8](repeating: 0, count: 1_048_545)
        default: []
        }
    }

    @Test(
        "salts, names and seals the vectors' objects byte for byte",
        arguments: ["small", "2.5 MiB", "exactly one piece", "one byte more", "empty content"]
    )
    func vectorObjects(name: String) throws {
        let expected = try #require(vectors[name])
        let object = try SaltedObject(salt: salt, content: try content(name))
        #expect(object.name.hex == expected["sha256"] as? String)
        #expect(object.roundedSize == (expected["size"] as? Int).map { UInt64($0) })
        #expect(object.tree?.hex == expected["tree"] as? String)
        let sealer = try SealedObject(name: object.name, key: objectKey)
        let sealed = try sealer.seal(object)
        #expect(
            UInt64(sealed.count) == SealedObject.byteCount(ofSalted: UInt64(object.bytes.count))
        )
        if expected["sealed"] != nil {
            #expect(try sealed == base64(name, "sealed"))
        } else {
            #expect(SHA256.digest(of: sealed).hex == expected["sealed_sha256"] as? String)
        }
        #expect(try sealer.open(sealed) == object)
        let reference = object.reference(role: .body, label: .internal, audience: .addressees)
        #expect(try SaltedObject(salted: object.bytes, matching: reference) == object)
    }

    @Test("wraps the object's key with the storage key as the vectors do")
    func wrappedKey() throws {
        let object = try SaltedObject(salt: salt, content: try content("small"))
        let sealer = try SealedObject(name: object.name, key: objectKey)
        let wrapped = try sealer.wrappedKey(under: storageKey)
        #expect(try wrapped == base64("small", "wrapped_key"))
        let again = try SealedObject(
            name: object.name,
            wrappedKey: wrapped,
            storageKey: storageKey
        )
        #expect(try again.open(base64("small", "sealed")) == object)
        var other = storageKey
        other[0] ^= 1
        #expect(throws: LedgerError.self) {
            try SealedObject(name: object.name, wrappedKey: wrapped, storageKey: other)
        }
    }

    @Test("names any damage to a sealed object: a flipped bit, a cut, swapped and dropped pieces")
    func damage() throws {
        let piece = 1_048_576 + 16
        let object = try SaltedObject(salt: salt, content: try content("2.5 MiB"))
        let sealer = try SealedObject(name: object.name, key: objectKey)
        let sealed = try sealer.seal(object)
        func damaged(_ piece: Int) -> LedgerError {
            LedgerError(
                .sealedObjectDamaged,
                ["object": object.name.hex, "piece": "\(piece)"],
                cause: nil
            )
        }
        func code(_ bytes: [UInt8]) -> (LedgerError.Code, String?)? {
            do throws(LedgerError) {
                _ = try sealer.open(bytes)
                return nil
            } catch {
                return (error.code, error.arguments["piece"])
            }
        }
        var flipped = sealed
        flipped[piece + 5] ^= 1
        let swapped = sealed[piece..<(2 * piece)] + sealed[..<piece] + sealed[(2 * piece)...]
        for (bytes, place) in [
            (flipped, "1"), (Array(sealed.dropLast()), "2"), (Array(swapped), "0"),
            (Array(sealed[..<(2 * piece)]), "1"), (Array(sealed[piece...]), "0"),
        ] {
            let found = code(bytes)
            #expect(found?.0 == .sealedObjectDamaged)
            #expect(found?.1 == place)
        }
        #expect(code([1, 2, 3])?.0 == .sealedObjectTooShort)
        let other = try SealedObject(name: SHA256.digest(of: [1]), key: objectKey)
        #expect(throws: LedgerError.self) { try other.open(sealed) }
    }

    @Test("refuses other salts, and received bytes that are not the ones a header names")
    func refusals() throws {
        for count in [31, 33] {
            #expect(throws: LedgerError(.saltWrong, ["limit": "32"])) {
                try SaltedObject(salt: [UInt8](repeating: 0, count: count), content: [1])
            }
        }
        #expect(throws: LedgerError(.saltWrong, ["limit": "32"])) {
            try SaltedObject(salted: [UInt8](repeating: 0, count: 31))
        }
        let object = try SaltedObject(salt: salt, content: [1])
        var reference = object.reference(role: .body, label: .internal, audience: .mechanism)
        reference.size = 128
        #expect(throws: LedgerError(.objectTreeMismatch, ["object": object.name.hex])) {
            try SaltedObject(salted: object.bytes, matching: reference)
        }
        reference.sha256 = SHA256.digest(of: [1])
        #expect(throws: LedgerError.self) {
            try SaltedObject(salted: object.bytes, matching: reference)
        }
    }

    @Test(
        "rounds sizes up to powers of two",
        arguments: [
            (1, 1), (2, 2), (3, 4), (32, 32), (33, 64), (1_048_576, 1_048_576),
            (1_048_577, 2_097_152),
        ]
    )
    func rounds(count: UInt64, size: UInt64) { #expect(SaltedObject.roundedSize(count) == size) }
}
