import Foundation
import LogStorage
import StorageTestSupport
import TestSupport
import Testing
import TransparencyLog

@testable import SQLiteStorage

@Suite("A store opened for reading only")
struct ReadOnlyStoreTests {
    private func contents(_ home: TestHome) throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: home.data)
        where !name.hasSuffix("-shm") {
            contents[name] = try Data(contentsOf: URL(filePath: home.data + "/" + name))
        }
        return contents
    }

    /// Reads a home and checks that this changes nothing.
    private func check(_ home: TestHome, _ access: ReadOnlyStore.Access, size: TreeSize) throws {
        let before = try contents(home)
        do {
            let store = try ReadOnlyStore(directory: home.data)
            #expect(store.access == access)
            let origin = try Workload().origin
            #expect(try store.read { try $0.log(origin)?.size } == size)
            #expect(try store.integrityFaults().isEmpty)
            #expect(throws: (any Error).self) {
                try store.read { try $0.putMeta("x", [1]) }
            }
        }
        #expect(try contents(home) == before)
    }

    @Test(
        "reads a home that was closed, one that was killed, and one that is running, and changes none"
    )
    func homes() async throws {
        let home = try TestHome()
        let writer = try ChildProcess.crashWriter
        #expect(
            try await ChildProcess.run(writer, ["append", home.data, "0", "20", "1"]).status == 0
        )
        try check(home, .immutable, size: 20)
        // A process that ends without closing leaves its write-ahead log.
        let script = "\(writer) append \(home.data) 20 10 1 | head -c 0; exit 0"
        _ = try await ChildProcess.run("/bin/sh", ["-c", script])
        let store = try await Workload().open(home.data)
        let origin = try Workload().origin
        let size = try #require(try await store.read { try $0.log(origin)?.size })
        try await store.write { try $0.putMeta("x", [1]) }
        try check(home, .live, size: size)
        let copy = try TestHome()
        try FileManager.default.copyItem(atPath: home.data, toPath: copy.data)
        try check(copy, .inPlace, size: size)
        try store.close()
    }

    @Test("does not see what a running node writes later")
    func snapshot() async throws {
        let home = try TestHome()
        let store = try home.open()
        try await store.write { try $0.putMeta("x", [1]) }
        let reader = try ReadOnlyStore(directory: home.data)
        try await store.write { try $0.putMeta("x", [2]) }
        #expect(try reader.read { try $0.meta("x") } == [1])
    }

    @Test("keeps a node from starting while it reads")
    func lock() throws {
        let home = try TestHome()
        try home.open().close()
        let reader = try ReadOnlyStore(directory: home.data)
        let error = #expect(throws: SQLiteStorageError.self) { try home.open() }
        // No process has the home: the one whose number stands in the file is long gone.
        #expect(error?.code.rawValue == "home_being_read")
        #expect(error?.arguments == ["path": home.data + "/lock"])
        withExtendedLifetime(reader) {}
    }

    @Test("opens a home whose path has characters that mean something in a URI")
    func path() async throws {
        let home = try TestHome()
        let directory = home.path + "/数据 100%?#x"
        var options = SQLiteStore.Options(directory: directory, createsMissing: true)
        options.freeByteCountMin = 0
        let store = try SQLiteStore.open(options)
        try await store.write { try $0.putMeta("x", [1]) }
        try store.close()
        let reader = try ReadOnlyStore(directory: directory)
        #expect(try reader.read { try $0.meta("x") } == [1])
    }

    @Test("whoever opens a home waits for a reader that goes, and not for another owner")
    func lockWaits() throws {
        let home = try TestHome()
        try FileManager.default.createDirectory(
            atPath: home.data,
            withIntermediateDirectories: true
        )
        let path = home.data + "/lock"
        var share: SharedHomeLock?
        do { _ = try HomeLock(path: path) }
        share = SharedHomeLock(path: path)
        #expect(share != nil)
        var waits = 0
        let lock = try HomeLock(path: path) {
            waits += 1
            share = nil
        }
        #expect(waits == 1)
        let error = #expect(throws: SQLiteStorageError.self) {
            _ = try HomeLock(path: path) { waits += 1 }
        }
        #expect(error?.code == .homeInUse)
        #expect(waits == 1)
        lock.release()
    }
}
