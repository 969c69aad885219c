import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Compares the key files of a home with the keys that its own card and its own logs name.
///
/// A file of another home is opened like any other; what it signed would count for nobody, and could not be taken back.
struct KeyringCheck {
    let home: HomeDirectory
    let keyring: NodeKeyring

    /// Throws `key_file_foreign` for a node or mirror key that is not the one of the node's last card.
    func require(_ card: PeerCard) throws {
        try require(keyring.node.verifierKey, among: [card.key], file: "node")
        try require(keyring.mirror.verifierKey, among: [card.content.mirror], file: "mirror")
    }

    /// Throws `key_file_foreign` for a key of a log or an office that is not the one that the node's own logs name.
    ///
    /// A key that no log names yet is not judged: an office whose enrolment was cut off, or a log that is not open.
    func require(_ view: NodeView, in transaction: SQLiteTransaction) throws {
        for log in try transaction.logs() where log.kind == .own && log.size > 0 {
            guard let history = try view.projector.history(of: log.origin, in: transaction),
                let name = LogName(log.origin)
            else { continue }
            if let key = history.currentLogKey, let signer = keyring.logs[name.mechanism] {
                try require(signer.verifierKey, among: [key], file: "log-\(name.mechanism)")
            }
            for (office, signer) in keyring.offices {
                let enrolled = history.officeKeys(of: office, at: log.size.rawValue)
                guard !enrolled.isEmpty else { continue }
                try require(signer.verifierKey, among: enrolled, file: "office-\(office)")
            }
        }
    }

    private func require(_ key: VerifierKey, among known: [VerifierKey], file: String) throws {
        guard !known.contains(key) else { return }
        throw NodeError(
            .keyFileForeign,
            [
                "found": Self.shown([key]), "named": Self.shown(known),
                "path": home.key(file).path,
            ]
        )
    }

    private static func shown(_ keys: [VerifierKey]) -> String {
        keys.map(\.description).sorted().joined(separator: ", ")
    }
}
