import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

/// What the statistics of a real node make of exercises, from the title that an officer types to the table.
@Suite(.serialized) struct ExerciseStatisticsTests {
    @Test(
        "an exercise is in no sum of real matters, is said to be left out, and is counted alone where one asks"
    )
    func apart() async throws {
        let node = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        let peer = try await NodeProcess.make("fujian.ipr.example", region: "350000")
        for node in [node, peer] { try await node.start() }
        _ = try await NodeProcess.introduce(node, peer)
        for title in ["【演练】出口运动鞋", "出口运动鞋", "进口运动鞋"] {
            var create = EntrySubmission.exercise("create")
            create.fields["title"] = .text(title)
            let created = try await node.client.send(.submit(create))
            let record = created.entry
            _ = try await node.client.send(.submit(.exercise("approve", record: record)))
            _ = try await node.client.send(.submit(.exercise("send", record: record, to: "350000")))
        }
        func counted(_ options: [String]) async throws -> StatisticsDocument {
            let shown = try await node.run(["stats", "--json", "--by", "kind"] + options)
            #expect(shown.code == 0, "\(shown.talk)")
            return try JSONDecoder().decode(
                StatisticsDocument.self,
                from: Data(shown.data.utf8)
            )
        }
        let real = try await counted([])
        #expect(real.total.opened == 2 && real.rows.map(\.opened) == [2])
        #expect(real.exercisesLeftOut == 1 && real.exercises == nil && real.version == 1)
        let drills = try await counted(["--exercises"])
        #expect(drills.total.opened == 1 && drills.rows.map(\.opened) == [1])
        #expect(drills.exercisesLeftOut == nil && drills.exercises == true)
        for (language, told) in [Language.zh: "1 条写明为演练的记录未计入", .en: "1 records that say"] {
            let shown = try await node.run(["stats", "--csv"], language: language)
            #expect(shown.talk.contains(told), "\(shown.talk)")
            // The table itself opens in a spreadsheet: a byte-order mark, the heads in the language, CRLF.
            #expect(Array(shown.data.utf8.prefix(3)) == [0xEF, 0xBB, 0xBF])
            #expect(shown.data.contains(language == .zh ? "发起" : "opened"))
            #expect(shown.data.utf8.count { $0 == 0x0D } == 2)
        }
        // Whoever signs on the command line is told what holds, and the list marks the exercise alone.
        let fields = [
            "goods=运动鞋", "ip_right=trademark", "source_channel=port",
            "found_at=2025-11-20T09:00:00+08:00",
        ]
        for (title, zh, en) in [
            ("演练用鞋仿冒线索", "按真实事项办理", "it is a real matter"),
            ("【演练】线索", "本事项登记为演练", "This matter is an exercise"),
        ] {
            for (language, told) in [(Language.zh, zh), (.en, en)] {
                let options = (["title=\(title)"] + fields).flatMap { ["--field", $0] }
                let shown = try await node.run(["clue", "create"] + options, language: language)
                #expect(shown.code == 0 && shown.talk.contains(told), "\(shown.talk)")
            }
        }
        let listed = try await node.run(
            ["record", "list", "--mechanism", "exercise"],
            language: .zh
        )
        let marked = listed.data.split(separator: "\n").filter { $0.contains("（演练）") }
        #expect(marked.count == 1 && marked[0].contains("【演练】出口运动鞋"), "\(listed.data)")
        for node in [node, peer] { try await node.remove() }
    }
}
