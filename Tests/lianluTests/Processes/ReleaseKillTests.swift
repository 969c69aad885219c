import Cryptography
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import TestSupport
import Testing
import TransparencyLog

@testable import lianlu

/// A node that is killed between the moment in which an officer signs and the one in which the matter is sent.
@Suite(.serialized) struct ReleaseKillTests {
    /// Where the kill falls.
    private enum Moment: CaseIterable {
        /// The officer has read and signed; the node has not got it.
        case beforeApproval
        /// The approval is on its way.
        case inApproval
        /// It was acknowledged, and nothing was sent.
        case afterApproval
        /// The matter is on its way into the mechanism.
        case inSending
    }

    private static let roundCount = 8
    private static let head = "赣市监字"
    private static let letter = "f4"
    private static let letterHead = "赣市监移字"
    private static let home = "jiangxi.ipr.example/home"
    private static let log = "jiangxi.ipr.example/exercise"

    /// The officer with his key, as he has it in his own process.
    private struct Officer {
        let key: Ed25519.PrivateKey
        let handedOver: String

        init() throws {
            key = try Ed25519.PrivateKey()
            handedOver = "\(try OfficerKey(publicKey: key.publicKey.rawBytes).handedOver)"
        }

        func sign(_ draft: String, at node: NodeProcess) async throws -> ApprovalDocument {
            let shown = try await node.client.send(
                .prepare(ApprovalQuestion(draft: draft, key: handedOver))
            )
            let text = try ApprovalText(parsing: Array(shown.text.utf8))
            let name = try KeyName(try #require(text.approverName))
            let note = try Note(
                text: text.bytes,
                signers: [try Ed25519Signer(name: name, privateKey: key)]
            )
            return ApprovalDocument(
                draft: draft,
                note: String(decoding: note.encoded, as: UTF8.self)
            )
        }
    }

    /// A node that numbers one document, with its peer.
    private struct World {
        let jiangxi: NodeProcess
        let fujian: NodeProcess
        let cards: [String]
        let officer: Officer

        static func make(numbering document: String) async throws -> World {
            let jiangxi = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
            let fujian = try await NodeProcess.make("fujian.ipr.example", region: "350000")
            let file = URL(filePath: jiangxi.home + "/lianlu.yaml")
            let text =
                try String(contentsOf: file, encoding: .utf8)
                + "document-numbers:\n  scjg:\n    \(document): \(head)\n"
                // A letter bears a number of its own, never that of the form by which it was approved.
                + (document == letter ? "" : "    \(letter): \(letterHead)\n")
            try Data(text.utf8).write(to: file)
            for node in [jiangxi, fujian] { try await node.start() }
            let cards = try await NodeProcess.introduce(jiangxi, fujian)
            let officer = try Officer()
            _ = try await jiangxi.client.send(
                .enrol(
                    OfficerEnrolment(
                        key: officer.handedOver,
                        office: "scjg",
                        rank: "responsible",
                        name: "张三"
                    )
                )
            )
            return World(jiangxi: jiangxi, fujian: fujian, cards: cards, officer: officer)
        }

        func remove() async throws {
            for node in [jiangxi, fujian] { try await node.remove() }
        }
    }

    private static func step(_ event: String, of record: String? = nil) -> EntrySubmission {
        var step = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "handover-administrative",
            event: event
        )
        (step.record, step.office) = (record, "scjg")
        switch event {
        case "create":
            step.fields = [
                "cause": .text("销售侵犯注册商标专用权的商品"), "title": .text("【演练】移送"),
                "jurisdiction_rule": .text("行政处罚程序规定第十四条"),
                "subject_name": .text("某公司"), "ip_right": .text("trademark"),
                "goods": .text("运动鞋"), "handling_officers": .list([.text("甲"), .text("乙")]),
            ]
        case "send":
            (step.mechanism, step.to) = ("exercise", ["350000"])
            step.fields = [
                "receiver_offices": .list([.text("350000")]), "liaison": .text("联络员"),
                "mechanism": .text("exercise"), "scope": .text("internal"),
                "no_state_secret": .boolean(true), "sender_office": .text("360000/scjg"),
                "file_list": .list([.text("案卷一册")]),
            ]
        default: break
        }
        return step
    }

    /// Makes a call, kills the node while it is on its way, and starts it again; nil where no answer came.
    private static func cut<Answer: Sendable>(
        _ call: LocalCall<Answer>,
        at node: NodeProcess,
        after pause: Duration
    ) async throws -> Answer? {
        let client = node.client
        async let answer = client.send(call)
        try await Task.sleep(for: pause)
        await node.kill()
        let got: Answer?
        do {
            got = try await answer
        } catch is LocalAPIError {
            // Nobody knows whether it was done.
            got = nil
        }
        try await node.start()
        return got
    }

    /// What a node says after a kill is what a whole node would say: the step bears both signatures, or waits with nothing signed.
    private static func requireWholeOrWaiting(
        _ draft: String,
        _ size: Int,
        _ world: World,
        _ comment: Comment
    ) async throws {
        let entries = try await world.jiangxi.entries(of: home)
        #expect(entries.allSatisfy { $0.verdict.class == .valid }, comment)
        var waiting: [String] = []
        try await world.jiangxi.client.list(.drafts) { waiting.append($0.draft) }
        let new = Array(entries.dropFirst(size))
        #expect(waiting.contains(draft) != !new.isEmpty, comment)
        #expect(new.count <= 1, comment)
        #expect(new.allSatisfy { $0.text?.contains("\"officer\":\"o-") == true }, comment)
    }

    /// The numbered step of each round has its number, in the order of the entries and without a gap.
    private static func requireInOrder(_ numbers: [String], _ seed: UInt64) {
        #expect(numbers.allSatisfy { $0.hasPrefix(head) }, "seed \(seed)")
        let sequences = numbers.compactMap { number in
            number.split(separator: "〕").last.flatMap { Int($0.dropLast()) }
        }
        #expect(sequences == Array(1...roundCount), "seed \(seed): \(numbers)")
    }

    @Test(
        "killed at any moment between an officer's signature and the sending, a node has the approval whole or not at all, goes on with it when it is asked again, and loses no number",
        arguments: [(document: "f8", isOfApproval: true), ("f4", false)]
    )
    func killed(_ document: String, _ isOfApproval: Bool) async throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SeededRandom(seed)
        let world = try await World.make(numbering: document)
        let (node, officer) = (world.jiangxi, world.officer)
        var (approvals, letters): ([Acknowledgement], [Acknowledgement]) = ([], [])
        var took = (approval: Duration.milliseconds(20), sending: Duration.milliseconds(20))
        var outcomes: [String: Int] = [:]
        for round in 0..<Self.roundCount {
            let moment = Moment.allCases[round % Moment.allCases.count]
            let comment: Comment = "seed \(seed), round \(round), \(moment)"
            let record = try await node.client.send(.submit(Self.step("create"))).entry
            let draft = try await node.client.send(.draft(Self.step("approve", of: record))).draft
            let approval = try await officer.sign(draft, at: node)
            let size = try await node.entries(of: Self.home).count
            func pause(_ took: Duration) -> Duration {
                took * Int.random(in: 0...150, using: &random) / 100
            }
            switch moment {
            case .beforeApproval:
                await node.kill()
                try await node.start()
                try await Self.requireWholeOrWaiting(draft, size, world, comment)
            case .inApproval:
                let answer = try await Self.cut(
                    .approve(approval),
                    at: node,
                    after: pause(took.approval)
                )
                try await Self.requireWholeOrWaiting(draft, size, world, comment)
                let isThere = try await node.entries(of: Self.home).count > size
                #expect(answer == nil || isThere, comment)
                outcomes["approved \(isThere)", default: 0] += 1
            case .afterApproval, .inSending: break
            }
            // The same note, as whoever got no answer hands it in again.
            let start = ContinuousClock.now
            let approved = try await node.client.send(.approve(approval))
            if moment == .beforeApproval { took.approval = ContinuousClock.now - start }
            approvals.append(approved)
            #expect(try await node.entries(of: Self.home).count == size + 1, comment)
            if moment == .afterApproval {
                await node.kill()
                try await node.start()
                try await Self.requireWholeOrWaiting(draft, size, world, comment)
                #expect(try await node.client.send(.approve(approval)) == approved, comment)
            }
            let send = Self.step("send", of: record)
            var answer: Acknowledgement?
            if moment == .inSending {
                answer = try await Self.cut(.submit(send), at: node, after: pause(took.sending))
                outcomes["sent \(answer != nil)", default: 0] += 1
            }
            let sending = ContinuousClock.now
            let sent = try await node.client.send(.submit(send))
            if moment == .afterApproval { took.sending = ContinuousClock.now - sending }
            #expect(answer == nil || answer == sent, comment)
            letters.append(sent)
        }
        print("outcomes: \(outcomes)")
        let numbers = (isOfApproval ? approvals : letters).compactMap(\.documentNumber)
        Self.requireInOrder(numbers, seed)
        let sent = try await node.entries(of: Self.log)
            .filter { $0.text?.contains("\"event\":\"send\"") == true }
        #expect(sent.map(\.entry) == letters.map(\.entry), "seed \(seed)")
        #expect(sent.allSatisfy { $0.verdict.class == .valid }, "seed \(seed)")
        try await node.requireSound(trusting: world.cards)
        try await world.remove()
    }
}
