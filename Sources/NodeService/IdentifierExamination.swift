import Foundation
import LocalAPI
import SQLiteStorage

/// The part of `doctor` that compares the index of identifiers with what it says of each stored object.
///
/// A running node does the same after its start; here it is done beside it, page by page, and nothing is changed.
struct IdentifierExamination {
    /// A larger database is left to the node and to an audit: a check is to take moments.
    private static let databaseByteCountMax = 1_073_741_824

    let home: HomeDirectory

    /// One result; none where nothing is stored, or the index cannot be compared in moments.
    func results(_ keyring: NodeKeyring) -> [CheckResult] {
        let options = SQLiteStore.Options(directory: home.data.path)
        guard SQLiteStore.databaseByteCount(options) <= Self.databaseByteCountMax else { return [] }
        let comparison = IdentifierComparison(
            codes: IdentifierCode(storageKey: keyring.storageKey)
        )
        do {
            let store = try ReadOnlyStore(directory: options.directory)
            let counts = try store.read { transaction in
                // A home of an earlier schema has no such index yet.
                try transaction.hasIdentifierIndex ? comparison.counts(in: transaction) : nil
            }
            guard let counts, counts.objectCount > 0 else { return [] }
            guard counts.damagedCount > 0 else {
                let count = "\(counts.objectCount)"
                return [CheckResult(.passed, CodedText("node.check_identifiers", ["count": count]))]
            }
            let count = "\(counts.damagedCount)"
            return [
                CheckResult(.failed, CodedText("node.check_identifiers_damaged", ["count": count]))
            ]
        } catch {
            let told = Problems.problem(for: error) as? Problem
            let text = told.map { CodedText($0.code, $0.arguments) }
            return [
                CheckResult(
                    .failed,
                    text ?? CodedText("node.check_failed", ["reason": "\(error)"])
                )
            ]
        }
    }
}
