import Foundation
import LocalAPI

@testable import NodeService

/// Steps of an administrative handover of the pack `cooperation`.
enum AdministrativeHandover {
    /// One step of it.
    static func step(_ event: String, _ record: String?) -> EntrySubmission {
        var step = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "handover-administrative",
            event: event
        )
        step.record = record
        return step
    }

    /// Begins and approves a matter at a node's home; returns its record there.
    static func approved(at node: TestNode) async throws -> String {
        var create = step("create", nil)
        create.fields = [
            "cause": .text("涉嫌商标侵权"), "title": .text("【演练】运动鞋"),
            "jurisdiction_rule": .text("《市场监督管理行政处罚程序规定》第14条"),
            "subject_name": .text("某公司"), "goods": .text("运动鞋"), "ip_right": .text("trademark"),
        ]
        let created = try await node.submit(create)
        _ = try await node.submit(step("approve", created.entry))
        return created.entry
    }

    /// Hands a matter over from 江西, the first node, to 福建, the second one, and waits for its receipt; returns the record.
    static func sent(in federation: Federation) async throws -> String {
        let (jiangxi, fujian) = (federation[0].test, federation[1].test)
        var send = step("send", try await approved(at: jiangxi))
        (send.mechanism, send.to) = ("exercise", ["350000"])
        send.fields = [
            "document_no": .text("赣市监移〔2026〕1号"), "liaison": .text("联络员"),
            "receiver_offices": .list([.text("350000")]), "mechanism": .text("exercise"),
            "scope": .text("internal"), "no_state_secret": .boolean(true),
            "sender_office": .text("360000/scjg"), "file_list": .list([.text("案卷一册")]),
            "handling_officers": .list([.text("甲"), .text("乙")]),
        ]
        let sent = try await jiangxi.submit(send)
        try await eventually("fujian has signed the receipt") {
            // Nothing is there before the record's first entry came.
            let shown = try? await fujian.local.record(
                sent.entry,
                caller: TestNode.operatorCaller
            )
            return shown?.summary.state == "receipted"
        }
        return sent.entry
    }
}
