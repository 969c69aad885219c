/// What is said of drafts of one step, and of the time from which a key is not trusted.
extension Catalogue {
    static let otherDrafts: [String: Text] = [
        "node.draft_again": Text(
            zh: "同一事项的这一步骤另有 {count} 份草稿待审批：{drafts}。",
            en: "{count} more drafts of this step of this matter wait for approval: {drafts}.",
            remedyZh:
                "只审批其中应办的一份，其余用 lianlu record cancel 加草稿编号撤回；确应办理多次的，逐份审批。没有签署任何内容。",
            remedyEn:
                "Approve the one that is meant and take the others back with lianlu record cancel and their ids; where the step is meant to be taken more than once, approve each. Nothing was signed."
        ),
        "command.talk_openings_not_compared": Text(
            zh: "还有 {count} 个可能的条目没有比较（只比较最接近的）：{openings}等。要看其中一个，用 --as 写明它。",
            en:
                "{count} more entries that may be meant were not compared, as only the nearest are: {openings} first. --as with one of them compares it."
        ),
        "node.revoked_from_entry": Text(
            zh: "要求自 {asked} 起撤销：撤销从日志的某一条记录算起，本节点该时刻之后的第一条签于 {since}，从该条起不再可信；二者之间没有记录，没有遗漏。",
            en:
                "Asked from {asked} on: a revocation counts from an entry of the log, and the first one here after that time was signed at {since}. Nothing was written between the two, and nothing is left out."
        ),
    ]
}
