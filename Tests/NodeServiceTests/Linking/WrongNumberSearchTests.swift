import Casework
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing

@testable import NodeService

/// What `lianlu search` and `lianlu links` say of numbers that are wrong on purpose.
@Suite struct WrongNumberSearchTests {
    private typealias Scene = LinkingScene
    private static let wrong = "91440300192203821X"

    @Test("a wrong number inside text is found by that number alone, with its place and its status")
    func inText() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let filed = try await Scene.draft(
            at: node,
            [
                "evidence_summary": .text(
                    "包装印统一社会信用代码\(Self.wrong)，标注专利ZL201710601862.4，条码6901234567893"
                )
            ]
        )
        for (text, kind) in [
            (Self.wrong, "uscc"), ("201710601862.4", "patent-application-no"),
            ("6901234567893", "gtin"),
        ] {
            for asked in [nil, kind] {
                let answer = try await Scene.search(text, kind: asked, at: node)
                #expect(answer.hits.map(\.record.record) == [filed.entry], "\(text)")
                #expect(answer.hits.first?.places.map(\.field) == ["evidence_summary"])
                #expect(answer.hits.first?.places.first?.kind == kind)
                let reading = answer.readings.first { $0.kind == kind }
                #expect(reading?.status == "checksum_bad", "\(text)")
                // Only a kind that needs a word before it may stand in a text all the same.
                let told = kind == "gtin" ? ["node.wrong_numbers_in_text"] : []
                #expect(answer.findings.map(\.code) == told, "\(text)")
            }
        }
        // Neither the right number nor another wrong one leads there.
        for text in [Scene.firm, "914403001922038217", "6901234567892", "201710601862.3"] {
            #expect(try await Scene.search(text, at: node).hits.isEmpty, "\(text)")
        }
        try await node.remove()
    }

    @Test("a code with letters that no firm's code has is named as such beside what anything fits")
    func nearlyFirm() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let odd = "91350100MA2XTEST0X"
        for field in ["subject_uscc", "evidence_summary"] {
            _ = try await Scene.draft(at: node, [field: .text(odd)])
        }
        let answer = try await Scene.search(odd, at: node)
        #expect(answer.hits.count == 2)
        #expect(answer.readings.map(\.kind).contains("uscc"))
        #expect(answer.readings.first { $0.kind == "uscc" }?.status == "format_bad")
        #expect(answer.findings.isEmpty)
        try await node.remove()
    }

    @Test(
        "a person's wrong number in text is found by those who may read it, and told whole to nobody"
    )
    func person() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let number = "360102198001011236"
        let filed = try await Scene.draft(
            at: node,
            ["evidence_summary": .text("张三持360102-19800101-1236的证件")],
            office: "scjg"
        )
        for asked in [number, "360102 19800101 1236"] {
            let answer = try await Scene.search(asked, at: node)
            #expect(answer.hits.map(\.record.record) == [filed.entry], "\(asked)")
            #expect(try !Scene.text(answer).contains("19800101"))
        }
        let police = try await Scene.search(number, at: node, as: Scene.officer(of: "gaj"))
        #expect(police.hits.isEmpty && police.findings.isEmpty)
        let links = try await Scene.links(of: filed.entry, at: node)
        #expect(try !Scene.text(links).contains("19800101"))
        let dump = try #require(try LogicalDump.of(node.home.data))
        #expect(!dump.contains { $0.contains("19800101") })
        try await node.remove()
    }

    @Test(
        "a wrong number in text links to the same wrong one alone, weakly, as a hint and with its status"
    )
    func links() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let rules = try Scene.installCooperation(at: node)
        let today = try #require(LocalDate(inChinaAt: try node.node.time.timestamp()))
        let penalty = try await Scene.penalise(at: node, Self.wrong, on: today.text, rules: rules)
        _ = try await Scene.draft(at: node, ["subject_uscc": .text(Scene.firm)])
        _ = try await Scene.draft(at: node, ["evidence_summary": .text("印914403001922038217的")])
        let text = try await Scene.draft(at: node, ["evidence_summary": .text("印\(Self.wrong)的")])
        let field = try await Scene.draft(at: node, ["subject_uscc": .text(Self.wrong)])
        for (asked, other) in [(text.entry, field.entry), (field.entry, text.entry)] {
            let answer = try await Scene.links(of: asked, at: node)
            #expect(Set(answer.links.map(\.record.record)) == [penalty.entry, other])
            let link = try #require(answer.links.first { $0.record.record == other })
            #expect(link.strength == LinkStrength.wrongNumberInText)
            #expect(link.reasons.map(\.status) == ["checksum_bad"])
            #expect(link.reasons.map(\.hint) == [true])
        }
        // In fields for numbers on both sides it is the subject's, as before.
        let both = try await Scene.links(of: field.entry, at: node)
        let strong = try #require(both.links.first { $0.record.record == penalty.entry })
        #expect(strong.strength == 100 && strong.reasons.map(\.hint) == [false])
        #expect(both.penalties.map(\.record.record) == [penalty.entry])
        #expect(try await Scene.links(of: text.entry, at: node).penalties.isEmpty)
        try await node.remove()
    }

    @Test("an index of the edition before is made anew, and then leads to wrong numbers in text")
    func edition() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let filed = try await Scene.draft(
            at: node,
            ["evidence_summary": .text("印\(Self.wrong)的")]
        )
        let whole = try await Scene.keys(at: node)
        // As the edition before left it: every object indexed, and no row for the number.
        let codes = IdentifierCode(storageKey: node.node.view.keyring.storageKey)
        try await node.node.store.write { transaction in
            try transaction.resetIdentifiers(edition: "2")
            for due in try transaction.dueHoldings(limit: 100) {
                let rows = IndexedRows([])
                let code = codes.code(of: rows, of: due.key.object)
                _ = try transaction.putIdentifiers(
                    IndexNote(.indexed, rows, code: code),
                    of: due.key
                )
            }
        }
        #expect(try await Scene.search(Self.wrong, at: node).hits.isEmpty)
        try await IdentifierKeeper(node.node).indexDue()
        #expect(try await Scene.keys(at: node) == whole)
        let answer = try await Scene.search(Self.wrong, at: node)
        #expect(answer.hits.map(\.record.record) == [filed.entry])
        try await node.remove()
    }

    @Test(
        "a member that was granted the body finds the wrong number in it, and another finds nothing"
    )
    func members() async throws {
        let federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("hunan", "430000"),
        ])
        let (jiangxi, fujian, hunan) = (
            federation[0].test, federation[1].test, federation[2].test
        )
        let sent = try await Scene.send(
            from: jiangxi,
            to: "350000",
            ["remarks": .text("印\(Self.wrong)的")]
        )
        try await eventually("fujian has indexed the body") {
            try await Scene.search(Self.wrong, at: fujian).hits.count == 1
        }
        #expect(
            try await Scene.search(Self.wrong, at: fujian).hits.map(\.record.record) == [sent.entry]
        )
        try await eventually("hunan has the header") {
            try await federation[2].size(of: "jiangxi.ipr.example/exercise") > sent.index
        }
        let none = try await Scene.search(Self.wrong, at: hunan)
        #expect(none.hits.isEmpty && none.findings.isEmpty)
        try await federation.remove()
    }

    @Test(
        "of words and numbers in one the numbers are read and searched, masked where they are persons'"
    )
    func words() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let filed = try await Scene.draft(
            at: node,
            ["subject_uscc": .text(Scene.firm), "subject_person": .text("360102198001011235")]
        )
        for (text, kind) in [
            ("南昌星辰贸易有限公司 \(Scene.firm)", "uscc"), ("南昌星辰（\(Scene.firm)）", "uscc"),
            ("王某360102198001011235", "citizen-id"),
        ] {
            let answer = try await Scene.search(text, at: node)
            #expect(answer.hits.map(\.record.record) == [filed.entry], "\(text)")
            #expect(answer.readings.map(\.kind) == [kind], "\(text)")
            #expect(answer.findings.map(\.code) == ["node.number_in_words"], "\(text)")
            #expect(try !Scene.text(answer.readings).contains("19800101"))
        }
        try await node.remove()
    }
}
