import Cryptography
import Foundation
import GRDB
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

@Suite struct StepTests {
    private static let caller = TestNode.operatorCaller

    @Test("a step is acknowledged with a proof that verifies under the log's key")
    func acknowledged() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let acknowledgement = try await node.submit(node.submission("create"))
        #expect(acknowledgement.origin == "jiangxi.ipr.example/home")
        #expect(acknowledgement.index == 3)
        let history = try await node.node.history(of: Origin(acknowledgement.origin))
        let key = try #require(history.currentLogKey)
        let entry = try await node.node.store.read {
            try $0.entries(of: Origin("jiangxi.ipr.example/home"), from: 3, count: 1)
        }
        let bytes = try #require(entry.first)
        #expect(SHA256.digest(of: bytes).hex == acknowledgement.entry)
        let proof = try TlogProof(parsing: Array(acknowledgement.proof.utf8))
        let checkpoint = try proof.verify(
            leafHash: MerkleTree.leafHash(of: bytes),
            logKey: key
        )
        #expect(checkpoint.size == 4)
        try await node.remove()
    }

    @Test(
        "a matter that went into a mechanism is one line of the list, and its body has the form's names"
    )
    func oneLine() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let (created, send) = try await node.approved(to: "350000")
        let sent = try await node.submit(send)
        let all = try await node.local.records(RecordQuery(), after: nil, caller: Self.caller)
        #expect(all.items.map(\.record) == [sent.entry])
        let home = try await node.local.records(
            RecordQuery(mechanism: "home"),
            after: nil,
            caller: Self.caller
        )
        #expect(home.items.map(\.record) == [created.entry])
        let shown = try await node.local.record(sent.entry, caller: Self.caller)
        let body = try #require(shown.timeline.last?.body)
        #expect(body.labels.map(\.field).sorted() == body.fields?.keys.sorted())
        let right = try #require(body.labels.first { $0.field == "ip_right" })
        #expect(right.titles["zh"] == "权利类型")
        #expect(right.values == ["trademark": ["zh": "注册商标专用权", "en": "registered trademark"]])
        #expect(shown.timeline.last?.stateTitles == ["zh": "已发出", "en": "sent"])
        try await nodes.remove()
    }

    @Test("a request that is sent again gets the first acknowledgement and never a second entry")
    func retry() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let submission = try node.foundNow()
        let first = try await node.submit(submission)
        let second = try await node.submit(submission)
        #expect(first == second)
        #expect(try await node.size(of: "home") == 4)
        var other = submission
        other.fields["goods"] = .text("别的商品")
        let error = await #expect(throws: Problem.self) { _ = try await node.submit(other) }
        #expect(error?.code == "sequencing.request_conflict")
        #expect(error?.status == 409)
        try await node.close()
        let again = try await TestNode(opening: node.home)
        #expect(try await again.submit(submission) == first)
        try await again.remove()
    }

    @Test(
        "a step that lacks fields, or that the rules do not allow, is refused and nothing is written"
    )
    func refused() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var bare = node.submission("create")
        bare.fields["goods"] = nil
        let missing = await #expect(throws: Problem.self) { _ = try await node.submit(bare) }
        #expect(missing?.code == "node.fields_missing")
        #expect(missing?.arguments["fields"] == "goods")
        let created = try await node.submit(node.submission("create"))
        let early = node.submission("accept", record: created.entry)
        let refusal = await #expect(throws: Problem.self) { _ = try await node.submit(early) }
        #expect(refusal?.status == 422)
        let unknown = node.submission("approve", record: String(repeating: "a", count: 64))
        let absent = await #expect(throws: Problem.self) { _ = try await node.submit(unknown) }
        #expect(absent?.code == "node.record_unknown")
        #expect(try await node.size(of: "home") == 4)
        try await node.remove()
    }

    @Test(
        "a matter goes from draft through approval into the mechanism, as one record with one timeline"
    )
    func opening() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let (created, send) = try await node.approved(to: "350000")
        let sent = try await node.submit(send)
        #expect(sent.origin == "jiangxi.ipr.example/exercise")
        let record = try await node.local.record(sent.entry, caller: Self.caller)
        #expect(record.summary.state == "sent")
        #expect(record.summary.home == created.entry)
        #expect(record.timeline.map(\.event) == ["create", "approve", "send"])
        #expect(record.timeline.allSatisfy { $0.verdict.class == .valid })
        let fields = try #require(record.timeline.last?.body?.fields)
        #expect(fields["goods"] == .text("运动鞋"))
        #expect(record.timeline.last?.receipts == Tally(count: 0, of: 1))
        let home = try await node.local.record(created.entry, caller: Self.caller)
        #expect(home.summary.opened == sent.entry)
        try await nodes.remove()
    }

    @Test(
        "where one office of the node alone has taken part in a record, a step without an office is its"
    )
    func ownOffice() async throws {
        let federation = try await Federation.make([("jiangxi", "360000"), ("fujian", "350000")])
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        let sent = try await federation.send(from: 0, to: "350000")
        let (created, send) = try await jiangxi.approved(to: "350000")
        for node in [jiangxi, fujian] {
            _ = try await node.local.add(
                OfficeDocument(office: "gaj", title: "公安厅"),
                caller: Self.caller
            )
        }
        // Of a new matter nothing says whose it is.
        try await Fault.requireRefused("node.office_needed") {
            _ = try await jiangxi.submit(jiangxi.submission("create"))
        }
        let opened = try await jiangxi.submit(send)
        _ = try await jiangxi.submit(jiangxi.submission("cancel", record: opened.entry))
        let shown = try await jiangxi.local.record(opened.entry, caller: Self.caller)
        #expect(shown.summary.state == "cancelled" && shown.summary.home == created.entry)
        #expect(shown.timeline.allSatisfy { $0.office == "scjg" })
        try await eventually("fujian's node has signed its receipt") {
            try await federation[1].hasReceived(sent.entry)
        }
        // What the node signs by itself is no office's.
        var accept = fujian.submission("accept", record: sent.entry)
        let undecided = accept
        try await Fault.requireRefused("node.office_needed") {
            _ = try await fujian.submit(undecided)
        }
        accept.office = "gaj"
        _ = try await fujian.submit(accept)
        var start = fujian.submission("start_verification", record: sent.entry)
        start.fields["handling_officers"] = .list([.text("丙"), .text("丁")])
        // Whoever may sign for one office alone signs for that one.
        let other = Caller(
            credentials: PeerCredentials(pid: 1, uid: 7, gids: []),
            offices: .some(["scjg"]),
            readOffices: .all,
            rights: [.read, .sign]
        )
        let byOther = try await fujian.local.preview(start, caller: other)
        #expect(byOther.signers == ["fujian.ipr.example/office/scjg"], "\(byOther.signers)")
        let started = try await fujian.submit(start)
        let timeline = try await fujian.local.record(sent.entry, caller: Self.caller).timeline
        #expect(timeline.first { $0.entry == started.entry }?.office == "gaj")
        var extend = fujian.submission("extend", record: sent.entry)
        extend.fields["extension_reason"] = .text("案情复杂")
        extend.office = "scjg"
        _ = try await fujian.submit(extend)
        var pause = fujian.submission("pause", record: sent.entry)
        pause.fields["pause_reason"] = .text("testing")
        pause.fields["pause_from"] = .text("2026-11-01")
        try await Fault.requireRefused("node.office_needed") { _ = try await fujian.submit(pause) }
        try await federation.remove()
    }

    @Test("a list asks for a state by its id or by its name in either language")
    func stateNames() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let created = try await node.submit(node.submission("create"))
        for name in ["draft", "草拟"] {
            let page = try await node.local.records(
                RecordQuery(machine: "clue", state: name),
                after: nil,
                caller: Self.caller
            )
            #expect(page.items.map(\.record) == [created.entry], "\(name)")
        }
        for name in ["feedback sent", "已反馈", "feedback_sent"] {
            let page = try await node.local.records(
                RecordQuery(machine: "clue", state: name),
                after: nil,
                caller: Self.caller
            )
            #expect(page.items.isEmpty, "\(name)")
        }
        try await Fault.requireRefused("node.state_unknown") {
            _ = try await node.local.records(
                RecordQuery(machine: "clue", state: "nosuch"),
                after: nil,
                caller: Self.caller
            )
        }
        try await node.remove()
    }

    @Test("an office neither reads nor sends what another office of the node has drafted")
    func draftsApart() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        _ = try await node.local.add(
            OfficeDocument(office: "gaj", title: "公安厅"),
            caller: Self.caller
        )
        var (created, send) = try await node.approvedBy("scjg", to: "350000")
        let police = Caller(
            credentials: PeerCredentials(pid: 1, uid: 7, gids: []),
            offices: .some(["gaj"]),
            rights: [.read, .sign]
        )
        send.office = "gaj"
        send.fields["sender_office"] = .text("360000/gaj")
        var own = node.submission("create")
        own.office = "gaj"
        for (caller, code) in [
            (police, "node.record_unknown"),
            (Self.caller, "node.matter_of_another_office"),
        ] {
            try await Fault.requireRefused(code) {
                _ = try await node.local.preview(send, caller: caller)
            }
            try await Fault.requireRefused(code) {
                _ = try await node.local.submit(send, caller: caller)
            }
        }
        let size = try await node.size(of: "exercise")
        var approve = node.submission("approve", record: created.entry)
        approve.office = "gaj"
        try await Fault.requireRefused("node.record_unknown") {
            _ = try await node.local.preview(approve, caller: police)
        }
        #expect(try await node.size(of: "exercise") == size)
        // Its own matters it drafts and sends as before.
        created = try await node.local.submit(own, caller: police)
        #expect(created.index > 0)
        try await nodes.remove()
    }

    @Test(
        "a charter that names a known node under another key than its card is neither signed nor adopted"
    )
    func anotherKey() async throws {
        let nodes = try await TwoNodes.make()
        // Somebody else's node of the same name, with keys of its own.
        let impostor = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let card = try await nodes.fujian.local.card(caller: Self.caller)
        _ = try await impostor.local.add(
            PeerAddition(card: card.card, fingerprint: card.fingerprint),
            caller: Self.caller
        )
        var draft = Federation.draft([("jiangxi", "360000"), ("fujian", "350000")])
        draft.mechanism = "another"
        let charter = try await impostor.local.create(draft, caller: Self.caller)
        for refused in [nodes.fujian, nodes.jiangxi] {
            try await Fault.requireRefused("node.charter_key_differs") {
                _ = try await refused.local.join(charter: charter.text, caller: Self.caller)
            }
        }
        try await Fault.requireRefused("node.charter_key_differs") {
            _ = try await nodes.fujian.local.sign(charter: charter.text, caller: Self.caller)
        }
        try await impostor.remove()
        try await nodes.remove()
    }

    @Test(
        "a charter that stands beside one in force is not signed, be it a first revision or a later one"
    )
    func rivalNotSigned() async throws {
        let nodes = try await TwoNodes.make()
        let stranger = try await TestNode.make("zhejiang.ipr.example", region: "330000")
        for (one, other) in [(stranger, nodes.fujian), (nodes.fujian, stranger)] {
            let card = try await other.local.card(caller: Self.caller)
            _ = try await one.local.add(
                PeerAddition(card: card.card, fingerprint: card.fingerprint),
                caller: Self.caller
            )
        }
        let first = try await stranger.local.create(
            Federation.draft([("zhejiang", "330000"), ("fujian", "350000")]),
            caller: Self.caller
        )
        try await Fault.requireRefused("node.charter_beside_another") {
            _ = try await nodes.fujian.local.sign(charter: first.text, caller: Self.caller)
        }
        // Two children of one revision: the one that was adopted, and another.
        var draft = Federation.draft([("jiangxi", "360000"), ("fujian", "350000")])
        draft.titleEn = "Exercise, second"
        var second = try await nodes.jiangxi.local.create(draft, caller: Self.caller)
        draft.titleEn = "Exercise, otherwise"
        let rival = try await nodes.jiangxi.local.create(draft, caller: Self.caller)
        second = try await nodes.fujian.local.sign(charter: second.text, caller: Self.caller)
        _ = try await nodes.fujian.local.join(charter: second.text, caller: Self.caller)
        try await Fault.requireRefused("node.charter_beside_another") {
            _ = try await nodes.fujian.local.sign(charter: rival.text, caller: Self.caller)
        }
        try await stranger.remove()
        try await nodes.remove()
    }

    @Test(
        "a label that promises less than the content needs, or more than the node keeps, is refused"
    )
    func labels() async throws {
        let nodes = try await TwoNodes.make()
        var (_, send) = try await nodes.jiangxi.approved(to: "350000")
        for (label, code) in [
            ("public", "node.label_too_open"), ("internal", "node.label_too_open"),
            ("embargo", "node.label_not_offered"), ("embargo-personal", "node.label_not_offered"),
        ] {
            send.label = label
            try await Fault.requireRefused(code) {
                _ = try await nodes.jiangxi.local.submit(send, caller: Self.caller)
            }
        }
        send.label = "personal"
        _ = try await nodes.jiangxi.submit(send)
        try await nodes.remove()
    }

    @Test("a preview says who would receive what, and signs and stores nothing")
    func preview() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        var (_, send) = try await node.approved(to: "350000")
        let before = try await node.size(of: "exercise")
        let preview = try await node.local.preview(send, caller: Self.caller)
        #expect(preview.recipients.map(\.node) == ["fujian.ipr.example"])
        #expect(preview.recipients.first?.body == true)
        #expect(preview.signers == ["jiangxi.ipr.example/office/scjg"])
        #expect(try await node.size(of: "exercise") == before)
        send.audience = .addresses([])
        let nobody = try await node.local.preview(send, caller: Self.caller)
        #expect(nobody.recipients.first?.body == false)
        try await nodes.remove()
    }

    @Test("an addressee outside the mechanism is refused before anything is signed")
    func addresseeOutside() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let (_, send) = try await node.approved(to: "330000")
        let before = try await node.size(of: "exercise")
        let error = await #expect(throws: Problem.self) { _ = try await node.submit(send) }
        #expect(error?.status == 422)
        #expect(try await node.size(of: "exercise") == before)
        try await nodes.remove()
    }

    @Test("why tells both gates' answers for an address and for a node")
    func why() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let (created, send) = try await node.approved(to: "350000")
        let sent = try await node.submit(send)
        let answer = try await node.local.why(
            entry: String(sent.entry.prefix(12)),
            peer: "350000",
            caller: Self.caller
        )
        #expect(answer.node == "fujian.ipr.example")
        #expect(answer.scope.allowed && answer.decisions.map(\.allowed) == [true])
        let home = try await node.local.why(
            entry: created.entry,
            peer: "fujian.ipr.example",
            caller: Self.caller
        )
        #expect(!home.scope.allowed)
        #expect(home.decisions.allSatisfy { !$0.allowed })
        // One more place of the entry's digest, which nothing can be read of, as a damaged copy in another's log.
        let database = try node.home.openDatabase()
        let digest = try #require(Digest(hex: sent.entry))
        try await database.write { db in
            try db.execute(
                sql: "INSERT INTO entry_digest (digest, position) VALUES (?, ?)",
                arguments: [Data(digest.bytes), Int64(1)]
            )
        }
        try database.close()
        let still = try await node.local.why(
            entry: String(sent.entry.prefix(12)),
            peer: "350000",
            caller: Self.caller
        )
        #expect(still == answer)
        try await nodes.remove()
    }

    @Test("sixteen writers at once each get their own entry, in one gapless log")
    func concurrent() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let indexes = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for _ in 0..<16 {
                let submission = node.submission("create")
                let local = node.local
                group.addTask { try await local.submit(submission, caller: Self.caller).index }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(indexes.sorted() == Array(3..<19))
        try await node.remove()
    }

    @Test(
        "an office that a matter of the mechanism does not concern sees its headers, and nothing of what its bodies say or of what was done at home"
    )
    func officesApart() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let (created, send) = try await node.approved(to: "350000")
        let sent = try await node.submit(send)
        func reader(_ office: String) -> Caller {
            Caller(
                credentials: PeerCredentials(pid: 1, uid: 4_711, gids: []),
                offices: .some([office]),
                rights: [.read]
            )
        }
        let own = try await node.local.record(sent.entry, caller: reader("scjg"))
        #expect(own.timeline.map(\.event) == ["create", "approve", "send"])
        #expect(own.timeline.allSatisfy { $0.body?.state == .held })
        #expect(own.summary.title == "【演练】出口运动鞋" && own.summary.home == created.entry)
        let other = try await node.local.record(sent.entry, caller: reader("gaj"))
        #expect(other.timeline.map(\.event) == ["send"])
        #expect(other.timeline.first?.body?.state == .withheld)
        #expect(other.timeline.first?.body?.fields == nil)
        #expect(other.summary.title == nil && other.summary.state == "sent")
        #expect(other.summary.home == nil)
        let list = try await node.local.records(
            RecordQuery(machine: "clue"),
            after: nil,
            caller: reader("gaj")
        )
        #expect(list.items.map(\.record) == [sent.entry] && list.items.map(\.title) == [nil])
        try await nodes.remove()
    }
}
