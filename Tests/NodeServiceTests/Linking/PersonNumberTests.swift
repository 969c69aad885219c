import Casework
import Foundation
import LocalAPI
import Testing
import Wording

@testable import NodeService

/// Numbers of persons in records: masked unless they are asked for, and pointed out where they do not belong.
@Suite struct PersonNumberTests {
    private typealias Scene = LinkingScene
    private static let number = "360102198001011235"

    @Test(
        "an identity number in another field is pointed out before and after it is signed, masked, and taken"
    )
    func elsewhere() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var create = node.submission("create")
        for field in ["subject_uscc", "subject_name", "remarks"] {
            create.fields[field] = .text(Self.number)
        }
        create.fields["ip_numbers"] = .list([.text(Self.number), .text(Self.number)])
        create.fields["subject_person"] = .text("张三，\(Self.number)")
        let preview = try await node.local.preview(create, caller: Scene.caller)
        let taken = try await node.submit(create)
        for told in [preview.findings, try #require(taken.warnings)] {
            let elsewhere = told.filter { $0.code == "node.identifier_person_elsewhere" }
            #expect(
                elsewhere.map { $0.arguments["field"] ?? "" } == [
                    "ip_numbers", "remarks", "subject_name", "subject_uscc",
                ]
            )
            #expect(elsewhere.allSatisfy { $0.arguments["value"] == "360***********1235" })
            #expect(try !Scene.text(told).contains(Self.number))
        }
        try await node.remove()
    }

    @Test(
        "a record is shown with masked numbers, also in its title, and whole to those who ask for it"
    )
    func masked() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let phone = "13800138000"
        let fields: [String: FieldValue] = [
            "title": .text("张三\(Self.number)售假线索"), "remarks": .text("身份证 \(Self.number)"),
            "subject_person": .text("张三，\(Self.number)，电话\(phone)"),
            "subject_uscc": .text(Scene.firm),
            "liaison": .text("李四 0791-86350001"),
        ]
        let filed = try await Scene.draft(at: node, fields)
        let shown = try await node.local.record(filed.entry, caller: Scene.caller)
        let text = try Scene.text(shown)
        #expect(!text.contains("19800101") && !text.contains(phone))
        let body = try #require(shown.timeline.first?.body)
        #expect(body.fields?["subject_person"] == .text("张三，360***********1235，电话138****8000"))
        #expect(body.fields?["subject_uscc"] == .text(Scene.firm))
        #expect(body.fields?["liaison"] == fields["liaison"])
        #expect(body.masked == ["remarks", "subject_person", "title"])
        #expect(shown.summary.title == "张三360***********1235售假线索")
        let full = try await node.local.record(filed.entry, full: true, caller: Scene.caller)
        let whole = try #require(full.timeline.first?.body)
        for (id, value) in fields { #expect(whole.fields?[id] == value, "\(id)") }
        #expect(whole.masked == nil && full.summary.title == "张三\(Self.number)售假线索")
        // Whoever may not read the body is shown nothing of it, however it asks: another office's draft is not there.
        _ = try await node.local.add(
            OfficeDocument(office: "gaj", title: "公安厅"),
            caller: Scene.caller
        )
        let police = Scene.officer(of: "gaj")
        let hidden = await #expect(throws: Problem.self) {
            _ = try await node.local.record(filed.entry, full: true, caller: police)
        }
        #expect(hidden?.code == "node.record_unknown")
        try await node.remove()
    }

    @Test("a member without the body is told that its links and penalties cannot be judged")
    func unread() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("hunan", "430000"),
        ])
        let (jiangxi, hunan) = (federation[0].test, federation[2].test)
        let sent = try await Scene.send(
            from: jiangxi,
            to: "350000",
            ["subject_uscc": .text(Scene.firm)]
        )
        try await eventually("hunan has the header") {
            do {
                return try await hunan.local.record(sent.entry, caller: Scene.caller).timeline.count
                    == 1
            } catch let problem as Problem where problem.code == "node.record_unknown" {
                return false
            }
        }
        let there = try await Scene.links(of: sent.entry, at: hunan)
        #expect(!there.subjectKnown && there.unreadCount == 1 && there.penalties.isEmpty)
        let here = try await Scene.links(of: sent.entry, at: jiangxi)
        #expect(here.subjectKnown && here.unreadCount == 0)
        try await federation.remove()
    }
}
