import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import PeerAPI
import Replication
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// Nobody but the office that drafts learns that a draft exists: no other node, and no other office of its own node.
@Suite(.serialized) struct DraftSecrecyTests {
    private static let caller = TestNode.operatorCaller

    // MARK: Other nodes

    /// What a node shows a peer of itself: the heads with their cursor, and what sessions begin with.
    private static func shown(
        by node: RunningNode,
        to peer: KeyName
    ) async throws -> (heads: HeadsDocument?, session: SessionDocument) {
        let service = NodePeerService(node.supervisor)
        let heads = try await service.heads(HeadsQuery(since: nil, waitSeconds: 1), for: peer)
        return (heads, try node.supervisor.sessionDocument(for: peer))
    }

    /// What a node answers a peer to every question about a log.
    private static func answers(
        of node: RunningNode,
        to peer: KeyName,
        about origin: String
    ) async throws -> [PeerResponse] {
        let router = PeerRouter(NodePeerService(node.supervisor))
        let log = LogID(try Origin(origin))
        let digest = String(repeating: "ab", count: 32)
        let wants = #"{"version":1,"want":[{"index":3,"sha256":"\#(digest)"}]}"#
        let questions: [(PeerRequest.Method, String, String?, String)] = [
            (.get, "keys", nil, ""), (.get, "checkpoint", nil, ""),
            (.get, "cosignatures", "size=3", ""), (.get, "tile/0/000.p/3", nil, ""),
            (.get, "tile/entries/000.p/3", nil, ""), (.get, "object/3/\(digest)", nil, ""),
            (.post, "objects", nil, wants),
        ]
        var answers: [PeerResponse] = []
        for (method, path, query, body) in questions {
            let request = PeerRequest(
                method: method,
                path: "/log/\(log)/\(path)",
                query: query,
                body: Array(body.utf8),
                range: nil,
                peer: peer
            )
            answers.append(await router.respond(to: request) { _ in })
        }
        return answers
    }

    @Test(
        "for a peer nothing changes when a matter is drafted: no head, no cursor, no card; and the home log answers as one that never was"
    )
    func otherNodes() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let (jiangxi, fujian) = (federation[0], federation[1])
        let peer = try KeyName(fujian.name)
        _ = try await federation.handOver(from: 0, to: 1)
        try await eventually("each has cosigned what the other wrote") {
            let receipts = [
                try await jiangxi.receipts(of: "exercise"),
                try await fujian.receipts(of: "exercise"),
            ]
            return receipts == [1, 1]
        }
        try await eventually("jiangxi shows both logs as they are") {
            let logs = try jiangxi.supervisor.sessionDocument(for: peer).logs
            for node in [jiangxi, fujian] {
                let origin = "\(node.name)/exercise"
                let size = try await node.size(of: origin)
                guard logs.contains(where: { "\($0.origin)" == origin && $0.size.rawValue == size })
                else { return false }
            }
            return true
        }
        let before = try await Self.shown(by: jiangxi, to: peer)
        let origins = (before.heads?.logs ?? []).map { "\($0.origin)" }
        #expect(origins.contains("\(jiangxi.name)/exercise"))
        let size = try await jiangxi.test.size(of: "home")
        _ = try await jiangxi.test.approved(to: "350000")
        #expect(try await jiangxi.test.size(of: "home") == size + 2)
        let after = try await Self.shown(by: jiangxi, to: peer)
        #expect(after.heads == before.heads)
        #expect(after.session.logs == before.session.logs)
        #expect(after.session.charters == before.session.charters)
        #expect(after.session.card == before.session.card)
        let home = try await Self.answers(of: jiangxi, to: peer, about: "\(jiangxi.name)/home")
        let never = try await Self.answers(of: jiangxi, to: peer, about: "\(jiangxi.name)/never")
        #expect(home == never && home.count == 7)
        #expect(home.allSatisfy { $0.status == 404 })
        // The questions are right: of a common log they get answers.
        let common = try await Self.answers(
            of: jiangxi,
            to: peer,
            about: "\(jiangxi.name)/exercise"
        )
        let statuses = common.map(\.status)
        #expect([0, 1, 6].allSatisfy { statuses[$0] == 200 }, "\(statuses)")
        try await federation.remove()
    }

    // MARK: Other offices

    private static func officer(of offices: Set<String>) -> Caller {
        Caller(
            credentials: PeerCredentials(pid: 1, uid: 4_711, gids: []),
            offices: .some(offices),
            rights: [.read, .sign]
        )
    }

    private static func listed(_ node: TestNode, _ caller: Caller) async throws -> [String] {
        var found: [String] = []
        var cursor: String?
        repeat {
            let page = try await node.local.records(RecordQuery(), after: cursor, caller: caller)
            found += page.items.map(\.record)
            cursor = page.next
        } while cursor != nil
        return found
    }

    private static func entries(
        _ node: TestNode,
        _ caller: Caller
    ) async throws -> [LogEntryDocument] {
        let range = EntryRange(log: "home", from: 0, count: 100)
        return try await node.local.entries(range, after: nil, caller: caller).items
    }

    /// Links are asked for and steps taken as on a record that never was.
    private static func requireUnknown(
        _ record: String,
        to police: Caller,
        at node: TestNode
    ) async throws {
        try await Fault.requireRefused("node.record_unknown") {
            _ = try await node.local.links(of: record, LinksQuery(), caller: police)
        }
        for event in ["approve", "send"] {
            var step = node.submission(event, record: record)
            step.office = "gaj"
            if event == "send" { (step.mechanism, step.to) = ("exercise", ["350000"]) }
            let asked = step
            try await Fault.requireRefused("node.record_unknown") {
                _ = try await node.local.preview(asked, caller: police)
            }
            try await Fault.requireRefused("node.record_unknown") {
                _ = try await node.local.submit(asked, caller: police)
            }
        }
    }

    /// Nobody of another office asks who may hold what a step names, nor reads notes that name the matter.
    private static func requireUntold(
        _ matter: String,
        at node: TestNode,
        _ police: Caller,
        _ market: Caller
    ) async throws {
        let jiangxi = "jiangxi.ipr.example"
        for entry in [matter, String(repeating: "f", count: 64)] {
            try await Fault.requireRefused("node.entry_unknown") {
                _ = try await node.local.why(entry: entry, peer: jiangxi, caller: police)
            }
        }
        _ = try await node.local.why(entry: matter, peer: jiangxi, caller: market)
        let notes = [
            CodedText("node.home_link_stated_not_sent", ["record": matter, "user": "0"]),
            CodedText("node.home_link_stated", ["record": String(repeating: "e", count: 64)]),
        ]
        for (reader, isTold) in [(police, false), (market, true), (caller, true)] {
            let shown = try await node.local.known(notes, to: reader)
            let count = CodedText("node.home_notes_of_others", ["count": "1"])
            #expect(shown == (isTold ? notes : [notes[1], count]))
        }
        try Fault.requireTold("node.home_notes_of_others", ["count": "1"])
    }

    @Test(
        "another office of the node learns as little: the draft is in no list, is not there when it is asked for, and is a place and a digest in the home log"
    )
    func otherOffices() async throws {
        let node = try await TestNode(
            opening: TestNode.makeHome(
                "jiangxi.ipr.example",
                region: "360000",
                offices: ["scjg": "市场监管", "gaj": "公安"]
            )
        )
        let (police, market) = (Self.officer(of: ["gaj"]), Self.officer(of: ["scjg"]))
        let before = try await Self.entries(node, police)
        let (created, _) = try await node.approvedBy("scjg", to: "350000")
        #expect(try await Self.listed(node, police).isEmpty)
        #expect(try await Self.listed(node, Self.officer(of: [])).isEmpty)
        #expect(try await Self.listed(node, market) == [created.entry])
        let administrator = Self.officer(of: [Caller.nodeOffice])
        #expect(try await Self.listed(node, administrator) == [created.entry])
        #expect(try await Self.listed(node, Self.caller) == [created.entry])
        // As a record that never was.
        for record in [created.entry, String(repeating: "f", count: 64)] {
            try await Fault.requireRefused("node.record_unknown") {
                _ = try await node.local.record(record, caller: police)
            }
            try await Fault.requireRefused("node.record_unknown") {
                _ = try await node.local.printed(
                    record,
                    document: nil,
                    entry: nil,
                    caller: police
                )
            }
            try await Self.requireUnknown(record, to: police, at: node)
        }
        try await Self.requireUntold(created.entry, at: node, police, market)
        let (own, _) = try await node.approvedBy("gaj", to: "350000")
        #expect(try await Self.listed(node, police) == [own.entry])
        #expect(try await Self.listed(node, Self.officer(of: ["gaj", "scjg"])).count == 2)
        let all = try await Self.entries(node, Self.caller)
        let some = try await Self.entries(node, police)
        #expect(some.map(\.entry) == all.map(\.entry))
        // What every log of the node begins with, the two steps of the other office, and those of its own.
        #expect(Array(some.prefix(before.count)) == before)
        #expect(before.allSatisfy { $0.text != nil })
        let hidden = some.dropFirst(before.count).prefix(2)
        #expect(hidden.first?.entry == created.entry)
        for entry in hidden {
            #expect(entry.text == nil && entry.verdict.reasons.isEmpty)
            #expect(entry.verdict.findings == [CodedText("node.entry_of_another_office")])
        }
        #expect(some.count == before.count + 4)
        #expect(Array(some.suffix(2)) == Array(all.suffix(2)))
        try Fault.requireTold("node.entry_of_another_office", [:])
        #expect(try await Self.entries(node, administrator) == all)
        try await node.remove()
    }

    @Test(
        "the cursor after a record that is not told names nothing, and goes on where the page ended"
    )
    func cursors() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var records: [ProjectedRecord] = []
        for _ in 0..<3 { _ = try await node.submit(node.submission("create")) }
        records = try await node.node.store.read { transaction in
            try transaction.projectedRecords(machine: nil, after: nil, limit: 10)
        }
        #expect(records.count == 3)
        let key = node.node.view.keyring.storageKey
        let cursor = RecordCursor(storageKey: key, node: node.node.view.node)
        let hidden = try cursor.text(records[1], isHidden: true)
        #expect(!hidden.contains(records[1].key.record.hex.prefix(8)))
        let told = try cursor.text(records[1], isHidden: false)
        for text in [hidden, told] {
            let page = try await node.local.records(RecordQuery(), after: text, caller: Self.caller)
            #expect(page.items.map(\.record) == [records[2].key.record.hex])
        }
        // Nobody makes one: not from another node's key, and not from a piece of one.
        let foreign = try RecordCursor(
            storageKey: Array(key.reversed()),
            node: node.node.view.node
        )
        .text(records[1], isHidden: true)
        for text in [foreign, String(hidden.dropLast(2)), "~", "~zz"] {
            try await Fault.requireRefused("node.cursor_unknown") {
                _ = try await node.local.records(RecordQuery(), after: text, caller: Self.caller)
            }
        }
        try await node.remove()
    }
}
