import Foundation
import TestSupport
import Testing

@testable import Casework

/// What the officer's guides say of the rules is what the rules say.
@Suite struct ReadmeTests {
    private static func text(_ name: String) throws -> String {
        let root = Vectors.directory.deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: name), encoding: .utf8)
            .replacing("\n", with: " ")
    }

    private static func machine() throws -> Machine {
        try #require(RulePack.load(RulePack.clueBytes).machine(MachineID(unchecked: "clue")))
    }

    @Test("the officer's guides name each state by its id and as lists and records show it")
    func states() throws {
        let (english, chinese) = (try Self.text("OFFICERS.md"), try Self.text("OFFICERS.zh-CN.md"))
        for state in try Self.machine().states {
            #expect(english.contains("`\(state.id)` \(state.title.en)"), "\(state.id)")
            #expect(chinese.contains("`\(state.id)` \(state.title.zh)"), "\(state.id)")
        }
    }

    @Test("the officer's guides name each step as records show it")
    func steps() throws {
        let (english, chinese) = (try Self.text("OFFICERS.md"), try Self.text("OFFICERS.zh-CN.md"))
        for step in try Self.machine().transitions {
            let command = step.id.text.replacing("_", with: "-")
            #expect(chinese.contains("`\(command)` \(step.title.zh)"), "\(command)")
            let isItsCommand = step.title.en == command.replacing("-", with: " ")
            #expect(isItsCommand || english.contains("`\(command)` \(step.title.en)"), "\(command)")
        }
    }
}
