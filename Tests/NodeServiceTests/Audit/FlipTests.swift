import Auditing
import Cryptography
import Foundation
import LocalAPI
import LogStorage
import SQLiteStorage
import TestSupport
import Testing
import TransparencyLog

@testable import NodeService

/// One flipped bit anywhere: an auditor finds it, or nothing that is stored has changed.
@Suite(.serialized) struct FlipTests {
    /// What came of flips.
    private struct Counts {
        var named = 0
        var unchanged = 0
    }

    /// A home as a killed process leaves it, with its write-ahead log, and what an auditor of it trusts.
    private struct Specimen {
        let home: HomeDirectory
        let trust: Trust
        let storageKey: [UInt8]
        /// Sealed bodies, as they lie in the files.
        let sealed: [[UInt8]]
    }

    /// Two nodes exchange clues over TLS; the files of one are copied while it runs.
    private static func specimen() async throws -> Specimen {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        var cards: [String] = []
        for node in federation.nodes {
            cards.append(try await node.test.local.card(caller: Federation.caller).card)
        }
        for (from, to) in [(0, "350000"), (1, "360000"), (0, "350000")] {
            _ = try await federation.send(from: from, to: to)
        }
        for node in federation.nodes {
            try await eventually("\(node.name) acknowledges and is cosigned") {
                let expected = node.name.hasPrefix("fujian") ? 2 : 1
                guard try await node.count(of: "receive", in: "exercise") == expected else {
                    return false
                }
                return try await node.receipts(of: "exercise") == 1
            }
        }
        let running = federation[0]
        let sealed = try await Self.sealed(in: running)
        let home = HomeDirectory(running.test.home.root.path + "-killed")
        try FileManager.default.copyItem(at: running.test.home.root, to: home.root)
        let key = try #require(try HomeAudit.storageKey(of: home))
        try await federation.remove()
        try Self.trimKeptRoom(of: home.data.appending(path: "lianlu.sqlite-wal"))
        return Specimen(
            home: home,
            trust: try TrustReader.read(cards),
            storageKey: key,
            sealed: sealed
        )
    }

    /// Cuts most of the empty room that a store keeps behind its write-ahead log, which an audit reads each time.
    private static func trimKeptRoom(of file: URL) throws {
        let whole = try Data(contentsOf: file)
        let end = min(whole.count, usedCount(whole) + 65_536)
        try whole.prefix(end).write(to: file)
    }

    private static func sealed(in node: RunningNode) async throws -> [[UInt8]] {
        try await node.node.store.read { transaction in
            try transaction.logs().flatMap { log in
                try (0..<log.size.rawValue).flatMap { number in
                    let index = EntryIndex(unchecked: number)
                    return try transaction.holdingStatuses(of: log.origin, index: index)
                        .compactMap { object, _ in
                            let key = HoldingKey(origin: log.origin, index: index, object: object)
                            return try transaction.holding(key)?.sealed
                        }
                }
            }
        }
    }

    private static func audit(_ specimen: Specimen) async throws -> [AuditFinding] {
        try await HomeAudit(
            of: specimen.home,
            trusting: specimen.trust,
            storageKey: specimen.storageKey
        )
        .run().findings.filter { $0.weight == .fault }
    }

    @Test(
        "2,000 flipped bits in a killed home, its bodies and exports: each is named, or no row has changed"
    )
    func flips() async throws {
        let specimen = try await Self.specimen()
        let seed = UInt64.random(in: 0...UInt64.max)
        var generator = SplitMix(seed: seed)
        #expect(try await Self.audit(specimen) == [], "a sound home, seed \(seed)")
        let data = specimen.home.data
        var counts = Counts()
        let dump = try #require(try LogicalDump.of(data))
        for (name, count) in [
            ("lianlu.sqlite", 500), ("lianlu.sqlite-wal", 600), ("instance", 200),
        ] {
            let file = data.appending(path: name)
            let whole = try Data(contentsOf: file)
            for number in 0..<count {
                // Most of the kept room of a write-ahead log is empty: it gets one flip in twenty.
                let end = number % 20 == 0 ? whole.count : Self.usedCount(whole)
                let place = Int.random(in: 0..<end, using: &generator)
                try await Self.flip(file, at: place, bit: number % 8) {
                    try await Self.judge(specimen, dump, &counts, "\(name) \(place), seed \(seed)")
                }
            }
        }
        try await Self.flipBodies(of: specimen, dump, &generator, &counts, seed)
        try await Self.flipExports(of: specimen, &generator, &counts, seed)
        print("flips: seed \(seed), \(counts.named) named, \(counts.unchanged) changed nothing")
        #expect(counts.named + counts.unchanged == 2_000)
        #expect(counts.named > 1_000)
        try FileManager.default.removeItem(at: specimen.home.root)
    }

    private static func judge(
        _ specimen: Specimen,
        _ dump: [String],
        _ counts: inout Counts,
        _ what: String
    ) async throws {
        let faults: [String]
        do {
            faults = try await audit(specimen).map {
                "\($0.code) \($0.log.map { "\($0)" } ?? "") \($0.place ?? "")"
            }
        } catch {
            // Files that cannot be opened at all are named by the error, which ends the command with its text.
            counts.named += 1
            return
        }
        if faults.isEmpty {
            #expect(try LogicalDump.of(specimen.home.data) == dump, "\(what)")
            counts.unchanged += 1
        } else {
            // At least one names a log or a place beside its code; some are about the home as a whole.
            let isNamed = faults.contains { $0.split(separator: " ").count > 1 }
            #expect(isNamed, "\(what): \(faults)")
            counts.named += 1
        }
    }

    /// Flips bits of the sealed bodies themselves, wherever they lie in the files.
    private static func flipBodies(
        of specimen: Specimen,
        _ dump: [String],
        _ generator: inout SplitMix,
        _ counts: inout Counts,
        _ seed: UInt64
    ) async throws {
        var places: [(file: URL, start: Int)] = []
        for name in ["lianlu.sqlite", "lianlu.sqlite-wal"] {
            let file = specimen.home.data.appending(path: name)
            let whole = try Data(contentsOf: file)
            // A body that fits into a page lies there in one piece.
            for body in specimen.sealed {
                if let range = whole.range(of: Data(body.prefix(256))) {
                    places.append((file, range.lowerBound))
                }
            }
        }
        #expect(!places.isEmpty, "seed \(seed)")
        for number in 0..<300 {
            guard let (file, start) = places.randomElement(using: &generator) else { return }
            let place = start + Int.random(in: 0..<256, using: &generator)
            try await flip(file, at: place, bit: number % 8) {
                try await judge(specimen, dump, &counts, "body at \(place), seed \(seed)")
            }
        }
    }

    private static func flipExports(
        of specimen: Specimen,
        _ generator: inout SplitMix,
        _ counts: inout Counts,
        _ seed: UInt64
    ) async throws {
        let folder = specimen.home.root.appending(path: "export")
        let origin = try Origin("jiangxi.ipr.example/exercise")
        _ = try LogExport(of: origin, in: specimen.home, to: folder.path).run { _, _ in }
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
            name in
            let attributes = try FileManager.default.attributesOfItem(
                atPath: folder.appending(path: name).path
            )
            return attributes[.type] as? FileAttributeType == .typeRegular
        }
        .sorted()
        func faults() async throws -> Int {
            await Audit(of: try ExportedDirectory(folder.path), trusting: specimen.trust).run()
                .findings.count { $0.weight == .fault }
        }
        #expect(try await faults() == 0, "a sound export, seed \(seed)")
        for number in 0..<400 {
            let name = names[number % names.count]
            let file = folder.appending(path: name)
            let size = try Data(contentsOf: file).count
            let place = Int.random(in: 0..<size, using: &generator)
            try await flip(file, at: place, bit: number % 8) {
                // An export holds nothing that may change unseen: a file that cannot be read is named by the error.
                let count = (try? await faults()) ?? 1
                #expect(count > 0, "\(name) \(place), seed \(seed)")
                if count > 0 { counts.named += 1 }
            }
        }
    }

    // MARK: Files

    /// Where the last byte that is not zero lies, and one more.
    private static func usedCount(_ whole: Data) -> Int {
        (whole.lastIndex { $0 != 0 } ?? 0) + 1
    }

    /// Runs `body` while one bit of a file is flipped.
    private static func flip(
        _ file: URL,
        at place: Int,
        bit: Int,
        _ body: () async throws -> Void
    ) async throws {
        let handle = try FileHandle(forUpdating: file)
        func write(_ byte: UInt8) throws {
            try handle.seek(toOffset: UInt64(place))
            try handle.write(contentsOf: Data([byte]))
        }
        try handle.seek(toOffset: UInt64(place))
        let byte = try #require(try handle.read(upToCount: 1)?.first)
        try write(byte ^ (1 << UInt8(bit)))
        try await body()
        try write(byte)
        try handle.close()
    }
}
