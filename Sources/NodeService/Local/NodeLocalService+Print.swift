package import LocalAPI
import LogStorage
import SQLiteStorage

extension NodeLocalService {
    /// What an official form of a record says.
    package func printed(
        _ prefix: String,
        document: String?,
        entry: String?,
        caller: Caller
    ) async throws -> PrintedForm {
        try await Problems.told {
            let view = node.view
            let prefixes = node.configuration.documentNumbers
            return try await node.store.read { transaction in
                let reader = FormReader(
                    view: view,
                    transaction: transaction,
                    bodies: BodyReader(storageKey: view.keyring.storageKey),
                    caller: caller,
                    prefixes: prefixes
                )
                let row = try Self.row(withPrefix: prefix, toldTo: caller, view, transaction)
                return try reader.form(of: row, document: document, entry: entry)
            }
        }
    }
}
