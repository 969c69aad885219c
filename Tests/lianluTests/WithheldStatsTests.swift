import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// What `lianlu stats` prints of answers whose period nobody can judge.
@Suite struct WithheldStatsTests {
    @Test("answers that are not judged have a column of their own, and none where there are none")
    func columns() throws {
        let plain = Samples.statistics(StatisticsQuery(by: "mechanism"))
        var some = plain
        some.rows[0].withheld = 7
        some.total.withheld = 7
        for language in Language.allCases {
            let renderer = Renderer(language: language, json: false, streams: Captured())
            let title = language == .zh ? "不作判断" : "not judged"
            let without = StatisticsTable(statistics: plain, renderer: renderer)
            #expect(without.cells[0].contains(title) == false)
            #expect(without.columns.contains("stats_withheld") == false)
            let table = StatisticsTable(statistics: some, renderer: renderer)
            let place = try #require(table.cells[0].firstIndex(of: title))
            #expect(table.cells.dropFirst().map { $0[place] } == ["7", "0", "7"])
            let column = try #require(table.columns.firstIndex(of: "stats_withheld"))
            #expect(table.rows.map { $0[column] } == ["7", "0", "7"])
            for row in table.cells { #expect(row.count == table.cells[0].count) }
        }
    }
}
