import Casework
import Cryptography
import Ledger
import LocalAPI
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
            let named = node.view.calendarsByRevision(namedIn: chain)
            for reference in named.prefix(Limits.mechanismCalendarCountMax) {
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
                guard let calendar = try? DayCalendar.loadKept(bytes) else { continue }
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

    /// The same, those of newer revisions first.
    func calendarsByRevision(namedIn chain: CharterChain) -> [CalendarReference] {
        var seen: Set<CalendarReference> = []
        let charters = chain.all.filter { chain.isInForce($0.digest) }.reversed()
        return charters.flatMap { charter in
            Set(charter.content.rules.compactMap(packs.pack).flatMap(\.calendars))
                .sorted { ($0.id, $0.digest) < ($1.id, $1.digest) }
                .filter { seen.insert($0).inserted }
        }
    }

    /// Throws `calendars_too_many` for a charter with whose packs its mechanism would name more calendars than one may.
    func requireRoomForCalendars(of charter: Charter) throws {
        let named = Set(library.chains[charter.mechanism].map(calendars(namedIn:)) ?? [])
        let added = Set(charter.content.rules.compactMap(packs.pack).flatMap(\.calendars))
        let all = named.union(added)
        guard all.count > Limits.mechanismCalendarCountMax, !added.isSubset(of: named) else {
            return
        }
        throw NodeError(.calendarsTooMany, Self.arguments(charter.mechanism, all.count))
    }

    /// Mechanisms whose charters, which others may have signed, name more.
    var calendarWarnings: [CodedText] {
        library.chains.sorted { $0.key < $1.key }.compactMap { mechanism, chain in
            let count = calendars(namedIn: chain).count
            guard count > Limits.mechanismCalendarCountMax else { return nil }
            return CodedText(
                "node.mechanism_calendars_beyond",
                Self.arguments(mechanism, count)
            )
        }
    }

    private static func arguments(_ mechanism: MechanismID, _ count: Int) -> [String: String] {
        [
            "count": "\(count)", "limit": "\(Limits.mechanismCalendarCountMax)",
            "mechanism": mechanism.text,
        ]
    }

    /// How many of the documents of rules that a home keeps are the operator's: they neither come with the program nor are named by
    /// charters here.
    func ownRuleCount(in transaction: SQLiteTransaction) throws -> Int {
        let chains = library.chains.values
        let packs = chains.flatMap(\.all).flatMap(\.content.rules).map(\.digest)
        let named = Set(packs + chains.flatMap(calendars(namedIn:)).map(\.digest))
        return try transaction.documentKeys(.rulePack, prefix: []).compactMap { Digest($0) }
            .count { InstalledPacks.bytes(of: $0) == nil && !named.contains($0) }
    }

    /// The calendars that the operator added: they neither come with the program nor are named by a charter in force.
    func ownCalendars() throws -> [CalendarReference] {
        let named = Set(library.chains.values.flatMap(calendars(namedIn:)))
            .union(try CalendarSet.builtIn().references)
        return calendars.references.filter { !named.contains($0) }
    }
}
