/// What is said of stated times that do not count: another beginning of a clock that runs, and an end after the entry that tells it.
extension Catalogue {
    static let statedTimes: [String: Text] = [
        "casework.clock_start_kept": Text(
            zh: "条目 {entry} 另载起算时间 {stated}，不影响期限：仍自 {at} 起算。",
            en:
                "Entry {entry} states another beginning, {stated}, which does not count: the period runs from {at} still.",
            remedyZh: "起算时间由载明的单位更正，且只能在其他单位据此办理之前，或者在规则规定重新填写的步骤中更正；确有错误的，在备注（remarks）中说明，并告知对方。",
            remedyEn:
                "The office that stated the beginning corrects it, before anybody has gone on from it or in a step in which the rules have it said again; where it is wrong all the same, say so in the remarks and tell the other side."
        ),
        "casework.clock_end_kept": Text(
            zh: "条目 {entry} 另载办结时间 {stated}，不影响期限：仍以 {at} 为终止时间。",
            en:
                "Entry {entry} states another time, {stated}, for what ended the period, which does not count: it ended at {at} still.",
            remedyZh: "该时间由载明的单位更正，且只能在其他单位据此办理之前，或者在规则规定重新填写的步骤中更正；确有错误的，在备注（remarks）中说明，并告知对方。",
            remedyEn:
                "The office that stated the time corrects it, before anybody has gone on from it or in a step in which the rules have it said again; where it is wrong all the same, say so in the remarks and tell the other side."
        ),
        "casework.clock_stop_fact_later": Text(
            zh: "条目 {entry} 所载办理时间 {stated} 晚于条目时间 {at}，期限按条目时间终止。",
            en:
                "Entry {entry} states that the act was done at {stated}, after its own time {at}; the period ends at its own time.",
            remedyZh: "由签署单位核对并更正。",
            remedyEn: "The office that signed checks and corrects it."
        ),
    ]
}
