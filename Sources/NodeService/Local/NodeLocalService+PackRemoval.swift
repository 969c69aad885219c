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
            try await node.changes.pass {
                // Charters come in by the same turn: none that names the pack is adopted meanwhile.
                let pack = try removable(name)
                let projector = node.view.projector
                try await requireUnused(pack, by: projector)
                node.update { $0.packs.remove(pack.reference) }
                do {
                    // A step that was planned before is on disk before this answers; the next one is judged without the pack.
                    try await node.store.write { _ in }
                    try await requireUnused(pack, by: projector)
                    _ = try removable(pack)
                    try await node.store.write {
                        try $0.removeDocument(.rulePack, pack.reference.digest.bytes)
                        try KeptDocument.note(in: $0)
                    }
                } catch {
                    node.update { $0.packs.insert(pack) }
                    throw error
                }
                return PackPresenter.document(pack)
            }
        }
    }

    /// The pack of a digest, which neither the program nor a charter keeps here.
    private func removable(_ name: String) throws -> RulePack {
        let found = node.view.packs.packs.first { $0.reference.digest == Digest(hex: name) }
        guard let pack = found else { throw NodeError(.packUnknown, ["rules": name]) }
        return try removable(pack)
    }

    private func removable(_ pack: RulePack) throws -> RulePack {
        guard !InstalledPacks.contains(pack.reference) else {
            throw NodeError(.packBuiltIn, ["rules": pack.reference.text])
        }
        let mechanisms = node.view.library.chains.filter { _, chain in
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

    /// Throws `pack_in_use` where a step of a matter at home goes by the pack; one page a read, so that nobody waits for all.
    private func requireUnused(_ pack: RulePack, by projector: Projector) async throws {
        let scope = RecordScope(try LogName.required(Origin("\(node.view.node)/\(LogName.home)")))
        var count = 0
        var last: RecordKey?
        while true {
            let page = try await node.store.read { [last] transaction in
                let rows = try transaction.projectedRecords(
                    scope: scope.text,
                    after: last,
                    limit: Self.pageCount
                )
                let used = try rows.count { row in
                    // A matter keeps its machine, also where it goes on under another pack.
                    guard let machine = MachineID(row.machine), pack.machine(machine) != nil
                    else { return false }
                    let state = try projector.state(of: row.key, in: transaction)
                    return state?.steps.contains { $0.event.rules == pack.reference } ?? true
                }
                return (used: used, last: rows.last?.key, isFull: rows.count == Self.pageCount)
            }
            count += page.used
            guard page.isFull else { break }
            last = page.last
        }
        guard count == 0 else {
            throw NodeError(
                .packInUse,
                ["count": "\(count)", "mechanisms": "-", "rules": pack.reference.text]
            )
        }
    }
}
