import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// Where `lianlu search` names the number that stands at a place.
@Suite struct SearchNumberTests {
    private static func reading(_ kind: String, _ status: String) -> IdentifierReading {
        IdentifierReading(
            kind: kind,
            kindTitles: ["zh": kind],
            shown: "360***********5617",
            status: status,
            personal: true
        )
    }

    @Test("only the one right number that was asked for goes without saying")
    func named() {
        let renderer = Renderer(language: .zh, json: false, streams: Captured())
        var place = MentionPlace(
            entry: ScriptedService.digest("a"),
            origin: "a.example/home",
            event: "create",
            at: "2026-11-20T09:30:00+08:00",
            field: "title",
            kind: "citizen-id",
            verdict: .valid
        )
        func said(_ readings: [IdentifierReading]) -> String? {
            SearchCommand.number(place, readings, renderer)
        }
        // What an older node answers.
        #expect(said([Self.reading("citizen-id", "valid")]) == nil)
        func match(_ status: String) -> MatchedIdentifier {
            MatchedIdentifier(
                kind: "citizen-id",
                kindTitles: ["zh": "公民身份号码"],
                shown: "360***********5617",
                status: status
            )
        }
        place.matched = match("valid")
        let right = Self.reading("citizen-id", "valid")
        #expect(said([right]) == nil)
        #expect(said([right, Self.reading("uscc", "checksum_bad")])?.contains("公民身份号码") == true)
        place.matched = match("checksum_bad")
        let wrong = said([Self.reading("citizen-id", "checksum_bad")])
        #expect(wrong == "公民身份号码 360***********5617 校验码不符")
    }
}
