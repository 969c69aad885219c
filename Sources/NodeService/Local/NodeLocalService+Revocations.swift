import Casework
import Ledger
import LocalAPI

extension NodeLocalService {
    /// That a revocation counts from an entry that is later than the time which was asked for; nothing where they are the same, or where
    /// it reaches further back.
    ///
    /// A log knows entries and no times: what is between the two was signed by nobody here.
    static func countedFrom(_ officer: OfficerDocument, asked: Timestamp?) -> [CodedText] {
        guard let asked, let since = officer.revokedSince, let counted = Timestamp(since),
            counted.instant > asked.instant
        else { return [] }
        return [
            CodedText("node.revoked_from_entry", ["asked": asked.text, "since": counted.text])
        ]
    }
}
