extension Catalogue {
    /// What is said of a matter that is out although its approval at home counts no more, and of a clock that ended before it began.
    static let unapproved: [String: Text] = [
        "node.state_sent_unapproved": Text(
            zh: "已发出，内部审批须补办",
            en: "sent; its approval at home is to be made up for"
        ),
        "node.sent_unapproved": Text(
            zh: "该事项已经发出，其内部审批现在不算数：由本单位在内部日志部分补办（可办：{steps}），命令见 lianlu record show {home} 和待办。",
            en:
                "The matter is out, and its approval at home does not count now: its office makes up for it at home (possible steps: {steps}); lianlu record show {home} and the inbox have the command."
        ),
        "node.sent_unapproved_step": Text(
            zh: "{addresses}看不到本单位的内部日志，不会自动得知：补办之后由本单位告知，记录 {record} 现在可办：{steps}；不适用的，以公函告知。",
            en:
                "{addresses} see nothing of this office's home log: once it is made up for, tell them. Record {record} now allows {steps}; where none of these fits, tell them by letter."
        ),
        "node.sent_unapproved_letter": Text(
            zh:
                "{addresses}看不到本单位的内部日志，不会自动得知：补办之后由本单位以公函告知。记录 {record} 现在没有本单位可办的步骤；对方要求补正或者补充的，在答复的步骤中一并写明。",
            en:
                "{addresses} see nothing of this office's home log: once it is made up for, tell them by letter. Record {record} now has no step for this office; where they ask for a supplement, say it in the step that answers."
        ),
        "casework.clock_undecided": Text(
            zh: "无法判断是否按期：完成早于起算",
            en: "cannot be judged: done before it began",
            remedyZh: "审批补办在后的，按期与否由本单位说明；时间填写有误的，由填写单位更正。",
            remedyEn:
                "Where the approval was made up for later, its office explains; a mistyped time is corrected by the office that stated it."
        ),
    ]
}
