import Casework
import Foundation
import GRDB
import Ledger
import LocalAPI
import LocalAPITestSupport
import TransparencyLog

@testable import NodeService

/// Matters with identifiers, filed at real nodes.
enum LinkingScene {
    /// A node of two offices.
    static func nodeOfTwoOffices() async throws -> TestNode {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        _ = try await node.local.add(
            OfficeDocument(office: "gaj", title: "公安厅"),
            caller: caller
        )
        return node
    }

    static let caller = TestNode.operatorCaller

    /// Numbers of firms whose check digits are right.
    static let firm = "914403001922038216"
    static let otherFirm = "9152000071430580XT"

    /// Somebody who stands for one office alone.
    static func officer(of office: String) -> Caller {
        Caller(
            credentials: PeerCredentials(pid: 1, uid: 4_711, gids: []),
            offices: .some([office]),
            rights: [.read, .sign]
        )
    }

    /// Drafts a clue with fields besides those that it needs.
    static func draft(
        at node: TestNode,
        _ fields: [String: FieldValue],
        office: String? = nil
    ) async throws -> LocalAPI.Acknowledgement {
        var create = node.submission("create")
        create.fields.merge(fields) { $1 }
        create.office = office
        return try await node.submit(create)
    }

    /// Drafts, approves and sends a clue.
    static func send(
        from node: TestNode,
        to region: String,
        in mechanism: String = "exercise",
        _ fields: [String: FieldValue]
    ) async throws -> LocalAPI.Acknowledgement {
        let created = try await draft(at: node, fields)
        _ = try await node.submit(node.submission("approve", record: created.entry))
        var send = node.submission("send", record: created.entry)
        (send.mechanism, send.to) = (mechanism, [region])
        send.fields["receiver_offices"] = .list([.text(region)])
        send.fields["mechanism"] = .text(mechanism)
        return try await node.submit(send)
    }

    /// Adds the pack of the nine kinds to what a node knows.
    static func installCooperation(at node: TestNode) throws -> PackReference {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        node.node.update { $0.packs.insert(pack) }
        return pack.reference
    }

    /// Notes a penalty at home, by the pack of the nine kinds.
    static func penalise(
        at node: TestNode,
        _ firm: String,
        on day: String,
        rules: PackReference,
        office: String = "scjg",
        _ fields: [String: FieldValue] = [:]
    ) async throws -> LocalAPI.Acknowledgement {
        let region = node.node.view.card.content.region.text
        var submission = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "credit-penalty",
            event: "prepare"
        )
        submission.rules = rules.text
        submission.office = office
        submission.fields = [
            "decision_no": .text("赣市监处罚〔2024〕7号"), "subject_name": .text("南昌星辰贸易有限公司"),
            "subject_uscc": .text(firm), "violation_type": .text("商标侵权"),
            "penalty": .text("罚款5万元"), "decided_on": .text(day),
            "deciding_office": .text("\(region)/\(office)"),
        ]
        submission.fields.merge(fields) { $1 }
        return try await node.submit(submission)
    }

    static func search(
        _ text: String,
        kind: String? = nil,
        at node: TestNode,
        as caller: Caller = caller
    ) async throws -> SearchAnswer {
        try await node.local.search(IdentifierQuery(text, kind: kind), caller: caller)
    }

    static func links(
        of record: String,
        _ query: LinksQuery = LinksQuery(),
        at node: TestNode,
        as caller: Caller = caller
    ) async throws -> LinksAnswer {
        try await node.local.links(of: record, query, caller: caller)
    }

    /// Everything that an answer says, as it crosses the socket.
    static func text(_ document: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    /// The keys in a node's index, in hex.
    static func keys(at node: TestNode) async throws -> Set<String> {
        var configuration = Configuration()
        configuration.readonly = true
        let path = node.home.data.appending(path: "lianlu.sqlite").path
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        return try await queue.read { db in
            Set(try String.fetchAll(db, sql: "SELECT DISTINCT hex(key) FROM identifier"))
        }
    }
}
