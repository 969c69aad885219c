import LocalAPI
import Testing
import Wording

@testable import lianlu

/// Sentences and phrases one after the other, as Chinese and English join them.
@Suite struct JoinedSentenceTests {
    @Test(
        "a full stop is never followed by a semicolon",
        arguments: [
            (["甲。", "乙。"], "甲。乙。", "甲。; 乙。"), (["甲", "乙。", "丙"], "甲；乙。丙", "甲; 乙。; 丙"), ([], "", ""),
            (["甲"], "甲", "甲"),
        ]
    )
    func joined(_ row: ([String], String, String)) {
        let streams = Captured()
        #expect(Renderer(language: .zh, json: false, streams: streams).joined(row.0) == row.1)
        #expect(Renderer(language: .en, json: false, streams: streams).joined(row.0) == row.2)
    }
}
