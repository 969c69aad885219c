import Casework
import Cryptography
import Ledger
import LogStorage
import Logging
import SQLiteStorage

extension ProjectionRefresher {
    /// Fetches the calendars that the packs of charters in force name and that are not here, from any peer of the mechanism; says
    /// whether some are missing still.
    ///
    /// No verdict hangs on them: a clock says that its calendar is missing, and is counted anew once it has come.
    func fetchCalendars(
        in supervisor: PeerSupervisor,
        _ order: inout HolderOrder
    ) async throws -> Bool {
        var isMissing = false
        let node = supervisor.node
        for (mechanism, chain) in node.view.library.chains.sorted(by: { $0.key < $1.key }) {
            for reference in node.view.calendars(namedIn: chain) {
                let isWanted = try await isWanted(reference, at: node)
                if !isWanted || isTooLarge(reference.digest) { continue }
                let bytes = try await fetch(
                    reference.digest,
                    of: mechanism,
                    in: supervisor,
                    &order
                )
                guard let bytes else {
                    isMissing = true
                    continue
                }
                // What is too large is no calendar on any node, and is neither kept nor asked for again.
                guard bytes.count <= Casework.Limits.calendarByteCountMax else {
                    noteTooLarge(reference.digest)
                    node.logger.warning(
                        "a calendar that a charter names is too large",
                        metadata: [
                            "calendar": "\(reference.id)@\(reference.digest.hex)",
                            "bytes": "\(bytes.count)",
                        ]
                    )
                    continue
                }
                try await node.store.write { try $0.putRulePack(reference.digest, bytes: bytes) }
                // Bytes that are no calendar stay, so that they are not asked for again; the clock goes on saying what is missing.
                guard let calendar = try? DayCalendar.load(bytes) else { continue }
                node.update { $0.calendars.insert(calendar) }
            }
        }
        return isMissing
    }

    /// Whether a calendar is asked for: it is not here, whatever its bytes are.
    ///
    /// Those of charters come in beyond what an operator may add: clocks count by them.
    private func isWanted(_ reference: CalendarReference, at node: Node) async throws -> Bool {
        guard node.view.calendars[reference] == nil else { return false }
        return try await node.store.read { try $0.rulePack(reference.digest) } == nil
    }
}

extension NodeView {
    /// The calendars that the packs of a mechanism's charters in force name, as far as these packs are here; sorted.
    func calendars(namedIn chain: CharterChain) -> [CalendarReference] {
        let named = chain.all.filter { chain.isInForce($0.digest) }.flatMap(\.content.rules)
        return Set(Set(named).compactMap(packs.pack).flatMap(\.calendars))
            .sorted { ($0.id, $0.digest) < ($1.id, $1.digest) }
    }

    /// The calendars that the operator added: they neither come with the program nor are named by a charter in force.
    func ownCalendars() throws -> [CalendarReference] {
        let named = Set(library.chains.values.flatMap(calendars(namedIn:)))
            .union(try CalendarSet.builtIn().references)
        return calendars.references.filter { !named.contains($0) }
    }
}
