import Foundation
import LogStorage
import Replication
import SQLiteStorage
import Synchronization
import Testing

@testable import NodeService

/// What peers can make of the list of alarms.
@Suite(.serialized) struct AlarmBookTests {
    private static func stored(by node: Node) async throws -> [AlarmDocument] {
        try await node.store.read { try $0.alarms() }.compactMap { AlarmDocument.decode($0.bytes) }
    }

    @Test(
        "one cause is one alarm, whatever numbers a peer makes it say, and is brought up to date once an hour"
    )
    func oneCause() async throws {
        let now = Mutex<Int64>(1_800_000_000)
        let test = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        try await test.close()
        let time = NodeTime(now: { now.withLock { $0 } }, isSynchronised: { true })
        let open = try await TestNode(opening: test.home, time: time)
        let book = AlarmBook(node: open.node)
        func raise(_ count: Int, _ peer: String) async throws {
            try await book.raise(Alarm(.peerStalled, ["count": "\(count)", "peer": peer]))
        }
        for count in 1...50 { try await raise(count, "fujian.ipr.example") }
        try await raise(1, "guizhou.ipr.example")
        var stored = try await Self.stored(by: open.node)
        #expect(stored.count == 2)
        #expect(stored.allSatisfy { $0.arguments["count"] == "1" })
        now.withLock { $0 += Limits.alarmPauseSeconds }
        try await raise(51, "fujian.ipr.example")
        stored = try await Self.stored(by: open.node)
        #expect(stored.count == 2)
        #expect(stored.contains { $0.arguments["count"] == "51" && $0.at == 1_800_000_000 })
        try await open.close()
        try FileManager.default.removeItem(at: test.home.root)
    }

    @Test(
        "1,024 alarms are kept, and a quarter of the places is for the grave ones"
    )
    func limit() async throws {
        let test = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let book = AlarmBook(node: test.node)
        try await test.node.store.write { transaction in
            for number in 1..<Limits.lesserAlarmCountMax {
                try transaction.putAlarm("x/\(number)", [])
            }
        }
        for peer in ["fujian", "guizhou", "hainan"] {
            try await book.raise(Alarm(.peerStalled, ["count": "1", "peer": peer]))
        }
        for index in ["1", "2"] {
            try await book.raise(
                Alarm(.objectDamaged, ["index": index, "object": "ab", "origin": "a/x"])
            )
        }
        #expect(try await Self.stored(by: test.node).map { $0.arguments["peer"] } == ["fujian"])
        try await test.node.store.write { transaction in
            for number in Limits.lesserAlarmCountMax..<Limits.alarmCountMax - 1 {
                try transaction.putAlarm("x/\(number)", [])
            }
        }
        for origin in ["fujian.ipr.example/x", "guizhou.ipr.example/x"] {
            try await book.raise(Alarm(.forkDetected, ["form": "open", "origin": origin]))
        }
        let stored = try await test.node.store.read { try $0.alarms() }
        #expect(stored.count == Limits.alarmCountMax)
        let forks = try await Self.stored(by: test.node).compactMap { $0.arguments["origin"] }
        #expect(forks == ["fujian.ipr.example/x"])
        try await test.remove()
    }
}
