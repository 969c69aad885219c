import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import Testing
import TransparencyLog

@testable import NodeService

/// Entries that a faulty or hostile node writes into its own log, between real nodes.
@Suite(.serialized) struct ForgedEntryTests {
    private static let liar = "guizhou.ipr.example/exercise"

    /// One entry, and the reasons that every other node must show for it.
    private struct Forgery {
        let what: String
        let codes: [String]
        let bytes: [UInt8]
    }

    private static func forgeries(
        _ forger: Forger,
        clue: Digest,
        receipt: Digest
    ) throws
        -> [Forgery]
    {
        let scjg = try forger.office()
        let addressee = forger.mark == "a" ? "350000" : "360000"
        let good = try forger.entry(forger.send(to: [addressee]), scjg)
        var forgeries = [Forgery(what: "a lawful clue", codes: [], bytes: good)]
        func add(_ what: String, _ codes: [String], _ bytes: [UInt8]) {
            forgeries.append(Forgery(what: what, codes: codes, bytes: bytes))
        }
        func change(_ what: String, _ code: String, _ old: String, _ new: String) throws {
            let bytes = try forger.entry(
                forger.send(to: ["350000", "360000"]),
                replacing: old,
                by: new
            )
            add(what, [code], bytes)
        }
        try change("not canonical", "ledger.header_syntax", "{\"at\":", "{ \"at\":")
        try change("not ASCII", "ledger.header_not_ascii", "\"send\"", "\"sénd\"")
        try change("unknown key", "ledger.header_key_unknown", ",\"event\"", ",\"eve\":1,\"event\"")
        try change(
            "unsorted list",
            "ledger.header_list_unsorted",
            "[\"350000\",\"360000\"]",
            "[\"360000\",\"350000\"]"
        )
        try change(
            "time in another form",
            "ledger.header_value_malformed",
            "{\"at\":\"20",
            "{\"at\":\"+20"
        )
        try change(
            "wrong origin",
            "ledger.entry_origin_mismatch",
            liar,
            "fujian.ipr.example/exercise"
        )
        for (what, length, code) in [
            ("of 16 KiB", 16_384, "ledger.header_value_malformed"),
            ("over 16 KiB", 16_385, "ledger.entry_too_long"),
        ] {
            let long = try forger.entry(forger.send(to: ["350000", "360000"]), ofLength: length)
            #expect(long.count == length)
            add(what, [code], long)
        }
        try addLines(forger, add)
        try addSteps(forger, clue: clue, receipt: receipt, add)
        add("the same bytes twice", ["casework.duplicate"], good)
        return forgeries
    }

    /// Signature lines too many, missing, in the wrong order, and keys that do not count.
    private static func addLines(
        _ forger: Forger,
        _ add: (String, [String], [UInt8]) -> Void
    ) throws {
        let (scjg, system) = (try forger.office(), try forger.office("system"))
        let node = forger.view.keyring.node
        let send = try forger.send()
        add(
            "a line too many",
            ["ledger.signature_unexpected"],
            try forger.entry(send, scjg, system)
        )
        add(
            "a line missing",
            ["ledger.signature_missing", "ledger.signature_unexpected"],
            try forger.entry(send, system)
        )
        let next = try Ed25519Signer(name: KeyName("\(forger.view.node)"), privateKey: .init())
        let rotation = EntryHeader.rotateNode(at: send.at, key: next.verifierKey)
        add(
            "the new key's line before the old one's",
            ["ledger.key_not_enrolled"],
            try forger.entry(rotation, next, node)
        )
        let officer = try Ed25519Signer(
            name: KeyName("\(forger.view.node)/office/scjg/k7q\(forger.mark)"),
            privateKey: .init()
        )
        let officerEnrolment = EntryHeader.enrolOfficer(
            at: send.at,
            key: officer.verifierKey,
            office: try #require(OfficeID("scjg")),
            rank: try #require(RankID("head"))
        )
        add("an officer", [], try forger.entry(officerEnrolment, scjg))
        var approved = send
        approved.officer = OfficerID("k7q\(forger.mark)")
        add(
            "lines in the wrong order",
            ["ledger.signature_misplaced", "ledger.signature_misplaced"],
            try forger.entry(approved, officer, scjg)
        )
        let late = try Ed25519Signer(
            name: KeyName("\(forger.view.node)/office/late\(forger.mark)"),
            privateKey: .init()
        )
        var other = send
        other.office = OfficeID("late\(forger.mark)")
        add("unknown office", ["ledger.key_not_enrolled"], try forger.entry(other, late))
        let enrolment = EntryHeader.enrolOffice(at: send.at, key: late.verifierKey)
        add("an enrolment", [], try forger.entry(enrolment, node))
        let since = try #require(EntryIndex(forger.size))
        let revocation = EntryHeader.revokeOffice(at: send.at, key: late.verifierKey, since: since)
        add("its revocation", [], try forger.entry(revocation, node))
        add("revoked office", ["ledger.key_revoked"], try forger.entry(other, late))
        for office in ["scjg", "system"] {
            var foreign = try forger.step("send", to: ["350000"], office: office)
            foreign.from = RegionCode("360000")
            add(
                "another node's region, \(office)",
                ["ledger.signer_not_of_node"],
                try forger.entry(foreign, forger.office(office))
            )
        }
    }

    /// Well signed steps that the rules do not allow.
    private static func addSteps(
        _ forger: Forger,
        clue: Digest,
        receipt: Digest,
        _ add: (String, [String], [UInt8]) -> Void
    ) throws {
        let scjg = try forger.office()
        var step = try forger.send()
        step.machine = try #require(MachineID("melody"))
        add("unknown machine", ["casework.machine_unknown"], try forger.entry(step, scjg))
        step = try forger.step("sing")
        step.record = clue
        add("unknown event", ["casework.event_unknown"], try forger.entry(step, scjg))
        step = try forger.send(to: ["440000"])
        add("addressee outside", ["casework.addressee_outside"], try forger.entry(step, scjg))
        step = try forger.step("send_feedback")
        step.record = receipt
        add(
            "a record that is another one's later entry",
            ["casework.record_not_first"],
            try forger.entry(step, scjg)
        )
        for event in ["confirm", "cancel", "decide_not_to_file"] {
            step = try forger.step(event, office: "system")
            step.record = clue
            step.parents = [receipt]
            add(
                "a stranger's system: \(event)",
                ["casework.role_not_allowed"],
                try forger.entry(step, forger.office("system"))
            )
        }
    }

    @Test(
        "what a node must not write is refused by itself; forged, it is kept, told by its reason at every other node, and moves nothing"
    )
    func forged() async throws {
        var federation = try await Federation.make([
            ("jiangxi", "360000"), ("fujian", "350000"), ("guizhou", "520000"),
        ])
        let sent = try await federation.send(from: 0, to: "350000")
        let clue = try #require(Digest(hex: sent.entry))
        try await eventually("the receipt in law") {
            try await federation[1].count(of: "receive", in: "exercise") == 1
        }
        let detail = try await federation[1].test.local.record(
            sent.entry,
            caller: Federation.caller
        )
        let last = try #require(detail.timeline.last?.entry)
        let receipt = try #require(Digest(hex: last))
        try await eventually("guizhou holds the receipt") {
            let size = try await federation[1].size(of: "fujian.ipr.example/exercise")
            return try await federation[2].size(of: "fujian.ipr.example/exercise") == size
        }
        try await Self.requireRefused(by: federation[2], clue: clue, receipt: receipt)
        try await federation.stop(2)
        var forgeries: [Forgery] = []
        let places = try await TestNode.forge(federation[2].test.home) { forger in
            forgeries = try Self.forgeries(forger, clue: clue, receipt: receipt)
            return forgeries.map(\.bytes)
        }
        try await federation.restart(2)
        let end = try #require(places.last)
        for position in [0, 1] {
            try await eventually("node \(position) holds the forged log") {
                try await federation[position].size(of: Self.liar) == end + 1
            }
            try await Self.check(forgeries, places, at: federation[position])
        }
        // Nothing moved; the lawful one counts, and other logs go on.
        for node in federation.nodes.prefix(2) {
            let record = try await node.test.local.record(sent.entry, caller: Federation.caller)
            #expect(record.summary.state == detail.summary.state)
        }
        // The lawful one among the forged has a receipt of its own, before this or after it.
        let next = try await federation.send(from: 0, to: "350000")
        try await eventually("the next receipt in law") {
            try await federation[1].hasReceived(next.entry)
        }
        let invalid = zip(forgeries, places).filter { forgery, _ in
            forgery.codes.contains { $0.hasPrefix("ledger.") }
        }
        for position in [0, 1] {
            try await Fault.requireWhole(
                federation[position].test.home,
                trusting: federation.nodes.map(\.node),
                invalid: [Self.liar: Set(invalid.map(\.1))]
            )
        }
        try await federation.remove()
    }

    /// A node that works as it should appends none of them, and says why.
    private static func requireRefused(
        by node: RunningNode,
        clue: Digest,
        receipt: Digest
    ) async throws {
        let forger = Forger(
            view: node.node.view,
            origin: try Origin(liar),
            size: try await node.size(of: liar),
            mark: "b"
        )
        for forgery in try forgeries(forger, clue: clue, receipt: receipt) {
            let size = try await node.size(of: liar)
            func append() async throws {
                try await Problems.told {
                    _ = try await node.node.append(Self.read(forgery.bytes), to: forger.origin)
                }
            }
            guard !forgery.codes.isEmpty else {
                try await append()
                #expect(try await node.size(of: liar) == size + 1, "\(forgery.what)")
                continue
            }
            let error = await #expect(throws: Problem.self) { try await append() }
            let problem = try #require(error)
            // Several reasons are told by their codes.
            let said =
                problem.code == "node.entry_refused"
                ? problem.arguments["reasons"] ?? "" : problem.code
            #expect(forgery.codes.allSatisfy { said.contains($0) }, "\(forgery.what): \(said)")
            try Fault.requireTold(problem.code, problem.arguments)
            #expect(try await node.size(of: liar) == size, "\(forgery.what)")
        }
    }

    private static func read(_ bytes: [UInt8]) throws -> UnverifiedEntry {
        do throws(Reason) {
            return try UnverifiedEntry(parsing: bytes)
        } catch {
            let code = "ledger.\(error.code.rawValue)"
            throw Problem(code: code, arguments: error.arguments, status: 422)
        }
    }

    private static func check(
        _ forgeries: [Forgery],
        _ places: [UInt64],
        at node: RunningNode
    ) async throws {
        let first = try #require(places.first)
        let shown = try await node.test.local.entries(
            EntryRange(log: liar, from: first, count: places.count),
            after: nil,
            caller: Federation.caller
        )
        #expect(shown.items.count == forgeries.count)
        for (forgery, entry) in zip(forgeries, shown.items) {
            let codes = Set(entry.verdict.reasons.map(\.code))
            #expect(
                codes.isSuperset(of: forgery.codes) && codes.isEmpty == forgery.codes.isEmpty,
                "\(node.name): \(forgery.what): \(entry.verdict)"
            )
            #expect((entry.verdict.class == .valid) == forgery.codes.isEmpty, "\(forgery.what)")
            for reason in entry.verdict.reasons {
                try Fault.requireTold(reason.code, reason.arguments)
            }
        }
    }
}
