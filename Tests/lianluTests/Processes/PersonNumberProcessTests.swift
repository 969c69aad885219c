import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

/// A person's number goes through two running nodes, in every field that takes it and in every argument that does not, and is printed
/// whole nowhere: not by any command, in either language or as JSON, not in an error, and not in the nodes' logs.
@Suite(.serialized) struct PersonNumberProcessTests {
    private static let number = "360102198001011235"
    private static let phone = "13800138000"

    /// Commands that show something of the matter; `@` stands for its record.
    private static let shown = [
        "record list", "record show @", "record timeline @", "inbox", "links @", "status", "doctor",
        "stats --by right", "search \(number)", "log list", "log show jiangxi.ipr.example/exercise",
        "why @ --peer 350000",
        "record list --kind clue",
    ]

    /// Commands with the number where something else is asked for.
    private static let mistaken = [
        "record show \(number)", "record timeline \(number)", "links \(number)",
        "record act \(number) accept", "record act @ \(number)", "record list --kind \(number)",
        "record list --state \(number)", "record new \(number)", "record form clue \(number)",
        "clue create --field \(number)=x", "clue create --field found_at=\(number)",
        "clue create --field ip_right=\(number)", "clue create --field subject_is_person=\(number)",
        "clue create --office \(number)", "clue create --from \(number)",
        "clue create --field subject_name=某人\(number) --field \(number)",
        "search \(number) --kind \(number)", "stats --by \(number)", "stats --kind \(number)",
        "stats --mechanism \(number)", "stats --from \(number)", "why @ --peer \(number)",
        "record print @ --document \(number)", "mechanism show \(number)", "rules show \(number)",
        "inbox --office \(number)", "log \(number)", "peer show \(number)", "\(number)",
        "record \(number)", "verify \(number)",
    ]

    @Test(
        "no command, error or log has a person's number whole, at the sender's and at the receiver's",
        .timeLimit(.minutes(20))
    )
    func nowhere() async throws {
        let sender = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        let receiver = try await NodeProcess.make("fujian.ipr.example", region: "350000")
        for node in [sender, receiver] { try await node.start() }
        _ = try await NodeProcess.introduce(sender, receiver)
        let record = try await send(from: sender)
        var isThere = false
        while !isThere {
            // Nothing is there before the record's first entry and its body came.
            let detail = try? await receiver.client.send(.record(record))
            isThere = detail?.timeline.first?.body?.fields != nil
            if !isThere { try await Task.sleep(for: .milliseconds(20)) }
        }
        for node in [sender, receiver] {
            for words in Self.shown { try await require(words, at: node, record) }
            // What is mistaken is refused alike by whoever is asked.
            for words in node === sender ? Self.mistaken : Array(Self.mistaken.prefix(4)) {
                try await require(words, at: node, record, isMistaken: true)
            }
            let log = try String(contentsOf: URL(filePath: node.home + ".log"), encoding: .utf8)
            #expect(log.contains("local call"))
            for line in log.split(separator: "\n") {
                #expect(!line.contains(Self.number) && !line.contains(Self.phone), "\(line)")
            }
        }
        await receiver.stop()
        for language in Language.allCases {
            let audit = try await ProgramTests.run(
                ProgramTests.program(),
                ["audit", receiver.home, "--records", "--lang", language.rawValue]
            )
            #expect(audit.data.contains(record.prefix(8)), "\(audit.data)\(audit.talk)")
            #expect(!(audit.data + audit.talk).contains(Self.number))
        }
        for node in [sender, receiver] { try await node.remove() }
    }

    /// A clue about a person, whose number stands in fields of every sort; sent to 350000.
    private func send(from node: NodeProcess) async throws -> String {
        var create = EntrySubmission.exercise("create")
        for field in ["subject_uscc", "remarks", "title"] {
            create.fields[field] = .text("张三\(Self.number)")
        }
        create.fields["subject_person"] = .text("张三，\(Self.number)，电话\(Self.phone)")
        create.fields["ip_numbers"] = .list([.text(Self.number)])
        let created = try await node.client.send(.submit(create))
        var approve = EntrySubmission.exercise("approve", record: created.entry)
        approve.fields["subject_name"] = .text("张三\(Self.number)")
        _ = try await node.client.send(.submit(approve))
        return try await node.client.send(
            .submit(.exercise("send", record: created.entry, to: "350000"))
        ).entry
    }

    /// A command prints the number in no form; a mistaken one fails.
    private func require(
        _ words: String,
        at node: NodeProcess,
        _ record: String,
        isMistaken: Bool = false
    ) async throws {
        let arguments = words.split(separator: " ").map { $0 == "@" ? record : String($0) }
        for language in Language.allCases {
            for form in isMistaken && language == .zh ? [[]] : [[], ["--json"]] {
                let outcome = try await node.run(arguments + form, language: language)
                let told = outcome.data + outcome.talk
                if isMistaken { #expect(outcome.code != 0, "\(words)\n\(told)") }
                #expect(!told.contains(Self.number), "\(words)\n\(told)")
                #expect(!told.contains(Self.phone), "\(words)\n\(told)")
            }
        }
    }
}
