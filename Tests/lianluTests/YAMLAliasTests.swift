import Foundation
import LocalAPI
import Testing

@testable import lianlu

/// Files of fields whose aliases stand for more than they say.
@Suite struct YAMLAliasTests {
    private static func run(_ text: String) async throws -> InProcess.Outcome {
        let path = "/tmp/lianlu-alias-\(UInt32.random(in: 0 ... .max)).yaml"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { unlink(path) }
        return try await InProcess.run(
            ["clue", "create", "--file", path],
            home: "/tmp/lianlu-none"
        )
    }

    @Test("aliases of aliases that name millions of values are refused before they are followed")
    func nested() async throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let outcome = try await Self.run(text)
        #expect(outcome.code == .failed)
        #expect(outcome.talk.contains("[command.file_values_many]"), "\(outcome.talk)")
        #expect(outcome.talk.contains("\(lianlu.Limits.fieldFileValueCountMax)"))
    }

    @Test("as many values as the limit says are read, and one more is not")
    func limit() async throws {
        // The file itself, the name, the list, and its items.
        let most = lianlu.Limits.fieldFileValueCountMax - 3
        for (count, isRefused) in [(most, false), (most + 1, true)] {
            let items = Array(repeating: "1", count: count).joined(separator: ",")
            let outcome = try await Self.run("a: [\(items)]\n")
            #expect(outcome.talk.contains("file_values_many") == isRefused, "\(count)")
        }
    }

    @Test("an alias that is named once is what it names")
    func plain() async throws {
        let outcome = try await Self.run("title: &t 鞋\ngoods: *t\n")
        #expect(!outcome.talk.contains("command.file_"), "\(outcome.talk)")
    }
}
