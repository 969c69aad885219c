/// Calendars of working days as files that come and go with rule packs: what commands say of them, and words of rules that their lists need.
extension Catalogue {
    static let calendars: [String: Text] = [calendarCommands, calendarWords, clockNotices]
        .reduce(into: [:]) { all, texts in all.merge(texts) { first, _ in first } }

    /// What is said of steps that move clocks otherwise than somebody may think.
    private static let clockNotices: [String: Text] = [
        "casework.clock_start_fact_earlier": Text(
            zh: "条目 {entry} 所载时间 {stated} 早于所收条目的签署时间 {at}；期限按所载时间起算。",
            en:
                "Entry {entry} states {stated}, before what arrived was signed at {at}; the period runs from the stated time.",
            remedyZh: "书面材料先到的，保存签收凭证；填写有误的，由签收单位更正。",
            remedyEn:
                "Keep the proof of delivery if a letter came first on paper; a slip of the pen is corrected by the receiving office."
        ),
        "casework.clock_extension_repeated": Text(
            zh: "条目 {entry} 是该期限的第 {count} 次延长；规则没有规定延长次数。",
            en:
                "Entry {entry} is extension number {count} of this period; the rules set no number.",
            remedyZh: "核对再次延长的依据，并告知对方。",
            remedyEn: "Check what a further extension rests on, and tell the other side."
        ),
        "casework.timer_undecided": Text(
            zh: "时限 {clocks} 是否由本步骤起算或者变动，取决于字段 {field}，而记录没有写明：本步骤没有影响该时限。",
            en:
                "Whether this step moves the clocks {clocks} depends on {field}, which the record does not say: it does not move them.",
            remedyZh: "在可以填写该字段的后续步骤中写明；在此以前自行掌握期限。",
            remedyEn:
                "State it in a later step that takes the field; watch the period yourself until then."
        ),
    ]

    private static let calendarCommands: [String: Text] = [
        "casework.calendar_unverified": Text(
            zh: "日历写明各日期没有对照通知原文核实。",
            en: "The calendar says that its days were not checked against the text of the notice.",
            remedyZh: "对照国务院办公厅通知核对后，将 status 改为 verified。",
            remedyEn:
                "Check them against the notice of the State Council, then set status to verified."
        ),
        "command.option_rules_calendars": Text(
            zh: "列出工作日历，而不是规则包。",
            en: "List the calendars of working days instead of the rule packs."
        ),
        "command.label_calendar": Text(zh: "工作日历", en: "calendar"),
        "command.label_years": Text(zh: "年份", en: "years"),
        "command.label_number": Text(zh: "文号", en: "number"),
        "command.label_issued": Text(zh: "印发日期", en: "issued"),
        "command.talk_calendar_sound": Text(
            zh: "工作日历 {calendar} 没有错误，摘要 {digest}。",
            en: "Calendar {calendar} has no fault; digest {digest}."
        ),
        "command.talk_calendar_added": Text(
            zh:
                "工作日历 {calendar} 已存入本节点，摘要 {digest}。列入规则包（calendars）后用于本节点内的事项；该规则包由章程修订列入后用于协作机制。",
            en:
                "Calendar {calendar} is kept; digest {digest}. It counts at home once a rule pack names it under calendars, and in a mechanism once a charter revision names that pack."
        ),
        "command.talk_rules_unread": Text(
            zh: "文件不是合格的 JSON，只能指出第一处错误，其余内容都没有检查；改正后再检查。",
            en:
                "The file is no JSON: only the first fault can be told, and nothing else of it was looked at. Correct it and check again."
        ),
    ]

    private static let calendarWords: [String: Text] = [
        "rules.aspect_years": Text(zh: "年份", en: "years"),
        "rules.aspect_instrument": Text(zh: "依据的通知", en: "notice"),
        "rules.aspect_issued": Text(zh: "印发日期", en: "issued"),
        "rules.aspect_off": Text(zh: "休息日", en: "rest days"),
        "rules.aspect_work": Text(zh: "调休上班的周末", en: "weekends on which people work"),
        "rules.word_bearer_both": Text(zh: "各方", en: "all offices"),
        "rules.word_bearer_customs": Text(zh: "海关", en: "customs"),
        "rules.word_bearer_handling_office": Text(
            zh: "办案机关",
            en: "the office that handles the case"
        ),
        "rules.word_bearer_national_office": Text(zh: "国家局", en: "the national office"),
        "rules.word_bearer_review_unit": Text(zh: "审核机构", en: "the review unit"),
        "rules.word_bearer_sender_chief": Text(
            zh: "移送机关正职负责人或者主持工作的负责人",
            en: "the head of the transferring office"
        ),
        "rules.word_excluded_hearing": Text(zh: "听证", en: "hearing"),
        "rules.word_excluded_public_notice": Text(zh: "公告", en: "public notice"),
        "rules.word_excluded_refund_order": Text(zh: "责令退款", en: "order to refund"),
        "rules.word_excluded_rightholder_identification": Text(
            zh: "权利人辨认或者鉴别",
            en: "identification by the right holder"
        ),
        "rules.word_excluded_suspension": Text(zh: "中止", en: "suspension"),
        "rules.word_excluded_testing": Text(
            zh: "检测、检验、检疫、鉴定",
            en: "testing, inspection, quarantine, appraisal"
        ),
        "rules.word_excluded_transit": Text(zh: "在途时间", en: "time in transit"),
    ]
}
