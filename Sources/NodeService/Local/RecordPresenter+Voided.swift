import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage

extension RecordPresenter {
    /// The steps among some entries that no longer count, because a key that signed them was revoked from before they were written.
    func voided(_ rows: [ProjectedEntry]) throws -> [CodedText] {
        try rows.compactMap { row in
            let verdict = try Ledger.EntryVerdict(decoding: row.verdict)
            guard row.verdictClass == .invalid, verdict.isRevokedAfterwards else { return nil }
            return CodedText(
                "node.step_voided",
                [
                    "at": row.at.flatMap(NodeTime.shown) ?? "-", "entry": row.digest.hex,
                    "event": row.event,
                ]
            )
        }
    }

    /// What is to be said of the part at home of a record in a mechanism: this node alone knows it.
    func homePart(of key: RecordKey) throws -> [CodedText] {
        guard !key.scope.isHome, let home = try knownHome(of: key),
            let row = try transaction.projectedRecord(home)
        else { return [] }
        return try Ledger.RecordSummary(decoding: row.summary).findings.map {
            CodedText("casework.\($0.code.rawValue)", $0.arguments)
        }
    }
}
