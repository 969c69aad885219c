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
            let yardstick = try Yardstick.measure(in: options.directory)
            yardstick.add(to: &table)
            try await DoorBench(directory: options.directory, yardstick: yardstick)
                .run(entryCount: options.entryCount, into: &table)
            if let rate = options.postgresRate { table.add("PostgreSQL, single-row commits", rate) }
            print(table.text)
        } catch {
            FileHandle.standardError.write(Data("bench: \(error)\n".utf8))
            exit(1)
        }
    }

    /// What the command line says.
    struct Options {
        struct Usage: Error, CustomStringConvertible {
            let description = """
                usage: lianlu-bench <empty directory> [--entries N] [--postgres COMMITS_PER_SECOND]
                """
        }

        let directory: String
        var entryCount = 60_000
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

    /// The table as text.
    var text: String {
        let width = rows.map(\.name.count).max() ?? 0
        return rows.map { row in
            row.name + String(repeating: " ", count: width - row.name.count) + row.value + row.note
        }.joined(separator: "\n")
    }
}
