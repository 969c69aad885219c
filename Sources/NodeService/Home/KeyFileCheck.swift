import Casework
import Foundation
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Whether the key files of a home are those that its own logs and cards name.
///
/// What another home's keys sign counts nowhere, and in a log that is written for good it stays a fault.
struct KeyFileCheck {
    /// The home with the files.
    let home: HomeDirectory
    /// The keys in them.
    let keyring: NodeKeyring

    /// Throws `key_file_foreign` for the first file that holds another key than the store names.
    ///
    /// Throws `key_file_missing` for an office that the home log has enrolled and that has no file: without it another one would
    /// sign in its place.
    func require(in transaction: SQLiteTransaction) throws {
        // A card that cannot be read is told by whoever loads it.
        let cards = try transaction.cards(of: keyring.node.verifierKey.name)
            .compactMap { try? PeerCard(parsing: $0.note) }
        // Whether or not the home log can be read: what is signed with another key than the card's counts for nobody.
        try require(keyring.node, among: [cards.last?.key], home.key("node"))
        let offices = cards.last?.content.offices.map(\.id) ?? []
        var mirrors = cards.map(\.content.mirror)
        for log in try transaction.logs() where log.kind == .own {
            guard let name = LogName(log.origin),
                let history = Self.history(of: log.origin, in: transaction)
            else { continue }
            if let signer = keyring.logs[name.mechanism] {
                try require(
                    signer,
                    among: [history.currentLogKey],
                    home.logKey(name.mechanism.text)
                )
            }
            guard name.isHome else { continue }
            try require(
                keyring.node,
                among: [history.nodeKey(at: history.size)],
                home.key("node")
            )
            for (office, signer) in keyring.offices.sorted(by: { $0.key < $1.key }) {
                let keys = history.officeKeys(of: office, at: history.size)
                try require(signer, among: keys, home.officeKey(office.text))
            }
            for office in [.system] + offices where keyring.offices[office] == nil {
                guard !history.officeKeys(of: office, at: history.size).isEmpty else { continue }
                throw NodeError(.keyFileMissing, ["path": home.officeKey(office.text).path])
            }
            mirrors += history.mirrorKeys
        }
        let mirror = keyring.mirror.verifierKey
        guard mirrors.isEmpty || mirrors.contains(mirror) else {
            throw Self.foreign(home.key("mirror").path)
        }
    }

    /// Where nothing is named nothing is compared: an office whose enrolment was cut off has a file already.
    private func require(
        _ signer: Ed25519Signer,
        among named: [VerifierKey?],
        _ file: URL
    ) throws {
        let known = named.compactMap(\.self).filter { $0.name == signer.verifierKey.name }
        guard known.isEmpty || known.contains(signer.verifierKey) else {
            throw Self.foreign(file.path)
        }
    }

    private static func foreign(_ path: String) -> NodeError {
        NodeError(.keyFileForeign, ["path": path])
    }

    /// The keys that a log names; nil where they cannot be read, which is told by whoever needs them.
    private static func history(
        of origin: Origin,
        in transaction: SQLiteTransaction
    ) -> KeyHistory? {
        guard let bytes = try? transaction.projectedLog(origin) else { return nil }
        return try? KeyHistory(decoding: bytes)
    }
}

extension KeyFileCheck {
    /// Throws `key_file_missing` for the first own log without the file of the key that signs its checkpoints.
    func requireLogKeys(in transaction: SQLiteTransaction) throws {
        for log in try transaction.logs() where log.kind == .own {
            guard let name = LogName(log.origin), keyring.logs[name.mechanism] == nil else {
                continue
            }
            let path = home.logKey(name.mechanism.text).path
            throw NodeError(.keyFileMissing, ["path": path])
        }
    }
}
