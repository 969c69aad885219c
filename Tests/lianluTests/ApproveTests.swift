import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import Testing
import TransparencyLog
import Wording

@testable import lianlu

/// An officer approves at the command line: the key stays in his process, and what he signs is what he was shown.
@Suite struct ApproveTests {
    private static let secret = "青山不改-绿水长流"

    /// A folder with a key file under a passphrase, and the draft that a node would prepare for its officer.
    private final class Officer: Sendable {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-\(UUID().uuidString)")
        let key: Ed25519.PrivateKey
        var file: String { folder.appending(path: "officer.pem").path }

        init() throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            key = try Ed25519.PrivateKey()
            try KeyFile.create(
                key,
                at: folder.appending(path: "officer.pem").path,
                passphrase: Array(ApproveTests.secret.utf8)
            )
        }

        deinit {
            // What is left behind in the temporary folder harms nobody.
            try? FileManager.default.removeItem(at: folder)
        }

        /// Approves the draft without being asked, with the passphrase in a file.
        func approve(with secret: String, at home: String) async throws -> InProcess.Outcome {
            try await InProcess.run(
                [
                    "record", "approve", ApproveTests.id, "--officer-key", file,
                    "--passphrase-file", secret, "--yes",
                ],
                home: home
            )
        }

        func passphrase(_ text: String = ApproveTests.secret) throws -> String {
            let path = folder.appending(path: "secret-\(text.utf8.count)").path
            try Data(text.utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600],
                ofItemAtPath: path
            )
            return path
        }

        /// A step of the home log, written for the officer `o-1`.
        func draft() throws -> DraftDocument {
            var header = EntryHeader(
                at: try #require(Timestamp("2026-11-20T09:30:00+08:00")),
                machine: MachineID(unchecked: "clue"),
                event: EventID(unchecked: "approve")
            )
            header.from = RegionCode("360000")
            header.office = OfficeID(unchecked: "scjg")
            header.officer = OfficerID(unchecked: "o-1")
            header.rules = PackReference("clue@" + ScriptedService.digest("c"))
            let title = FieldID(unchecked: "title")
            let content = try Body(fields: [title: .string("演练")]).encoded()
            let salted = try SaltedObject(
                salt: [UInt8](repeating: 7, count: 32),
                content: content
            )
            header.objects = [
                salted.reference(role: .body, label: .internal, audience: .addresses([]))
            ]
            let origin = try Origin("jiangxi.ipr.example/home")
            let text = ApprovalText(origin: origin, header: header)
            var draft = ScriptedService.draft
            draft.officer = "o-1"
            draft.text = String(decoding: text.bytes, as: UTF8.self)
            draft.body = String(decoding: content, as: UTF8.self)
            draft.salt = Hex.encode(salted.salt)
            return draft
        }
    }

    private static let id = ScriptedService.draft.draft

    @Test(
        "shows what is signed, asks, signs the text of the draft, and hands in one line",
        arguments: Language.allCases
    )
    func approves(_ language: Language) async throws {
        let officer = try Officer()
        var titled = try officer.draft()
        titled.eventTitles = ["zh": "不批准移送", "en": "不批准移送"]
        let draft = titled
        try await RunningNode.serving { node in
            node.service.script { $0.prepared = draft }
            let streams = Captured(answers: [Self.secret, "yes"])
            let outcome = try await InProcess.run(
                ["record", "approve", Self.id, "--officer-key", officer.file, "--exact"],
                home: node.home,
                language: language,
                streams: streams
            )
            #expect(outcome.code == .done, "\(outcome.talk)")
            // The answer names the step, which may well be a refusal.
            #expect(outcome.talk.contains("不批准移送"))
            for shown in ["演练", "360000/scjg", "o-1", "lianlu/entry/v1"] {
                #expect(outcome.talk.contains(shown), "\(shown): \(outcome.talk)")
            }
            #expect(!(outcome.data + outcome.talk).contains(Self.secret))
            let approval = try #require(node.service.script { $0.approvals.first })
            let note = try Note(parsing: Array(approval.note.utf8))
            #expect(note.text.elementsEqual(Array(draft.text.utf8)))
            let key = try OfficerKey(publicKey: officer.key.publicKey.rawBytes).key(
                of: OfficerID(unchecked: "o-1"),
                in: OfficeID(unchecked: "scjg"),
                at: #require(NodeName("jiangxi.ipr.example"))
            )
            #expect(note.signatures.count == 1)
            #expect(key.isValid(note.signatures[0], over: note.text))
        }
    }

    @Test(
        "the officer reads the matter and every field by its title before the exact text",
        arguments: [
            (
                Language.zh,
                ["案件移送", "已提出书面报告", "【演练】鞋", "标题", "案由", "假冒注册商标罪", "江西省市场监督管理局（360000/scjg）"]
            ),
            (Language.en, ["written report made", "name of it", "cause", "假冒注册商标罪"]),
        ]
    )
    func words(_ language: Language, _ expected: [String]) async throws {
        let officer = try Officer()
        var draft = try officer.draft()
        draft.machineTitles = ["zh": "案件移送", "en": "handover"]
        var matter = Samples.record("abcdef01")
        matter.title = "【演练】鞋"
        matter.stateTitles = ["zh": "已提出书面报告", "en": "written report made"]
        (draft.matter, draft.record) = (matter, matter.record)
        draft.known = ["cause": .text("假冒注册商标罪")]
        draft.labels = [
            FieldLabel(field: "title", titles: ["zh": "标题", "en": "name of it"]),
            FieldLabel(field: "cause", titles: ["zh": "案由", "en": "cause"]),
        ]
        draft.names = ["360000/scjg": ["zh": "江西省市场监督管理局"]]
        let shown = draft
        let secret = try officer.passphrase()
        try await RunningNode.serving { node in
            node.service.script { $0.prepared = shown }
            let outcome = try await InProcess.run(
                [
                    "record", "approve", String(Self.id.prefix(8)), "--officer-key", officer.file,
                    "--passphrase-file", secret, "--yes", "--exact",
                ],
                home: node.home,
                language: language
            )
            #expect(outcome.code == .done, "\(outcome.talk)")
            for part in expected {
                #expect(outcome.talk.contains(part), "\(part): \(outcome.talk)")
            }
            let exact = try #require(outcome.talk.range(of: "lianlu/entry/v1"))
            let words = try #require(outcome.talk.range(of: "假冒注册商标罪"))
            #expect(words.lowerBound < exact.lowerBound)
            #expect(node.service.script { $0.approvals.count } == 1)
        }
    }

    @Test("a draft may be named by the file that its clerk was given")
    func file() async throws {
        let officer = try Officer()
        let draft = try officer.draft()
        let path = officer.folder.appending(path: "draft.json").path
        try JSONEncoder().encode(draft).write(to: URL(filePath: path))
        let junk = officer.folder.appending(path: "junk.json").path
        try Data("{}".utf8).write(to: URL(filePath: junk))
        let secret = try officer.passphrase()
        try await RunningNode.serving { node in
            node.service.script { $0.prepared = draft }
            let rest = ["--officer-key", officer.file, "--passphrase-file", secret, "--yes"]
            let outcome = try await InProcess.run(
                ["record", "approve", path] + rest,
                home: node.home
            )
            #expect(outcome.code == .done, "\(outcome.talk)")
            for (name, code) in [
                (junk, "command.draft_invalid"), ("zz", "command.draft_name_unknown"),
            ] {
                let refused = try await InProcess.run(
                    ["record", "approve", name] + rest,
                    home: node.home
                )
                #expect(refused.talk.contains(code), "\(refused.talk)")
            }
            // What begins so and waits no more the node alone knows.
            let code = "node.draft_unknown"
            node.service.script {
                $0.failures["prepare"] = Problem(
                    code: code,
                    arguments: ["draft": "ffff"],
                    status: 404
                )
            }
            let ended = try await InProcess.run(
                ["record", "approve", "FFFF"] + rest,
                home: node.home
            )
            #expect(ended.code == .notFound && ended.talk.contains(code), "\(ended.talk)")
            #expect(node.service.script { $0.calls.last?.argument } == "ffff")
            #expect(node.service.script { $0.approvals.count } == 1)
        }
    }

    @Test(
        "nothing is signed without a yes, a terminal, the passphrase, or a key of the officer's own"
    )
    func refusals() async throws {
        let officer = try Officer()
        let draft = try officer.draft()
        let plain = officer.folder.appending(path: "plain.pem").path
        try KeyFile.create(officer.key, at: plain)
        let exposed = officer.folder.appending(path: "exposed.pem").path
        try FileManager.default.copyItem(atPath: officer.file, toPath: exposed)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: exposed)
        let (right, wrong) = (try officer.passphrase(), try officer.passphrase("wrong passphrase"))
        try await RunningNode.serving { node in
            node.service.script { $0.prepared = draft }
            for (file, options, answers, code) in [
                (officer.file, [], [Self.secret, "no"], "command.approval_declined"),
                (officer.file, [], [Self.secret, ""], "command.approval_declined"),
                (officer.file, ["--passphrase-file", right], nil, "command.approval_needs_yes"),
                (officer.file, ["--yes"], nil, "command.passphrase_needed"),
                (
                    officer.file, ["--yes", "--passphrase-file", wrong], nil,
                    "cryptography.passphrase_wrong"
                ),
                (plain, ["--yes"], nil, "command.officer_key_unprotected"),
                (
                    exposed, ["--yes", "--passphrase-file", right], nil,
                    "cryptography.key_file_exposed"
                ),
                (
                    officer.folder.path + "/none.pem", ["--yes", "--passphrase-file", right], nil,
                    "command.option_file_missing"
                ),
                (
                    officer.file, ["--yes", "--passphrase-file", officer.folder.path + "/none"],
                    nil, "command.option_file_missing"
                ),
            ] as [(String, [String], [String]?, String)] {
                let outcome = try await InProcess.run(
                    ["record", "approve", Self.id, "--officer-key", file] + options,
                    home: node.home,
                    streams: Captured(answers: answers)
                )
                #expect(outcome.talk.contains(code), "\(code): \(outcome.talk)")
                #expect(outcome.code != .done)
                #expect(!outcome.talk.contains(Self.secret))
            }
            #expect(node.service.script { $0.approvals.isEmpty })
        }
    }

    @Test(
        "whatever changes between what the officer read and what he would sign, nothing is signed"
    )
    func changed() async throws {
        let officer = try Officer()
        let shown = try officer.draft()
        let text = try ApprovalText(parsing: Array(shown.text.utf8))
        let later = try #require(Timestamp("2026-11-20T09:35:00+08:00"))
        func retold(_ change: (inout EntryHeader) -> Void) -> (inout DraftDocument) -> Void {
            var header = text.header
            change(&header)
            let text = ApprovalText(origin: text.origin, header: header)
            return { $0.text = String(decoding: text.bytes, as: UTF8.self) }
        }
        let recipient = EntryPreview.Recipient(
            addresses: ["350000"],
            body: true,
            node: "fujian.ipr.example"
        )
        let changes: [(String, (inout DraftDocument) -> Void)] = [
            ("recipients", { $0.recipients = [recipient] }),
            (
                "findings",
                { $0.findings = [CodedText("node.draft_damaged", ["draft": Self.id])] }
            ),
            ("known", { $0.known = ["cause": .text("别的案由")] }),
            ("matter", { $0.matter = Samples.record("abcdef01") }),
            ("sent", { $0.sent = Samples.record("abcdef01") }),
            ("rank", { $0.rank = "chief" }), ("record", { $0.record = "00" }),
            ("expires", { $0.expires = "2026-12-21T09:30:00+08:00" }),
            ("event", retold { $0.event = EventID(unchecked: "cancel") }),
            ("officer", retold { $0.officer = OfficerID(unchecked: "o-2") }),
        ]
        let secret = try officer.passphrase()
        for (name, change) in changes {
            var changed = shown
            change(&changed)
            let second = changed
            try await RunningNode.serving { node in
                node.service.script { script in
                    (script.prepared, script.preparedLater) = (shown, second)
                }
                let outcome = try await officer.approve(with: secret, at: node.home)
                #expect(outcome.code == .failed, "\(name)")
                #expect(outcome.talk.contains("command.draft_changed"), "\(name): \(outcome.talk)")
                #expect(node.service.script { $0.approvals.isEmpty })
            }
        }
        // Its time alone is that of the decision, also in what is told of a step that comes late.
        func told(_ at: Timestamp) -> CodedText {
            CodedText(
                "casework.clock_extension_late",
                ["at": at.text, "due": "2026-11-19T23:59:59+08:00", "entry_en": "(this step)"]
            )
        }
        var first = shown
        first.findings.append(told(text.header.at))
        let late = first
        retold { $0.at = later }(&first)
        first.findings[first.findings.count - 1] = told(later)
        let decided = first
        try await RunningNode.serving { node in
            node.service.script { script in
                (script.prepared, script.preparedLater) = (late, decided)
            }
            let outcome = try await officer.approve(with: secret, at: node.home)
            #expect(outcome.code == .done, "\(outcome.talk)")
            let note = try #require(node.service.script { $0.approvals.first?.note })
            #expect(note.hasPrefix(decided.text))
        }
    }

    @Test("a node that shows another body than the text names, or another text, gets no signature")
    func lies() async throws {
        let officer = try Officer()
        let honest = try officer.draft()
        var drafts: [DraftDocument] = []
        for change in [
            { $0.body = "{\"fields\":{\"title\":\"另案\"}}" }, { $0.body = "" }, { $0.salt = "00" },
            { $0.text += "\n" }, { $0.text = $0.text.replacing("o-1", with: "o 1") },
            { $0.text = $0.text.replacing(",\"officer\":\"o-1\"", with: "") },
        ] as [(inout DraftDocument) -> Void] {
            var draft = honest
            change(&draft)
            drafts.append(draft)
        }
        let secret = try officer.passphrase()
        for draft in drafts {
            try await RunningNode.serving { node in
                node.service.script { $0.prepared = draft }
                let outcome = try await officer.approve(with: secret, at: node.home)
                #expect(outcome.code == .verificationFailed, "\(outcome.talk)")
                #expect(outcome.talk.contains("command.draft_body_differs"))
                #expect(node.service.script { $0.approvals.isEmpty })
            }
        }
    }

    /// Rules out that an officer whose command is run again, as after a lost answer, is told of a failure.
    @Test(
        "run again after it was approved, the command shows the entry as it did, and signs nothing; another officer's approval is told as such",
        arguments: Language.allCases
    )
    func approvedBefore(_ language: Language) async throws {
        let officer = try Officer()
        let secret = try officer.passphrase()
        let line = [
            "record", "approve", Self.id, "--officer-key", officer.file, "--passphrase-file",
            secret, "--yes",
        ]
        let before = Problem(
            code: "node.draft_approved",
            arguments: ["draft": Self.id, "entry": ScriptedService.digest("a")],
            status: 409
        )
        for options in [[], ["--json"]] {
            try await RunningNode.serving { node in
                node.service.script { $0.failures["prepare"] = before }
                let outcome = try await InProcess.run(
                    line + options,
                    home: node.home,
                    language: language
                )
                #expect(outcome.code == .done, "\(outcome.talk)")
                #expect(outcome.data.contains(ScriptedService.approved.entry))
                #expect(node.service.script { $0.approvals.isEmpty })
                let said = try #require(
                    Catalogue.message("command.talk_approved_before", [:], in: language)
                ).sentence
                #expect(outcome.talk.contains(said) == options.isEmpty)
            }
        }
        try await RunningNode.serving { node in
            node.service.script {
                $0.failures = ["prepare": before, "approved": before]
            }
            let outcome = try await InProcess.run(line, home: node.home, language: language)
            #expect(outcome.code == .failed && outcome.talk.contains("node.draft_approved"))
        }
    }

    /// Rules out that an officer has to read canonical JSON, and that he decides without a word of the part that is out already.
    @Test(
        "what the node notes and the part of the matter that was sent stand before the question; the exact text is named by its digest",
        arguments: Language.allCases
    )
    func notes(_ language: Language) async throws {
        let officer = try Officer()
        var draft = try officer.draft()
        var sent = Samples.record("abcdef01")
        sent.stateTitles = ["zh": "公安已回执", "en": "received by the police"]
        draft.sent = sent
        let arguments = ["mechanism": "exercise", "opening": sent.record, "state": "receipted"]
        draft.findings = [CodedText("node.draft_after_opening", arguments)]
        let shown = draft
        try await RunningNode.serving { node in
            node.service.script { $0.prepared = shown }
            let streams = Captured(answers: [Self.secret, "no"])
            let outcome = try await InProcess.run(
                ["record", "approve", Self.id, "--officer-key", officer.file],
                home: node.home,
                language: language,
                streams: streams
            )
            let note = try #require(
                Catalogue.message("node.draft_after_opening", arguments, in: language)
            )
            let digest = SHA256.digest(of: Array(shown.text.utf8)).hex
            let state = language == .zh ? "公安已回执" : "received by the police"
            for part in [note.sentence, state, digest] {
                #expect(outcome.talk.contains(part), "\(part): \(outcome.talk)")
            }
            #expect(!outcome.talk.contains("lianlu/entry/v1"))
            #expect(outcome.talk.contains("command.approval_declined"))
            #expect(node.service.script { $0.approvals.isEmpty })
        }
    }
}
