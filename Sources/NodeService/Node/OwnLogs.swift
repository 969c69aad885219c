import Casework
import Cryptography
import Ledger
import TransparencyLog

/// The first entries of a log of our own.
enum OwnLogs {
    /// `log`/`open` under a charter, or none at home, and the enrolment of every office that has a key and of the officers.
    static func firstEntries(
        charter: Digest?,
        key: Ed25519Signer,
        officers: [EnrolledOfficer] = [],
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
        for officer in officers where officer.holds {
            guard let office = view.keyring.offices[officer.office] else { continue }
            let header = EntryHeader.enrolOfficer(
                at: at,
                key: officer.key,
                office: officer.office,
                rank: officer.rank
            )
            entries.append((header, [office]))
        }
        return entries
    }
}
