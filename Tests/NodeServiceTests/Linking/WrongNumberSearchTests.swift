import LocalAPI
import Testing

@testable import NodeService

/// What `lianlu search` says of numbers that are wrong on purpose.
@Suite struct WrongNumberSearchTests {
    @Test("that a wrong number inside text is not searched is said, and of a right one it is not")
    func inText() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let wrong = "91440300192203821X"
        _ = try await LinkingScene.draft(at: node, ["subject_uscc": .text(wrong)])
        for kind in [nil, "uscc"] {
            let answer = try await LinkingScene.search(wrong, kind: kind, at: node)
            #expect(answer.hits.count == 1)
            #expect(answer.findings.map(\.code) == ["node.wrong_numbers_in_text"])
        }
        let right = try await LinkingScene.search(LinkingScene.firm, at: node)
        #expect(right.findings.isEmpty)
        try await node.remove()
    }

    @Test("a code with letters that no firm's code has is named as such beside what anything fits")
    func nearlyFirm() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let odd = "91350100MA2XTEST0X"
        _ = try await LinkingScene.draft(at: node, ["subject_uscc": .text(odd)])
        let answer = try await LinkingScene.search(odd, at: node)
        #expect(answer.hits.count == 1)
        #expect(answer.readings.map(\.kind).contains("uscc"))
        #expect(answer.readings.first { $0.kind == "uscc" }?.status == "format_bad")
        #expect(answer.findings.map(\.code) == ["node.wrong_numbers_in_text"])
        try await node.remove()
    }
}
