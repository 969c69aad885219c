import LocalAPI
import Logging
import SQLiteStorage

extension Node {
    /// The rows that a store lacks by which the node goes on, as it is before the node mends any; they are told in the node's own log
    /// and by `status`.
    static func lackingRows(of store: SQLiteStore, _ logger: Logger) async -> [HomeRows.Fault] {
        // A store that cannot be read keeps the node from starting right afterwards, and says why.
        let faults = (try? await store.read { try HomeRows.faultsAtStart(in: $0) }) ?? []
        for fault in faults {
            logger.warning("\(fault.text.code)", metadata: ["row": "\(fault.row)"])
        }
        return faults
    }
}

extension HomeRows.Fault {
    /// What the operator is told.
    var text: CodedText {
        CodedText(
            kind == .missing ? "node.home_row_missing" : "node.home_row_foreign",
            ["row": row]
        )
    }
}
