import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// What `lianlu links` says of the day that counts, and of numbers that are wrong.
@Suite struct LinkDayTests {
    static func run(
        _ arguments: [String] = [],
        _ language: Language,
        _ change: @escaping @Sendable (inout LinksAnswer) -> Void = { _ in }
    ) async throws -> (data: String, talk: String) {
        try await RunningNode.serving { node in
            node.service.script { change(&$0.links) }
            let outcome = try await InProcess.run(
                ["links", ScriptedService.digest("a")] + arguments,
                home: node.home,
                language: language
            )
            #expect(outcome.code == .done)
            return (outcome.data, outcome.talk)
        }
    }

    @Test(
        "without --on it is said that today counts, which day that is, and how to ask for another"
    )
    func today() async throws {
        for (language, word) in [(Language.zh, "以今日（2026-11-22）为准"), (.en, "today (2026-11-22)")] {
            for hasPenalties in [true, false] {
                let told = try await Self.run([], language) { links in
                    if !hasPenalties { links.penalties = [] }
                }
                #expect(told.talk.contains(word) && told.talk.contains("--on"), "\(told.talk)")
            }
            let unknown = try await Self.run([], language) { links in
                (links.penalties, links.subjectKnown) = ([], false)
            }
            #expect(!unknown.talk.contains(word))
        }
    }

    @Test("with --on it is said which day counts, and of today nothing")
    func on() async throws {
        let told = try await Self.run(["--on", "2026-11-22"], .zh)
        #expect(told.talk.contains("以 --on 给出的 2026-11-22 为准"), "\(told.talk)")
        #expect(!told.talk.contains("今日"))
        #expect(try await Self.run(["--on", "2026-11-22", "--json"], .zh).talk.isEmpty)
    }

    @Test("a wrong number is told as such beside the reason, a right one without a word")
    func wrong() async throws {
        for (status, word) in [
            ("checksum_bad", "校验码不符，按原样"), ("format_bad", "格式不符，按原样"), ("valid", nil),
        ] as [(String, String?)] {
            let told = try await Self.run([], .zh) { $0.links[0].reasons[0].status = status }
            if let word { #expect(told.data.contains(word), "\(told.data)") }
            #expect(told.data.contains("按原样") == (word != nil))
        }
    }
}
