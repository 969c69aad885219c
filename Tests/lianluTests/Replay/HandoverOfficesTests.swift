import Casework
import Foundation
import LocalAPI
import NodeService
import Testing
import Wording

@testable import lianlu

/// A case goes from the market regulator to the police of one province: to the office that the address belongs to.
@Suite struct HandoverOfficesTests {
    /// A node with its member address in the exercise.
    private struct Member {
        let address: String
        let node: ReplayNode
    }

    private static let mechanism = "exercise"

    /// Nodes that know each other and share the exercise.
    private static func members(
        _ parties: [(address: String, name: String, offices: [String])]
    ) async throws -> [Member] {
        let start = try #require(Timestamp("2026-11-20T09:00:00+08:00")).instant
        let (clock, ports) = (ReplayClock(start), ReplayPorts())
        var members: [Member] = []
        for party in parties {
            let node = try await ReplayNode.start(
                "\(party.name).ipr.example",
                region: String(party.address.prefix(6)),
                offices: ReplayWorld.offices.filter { party.offices.contains($0.key) },
                clock: clock,
                ports: ports
            )
            members.append(Member(address: party.address, node: node))
        }
        for one in members {
            for other in members where one.node !== other.node {
                let card = try await other.node.client.send(.card)
                let addition = PeerAddition(card: card.card, fingerprint: card.fingerprint)
                _ = try await one.node.client.send(.add(addition))
            }
        }
        let draft = CharterDraft(
            mechanism: mechanism,
            titleZh: "演练",
            titleEn: "Exercise",
            members: members.map { .init(address: $0.address, node: $0.node.name) }
        )
        var text = try await members[0].node.client.send(.create(draft)).text
        for member in members.dropFirst() {
            text = try await member.node.client.send(.sign(charter: text)).text
        }
        for member in members { _ = try await member.node.client.send(.join(charter: text)) }
        return members
    }

    private static func run(
        _ arguments: [String],
        at member: Member
    ) async throws -> InProcess.Outcome {
        try await InProcess.run(
            arguments,
            home: member.node.home.root.path,
            operations: .installed
        )
    }

    /// Hands a case over from 360000/scjg.
    private static func send(
        to address: String,
        at member: Member
    ) async throws
        -> InProcess.Outcome
    {
        let fields: [String: FieldValue] = [
            "title": .text("【演练】移送"), "cause": .text("涉嫌假冒注册商标罪"),
            "reported_at": .text("2026-11-18T09:00:00+08:00"),
            "approved_at": .text("2026-11-19T09:00:00+08:00"),
            "subject_name": .text("某公司"), "ip_right": .text("trademark"), "goods": .text("白酒"),
            "document_no": .text("赣市监移〔2026〕1号"), "liaison": .text("联络员"),
            "handling_officers": .list([.text("甲"), .text("乙")]),
            "investigation_report": .text("调查报告"), "item_list": .list([.text("涉案物品清单")]),
            "mechanism": .text(mechanism), "scope": .text("internal"),
            "no_state_secret": .boolean(true), "sender_office": .text("360000/scjg"),
            "receiver_offices": .list([.text(address)]),
        ]
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).json")
        try JSONEncoder().encode(fields).write(to: file)
        defer {
            // A file that is left in the temporary directory harms nobody.
            try? FileManager.default.removeItem(at: file)
        }
        return try await run(
            [
                "record", "new", "handover-criminal", "send", "--from", "360000", "--office",
                "scjg", "--mechanism", mechanism, "--to", address, "--file", file.path, "--json",
            ],
            at: member
        )
    }

    private static func entry(_ outcome: InProcess.Outcome) throws -> String {
        try #require(outcome.code == .done, "\(outcome.talk)")
        let bytes = Data(outcome.data.utf8)
        return try JSONDecoder().decode(Acknowledgement.self, from: bytes).entry
    }

    private static func acknowledge(
        _ record: String,
        by address: String,
        at member: Member
    ) async throws -> InProcess.Outcome {
        try await run(
            [
                "record", "act", record, "acknowledge", "--from", address,
                "--field", "received_at=2026-11-20T09:00:00+08:00",
            ],
            at: member
        )
    }

    private static func isIn(
        _ state: String,
        _ record: String,
        at member: Member
    ) async throws -> Bool {
        do {
            return try await member.node.client.send(.record(record)).summary.state == state
        } catch let problem as Problem where problem.status == 404 {
            return false
        }
    }

    /// What a member has of the body of the record's first step.
    private static func body(_ record: String, at member: Member) async throws -> String? {
        let detail = try await member.node.client.send(.record(record))
        return detail.timeline.first { $0.entry == record }?.body?.state.rawValue
    }

    private static func remove(_ members: [Member]) async throws {
        for member in members { try await member.node.remove() }
    }

    @Test("on one node with both offices the police acknowledge, and the regulator cannot")
    func oneNode() async throws {
        let members = try await Self.members([
            ("360000", "jiangxi", ["scjg", "gaj"]), ("520000", "guizhou", ["scjg"]),
        ])
        let (jiangxi, guizhou) = (members[0], members[1])
        // The whole province would be the sender as well: the police are meant, the only office that the rules admit.
        let wide = try Self.entry(await Self.send(to: "360000", at: jiangxi))
        let named = try await jiangxi.node.client.send(.record(wide)).summary.addressees
        #expect(named == ["360000/gaj"])
        let record = try Self.entry(await Self.send(to: "360000/gaj", at: jiangxi))
        let own = try await Self.acknowledge(record, by: "360000/scjg", at: jiangxi)
        #expect(own.code == .failed)
        let police = try await Self.acknowledge(record, by: "360000/gaj", at: jiangxi)
        #expect(police.code == .done, "\(police.talk)")
        try await until("the receipt is at guizhou") {
            try await Self.isIn("receipted", record, at: guizhou)
        }
        #expect(try await Self.body(record, at: guizhou) == "denied")
        try await Self.remove(members)
    }

    @Test(
        "of two nodes with one region code the one of the named office gets the case, also for a city of the province"
    )
    func twoNodes() async throws {
        // The regulator's node has an office of the same name: the address decides, and not who could sign.
        let members = try await Self.members([
            ("360000", "jiangxi", ["scjg", "gaj"]), ("360000/gaj", "jiangxi-police", ["gaj"]),
            ("520000", "guizhou", ["scjg"]),
        ])
        let (jiangxi, police, guizhou) = (members[0], members[1], members[2])
        for address in ["360000/gaj", "360100/gaj"] {
            let record = try Self.entry(await Self.send(to: address, at: jiangxi))
            try await until("the case is at the police") {
                try await Self.isIn("sent", record, at: police)
            }
            try await until("its body is at the police") {
                try await Self.body(record, at: police) == "held"
            }
            let other = try await Self.acknowledge(record, by: address, at: jiangxi)
            #expect(other.code == .failed, "\(other.data)")
            let right = try await Self.acknowledge(record, by: address, at: police)
            #expect(right.code == .done, "\(right.talk)")
            for member in [jiangxi, guizhou] {
                try await until("the receipt is at \(member.address)") {
                    try await Self.isIn("receipted", record, at: member)
                }
            }
            #expect(try await Self.body(record, at: guizhou) == "denied")
        }
        try await Self.remove(members)
    }
}
