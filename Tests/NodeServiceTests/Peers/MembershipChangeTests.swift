import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import PeerAPI
import Replication
import SQLiteStorage
import Synchronization
import Testing
import TransparencyLog
import Wording

@testable import NodeService

/// What a node is told, shown and asked when it leaves a mechanism or comes into one, over real connections.
@Suite(.serialized) struct MembershipChangeTests {
    private static let members = [
        (name: "jiangxi", region: "360000"), (name: "fujian", region: "350000"),
        (name: "guizhou", region: "520000"),
    ]
    private static let jiangxi = "jiangxi.ipr.example/exercise"

    @Test("what was queued for a member before it was removed is not sent to it afterwards")
    func queuedNotice() async throws {
        let federation = try await Federation.make(Self.members)
        let fujian = federation[1]
        let evidence = try Notice(parsing: try await Self.evidence(against: federation[0]).encoded)
        let first = try #require(fujian.node.view.library.chains.values.first?.newestInForce())
        try await Self.remove(2, from: federation)
        let heard = Mutex<[Digest]>([])
        let recorder = try await LyingPeer.start(
            inPlaceOf: federation[2],
            ports: federation.ports
        ) { service in
            service.onNotice = { notice in heard.withLock { $0.append(notice.digest) } }
        }
        let session = try #require(
            fujian.supervisor.session(with: KeyName("guizhou.ipr.example"))
        )
        session.post(.redial)
        // The first charter names guizhou, which may have it, and comes after evidence.
        let allowed = try Notice(parsing: first.note.encoded)
        for notice in [evidence, allowed] { session.post(.enqueue(notice)) }
        try await eventually("guizhou is told what it may know") {
            heard.withLock { $0.contains(allowed.digest) }
        }
        #expect(!heard.withLock { $0.contains(evidence.digest) })
        await recorder.stop()
        try await federation.remove()
    }

    @Test("a removed member is shown no head, and asked for nothing, of the logs that it has left")
    func removedMember() async throws {
        let federation = try await Federation.make(Self.members)
        let fujian = federation[1].supervisor
        let guizhou = try KeyName("guizhou.ipr.example")
        let origin = try Origin(Self.jiangxi)
        let follower = try #require(try fujian.follower(of: origin))
        try await eventually("guizhou shows fujian jiangxi's log") {
            follower.holders.contains(guizhou)
        }
        #expect(!(try fujian.sessionDocument(for: guizhou).logs.isEmpty))
        _ = try fujian.line(to: guizhou, for: follower.name)
        try await Self.remove(2, from: federation)
        try await eventually("guizhou is no source any more") {
            !follower.holders.contains(guizhou)
        }
        #expect(throws: SourceGone.self) { try fujian.line(to: guizhou, for: follower.name) }
        // As one leaves it that still knew the charter before.
        try fujian.heads.setLogs([origin], of: guizhou)
        #expect(try fujian.sessionDocument(for: guizhou).logs.isEmpty)
        let polled = try await NodePeerService(fujian).heads(
            HeadsQuery(since: nil, waitSeconds: 1),
            for: guizhou
        )
        #expect(polled?.logs.isEmpty != false)
        try await federation.remove()
    }

    @Test("a new member is told of the forks that were found before it came")
    func newMember() async throws {
        var federation = try await Federation.make(Self.members)
        try await federation.admit("hainan", region: "460000")
        let hainan = federation[3]
        let evidence = try Notice(parsing: try await Self.evidence(against: federation[0]).encoded)
        try await Self.line(from: federation[2], to: federation[1])
            .inControl { try await $0.send(evidence) }
        try await eventually("fujian has quarantined jiangxi's log") {
            try await Self.isQuarantined(Self.jiangxi, at: federation[1])
        }
        let all = Self.members + [(name: "hainan", region: "460000")]
        let caller = Federation.caller
        var text = try await federation[1].test.local.create(
            Federation.draft(all),
            caller: caller
        ).text
        for position in [0, 2, 3] {
            text = try await federation[position].test.local.sign(charter: text, caller: caller)
                .text
        }
        for position in [1, 2] {
            _ = try await federation[position].test.local.join(charter: text, caller: caller)
        }
        // It asks whoever is connected for the first revision.
        _ = try await Self.line(from: hainan, to: federation[1])
        _ = try await hainan.test.local.join(charter: text, caller: caller)
        try await eventually("hainan has quarantined it too") {
            try await Self.isQuarantined(Self.jiangxi, at: hainan)
        }
        try await federation.remove()
    }

    @Test("no verdict waits for a peer that is slow to give a rule pack")
    func slowPack() async throws {
        let federation = try await Federation.make(Array(Self.members.prefix(2)))
        let fujian = federation[1]
        let asked = Mutex(false)
        let slow = try await LyingPeer.start(
            inPlaceOf: federation[0],
            ports: federation.ports
        ) { service in
            service.rulePack = { _ in
                asked.withLock { $0 = true }
                // Answered never: it ends when the asker gives up, or with the liar.
                let (silence, input) = AsyncStream<Never>.makeStream()
                for await _ in silence {}
                input.finish()
                return nil
            }
        }
        try fujian.supervisor.session(with: KeyName("jiangxi.ipr.example"))?.post(.redial)
        let line = try await Self.line(from: federation[0], to: fujian)
        let pack = try #require(PackReference("clue-9@\(SHA256.digest(of: [9]).hex)"))
        let two = try Self.revision(in: federation, at: 1, by: [0, 1]) { $0.rules.append(pack) }
        try await line.inControl { try await $0.send(Notice(parsing: two.note.encoded)) }
        try await eventually("the slow peer is asked for the pack") { asked.withLock { $0 } }
        let three = try Self.revision(in: federation, at: 1, by: [0, 1]) { $0.titleEn = "Three" }
        try await line.inControl { try await $0.send(Notice(parsing: three.note.encoded)) }
        try await eventually("verdicts are made under the newest revision") {
            let facts = fujian.node.view.library.grantFacts
            let text = Array(facts.sorted().joined(separator: "\n").utf8)
            return try await fujian.node.store.read {
                try $0.meta(CharterLibrary.scannedFactsName) == text
            } && fujian.node.view.library.membership(of: three.digest) != nil
        }
        let failures = fujian.supervisor.observed.current.peers.values.compactMap(\.lastError?.code)
        #expect(!failures.contains("tls_transport.response_stalled"), "before it gave up waiting")
        await slow.stop()
        try await federation.remove()
    }

    @Test(
        "whoever drafts or signs a revision is told which steps that count here it takes back, and which end nobody here has seen"
    )
    func takingBack() async throws {
        let federation = try await Federation.make(Self.members)
        let guizhou = "guizhou.ipr.example/exercise"
        let sent = try await federation.send(from: 2, to: "350000")
        for position in [0, 1] {
            try await eventually("node \(position) holds the clue") {
                try await federation[position].size(of: guizhou) > sent.index
            }
        }
        let size = try await federation[1].size(of: guizhou)
        var draft = Federation.draft(Array(Self.members.prefix(2)))
        func created(endingAt end: UInt64) async throws -> CharterDocument {
            draft.ended = [.init(log: guizhou, size: end)]
            return try await federation[0].test.local.create(draft, caller: Federation.caller)
        }
        let successors = CodedText(
            "node.ended_successors",
            ["log": "\(guizhou)/2", "node": "guizhou.ipr.example"]
        )
        let whole = try await created(endingAt: size)
        #expect(whole.warnings == [successors])
        #expect(
            try await federation[1].test.local.sign(
                charter: whole.text,
                caller: Federation.caller
            ).warnings == [successors]
        )
        let beyond = try await created(endingAt: size + 1)
        #expect(beyond.warnings?.map(\.code) == ["node.ended_beyond", "node.ended_successors"])
        let early = try await created(endingAt: sent.index)
        let warning = CodedText(
            "node.ended_takes_back",
            ["count": "1", "held": "\(size)", "origin": guizhou, "size": "\(sent.index)"]
        )
        #expect(early.warnings == [warning, successors])
        let other = federation[1].test.local
        #expect(
            try await other.inspect(charter: early.text, caller: Federation.caller).warnings
                == [warning, successors]
        )
        #expect(
            try await other.sign(charter: early.text, caller: Federation.caller).warnings
                == [warning, successors]
        )
        for code in [
            "node.ended_takes_back", "node.ended_beyond", "node.ended_not_here",
            "node.ended_successors",
        ] {
            #expect(Catalogue.text(code) != nil)
        }
        try await federation.remove()
    }

    @Test(
        "a member that left and is taken in again counts from then on, and its entries are acknowledged"
    )
    func comeback() async throws {
        let federation = try await Federation.make(Self.members)
        let guizhou = "guizhou.ipr.example/exercise"
        try await eventually("the log of the one that leaves is here") {
            try await federation[0].size(of: guizhou) >= 2
        }
        let size = try await federation[0].size(of: guizhou)
        let removal = try await Self.adopt(
            Federation.draft(Array(Self.members.prefix(2))),
            in: federation,
            by: [0, 1]
        )
        #expect(removal.ended == [.init(log: guizhou, size: size)])
        #expect(removal.warnings?.map(\.code) == ["node.ended_successors"])
        // Removed members are not told; this one learns of the revision when it comes back.
        let back = try await Self.adopt(
            Federation.draft(Self.members),
            in: federation,
            by: [0, 1, 2]
        )
        #expect(back.ended.isEmpty)
        let older = await #expect(throws: LocalAPI.Problem.self) {
            _ = try await federation[2].test.local.join(
                charter: federation.charter,
                caller: Federation.caller
            )
        }
        #expect(older?.code == "node.charter_superseded")
        _ = try await federation.send(from: 2, to: "350000")
        try await eventually("fujian acknowledges") {
            try await federation[1].count(of: "receive", in: "exercise") == 1
        }
        try await federation.remove()
    }

    @Test(
        "no revision is drafted that ends a log which is not here, unless somebody says where; and none is signed that does not say where"
    )
    func unknownEnd() async throws {
        let two = try await TwoNodes.make()
        let caller = TestNode.operatorCaller
        var draft = CharterDraft(
            mechanism: "exercise",
            titleZh: "演练",
            titleEn: "Exercise",
            members: [.init(address: "360000", node: "jiangxi.ipr.example")]
        )
        let fujian = "fujian.ipr.example/exercise"
        let refused = await #expect(throws: LocalAPI.Problem.self) {
            _ = try await two.jiangxi.local.create(draft, caller: caller)
        }
        #expect(refused?.code == "node.ended_log_unknown")
        #expect(refused?.arguments["origin"] == fujian)
        for (log, size) in [
            ("jiangxi.ipr.example/exercise", 2), ("fujian.ipr.example/other", 2),
            ("nobody.ipr.example/exercise", 2), (fujian, .max),
        ] as [(String, UInt64)] {
            draft.ended = [.init(log: log, size: size)]
            let malformed = await #expect(throws: LocalAPI.Problem.self) {
                _ = try await two.jiangxi.local.create(draft, caller: caller)
            }
            let code = size == .max ? "submission_malformed" : "ended_log_unfit"
            #expect(malformed?.code == "node.\(code)")
        }
        draft.ended = [.init(log: fujian, size: 2)]
        let created = try await two.jiangxi.local.create(draft, caller: caller)
        let unseen = CodedText("node.ended_not_here", ["origin": fujian, "size": "2"])
        let successors = CodedText(
            "node.ended_successors",
            ["log": "\(fujian)/2", "node": "fujian.ipr.example"]
        )
        #expect(created.warnings == [unseen, successors])
        #expect(created.text.contains("\nended \(fujian) 2\n"))
        // A log of which nothing has been verified yet ends nowhere by itself, whatever its number.
        let successor = try Origin("\(fujian)/2")
        try await two.jiangxi.node.store.write { try $0.createLog(successor, kind: .mirrored) }
        let partial = await #expect(throws: LocalAPI.Problem.self) {
            _ = try await two.jiangxi.local.create(draft, caller: caller)
        }
        #expect(partial?.code == "node.ended_log_unknown")
        #expect(partial?.arguments["origin"] == "\(successor)")
        draft.ended?.append(.init(log: "\(successor)", size: 5))
        let stated = try await two.jiangxi.local.create(draft, caller: caller)
        #expect(stated.text.contains("\nended \(fujian) 2\nended \(successor) 5\n"))
        #expect(stated.warnings?.last?.arguments["log"] == "\(fujian)/3")
        let silent = created.text.replacing("ended \(fujian) 2\n", with: "")
        let unsigned = try #require(
            silent.ranges(of: "\n\n").first.map { silent[..<$0.upperBound] }
        )
        let note = try Note(
            text: Array(unsigned.utf8.dropLast()),
            signers: [two.jiangxi.node.view.keyring.node]
        )
        let unsignable = await #expect(throws: LocalAPI.Problem.self) {
            _ = try await two.jiangxi.local.sign(
                charter: String(decoding: note.encoded, as: UTF8.self),
                caller: caller
            )
        }
        #expect(unsignable?.code == "ledger_parties.charter_lacks_ends")
        try await two.remove()
    }

    @Test(
        "whoever looks at a revision that says nothing of a successor log which is here is told what of it will not count any more"
    )
    func silentSuccessor() async throws {
        let two = try await TwoNodes.make()
        let (jiangxi, caller) = (two.jiangxi, TestNode.operatorCaller)
        let (fujian, mechanism) = ("fujian.ipr.example/exercise", MechanismID("exercise"))
        var draft = CharterDraft(
            mechanism: "exercise",
            titleZh: "演练",
            titleEn: "Exercise",
            members: [.init(address: "360000", node: "jiangxi.ipr.example")]
        )
        draft.ended = [.init(log: fujian, size: 2)]
        let created = try await jiangxi.local.create(draft, caller: caller)
        #expect(created.warnings?.contains { $0.code == "node.ended_takes_back" } == false)
        let successor = try Origin("\(fujian)/2")
        let (view, now) = (two.fujian.node.view, two.fujian.node.time.now())
        let key = try NodeKeyring.makeSigner(
            name: "\(successor)",
            at: two.fujian.home.root.appending(path: "successor.key")
        )
        let chain = try #require(mechanism.flatMap { view.library.chains[$0] })
        let entries = try OwnLogs.firstEntries(
            charter: chain.newestInForce()?.digest,
            key: key,
            view: view,
            now: now
        )
        let stops = jiangxi.node.stops
        let checkpoint = try await jiangxi.node.store.write { transaction in
            try LogOpening.open(
                successor,
                key: key,
                entries: entries,
                now: now,
                view: view,
                stops: stops,
                in: transaction
            )
        }
        let warning = CodedText(
            "node.ended_takes_back",
            [
                "count": "0", "held": "\(checkpoint.size)", "origin": "\(successor)", "size": "0",
            ]
        )
        let seen = try await jiangxi.local.inspect(charter: created.text, caller: caller)
        #expect(seen.warnings?.contains(warning) == true, "\(seen.warnings ?? [])")
        try await two.remove()
    }

    @Test(
        "of a long chain of charters a peer is sent the oldest that it lacks, which it can take, and no more than may wait for it"
    )
    func longChain() async throws {
        let federation = try await Federation.make(Array(Self.members.prefix(2)))
        let node = federation[0]
        let signers = federation.nodes.map(\.node.view.keyring.node)
        var library = node.node.view.library
        let first = try #require(library.chains.values.first?.newestInForce())
        var (last, digests) = (first, [Digest]())
        for number in 0..<Limits.sentCharterCountMax + 1 {
            var content = last.content
            content.revision += 1
            content.predecessor = last.digest
            content.titleEn = "Revision \(number)"
            last = try Charter(content, signers: signers)
            digests.append(last.digest)
            _ = try library.take(last)
        }
        node.node.update { [library] in $0.library = library }
        let sent = try node.supervisor.parties.chain(of: "exercise", from: first.digest)
        let read = try sent.map { try Charter(parsing: $0.bytes).digest }
        #expect(read == Array(digests.dropLast()))
        try await federation.remove()
    }

    // MARK: Parts

    /// Drafts a revision at the first of these positions; they all sign and adopt it.
    private static func adopt(
        _ draft: CharterDraft,
        in federation: Federation,
        by positions: [Int]
    ) async throws -> CharterDocument {
        let nodes = positions.map { federation[$0].test.local }
        var charter = try await nodes[0].create(draft, caller: Federation.caller)
        for node in nodes.dropFirst() {
            charter = try await node.sign(charter: charter.text, caller: Federation.caller)
        }
        for node in nodes {
            let joined = try await node.join(charter: charter.text, caller: Federation.caller)
            #expect(joined.adopted && joined.inForce)
        }
        return charter
    }

    /// Proof that a node signed two heads of its log that cannot both be true; it is not known to anybody yet.
    private static func evidence(against author: RunningNode) async throws -> ForkEvidence {
        let origin = try Origin("\(author.name)/exercise")
        let mechanism = try #require(MechanismID("exercise"))
        let signer = try #require(author.node.view.keyring.logs[mechanism])
        let open = try await author.node.store.read { transaction in
            try #require(try transaction.entryBytes(of: origin, at: 0))
        }
        return try ForkEvidence.sameSize(
            node: author.node.view.card.key,
            keys: [open],
            Checkpoint(size: 9, root: SHA256.digest(of: [0]), signer: signer),
            Checkpoint(size: 9, root: SHA256.digest(of: [1]), signer: signer)
        )
    }

    private static func isQuarantined(_ log: String, at node: RunningNode) async throws -> Bool {
        try await node.node.store.read { transaction in
            try transaction.quarantine(of: Origin(log)) != nil
        }
    }

    /// Brings a revision without a member to fujian, signed by the two others.
    private static func remove(_ position: Int, from federation: Federation) async throws {
        let name = federation[position].name
        let removal = try revision(in: federation, at: 1, by: [0, 1]) { content in
            content.members.removeAll { $0.node.text == name }
            content.ended = [.init(origin: try Origin("\(name)/exercise"), size: 0)]
        }
        try await line(from: federation[0], to: federation[1])
            .inControl { try await $0.send(Notice(parsing: removal.note.encoded)) }
        #expect(federation[1].node.view.library.membership(of: removal.digest) != nil)
    }

    @Test("a member that has not joined the revision in force is told so until it does")
    func revisionNotJoined() async throws {
        let federation = try await Federation.make(Array(Self.members.prefix(2)))
        let two = try Self.revision(in: federation, at: 0, by: [0, 1]) { $0.titleEn = "Two" }
        let text = String(decoding: two.note.encoded, as: UTF8.self)
        _ = try await federation[0].test.local.join(charter: text, caller: Federation.caller)
        let expected = CodedText(
            "node.revision_not_joined",
            ["mechanism": "exercise", "revision": "2"]
        )
        func warnings(_ position: Int) async throws -> [CodedText] {
            try await federation[position].test.local.status(caller: Federation.caller).warnings
        }
        try await eventually("fujian is told") { try await warnings(1).contains(expected) }
        #expect(!(try await warnings(0).contains(expected)))
        // Whoever takes a step there is told so as well, before and after it is signed.
        let fujian = federation[1].test
        var (_, send) = try await fujian.approved(to: "360000")
        send.fields["receiver_offices"] = .list([.text("360000")])
        let preview = try await fujian.local.preview(send, caller: Federation.caller)
        #expect(preview.findings.map(\.unnamed).contains(expected))
        let warned = try await fujian.submit(send).warnings ?? []
        #expect(warned.map(\.unnamed).contains(expected))
        _ = try await federation[1].test.local.join(charter: text, caller: Federation.caller)
        #expect(!(try await warnings(1).contains(expected)))
        try await federation.remove()
    }

    /// A next revision as `position` knows the chain, signed by the nodes at these positions.
    private static func revision(
        in federation: Federation,
        at position: Int,
        by signers: [Int],
        _ change: (inout CharterContent) throws -> Void
    ) throws -> Charter {
        let library = federation[position].node.view.library
        let last = try #require(library.chains.values.first?.newestInForce())
        var content = last.content
        content.revision += 1
        content.predecessor = last.digest
        try change(&content)
        return try Charter(content, signers: signers.map { federation[$0].node.view.keyring.node })
    }

    private static func line(from node: RunningNode, to other: RunningNode) async throws -> PeerLine
    {
        let peer = try KeyName(other.name)
        try await eventually("a session of \(node.name) with \(other.name)") {
            node.supervisor.session(with: peer)?.line != nil
        }
        return try node.supervisor.line(to: peer)
    }
}
