import ArgumentParser
import LocalAPI

/// The command `lianlu stats`.
struct StatsCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("stats", text: "stats") }

    @Option(help: Help.option("stats_by")) var by: String?
    @Option(help: Help.option("stats_from")) var from: String?
    @Option(help: Help.option("stats_to")) var to: String?
    @Option(help: Help.option("stats_mechanism")) var mechanism: String?
    @Option(help: Help.option("stats_kind")) var kind: String?
    @Flag(help: Help.option("stats_exercises")) var exercises = false
    @Flag(help: Help.option("csv")) var csv = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        guard !(csv && context.json) else {
            throw CommandError(.usageTogether, ["option": "--csv", "other": "--json"])
        }
        let statistics = try await context.send(
            .statistics(
                StatisticsQuery(
                    by: by,
                    from: from,
                    to: to,
                    mechanism: mechanism,
                    kind: kind,
                    exercises: exercises
                )
            )
        )
        let renderer = context.renderer
        if renderer.json { return try renderer.line(statistics) }
        let table = StatisticsTable(statistics: statistics, renderer: renderer)
        if csv {
            context.streams.data(CommaSeparated.text(table.cells))
        } else {
            renderer.table(table.columns, table.rows)
        }
        let unknown = statistics.rows.first { $0.standing == .notKnownHere }
        if let unknown {
            context.talk("talk_stats_unknown", ["count": String(unknown.opened)])
        }
        if let count = statistics.exercisesLeftOut {
            context.talk("talk_stats_exercises", ["count": String(count)])
        }
        if let count = statistics.cutOff {
            context.talk("talk_stats_cut_off", ["count": String(count)])
        }
        if let count = statistics.withheld {
            context.talk("talk_stats_withheld", ["count": String(count)])
        }
        if let count = statistics.damaged {
            context.talk("talk_stats_damaged", ["count": String(count)])
        }
        if statistics.uncounted > 0 {
            context.talk("talk_stats_uncounted", ["count": String(statistics.uncounted)])
        }
    }
}

/// Statistics as people and spreadsheets read them.
struct StatisticsTable {
    let statistics: StatisticsDocument
    let renderer: Renderer

    /// The columns of counts; what is not judged has one only where there is some.
    private var counts: [String] {
        ["stats_opened", "stats_answered", "stats_on_time", "stats_late", "stats_untimed"]
            + (hasWithheld ? ["stats_withheld"] : [])
            + ["stats_overdue", "stats_unanswered_late", "stats_median_days"]
    }

    private var hasWithheld: Bool {
        (statistics.rows + [statistics.total]).contains { $0.withheld != nil }
    }

    /// The titles of the columns, as keys of the catalogue.
    var columns: [String] {
        ["stats_\(statistics.by ?? "all")"] + counts
            + (tallies.isEmpty ? [] : ["stats_tallies"])
    }

    /// The rows of the table, the sum last.
    var rows: [[String]] {
        (statistics.rows.map { ($0, name($0)) } + [
            (statistics.total, renderer.label("stats_total"))
        ])
        .map { row, name in
            // The name of a pair has its codes in it.
            let group = statistics.by == "pair" ? nil : row.group
            let shown = name + (group.map { name == $0 ? "" : " \($0)" } ?? "")
            return [shown] + counts(of: row, none: "-")
                + (tallies.isEmpty ? [] : [row.tallies.map(sentence).joined(separator: " · ")])
        }
    }

    /// The same for a spreadsheet: one column for each tally and each of its outcomes.
    var cells: [[String]] {
        let titles =
            [renderer.label("stats_\(statistics.by ?? "all")"), renderer.label("stats_id")]
            + counts.map(renderer.label)
            + tallies.flatMap { tally in
                let name = renderer.title(tally.titles, else: tally.id)
                return [name]
                    + tally.outcomes.map {
                        "\(name) / \(renderer.title($0.titles, else: $0.id))"
                    } + ["\(name) / \(renderer.label("stats_pending"))"]
            }
        let rows =
            statistics.rows.map { ($0, name($0)) }
            + [(statistics.total, renderer.label("stats_total"))]
        return [titles]
            + rows.map { row, name in
                [name, row.group ?? ""] + counts(of: row, none: "")
                    + tallies.flatMap { cells(of: $0, in: row) }
            }
    }

    /// Every tally that some record is counted under; the sum has them all.
    private var tallies: [StatisticsTally] { statistics.total.tallies }

    private func name(_ row: StatisticsRow) -> String {
        guard let group = row.group else { return renderer.label("stats_\(row.standing.rawValue)") }
        return renderer.title(row.titles, else: group)
    }

    private func counts(of row: StatisticsRow, none: String) -> [String] {
        [
            [row.opened, row.answered, row.onTime, row.late, row.untimed],
            hasWithheld ? [row.withheld ?? 0] : [], [row.overdue, row.unansweredLate],
        ]
        .flatMap { $0 }.map { String($0) }
            + [row.medianSeconds.map(Self.days) ?? none]
    }

    private func cells(of tally: StatisticsTally, in row: StatisticsRow) -> [String] {
        let found = row.tallies.first { $0.id == tally.id }
        let outcomes = tally.outcomes.map { outcome in
            found?.outcomes.first { $0.id == outcome.id }?.count ?? 0
        }
        return ([found?.count ?? 0] + outcomes + [found?.pending ?? 0]).map(String.init)
    }

    /// A tally in one cell: its number, and every outcome that some record came to.
    private func sentence(_ tally: StatisticsTally) -> String {
        let outcomes =
            tally.outcomes.filter { $0.count > 0 }
            .map { "\(renderer.title($0.titles, else: $0.id)) \($0.count)" }
            + (tally.pending > 0 ? ["\(renderer.label("stats_pending")) \(tally.pending)"] : [])
        let name = "\(renderer.title(tally.titles, else: tally.id)) \(tally.count)"
        return outcomes.isEmpty ? name : "\(name) (\(renderer.list(outcomes)))"
    }

    /// Seconds as days with one decimal, rounded to the nearest tenth.
    static func days(_ seconds: Int64) -> String {
        let tenths = (seconds * 10 + 43_200) / 86_400
        return "\(tenths / 10).\(tenths % 10)"
    }
}
