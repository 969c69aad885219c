import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import lianlu

/// The commands that the README and the guides print are commands of this program.
@Suite struct ReadmeCommandTests {
    /// The command lines in the blocks of a page, without what a shell does around them.
    private static func lines(in page: String) throws -> [String] {
        let root = Vectors.directory.deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: page), encoding: .utf8)
        return text.split(separator: "```", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }
            .flatMap { block in
                block.element.replacing("\\\n", with: " ").split(separator: "\n").dropFirst()
                    .map { String($0.replacing(/\s{2,}#.*/, with: "")) }
            }
    }

    /// The words behind each `lianlu` of a line; what a shell puts in its place stands for one word.
    private static func commands(in line: String) -> [[String]] {
        var found: [[String]] = []
        var rest = line.replacing("2>", with: ">")
        while let inner = rest.firstMatch(of: /"?\$\(([^()]*)\)"?/) {
            found += commands(in: String(inner.1))
            rest.replaceSubrange(inner.range, with: "7ac894a134eb")
        }
        for match in rest.matches(of: /(?:^|[ =({\/])lianlu (?![0-9-])([^|;)&>]*)/) {
            var words: [String] = []
            for (number, part) in match.1.split(
                separator: "\"",
                omittingEmptySubsequences: false
            ).enumerated() {
                // What stands between quotes is one word, with what it is written to.
                if number % 2 == 1, !words.isEmpty {
                    words[words.count - 1] += part
                } else {
                    words += part.split(separator: " ").map(String.init)
                    if part.last == " " { words.append("") }
                }
            }
            words.removeAll(where: \.isEmpty)
            // What is left out cannot be parsed.
            guard !words.contains("…") else { continue }
            // The name of the user or the group of that name is no command.
            if !words.isEmpty, words[0] != "lianlu", !words[0].hasPrefix("/") {
                found.append(words)
            }
        }
        return found
    }

    @Test(
        "each command of the blocks is parsed: it exists, with these options and arguments",
        arguments: [
            ("README.md", 50), ("README.zh-CN.md", 50), ("OFFICERS.md", 6),
            ("OFFICERS.zh-CN.md", 6), ("AUDITORS.md", 5), ("AUDITORS.zh-CN.md", 5),
        ]
    )
    func parsed(_ page: String, _ count: Int) throws {
        let commands = try Self.lines(in: page).flatMap(Self.commands)
        for command in commands {
            do {
                let parsed = try Main.parse(command)
                #expect(parsed is any LianluCommand, "\(command)")
            } catch {
                Issue.record("\(command): \(Lianlu.message(for: error))")
            }
        }
        #expect(commands.count > count, "\(commands.count)")
    }

    @Test("a line is taken apart as a shell does")
    func reader() throws {
        let told = Self.commands(
            in: "received() { lianlu clue show $sent --json | jq -e x; } && lianlu card > a.card"
        )
        #expect(told == [["clue", "show", "$sent", "--json"], ["card"]])
        let nested = Self.commands(
            in:
                "lianlu peer add a.card --fingerprint \"$(lianlu card --json | jq -r .x)\" --title \"A B\""
        )
        #expect(nested.first == ["card", "--json"])
        #expect(
            nested.last == [
                "peer", "add", "a.card", "--fingerprint", "7ac894a134eb", "--title", "A B",
            ]
        )
        #expect(throws: (any Error).self) { try Main.parse(["clue", "show", "--nosuch"]) }
    }
}
