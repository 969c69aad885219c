import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// What a node says and does after a revision has left it out, over real connections.
@Suite(.serialized) struct MembershipEndTests {
    private static let members = [
        (name: "jiangxi", region: "360000"), (name: "fujian", region: "350000"),
        (name: "guizhou", region: "520000"),
    ]
    private static let caller = Federation.caller
    private static let log = "guizhou.ipr.example/exercise"

    /// A federation with a clue that guizhou has acknowledged and could accept, and the revision without guizhou that the two others
    /// have adopted.
    private static func make(
        _ prepare: (Federation) async throws -> Void = { _ in }
    ) async throws -> (
        federation: Federation, record: String, removal: CharterDocument, size: UInt64
    ) {
        let federation = try await Federation.make(members)
        try await prepare(federation)
        let sent = try await federation.send(from: 0, to: "520000")
        try await eventually("guizhou has acknowledged, and the others hold that") {
            // Its log grows no more once it has acknowledged.
            guard try await federation[2].count(of: "receive", in: "exercise") == 1 else {
                return false
            }
            let size = try await federation[2].size(of: log)
            let here = try await [federation[0].size(of: log), federation[1].size(of: log)]
            return try await federation[2].receipts(of: "exercise") == 2 && here == [size, size]
        }
        let size = try await federation[2].size(of: log)
        let (jiangxi, fujian) = (federation[0].test.local, federation[1].test.local)
        let draft = Federation.draft(Array(members.prefix(2)))
        let created = try await jiangxi.create(draft, caller: caller)
        let removal = try await fujian.sign(charter: created.text, caller: caller)
        for local in [jiangxi, fujian] {
            _ = try await local.join(charter: removal.text, caller: caller)
        }
        return (federation, sent.entry, removal, size)
    }

    private static func codes(_ steps: [CheckResult]) -> [String] { steps.map(\.text.code) }

    /// Before it has the revision, a member that was left out hears from the others that they show it nothing more, while their sessions
    /// stand.
    private static func requireSilence(
        towards guizhou: TestNode,
        _ record: String,
        _ size: UInt64,
        in federation: Federation
    ) async throws {
        let silent = [0, 1].map { position in
            CodedText(
                "node.member_shows_nothing",
                ["mechanism": "exercise", "node": federation[position].name]
            )
        }
        try await eventually("guizhou tells that the others show it nothing") {
            let told = try await guizhou.local.status(caller: caller).warnings
            return Set(silent).isSubset(of: told)
        }
        // Whoever takes a step there is told as well: it will count nowhere.
        let doubted = try await guizhou.local.preview(
            guizhou.submission("accept", record: record),
            caller: caller
        )
        #expect(Set(silent).isSubset(of: doubted.findings))
        let alone = try await guizhou.local.mechanism("exercise", caller: caller)
        #expect(alone.revision == 1)
        #expect(Set(alone.warnings ?? []).isSuperset(of: silent))
        // A test of a peer says what is known: its receipt, and that it shows nothing.
        let peer = federation[0].name
        try await eventually("jiangxi shows guizhou nothing") {
            let steps = try await guizhou.local.test(peer: peer, caller: caller).steps
            let unseen = CodedText(
                "peer_api.check_view_none",
                ["of": "\(size)", "origin": log, "size": "\(size)"]
            )
            return steps.contains(CheckResult(.warned, unseen))
                && codes(steps).contains("peer_api.check_mechanisms_missing")
                && !codes(steps).contains("peer_api.check_view")
        }
    }

    /// A node that was left out says so in its status, of its log, and in a test of a peer.
    private static func requireEnded(
        at guizhou: TestNode,
        _ ended: CodedText,
        _ size: UInt64,
        peer: String
    ) async throws {
        let status = try await guizhou.local.status(caller: caller)
        #expect(status.warnings == [ended])
        let line = try #require(status.logs.first { $0.origin == log })
        #expect(
            line.alarms == [CodedText("node.log_ended", ["revision": "2", "size": "\(size)"])]
        )
        let steps = try await guizhou.local.test(peer: peer, caller: caller).steps
        #expect(codes(steps).filter { $0.hasPrefix("peer_api.check_view") }.isEmpty)
        #expect(codes(steps).contains("peer_api.check_mechanisms_none"))
    }

    /// A later revision takes all in again.
    private static func takeIn(again federation: Federation) async throws {
        var charter = try await federation[0].test.local.create(
            Federation.draft(members),
            caller: caller
        )
        // Whoever was left out is told of no end by what takes it in again.
        let seen = try await federation[2].test.local
            .inspect(charter: charter.text, caller: caller)
        let told = (seen.warnings ?? []).map(\.code).filter { $0.contains("membership") }
        #expect(told == [], "\(told)")
        for position in [1, 2] {
            charter = try await federation[position].test.local
                .sign(charter: charter.text, caller: caller)
        }
        for position in [0, 1, 2] {
            let back = try await federation[position].test.local
                .join(charter: charter.text, caller: caller)
            #expect(back.adopted && back.warnings == nil)
        }
    }

    @Test(
        "a member that was left out is told so when it takes the revision, its node then signs no step there and says why everywhere, and it comes back by a later revision"
    )
    func leftOut() async throws {
        let (federation, record, removal, size) = try await Self.make()
        let guizhou = federation[2].test
        let ended = CodedText(
            "node.membership_ended",
            [
                "mechanism": "exercise", "origin": Self.log, "revision": "2", "size": "\(size)",
            ]
        )
        #expect(Catalogue.message(ended.code, ended.arguments, in: .zh)?.sentence.isEmpty == false)
        try await Self.requireSilence(towards: guizhou, record, size, in: federation)
        let seen = try await guizhou.local.inspect(charter: removal.text, caller: Self.caller)
        let ending = CodedText("node.membership_would_end", ended.arguments)
        #expect(
            Catalogue.message(ending.code, ending.arguments, in: .zh)?.sentence.isEmpty == false
        )
        #expect(seen.warnings?.contains(ending) == true && seen.warnings?.contains(ended) == false)
        #expect(
            try await guizhou.local.status(caller: Self.caller).warnings.contains(ended) == false
        )

        let joined = try await guizhou.local.join(charter: removal.text, caller: Self.caller)
        #expect(joined.revision == 2 && joined.inForce && !joined.adopted)
        #expect(joined.warnings == [ended])
        #expect(try await federation[2].size(of: Self.log) == size, "nothing was written")
        let shown = try await guizhou.local.mechanism("exercise", caller: Self.caller)
        #expect(shown.revision == 2 && shown.warnings == [ended])
        try await Self.requireEnded(at: guizhou, ended, size, peer: federation[0].name)

        let accept = guizhou.submission("accept", record: record)
        for attempt in [
            { _ = try await guizhou.submit(accept) },
            { _ = try await guizhou.local.preview(accept, caller: Self.caller) },
        ] {
            let refused = await #expect(throws: LocalAPI.Problem.self) { try await attempt() }
            #expect(refused?.code == ended.code && refused?.arguments.unnamed == ended.arguments)
        }
        #expect(try await federation[2].size(of: Self.log) == size)
        // It may be taken in again, and then does the same step.
        try await Self.takeIn(again: federation)
        #expect(
            try await guizhou.local.status(caller: Self.caller).logs.allSatisfy(\.alarms.isEmpty)
        )
        // What ran while it was out says so beside where it stands.
        for position in [0, 2] {
            let local = federation[position].test.local
            func told() async throws -> CodedText? {
                try await local.record(record, caller: Self.caller).clocks?
                    .flatMap(\.findings).first { $0.code == "node.clock_bound_was_out" }
            }
            // Whoever comes back hears from the others' logs since when it was out.
            try await eventually("the log in which its leaving was adopted is here") {
                try await told() != nil
            }
            let out = try #require(try await told())
            #expect(out.arguments["left"] == "2" && out.arguments["back"] == "3")
            #expect(out.arguments["address"]?.hasPrefix("520000") == true)
            let (from, to) = (out.arguments["from"] ?? "", out.arguments["to"] ?? "")
            #expect(Timestamp(from) != nil && Timestamp(to) != nil && from <= to)
        }
        _ = try await guizhou.submit(accept)
        let past = try await guizhou.local.inspect(charter: removal.text, caller: Self.caller)
        #expect(past.warnings?.filter { $0.code.contains("membership") } ?? [] == [])
        let superseded = await #expect(throws: LocalAPI.Problem.self) {
            _ = try await guizhou.local.join(charter: removal.text, caller: Self.caller)
        }
        #expect(superseded?.code == "node.charter_superseded")
        try await federation.remove()
    }

    @Test(
        "after the other party of a matter has left, every step that clue show lists is taken, goes to whoever is left, and says so"
    )
    func partyLeft() async throws {
        var back = ""
        let (federation, sent, _, _) = try await Self.make { federation in
            back = try await federation.send(from: 2, to: "350000").entry
            try await eventually("fujian has acknowledged guizhou's clue") {
                try await federation[1].hasReceived(back)
            }
        }
        let left = CodedText(
            "node.party_left",
            ["addresses": "520000/scjg", "mechanism": "exercise"]
        )
        for (position, record, addresses) in [(0, sent, "520000"), (1, back, "520000/scjg")] {
            let node = federation[position].test
            var text = left
            text.arguments["addresses"] = addresses
            let detail = try await node.local.record(record, caller: Self.caller)
            #expect(detail.findings.map(\.unnamed).contains(text))
            let next = try #require(detail.next).filter { $0.here && $0.automatic == nil }
            #expect(next.count >= 2)
            for step in next {
                #expect(step.signers.allSatisfy { !$0.addresses.isEmpty })
                var submission = node.submission(step.event, record: record)
                submission.fields = Self.required[step.event] ?? [:]
                let preview = try await node.local.preview(submission, caller: Self.caller)
                #expect(preview.findings.map(\.unnamed).contains(text))
                #expect(preview.text.contains(#""to""#) == false)
            }
        }
        // The sender takes its clue back, and who is left reads that.
        let cancel = try await federation[0].test.submit(
            federation[0].test.submission("cancel", record: sent)
        )
        #expect(cancel.warnings?.contains { $0.code == left.code } == true)
        try await eventually("fujian sees it cancelled") {
            try await federation[1].test.local.record(sent, caller: Self.caller).summary.state
                == "cancelled"
        }
        let over = try await federation[0].test.local.record(sent, caller: Self.caller)
        #expect(!over.findings.contains { $0.code == left.code })
        // Whoever names the one that left is told who the members are.
        var named = federation[1].test.submission("accept", record: back)
        named.to = ["520000"]
        let refused = await #expect(throws: LocalAPI.Problem.self) {
            try await federation[1].test.submit(named)
        }
        #expect(refused?.code == "node.addressee_outside")
        // Another member can be brought in.
        named.to = ["360000"]
        let accepted = try await federation[1].test.submit(named)
        #expect(accepted.warnings?.contains { $0.code == left.code } != true)
        try await federation.remove()
    }

    @Test(
        "where a city's node has left, the province's node, whose address contains it, is no party of the city's matters and reads nothing of them"
    )
    func widerMember() async throws {
        let members = [
            (name: "jiangxi", region: "360000"), (name: "guizhou", region: "520000"),
            (name: "guiyang", region: "520100"),
        ]
        let federation = try await Federation.make(members)
        let sent = try await federation.send(from: 0, to: "520100")
        try await eventually("guiyang's receipt is at jiangxi") {
            try await federation[0].test.local.record(sent.entry, caller: Self.caller)
                .summary.state == "received"
        }
        let (jiangxi, guizhou) = (federation[0].test, federation[1].test)
        let draft = Federation.draft(Array(members.prefix(2)))
        let created = try await jiangxi.local.create(draft, caller: Self.caller)
        let removal = try await guizhou.local.sign(charter: created.text, caller: Self.caller)
        for local in [jiangxi.local, guizhou.local] {
            _ = try await local.join(charter: removal.text, caller: Self.caller)
        }
        var supplement = jiangxi.submission("supplement", record: sent.entry)
        supplement.fields["attachments"] = .list([.text("照片")])
        let preview = try await jiangxi.local.preview(supplement, caller: Self.caller)
        #expect(preview.findings.contains { $0.code == "node.party_left" })
        #expect(preview.recipients.filter(\.body).isEmpty)
        let taken = try await jiangxi.submit(supplement)
        #expect(taken.warnings?.contains { $0.code == "node.party_left" } == true)
        try await eventually("guizhou has the step, and not what it says") {
            try await guizhou.local.record(sent.entry, caller: Self.caller).timeline
                .first { $0.entry == taken.entry }?.body?.state == .denied
        }
        try await federation.remove()
    }

    /// What the steps that are possible there ask for.
    private static let required: [String: [String: FieldValue]] = [
        "supplement": ["attachments": .list([.text("照片")])],
        "return_misdirected": ["misdirected_rule": .text("第十四条")],
    ]

    @Test(
        "a step that was signed before the revision came is not appended after it, also below the size at which the log ends, and a restart changes nothing"
    )
    func late() async throws {
        var (federation, record, removal, size) = try await Self.make()
        let guizhou = federation[2]
        let mechanism = try #require(MechanismID("exercise"))
        let office = try #require(OfficeID("scjg"))
        let signer = try #require(guizhou.node.view.keyring.offices[office])
        let origin = try Origin(Self.log)
        // As a charter can say, too: a larger size than there is.
        let view = guizhou.node.view
        let last = try #require(view.library.chains[mechanism]?.newestInForce())
        var content = try Charter(parsing: Array(removal.text.utf8)).content
        content.ended = [.init(origin: origin, size: try #require(TreeSize(size + 5)))]
        content.predecessor = last.digest
        let further = try Charter(
            content,
            signers: [0, 1].map { federation[$0].node.view.keyring.node }
        )
        let text = String(decoding: further.note.encoded, as: UTF8.self)
        let joined = try await guizhou.test.local.join(charter: text, caller: Self.caller)
        #expect(joined.warnings?.map(\.code) == ["node.membership_ended"])
        var header = EntryHeader(
            at: try guizhou.node.time.timestamp(),
            machine: try #require(MachineID("clue")),
            event: try #require(EventID("accept"))
        )
        (header.office, header.record) = (office, Digest(hex: record))
        header.from = RegionCode("520000")
        header.rules =
            PackChoice.pack(
                with: header.machine,
                on: LocalDate(of: header.at),
                among: view.packs.packs
            )?.reference
        let entry = try EntryBuilder.entry(header, of: origin, signers: [signer])
        let refused = await #expect(throws: NodeError.self) {
            _ = try await guizhou.node.append(entry, to: origin)
        }
        #expect(refused?.code.rawValue == "membership_ended")
        try await federation.stop(2)
        try await federation.restart(2)
        let again = federation[2].test
        let still = await #expect(throws: LocalAPI.Problem.self) {
            _ = try await again.submit(again.submission("accept", record: record))
        }
        #expect(still?.code == "node.membership_ended")
        #expect(try await federation[2].size(of: Self.log) == size)
        try await federation.remove()
    }

    @Test(
        "status names a member that is connected and has not joined, shows how far each member is, and forgets one that left"
    )
    func notJoined() async throws {
        let federation = try await Federation.make(Self.members, late: [2])
        let jiangxi = federation[0].test.local
        let own = "jiangxi.ipr.example/exercise"
        let silent = CodedText(
            "node.member_shows_nothing",
            ["mechanism": "exercise", "node": "guizhou.ipr.example"]
        )
        try await eventually("guizhou is connected, and fujian has cosigned") {
            let status = try await jiangxi.status(caller: Self.caller)
            let peers = status.logs.first { $0.origin == own }?.peers ?? []
            return status.warnings == [silent]
                && peers.map(\.node) == ["fujian.ipr.example", "guizhou.ipr.example"]
                && peers.map(\.behindBy) == [0, 3]
        }
        #expect(Catalogue.message(silent.code, silent.arguments, in: .en)?.remedy.isEmpty == false)
        _ = try await federation[2].test.local.join(
            charter: federation.charter,
            caller: Self.caller
        )
        try await eventually("it has joined, and cosigned") {
            let status = try await jiangxi.status(caller: Self.caller)
            return status.logs.first { $0.origin == own }?.peers.map(\.behindBy) == [0, 0]
        }
        var draft = Federation.draft(Array(Self.members.prefix(2)))
        draft.ended = [.init(log: Self.log, size: 1)]
        let created = try await jiangxi.create(draft, caller: Self.caller)
        let removal = try await federation[1].test.local
            .sign(charter: created.text, caller: Self.caller)
        _ = try await jiangxi.join(charter: removal.text, caller: Self.caller)
        let status = try await jiangxi.status(caller: Self.caller)
        let line = try #require(status.logs.first { $0.origin == own })
        #expect(line.peers.map(\.node) == ["fujian.ipr.example"])
        try await federation.remove()
    }

    @Test(
        "of a revision that leaves this node out, one that does not follow what its log has adopted, or stands beside another, is not taken"
    )
    func unfit() async throws {
        let (federation, _, removal, _) = try await Self.make()
        let guizhou = federation[2]
        _ = try await guizhou.test.local.join(charter: removal.text, caller: Self.caller)
        var content = try Charter(parsing: Array(removal.text.utf8)).content
        content.titleEn = "Another"
        let rival = try Charter(
            content,
            signers: [0, 1].map { federation[$0].node.view.keyring.node }
        )
        let text = String(decoding: rival.note.encoded, as: UTF8.self)
        let refused = await #expect(throws: LocalAPI.Problem.self) {
            _ = try await guizhou.test.local.join(charter: text, caller: Self.caller)
        }
        #expect(refused?.code == "ledger_parties.charters_rival")
        #expect(guizhou.node.view.library.membership(of: rival.digest) == nil)
        #expect(try await guizhou.test.local.status(caller: Self.caller).warnings.count == 1)
        // Nor one that follows nothing that is here, or begins the mechanism anew.
        var orphan = content
        (orphan.revision, orphan.predecessor) = (3, SHA256.digest(of: [7]))
        var first = content
        (first.revision, first.predecessor, first.ended) = (1, nil, [])
        for (content, code) in [
            (orphan, "ledger_parties.charter_predecessor_unknown"),
            (first, "ledger_parties.charters_rival"),
        ] {
            let charter = try Charter(
                content,
                signers: [0, 1].map { federation[$0].node.view.keyring.node }
            )
            let text = String(decoding: charter.note.encoded, as: UTF8.self)
            let refused = await #expect(throws: LocalAPI.Problem.self) {
                _ = try await guizhou.test.local.join(charter: text, caller: Self.caller)
            }
            #expect(refused?.code == code)
            #expect(guizhou.node.view.library.membership(of: charter.digest) == nil)
            let stored = try await guizhou.node.store.read { try $0.charter(charter.digest) }
            #expect(stored == nil)
        }
        // One that names this node may be chosen against the one that ends its membership, and whoever does is told of both.
        let library = guizhou.node.view.library
        let known = try #require(
            content.predecessor.flatMap { library.membership(of: $0)?.charter }
        )
        content.members = known.content.members
        content.ended = []
        let other = try Charter(
            content,
            signers: [0, 1, 2].map { federation[$0].node.view.keyring.node }
        )
        let chosen = try await guizhou.test.local.join(
            charter: String(decoding: other.note.encoded, as: UTF8.self),
            caller: Self.caller
        )
        #expect(chosen.adopted)
        #expect(chosen.warnings?.map(\.code) == ["ledger_parties.charters_rival"])
        try await federation.remove()
    }

    @Test(
        "a later revision without this node that repeats no end changes nothing of the first one's, and an older one that is taken once more is told of it"
    )
    func laterRevision() async throws {
        let (federation, record, removal, size) = try await Self.make()
        let guizhou = federation[2].test
        let joined = try await guizhou.local.join(charter: removal.text, caller: Self.caller)
        let ended = try #require(joined.warnings?.first)
        #expect(ended.arguments["revision"] == "2" && ended.arguments["size"] == "\(size)")
        let two = try Charter(parsing: Array(removal.text.utf8))
        var content = two.content
        (content.predecessor, content.revision, content.ended) = (two.digest, 3, [])
        let three = try Charter(
            content,
            signers: [0, 1].map { federation[$0].node.view.keyring.node }
        )
        let later = try await guizhou.local.join(
            charter: String(decoding: three.note.encoded, as: UTF8.self),
            caller: Self.caller
        )
        #expect(later.revision == 3 && later.warnings == [ended])
        let shown = try await guizhou.local.mechanism("exercise", caller: Self.caller)
        #expect(shown.revision == 3 && shown.warnings == [ended])
        let again = try await guizhou.local.join(charter: federation.charter, caller: Self.caller)
        #expect(again.adopted && again.warnings == [ended])
        let refused = await #expect(throws: LocalAPI.Problem.self) {
            _ = try await guizhou.submit(guizhou.submission("accept", record: record))
        }
        #expect(refused?.arguments.unnamed == ended.arguments)
        try await federation.remove()
    }

    @Test("a member that becomes an observer signs no step any more, and is told so")
    func observing() async throws {
        let federation = try await Federation.make(Self.members)
        let guizhou = federation[2].test
        try await eventually("the others hold its log") {
            let size = try await federation[2].size(of: Self.log)
            let here = try await [
                federation[0].size(of: Self.log), federation[1].size(of: Self.log),
            ]
            return here == [size, size]
        }
        let created = try await federation[0].test.local.create(
            Federation.draft(Self.members, observers: [2]),
            caller: Self.caller
        )
        let charter = try await federation[1].test.local
            .sign(charter: created.text, caller: Self.caller)
        let joined = try await guizhou.local.join(charter: charter.text, caller: Self.caller)
        #expect(joined.warnings?.map(\.code) == ["node.membership_ended"])
        let refused = await #expect(throws: LocalAPI.Problem.self) {
            _ = try await federation.send(from: 2, to: "350000")
        }
        #expect(refused?.code == "node.membership_ended")
        try await federation.remove()
    }

    @Test(
        "where the revision's file cannot be written, join fails, nothing is signed all the same, and it can be run again"
    )
    func fileFails() async throws {
        let (federation, record, removal, _) = try await Self.make()
        let guizhou = federation[2].test
        let folder = guizhou.home.charters
        let aside = folder.deletingLastPathComponent().appending(path: "aside")
        try FileManager.default.moveItem(at: folder, to: aside)
        try Data().write(to: folder)
        await #expect(throws: LocalAPI.Problem.self) {
            _ = try await guizhou.local.join(charter: removal.text, caller: Self.caller)
        }
        let refused = await #expect(throws: LocalAPI.Problem.self) {
            _ = try await guizhou.submit(guizhou.submission("accept", record: record))
        }
        #expect(refused?.code == "node.membership_ended")
        try FileManager.default.removeItem(at: folder)
        try FileManager.default.moveItem(at: aside, to: folder)
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path).count
        let joined = try await guizhou.local.join(charter: removal.text, caller: Self.caller)
        #expect(joined.warnings?.map(\.code) == ["node.membership_ended"])
        let after = try FileManager.default.contentsOfDirectory(atPath: folder.path).count
        #expect(after == before + 1)
        try await federation.remove()
    }
}
