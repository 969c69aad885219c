import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// How `links` prints penalties that do not count.
@Suite struct StandingPenaltyTextTests {
    @Test(
        "penalties that stand come under the law's words; withdrawn ones and those of exercises stand apart, and alone none is counted",
        arguments: Language.allCases,
        [true, false]
    )
    func apart(_ language: Language, hasStanding: Bool) async throws {
        let apart = language == .zh ? "不计入：" : "Not counted:"
        let law = language == .zh ? "从重处罚" : "punished more heavily"
        let none = language == .zh ? "没有该当事人" : "No record that you may read tells"
        let outcome = try await LinkDayTests.run([], language) { answer in
            guard let first = answer.penalties.first else { return }
            var (withdrawn, drill) = (first, first)
            withdrawn.withdrawn = true
            withdrawn.decided = "2025-01-01"
            drill.record.exercise = true
            drill.decided = "2025-02-02"
            answer.penalties = (hasStanding ? [first] : []) + [drill, withdrawn]
        }
        let parts = outcome.data.components(separatedBy: apart)
        try #require(parts.count == 2, "\(outcome.data)")
        #expect(parts[0].contains("2024-03-01") == hasStanding)
        for day in ["2025-01-01", "2025-02-02"] {
            #expect(!parts[0].contains(day) && parts[1].contains(day))
        }
        #expect(parts[1].contains(language == .zh ? "演练" : "exercise"))
        #expect(outcome.talk.contains(law) == hasStanding)
        #expect(outcome.talk.contains(none) == !hasStanding)
    }
}
