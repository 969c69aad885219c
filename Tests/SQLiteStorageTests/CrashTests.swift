import Auditing
import Foundation
import LogStorage
import SQLiteStorage
import StorageTestSupport
import TestSupport
import Testing

@Suite("A writer that dies or starves")
struct CrashTests {
    @Test("loses no acknowledged entry when it is killed, 12 times in a row")
    func kill() async throws {
        let home = try TestHome()
        let checker = StoreChecker(try Workload())
        var acknowledged: [Acknowledged] = []
        var first = 0
        for round in 0..<12 {
            // The number of acknowledgements after which to kill differs, so that the point in a commit does too.
            let limit = 40 + round * 37
            acknowledged += try await appendAndKill(home, first: first, after: limit)
            first += 1_000_000
            let findings = await checker.findings(home.data, acknowledged: acknowledged)
            #expect(findings.isEmpty, "round \(round)")
            // A request and its count are written together.
            let missed = SQLiteAuditSource(try ReadOnlyStore(directory: home.data))
                .containerFindings().filter { $0.code == .requestsMissing }
            #expect(missed.isEmpty, "round \(round)")
        }
        #expect(acknowledged.count > 12 * 40)
    }

    /// Starts a writer, reads acknowledgements, kills it, and returns all that it still printed.
    private func appendAndKill(
        _ home: TestHome,
        first: Int,
        after limit: Int
    ) async throws -> [Acknowledged] {
        let writer = OutsideProgram(
            try ChildProcess.crashWriter,
            ["append", home.data, "\(first)", "1000000", "8"]
        )
        var text = ""
        var isKilled = false
        let status = try await writer.follow { process, output in
            for try await part in output {
                text += String(decoding: part, as: UTF8.self)
                guard !isKilled, text.utf8.count(where: { $0 == UInt8(ascii: "\n") }) >= limit
                else { continue }
                #expect(Foundation.kill(process, SIGKILL) == 0)
                isKilled = true
            }
        }
        #expect(status == -SIGKILL)
        return Acknowledged.all(in: text)
    }

    @Test("meets a full disk with a named error, and everything acknowledged is there afterwards")
    func fullDisk() async throws {
        let home = try TestHome()
        let writer = try ChildProcess.crashWriter
        let script = """
            mount -t tmpfs -o size=3m none \(home.path) && cd \(home.path) || exit 9
            \(writer) append data 0 1000000 8 >lines; tail -n 1 lines
            head -c 4096 /dev/zero >filler 2>/dev/null; mount -o remount,size=8m none \(home.path)
            \(writer) check data <lines
            """
        guard let result = try await ChildProcess.inMountNamespace(script) else {
            // Without the right to mount, a limit on the size of files stands in for the full disk: SQLite then meets
            // a failing write at the same places, with another error number.
            return try await fullDiskByFileLimit(home, writer)
        }
        let lines = result.output.split(separator: "\n")
        let error = try #require(lines.first { $0.hasPrefix("error ") })
        #expect(error.hasPrefix("error durability_unknown ") || error.hasPrefix("error disk_full "))
        #expect(error.contains("full"))
        #expect(!result.output.contains("finding"), "\(result.output)")
        let checked = try #require(lines.last.flatMap { Int($0.dropFirst("checked ".count)) })
        #expect(checked > 100)
    }

    private func fullDiskByFileLimit(_ home: TestHome, _ writer: String) async throws {
        let script = """
            cd \(home.path); (ulimit -f 3000; trap '' XFSZ; \(writer) append data 0 1000000 8 >lines)
            tail -n 1 lines; \(writer) check data <lines
            """
        let result = try await ChildProcess.run("/bin/sh", ["-c", script])
        #expect(result.output.contains("error "), "\(result.output)")
        #expect(!result.output.contains("finding"), "\(result.output)")
    }

    @Test(
        "a commit that fails is told to whoever watches the store, and nothing is read from it any more"
    )
    func watched() async throws {
        let home = try TestHome()
        let writer = try ChildProcess.crashWriter
        let script = """
            cd \(home.path); \(writer) append data 0 1 1 >/dev/null
            (ulimit -f 9000; trap '' XFSZ; \(writer) watch data)
            """
        let result = try await ChildProcess.run("/bin/sh", ["-c", script])
        let lines = result.output.split(separator: "\n")
        #expect(lines.count == 3, "\(result.output)")
        #expect(lines.allSatisfy { $0.hasPrefix("error durability_unknown ") }, "\(result.output)")
    }

    @Test(
        "refuses a write by name while too little of the disk is free, and goes on when there is more"
    )
    func reserve() async throws {
        let home = try TestHome()
        var options = home.options()
        options.freeByteCountMin = .max
        let store = try SQLiteStore.open(options)
        let error = await #expect(throws: LogStorageError.self) {
            try await store.write { try $0.putMeta("x", []) }
        }
        #expect(error?.code == .diskFull)
        #expect(error?.arguments["path"] == home.data)
        #expect(try await store.read { try $0.meta("x") } == nil)
        try store.close()
        let again = try home.open()
        try await again.write { try $0.putMeta("x", [1]) }
    }

    @Test("refuses a read-only home by name")
    func readOnly() async throws {
        let home = try TestHome()
        let writer = try ChildProcess.crashWriter
        let script = """
            mount -t tmpfs -o size=9m none \(home.path) && cd \(home.path) || exit 9
            \(writer) append data 0 20 1 >/dev/null && mount -o remount,ro none \(home.path)
            \(writer) open data
            """
        // Root writes in spite of a directory's mode, so there is no other way to try this.
        guard let result = try await ChildProcess.inMountNamespace(script) else {
            print("not tried: no right to mount, so no read-only file system")
            return
        }
        #expect(result.output.hasPrefix("error home_read_only "), "\(result.output)")
    }

    @Test("keeps a second process out and names the first one's id")
    func secondProcess() async throws {
        let home = try TestHome()
        let holder = OutsideProgram(try ChildProcess.crashWriter, ["hold", home.data])
        let status = try await holder.follow { process, output in
            for try await part in output {
                #expect(String(decoding: part, as: UTF8.self) == "open\n")
                let error = #expect(throws: SQLiteStorageError.self) { try home.open() }
                #expect(error?.code == .homeInUse)
                #expect(error?.arguments["pid"] == "\(process)")
                // The lock goes with the process, however it ends.
                #expect(Foundation.kill(process, SIGKILL) == 0)
            }
        }
        #expect(status == -SIGKILL)
        var options = home.options()
        options.machineID = Workload.options(home.data).machineID
        try SQLiteStore.open(options).close()
    }
}
