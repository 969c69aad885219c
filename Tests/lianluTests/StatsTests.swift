import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

@Suite struct StatsTests {
    @Test(
        "cells that read like formulas are guarded, and those with commas, quotes or line breaks are quoted",
        arguments: [
            ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
            ("two\nlines", "\"two\nlines\""), ("cr\r\nlf", "\"cr\r\nlf\""), ("=1+1", "'=1+1"),
            ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), (" =1", "' =1"), ("\t=1", "'\t=1"),
            ("\n=1", "\"'\n=1\""), ("＝1", "'＝1"), ("\u{200B}=1", "'\u{200B}=1"), ("1-2", "1-2"),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), ("地区间", "地区间"), ("\t", "'\t"),
        ]
    )
    func cells(_ text: String, _ cell: String) {
        #expect(CommaSeparated.cell(text) == cell)
    }

    @Test("a table begins with a byte-order mark and ends every line with CRLF")
    func lines() {
        let text = CommaSeparated.text([["a", "b"], ["1", ""]])
        #expect(Array(text.utf8) == [0xEF, 0xBB, 0xBF] + Array("a,b\r\n1,\r\n".utf8))
    }

    @Test(
        "days have one decimal, rounded to the nearest tenth",
        arguments: [
            (Int64(0), "0.0"), (4_319, "0.0"), (4_320, "0.1"), (86_400, "1.0"),
            (302_400, "3.5"), (1_296_000, "15.0"),
        ]
    )
    func days(_ seconds: Int64, _ text: String) {
        #expect(StatisticsTable.days(seconds) == text)
    }

    @Test(
        "the table names its groups and the sum, what the rules count besides, and what is not counted"
    )
    func table() async throws {
        try await RunningNode.serving { node in
            let shown = try await InProcess.run(
                ["stats", "--by", "mechanism", "--from", "2026-01-01", "--kind", "案件协查"],
                home: node.home,
                language: .zh
            )
            #expect(shown.code == .done)
            let lines = shown.data.split(separator: "\n")
            #expect(lines.count == 4)
            #expect(lines[0].hasPrefix("机制"))
            #expect(lines[1].contains("=演练") && lines[1].contains("3.5"))
            #expect(lines[1].contains("移送公安机关 3 (公安立案 2、尚无结果 1)"))
            #expect(lines[2].hasPrefix("此处不知") && lines[3].hasPrefix("合计"))
            #expect(shown.talk.contains("2 条记录未计入") && shown.talk.contains("“此处不知”的 "))
            #expect(
                node.service.script { $0.calls.last?.argument } == "mechanism 2026-01-01 * * 案件协查"
            )
        }
    }

    @Test("CSV has a column for each outcome, and a title that would be a formula does no harm")
    func csv() async throws {
        try await RunningNode.serving { node in
            let shown = try await InProcess.run(
                ["stats", "--by", "mechanism", "--csv"],
                home: node.home
            )
            let lines = shown.data.unicodeScalars.split(separator: "\r\n".unicodeScalars)
                .map { String($0) }
            #expect(lines.count == 4)
            #expect(
                lines[0] == "\u{FEFF}mechanism,id,opened,answered,on time,late,no period,"
                    + "overdue now,ended late unanswered,median days,transfers to the police,transfers to the police / filed,"
                    + "transfers to the police / not filed,transfers to the police / no outcome yet"
            )
            #expect(lines[1] == "\"'=exercise,\"\"1\"\"\",exercise,4,3,2,1,0,1,1,3.5,3,2,0,1")
            #expect(lines[2] == "not known here,,1,0,0,0,0,0,0,,0,0,0,0")
            #expect(lines[3] == "total,,5,3,2,1,0,1,1,3.5,3,2,0,1")
        }
    }

    @Test("JSON has a version, and is not asked for together with CSV")
    func json() async throws {
        try await RunningNode.serving { node in
            let shown = try await InProcess.run(["stats", "--json"], home: node.home)
            #expect(shown.data.contains("\"version\":1") && shown.data.contains("\"rows\":[]"))
            let both = try await InProcess.run(["stats", "--json", "--csv"], home: node.home)
            #expect(both.code == .usage && both.data.isEmpty)
        }
    }
}
