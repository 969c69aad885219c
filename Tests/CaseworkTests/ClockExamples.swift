import Testing

@testable import Casework

/// A worked example of a statutory period, with the rule that it is taken from and how well that rule was checked.
struct ClockExample: Sendable, CustomTestStringConvertible {
    let id: String
    let rule: String?
    let law: String?
    let status: Verification?
    let trigger: String
    let length: Int
    let extended: Int
    let unit: Clock.Unit
    let roll: Clock.Roll
    let pauses: [(from: String, to: String)]
    let nominal: String?
    let due: String
    let elapsed: String?
    let restWeekdays: [String]
    let workedWeekends: [String]
    let note: String

    var testDescription: String { "\(id) \(rule ?? "–"): \(note)" }

    init(
        _ id: String,
        rule: String?,
        law: String?,
        status: Verification?,
        trigger: String,
        length: Int,
        extended: Int,
        unit: Clock.Unit,
        roll: Clock.Roll,
        pauses: [(String, String)],
        nominal: String?,
        due: String,
        elapsed: String?,
        restWeekdays: [String],
        workedWeekends: [String],
        note: String
    ) {
        self.id = id
        self.rule = rule
        self.law = law
        self.status = status
        self.trigger = trigger
        self.length = length
        self.extended = extended
        self.unit = unit
        self.roll = roll
        self.pauses = pauses
        self.nominal = nominal
        self.due = due
        self.elapsed = elapsed
        self.restWeekdays = restWeekdays
        self.workedWeekends = workedWeekends
        self.note = note
    }

    static let all: [ClockExample] = [
        ClockExample(
            "W01",
            rule: "A2",
            law: "市场监督管理行政处罚程序规定 45",
            status: .verified,
            trigger: "2026-09-18",
            length: 15,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2026-10-15",
            elapsed: nil,
            restWeekdays: [
                "2026-09-25", "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07",
            ],
            workedWeekends: ["2026-09-20", "2026-10-10"],
            note:
                "letter received before Mid-Autumn and National Day; 20 Sep and 10 Oct are make-up working days"
        ),
        ClockExample(
            "W02",
            rule: "A2",
            law: "市场监督管理行政处罚程序规定 45",
            status: .verified,
            trigger: "2026-02-10",
            length: 15,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2026-03-09",
            elapsed: nil,
            restWeekdays: [
                "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23",
            ],
            workedWeekends: ["2026-02-14", "2026-02-28"],
            note: "across Spring Festival"
        ),
        ClockExample(
            "W03",
            rule: "A2",
            law: "市场监督管理行政处罚程序规定 45",
            status: .verified,
            trigger: "2025-09-26",
            length: 15,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2025-10-23",
            elapsed: nil,
            restWeekdays: [
                "2025-10-01", "2025-10-02", "2025-10-03", "2025-10-06", "2025-10-07", "2025-10-08",
            ],
            workedWeekends: ["2025-09-28", "2025-10-11"],
            note: "across the eight-day holiday of 2025"
        ),
        ClockExample(
            "W04",
            rule: "A4",
            law: "市场监督管理行政处罚程序规定 16",
            status: .verified,
            trigger: "2026-04-29",
            length: 7,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2026-05-12",
            elapsed: nil,
            restWeekdays: ["2026-05-01", "2026-05-04", "2026-05-05"],
            workedWeekends: ["2026-05-09"],
            note: "across Labour Day; 9 May is a make-up working day"
        ),
        ClockExample(
            "W05",
            rule: "A13",
            law: "市场监督管理行政处罚程序规定 63；市场监督管理行政处罚信息公示规定 11；中华人民共和国行政处罚法 48；中华人民共和国行政处罚法 85",
            status: .verified,
            trigger: "2026-02-13",
            length: 3,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2026-02-25",
            elapsed: nil,
            restWeekdays: [
                "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23",
            ],
            workedWeekends: ["2026-02-14"],
            note: "Friday before Spring Festival; 14 Feb is a make-up working day"
        ),
        ClockExample(
            "W06",
            rule: "B2",
            law: "行政执法机关移送涉嫌犯罪案件的规定 5",
            status: .verified,
            trigger: "2026-09-30",
            length: 3,
            extended: 0,
            unit: .calendarDay,
            roll: .holiday,
            pauses: [],
            nominal: "2026-10-03",
            due: "2026-10-08",
            elapsed: nil,
            restWeekdays: [],
            workedWeekends: [],
            note: "three calendar days ending on National Day"
        ),
        ClockExample(
            "W07",
            rule: "B2",
            law: "行政执法机关移送涉嫌犯罪案件的规定 5",
            status: .verified,
            trigger: "2026-04-30",
            length: 3,
            extended: 0,
            unit: .calendarDay,
            roll: .holiday,
            pauses: [],
            nominal: "2026-05-03",
            due: "2026-05-06",
            elapsed: nil,
            restWeekdays: [],
            workedWeekends: [],
            note: "three calendar days ending on Labour Day"
        ),
        ClockExample(
            "W08",
            rule: nil,
            law: nil,
            status: nil,
            trigger: "2026-02-13",
            length: 30,
            extended: 0,
            unit: .calendarDay,
            roll: .holidayAndWeekend,
            pauses: [],
            nominal: "2026-03-15",
            due: "2026-03-16",
            elapsed: nil,
            restWeekdays: [],
            workedWeekends: [],
            note: "thirty calendar days ending on an ordinary Sunday, rolled as in practice"
        ),
        ClockExample(
            "W10",
            rule: "A2",
            law: "市场监督管理行政处罚程序规定 45",
            status: .verified,
            trigger: "2024-04-28",
            length: 15,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2024-05-21",
            elapsed: nil,
            restWeekdays: ["2024-05-01", "2024-05-02", "2024-05-03"],
            workedWeekends: ["2024-05-11"],
            note: "received on a make-up Sunday, which itself does not count"
        ),
        ClockExample(
            "W12",
            rule: "A1",
            law: "市场监督管理行政处罚程序规定 18",
            status: .verified,
            trigger: "2024-12-20",
            length: 15,
            extended: 15,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2025-02-08",
            elapsed: nil,
            restWeekdays: [
                "2025-01-01", "2025-01-28", "2025-01-29", "2025-01-30", "2025-01-31", "2025-02-03",
                "2025-02-04",
            ],
            workedWeekends: ["2025-01-26", "2025-02-08"],
            note:
                "verification extended 15+15 working days across New Year and Spring Festival 2025"
        ),
        ClockExample(
            "W14",
            rule: "C2a",
            law: "市场监督管理行政处罚信息公示规定 10",
            status: .verified,
            trigger: "2025-09-28",
            length: 10,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2025-10-17",
            elapsed: nil,
            restWeekdays: [
                "2025-10-01", "2025-10-02", "2025-10-03", "2025-10-06", "2025-10-07", "2025-10-08",
            ],
            workedWeekends: ["2025-10-11"],
            note: "penalty decided on a make-up Sunday, then the eight-day holiday"
        ),
        ClockExample(
            "W16",
            rule: "C3",
            law: "市场监督管理行政处罚信息公示规定 11",
            status: .verified,
            trigger: "2025-12-31",
            length: 3,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2026-01-06",
            elapsed: nil,
            restWeekdays: ["2026-01-01", "2026-01-02"],
            workedWeekends: ["2026-01-04"],
            note: "decision changed on New Year's Eve; Sunday 4 Jan is a working day"
        ),
        ClockExample(
            "W18",
            rule: "A4",
            law: "市场监督管理行政处罚程序规定 16",
            status: .verified,
            trigger: "2026-04-03",
            length: 7,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2026-04-15",
            elapsed: nil,
            restWeekdays: ["2026-04-06"],
            workedWeekends: [],
            note: "across Qingming"
        ),
        ClockExample(
            "W20",
            rule: "D2",
            law: "中华人民共和国知识产权海关保护条例 16",
            status: .verified,
            trigger: "2026-06-18",
            length: 3,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2026-06-24",
            elapsed: nil,
            restWeekdays: ["2026-06-19"],
            workedWeekends: [],
            note: "three working days after customs notice, across Dragon Boat"
        ),
        ClockExample(
            "W22",
            rule: "D4a",
            law: "中华人民共和国知识产权海关保护条例 24(1)",
            status: .verified,
            trigger: "2026-01-30",
            length: 20,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2026-03-05",
            elapsed: nil,
            restWeekdays: [
                "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23",
            ],
            workedWeekends: ["2026-02-14", "2026-02-28"],
            note: "twenty working days across Spring Festival"
        ),
        ClockExample(
            "W24",
            rule: "A2",
            law: "市场监督管理行政处罚程序规定 45",
            status: .verified,
            trigger: "2026-09-19T23:59:00+08:00",
            length: 15,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2026-10-15",
            elapsed: nil,
            restWeekdays: [
                "2026-09-25", "2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07",
            ],
            workedWeekends: ["2026-09-20", "2026-10-10"],
            note: "arrives at 23:59 on a rest-day Saturday; the next day is a make-up working day"
        ),
        ClockExample(
            "W26",
            rule: "A6",
            law: "市场监督管理行政处罚程序规定 64；中华人民共和国行政处罚法 60",
            status: .verified,
            trigger: "2026-07-05",
            length: 90,
            extended: 0,
            unit: .calendarDay,
            roll: .holiday,
            pauses: [],
            nominal: "2026-10-03",
            due: "2026-10-08",
            elapsed: nil,
            restWeekdays: [],
            workedWeekends: [],
            note: "ninety days ending on National Day"
        ),
        ClockExample(
            "W28",
            rule: "A1",
            law: "市场监督管理行政处罚程序规定 18",
            status: .verified,
            trigger: "2026-04-20",
            length: 15,
            extended: 0,
            unit: .workingDay,
            roll: .notApplicable,
            pauses: [("2026-04-27", "2026-05-08")],
            nominal: nil,
            due: "2026-05-22",
            elapsed: nil,
            restWeekdays: [],
            workedWeekends: ["2026-05-09"],
            note: "fifteen working days with a testing period excluded, across Labour Day"
        ),
        ClockExample(
            "W30",
            rule: "B6",
            law: "行政执法机关移送涉嫌犯罪案件的规定 8；公安机关办理刑事案件程序规定 180",
            status: .verified,
            trigger: "2025-01-26",
            length: 3,
            extended: 0,
            unit: .calendarDay,
            roll: .holiday,
            pauses: [],
            nominal: "2025-01-29",
            due: "2025-02-05",
            elapsed: nil,
            restWeekdays: [],
            workedWeekends: [],
            note: "three-day police review ending in Spring Festival 2025"
        ),
        ClockExample(
            "W32",
            rule: "B10",
            law: "行政执法机关移送涉嫌犯罪案件的规定 12",
            status: .verified,
            trigger: "2026-05-07",
            length: 3,
            extended: 0,
            unit: .calendarDay,
            roll: .holiday,
            pauses: [],
            nominal: "2026-05-10",
            due: "2026-05-10",
            elapsed: nil,
            restWeekdays: [],
            workedWeekends: [],
            note: "ends on an ordinary Sunday: no shift under the holiday reading"
        ),
        ClockExample(
            "W34",
            rule: "B3",
            law: "行政执法机关移送涉嫌犯罪案件的规定 5",
            status: .verified,
            trigger: "2026-02-14T16:40:00+08:00",
            length: 24,
            extended: 0,
            unit: .hour,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2026-02-15T17:00+08:00",
            elapsed: "2026-02-15T16:40+08:00",
            restWeekdays: [],
            workedWeekends: [],
            note: "24 hours after approval, runs into Spring Festival, not rolled"
        ),
        ClockExample(
            "W36",
            rule: "B4",
            law: "行政执法机关移送涉嫌犯罪案件的规定 7；公安机关办理刑事案件程序规定 175",
            status: .verified,
            trigger: "2026-09-30T23:30:00+08:00",
            length: 24,
            extended: 0,
            unit: .hour,
            roll: .notApplicable,
            pauses: [],
            nominal: nil,
            due: "2026-10-02T00:00+08:00",
            elapsed: "2026-10-01T23:30+08:00",
            restWeekdays: [],
            workedWeekends: [],
            note: "received at 23:30; ends at midnight opening 2 October"
        ),
        ClockExample(
            "W38",
            rule: "E3",
            law: "中华人民共和国专利法 65；中华人民共和国专利法实施细则 5",
            status: .verified,
            trigger: "2026-04-16",
            length: 15,
            extended: 0,
            unit: .calendarDay,
            roll: .holidayAndWeekend,
            pauses: [],
            nominal: "2026-05-01",
            due: "2026-05-06",
            elapsed: nil,
            restWeekdays: [],
            workedWeekends: [],
            note: "fifteen days to sue ending on Labour Day"
        ),
    ]
}
