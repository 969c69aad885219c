import Casework
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage

extension NodeLocalService {
    /// Counts the records of mechanisms as every member and auditor does; rights alone need bodies.
    package func statistics(
        _ query: StatisticsQuery,
        caller: Caller
    ) async throws -> StatisticsDocument {
        try await Problems.told {
            try await requireKeys()
            let view = node.view
            let now = try node.time.timestamp()
            let dimension = try query.by.map(Self.dimension)
            let machines = try query.kind.map { Set(try view.machines(named: $0).map(\.text)) }
            let reader = StatisticsReader(
                view: view,
                caller: caller,
                filter: try Self.filter(query, machines: machines, in: view),
                dimension: dimension,
                calendars: view.calendars,
                now: now
            )
            var (statistics, titles) = (Statistics(), [String: Title]())
            var (uncounted, cutOff, withheld, exercises, damaged) = (0, 0, 0, 0, 0)
            var last: RecordKey?
            repeat {
                try Task.checkCancellation()
                let start = last
                let page = try await node.store.read { try reader.page(after: start, in: $0) }
                for (record, shares) in page.counted {
                    try statistics.add(record, to: shares)
                    if dimension == .kind { titles[record.kind.text] = record.kindTitle }
                }
                uncounted += page.uncounted
                cutOff += page.cutOff
                withheld += page.withheld
                exercises += page.exercises
                damaged += page.damaged
                last = page.last
            } while last != nil
            let naming = StatisticsNaming(view: view, dimension: dimension, kinds: titles)
            var document = StatisticsDocument(
                query,
                asOf: now.text,
                rows: dimension == nil ? [] : statistics.rows.map(naming.row),
                total: naming.sum(statistics.total),
                uncounted: uncounted
            )
            document.cutOff = cutOff > 0 ? cutOff : nil
            document.withheld = withheld > 0 ? withheld : nil
            document.damaged = damaged > 0 ? damaged : nil
            document.exercisesLeftOut = exercises > 0 ? exercises : nil
            return document
        }
    }

    // MARK: Parts

    private static func dimension(_ text: String) throws -> Statistics.Dimension {
        guard let dimension = Statistics.Dimension(rawValue: text) else {
            let known = Statistics.Dimension.allCases.map(\.rawValue).joined(separator: ", ")
            throw NodeError(.dimensionUnknown, ["dimensions": known, "value": text])
        }
        return dimension
    }

    private static func filter(
        _ query: StatisticsQuery,
        machines: Set<String>?,
        in view: NodeView
    ) throws -> StatisticsReader.Filter {
        let first = try query.from.map { try day($0, "--from") }
        let last = try query.to.map { try day($0, "--to") }
        if let first, let last, first > last {
            throw NodeError(.periodReversed, ["first": first.text, "last": last.text])
        }
        let mechanism = try query.mechanism.map { name in
            guard let mechanism = MechanismID(name), view.library.chains[mechanism] != nil else {
                throw NodeError(.mechanismUnknown, ["mechanism": name])
            }
            return mechanism
        }
        return StatisticsReader.Filter(
            first: first,
            last: last,
            mechanism: mechanism,
            machines: machines,
            isOfExercises: query.exercises
        )
    }

    private static func day(_ text: String, _ option: String) throws -> LocalDate {
        guard let day = LocalDate(text) else {
            throw NodeError(.dayInvalid, ["option": option, "value": text])
        }
        return day
    }
}

/// Gives the groups and tallies of statistics their names.
private struct StatisticsNaming {
    let view: NodeView
    let dimension: Statistics.Dimension?
    let kinds: [String: Title]

    func row(_ group: Statistics.Group, _ row: Statistics.Row) -> StatisticsRow {
        var shown = sum(row)
        switch group {
        case .known(let id):
            shown.group = id
            shown.titles = titles(of: id)
        case .notStated: shown.standing = .notStated
        case .notKnownHere: shown.standing = .notKnownHere
        }
        return shown
    }

    func sum(_ row: Statistics.Row) -> StatisticsRow {
        var sum = StatisticsRow(
            group: nil,
            opened: row.opened,
            answered: row.answered,
            onTime: row.onTime,
            late: row.late,
            untimed: row.untimed,
            overdue: row.overdue,
            unansweredLate: row.unansweredLate,
            medianSeconds: row.medianSeconds,
            tallies: row.tallies.values.sorted { $0.tally.id.text < $1.tally.id.text }.map(tally)
        )
        sum.withheld = row.withheld > 0 ? row.withheld : nil
        return sum
    }

    private func tally(_ count: Statistics.TallyCount) -> StatisticsTally {
        StatisticsTally(
            id: count.tally.id.text,
            titles: count.tally.title.byLanguage,
            count: count.count,
            pending: count.pendingCount,
            outcomes: count.tally.outcomes.map { outcome in
                StatisticsTally.Outcome(
                    id: outcome.id.text,
                    titles: outcome.title.byLanguage,
                    count: count.outcomes[outcome.id] ?? 0
                )
            }
        )
    }

    private func titles(of id: String) -> [String: String] {
        switch dimension {
        case .mechanism:
            guard let mechanism = MechanismID(id),
                let newest: Membership = view.library.newest(of: mechanism, adopted: nil)
            else { return [:] }
            let content = newest.charter.content
            return ["en": content.titleEn, "zh": content.titleZh]
        case .kind: return kinds[id]?.byLanguage ?? [:]
        case .right:
            let packs = view.packs.references.compactMap { view.packs.pack($0) }
            let value = packs.flatMap(\.choices)
                .first { $0.id == StatisticsReader.rights }?.values.first { $0.id.text == id }
            return value?.title.byLanguage ?? [:]
        case .pair: return pair(id)
        case .month, nil: return [:]
        }
    }

    /// The regions of a pair by the short names of their provinces, where they are provinces.
    private func pair(_ id: String) -> [String: String] {
        let sides = id.split(separator: ">", omittingEmptySubsequences: false).map { side in
            side.split(separator: "+").map { code in
                let name = RegionCode(code)?.provinceShortName ?? ""
                return (zh: name + code, en: String(code))
            }
        }
        guard sides.count == 2 else { return [:] }
        return [
            "en": sides.map { $0.map(\.en).joined(separator: ", ") }.joined(separator: " to "),
            "zh": sides.map { $0.map(\.zh).joined(separator: "、") }.joined(separator: "→"),
        ]
    }
}
