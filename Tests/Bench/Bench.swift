import Foundation

/// Measures one node's hot paths beside what the same cores and disk can do, all in one run.
///
/// Called by `scripts/bench`. Every figure is printed with its ratio to the yardstick of the same run, because absolute
/// rates of a shared machine mean little.
@main
enum Bench {
    static func main() async {
        do {
            let options = try Options(CommandLine.arguments.dropFirst())
            var table = Table()
            for part in Part.allCases where options.only == nil || options.only == part {
                say(part.rawValue)
                // Anew for each part, because what else a shared machine does changes within minutes.
                var yardstick = try await Yardstick.measure(in: options.directory)
                yardstick.postgresRate = options.postgresRate
                table.add(heading: part.rawValue)
                yardstick.add(to: &table)
                try await run(part, options, yardstick, &table)
            }
            print(table.text)
        } catch {
            say("\(error)")
            exit(1)
        }
    }

    /// Tells whoever waits what is being done, beside the table.
    static func say(_ text: String) {
        FileHandle.standardError.write(Data("bench: \(text)\n".utf8))
    }

    private static func run(
        _ part: Part,
        _ options: Options,
        _ yardstick: Yardstick,
        _ table: inout Table
    ) async throws {
        let directory = options.directory
        let count = options.entryCount
        switch part {
        case .door:
            try await DoorBench(directory: directory, yardstick: yardstick)
                .run(entryCount: count, into: &table)
        case .local:
            try await LocalBench(directory: directory, yardstick: yardstick)
                .run(entryCount: count, into: &table)
        case .catchUp:
            let bench = MirrorBench(directory: directory, yardstick: yardstick)
            for bodyByteCount in [0, 1_024] {
                try await bench.runCatchUp(
                    entryCount: count,
                    bodyByteCount: bodyByteCount,
                    into: &table
                )
            }
        case .latency: try await LatencyBench(directory: directory).run(into: &table)
        case .inbox:
            try await InboxBench(directory: directory).run(recordCount: count / 2, into: &table)
        case .stats:
            try await StatisticsBench(directory: directory).run(entryCount: count, into: &table)
        case .audit:
            try await MirrorBench(directory: directory, yardstick: yardstick)
                .runAudit(entryCount: count, into: &table)
        case .identifiers:
            try await IdentifierBench(directory: directory).run(recordCount: count, into: &table)
        case .fold:
            try await FoldBench().run(entryCount: count, into: &table)
        case .growth:
            try await GrowthBench(directory: directory).run(entryCount: count, into: &table)
        }
    }

    /// What can be measured by itself.
    enum Part: String, CaseIterable {
        case door, local, latency, inbox, stats
        case catchUp = "catch-up"
        case audit, fold, growth, identifiers
    }

    /// What the command line says.
    struct Options {
        struct Usage: Error, CustomStringConvertible {
            let description = """
                usage: lianlu-bench <empty directory> [--entries N] \
                [--only door|local|latency|inbox|stats|catch-up|audit|fold|growth|identifiers] \
                [--postgres COMMITS_PER_SECOND]
                """
        }

        let directory: String
        /// The length of the log that is mirrored and audited; the largest runs of appends are shorter.
        var entryCount = 100_000
        var only: Part?
        var postgresRate: Double?

        init(_ arguments: ArraySlice<String>) throws {
            guard let directory = arguments.first else { throw Usage() }
            self.directory = directory
            var rest = arguments.dropFirst()
            while let name = rest.popFirst() {
                guard let value = rest.popFirst() else { throw Usage() }
                switch name {
                case "--entries":
                    guard let count = Int(value), count >= 1_000 else { throw Usage() }
                    entryCount = count
                case "--only":
                    guard let part = Part(rawValue: value) else { throw Usage() }
                    only = part
                case "--postgres":
                    guard let rate = Double(value), rate > 0 else { throw Usage() }
                    postgresRate = rate
                default: throw Usage()
                }
            }
        }
    }
}

/// The lines of the report.
struct Table {
    private var rows: [(name: String, value: String, note: String)] = []

    /// Begins a part with its yardsticks.
    mutating func add(heading: String) {
        if !rows.isEmpty { rows.append(("", "", "")) }
        rows.append(("== " + heading, "", ""))
    }

    /// Adds a rate, with its ratio to a yardstick and the aim for it.
    mutating func add(
        _ name: String,
        _ rate: Double,
        ratio: Double? = nil,
        aim: String? = nil,
        detail: String = ""
    ) {
        var note = detail
        if let ratio { note += String(format: "  ratio %.2f", ratio) }
        if let aim { note += "  (aim \(aim))" }
        rows.append((name, String(format: "%10.0f /s", rate), note))
    }

    /// Adds a time.
    mutating func add(
        _ name: String,
        microseconds: Double,
        ratio: Double? = nil,
        aim: String? = nil
    ) {
        var note = ""
        if let ratio { note += String(format: "  ratio %.2f", ratio) }
        if let aim { note += "  (aim \(aim))" }
        rows.append((name, String(format: "%10.0f µs", microseconds), note))
    }

    /// Adds the ratio of a rate to PostgreSQL's, where it was measured.
    mutating func addPostgresRatio(_ name: String, _ rate: Double, _ yardstick: Yardstick) {
        guard let postgresRate = yardstick.postgresRate else { return }
        add(
            name + ", to PostgreSQL",
            rate,
            ratio: rate / postgresRate,
            aim: "≥ 2 of its commits"
        )
    }

    /// The median and the 99th percentile of some times, for a row's detail.
    static func detail(of times: [Double]) -> String {
        String(
            format: "  p50 %.0f µs, p99 %.0f µs",
            times.percentile(50) * 1e6,
            times.percentile(99) * 1e6
        )
    }

    /// The table as text.
    var text: String {
        let width = rows.map(\.name.count).max() ?? 0
        return rows.map { row in
            guard !row.value.isEmpty else { return row.name }
            let padding = String(repeating: " ", count: width - row.name.count)
            return row.name + padding + row.value + row.note
        }.joined(separator: "\n")
    }
}
