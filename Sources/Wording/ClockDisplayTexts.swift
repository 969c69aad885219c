/// How commands show statutory clocks.
extension Catalogue {
    static let clockDisplay: [String: Text] = clockLines.merging(
        clockWords,
        uniquingKeysWith: { first, _ in first }
    )

    private static let clockWords: [String: Text] = [
        "command.label_clocks": Text(zh: "期限", en: "Clocks"),
        "command.label_due": Text(zh: "届满", en: "due"),
        "command.label_proposal": Text(zh: "建议", en: "proposal"),
        "command.label_clock_overdue": Text(zh: "逾期", en: "overdue"),
        "command.label_clock_status_verified": Text(zh: "已核对原文", en: "verified"),
        "command.label_clock_status_secondary": Text(zh: "转引，未核对原文", en: "from a secondary source"),
        "command.label_clock_status_memory": Text(zh: "未经核实", en: "from memory, not verified"),
        "command.label_clock_proof_proven": Text(
            zh: "有其他成员的回执为证",
            en: "borne out by receipts of other members"
        ),
        "command.label_clock_proof_contradicted": Text(
            zh: "与其他成员的回执不符",
            en: "contradicted by receipts of other members"
        ),
        "command.label_clock_proof_open": Text(
            zh: "凭此处的回执不能判断",
            en: "receipts here leave it open"
        ),
        "command.label_roll_holiday": Text(zh: "届满日遇法定节假日顺延", en: "rolls off holidays"),
        "command.label_roll_holiday_and_weekend": Text(
            zh: "届满日遇法定节假日、休息日顺延",
            en: "rolls off holidays and weekends"
        ),
        "command.label_bearer_both": Text(zh: "各方", en: "all offices"),
        "command.label_bearer_customs": Text(zh: "海关", en: "customs"),
        "command.label_bearer_handling_office": Text(
            zh: "办案机关",
            en: "the office that handles the case"
        ),
        "command.label_bearer_national_office": Text(zh: "国家局", en: "the national office"),
        "command.label_bearer_party": Text(zh: "当事人", en: "the party"),
        "command.label_bearer_review_unit": Text(zh: "审核机构", en: "the review unit"),
        "command.label_bearer_right_holder": Text(zh: "权利人", en: "the right holder"),
        "command.label_bearer_sender_chief": Text(
            zh: "移送机关正职负责人或者主持工作的负责人",
            en: "the head of the transferring office"
        ),
        "command.duration_days": Text(zh: "{days} 天 {hours} 小时", en: "{days} d {hours} h"),
        "command.duration_hours": Text(zh: "{hours} 小时 {minutes} 分", en: "{hours} h {minutes} min"),
        "command.clock_unit_hour": Text(zh: "{count} 小时", en: "{count} h"),
        "command.clock_unit_calendar_day": Text(zh: "{count} 日", en: "{count} calendar days"),
        "command.clock_unit_calendar_day_one": Text(zh: "{count} 日", en: "{count} calendar day"),
        "command.clock_unit_working_day": Text(zh: "{count} 个工作日", en: "{count} working days"),
        "command.clock_unit_working_day_one": Text(zh: "{count} 个工作日", en: "{count} working day"),
        "command.clock_unit_month": Text(zh: "{count} 个月", en: "{count} months"),
        "command.clock_unit_month_one": Text(zh: "{count} 个月", en: "{count} month"),
    ]

    private static let clockLines: [String: Text] = [
        "command.clock_left": Text(zh: "还剩 {time}", en: "{time} left"),
        "command.clock_over": Text(zh: "超过 {time}", en: "by {time}"),
        "command.clock_past": Text(zh: "{time}前", en: "{time} ago"),
        "command.clock_due": Text(zh: "届满：{due}", en: "Due {due}"),
        "command.clock_due_named": Text(
            zh: "届满：{due}（延期时载明）",
            en: "Due {due}, the day that an extension names"
        ),
        "command.clock_due_stated": Text(
            zh: "届满：{due}（文书载明）",
            en: "Due {due}, the day that the document names"
        ),
        "command.clock_rule_own": Text(
            zh: "依据：文书载明的期限，法律没有规定长度；规则包 {pack} 第 {version} 版",
            en:
                "By the day that the document names, no law sets one; rule pack {pack}, edition {version}"
        ),
        "command.clock_due_open": Text(
            zh: "届满：未定，延期时没有载明届满日",
            en: "Due: open, since an extension names no day"
        ),
        "command.clock_nominal": Text(
            zh: "期满日 {day} 遇休息日，已顺延",
            en: "the count is full on {day}, which is no working day"
        ),
        "command.clock_elapsed": Text(
            zh: "按时刻连续计算至 {time}，宜在此前完成",
            en: "to the second it is {time}: aim for that"
        ),
        "command.clock_provisional": Text(
            zh: "暂定：{years} 年的工作日历尚未公布，或者规则还没有列入；日期固定的法定节日已扣除，农历节日和调休未计",
            en:
                "provisional: no calendar here covers {years}; holidays with dates fixed by law are left out, lunar ones and moved days are not known"
        ),
        "command.clock_calendars": Text(zh: "工作日历 {calendars}", en: "calendars {calendars}"),
        "command.clock_bound": Text(zh: "承担：{who}", en: "Binds {who}"),
        "command.clock_node": Text(
            zh: "节点 {node} 各自的期限",
            en: "a clock of the node {node} alone"
        ),
        "command.clock_duty": Text(zh: "事项：{duty}", en: "What is due: {duty}"),
        "command.clock_started": Text(
            zh: "起算：{at}，{event}，{signer}，条目 {entry}",
            en: "Counts from {at}: {event} by {signer}, entry {entry}"
        ),
        "command.clock_proven": Text(
            zh: "已证明的时间 {after} 至 {before}",
            en: "proven time {after} to {before}"
        ),
        "command.clock_length": Text(zh: "期限长度：{length}", en: "Length: {length}"),
        "command.clock_rule": Text(
            zh: "依据：{law}（{status}）；规则包 {pack} 第 {version} 版",
            en: "By {law} ({status}); rule pack {pack}, edition {version}"
        ),
        "command.clock_extended": Text(
            zh: "延长 {length}：{at}，{event}，{signer}，条目 {entry}",
            en: "Extended by {length}: {at}, {event} by {signer}, entry {entry}"
        ),
        "command.clock_extended_to": Text(
            zh: "延长至 {length}：{at}，{event}，{signer}，条目 {entry}",
            en: "Extended to {length}: {at}, {event} by {signer}, entry {entry}"
        ),
        "command.clock_extended_open": Text(
            zh: "延长，没有载明届满日：{at}，{event}，{signer}，条目 {entry}",
            en: "Extended without a day: {at}, {event} by {signer}, entry {entry}"
        ),
        "command.clock_pause": Text(
            zh: "不计入：{from} 至 {to}，{reason}，条目 {entry}",
            en: "Paused {from} to {to}: {reason}, entry {entry}"
        ),
        "command.clock_pause_open": Text(
            zh: "不计入：自 {from} 起仍在继续，{reason}，条目 {entry}",
            en: "Paused since {from}: {reason}, entry {entry}"
        ),
        "command.clock_pause_reason_in_body": Text(
            zh: "事由见正文",
            en: "the body has the reason"
        ),
        "command.clock_paused_days": Text(
            zh: "共不计入的天数：{days}",
            en: "Days that did not count: {days}"
        ),
        "command.clock_ended": Text(
            zh: "止于：{at}，{event}，{signer}，条目 {entry}",
            en: "Ended {at}: {event} by {signer}, entry {entry}"
        ),
        "command.clock_possible_end": Text(
            zh: "如果“{condition}”，则止于 {at}，{event}，条目 {entry}",
            en: "Ended at {at} by {event}, entry {entry}, if this holds: {condition}"
        ),
        "command.clock_condition": Text(
            zh: "条件（由人判断）：{condition}",
            en: "Condition, for people to decide: {condition}"
        ),
        "command.clock_expiry": Text(zh: "届满之后：{what}", en: "When it ends: {what}"),
        "command.clock_note": Text(zh: "注意：{what}", en: "Note: {what}"),
        "command.clock_home": Text(
            zh: "内部期限，其他节点不知道",
            en: "an internal clock, which no other node knows"
        ),
        "command.clock_outlives": Text(
            zh: "记录办结后继续计算",
            en: "goes on after the record has ended"
        ),
    ]
}
