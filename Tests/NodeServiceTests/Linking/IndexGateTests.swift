import Auditing
import Casework
import Cryptography
import Dispatch
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// What is said of bodies that are not indexed, and of work that has a bound: as far as a caller may know of them.
@Suite struct IndexGateTests {
    private typealias Scene = LinkingScene
    private static let police = Scene.officer(of: "gaj")

    private func codes(at node: TestNode, as caller: Caller = Scene.caller) async throws -> [String]
    {
        try await Scene.search(Scene.firm, at: node, as: caller).findings.map(\.code)
    }

    private func due(at node: TestNode) async throws -> Int {
        try await node.node.store.read { try $0.dueHoldings(limit: 100).count }
    }

    @Test(
        "a body whose rule pack is not here waits without being due, is told to its readers, and is indexed when the pack comes"
    )
    func waiting() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let rules = try Scene.installCooperation(at: node)
        let penalty = try await Scene.penalise(at: node, Scene.firm, on: "2026-01-15", rules: rules)
        let packs = node.node.view.packs
        node.node.update { view in
            view.packs = PackSet(packs.packs.filter { $0.reference != rules })
        }
        _ = try await node.local.rebuild(IndexRebuild(), caller: Scene.caller)
        try await IdentifierKeeper(node.node).indexDue()
        #expect(try await due(at: node) == 0)
        let waiting = try await node.node.store.read {
            try $0.holdings(indexedAs: .waiting, limit: 10)
        }
        #expect(waiting.count == 1)
        let found = try await Scene.search(Scene.firm, at: node)
        #expect(found.hits.isEmpty)
        #expect(found.findings.map(\.code) == ["node.identifiers_wait_for_rules"])
        #expect(found.findings.first?.arguments == ["count": "1"])
        #expect(try await codes(at: node, as: Self.police).isEmpty)
        // Nothing of it is due again before another pack is here.
        try await IdentifierKeeper(node.node).indexDue()
        #expect(
            try await node.node.store.read { try $0.holdings(indexedAs: .waiting, limit: 10) }
                == waiting
        )
        node.node.update { $0.packs = packs }
        try await IdentifierKeeper(node.node).indexDue()
        let later = try await Scene.search(Scene.firm, at: node)
        #expect(later.hits.map(\.record.record) == [penalty.entry] && later.findings.isEmpty)
        try await node.remove()
    }

    @Test(
        "a body that cannot be opened is not indexed as one without identifiers: its readers are told"
    )
    func unreadable() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let filed = try await Scene.draft(
            at: node,
            ["subject_uscc": .text(Scene.firm)],
            office: "scjg"
        )
        try await node.node.store.write { transaction in
            let origin = try Origin("jiangxi.ipr.example/home")
            let index = EntryIndex(unchecked: filed.index)
            for (object, _) in try transaction.holdingStatuses(of: origin, index: index) {
                let key = HoldingKey(origin: origin, index: index, object: object)
                _ = try transaction.putHolding(
                    Holding(stored: key, wrappedKey: [1, 2, 3], sealed: [4, 5, 6])
                )
            }
        }
        try await IdentifierKeeper(node.node).indexDue()
        #expect(try await due(at: node) == 0)
        for caller in [Scene.caller, Scene.officer(of: "scjg")] {
            #expect(try await codes(at: node, as: caller) == ["node.identifiers_unreadable"])
        }
        #expect(try await codes(at: node, as: Self.police).isEmpty)
        try await node.remove()
    }

    @Test(
        "the work for a caller who may read little has a bound, and what is said of it depends on nothing hidden"
    )
    func bound() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let fields: [String: FieldValue] = ["subject_uscc": .text(Scene.firm)]
        let own = try await Scene.draft(at: node, fields, office: "gaj")
        for _ in 0..<3 { _ = try await Scene.draft(at: node, fields, office: "scjg") }
        let entryCount = try await node.node.store.read {
            try $0.logs().reduce(0) { $0 + Int($1.size.rawValue) }
        }
        let view = node.node.view
        for (share, text, count) in [
            (4, Scene.firm, 1), (3, Scene.firm, 0), (3, Scene.otherFirm, 0),
            (entryCount, Scene.firm, 1),
        ] {
            for caller in [Self.police, Scene.caller] {
                let asked = try AskedIdentifier(IdentifierQuery(text, kind: "uscc"))
                let most = share * (asked.keys.count + IdentifierFindings.keyCount)
                let answer = try await node.node.store.read { transaction in
                    let presenter = RecordPresenter(
                        view: view,
                        transaction: transaction,
                        bodies: BodyReader(storageKey: view.keyring.storageKey),
                        caller: caller
                    )
                    var search = IdentifierSearch(
                        IdentifierLookup(presenter, walkedObjectCountMax: most)
                    )
                    return try search.answer(to: asked)
                }
                guard caller.readOffices != .all else {
                    #expect(answer.findings.isEmpty)
                    continue
                }
                #expect(answer.hits.count == count, "\(share)")
                #expect(answer.hits.allSatisfy { $0.record.record == own.entry })
                #expect(
                    answer.findings.map(\.code)
                        == (share < entryCount ? ["node.identifier_search_bounded"] : [])
                )
                #expect(answer.findings.allSatisfy { $0.arguments == ["limit": "\(share)"] })
            }
        }
        try await node.remove()
    }

    @Test("all keys of an answer share one bound of objects, and what one does not need is left")
    func shared() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        func draft(_ firm: String, _ office: String) async throws {
            _ = try await Scene.draft(at: node, ["subject_uscc": .text(firm)], office: office)
        }
        try await draft(Scene.otherFirm, "gaj")
        for _ in 0..<4 { try await draft(Scene.firm, "scjg") }
        try await draft(Scene.otherFirm, "scjg")
        let view = node.node.view
        let keys = try [Scene.firm, Scene.otherFirm].map {
            try #require(SubjectIdentifier($0, as: .socialCreditCode).linkingKeys.first)
        }
        for (order, walked, counts) in [
            ([0, 1, 0], [2, 4, 4], [0, 1, 0]), ([1, 0, 1], [2, 4, 4], [1, 0, 0]),
        ] {
            let seen = try await node.node.store.read { transaction in
                var lookup = IdentifierLookup(
                    RecordPresenter(
                        view: view,
                        transaction: transaction,
                        bodies: BodyReader(storageKey: view.keyring.storageKey),
                        caller: Self.police
                    ),
                    walkedObjectCountMax: 4
                )
                lookup.expect(keyCount: 2)
                var seen: [[Int]] = []
                for number in order {
                    let found = try lookup.found(lookup.codes.key(keys[number]), limit: 10)
                    seen.append([lookup.walkedCount, found.mentions.count])
                }
                return seen
            }
            #expect(seen.map { $0[0] } == walked && seen.map { $0[1] } == counts)
        }
        try await node.remove()
    }

    @Test(
        "what is erased while the index is compared is not due, and indexing ends",
        .timeLimit(.minutes(20))
    )
    func erasedMeanwhile() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let fields: [String: FieldValue] = ["subject_uscc": .text(Scene.firm)]
        let filed = try await Scene.draft(at: node, fields, office: "scjg")
        let read = try await node.node.store.read {
            try $0.heldIndexes(after: nil, limit: 100).map(\.number)
        }
        try await node.node.store.write { transaction in
            let origin = try Origin("jiangxi.ipr.example/home")
            let index = EntryIndex(unchecked: filed.index)
            for (object, _) in try transaction.holdingStatuses(of: origin, index: index) {
                try transaction.eraseHolding(
                    HoldingKey(origin: origin, index: index, object: object)
                )
            }
        }
        try await node.node.store.write { try $0.makeIdentifiersDue(read) }
        try await IdentifierKeeper(node.node).indexDue()
        #expect(try await due(at: node) == 0)
        let source = SQLiteAuditSource(try ReadOnlyStore(directory: node.home.data.path))
        let codes = source.containerFindings().map(\.code.rawValue)
        #expect(codes.filter { $0.hasPrefix("identifier") } == [])
        try await node.remove()
    }

    @Test("a note that waits for a pack which came since it was made does not stay")
    func late() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let rules = try Scene.installCooperation(at: node)
        let penalty = try await Scene.penalise(at: node, Scene.firm, on: "2026-01-15", rules: rules)
        try await IdentifierKeeper(node.node).indexDue()
        var before = node.node.view
        before.packs = PackSet(before.packs.packs.filter { $0.reference != rules })
        let old = IdentifierIndex(before)
        let waiting = try await node.node.store.write { transaction in
            let held = try transaction.heldIndexes(after: nil, limit: 100)
            try transaction.makeIdentifiersDue(held.map(\.number))
            var count = 0
            for due in try transaction.dueHoldings(limit: 100) {
                let note = try old.note(of: due.key, in: transaction)
                count += note.state == .waiting ? 1 : 0
                try IdentifierIndex.put(note, of: due.key, in: transaction)
            }
            return count
        }
        #expect(waiting == 1)
        try await IdentifierKeeper(node.node).indexDue()
        let found = try await Scene.search(Scene.firm, at: node)
        #expect(found.hits.map(\.record.record) == [penalty.entry] && found.findings.isEmpty)
        try await node.remove()
    }

    @Test("a search waits for no write", .timeLimit(.minutes(20)))
    func busy() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let fields: [String: FieldValue] = ["subject_uscc": .text(Scene.firm)]
        let filed = try await Scene.draft(at: node, fields, office: "scjg")
        let end = DispatchSemaphore(value: 0)
        await withCheckedContinuation { (began: CheckedContinuation<Void, Never>) in
            node.node.store.withWriter { _ in
                began.resume()
                end.wait()
            }
        }
        let answer = try await Scene.search(Scene.firm, at: node)
        end.signal()
        #expect(answer.hits.map(\.record.record) == [filed.entry] && answer.findings.isEmpty)
        try await node.remove()
    }

    @Test("64 names that share parts with the subject's are compared; of one more it is said")
    func names() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let asked = try await Scene.draft(
            at: node,
            ["subject_name": .text("南昌星辰贸易有限公司")],
            office: "gaj"
        )
        // Of what another office has filed nothing is said.
        for number in 0..<3 {
            let name = "南昌星辰\(number)贸易有限公司"
            _ = try await Scene.draft(at: node, ["subject_name": .text(name)], office: "scjg")
        }
        for number in 0..<Limits.comparedNameCountMax {
            let name = "南昌星辰商贸有限公司"
            _ = try await Scene.draft(at: node, ["subject_name": .text(name)], office: "gaj")
            guard number == Limits.comparedNameCountMax - 1 else { continue }
            let most = try await Scene.links(of: asked.entry, at: node, as: Self.police)
            #expect(most.findings.isEmpty)
            #expect(most.links.count == 50)
            #expect(most.next != nil)
        }
        _ = try await Scene.draft(
            at: node,
            ["subject_name": .text("南昌星辰商贸有限公司")],
            office: "gaj"
        )
        let more = try await Scene.links(of: asked.entry, at: node, as: Self.police)
        #expect(more.findings.map(\.code) == ["node.linked_names_many"])
        try await node.remove()
    }

    @Test("a name is said not to be searched, and is no person's number")
    func searchedNames() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        for text in ["南昌星辰贸易有限公司", "赣州2号贸易有限公司", "张三"] {
            let answer = try await Scene.search(text, at: node)
            #expect(answer.readings.isEmpty && answer.hits.isEmpty, "\(text)")
            #expect(answer.findings.map(\.code) == ["node.names_not_searched"], "\(text)")
        }
        for text in [Scene.firm, "shop.example.com", "国药准字Z20040063", "?#12345678901234"] {
            #expect(try await Scene.search(text, at: node).findings.isEmpty, "\(text)")
        }
        try await node.remove()
    }

    @Test("words around what is no number are said to be none, and nothing of them is repeated")
    func mixed() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let answer = try await Scene.search("王某36010219900307", at: node)
        #expect(answer.readings.isEmpty, "\(answer.readings.map(\.kind))")
        #expect(answer.findings.map(\.code) == ["node.words_around_number"])
        #expect(answer.findings.allSatisfy { $0.arguments.isEmpty })
        try await node.remove()
    }

    @Test("characters that no eye sees are pointed out in every text, and taken")
    func hidden() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        var create = node.submission("create")
        create.office = "scjg"
        create.fields["remarks"] = .text("甲\u{202e}乙\u{200b}丙\u{2066}丁\u{feff}")
        create.fields["title"] = .text("葛\u{e0100}城线索")
        let preview = try await node.local.preview(create, caller: Scene.caller)
        let taken = try await node.submit(create)
        for told in [preview.findings, try #require(taken.warnings)] {
            let hidden = told.filter { $0.code.hasPrefix("node.text_") }
            #expect(hidden.map(\.code) == ["node.text_bidi", "node.text_invisible"])
            #expect(hidden.allSatisfy { $0.arguments["field"] == "remarks" })
            #expect(
                hidden.map { $0.arguments["characters"] ?? "" } == [
                    "U+202E, U+2066", "U+200B, U+FEFF",
                ]
            )
        }
        try await node.remove()
    }

    @Test("which limit of penalties was met is told, and none where neither was")
    func penaltyLimits() {
        let (records, most) = (Limits.penaltyRecordCountMax, Limits.penaltyCountMax)
        for (recordCount, count, codes) in [
            (records, most, []), (records + 1, most, ["node.penalty_records_many"]),
            (records, most + 1, ["node.penalties_many"]),
            (records + 1, most + 1, ["node.penalty_records_many", "node.penalties_many"]),
        ] as [(Int, Int, [String])] {
            let told = PenaltyFinder.findings(recordCount: recordCount, penaltyCount: count)
            #expect(told.map(\.code) == codes, "\(recordCount) \(count)")
        }
    }
}
