package import Cryptography

/// The keys of `lianlu-vectors.json`, which anybody can make again: never use one outside a test.
package enum TestKeys {
    /// The Ed25519 seed of a name: SHA-256 of `lianlu test key <name> <type><tag>`.
    ///
    /// `type` is the key's signed-note type, 1 for most and 4 for mirrors. The keys that the vectors list have no tag;
    /// a tag of one's own gives another key under the same name.
    package static func seed(_ name: String, type: Int = 1, tag: String = "") -> [UInt8] {
        SHA256.digest(of: Array("lianlu test key \(name) \(type)\(tag)".utf8)).bytes
    }

    /// The private key of that seed.
    package static func privateKey(
        _ name: String,
        type: Int = 1,
        tag: String = ""
    ) throws -> Ed25519.PrivateKey {
        try Ed25519.PrivateKey(seed: seed(name, type: type, tag: tag))
    }
}
