import Casework
import Cryptography
import Ledger
package import LocalAPI
import SQLiteStorage

extension NodeLocalService {
    /// The records in whose bodies an identifier stands, as far as the caller may read them.
    package func search(_ query: IdentifierQuery, caller: Caller) async throws -> SearchAnswer {
        try await Problems.told {
            let asked = try AskedIdentifier(query)
            let view = node.view
            return try await node.store.read { transaction in
                let presenter = try Self.presenter(view, transaction, caller)
                var search = IdentifierSearch(IdentifierLookup(presenter))
                return try search.answer(to: asked)
            }
        }
    }

    /// What may belong to a record, as far as the caller may read it; throws `record_not_readable` where it may not read that.
    package func links(of prefix: String, caller: Caller) async throws -> LinksAnswer {
        try await Problems.told {
            let view = node.view
            let today = LocalDate(inChinaAt: try node.time.timestamp())
            return try await node.store.read { transaction in
                let row = try Self.row(withPrefix: prefix, in: transaction)
                var lookup = IdentifierLookup(try Self.presenter(view, transaction, caller))
                let shown = try lookup.opened(row.key)
                let parts = try lookup.parts(of: shown)
                guard let today, try lookup.mayRead(row.key), !parts.isEmpty else {
                    throw NodeError(.recordNotReadable, ["record": row.key.record.hex])
                }
                let matter = try LinkedMatter(parts, in: lookup)
                var finder = LinkFinder(matter, in: lookup, today: today)
                return try finder.answer(for: shown)
            }
        }
    }

    private static func presenter(
        _ view: NodeView,
        _ transaction: SQLiteTransaction,
        _ caller: Caller
    ) throws -> RecordPresenter {
        RecordPresenter(
            view: view,
            transaction: transaction,
            bodies: BodyReader(storageKey: view.keyring.storageKey),
            caller: caller,
            doubtful: try ForkKeeper.doubtful(in: transaction)
        )
    }
}
