import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// Neither a hit, nor a limit, nor a page, nor what an answer says of its gaps tells of what others have stored.
@Suite struct LinkGateTests {
    private typealias Scene = LinkingScene
    private static let police = Scene.officer(of: "gaj")

    private func found(
        _ text: String,
        at node: TestNode,
        as caller: Caller,
        limit: Int
    ) async throws -> (count: Int, hasMore: Bool) {
        let view = node.node.view
        let key = try #require(SubjectIdentifier(text, as: .socialCreditCode).linkingKeys.first)
        return try await node.node.store.read { transaction in
            var lookup = IdentifierLookup(
                RecordPresenter(
                    view: view,
                    transaction: transaction,
                    bodies: BodyReader(storageKey: view.keyring.storageKey),
                    caller: caller
                )
            )
            let found = try lookup.found(lookup.codes.key(key), limit: limit)
            return (found.mentions.count, found.hasMore)
        }
    }

    @Test("a limit counts what the caller may read and nothing else, whoever wrote last")
    func limits() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let fields: [String: FieldValue] = ["subject_uscc": .text(Scene.firm)]
        for office in ["gaj", "scjg", "gaj", "scjg", "scjg"] {
            _ = try await Scene.draft(at: node, fields, office: office)
        }
        for (limit, count, hasMore) in [(1, 1, true), (2, 2, false), (3, 2, false)] {
            let found = try await found(Scene.firm, at: node, as: Self.police, limit: limit)
            #expect(found.count == count && found.hasMore == hasMore, "\(limit)")
        }
        let all = try await found(Scene.firm, at: node, as: Scene.caller, limit: 5)
        #expect(all.count == 5 && !all.hasMore)
        try await node.remove()
    }

    @Test("pages hold each record once, the newest first, and a page is 1 to 200 records")
    func pages() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let fields: [String: FieldValue] = ["subject_uscc": .text(Scene.firm)]
        var filed: Set<String> = []
        for office in ["gaj", "scjg", "gaj", "scjg", "gaj", "scjg", "gaj"] {
            let entry = try await Scene.draft(at: node, fields, office: office).entry
            if office == "gaj" { filed.insert(entry) }
        }
        var seen: [String] = []
        var query = IdentifierQuery(Scene.firm, limit: 3)
        repeat {
            let page = try await node.local.search(query, caller: Self.police)
            #expect(page.hits.count <= 3)
            seen += page.hits.map(\.record.record)
            query.after = page.next
        } while query.after != nil
        #expect(seen.count == 4 && Set(seen) == filed)
        let asked = try #require(seen.first)
        var linked: [String] = []
        var links = LinksQuery(limit: 1)
        repeat {
            let page = try await Scene.links(of: asked, links, at: node, as: Self.police)
            #expect(page.links.count == 1)
            linked += page.links.map(\.record.record)
            links.after = page.next
        } while links.after != nil
        #expect(linked.count == 3 && Set(linked) == filed.subtracting([asked]))
        for limit in [0, LocalAPI.Limits.searchHitCountMax + 1] {
            let error = await #expect(throws: Problem.self) {
                _ = try await node.local.search(
                    IdentifierQuery(Scene.firm, limit: limit),
                    caller: Scene.caller
                )
            }
            #expect(error?.code == "node.linking_page_wrong")
            #expect(error?.arguments["limit"] == "200")
        }
        let most = IdentifierQuery(Scene.firm, limit: LocalAPI.Limits.searchHitCountMax)
        #expect(try await node.local.search(most, caller: Scene.caller).hits.count == 7)
        for cursor in ["", "x", "1:2", "1:\(asked)"] {
            let error = await #expect(throws: Problem.self) {
                _ = try await Scene.links(of: asked, LinksQuery(after: cursor), at: node)
            }
            #expect(error?.code == "node.cursor_unknown", "\(cursor)")
        }
        try await node.remove()
    }

    @Test("that something waits for the index is told to those alone who may read it")
    func due() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let fields: [String: FieldValue] = ["subject_uscc": .text(Scene.firm)]
        _ = try await Scene.draft(at: node, fields, office: "scjg")
        let answer = try await node.local.rebuild(IndexRebuild(), caller: Scene.caller)
        #expect(answer.objectCount >= 1)
        let police = try await Scene.search(Scene.firm, at: node, as: Self.police)
        #expect(police.findings.isEmpty && police.hits.isEmpty)
        // What was indexed before is found until it is made anew.
        #expect(try await Scene.search(Scene.firm, at: node).hits.count == 1)
        for caller in [Scene.caller, Scene.officer(of: "scjg")] {
            let own = try await Scene.search(Scene.firm, at: node, as: caller)
            #expect(own.findings.map(\.code) == ["node.identifiers_not_indexed"])
        }
        try await IdentifierKeeper(node.node).indexDue()
        let whole = try await Scene.search(Scene.firm, at: node)
        #expect(whole.hits.count == 1 && whole.findings.isEmpty)
        try await node.remove()
    }

    @Test(
        "a rebuilding that ends in the middle goes on after the next start, and comes to the same"
    )
    func interrupted() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        for number in 0..<3 {
            let codes: [FieldValue] = [.text(Scene.firm), .text(Scene.otherFirm)]
            _ = try await Scene.draft(at: node, ["subject_uscc": codes[number % 2]])
        }
        let keys = try await Scene.keys(at: node)
        let before = try await Scene.search(Scene.firm, at: node)
        #expect(before.hits.count == 2)
        _ = try await node.local.rebuild(IndexRebuild(), caller: Scene.caller)
        #expect(try await Scene.keys(at: node) == keys)
        // What the first transaction of the keeper does, and then nothing more: as if it was killed.
        let index = IdentifierIndex(node.node.view)
        try await node.node.store.write { transaction in
            let first = try #require(try transaction.dueHoldings(limit: 1).first)
            let note = try index.note(of: first.key, in: transaction)
            #expect(try transaction.putIdentifiers(note, of: first.key))
        }
        let home = node.home
        try await node.close()
        let again = try await TestNode(opening: home)
        #expect(try await Scene.search(Scene.firm, at: again).findings.count == 1)
        try await IdentifierKeeper(again.node).indexDue()
        #expect(try await Scene.search(Scene.firm, at: again) == before)
        #expect(try await Scene.keys(at: again) == keys)
        try await again.remove()
    }

    @Test("a right holder's number links, and makes nobody a repeated offender")
    func rightHolder() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let rules = try Scene.installCooperation(at: node)
        let today = try #require(LocalDate(inChinaAt: try node.node.time.timestamp()))
        let penalty = try await Scene.penalise(at: node, Scene.firm, on: today.text, rules: rules)
        let filed = try await Scene.draft(
            at: node,
            [
                "subject_uscc": .text(Scene.otherFirm),
                "evidence_summary": .text("权利人代码 \(Scene.firm)，已核"),
            ]
        )
        let answer = try await Scene.links(of: filed.entry, at: node)
        #expect(answer.links.map(\.record.record) == [penalty.entry])
        #expect(answer.penalties.isEmpty)
        let subject = try await Scene.draft(at: node, ["subject_uscc": .text(Scene.firm)])
        let told = try await Scene.links(of: subject.entry, at: node)
        #expect(told.penalties.map(\.record.record) == [penalty.entry])
        try await node.remove()
    }

    @Test("the five years end with the day of the same number; --on asks for one day")
    func on() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let rules = try Scene.installCooperation(at: node)
        let penalty = try await Scene.penalise(at: node, Scene.firm, on: "2021-03-15", rules: rules)
        let filed = try await Scene.draft(at: node, ["subject_uscc": .text(Scene.firm)])
        for (day, expected) in [
            ("2021-03-14", []), ("2021-03-15", [penalty.entry]), ("2026-03-15", [penalty.entry]),
            ("2026-03-16", []),
        ] as [(String, [String])] {
            let answer = try await Scene.links(of: filed.entry, LinksQuery(on: day), at: node)
            #expect(answer.penalties.map(\.record.record) == expected, "\(day)")
            #expect(answer.until == day)
        }
        for day in ["2026-02-30", "heute", ""] {
            let error = await #expect(throws: Problem.self) {
                _ = try await Scene.links(of: filed.entry, LinksQuery(on: day), at: node)
            }
            #expect(error?.code == "node.day_invalid")
        }
        try await node.remove()
    }
}
