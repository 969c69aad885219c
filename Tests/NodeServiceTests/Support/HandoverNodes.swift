import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

@testable import NodeService

/// An officer of a test with his key at hand, as he has it in his own process.
struct TestOfficer {
    let key: Ed25519.PrivateKey

    init() throws { key = try Ed25519.PrivateKey() }

    func publicHalf() throws -> OfficerKey { try OfficerKey(publicKey: key.publicKey.rawBytes) }

    /// Enrols the key at a node.
    @discardableResult
    func enrol(
        at node: TestNode,
        rank: String,
        office: String = "scjg"
    ) async throws -> OfficerDocument {
        try await node.local.enrol(
            LocalAPI.OfficerEnrolment(
                key: "\(try publicHalf().handedOver)",
                office: office,
                rank: rank
            ),
            caller: TestNode.operatorCaller
        )
    }

    /// The text that the officer would sign.
    func prepare(_ draft: String, at node: TestNode) async throws -> DraftDocument {
        try await node.local.prepare(
            ApprovalQuestion(draft: draft, key: "\(try publicHalf().handedOver)"),
            caller: TestNode.operatorCaller
        )
    }

    /// The note that he hands in for a text.
    func note(_ text: String) throws -> String {
        let approval = try ApprovalText(parsing: Array(text.utf8))
        let name = approval.approverName ?? "nobody"
        let signer = try Ed25519Signer(name: KeyName(name), privateKey: key)
        let note = try Note(text: approval.bytes, signers: [signer])
        return String(decoding: note.encoded, as: UTF8.self)
    }

    /// Approves a draft, as `lianlu record approve` does.
    func approve(
        _ draft: String,
        at node: TestNode
    ) async throws -> LocalAPI.Acknowledgement {
        let prepared = try await prepare(draft, at: node)
        return try await node.local.approve(
            ApprovalDocument(draft: draft, note: try note(prepared.text)),
            caller: TestNode.operatorCaller
        )
    }
}

/// Steps of a criminal handover of the pack `cooperation`, whose decisions two people sign.
enum HandoverSteps {
    static let machine = "handover-criminal"

    /// One step with the fields that it asks for.
    static func step(_ event: String, record: String? = nil) -> EntrySubmission {
        var submission = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: machine,
            event: event
        )
        submission.record = record
        submission.office = "scjg"
        submission.fields = fields[event] ?? [:]
        if event == "send" { (submission.mechanism, submission.to) = ("exercise", ["350000"]) }
        return submission
    }

    private static let fields: [String: [String: FieldValue]] = [
        "report": [
            "cause": .text("涉嫌假冒注册商标罪"), "subject_name": .text("某公司"),
            "handling_officers": .list([.text("甲"), .text("乙")]),
            "reported_at": .text("2026-01-05T09:00:00+08:00"), "ip_right": .text("trademark"),
            "goods": .text("运动鞋"), "title": .text("【演练】运动鞋"),
        ],
        // What the rules ask for may all be open: the remark is what the officer reads in a body.
        "approve": [
            "approved_at": .text("2026-01-06T09:00:00+08:00"), "remarks": .text("同意移送"),
        ],
        "send": [
            "document_no": .text("赣市监移〔2026〕1号"), "liaison": .text("联络员"),
            "receiver_offices": .list([.text("350000")]), "mechanism": .text("exercise"),
            "scope": .text("internal"), "no_state_secret": .boolean(true),
            "sender_office": .text("360000/scjg"), "investigation_report": .text("调查报告"),
            "item_list": .list([.text("运动鞋 10 双")]),
        ],
        "acknowledge": ["received_at": .text("2026-01-07T09:00:00+08:00")],
        "decide_file": [
            "police_case_no": .text("榕公经立字〔2026〕1号"), "filed_on": .text("2026-01-08"),
        ],
    ]
}
