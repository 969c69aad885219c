import Casework
import Cryptography
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

extension NodeLocalService {
    private static let pageCount = 256

    /// Takes a pack that an operator added out of the home.
    ///
    /// A pack by which anything may have been judged stays: one that comes with the program, that any charter here names, or by which a
    /// matter at home goes. Throws `pack_built_in`, `pack_in_use`, `pack_unknown`.
    package func remove(rulePack name: String, caller: Caller) async throws -> RulePackDocument {
        try await Problems.told {
            let pack = try removable(name)
            try await node.changes.pass {
                try await node.store.write { transaction in
                    try requireUnused(pack, in: transaction)
                    try transaction.removeDocument(.rulePack, pack.reference.digest.bytes)
                }
                node.update { $0.packs.remove(pack.reference) }
            }
            return PackPresenter.document(pack)
        }
    }

    /// The pack of a digest, which neither the program nor a charter keeps here.
    private func removable(_ name: String) throws -> RulePack {
        let view = node.view
        let found = view.packs.packs.first { $0.reference.digest == Digest(hex: name) }
        guard let pack = found else { throw NodeError(.packUnknown, ["rules": name]) }
        guard !InstalledPacks.contains(pack.reference) else {
            throw NodeError(.packBuiltIn, ["rules": pack.reference.text])
        }
        let mechanisms = view.library.chains.filter { _, chain in
            chain.all.contains { $0.content.rules.contains(pack.reference) }
        }
        guard mechanisms.isEmpty else {
            let names = mechanisms.keys.sorted().map(\.text).joined(separator: ", ")
            throw NodeError(
                .packInUse,
                ["count": "0", "mechanisms": names, "rules": pack.reference.text]
            )
        }
        return pack
    }

    /// Throws `pack_in_use` where a step of a matter at home goes by the pack.
    private func requireUnused(_ pack: RulePack, in transaction: SQLiteTransaction) throws {
        let scope = RecordScope(try LogName.required(Origin("\(node.view.node)/\(LogName.home)")))
        var count = 0
        var last: RecordKey?
        while true {
            let rows = try transaction.projectedRecords(
                scope: scope.text,
                after: last,
                limit: Self.pageCount
            )
            for row in rows {
                // A matter keeps its machine, also where it goes on under another pack.
                guard let machine = MachineID(row.machine), pack.machine(machine) != nil else {
                    continue
                }
                let state = try node.view.projector.state(of: row.key, in: transaction)
                let isUsing = state?.steps.contains { $0.event.rules == pack.reference }
                if isUsing ?? true { count += 1 }
            }
            guard let end = rows.last, rows.count == Self.pageCount else { break }
            last = end.key
        }
        guard count == 0 else {
            throw NodeError(
                .packInUse,
                ["count": "\(count)", "mechanisms": "-", "rules": pack.reference.text]
            )
        }
    }
}
