import Casework
import Cryptography
import Ledger
import TransparencyLog

/// The first entries of a log of our own.
enum OwnLogs {
    /// `log`/`open` under a charter, or none at home, and the enrolment of every office that has a key.
    static func firstEntries(
        charter: Digest?,
        key: Ed25519Signer,
        view: NodeView,
        now: Int64
    ) throws -> [(header: EntryHeader, signers: [any NoteSigner])] {
        let at = try NodeTime.timestamp(at: now)
        let node = view.keyring.node
        var entries: [(EntryHeader, [any NoteSigner])] = [
            (.openLog(at: at, key: key.verifierKey, charter: charter), [node])
        ]
        for (_, office) in view.keyring.offices.sorted(by: { $0.key < $1.key }) {
            entries.append((.enrolOffice(at: at, key: office.verifierKey), [node]))
        }
        return entries
    }
}
