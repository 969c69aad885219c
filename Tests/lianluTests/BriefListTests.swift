import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// Long lists in a line of `lianlu status`, and words that commas do not end.
@Suite struct BriefListTests {
    private static let nine = (1...9).map { "日志\($0)" }

    @Test("a list is cut behind 8 items and says how many there are, and a reason is left whole")
    func cut() {
        let renderer = Renderer(language: .zh, json: false, streams: Captured())
        let text = CodedText(
            "node.home_link_stated",
            [
                "logs": Self.nine.joined(separator: ", "),
                "names_zh": Self.nine.joined(separator: "、"),
                "reason": Self.nine.joined(separator: "、"),
                "reason_en": Self.nine.joined(separator: ", "),
                "values": Self.nine.dropLast().joined(separator: ", "),
            ]
        )
        let brief = renderer.brief(text).arguments
        for name in ["logs", "names_zh"] {
            #expect(brief[name]?.contains("日志8") == true, "\(name)")
            #expect(brief[name]?.contains("日志9") == false && brief[name]?.contains("9") == true)
        }
        for name in ["reason", "reason_en", "values"] {
            #expect(brief[name] == text.arguments[name], "\(name)")
        }
    }
}
