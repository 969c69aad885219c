import Auditing
import Casework
import Foundation
import GRDB
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// `lianlu search`: where an identifier stands, for those who may read it.
@Suite struct IdentifierSearchTests {
    private typealias Scene = LinkingScene

    @Test("a number is found as soon as its body is signed, however it was written, with its place")
    func found() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let filed = try await Scene.draft(
            at: node,
            ["subject_uscc": .text("９１４４０３００１９２２０３８２１６")]
        )
        let answer = try await Scene.search("9144 0300 1922 038 216\u{200b}", at: node)
        let hit = try #require(answer.hits.first)
        #expect(answer.hits.count == 1 && answer.findings.isEmpty)
        #expect(hit.record.record == filed.entry && hit.region == "360000")
        #expect(hit.record.machine == "clue" && hit.record.state == "draft")
        #expect(hit.places.map(\.field) == ["subject_uscc"])
        #expect(hit.places.first?.entry == filed.entry && hit.places.first?.kind == "uscc")
        #expect(hit.places.first?.fieldTitles["zh"] == "统一社会信用代码")
        let reading = try #require(answer.readings.first)
        #expect(reading.kind == "uscc" && reading.shown == Scene.firm && !reading.personal)
        #expect(reading.status == "valid")
        let told = reading.findings.map(\.code)
        #expect(told.contains("casework.identifier_invisible"))
        #expect(told.contains("node.identifier_was_space"))
        // The organisation code within it leads there too.
        #expect(try await Scene.search("19220382-1", at: node).hits.count == 1)
        #expect(try await Scene.search(Scene.otherFirm, at: node).hits.isEmpty)
        try await node.remove()
    }

    @Test("a wrong check digit is told, and the number is searched as it was written")
    func wrong() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let false_ = "91440300192203821X"
        _ = try await Scene.draft(at: node, ["subject_uscc": .text(false_)])
        for kind in [nil, "uscc", "统一社会信用代码"] {
            let answer = try await Scene.search(false_, kind: kind, at: node)
            #expect(answer.hits.count == 1, "\(kind ?? "-")")
        }
        let named = try await Scene.search(false_, kind: "uscc", at: node)
        #expect(named.readings.map(\.status) == ["checksum_bad"])
        #expect(try await Scene.search(false_, kind: "gtin", at: node).hits.isEmpty)
        // What fits no kind at all is searched too.
        _ = try await Scene.draft(at: node, ["ip_numbers": .list([.text("?#12345678901234")])])
        let odd = try await Scene.search("?#12345678901234", at: node)
        #expect(odd.hits.count == 1)
        try await node.remove()
    }

    @Test("what is asked has a length, and a kind that exists; an error never repeats the number")
    func limits() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let longest = String(repeating: "1", count: Casework.Limits.subjectIdentifierByteCountMax)
        _ = try await Scene.search(longest, at: node)
        for (text, kind, code) in [
            ("", nil, "node.identifier_length_wrong"),
            (longest + "1", nil, "node.identifier_length_wrong"),
            ("11010519491231002X", "passport", "node.identifier_kind_unknown"),
        ] {
            let error = await #expect(throws: Problem.self) {
                _ = try await Scene.search(text, kind: kind, at: node)
            }
            #expect(error?.code == code && error?.status == 400)
            let told = try Scene.text(#require(error))
            #expect(!told.contains("1101051949") && !told.contains("111111"))
        }
        try await node.remove()
    }

    @Test(
        "a person's number is masked wherever an answer shows it, also where another kind was named"
    )
    func masked() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let number = "11010519491231002X"
        _ = try await Scene.draft(at: node, ["subject_person": .text(number)])
        for kind in [nil, "citizen-id", "uscc"] {
            let answer = try await Scene.search(number, kind: kind, at: node)
            #expect(try !Scene.text(answer).contains("19491231"), "\(kind ?? "-")")
            #expect(answer.readings.allSatisfy { $0.personal })
        }
        #expect(try await Scene.search(number, at: node).hits.count == 1)
        let links = try await Scene.links(
            of: Scene.search(number, at: node).hits[0].record.record,
            at: node
        )
        #expect(try !Scene.text(links).contains("19491231"))
        // Nor does the file of the index hold it: its keys are digests.
        let dump = try #require(try LogicalDump.of(node.home.data))
        #expect(!dump.contains { $0.contains("19491231") })
        try await node.remove()
    }

    @Test(
        "an office learns nothing of what another office of the node has drafted, not even how much"
    )
    func officesApart() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        _ = try await node.local.add(
            OfficeDocument(office: "gaj", title: "公安厅"),
            caller: Scene.caller
        )
        let fields: [String: FieldValue] = ["subject_uscc": .text(Scene.firm)]
        let filed = try await Scene.draft(at: node, fields, office: "scjg")
        let police = Scene.officer(of: "gaj")
        let before = try await Scene.search(Scene.otherFirm, kind: "uscc", at: node, as: police)
        let nothing = try await Scene.search(Scene.firm, kind: "uscc", at: node, as: police)
        #expect(nothing.hits.isEmpty && nothing.findings == before.findings)
        #expect(
            try await Scene.search(Scene.firm, at: node, as: Scene.officer(of: "scjg")).hits.count
                == 1
        )
        let own = try await Scene.draft(at: node, fields, office: "gaj")
        #expect(
            try await Scene.search(Scene.firm, at: node, as: police).hits.map(\.record.record) == [
                own.entry
            ]
        )
        let links = try await Scene.links(of: own.entry, at: node, as: police)
        #expect(links.links.isEmpty && links.penalties.isEmpty && links.findings.isEmpty)
        #expect(try !Scene.text(links).contains(filed.entry))
        let all = try await Scene.links(of: own.entry, at: node)
        #expect(all.links.map(\.record.record) == [filed.entry] && all.links[0].sameRegion)
        let refused = await #expect(throws: Problem.self) {
            _ = try await Scene.links(of: filed.entry, at: node, as: police)
        }
        #expect(refused?.code == "node.record_unknown" && refused?.status == 404)
        try await node.remove()
    }

    @Test(
        "a bad identifier is pointed out before and after it is signed, by field and kind, and is signed"
    )
    func warned() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var create = try node.foundNow()
        create.fields["title"] = .text("出口运动鞋")
        create.fields["subject_uscc"] = .text("91440300192203821Ｘ")
        create.fields["gtin"] = .list([.text("6901234567892"), .text("abc")])
        create.fields["subject_person"] = .text("110105194912310021")
        create.fields["ip_numbers"] = .list([.text("ZL201710601862.3")])
        let preview = try await node.local.preview(create, caller: Scene.caller)
        let taken = try await node.submit(create)
        let told = try #require(taken.warnings)
        #expect(preview.findings == told)
        #expect(
            told.map(\.code) == [
                "node.identifier_field_form_bad", "node.identifier_field_check_bad",
                "node.identifier_field_check_bad",
            ]
        )
        #expect(told.map { $0.arguments["field"] } == ["gtin", "subject_person", "subject_uscc"])
        for warning in told {
            #expect(warning.arguments.values.allSatisfy { !$0.contains("19491231") })
            for language in Language.allCases {
                let message = Catalogue.message(warning.code, warning.arguments, in: language)
                #expect(
                    message?.sentence.contains("{") == false && message?.remedy.isEmpty == false
                )
            }
        }
        var good = try node.foundNow()
        good.fields["title"] = .text("出口运动鞋")
        #expect(try await node.submit(good).warnings == nil)
        try await node.remove()
    }

    @Test(
        "an older home is indexed after its start, and until then an answer says that it may lack something"
    )
    func migrated() async throws {
        let first = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let filed = try await Scene.draft(at: first, ["subject_uscc": .text(Scene.firm)])
        let home = first.home
        try await first.close()
        try Self.makeOld(home)
        let node = try await TestNode(opening: home)
        let early = try await Scene.search(Scene.firm, at: node)
        #expect(early.hits.isEmpty)
        #expect(early.findings.map(\.code) == ["node.identifiers_not_indexed"])
        try await IdentifierKeeper(node.node).indexDue()
        let later = try await Scene.search(Scene.firm, at: node)
        #expect(later.hits.map(\.record.record) == [filed.entry] && later.findings.isEmpty)
        // Once more changes nothing.
        try await IdentifierKeeper(node.node).indexDue()
        #expect(try await Scene.search(Scene.firm, at: node) == later)
        try await node.remove()
    }

    private static func makeOld(_ home: HomeDirectory) throws {
        let queue = try DatabaseQueue(path: home.data.appending(path: "lianlu.sqlite").path)
        try queue.write { db in
            try db.execute(
                sql: "DROP TABLE identifier; DROP TABLE identifier_object; DROP TABLE request_count"
            )
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        try queue.close()
    }

    @Test("what is erased is found no more, and the keys of two nodes have nothing in common")
    func erased() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let other = try await TestNode.make("fujian.ipr.example", region: "350000")
        let fields: [String: FieldValue] = [
            "subject_uscc": .text(Scene.firm), "subject_person": .text("11010519491231002X"),
        ]
        let filed = try await Scene.draft(at: node, fields)
        _ = try await Scene.draft(at: other, fields)
        let (keys, others) = try await (Scene.keys(at: node), Scene.keys(at: other))
        #expect(keys.count == 3 && others.count == 3 && keys.isDisjoint(with: others))
        try await node.node.store.write { transaction in
            let origin = try Origin("jiangxi.ipr.example/home")
            let index = EntryIndex(unchecked: filed.index)
            for (object, _) in try transaction.holdingStatuses(of: origin, index: index) {
                try transaction.eraseHolding(
                    HoldingKey(origin: origin, index: index, object: object)
                )
            }
        }
        #expect(try await Scene.search(Scene.firm, at: node).hits.isEmpty)
        #expect(try await Scene.keys(at: node).isEmpty)
        try await node.remove()
        try await other.remove()
    }

    @Test("an audit of a home with an index finds nothing wrong")
    func audited() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        _ = try await Scene.draft(at: node, ["subject_uscc": .text(Scene.firm)])
        let card = try await node.local.card(caller: Scene.caller).card
        try await node.close()
        let key = try #require(try HomeAudit.storageKey(of: node.home))
        let report = try await HomeAudit(
            of: node.home,
            trusting: try TrustReader.read([card]),
            storageKey: key
        ).run()
        #expect(report.findings.filter { $0.weight == .fault } == [])
        try FileManager.default.removeItem(at: node.home.root)
    }

    @Test(
        "every notice has a text in both languages with exactly its arguments",
        arguments: IdentifierNotice.allCases
    )
    func texts(_ notice: IdentifierNotice) throws {
        let text = try #require(Catalogue.text("node.\(notice.rawValue)"))
        for language in Language.allCases {
            #expect(text.argumentNames(in: language) == Set(notice.argumentNames), "\(notice)")
        }
    }
}
