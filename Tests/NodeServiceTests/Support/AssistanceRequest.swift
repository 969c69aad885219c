import Foundation
import LocalAPI

@testable import NodeService

/// Steps of a request for assistance of the pack `cooperation`.
enum AssistanceRequest {
    /// One step of it.
    static func step(_ event: String, _ record: String? = nil) -> EntrySubmission {
        var step = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "assistance",
            event: event
        )
        step.record = record
        step.office = "scjg"
        return step
    }

    /// Asks 福建, the second node, for assistance in the name of 江西, the first one, and waits for its receipt; returns the record.
    static func sent(in federation: Federation) async throws -> String {
        let jiangxi = federation[0].test
        var create = step("create")
        create.fields = [
            "assist_type": .text("investigation"), "cause": .text("侵犯注册商标专用权"),
            "request_items": .list([.text("查明产地")]), "subject_name": .text("某公司"),
            "ip_right": .text("trademark"), "goods": .text("运动鞋"),
            "title": .text("【演练】运动鞋"), "scope": .text("internal"),
            "no_state_secret": .boolean(true), "sender_office": .text("360000/scjg"),
        ]
        let created = try await jiangxi.submit(create)
        _ = try await jiangxi.submit(step("approve", created.entry))
        var send = step("send", created.entry)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        send.fields = [
            "receiver_offices": .list([.text("350000")]), "mechanism": .text("exercise"),
            "document_no": .text("赣市监协查〔2026〕1号"), "liaison": .text("联络员"),
            "handling_officers": .list([.text("甲"), .text("乙")]),
        ]
        let record = try await jiangxi.submit(send).entry
        try await eventually("fujian has signed its receipt") {
            try await federation[1].hasReceived(record)
        }
        return record
    }
}
