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
        var histories: [KeyHistory] = []
        for log in try transaction.logs() where log.kind == .own {
            guard let name = LogName(log.origin) else { continue }
            let history = Self.history(of: log.origin, in: transaction)
            if let history { histories.append(history) }
            guard let signer = keyring.logs[name.mechanism] else { continue }
            let file = home.logKey(name.mechanism.text)
            if let history {
                try require(signer, among: [history.currentLogKey], file)
            } else if Self.isSigned(log, byOtherThan: signer) {
                throw Self.foreign(file.path)
            }
        }
        // Offices are enrolled in each own log: where the home log cannot be read, the others tell.
        let isHomeRead = histories.contains(where: \.name.isHome)
        for history in histories where history.name.isHome || !isHomeRead {
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

    /// Whether a log's head was signed, and not with this key: its newest key signs the head.
    private static func isSigned(_ log: StoredLog, byOtherThan signer: Ed25519Signer) -> Bool {
        // What is no checkpoint names no key.
        let note = log.checkpoint.flatMap { try? UnverifiedCheckpoint(parsing: $0) }?.note
        let key = signer.verifierKey
        let signed = note?.signatures.filter { $0.name == key.name } ?? []
        return !signed.isEmpty && !signed.contains { $0.keyID == key.id }
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
