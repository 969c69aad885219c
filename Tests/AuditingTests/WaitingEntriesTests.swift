import Testing
import TransparencyLog

@testable import Auditing

/// What is told of entries that wait for others.
@Suite struct WaitingEntriesTests {
    @Test(
        "as many missing entries as are named are named, and of one more it is said that there are more"
    )
    func named() throws {
        for (count, more) in [(8, []), (9, ["…"])] {
            let digests = (0..<count).map { "d\($0)" }
            var waiting = WaitingEntries()
            waiting.add(digests, at: 3)
            waiting.add([digests[0]], at: 7)
            let finding = try #require(waiting.finding(of: Origin("a.example/home")))
            #expect(finding.arguments["missing"] == "\(count)")
            let named = (digests.prefix(8) + more).joined(separator: ", ")
            #expect(finding.arguments["digests"] == named)
            #expect(finding.arguments["count"] == "2" && finding.count == 2)
            #expect(finding.index == 3 && finding.lastIndex == 7)
        }
    }
}
