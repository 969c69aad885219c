/// What clocks and days rule out before a step is signed.
extension Catalogue {
    static let clockRules: [String: Text] = [
        "node.field_in_past": Text(
            zh: "{field} 填写的 {value} 已经过去，而该项说明的是将来的日期。",
            en: "{field} says {value}, which is over; the field tells what is still to come.",
            remedyZh: "请填写以后的日期再提交；如果填写无误，请检查本节点的时钟。什么都没有签署。",
            remedyEn:
                "Give a later date and submit again; if it is right, check this node's clock. Nothing was signed."
        ),
        "node.end_not_later": Text(
            zh: "填写的 {day} 早于不作本次延长时的届满时间 {due}：这不是延长。",
            en: "{day} is before {due}, the end without this extension: that is none.",
            remedyZh: "请填写该届满时间之后的日期再提交。什么都没有签署。",
            remedyEn: "Give a day after that end and submit again. Nothing was signed."
        ),
        "node.term_over": Text(
            zh: "期限已于 {at} 届满，应当由节点办理“{event}”；本节点尚未收到。",
            en: "The term ended at {at}; \"{event}\" is due from a node and has not come here yet.",
            remedyZh: "先核对是否仍需办理本步骤；对方节点办理届满后，本步骤可能无效。",
            remedyEn:
                "Check whether the step is still wanted: once the other node has signed the end, it may not count."
        ),
        "command.clock_until": Text(zh: "以记录写明的日期为准", en: "as the record names it"),
        "command.label_clock_paused_due": Text(zh: "暂定，期限扣除中", en: "provisional, paused"),
        "command.clock_paused_end": Text(
            zh: "暂定：按期限扣除今日结束计算",
            en: "provisional: as if the pause ended today"
        ),
    ]
}
