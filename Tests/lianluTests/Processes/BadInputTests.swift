import Casework
import Cryptography
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

/// Bad input by real commands on one running node: each is refused in both languages by what officers call things, and nothing is
/// written.
@Suite(.serialized) struct BadInputTests {
    /// A command line that is refused: its words, how it ends, the code, and what is said in each language.
    private struct Row {
        let words: String
        let exit: Int32
        let code: String
        let zh: String
        let en: String

        init(_ words: String, _ code: String, exit: Int32 = 1, zh: String, en: String) {
            self.words = words
            self.exit = exit
            self.code = code
            self.zh = zh
            self.en = en
        }
    }

    /// A clue that would be taken, before what a row adds.
    private static let clue =
        "clue create --field 涉案商品=运动鞋 --field 权利类型=注册商标专用权 --field 线索来源=port"
    static let reportWords =
        "handover-criminal report --field 标题=【演练】移送 --field 案由=假冒 --field handling_officers=甲 --field handling_officers=乙 --field reported_at=2026-06-01T09:00:00+08:00"

    private static let steps = [
        Row("record new 线索 create", "node.kind_unknown", exit: 4, zh: "线索通报（clue）", en: "(clue)"),
        Row(
            "record list --kind 协办",
            "node.kind_unknown",
            exit: 4,
            zh: "案件协查（assistance）",
            en: "Case assistance (assistance)"
        ),
        Row(
            "record list --kind clue --state 已寄出",
            "node.state_unknown",
            exit: 4,
            zh: "已发出（sent）",
            en: "sent (sent)"
        ),
        Row(
            "record list --state 已寄出",
            "node.state_of_no_kind",
            exit: 4,
            zh: "--kind",
            en: "--kind"
        ),
        Row(
            "record new clue 寄出",
            "node.step_not_of_kind",
            zh: "线索通报（clue） 没有名为“寄出”的步骤",
            en: "has no step called “寄出”"
        ),
        Row(
            "record new 案件移送",
            "node.kind_ambiguous",
            exit: 2,
            zh: "提出移送报告（handover-criminal report）",
            en: "(handover-criminal report)"
        ),
        Row("\(clue) --field 商品名称=x", "node.field_unknown", zh: "涉案商品（goods）", en: "goods (goods)"),
        Row("\(clue) --field found＝2026", "node.field_unknown", zh: "发现时间", en: "found at"),
        Row("\(clue) --field ＝x", "command.field_invalid", exit: 2, zh: "不是字段", en: "no field"),
        Row("\(clue) --field 发现时间=昨天", "node.field_no_time", zh: "发现时间", en: "found at"),
        Row("\(clue) --field 货值、案值=许多", "node.field_no_money", zh: "货值、案值", en: "of fen"),
        Row("\(clue) --field 是否紧急=也许", "node.field_no_boolean", zh: "是否紧急", en: "yes or no"),
        Row(
            "clue create --field 权利类型=商标",
            "node.field_no_choice",
            zh: "注册商标专用权（trademark）",
            en: "(trademark)"
        ),
        Row(
            "\(clue) --field goods=x",
            "node.field_named_by_two",
            zh: "涉案商品（goods）",
            en: "goods (goods)"
        ),
        Row(
            "\(clue) --field found_at=2099-01-01T00:00:00+08:00",
            "node.field_in_future",
            zh: "发现时间",
            en: "still to come"
        ),
        Row(
            "\(clue) --field found_at=2026-01-01T00:00:00+08:00 --from 350000",
            "node.sender_not_ours",
            zh: "市场监管（360000）",
            en: "市场监管 (360000)"
        ),
        Row(
            "\(clue) --field found_at=2026-01-01T00:00:00+08:00 --office gaj",
            "node.office_unknown",
            exit: 4,
            zh: "gaj",
            en: "gaj"
        ),
        Row(
            "record act @report approve --field approved_at=2026-06-02T09:00:00+08:00",
            "casework.approver_missing",
            zh: "（chief）",
            en: "(chief)"
        ),
        Row(
            "record act @sent 受理",
            "node.entry_refused",
            zh: "状态为 已发出",
            en: "in state sent"
        ),
        Row(
            "record act @sent receive --field received_at=2026-06-02T09:00:00+08:00",
            "casework.role_not_allowed",
            zh: "市场监管（360000/scjg）",
            en: "市场监管 (360000/scjg)"
        ),
        Row(
            "\(clue) --rules cooperation@\(String(repeating: "0", count: 64))",
            "node.pack_unknown",
            exit: 4,
            zh: "规则包",
            en: "rule pack"
        ),
        Row(
            "joint-operation propose --mechanism exercise --to 350000 --rules @own --field operation_type=联合执法检查 --field goods=x --field 权利类型=trademark",
            "casework.pack_not_named",
            zh: "章程",
            en: "charter"
        ),
        Row(
            "\(clue) --field found_at=2026-01-01T00:00:00+08:00 --rules cooperation",
            "node.pack_ambiguous",
            zh: "版次或者更多位摘要",
            en: "the version or more digits"
        ),
        Row(
            "record act @approved send --mechanism exercise --to 999999",
            "node.addressee_outside",
            zh: "市场监管（350000）",
            en: "市场监管 (350000)"
        ),
        Row(
            "record act @approved send --mechanism nowhere --to 350000",
            "node.mechanism_unknown",
            exit: 4,
            zh: "nowhere",
            en: "nowhere"
        ),
    ]

    /// Changes of the pack of the program that no home takes.
    private static let packs: [(name: String, from: String, to: String, code: String)] = [
        ("cycle", "\"then\": \"B6f\"", "\"then\": \"B6e\"", "casework.pack_reference_cycle"),
        (
            "closed", "\"fields\": [\"assist_type\"]", "\"fields\": [\"cause\"]",
            "casework.pack_reference_unknown"
        ),
        // A clock that no rule describes.
        (
            "clock", "{\"op\": \"stop\", \"clock\": \"A16\"}",
            "{\"op\": \"stop\", \"clock\": \"A61\"}", "casework.pack_reference_unknown"
        ),
    ]

    /// Files whose names say another digest or version than their bytes have.
    private static let misnamed: [(name: String, code: String)] = [
        (String(repeating: "0", count: 64), "casework.pack_file_digest"),
        ("cooperation@" + String(repeating: "0", count: 64), "casework.pack_file_digest"),
        ("cooperation-7", "casework.pack_file_version"),
    ]

    @Test(
        "each kind of bad input is refused in both languages, by its titles, and nothing is written"
    )
    func refused() async throws {
        let world = try await World.make()
        defer { world.removeFiles() }
        let before = try await world.counts()
        for row in Self.steps {
            try await world.require(
                row.words,
                row.code,
                exit: row.exit,
                [.zh: row.zh, .en: row.en]
            )
        }
        for pack in Self.packs {
            let path = try world.pack(pack.name) { $0.replacing(pack.from, with: pack.to) }
            try await world.require("rules add \(path)", pack.code, [.zh: "行", .en: "line"])
        }
        for file in Self.misnamed {
            let path = try world.pack(file.name) { $0 + "\n" }
            try await world.require("rules add \(path)", file.code, [.zh: "文件名", .en: "name"])
        }
        try await world.require(
            "rules add \(world.huge())",
            "command.file_too_large",
            [.zh: "2097152 字节", .en: "2097152 bytes"]
        )
        // A pack that counts working days and names no calendar is told before it is added; its ends would stay provisional.
        let text = try world.pack("calendarless") { Self.withoutCalendars($0) }
        for (language, told) in [Language.zh: "没有列出日历", .en: "names no calendar"] {
            let outcome = try await world.node.run(["rules", "check", text], language: language)
            #expect(outcome.code == 0 && outcome.data.contains("casework.pack_calendar_missing"))
            #expect(outcome.data.contains(told), "\(outcome.data)")
        }
        #expect(try await world.counts() == before)
        try await world.remove()
    }

    private static func withoutCalendars(_ text: String) -> String {
        guard let start = text.firstRange(of: "\n  \"calendars\": [")?.upperBound,
            let end = text[start...].firstRange(of: "\n  ]")?.lowerBound
        else { return text }
        return text.replacingCharacters(in: start..<end, with: "")
    }

    @Test(
        "a pack under another digest, version or calendar than its own is told when it is checked"
    )
    func names() async throws {
        let folder = "/tmp/lianlu-packs-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let digest = String(repeating: "0", count: 64)
        var calendars = try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        )
        calendars["calendars"] = [["id": "other", "digest": digest]]
        let other = try JSONSerialization.data(withJSONObject: calendars)
        for (name, text, code, exit) in [
            ("\(digest).json", text, "casework.pack_file_digest", 3),
            ("cooperation-7.json", text, "casework.pack_file_version", 3),
            (
                "calendar.json",
                String(decoding: other, as: UTF8.self),
                "casework.pack_calendar_unknown", 0
            ),
        ] as [(String, String, String, Int32)] {
            let path = folder + "/" + name
            try Data(text.utf8).write(to: URL(filePath: path))
            for language in Language.allCases {
                let outcome = try await ProgramTests.run(
                    ProgramTests.program(),
                    ["rules", "check", path, "--lang", language.rawValue]
                )
                #expect(outcome.code == exit, "\(outcome.data)\(outcome.talk)")
                #expect(outcome.data.contains(code), "\(outcome.data)")
            }
        }
    }

    /// Numbers and texts as they come from other systems, and what is said of each.
    private static let strange: [(text: String, zh: String, en: String)] = [
        // Full-width digits are the same number: what is wrong with it is its form.
        ("９１３６０１００ＭＡ３５", "统一社会信用代码", "does not have the form"),
        ("9136\u{200B}0100MA35", "（U+200B）", "(U+200B)"),
        ("9136\u{202E}0100MA35", "（U+202E）", "(U+202E)"),
        ("9136О100МА35", "U+041E (O)", "U+041E (O)"),
        ("乾淨后麵發佈", "繁体", "traditional"),
        ("?F將有關線索移送", "“?F”", "“?F”"),
        ("推進??茖W發展", "“??”", "“??”"),
        ("江西\u{FFFD}知识产权", "U+FFFD", "U+FFFD"),
    ]

    @Test(
        "identifiers and texts with strange characters are pointed out in both languages before anything is written, and then signed as they were given, never refused"
    )
    func strangeTexts() async throws {
        let world = try await World.make()
        defer { world.removeFiles() }
        var count = try await world.counts()[0]
        for row in Self.strange {
            let words =
                "\(Self.clue) --field found_at=2026-01-01T00:00:00+08:00"
                .split(separator: " ").map(String.init)
                + ["--field", "subject_uscc=\(row.text)", "--field", "title=\(row.text)"]
            let before = try world.stored()
            for (language, told) in [Language.zh: row.zh, .en: row.en] {
                let preview = try await world.node.run(words + ["--dry-run"], language: language)
                #expect(preview.code == 0, "\(preview.talk)")
                #expect(preview.data.contains(told), "\(row.text): \(preview.data)")
            }
            #expect(try world.stored() == before, "\(row.text)")
            let outcome = try await world.node.run(words + ["--json"])
            #expect(outcome.code == 0, "\(outcome.talk)")
            let signed = try JSONDecoder().decode(
                Acknowledgement.self,
                from: Data(outcome.data.utf8)
            )
            #expect(signed.warnings?.isEmpty == false, "\(row.text)")
            let shown = try await world.node.client.send(.record(signed.entry))
            let fields = shown.timeline.first?.body?.fields
            #expect(fields?["subject_uscc"] == .text(row.text))
            #expect(fields?["title"] == .text(row.text))
            count += 1
            #expect(try await world.counts()[0] == count)
        }
        try await world.remove()
    }
}

/// One running node with a mechanism of its own, a matter that was sent and one that waits for an approver.
private final class World {
    let node: NodeProcess
    private let peer: NodeProcess
    private let folder: String
    private var names: [String: String] = [:]

    private init(_ node: NodeProcess, _ peer: NodeProcess) {
        self.node = node
        self.peer = peer
        folder = node.home + ".packs"
    }

    static func make() async throws -> World {
        let node = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        let peer = try await NodeProcess.make("fujian.ipr.example", region: "350000")
        for node in [node, peer] { try await node.start() }
        _ = try await NodeProcess.introduce(node, peer)
        // Nobody receives what is sent: what is tried is how one node answers.
        await peer.kill()
        let world = World(node, peer)
        try FileManager.default.createDirectory(
            atPath: world.folder,
            withIntermediateDirectories: true
        )
        let created = try await node.client.send(.submit(.exercise("create")))
        _ = try await node.client.send(.submit(.exercise("approve", record: created.entry)))
        let waiting = try await node.client.send(.submit(.exercise("create")))
        _ = try await node.client.send(.submit(.exercise("approve", record: waiting.entry)))
        world.names["@approved"] = waiting.entry
        let sent = try await node.client.send(
            .submit(.exercise("send", record: created.entry, to: "350000"))
        )
        world.names["@sent"] = sent.entry
        let report = try await node.run(
            BadInputTests.reportWords.split(separator: " ").map(String.init) + ["--json"]
        )
        #expect(report.code == 0, "\(report.talk)")
        world.names["@report"] = try JSONDecoder().decode(
            Acknowledgement.self,
            from: Data(report.data.utf8)
        ).entry
        let own = try world.pack("own") {
            $0.replacing("\"id\": \"cooperation\"", with: "\"id\": \"own\"")
        }
        let added = try await node.run(["rules", "add", own, "--json"])
        #expect(added.code == 0, "\(added.talk)")
        let document = try JSONDecoder().decode(
            RulePackDocument.self,
            from: Data(added.data.utf8)
        )
        world.names["@own"] = "own@\(document.digest)"
        return world
    }

    /// A file with the pack of the program after a change.
    func pack(_ name: String, _ change: (String) -> String) throws -> String {
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let changed = change(text)
        #expect(changed != text, "\(name)")
        let path = "\(folder)/\(name).json"
        try Data(changed.utf8).write(to: URL(filePath: path))
        return path
    }

    /// A file of 100 MB, with a hole for its bytes.
    func huge() throws -> String {
        let path = "\(folder)/huge.json"
        #expect(FileManager.default.createFile(atPath: path, contents: Data("{".utf8)))
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: 100 * 1024 * 1024)
        try file.close()
        return path
    }

    /// How many entries there are at home and in the mechanism, and how many packs.
    func counts() async throws -> [Int] {
        var packs = 0
        try await node.client.list(.rules) { _ in packs += 1 }
        return [
            try await node.entries(of: "\(node.name)/home").count,
            try await node.entries(of: "\(node.name)/exercise").count, packs,
        ]
    }

    /// A command is refused with this code, ends so, says these words in each language, and leaves no byte of the store changed.
    func require(
        _ words: String,
        _ code: String,
        exit: Int32 = 1,
        _ told: [Language: String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let arguments = words.split(separator: " ").map { names[String($0)] ?? String($0) }
        let before = try stored()
        for language in Language.allCases {
            let outcome = try await node.run(arguments, language: language)
            let said = outcome.talk
            #expect(outcome.code == exit && outcome.data.isEmpty, "\(words)\n\(said)")
            #expect(said.contains("[\(code)]"), "\(words)\n\(said)", sourceLocation: sourceLocation)
            #expect(
                said.contains(told[language] ?? ""),
                "\(words)\n\(said)",
                sourceLocation: sourceLocation
            )
            #expect(!said.contains("{"), "\(words)\n\(said)", sourceLocation: sourceLocation)
        }
        let isAsBefore = try stored() == before
        #expect(isAsBefore, "written by: \(words)", sourceLocation: sourceLocation)
    }

    /// The bytes of the store and of its journal: every commit changes them, of whatever table.
    func stored() throws -> [Digest] {
        try ["lianlu.sqlite", "lianlu.sqlite-wal"].map { file in
            let data = try Data(contentsOf: URL(filePath: "\(node.home)/data/\(file)"))
            return SHA256.digest(of: Array(data))
        }
    }

    func removeFiles() {
        // What is not there need not be removed.
        try? FileManager.default.removeItem(atPath: folder)
    }

    func remove() async throws {
        for node in [node, peer] { try await node.remove() }
    }
}
