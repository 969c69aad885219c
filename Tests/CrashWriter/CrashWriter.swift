import Glibc
import LogStorage
import SQLiteStorage
import Sequencing
import StorageTestSupport

/// The process that crash tests kill, starve or record.
///
///     CrashWriter append <data directory> <first request> <count> <writers>    prints a line for each acknowledgement
///     CrashWriter check <data directory>                                       reads such lines, prints findings
///     CrashWriter hold <data directory>                                        keeps the store open until its input ends
///     CrashWriter watch <data directory>                                       writes until a commit fails, prints who heard of it
///     CrashWriter open <data directory>                                        opens and closes, prints an error's code
@main
struct CrashWriter {
    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else { exit(2) }
        do {
            let workload = try Workload()
            switch arguments[1] {
            case "append":
                try await append(
                    workload,
                    arguments[2],
                    arguments.dropFirst(3).compactMap { Int($0) }
                )
            case "check":
                let acknowledged = Acknowledged.all(in: readInput())
                let checker = StoreChecker(workload)
                for finding in await checker.findings(arguments[2], acknowledged: acknowledged) {
                    say("finding \(finding)\n")
                }
                say("checked \(acknowledged.count)\n")
            case "hold":
                let store = try await workload.open(arguments[2])
                say("open\n")
                _ = readInput()
                try store.close()
            case "watch": try await watch(arguments[2])
            default:
                try SQLiteStore.open(Workload.options(arguments[2])).close()
                say("open\n")
            }
        } catch {
            report(error)
            exit(1)
        }
    }

    private static func append(
        _ workload: Workload,
        _ directory: String,
        _ numbers: [Int]
    ) async throws {
        guard numbers.count == 3 else { throw Workload.Malformed() }
        let (first, count, writers) = (numbers[0], numbers[1], numbers[2])
        let store = try await workload.open(directory)
        let sequencer = Sequencer<SQLiteStore, Int>(
            store: store,
            origin: workload.origin,
            signer: workload.signer,
            plan: store.plan
        )
        let running = Task { try await sequencer.run() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<writers {
                group.addTask {
                    for number in stride(from: first + writer, to: first + count, by: writers) {
                        let answer = try await sequencer.submit(workload.submission(number))
                        say(
                            Acknowledged(
                                number: number,
                                index: answer.location.index,
                                treeSize: answer.treeSize
                            ).line
                        )
                    }
                }
            }
            try await group.waitForAll()
        }
        running.cancel()
        try await running.value
        try store.close()
        say("done\n")
    }

    private static func watch(_ directory: String) async throws {
        let store = try SQLiteStore.open(Workload.options(directory))
        let watching = Task { try await store.watch() }
        var written: (any Error)?
        for number in 0..<1_000 where written == nil {
            do {
                try await store.write { transaction in
                    try transaction.putMeta("\(number)", [UInt8](repeating: 0x2E, count: 65_536))
                }
            } catch {
                written = error
            }
        }
        if let written { report(written) }
        do {
            try await watching.value
        } catch {
            report(error)
        }
        do {
            _ = try await store.read { try $0.meta("0") }
        } catch {
            report(error)
        }
        try store.close()
    }

    private static func report(_ error: any Error) {
        switch error {
        case let error as LogStorageError:
            say("error \(error.code.rawValue) \(error.arguments) \(error.cause ?? "")\n")
        case let error as SQLiteStorageError:
            say("error \(error.code.rawValue) \(error.arguments) \(error.cause ?? "")\n")
        case let error as SequencingError:
            say("error \(error.code.rawValue) \(error.arguments) \(error.cause ?? "")\n")
        default:
            say("error \(error)\n")
        }
    }

    /// Writes a line in one piece, so that a kill cuts at most the last one.
    private static func say(_ line: String) {
        let bytes = Array(line.utf8)
        _ = write(STDOUT_FILENO, bytes, bytes.count)
    }

    private static func readInput() -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
