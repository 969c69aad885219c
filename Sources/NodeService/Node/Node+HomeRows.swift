import LocalAPI
import Logging
import SQLiteStorage

extension Node {
    /// The rows that a store lacks by which the node goes on, as it is before the node mends any; they are told in the node's own log
    /// and by `status`.
    ///
    /// What is damaged is told where it is read; a store that cannot be read at all keeps the node from starting.
    static func lackingRows(
        of store: SQLiteStore,
        _ logger: Logger
    ) async throws -> [HomeRows.Fault] {
        let faults = try await store.read { try HomeRows.faultsAtStart(in: $0) }
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
