import Foundation
import Ledger
import LocalAPI
import Testing
import TransparencyLog

@testable import NodeService

/// Papers, lists, statistics and the words of the acknowledgement agree on what an exercise is.
@Suite(.timeLimit(.minutes(20))) struct ExerciseAgreementTests {
    private static let caller = TestNode.operatorCaller
    private static let stated = "node.exercise_stated"
    /// At home what is said later holds, until the matter is sent.
    private static let statedHome = "node.exercise_stated_home"
    private static let notStated = "node.exercise_not_stated"

    private static func create(_ title: String, _ isStated: Bool? = nil) -> EntrySubmission {
        var create = AdministrativeHandover.step("create", nil)
        create.fields = [
            "cause": .text("涉嫌商标侵权"), "title": .text(title),
            "jurisdiction_rule": .text("《市场监督管理行政处罚程序规定》第14条"),
            "subject_name": .text("某公司"), "goods": .text("运动鞋"), "ip_right": .text("trademark"),
        ]
        create.fields["exercise"] = isStated.map { .boolean($0) }
        return create
    }

    private static func send(_ record: String) -> EntrySubmission {
        var send = AdministrativeHandover.step("send", record)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        send.fields = [
            "document_no": .text("赣市监移〔2026〕1号"), "liaison": .text("联络员"),
            "receiver_offices": .list([.text("350000")]), "mechanism": .text("exercise"),
            "scope": .text("internal"), "no_state_secret": .boolean(true),
            "sender_office": .text("360000/scjg"), "file_list": .list([.text("案卷一册")]),
            "handling_officers": .list([.text("甲"), .text("乙")]),
        ]
        return send
    }

    @Test(
        "a title that only has the word is a real matter, and whoever signs is told so, also when he asks again",
        arguments: [
            ("【演练】运动鞋", nil, true, [statedHome]), ("演练用鞋仿冒案", nil, false, [notStated]),
            ("运动鞋（演练）", nil, false, [notStated]), ("运动鞋", nil, false, []),
            ("演练用鞋仿冒案", false, false, []), ("【演练】运动鞋", false, false, []),
            ("运动鞋", true, true, [statedHome]),
        ] as [(String, Bool?, Bool, [String])]
    )
    func told(
        _ title: String,
        _ isStated: Bool?,
        _ isExercise: Bool,
        _ codes: [String]
    )
        async throws
    {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let create = Self.create(title, isStated)
        let findings = try await node.local.preview(create, caller: Self.caller).findings
        let isAdded = isStated == nil && isExercise
        let expected = isAdded ? ["node.exercise_added"] : codes.filter { $0 == Self.notStated }
        let before = findings.map(\.code).filter { $0.hasPrefix("node.exercise_") }
        #expect(before == expected)
        let taken = try await node.submit(create)
        let notes = taken.notes ?? []
        #expect(notes.map(\.code) == codes)
        // Asked for again it is the same, whatever else the first one said.
        let again = try await node.submit(create)
        #expect(again.entry == taken.entry && again.notes == taken.notes)
        // A later step opens nothing and settles nothing.
        let approved = try await node.submit(AdministrativeHandover.step("approve", taken.entry))
        #expect(approved.notes == nil)
        let shown = try await node.local.record(taken.entry, caller: Self.caller)
        let mark: Bool? = isExercise ? true : nil
        #expect(shown.summary.exercise == mark)
        let listed = try await node.local.records(RecordQuery(), after: nil, caller: Self.caller)
        #expect(listed.items.map(\.exercise) == [mark])
        let paper = try await node.local.printed(
            taken.entry,
            document: "f8",
            entry: nil,
            caller: Self.caller
        )
        #expect(paper.exercise == isExercise)
        try await node.remove()
    }

    /// A matter that 江西 sent to 福建, and what its acknowledgement said.
    private static func sent(
        _ create: EntrySubmission,
        in federation: Federation,
        _ number: Int
    ) async throws -> LocalAPI.Acknowledgement {
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        let home = try await jiangxi.submit(create).entry
        _ = try await jiangxi.submit(AdministrativeHandover.step("approve", home))
        var send = send(home)
        send.fields["document_no"] = .text("赣市监移〔2026〕\(number)号")
        let sent = try await jiangxi.submit(send)
        try await eventually("both have the receipt") {
            for node in [jiangxi, fujian] {
                // Nothing is there before the record's first entry came.
                let shown = try? await node.local.record(sent.entry, caller: caller)
                guard shown?.summary.state == "receipted" else { return false }
            }
            return true
        }
        return sent
    }

    /// What a node's list, record and paper say of a record, which must be one and the same.
    private static func isExercise(_ record: String, at node: TestNode) async throws -> Bool {
        let listed = try await node.local.records(
            RecordQuery(mechanism: "exercise"),
            after: nil,
            caller: caller
        )
        let line = try #require(listed.items.first { $0.record == record })
        let shown = try await node.local.record(record, caller: caller)
        let paper = try await node.local.printed(
            record,
            document: "own-handover-receipt",
            entry: nil,
            caller: caller
        )
        #expect(line.exercise == shown.summary.exercise)
        let isMarked = line.exercise == true
        #expect(paper.exercise == isMarked)
        return paper.exercise
    }

    /// Real matters and exercises by a node's statistics.
    private static func counted(at node: TestNode) async throws -> [Int] {
        var counts: [Int] = []
        for exercises in [false, true] {
            let found = try await node.local.statistics(
                StatisticsQuery(exercises: exercises),
                caller: caller
            )
            counts.append(Int(found.total.opened))
        }
        return counts
    }

    @Test(
        "what the opening says holds for papers, lists and statistics at every member, and a step that says otherwise is refused"
    )
    func opened() async throws {
        let federation = try await Federation.make(
            [("jiangxi", "360000"), ("fujian", "350000")],
            isExercise: false
        )
        let nodes = [federation[0].test, federation[1].test]
        let drill = try await Self.sent(Self.create("【演练】运动鞋"), in: federation, 1)
        let real = try await Self.sent(Self.create("演练用鞋仿冒案"), in: federation, 2)
        #expect(drill.notes?.map(\.code) == [Self.stated])
        #expect(real.notes?.map(\.code) == [Self.notStated])
        for node in nodes {
            #expect(try await Self.isExercise(drill.entry, at: node))
            #expect(try await !Self.isExercise(real.entry, at: node))
            #expect(try await Self.counted(at: node) == [1, 1])
        }
        for (record, isExercise) in [(drill.entry, true), (real.entry, false)] {
            var accept = AdministrativeHandover.step("accept", record)
            accept.fields["exercise"] = .boolean(!isExercise)
            try await Fault.requireRefused("node.exercise_settled") {
                _ = try await nodes[1].local.preview(accept, caller: Self.caller)
            }
            // To say the same once more does no harm.
            accept.fields["exercise"] = .boolean(isExercise)
            let seen = try await nodes[1].local.preview(accept, caller: Self.caller)
            #expect(!seen.findings.contains { $0.code.contains("exercise") })
        }
        try await federation.remove()
    }

    @Test(
        "in a mechanism whose name is marked all matters are exercises, also those whose titles are not"
    )
    func mechanism() async throws {
        let federation = try await Federation.make(
            [("jiangxi", "360000"), ("fujian", "350000")],
            name: "【演练】协作机制"
        )
        let nodes = [federation[0].test, federation[1].test]
        let sent = try await Self.sent(Self.create("运动鞋"), in: federation, 1)
        #expect(sent.notes?.map(\.code) == [Self.stated])
        for node in nodes {
            #expect(try await Self.isExercise(sent.entry, at: node))
            #expect(try await Self.counted(at: node) == [0, 1])
        }
        // The part at home goes by what it was opened as.
        let home = try await nodes[0].local.records(
            RecordQuery(mechanism: "home"),
            after: nil,
            caller: Self.caller
        )
        #expect(home.items.map(\.exercise) == [true])
        let cards = federation.nodes.map {
            String(decoding: $0.node.view.card.note.encoded, as: UTF8.self)
        }
        try await federation.stop(0)
        var audited: [Bool?] = []
        _ = try await HomeAudit(
            of: nodes[0].home,
            trusting: TrustReader.read(cards),
            storageKey: HomeAudit.storageKey(of: nodes[0].home)
        )
        .run(showing: AuditedRecordQuery(record: nil, at: nil)) {
            audited.append($0.summary.exercise)
        }
        #expect(audited == [true, true], "\(audited)")
        try await federation.remove(stopped: [0])
    }
}
