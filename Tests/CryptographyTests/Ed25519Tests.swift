import Cryptography
import Testing

@Suite struct Ed25519Tests {
    @Test(
        "a point of small order is no public key: anybody signs under it",
        arguments: [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ]
    )
    func smallOrder(hex: String) throws {
        var bytes = try #require(Hex.decode(hex.utf8))
        #expect(Ed25519.PublicKey(rawBytes: bytes) == nil)
        // The sign bit makes no other point of it.
        bytes[31] |= 0x80
        #expect(Ed25519.PublicKey(rawBytes: bytes) == nil)
    }

    @Test("the public key of RFC 8032, test 1, verifies its signature and no other message's")
    func published() throws {
        let key = try #require(
            Hex.decode("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a".utf8)
        )
        let signature = try #require(
            Hex.decode(
                ("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                    + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b").utf8
            )
        )
        let verifier = try #require(Ed25519.PublicKey(rawBytes: key))
        #expect(verifier.isValid(signature, for: []))
        #expect(!verifier.isValid(signature, for: [0]))
    }
}
