import Casework
import Cryptography
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// `lianlu rules` as an official or the author of a pack uses it, without a node.
@Suite struct RulesCommandTests {
    /// A folder that is gone after the test.
    private struct Folder {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-rules-\(UUID().uuidString)")

        init() throws {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        }

        func file(_ name: String, _ bytes: [UInt8]) throws -> String {
            let file = url.appending(path: name)
            try Data(bytes).write(to: file)
            return file.path
        }

        func remove() throws { try FileManager.default.removeItem(at: url) }
    }

    private static let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)

    @Test("a sound pack passes, in both languages, without a node", arguments: Language.allCases)
    func sound(_ language: Language) async throws {
        let folder = try Folder()
        let file = try folder.file("cooperation-1.json", RulePack.cooperationBytes)
        let outcome = try await InProcess.run(
            ["rules", "check", file],
            home: folder.url.path,
            language: language
        )
        #expect(outcome.code == .done)
        #expect(outcome.talk.contains(SHA256.digest(of: RulePack.cooperationBytes).hex))
        // Clocks that nobody verified are named, and are no fault.
        #expect(outcome.data.contains("pack_clocks_unverified"))
        try folder.remove()
    }

    @Test(
        "every fault of a pack is named with file, line and remedy, and the command ends with 3",
        arguments: Language.allCases
    )
    func faults(_ language: Language) async throws {
        let folder = try Folder()
        let broken = Self.text
            .replacing(
                "\"unit\": \"working_day\",",
                with: "\"unit\": \"workday\",",
                maxReplacements: 2
            )
            .replacing("\"clock\": \"A1\"", with: "\"clock\": \"Z1\"", maxReplacements: 1)
        let file = try folder.file("mine.json", Array(broken.utf8))
        let outcome = try await InProcess.run(
            ["rules", "check", file],
            home: folder.url.path,
            language: language
        )
        #expect(outcome.code == .verificationFailed)
        let lines = outcome.data.split(separator: "\n").filter { $0.contains("\(file):") }
        #expect(lines.count >= 3, "\(outcome.data)")
        #expect(outcome.talk.contains("3"))
        let json = try await InProcess.run(
            ["rules", "check", file, "--json"],
            home: folder.url.path,
            language: language
        )
        #expect(json.code == .verificationFailed)
        let document = try JSONDecoder().decode(
            RulesCheckDocument.self,
            from: Data(json.data.utf8)
        )
        #expect(document.faults.count == lines.count)
        for fault in document.faults {
            #expect(!fault.sentence.zh.contains("{") && !fault.sentence.en.contains("{"))
            #expect(fault.line ?? 0 > 1 && fault.path?.isEmpty == false)
        }
        try folder.remove()
    }

    @Test(
        "a file of another digest, and one too large, are refused; one that is not there is not found"
    )
    func files() async throws {
        let folder = try Folder()
        let other = try folder.file(
            "cooperation@\(String(repeating: "0", count: 64)).json",
            RulePack.cooperationBytes
        )
        let digest = try await InProcess.run(["rules", "check", other], home: folder.url.path)
        #expect(digest.code == .verificationFailed && digest.data.contains("pack_file_digest"))
        // Sparse: 100 MB that nobody has to write, and of which no more is read than the limit.
        let large = folder.url.appending(path: "large.json")
        #expect(FileManager.default.createFile(atPath: large.path, contents: nil))
        let handle = try FileHandle(forWritingTo: large)
        try handle.truncate(atOffset: 100_000_000)
        try handle.close()
        for command in [["check"], ["add"], ["show"]] {
            let refused = try await InProcess.run(
                ["rules"] + command + [large.path],
                home: folder.url.path
            )
            #expect(refused.code == .failed)
            #expect(refused.talk.contains("file_too_large"))
            #expect(refused.talk.contains("\(Casework.Limits.packByteCountMax)"))
        }
        let full = Array(Self.text.utf8)
        let limit = Casework.Limits.packByteCountMax
        let padded = full + Array(repeating: UInt8(ascii: " "), count: limit - full.count)
        let most = try folder.file("most.json", padded)
        #expect(
            try await InProcess.run(["rules", "check", most], home: folder.url.path).code == .done
        )
        let missing = try await InProcess.run(
            ["rules", "check", folder.url.appending(path: "none.json").path],
            home: folder.url.path
        )
        #expect(missing.code == .notFound)
        try folder.remove()
    }

    @Test("a pack that needs a newer program says so", arguments: Language.allCases)
    func newer(_ language: Language) async throws {
        let folder = try Folder()
        let text = Self.text.replacing(
            "\"engine\": 2,",
            with: "\"engine\": 99,",
            maxReplacements: 1
        )
        let file = try folder.file("newer.json", Array(text.utf8))
        for command in ["check", "show"] {
            let outcome = try await InProcess.run(
                ["rules", command, file],
                home: folder.url.path,
                language: language
            )
            #expect(outcome.code != .done)
            #expect((outcome.data + outcome.talk).contains("pack_engine_newer"))
            #expect((outcome.data + outcome.talk).contains("99"))
        }
        try folder.remove()
    }

    @Test(
        "a pack is shown by its kinds, a kind by every step, and clocks with law, article and how well they were checked",
        arguments: Language.allCases
    )
    func show(_ language: Language) async throws {
        let folder = try Folder()
        let file = try folder.file("cooperation-1.json", RulePack.cooperationBytes)
        func shown(_ options: [String]) async throws -> String {
            let outcome = try await InProcess.run(
                ["rules", "show", file] + options,
                home: folder.url.path,
                language: language
            )
            #expect(outcome.code == .done, "\(outcome.talk)")
            #expect(!outcome.data.contains("{") && !outcome.data.contains("phrase_"))
            return outcome.data
        }
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let whole = try await shown([])
        for kind in pack.kinds {
            #expect(whole.contains(kind.id.text))
            #expect(whole.contains(language == .zh ? kind.title.zh : kind.title.en))
        }
        let kind = try #require(pack.kinds.first { $0.id.text == "handover" })
        for name in [kind.id.text, kind.title.zh, kind.code] + kind.aliases {
            let text = try await shown(["--kind", name])
            for machine in kind.machines {
                #expect(text.contains(machine.id.text))
                for step in machine.transitions { #expect(text.contains(step.id.text)) }
                for document in machine.documents {
                    guard let form = document.form else { continue }
                    #expect(text.contains("\(form)"))
                }
            }
        }
        let machine = try #require(kind.machines.first)
        let one = try await shown(["--machine", machine.id.text])
        #expect(kind.machines.dropFirst().allSatisfy { !one.contains("\n\($0.id.text)  ") })
        let clocks = try await shown(["--clocks"])
        for clock in pack.clocks { #expect(clocks.contains("\n\(clock.id.text)  ")) }
        #expect(clocks.contains(language == .zh ? "建议" : "advisory"))
        #expect(clocks.contains(language == .zh ? "据转载或者报道" : "from a secondary source"))
        #expect(clocks.contains(language == .zh ? "第十八条" : "art. 18"))
        let none = try await InProcess.run(
            ["rules", "show", file, "--kind", "nosuch"],
            home: folder.url.path,
            language: language
        )
        #expect(none.code == .notFound && none.talk.contains("pack_kind_unknown"))
        #expect(none.talk.contains("joint-operation"))
        try folder.remove()
    }

    @Test(
        "two packs are compared in words, old value before new one, and equal ones say so",
        arguments: Language.allCases
    )
    func diff(_ language: Language) async throws {
        let folder = try Folder()
        let old = try folder.file("cooperation-1.json", RulePack.cooperationBytes)
        let changed = Self.text
            .replacing("\"length\": 15,", with: "\"length\": 20,", maxReplacements: 1)
            .replacing("\"version\": 1,", with: "\"version\": 9,", maxReplacements: 1)
        let new = try folder.file("cooperation-9.json", Array(changed.utf8))
        let outcome = try await InProcess.run(
            ["rules", "diff", old, new],
            home: folder.url.path,
            language: language
        )
        #expect(outcome.code == .done)
        #expect(
            outcome.data.contains(
                language == .zh ? "15 个工作日 → 20 个工作日" : "15 working days → 20 working days"
            )
        )
        #expect(outcome.data.contains("1 → 9"))
        let json = try await InProcess.run(
            ["rules", "diff", old, new, "--json"],
            home: folder.url.path,
            language: language
        )
        let document = try JSONDecoder().decode(
            RulesDifferenceDocument.self,
            from: Data(json.data.utf8)
        )
        #expect(document.changes.map(\.aspect) == ["version", "digest", "length"])
        #expect(document.from?.edition == 1 && document.to?.edition == 9)
        let same = try await InProcess.run(
            ["rules", "diff", old, old],
            home: folder.url.path,
            language: language
        )
        #expect(same.code == .done && same.data.isEmpty && !same.talk.isEmpty)
        try folder.remove()
    }

    @Test(
        "without a node the packs of the program are shown, and that is said; others are not reached"
    )
    func withoutNode() async throws {
        let folder = try Folder()
        let shown = try await InProcess.run(
            ["rules", "show", "cooperation@1"],
            home: folder.url.path
        )
        #expect(shown.code == .done && shown.data.contains("cooperation"))
        #expect(shown.talk.contains("does not answer"))
        let other = try await InProcess.run(["rules", "show", "nosuch@1"], home: folder.url.path)
        #expect(other.code == .unreachable)
        try folder.remove()
    }

    private static let calendar = """
        {"format": "lianlu/calendar/v1", "id": "cn-2027",
        "title": {"zh": "2027年（演练）", "en": "2027 (exercise)"}, "years": [2027],
        "instrument": {"title": {"zh": "通知（演练）", "en": "notice (exercise)"}, "date": "2026-11-10"},
        "status": "verified",
        "off": [{"date": "2027-01-01", "name": {"zh": "元旦", "en": "New Year's Day"}}], "work": []}
        """

    @Test(
        "a calendar is checked, shown and compared as a pack is, and every fault of it has its line",
        arguments: Language.allCases
    )
    func calendars(_ language: Language) async throws {
        let folder = try Folder()
        func run(_ arguments: [String]) async throws -> InProcess.Outcome {
            try await InProcess.run(
                ["rules"] + arguments,
                home: folder.url.path,
                language: language
            )
        }
        let bytes = Array(Self.calendar.utf8)
        let sound = try folder.file("cn-2027.json", bytes)
        let checked = try await run(["check", sound])
        #expect(checked.code == .done && checked.talk.contains(SHA256.digest(of: bytes).hex))
        let shown = try await run(["show", sound])
        #expect(shown.data.contains("2027-01-01") && shown.data.contains("2026-11-10"))
        #expect(shown.data.contains(language == .zh ? "元旦" : "New Year's Day"))
        // Without a node those that come with the program are found by their ids.
        let own = try await run(["show", "cn-2026"])
        #expect(own.code == .done && own.data.contains("〔2025〕7号"))
        let compared = try await run(["diff", "cn-2026", sound])
        #expect(compared.code == .done && compared.data.contains("2027-01-01"))
        let text = Self.calendar.replacing("2027-01-01", with: "2028-03-01")
            .replacing("verified", with: "sure")
        let faulty = try await run(["check", try folder.file("mine.json", Array(text.utf8))])
        #expect(faulty.code == .verificationFailed)
        #expect(faulty.data.contains("mine.json:4") && faulty.data.contains("mine.json:5"))
        #expect(faulty.data.contains("calendar_date_outside"))
        let full = bytes + Array(repeating: UInt8(ascii: " "), count: (256 << 10) - bytes.count)
        #expect(try await run(["check", try folder.file("full.json", full)]).code == .done)
        let over = try await run(["check", try folder.file("over.json", full + [32])])
        #expect(over.code == .verificationFailed && over.data.contains("262144"))
        let pack = try await run(["show", "cooperation@1"])
        #expect(pack.data.contains("cn-2026") && pack.data.contains("4c7c7608"))
        // What does not count, and whom a clock binds, is said in words.
        let clocks = try await run(["show", "cooperation@1", "--clocks"])
        for word in language == .zh ? ["在途时间", "各方"] : ["time in transit", "all offices"] {
            #expect(clocks.data.contains(word))
        }
        #expect(!clocks.data.contains("handling_office") && !clocks.data.contains("transit；"))
        try folder.remove()
    }

    @Test(
        "rules add refuses a file whose name says another digest before anything is sent; what is no JSON is said to be unread"
    )
    func namesAndSyntax() async throws {
        let folder = try Folder()
        let zeros = String(repeating: "0", count: 64)
        for (bytes, name) in [
            (Array(Self.calendar.utf8), "cn-2027@\(zeros).json"),
            (RulePack.cooperationBytes, "\(zeros).json"),
            (RulePack.cooperationBytes, "cooperation-7.json"),
        ] {
            let file = try folder.file(name, bytes)
            let refused = try await InProcess.run(["rules", "add", file], home: folder.url.path)
            #expect(refused.code != .done && refused.talk.contains("pack_file_"), "\(name)")
            let checked = try await InProcess.run(["rules", "check", file], home: folder.url.path)
            #expect(checked.code == .verificationFailed && checked.data.contains("pack_file_"))
        }
        let broken = try folder.file("broken.json", Array(Self.calendar.dropLast().utf8))
        let unread = try await InProcess.run(
            ["rules", "check", broken],
            home: folder.url.path,
            language: .en
        )
        #expect(unread.code == .verificationFailed && unread.data.contains("json_unclosed"))
        #expect(unread.talk.contains("nothing else of it was looked at"))
        try folder.remove()
    }

    @Test(
        "a pack is removed by the file with its bytes, and a file that the node does not have is said to be none"
    )
    func removedByFile() async throws {
        let folder = try Folder()
        let file = try folder.file("cooperation-1.json", RulePack.cooperationBytes)
        let digest = SHA256.digest(of: RulePack.cooperationBytes).hex
        try await RunningNode.serving { node in
            let unknown = try await InProcess.run(
                ["rules", "remove", file],
                home: node.home,
                operations: .installed
            )
            #expect(unknown.code == .notFound, "\(unknown.talk)")
            #expect(unknown.talk.contains("node.pack_unknown") && unknown.talk.contains(file))
            node.service.script {
                $0.rules = [RulePackDocument(pack: "cooperation", digest: digest)]
            }
            let removed = try await InProcess.run(
                ["rules", "remove", file],
                home: node.home,
                operations: .installed
            )
            #expect(removed.code == .done, "\(removed.talk)")
            let calls = node.service.script { $0.calls }
            #expect(calls.last { $0.operation == "remove_rule_pack" }?.argument == digest)
        }
        try folder.remove()
    }
}
