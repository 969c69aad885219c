import Casework
import Foundation
import LocalAPI
import TestSupport
import Testing
import Wording

@testable import lianlu

/// A kind of record that came with a pack of the node's own is a command, as those of the program are.
@Suite struct AddedKindTests {
    @Test(
        "a kind of an added pack is listed, explained and taken by its own name, in both languages"
    )
    func command() async throws {
        let node = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        let path = Vectors.directory.appending(path: "tenth-kind.json").path
        let create = ["纠纷调解", "create", "--field", "title=【演练】商标纠纷", "--json"]
        let early = try await node.run(create)
        #expect(early.code == 2 && early.talk.contains("command.command_unknown"))
        try await node.start()
        let none = try await node.run(create)
        #expect(none.code == 2 && none.talk.contains("command.command_unknown"))
        let added = try await node.run(["rules", "add", path])
        #expect(added.code == 0, "\(added.talk)")
        // What `rules check` says of it is said here as well.
        #expect(added.talk.contains("advice only"), "\(added.talk)")
        let kinds = try await node.run(["record", "kinds"])
        #expect(kinds.data.contains("lianlu mediation create"), "\(kinds.data)")
        let help = try await node.run(["mediation", "--help"])
        #expect(help.code == 0 && help.data.contains("drop"), "\(help.data)\(help.talk)")
        let done = try await node.run(create)
        #expect(done.code == 0, "\(done.talk)")
        let record = try JSONDecoder().decode(
            Acknowledgement.self,
            from: Data(done.data.utf8)
        ).entry
        // The command that the inbox prints is one.
        let inbox = try await node.run(["inbox"])
        let line = try #require(
            inbox.data.split(separator: "\n").first { $0.contains("lianlu mediation drop") }
        )
        let words = line.split(separator: " ").dropFirst().prefix(3).map(String.init)
        #expect(words == ["mediation", "drop", String(record.prefix(12))], "\(inbox.data)")
        let dropped = try await node.run(words)
        #expect(dropped.code == 0, "\(dropped.talk)")
        let listed = try await node.run(["mediation", "list"], language: .zh)
        #expect(listed.data.contains("已放弃"), "\(listed.data)")
        // The file can be had from the node, byte by byte.
        let text = try await node.run(["rules", "show", "mediation", "--text"])
        #expect(text.data == (try String(contentsOfFile: path, encoding: .utf8)))
        let both = try await node.run(["rules", "show", "mediation", "--text", "--clocks"])
        #expect(both.code == 2 && both.data.isEmpty)
        try await node.remove()
    }

    @Test("a pack that has a kind of another pack says so when it is checked and when it is added")
    func taken() async throws {
        let node = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        try await node.start()
        let text = String(decoding: RulePack.clueBytes, as: UTF8.self)
        let own = text.replacing(
            "\"id\": \"clue\",\n  \"version\"",
            with: "\"id\": \"our-clue\",\n  \"version\""
        )
        #expect(own != text)
        let path = node.home + "/our-clue.json"
        try Data(own.utf8).write(to: URL(filePath: path))
        let checked = try await node.run(["rules", "check", path])
        #expect(checked.code == 0 && checked.data.contains("casework.pack_kind_taken"))
        let added = try await node.run(["rules", "add", path])
        #expect(added.code == 0, "\(added.talk)")
        #expect(
            added.talk.contains("Rule pack cooperation has a kind clue already"),
            "\(added.talk)"
        )
        // Calendars that the node has are not asked for.
        #expect(!added.talk.contains("does not come with the program"))
        try await node.remove()
    }
}
