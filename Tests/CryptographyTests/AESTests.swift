@testable import Cryptography
import Testing

@Suite struct AESTests {
    static func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex.utf8)) }

    @Test("AES-256-GCM gives the ciphertext and tag of the GCM specification's test case 16")
    func publishedGCM() throws {
        let key = try Self.bytes("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")
        let nonce = try Self.bytes("cafebabefacedbaddecaf888")
        let plaintext = try Self.bytes(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
        )
        let additional = try Self.bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2")
        let sealed = try AESGCM.seal(
            plaintext,
            key: key,
            nonce: nonce,
            authenticating: additional
        )
        #expect(
            Hex.encode(sealed)
                == "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                + "76fc6ece0f4e1768cddf8853bb2d551b"
        )
        #expect(
            try AESGCM.open(sealed, key: key, nonce: nonce, authenticating: additional)
                == plaintext
        )
    }

    @Test("an empty message under a zero key has the tag of test case 13, with no additional data")
    func emptyGCM() throws {
        let zeros = [UInt8](repeating: 0, count: 32)
        let sealed = try AESGCM.seal(
            [UInt8](),
            key: zeros,
            nonce: zeros.prefix(12),
            authenticating: [UInt8]()
        )
        #expect(Hex.encode(sealed) == "530f8afbc74536b9a963b4f1c4cb738b")
        #expect(
            try AESGCM.open(
                sealed,
                key: zeros,
                nonce: zeros.prefix(12),
                authenticating: [UInt8]()
            ) == []
        )
    }

    @Test(
        "every single-bit change of a sealed message, its additional data or its nonce is refused"
    )
    func changedBits() throws {
        let key = [UInt8](1...32)
        let nonce = [UInt8](repeating: 7, count: 12)
        let additional = Array("name".utf8)
        let sealed = try AESGCM.seal(
            Array("body".utf8),
            key: key,
            nonce: nonce,
            authenticating: additional
        )
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: CryptographyError.self) {
                try AESGCM.open(changed, key: key, nonce: nonce, authenticating: additional)
            }
        }
        #expect(throws: CryptographyError.self) {
            try AESGCM.open(sealed, key: key, nonce: nonce, authenticating: Array("nam".utf8))
        }
        #expect(throws: CryptographyError.self) {
            try AESGCM.open(
                sealed,
                key: key,
                nonce: [UInt8](repeating: 8, count: 12),
                authenticating: additional
            )
        }
        #expect(throws: CryptographyError.self) {
            try AESGCM.open(
                sealed.prefix(AESGCM.tagByteCount - 1),
                key: key,
                nonce: nonce,
                authenticating: additional
            )
        }
    }

    @Test("keys and nonces of another length are refused", arguments: [0, 16, 31, 33])
    func keyLengths(count: Int) {
        let key = [UInt8](repeating: 1, count: count)
        let nonce = [UInt8](repeating: 1, count: 12)
        #expect(throws: CryptographyError.self) {
            try AESGCM.seal([1], key: key, nonce: nonce, authenticating: [])
        }
        #expect(throws: CryptographyError.self) {
            try AESKeyWrap.wrap([UInt8](repeating: 0, count: 32), with: key)
        }
        #expect(throws: CryptographyError.self) {
            try AESGCM.seal(
                [1],
                key: [UInt8](repeating: 1, count: 32),
                nonce: [UInt8](repeating: 1, count: count),
                authenticating: []
            )
        }
    }

    @Test("a message of the largest size is sealed, and one byte more is refused")
    func sealLimit() throws {
        let key = [UInt8](repeating: 1, count: 32)
        let nonce = [UInt8](repeating: 1, count: 12)
        let largest = [UInt8](
            repeating: 0,
            count: Limits.sealedByteCountMax - AESGCM.tagByteCount
        )
        let sealed = try AESGCM.seal(largest, key: key, nonce: nonce, authenticating: [])
        #expect(sealed.count == Limits.sealedByteCountMax)
        #expect(throws: CryptographyError.self) {
            try AESGCM.seal(largest + [0], key: key, nonce: nonce, authenticating: [])
        }
        #expect(throws: CryptographyError.self) {
            try AESGCM.open(sealed + [0], key: key, nonce: nonce, authenticating: [])
        }
    }

    @Test("a key is wrapped as in RFC 3394 §4.6, and opens again")
    func publishedWrap() throws {
        let wrappingKey = try Self.bytes(
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        )
        let key = try Self.bytes(
            "00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f"
        )
        let wrapped = try AESKeyWrap.wrap(key, with: wrappingKey)
        #expect(
            Hex.encode(wrapped)
                == "28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43b"
                + "fb988b9b7a02dd21"
        )
        #expect(try AESKeyWrap.unwrap(wrapped, with: wrappingKey) == key)
        for bit in 0..<wrapped.count * 8 {
            var changed = wrapped
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: CryptographyError.self) {
                try AESKeyWrap.unwrap(changed, with: wrappingKey)
            }
        }
    }

    @Test("keys that cannot be wrapped are refused", arguments: [0, 8, 15, 17, 520])
    func wrapLengths(count: Int) {
        #expect(throws: CryptographyError.self) {
            try AESKeyWrap.wrap(
                [UInt8](repeating: 0, count: count),
                with: [UInt8](repeating: 0, count: 32)
            )
        }
    }
}
