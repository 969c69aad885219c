import Casework
import Cryptography
import Ledger
import LogStorage
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
                if !isWanted { continue }
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
                // What is too large is no calendar on any node, and is not kept.
                guard bytes.count <= Casework.Limits.calendarByteCountMax else { continue }
                try await node.store.write { try $0.putRulePack(reference.digest, bytes: bytes) }
                // Bytes that are no calendar stay, so that they are not asked for again; the clock goes on saying what is missing.
                guard let calendar = try? DayCalendar.load(bytes) else { continue }
                node.update { $0.calendars.insert(calendar) }
            }
        }
        return isMissing
    }

    /// Whether a calendar is asked for: it is not here, whatever its bytes are, and there is room for it.
    private func isWanted(_ reference: CalendarReference, at node: Node) async throws -> Bool {
        let here = node.view.calendars
        guard here[reference] == nil, here.references.count < Limits.calendarCountMax else {
            return false
        }
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
}
