package import Casework
package import Cryptography
package import Foundation
package import TransparencyLog

/// The private keys of one node, opened from `<home>/keys`.
package struct NodeKeyring: Sendable {
    /// Signs cards, charters and reserved entries.
    package let node: Ed25519Signer
    /// Signs storage receipts.
    package let mirror: CosignatureSigner
    /// Wraps the keys of objects at rest.
    package let storageKey: [UInt8]
    /// The key of the TLS certificate.
    package let tls: P256.PrivateKey
    /// The signers of the offices, `system` among them.
    package var offices: [OfficeID: Ed25519Signer]
    /// The signers of the logs, by mechanism; the home log's under `home`.
    package var logs: [MechanismID: Ed25519Signer]

    private static let officePrefix = "office-"
    private static let logPrefix = "log-"

    /// Opens every key of a home; throws `key_file_missing`, and what `KeyFile.load` does, which never holds a byte of a key.
    package init(home: HomeDirectory, node name: NodeName) throws {
        do {
            try self.init(opening: home, name)
        } catch let error as CryptographyError where error.code == .fileMissing {
            // What every node has from its first hour on was lost: it is not to be made anew.
            throw NodeError(.keyFileMissing, ["path": error.arguments["path"] ?? home.keys.path])
        }
    }

    private init(opening home: HomeDirectory, _ name: NodeName) throws {
        let nodeName = try KeyName(name.text)
        node = try Ed25519Signer(
            name: nodeName,
            privateKey: KeyFile.load(from: home.key("node").path)
        )
        mirror = try CosignatureSigner(
            name: KeyName("\(name)/mirror"),
            privateKey: KeyFile.load(from: home.key("mirror").path)
        )
        storageKey = try StorageKeyFile.load(from: home.storageKey.path)
        tls = try KeyFile.load(from: home.key("tls").path)
        offices = [:]
        logs = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: home.keys.path).sorted()
        where file.hasSuffix(".pem") {
            let stem = String(file.dropLast(4))
            let path = home.keys.appending(path: file).path
            if stem.hasPrefix(Self.officePrefix) {
                guard let id = OfficeID(stem.dropFirst(Self.officePrefix.count)) else { continue }
                offices[id] = try Ed25519Signer(
                    name: KeyName("\(name)/office/\(id)"),
                    privateKey: KeyFile.load(from: path)
                )
            } else if stem.hasPrefix(Self.logPrefix) {
                guard let id = MechanismID(stem.dropFirst(Self.logPrefix.count)) else { continue }
                logs[id] = try Ed25519Signer(
                    name: Origin("\(name)/\(id)"),
                    privateKey: KeyFile.load(from: path)
                )
            }
        }
    }

    /// Makes a new key file and returns its signer; never overwrites one.
    package static func makeSigner(name: String, at file: URL) throws -> Ed25519Signer {
        let key = try Ed25519.PrivateKey()
        try KeyFile.create(key, at: file.path)
        return try Ed25519Signer(name: KeyName(name), privateKey: key)
    }
}
