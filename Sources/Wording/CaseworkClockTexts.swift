/// The texts of module Casework on calendars and statutory clocks: errors, findings, and where a clock stands.
extension Catalogue {
    static let caseworkClocks: [String: Text] = calendarErrors.merging(
        clockFindings.merging(clockStandings, uniquingKeysWith: { first, _ in first }),
        uniquingKeysWith: { first, _ in first }
    )

    private static let calendarErrors: [String: Text] = [
        "casework.calendar_format": Text(
            zh: "该文件不是工作日历：format 为“{found}”，应为“{expected}”。",
            en: "This file is no calendar: format is “{found}”, not “{expected}”.",
            remedyZh: "选择工作日历文件；如由更新的版本制作，请升级本程序。",
            remedyEn: "Choose a calendar; if a newer version made it, upgrade this program."
        ),
        "casework.calendar_year_order": Text(
            zh: "日历第 {line} 行：{path} 的年份必须由小到大，不得重复。",
            en: "Calendar, line {line}: the years of {path} must ascend, each once.",
            remedyZh: "改正年份。",
            remedyEn: "Correct the years."
        ),
        "casework.calendar_date_outside": Text(
            zh: "日历第 {line} 行：{path} 的日期 {id} 不在本日历的年份内，也不在其前一个十二月。",
            en:
                "Calendar, line {line}: the date {id} of {path} is in none of the calendar's years, nor in the December before one.",
            remedyZh: "改正日期，或者把年份列入 years；次年一月的日期列入次年的日历。",
            remedyEn:
                "Correct the date, or list its year in years; days of the next January stand in the calendar of that year."
        ),
        "casework.calendar_date_order": Text(
            zh: "日历第 {line} 行：{path} 的日期 {id} 重复，或者不在前一日期之后。",
            en: "Calendar, line {line}: the date {id} of {path} is not after the one before it.",
            remedyZh: "按日期先后排列，每日只列一次。",
            remedyEn: "List the dates in order, each once."
        ),
        "casework.calendar_date_twice": Text(
            zh: "日历第 {line} 行：{path} 的日期 {id} 同时列为休息日和工作日。",
            en: "Calendar, line {line}: the date {id} of {path} is listed as a rest day as well.",
            remedyZh: "按通知原文保留其一。",
            remedyEn: "Keep the one that the notice states."
        ),
        "casework.calendar_work_on_weekday": Text(
            zh: "日历第 {line} 行：{path} 的日期 {id} 不是星期六或者星期日，不能列为调休上班日。",
            en:
                "Calendar, line {line}: the date {id} of {path} is no Saturday or Sunday and cannot be a make-up working day.",
            remedyZh: "核对通知原文。",
            remedyEn: "Check the date against the notice."
        ),
        "casework.clock_length": Text(
            zh: "期限连同延长部分必须在 1 至 {limit} 个单位之间，每次延长不少于 1 个单位。",
            en:
                "A period with its extensions must have 1 to {limit} units, and each extension at least one.",
            remedyZh: "改正规则包中的期限长度。",
            remedyEn: "Correct the length in the rule pack."
        ),
        "casework.clock_pauses": Text(
            zh: "一个期限的扣除期间超过 {limit} 段。",
            en: "A period has more than {limit} pauses.",
            remedyZh: "核对该记录的期限扣除步骤。",
            remedyEn: "Check the steps of the record that pause it."
        ),
        "casework.clock_out_of_years": Text(
            zh: "期限届满日超出 9999 年，无法计算。",
            en: "The period ends after the year 9999 and cannot be counted.",
            remedyZh: "核对起算时间、长度和扣除期间。",
            remedyEn: "Check its beginning, its length and its pauses."
        ),
    ]

    private static let clockFindings: [String: Text] = [
        "casework.clock_start_repeated": Text(
            zh: "条目 {entry} 再次起算，该期限已在计算，以先起算的为准。",
            en: "Entry {entry} starts the clock again while it runs; the first start counts."
        ),
        "casework.clock_start_fact_later": Text(
            zh: "条目 {entry} 所载时间 {stated} 晚于条目时间 {at}，按条目时间起算。",
            en:
                "Entry {entry} states {stated}, after its own time {at}; its own time counts.",
            remedyZh: "由签署单位核对并更正。",
            remedyEn: "The office that signed checks and corrects it."
        ),
        "casework.clock_not_in_force": Text(
            zh: "起算时间 {at} 不在该期限规则的施行期间内。",
            en: "The clock started at {at}, when its rule was not in force.",
            remedyZh: "核对适用的法律和规则包版本。",
            remedyEn: "Check which law and which edition of the pack apply."
        ),
        "casework.clock_stop_before_start": Text(
            zh: "条目 {entry} 的时间 {at} 早于起算时间 {start}。",
            en: "Entry {entry} stops the clock at {at}, before its start at {start}.",
            remedyZh: "日期填写有误的，由填写单位更正；按签署时间计的，检查该单位的时钟。",
            remedyEn:
                "A mistyped day is corrected by the office that stated it; where the time of signing counts, check its clock."
        ),
        "casework.clock_extension_none": Text(
            zh: "条目 {entry} 的延长不计：该期限依法不得延长。",
            en: "The extension by entry {entry} does not count: the law provides for none.",
            remedyZh: "按原期限办理。",
            remedyEn: "Keep to the original period."
        ),
        "casework.clock_extension_late": Text(
            zh: "条目 {entry} 的延长不计：其时间 {at} 晚于期限届满 {due}。",
            en: "The extension by entry {entry} does not count: {at} is after the end at {due}.",
            remedyZh: "延长或者告知须在期限届满前作出；按逾期处理。",
            remedyEn: "An extension must come before the end; treat the matter as overdue."
        ),
        "casework.clock_extension_too_often": Text(
            zh: "条目 {entry} 的延长不计：最多延长 {limit} 次。",
            en: "The extension by entry {entry} does not count: at most {limit} are allowed.",
            remedyZh: "按已延长的期限办理。",
            remedyEn: "Keep to the period as it was extended."
        ),
        "casework.clock_extension_shortens": Text(
            zh: "条目 {entry} 的延长不计：所载日期 {day} 早于不作该延长时的届满时间 {due}。",
            en:
                "The extension by entry {entry} does not count: {day} is before {due}, the end without it.",
            remedyZh: "核对预计完成日期。",
            remedyEn: "Check the expected day."
        ),
        "casework.clock_pause_none": Text(
            zh: "条目 {entry} 的扣除不计：该期限依法没有不计入的期间。",
            en:
                "The pause by entry {entry} does not count: the law excludes no time from this period.",
            remedyZh: "按原期限办理。",
            remedyEn: "Keep to the period."
        ),
        "casework.clock_pause_reason": Text(
            zh: "条目 {entry} 的扣除不计：事由 {reason} 不是该期限的法定扣除事由。",
            en:
                "The pause by entry {entry} does not count: {reason} is no lawful reason for this period.",
            remedyZh: "核对事由；按原期限办理。",
            remedyEn: "Check the reason; keep to the period."
        ),
        "casework.clock_pause_repeated": Text(
            zh: "条目 {entry} 在扣除期间内又开始扣除，重叠的日期只扣除一次。",
            en: "Entry {entry} pauses a clock that is paused; days in both pauses count once.",
            remedyZh: "扣除结束后及时登记恢复。",
            remedyEn: "Record the end of each pause."
        ),
        "casework.clock_pause_ends_early": Text(
            zh: "条目 {entry} 的扣除期间止于 {to}，早于起始日 {from}，不予扣除。",
            en:
                "The pause of entry {entry} ends on {to}, before it begins on {from}; it does not count.",
            remedyZh: "更正起止日期。",
            remedyEn: "Correct its dates."
        ),
        "casework.clock_pause_recorded_late": Text(
            zh: "条目 {entry} 在 {at} 才登记扣除，期限已于 {due} 届满；扣除期间在届满前开始，予以计算。",
            en:
                "Entry {entry} records a pause at {at}, after the end at {due}; it began before that end and counts.",
            remedyZh: "核对扣除事由和日期的证明材料。",
            remedyEn: "Check what proves the reason and the dates."
        ),
        "casework.clock_pause_beyond_end": Text(
            zh: "条目 {entry} 的扣除期间自 {from} 起，期限已于 {due} 届满，扣除没有作用。",
            en:
                "The pause of entry {entry} begins on {from}, beyond the end at {due}; it has no effect.",
            remedyZh: "按逾期处理。",
            remedyEn: "Treat the matter as overdue."
        ),
        "casework.clock_resume_none": Text(
            zh: "条目 {entry} 恢复计算，但没有正在进行的扣除。",
            en: "Entry {entry} resumes a clock that is not paused.",
            remedyZh: "核对扣除的起止条目。",
            remedyEn: "Check the entries that begin and end the pause."
        ),
        "casework.clock_calendar_missing": Text(
            zh: "规则所列工作日历 {calendar} 不在本节点，相应年份按星期一至星期五、扣除日期固定的法定节日计算。",
            en:
                "The calendar {calendar} that the rules name is not here; its years follow the weekdays and the holidays with dates fixed by law.",
            remedyZh: "取得并导入该日历后重新计算。",
            remedyEn: "Get and install the calendar; the clock is then counted again."
        ),
        "casework.clock_calendar_not_named": Text(
            zh: "规则没有指明工作日历，各节点的计算结果可能不同。",
            en: "The rules name no calendar, so other nodes may count differently.",
            remedyZh: "在规则包中按摘要指明日历，并由协作章程采用。",
            remedyEn: "Name calendars by digest in the pack and adopt it by the charter."
        ),
        "casework.clock_uncountable": Text(
            zh: "该期限无法计算（{code}）。",
            en: "The clock cannot be counted ({code}).",
            remedyZh: "按该错误的说明处理。",
            remedyEn: "See what that error says."
        ),
    ]
}
