import Foundation
package import LocalAPI

extension EntrySubmission {
    /// A step of an exercise clue with the fields that it asks for, under a request id of its own.
    ///
    /// `send` goes into the mechanism `exercise` where a receiver is named, and is left without an addressee where none is.
    package static func exercise(
        _ event: String,
        record: String? = nil,
        from sender: String = "360000",
        to receiver: String? = nil
    ) -> EntrySubmission {
        var submission = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "clue",
            event: event
        )
        submission.record = record
        submission.fields = fields(of: event, sender: sender, receiver: receiver ?? "350000")
        if let receiver {
            submission.mechanism = "exercise"
            submission.to = [receiver]
        }
        return submission
    }

    private static func fields(
        of event: String,
        sender: String,
        receiver: String
    ) -> [String: FieldValue] {
        switch event {
        case "create":
            [
                "title": .text("【演练】出口运动鞋"), "source_channel": .text("port"),
                "found_at": .text("2025-11-20T09:00:00+08:00"), "goods": .text("运动鞋"),
                "ip_right": .text("trademark"),
            ]
        case "approve":
            [
                "subject_name": .text("某公司"), "act_region": .text("350000"),
                "violation_type": .text("商标侵权"), "evidence_summary": .text("照片"),
            ]
        case "send":
            [
                "document_no": .text("赣市监线〔2026〕1号"),
                "receiver_offices": .list([.text(receiver)]), "liaison": .text("联络员"),
                "mechanism": .text("exercise"), "scope": .text("internal"),
                "no_state_secret": .boolean(true), "sender_office": .text("\(sender)/scjg"),
                "handling_officers": .list([.text("甲"), .text("乙")]),
            ]
        default: [:]
        }
    }
}

extension CharterDraft {
    /// The mechanism `exercise` of these nodes, each with the region for which it is a member.
    package static func exercise(_ members: [(region: String, node: String)]) -> CharterDraft {
        CharterDraft(
            mechanism: "exercise",
            titleZh: "演练",
            titleEn: "Exercise",
            members: members.map { Member(address: $0.region, node: $0.node) }
        )
    }
}
