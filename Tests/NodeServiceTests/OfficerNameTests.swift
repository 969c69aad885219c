import Casework
import Cryptography
import Foundation
import GRDB
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// Who an officer is can be said and corrected after the enrolment, at this node alone.
@Suite struct OfficerNameTests {
    private static let caller = TestNode.operatorCaller

    private static func officer(
        _ node: TestNode,
        _ caller: Caller = caller
    ) async throws
        -> OfficerDocument
    {
        try #require(try await node.local.officers(after: nil, caller: caller).items.first)
    }

    private static func name(
        _ officer: String,
        _ name: String,
        at node: TestNode
    ) async throws -> OfficerDocument {
        try await node.local.name(OfficerNaming(officer: officer, name: name), caller: caller)
    }

    private static func register(_ node: TestNode) -> OfficerRegister {
        OfficerRegister(storageKey: node.node.view.keyring.storageKey)
    }

    @Test(
        "whoever was enrolled without a name is told as such; a name that is added or corrected is in no log, in no readable row, and outlives a restart"
    )
    func later() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let enrolled = try await TestOfficer().enrol(at: node, rank: "chief")
        #expect(enrolled.findings.map(\.code) == ["node.officer_nameless"])
        #expect(enrolled.name == nil && enrolled.named == nil)
        let size = try await node.size(of: "home")
        for name in ["张三 360101", "章三 360101"] {
            let named = try await Self.name(enrolled.officer, name, at: node)
            #expect(named.name == name && named.named != nil && named.findings.isEmpty)
        }
        #expect(try await node.size(of: "home") == size)
        // Nobody becomes somebody else in silence.
        let register = Self.register(node)
        let kept = try await node.node.store.read {
            try register.kept(enrolled.officer, in: $0)
        }
        guard case .names(let names)? = kept else {
            Issue.record("no names")
            return
        }
        #expect(names.names.map(\.name) == ["张三 360101", "章三 360101"])
        #expect(names.names.allSatisfy { $0.uid == geteuid() })
        let row = try await node.node.store.read {
            try $0.meta("officer-name/\(enrolled.officer)")
        }
        #expect(Data(try #require(row)).range(of: Data("三".utf8)) == nil)
        let stranger = Caller(
            credentials: PeerCredentials(pid: 1, uid: 7, gids: []),
            offices: .all,
            readOffices: .some([]),
            rights: [.read, .sign]
        )
        let hidden = try await Self.officer(node, stranger)
        #expect(hidden.name == nil && hidden.named == nil && hidden.findings.isEmpty)
        try await node.close()
        let again = try await TestNode(opening: node.home)
        #expect(try await Self.officer(again).name == "章三 360101")
        try await again.remove()
    }

    @Test(
        "a name for nobody, one that no line can hold, and one more than the limit are refused by name"
    )
    func refusals() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let officer = try await TestOfficer().enrol(at: node, rank: "chief").officer
        let long = String(repeating: "a", count: Limits.officerNameByteCountMax + 1)
        for (who, name, code) in [
            ("o-0000000000000000", "张三", "node.officer_unknown"),
            ("Ä", "张三", "node.officer_unknown"), (officer, " ", "node.officer_name_unfit"),
            (officer, long, "node.officer_name_unfit"),
            (officer, "张\u{202E}三", "node.officer_name_invisible"),
        ] {
            let refused = await Fault.code { _ = try await Self.name(who, name, at: node) }
            #expect(refused == code, "\(who) \(name)")
        }
        #expect(try await Self.officer(node).name == nil)
        for number in 1...Limits.officerNameCountMax {
            _ = try await Self.name(officer, "张三 \(number)", at: node)
        }
        let refused = await Fault.code { _ = try await Self.name(officer, "李四", at: node) }
        #expect(refused == "node.officer_names_too_many")
        #expect(try await Self.officer(node).name == "张三 \(Limits.officerNameCountMax)")
        try await node.remove()
    }

    @Test(
        "names that cannot be read any more are told, with the name of the enrolment instead, and can be given anew"
    )
    func damaged() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let key = try TestOfficer().publicHalf()
        let officer = try await node.local.enrol(
            LocalAPI.OfficerEnrolment(
                key: "\(key.handedOver)",
                office: "scjg",
                rank: "chief",
                name: "张三"
            ),
            caller: Self.caller
        ).officer
        let other = try await TestOfficer().enrol(at: node, rank: "chief").officer
        for who in [officer, other] { _ = try await Self.name(who, "李四", at: node) }
        try await node.home.openDatabase().write { database in
            try database.execute(
                sql: "UPDATE document SET bytes = CAST(bytes || x'00' AS BLOB) WHERE key = ?",
                arguments: [Data("officer-name/\(officer)".utf8)]
            )
        }
        let shown = try await node.local.officers(after: nil, caller: Self.caller).items
        #expect(shown.map(\.name) == ["张三", "李四"])
        #expect(shown.map { $0.findings.map(\.code) } == [["node.officer_name_damaged"], []])
        let told = try await node.local.status(caller: Self.caller).warnings
        #expect(told.contains { $0.code == "node.officer_name_damaged" })
        #expect(try await Self.name(officer, "王五", at: node).name == "王五")
        let after = try await node.local.status(caller: Self.caller).warnings
        #expect(!after.contains { $0.code == "node.officer_name_damaged" })
        try await node.remove()
    }
}
