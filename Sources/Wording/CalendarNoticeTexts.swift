/// What is said of calendars that may not say what their notices do, and of times that a step states for one which counts no more.
extension Catalogue {
    static let calendarNotices: [String: Text] = [
        "casework.calendar_holidays_absent": Text(
            zh: "工作日历 {calendar} 没有把法定节日 {days} 列为休息日：按它计算的期限在这些日子照算。",
            en:
                "Calendar {calendar} does not list {days}, which the law makes holidays, as rest days: periods counted by it run on these days.",
            remedyZh: "对照国务院办公厅当年的通知补齐；确属通知如此安排的，说明出处。",
            remedyEn:
                "Complete it from the notice of the State Council of that year; if the notice says so indeed, tell where."
        ),
        "casework.calendar_source_missing": Text(
            zh: "工作日历 {calendar} 既没有写明通知的文号，也没有写明公布网址：别人无从核对。",
            en:
                "Calendar {calendar} says neither the number of its notice nor where it was published: nobody can check it.",
            remedyZh: "在 instrument 中写明 number（如国办发明电〔2025〕7号）或者 address。",
            remedyEn: "State number or address under instrument."
        ),
        "casework.clock_stated_voided": Text(
            zh:
                "条目 {entry} 重新办理因撤销密钥而不再算数的条目 {voided}，所载时间 {stated} 不晚于后者的签署时间：期限不以它为准，而以重新签署的时间 {at} 为准。",
            en:
                "Entry {entry} takes anew what entry {voided} told, which counts no more as its key was revoked; it states {stated}, not after that one was signed. The period goes by the time of the new signature, {at}.",
            remedyZh: "如实登记重新审批的时间；原审批另有书面凭证的，存卷备查。",
            remedyEn:
                "State when the step was decided anew; keep on file what proves the earlier decision on paper."
        ),
        "casework.pack_fixed_days_missing": Text(
            zh:
                "计算期限（如 {clock}）所列的日历中没有法定日期固定的节日：没有日历的年份按程序自带的清单计算，换用清单不同的程序版本会改变期限。",
            en:
                "None of the calendars by which periods are counted (as in {clock}) is a list of holidays of fixed dates: in years without a calendar the list that comes with the program counts, and another edition with another list would change the ends.",
            remedyZh:
                "在 calendars 中一并列出 cn-fixed 及其摘要（lianlu rules list --calendars 可查）。",
            remedyEn:
                "Name cn-fixed with its digest under calendars as well (lianlu rules list --calendars shows it)."
        ),
    ]
}
