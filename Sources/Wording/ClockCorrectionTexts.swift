/// What is said of an end that was named too late and put right, and of records that ended unanswered.
extension Catalogue {
    static let clockCorrections: [String: Text] = [
        "casework.clock_extension_corrected": Text(
            zh: "条目 {entry} 另行载明届满日，取代本单位此前载明的 {day}，以后一份为准。",
            en:
                "Entry {entry} names another day in place of {day}, which the same office had named; the latter one counts.",
            remedyZh: "告知对方以后一份载明的日期为准。",
            remedyEn: "Tell the other side that the latter day holds."
        ),
        "casework.clock_extension_after_end": Text(
            zh: "条目 {entry} 于 {at} 改定届满日，此时原期限 {due} 已经届满：原期限按逾期计，另按改定的届满日计算。",
            en:
                "Entry {entry} of {at} sets a later end after the one of {due} had passed: that one stays missed, and another run goes to the later end.",
            remedyZh: "今后请在届满前改定；逾期情况在统计中保留。",
            remedyEn:
                "Set a later end before the old one passes; statistics keep what was missed."
        ),
        "command.label_stats_unanswered_late": Text(zh: "逾期未答复即终结", en: "ended late unanswered"),
        "command.talk_calendar_chosen": Text(
            zh: "该编号有多份日历，显示的是 {issued} 发布的一份（摘要 {digest}）：以后发布的为准。",
            en:
                "There are several calendars of that id; this is the one issued on {issued} (digest {digest}): the later one counts."
        ),
        "node.calendar_ambiguous": Text(
            zh: "{calendar} 可以指多份日历：{calendars}。",
            en: "{calendar} may mean several calendars: {calendars}.",
            remedyZh: "写出摘要的前几位，如 编号@摘要；lianlu rules list --calendars 列出全部。",
            remedyEn:
                "Give the first digits of the digest, as in id@digest; lianlu rules list --calendars lists all."
        ),
        "node.member_office_unknown": Text(
            zh: "{address} 不是节点 {node} 的单位：其名片所列的部门是 {offices}。",
            en: "{address} is no office of node {node}: its card names {offices}.",
            remedyZh: "改正 --member 的地址；如果对方刚增加该部门，请先取得其新名片并用 lianlu peer add 添加。",
            remedyEn:
                "Correct the address of --member; if they have just added that office, get their new card and add it with lianlu peer add."
        ),
    ]
}
