import Casework
import Foundation
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// `lianlu links`: records that may belong together, and prior penalties.
@Suite(.serialized) struct LinkTests {
    private typealias Scene = LinkingScene

    @Test(
        "the same numbers in records of two regions are proposed with the reasons and the entries"
    )
    func acrossRegions() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        let sent = try await Scene.send(
            from: jiangxi,
            to: "350000",
            ["subject_uscc": .text(Scene.firm), "ip_numbers": .list([.text("3159141")])]
        )
        let drafted = try await Scene.draft(
            at: fujian,
            [
                "subject_uscc": .text("９１４４０３００１９２２０３８２１６"),
                "ip_numbers": .list([.text("3159141")]),
            ]
        )
        try await eventually("fujian has indexed the body that it was granted") {
            try await Scene.search(Scene.firm, at: fujian).hits.count == 2
        }
        let answer = try await Scene.links(of: drafted.entry, at: fujian)
        let link = try #require(answer.links.first)
        #expect(answer.links.count == 1 && answer.region == "350000")
        #expect(link.record.record == sent.entry && link.region == "360000" && !link.sameRegion)
        #expect(link.reasons.map(\.kind) == ["uscc", "trademark-no"])
        #expect(link.reasons.map(\.hint) == [false, true] && link.strength == 100)
        #expect(link.reasons[0].here.map(\.entry) == [drafted.entry])
        #expect(link.reasons[0].there.map(\.entry) == [sent.entry])
        #expect(link.reasons[0].there.first?.from == "360000")
        // At home the matter's own parts are one, and link with nothing.
        let own = try await Scene.links(of: sent.entry, at: jiangxi)
        #expect(own.links.isEmpty && own.record == sent.entry)
        try await federation.remove()
    }

    @Test(
        "a number of one mechanism is told to nobody of another, and to no member without the body"
    )
    func canary() async throws {
        var federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("hunan", "430000"),
        ])
        try await federation.admit("guizhou", region: "520000")
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        let (hunan, guizhou) = (federation[2].test, federation[3].test)
        let draft = CharterDraft(
            mechanism: "second",
            titleZh: "第二机制",
            titleEn: "Second",
            members: [
                .init(address: "360000", node: "jiangxi.ipr.example"),
                .init(address: "520000", node: "guizhou.ipr.example"),
            ]
        )
        let created = try await jiangxi.local.create(draft, caller: Scene.caller)
        let signed = try await guizhou.local.sign(charter: created.text, caller: Scene.caller)
        for node in [jiangxi, guizhou] {
            _ = try await node.local.join(charter: signed.text, caller: Scene.caller)
        }
        let canary = "6901234567892"
        let first = try await Scene.send(
            from: jiangxi,
            to: "350000",
            ["gtin": .list([.text(canary)]), "subject_uscc": .text(Scene.firm)]
        )
        let second = try await Scene.send(
            from: jiangxi,
            to: "520000",
            in: "second",
            ["subject_uscc": .text(Scene.firm)]
        )
        try await eventually("each addressee has its body") {
            let here = try await Scene.search(Scene.firm, at: fujian).hits.count
            let there = try await Scene.search(Scene.firm, at: guizhou).hits.count
            return (here, there) == (1, 1)
        }
        try await eventually("hunan has the header") {
            try await federation[2].size(of: "jiangxi.ipr.example/exercise") > first.index
        }
        for node in [hunan, guizhou] {
            let answer = try await Scene.search(canary, at: node)
            #expect(answer.hits.isEmpty && answer.findings.isEmpty)
        }
        let told = try await Scene.links(of: second.entry, at: guizhou)
        #expect(told.links.isEmpty && told.penalties.isEmpty)
        #expect(try !Scene.text(told).contains(first.entry))
        #expect(
            try await Scene.search(Scene.firm, at: guizhou).hits.map(\.record.record)
                == [second.entry]
        )
        #expect(
            try await Scene.search(Scene.firm, at: fujian).hits.map(\.record.record)
                == [first.entry]
        )
        #expect(try await Scene.search(Scene.firm, at: hunan).hits.isEmpty)
        // Whoever may read both at jiangxi is told of both.
        let both = try await Scene.links(of: second.entry, at: jiangxi)
        #expect(both.links.map(\.record.record) == [first.entry])
        try await federation.remove()
    }

    @Test(
        "penalties of the subject within five years are told, by its number and the pack's own words"
    )
    func penalties() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        _ = try await node.local.add(
            OfficeDocument(office: "gaj", title: "公安厅"),
            caller: Scene.caller
        )
        let rules = try Scene.installCooperation(at: node)
        let today = try #require(LocalDate(inChinaAt: try node.node.time.timestamp()))
        let window = try #require(PenaltyWindow(ofActsFrom: today, through: today))
        let since = window.first
        let recent = try await Scene.penalise(at: node, Scene.firm, on: since.text, rules: rules)
        let before = "\(since.year - 1)\(since.text.dropFirst(4))"
        _ = try await Scene.penalise(at: node, Scene.firm, on: before, rules: rules)
        _ = try await Scene.penalise(at: node, Scene.otherFirm, on: since.text, rules: rules)
        var clue = node.submission("create")
        clue.fields["subject_uscc"] = .text(Scene.firm)
        clue.office = "scjg"
        let filed = try await node.submit(clue)
        let answer = try await Scene.links(of: filed.entry, at: node)
        #expect(answer.since == since.text && answer.until == today.text)
        #expect(answer.penalties.map(\.record.record) == [recent.entry])
        let penalty = try #require(answer.penalties.first)
        #expect(penalty.decided == since.text && penalty.kinds == ["uscc"])
        #expect(penalty.penalties == ["penalty": .text("罚款5万元")])
        #expect(penalty.labels.first?.titles["zh"] == "处罚内容" && penalty.entry == recent.entry)
        // The penalty's own record is no prior one.
        let own = try await Scene.links(of: recent.entry, at: node)
        #expect(!own.penalties.map(\.record.record).contains(recent.entry))
        // Another office reads none of them.
        clue = node.submission("create")
        clue.fields["subject_uscc"] = .text(Scene.firm)
        clue.office = "gaj"
        let police = try await node.submit(clue)
        let apart = try await Scene.links(
            of: police.entry,
            at: node,
            as: Scene.officer(of: "gaj")
        )
        #expect(apart.penalties.isEmpty && apart.links.isEmpty)
        try await node.remove()
    }

    @Test("firms whose names are alike are proposed with a score, persons never")
    func names() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        func file(_ name: String, isPerson: Bool = false) async throws -> String {
            var fields: [String: FieldValue] = ["subject_name": .text(name)]
            if isPerson { fields["subject_is_person"] = .boolean(true) }
            return try await Scene.draft(at: node, fields).entry
        }
        let asked = try await file("江西省星辰贸易有限公司")
        let alike = try await file("星辰贸易（南昌）有限责任公司")
        _ = try await file("江西省月光贸易有限公司")
        _ = try await file("江西星辰贸易商行", isPerson: true)
        let person = try await file("张三", isPerson: true)
        _ = try await file("张三", isPerson: true)
        let answer = try await Scene.links(of: asked, at: node)
        let link = try #require(answer.links.first)
        #expect(answer.links.map(\.record.record) == [alike])
        #expect(link.reasons.map(\.score) == [90] && link.reasons.allSatisfy { $0.hint })
        #expect(link.strength == 54 && link.reasons.first?.shown == "星辰贸易（南昌）有限责任公司")
        #expect(try await Scene.links(of: person, at: node).links.isEmpty)
        try await node.remove()
    }
}
