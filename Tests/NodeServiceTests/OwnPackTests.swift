import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import LogStorage
import SQLiteStorage
import TestSupport
import Testing
import Wording

@testable import NodeService

/// An office's own rule pack: kept by the node, good at home at once, good in a mechanism once a charter names it.
@Suite struct OwnPackTests {
    private static let caller = TestNode.operatorCaller

    /// The pack of a tenth kind, whose last step is left to the office alone.
    static func mediation(version: Int = 1, id: String = "mediation") throws -> String {
        let file = Vectors.directory.appending(path: "tenth-kind.json")
        return try String(contentsOf: file, encoding: .utf8)
            .replacing(", \"signed\": true", with: "")
            .replacing(
                "\"id\": \"mediation\",\n  \"version\": 1,",
                with: "\"id\": \"\(id)\", \"version\": \(version),"
            )
    }

    static func step(_ event: String, record: String? = nil) -> EntrySubmission {
        var step = EntrySubmission(
            request: UUID().uuidString.lowercased(),
            machine: "mediation",
            event: event
        )
        step.record = record
        return step
    }

    private static func reference(_ text: String) throws -> PackReference {
        try RulePack.load(Array(text.utf8)).reference
    }

    private static func audit(_ home: HomeDirectory) async throws -> [String] {
        try await home.audited().findings.filter { $0.weight == .fault }.map { $0.code.rawValue }
    }

    @Test(
        "a pack that was added counts at home at once and after a restart, and the auditor judges the same"
    )
    func added() async throws {
        var node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        var create = Self.step("create")
        create.fields["title"] = .text("【演练】商标纠纷")
        let early = await #expect(throws: Problem.self) { _ = try await node.submit(create) }
        #expect(early?.code == "node.kind_unknown")
        let text = try Self.mediation()
        let added = try await node.local.add(rulePack: text, caller: Self.caller)
        #expect(added.pack == "mediation" && added.edition == 1 && !added.builtIn)
        #expect(added.digest == SHA256.digest(of: Array(text.utf8)).hex)
        #expect(added.mechanisms.isEmpty && added.effectiveFrom == "2026-01-01")
        // The same bytes a second time are what is here already.
        #expect(try await node.local.add(rulePack: text, caller: Self.caller) == added)
        #expect(
            try await node.local.rulePack(added.digest, caller: Self.caller) == Array(text.utf8)
        )
        let created = try await node.submit(create)
        let home = node.home
        try await node.close()
        #expect(try await Self.audit(home).isEmpty)
        node = try await TestNode(opening: home)
        let listed = try await node.local.rules(after: nil, caller: Self.caller).items
        var kept = added
        // What is said of a pack when it is added is not said at every list.
        #expect(kept.notices?.map(\.code) == ["casework.pack_clocks_unverified"])
        kept.notices = nil
        #expect(listed.contains(kept))
        _ = try await node.submit(Self.step("drop", record: created.entry))
        let record = try await node.local.record(created.entry, caller: Self.caller)
        #expect(record.summary.state == "dropped")
        try await node.close()
        #expect(try await Self.audit(home).isEmpty)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test(
        "what is no pack, or another pack under a version that is taken, is refused, and nothing is kept"
    )
    func refused() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let before = try await node.node.store.read { try $0.rulePacks().count }
        let text = try Self.mediation()
        for (wrong, code) in [
            ("{}", "casework.pack_format"), ("", "casework.json_empty"),
            (text.replacing("\"engine\": 2", with: "\"engine\": 99"), "casework.pack_engine_newer"),
            (
                text.replacing("\"clock\": \"M1\"", with: "\"clock\": \"M2\""),
                "casework.pack_reference_unknown"
            ),
            (
                text.replacing(
                    "\"title\": {\"zh\": \"负责人\"",
                    with: "\"covers\": [\"responsible\"], \"title\": {\"zh\": \"负责人\""
                ), "casework.pack_reference_cycle"
            ),
        ] {
            let refused = await #expect(throws: Problem.self) {
                _ = try await node.local.add(rulePack: wrong, caller: Self.caller)
            }
            #expect(refused?.code == code && refused?.status == 422)
        }
        _ = try await node.local.add(rulePack: text, caller: Self.caller)
        let other = text.replacing("纠纷调解规则", with: "另一规则")
        let taken = await #expect(throws: Problem.self) {
            _ = try await node.local.add(rulePack: other, caller: Self.caller)
        }
        #expect(taken?.code == "node.pack_version_taken" && taken?.status == 409)
        #expect(try await node.node.store.read { try $0.rulePacks().count } == before + 1)
        try await node.remove()
    }

    @Test(
        "an own pack that takes another kind's machine is refused; one that nothing goes by is removed, and one that was used stays"
    )
    func removed() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let text = try Self.mediation()
        let clash = text.replacing(
            "\"id\": \"mediation\",\n          \"title\"",
            with: "\"id\": \"assistance\",\n          \"title\""
        )
        #expect(clash != text)
        func code(_ body: () async throws -> Void) async -> String? {
            do {
                try await body()
                return nil
            } catch {
                return (error as? Problem)?.code ?? "\(error)"
            }
        }
        #expect(
            await code { _ = try await node.local.add(rulePack: clash, caller: Self.caller) }
                == "casework.pack_machine_taken"
        )
        let added = try await node.local.add(rulePack: text, caller: Self.caller)
        let count = try await node.node.store.read { try $0.rulePacks().count }
        let gone = try await node.local.remove(rulePack: added.digest, caller: Self.caller)
        #expect(gone.digest == added.digest)
        #expect(try await node.node.store.read { try $0.rulePacks().count } == count - 1)
        #expect(
            await code { _ = try await node.submit(Self.step("create")) } == "node.kind_unknown"
        )
        #expect(
            await code {
                _ = try await node.local.remove(rulePack: added.digest, caller: Self.caller)
            } == "node.pack_unknown"
        )
        let own = try #require(node.node.view.packs.references.first)
        #expect(
            await code {
                _ = try await node.local.remove(rulePack: own.digest.hex, caller: Self.caller)
            } == "node.pack_built_in"
        )
        // What it was once it may be again, and what was begun under it keeps it.
        _ = try await node.local.add(rulePack: text, caller: Self.caller)
        var create = Self.step("create")
        create.fields["title"] = .text("【演练】商标纠纷")
        _ = try await node.submit(create)
        #expect(
            await code {
                _ = try await node.local.remove(rulePack: added.digest, caller: Self.caller)
            } == "node.pack_in_use"
        )
        let home = node.home
        try await node.close()
        #expect(try await Self.audit(home).isEmpty)
        try FileManager.default.removeItem(at: home.root)
    }

    @Test("a pack that a charter has named stays, also once a revision leaves it out")
    func named() async throws {
        let nodes = try await TwoNodes.make()
        for node in [nodes.jiangxi, nodes.fujian] {
            _ = try await node.local.add(rulePack: Self.mediation(), caller: Self.caller)
        }
        for rules in [["cooperation@1", "mediation@1"], ["cooperation@1"]] {
            var draft = CharterDraft.exercise([
                ("360000", "jiangxi.ipr.example"), ("350000", "fujian.ipr.example"),
            ])
            draft.rules = rules
            let created = try await nodes.jiangxi.local.create(draft, caller: Self.caller)
            let signed = try await nodes.fujian.local.sign(
                charter: created.text,
                caller: Self.caller
            )
            for node in [nodes.jiangxi, nodes.fujian] {
                _ = try await node.local.join(charter: signed.text, caller: Self.caller)
            }
        }
        let digest = try Self.reference(Self.mediation()).digest.hex
        let refused = await #expect(throws: Problem.self) {
            _ = try await nodes.jiangxi.local.remove(rulePack: digest, caller: Self.caller)
        }
        #expect(refused?.code == "node.pack_in_use")
        #expect(refused?.arguments["mechanisms"] == "exercise")
        try await nodes.remove()
    }

    @Test("a home keeps so many packs and no more, and what it has it takes again")
    func limit() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        try await node.node.store.write { transaction in
            for number in 0..<(NodeService.Limits.rulePackCountMax - 1) {
                let bytes = Array("\(number)".utf8)
                try transaction.putRulePack(SHA256.digest(of: bytes), bytes: bytes)
            }
        }
        let last = try Self.mediation()
        _ = try await node.local.add(rulePack: last, caller: Self.caller)
        let over = await #expect(throws: Problem.self) {
            _ = try await node.local.add(
                rulePack: try Self.mediation(version: 2),
                caller: Self.caller
            )
        }
        #expect(over?.code == "node.packs_too_many")
        #expect(over?.arguments == ["limit": "\(NodeService.Limits.rulePackCountMax)"])
        _ = try await node.local.add(rulePack: last, caller: Self.caller)
        try await node.remove()
    }

    @Test(
        "a step under a pack that no charter names is refused with what to do, and counts once one names it"
    )
    func unnamed() async throws {
        let nodes = try await TwoNodes.make()
        let text = try Self.mediation()
        for node in [nodes.jiangxi, nodes.fujian] {
            _ = try await node.local.add(rulePack: text, caller: Self.caller)
        }
        var create = Self.step("create")
        create.fields["title"] = .text("【演练】商标纠纷")
        let created = try await nodes.jiangxi.submit(create)
        var send = Self.step("send", record: created.entry)
        (send.mechanism, send.to) = ("exercise", ["350000"])
        send.rules = try Self.reference(text).text
        let size = try await nodes.jiangxi.size(of: "exercise")
        let refused = await #expect(throws: Problem.self) {
            _ = try await nodes.jiangxi.submit(send)
        }
        #expect(refused?.code == "casework.pack_not_named")
        #expect(refused?.worded(in: .zh).remedy.contains("章程") == true)
        #expect(try await nodes.jiangxi.size(of: "exercise") == size)
        var draft = CharterDraft.exercise([
            ("360000", "jiangxi.ipr.example"), ("350000", "fujian.ipr.example"),
        ])
        draft.rules = ["cooperation@1", "mediation@1"]
        var charter = try await nodes.jiangxi.local.create(draft, caller: Self.caller)
        #expect(charter.rules.contains(try Self.reference(text).text))
        charter = try await nodes.fujian.local.sign(charter: charter.text, caller: Self.caller)
        for node in [nodes.jiangxi, nodes.fujian] {
            _ = try await node.local.join(charter: charter.text, caller: Self.caller)
        }
        send.request = UUID().uuidString.lowercased()
        _ = try await nodes.jiangxi.submit(send)
        let listed = try await nodes.fujian.local.rules(after: nil, caller: Self.caller).items
        let pack = try #require(listed.first { $0.pack == "mediation" })
        #expect(pack.mechanisms == [.init(mechanism: "exercise", revision: 2, since: 2)])
        let clue = try #require(listed.first { $0.pack == "cooperation" && $0.edition == 1 })
        #expect(clue.mechanisms == [.init(mechanism: "exercise", revision: 2, since: 1)])
        try await nodes.remove()
    }

    @Test(
        "a charter's packs may be named shortly, and what is unknown or may mean several is refused"
    )
    func names() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        for version in [1, 2] {
            _ = try await node.local.add(
                rulePack: try Self.mediation(version: version),
                caller: Self.caller
            )
        }
        func create(_ rules: [String]) async throws -> CharterDocument {
            var draft = CharterDraft.exercise([("360000", "jiangxi.ipr.example")])
            draft.rules = rules
            return try await node.local.create(draft, caller: Self.caller)
        }
        let second = try Self.reference(try Self.mediation(version: 2))
        let short = "mediation@\(second.digest.hex.prefix(8))"
        for name in ["mediation@2", short, second.text] {
            #expect(try await create([name]).rules == [second.text])
        }
        #expect(try await create(["mediation@2", short]).rules == [second.text])
        for (name, code, status) in [
            ("mediation", "node.pack_ambiguous", 409), ("mediation@3", "node.pack_unknown", 404),
            ("nosuch", "node.pack_unknown", 404), ("Mediation@2", "node.submission_malformed", 400),
        ] {
            let refused = await #expect(throws: Problem.self) { _ = try await create([name]) }
            #expect(refused?.code == code && refused?.status == status, "\(name)")
        }
        try await node.remove()
    }
}
