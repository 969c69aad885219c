import Cryptography
import Foundation
import StorageTestSupport
import TestSupport
import Testing

@Suite("Power loss", .serialized)
struct LostWriteTests {
    /// The numbers of what was tried and what was wrong.
    private struct Tally: Sendable {
        var points = 0
        var disks = 0
        var failures: [String] = []

        mutating func add(_ other: Tally) {
            points += other.points
            disks += other.disks
            failures += other.failures
        }
    }

    @Test("loses no acknowledged entry at any point, whatever the disk kept of what was not synced")
    func everyPoint() async throws {
        let recording = try await record([:])
        let seed = UInt64.random(in: 0...UInt64.max)
        let tally = try await replay(recording, seed: seed, subsetCount: 64)
        print("lost writes: \(tally.points) points, \(tally.disks) different disks, seed \(seed)")
        #expect(tally.failures.isEmpty, "seed \(seed): \(tally.failures.prefix(5))")
        #expect(tally.disks > 1_000)
    }

    @Test("detects a writer whose fsync does nothing")
    func withoutSync() async throws {
        let recording = try await record(["LOST_WRITE_DROP_SYNC": "1"])
        let seed = UInt64.random(in: 0...UInt64.max)
        let tally = try await replay(recording, seed: seed, subsetCount: 1)
        print(
            "without fsync: \(tally.failures.count) of \(tally.disks) disks fail, for example: "
                + (tally.failures.first ?? "none")
        )
        #expect(tally.failures.contains { $0.contains("acknowledged and is gone") }, "seed \(seed)")
    }

    /// Records two runs of a writer on one home: the second begins with what the first left.
    private func record(_ environment: [String: String]) async throws -> Recording {
        let home = try TestHome()
        let (library, log) = (home.path + "/recorder.so", home.path + "/log")
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../LostWriteRecorder/recorder.c").path
        let compiled = try await ChildProcess.run(
            "/usr/bin/env",
            [
                "cc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror",
                "-D_FORTIFY_SOURCE=0", "-o", library, source, "-ldl",
            ]
        )
        try #require(compiled.status == 0)
        let recorded = home.path + "/home"
        try FileManager.default.createDirectory(
            atPath: recorded,
            withIntermediateDirectories: true
        )
        for first in [0, 3] {
            let run = try await ChildProcess.run(
                try ChildProcess.crashWriter,
                ["append", recorded + "/data", "\(first)", "3", "1"],
                environment: [
                    "LD_PRELOAD": library, "LOST_WRITE_HOME": recorded, "LOST_WRITE_LOG": log,
                    "CRASH_WRITER_WAL_PAGES": "20", "CRASH_WRITER_SYNC_MS": "0",
                ].merging(environment) { $1 }
            )
            try #require(run.status == 0, "\(run.output)")
        }
        return try Recording(Array(Data(contentsOf: URL(filePath: log))))
    }

    /// Rebuilds every disk at every point, starts on it, and checks it.
    private func replay(
        _ recording: Recording,
        seed: UInt64,
        subsetCount: Int
    ) async throws -> Tally {
        let model = DiskModel(recording)
        let workers = max(2, ProcessInfo.processInfo.activeProcessorCount)
        return try await withThrowingTaskGroup(of: Tally.self) { group in
            for worker in 1...workers {
                group.addTask {
                    var tally = Tally()
                    for point in stride(
                        from: worker,
                        through: recording.operations.count,
                        by: workers
                    ) {
                        tally.add(
                            try await Self.check(
                                recording,
                                model,
                                point,
                                seed: seed,
                                subsetCount: subsetCount
                            )
                        )
                    }
                    return tally
                }
            }
            return try await group.reduce(into: Tally()) { $0.add($1) }
        }
    }

    private static func check(
        _ recording: Recording,
        _ model: DiskModel,
        _ point: Int,
        seed: UInt64,
        subsetCount: Int
    ) async throws -> Tally {
        let output = recording.operations[..<point].reduce(into: "") { text, operation in
            if case .output(let line) = operation { text += line }
        }
        let acknowledged = Acknowledged.all(in: output)
        let unsynced = model.unsynced(at: point)
        var generator = SplitMix(seed: seed &+ UInt64(point))
        var disks: [Digest: DiskModel.Disk] = [:]
        func add(_ kept: some Sequence<Int>, torn: Bool = false) {
            let disk = model.disk(at: point, keeping: Set(kept), torn: torn)
            disks[disk.fingerprint] = disk
        }
        add([])
        add(unsynced)
        add(unsynced, torn: true)
        for _ in 0..<subsetCount where unsynced.count > 1 {
            add(unsynced.filter { _ in Bool.random(using: &generator) })
        }
        var tally = Tally(points: 1)
        let checker = StoreChecker(try Workload())
        for disk in disks.values {
            let directory = try scratchDirectory()
            defer {
                #expect(throws: Never.self) {
                    try FileManager.default.removeItem(atPath: directory)
                }
            }
            try disk.write(to: directory)
            tally.disks += 1
            for finding in await checker.findings(directory + "/data", acknowledged: acknowledged) {
                tally.failures.append("point \(point): \(finding)")
            }
        }
        return tally
    }

    /// In memory where there is such a file system: the rebuilt disks are read back at once.
    private static func scratchDirectory() throws -> String {
        let parent =
            FileManager.default.isWritableFile(atPath: "/dev/shm")
            ? "/dev/shm/" : NSTemporaryDirectory()
        let path = parent + "lianlu-lost-" + Hex.encode(try SecureRandom.bytes(count: 8))
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
