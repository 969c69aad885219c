import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// Officers are enrolled under random pseudonyms in every own log, and revoked there.
@Suite struct OfficerTests {
    private static let caller = TestNode.operatorCaller

    /// A new key's public half as an officer hands it over.
    static func handedOver() throws -> OfficerKey {
        try OfficerKey(publicKey: try Ed25519.PrivateKey().publicKey.rawBytes)
    }

    private static func enrolment(
        _ key: OfficerKey,
        office: String = "scjg",
        rank: String = "responsible",
        name: String? = nil
    ) -> LocalAPI.OfficerEnrolment {
        LocalAPI.OfficerEnrolment(
            key: "\(key.handedOver)",
            office: office,
            rank: rank,
            name: name
        )
    }

    private static func list(
        _ node: TestNode,
        _ caller: Caller
    ) async throws
        -> [OfficerDocument]
    {
        try await node.local.officers(after: nil, caller: caller).items
    }

    @Test("an officer is enrolled in every own log under a pseudonym, and who it is stays at home")
    func enrols() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let key = try Self.handedOver()
        let officer = try await node.local.enrol(
            Self.enrolment(key, name: "张三 360101"),
            caller: Self.caller
        )
        #expect(officer.name == "张三 360101" && officer.rank == "responsible")
        #expect(officer.fingerprint == key.fingerprint.text)
        #expect(
            officer.enrolledIn == ["jiangxi.ipr.example/home", "jiangxi.ipr.example/exercise"]
        )
        #expect(officer.revokedIn.isEmpty)
        let pseudonym = try #require(officer.officer.wholeMatch(of: /o-[0-9a-f]{16}/))
        #expect(officer.key.hasPrefix("jiangxi.ipr.example/office/scjg/\(pseudonym.output)+"))
        for mechanism in ["home", "exercise"] {
            let origin = try Origin("jiangxi.ipr.example/\(mechanism)")
            let history = try await node.node.history(of: origin)
            let enrolled = try #require(history.officers.first)
            #expect(enrolled.holds && enrolled.rank.text == "responsible")
            let index = try #require(EntryIndex(enrolled.index))
            let bytes = try await node.node.store.read { try $0.entryBytes(of: origin, at: index) }
            let header = try UnverifiedEntry(parsing: try #require(bytes)).header
            // Names go into the home log alone, for nobody else.
            #expect(header.objects.count == (mechanism == "home" ? 1 : 0))
            #expect(header.objects.allSatisfy { $0.label == .personal })
            #expect(header.objects.allSatisfy { $0.audience == .addresses([]) })
        }
        try await nodes.remove()
    }

    @Test("who an officer is, is told to those alone who read for the office")
    func names() async throws {
        let home = try await TestNode.makeHome(
            "jiangxi.ipr.example",
            region: "360000",
            offices: ["scjg": "市场监管", "gongan": "公安"]
        )
        let node = try await TestNode(opening: home)
        let request = Self.enrolment(try Self.handedOver(), name: "张三")
        _ = try await node.local.enrol(request, caller: Self.caller)
        for (offices, name) in [(["scjg"], "张三" as String?), (["gongan"], nil), ([], nil)] {
            let caller = Caller(
                credentials: PeerCredentials(pid: 1, uid: 7, gids: []),
                offices: .all,
                readOffices: .some(Set(offices)),
                rights: [.read, .sign]
            )
            #expect(try await Self.list(node, caller).map(\.name) == [name])
        }
        try await node.remove()
    }

    @Test("a key under another name, for another office or of the node itself is refused")
    func taken() async throws {
        let home = try await TestNode.makeHome(
            "jiangxi.ipr.example",
            region: "360000",
            offices: ["scjg": "市场监管", "gongan": "公安"]
        )
        let node = try await TestNode(opening: home)
        let key = try Self.handedOver()
        let officer = try await node.local.enrol(Self.enrolment(key), caller: Self.caller)
        let office = try #require(node.node.view.keyring.offices[OfficeID(unchecked: "scjg")])
        let officeKey = try OfficerKey(publicKey: office.verifierKey.publicKey)
        let mirror = node.node.view.keyring.mirror.verifierKey
        let size = try await node.size(of: "home")
        for request in [
            Self.enrolment(key), Self.enrolment(key, office: "gongan"),
            Self.enrolment(key, rank: "chief"), Self.enrolment(officeKey),
            Self.enrolment(try OfficerKey(publicKey: mirror.publicKey)),
        ] {
            let code = await Fault.code {
                _ = try await node.local.enrol(request, caller: Self.caller)
            }
            #expect(code == "node.officer_key_taken", "\(request)")
        }
        _ = try await node.local.revoke(
            OfficerRevocation(officer: officer.officer),
            caller: Self.caller
        )
        // A revoked key does not come back under another name either.
        let again = await Fault.code {
            _ = try await node.local.enrol(Self.enrolment(key), caller: Self.caller)
        }
        #expect(again == "node.officer_key_taken")
        #expect(try await node.size(of: "home") == size + 1)
        try await node.remove()
    }

    @Test("what is wrong with an enrolment is told by name, and nothing is written")
    func refusals() async throws {
        let node = try await TestNode.make("jiangxi.ipr.example", region: "360000")
        let key = try Self.handedOver()
        let limit = Limits.officerNameByteCountMax
        let size = try await node.size(of: "home")
        for (request, code) in [
            (Self.enrolment(key, rank: "emperor"), "node.rank_unknown"),
            (Self.enrolment(key, rank: "Ä"), "node.rank_unknown"),
            (Self.enrolment(key, office: "gongan"), "node.office_unknown"),
            (Self.enrolment(key, office: "system"), "node.submission_malformed"),
            (Self.enrolment(key, name: " "), "node.officer_name_unfit"),
            (Self.enrolment(key, name: "a\nb"), "node.officer_name_unfit"),
            (Self.enrolment(key, name: "\u{200B}"), "node.officer_name_invisible"),
            (Self.enrolment(key, name: "张\u{202E}三"), "node.officer_name_invisible"),
            (
                Self.enrolment(key, name: String(repeating: "a", count: limit + 1)),
                "node.officer_name_unfit"
            ),
            (
                LocalAPI.OfficerEnrolment(key: "x", office: "scjg", rank: "responsible"),
                "node.officer_key_invalid"
            ),
        ] {
            let problem = await #expect(throws: Problem.self) {
                _ = try await node.local.enrol(request, caller: Self.caller)
            }
            #expect(problem?.code == code)
            if code == "node.rank_unknown" {
                #expect(problem?.arguments["ranks"]?.contains("responsible") == true)
            }
        }
        #expect(try await node.size(of: "home") == size)
        _ = try await node.local.enrol(
            Self.enrolment(key, name: String(repeating: "a", count: limit)),
            caller: Self.caller
        )
        try await node.remove()
    }

    @Test("a log that is opened later enrols the officers that hold, and nobody who was revoked")
    func laterLog() async throws {
        let nodes = try await TwoNodes.make(isJoined: false)
        let node = nodes.jiangxi
        let stays = try await node.local.enrol(
            Self.enrolment(try Self.handedOver(), name: "甲"),
            caller: Self.caller
        )
        let goes = try await node.local.enrol(
            Self.enrolment(try Self.handedOver()),
            caller: Self.caller
        )
        _ = try await node.local.revoke(
            OfficerRevocation(officer: goes.officer),
            caller: Self.caller
        )
        _ = try await node.local.join(charter: nodes.charter.text, caller: Self.caller)
        let origin = try Origin("jiangxi.ipr.example/exercise")
        let officers = try await node.node.history(of: origin).officers
        #expect(officers.map(\.officer.text) == [stays.officer])
        #expect(officers.allSatisfy { $0.holds })
        let unknown = await Fault.code {
            _ = try await node.local.revoke(OfficerRevocation(officer: "o-1"), caller: Self.caller)
        }
        #expect(unknown == "node.officer_unknown")
        let twice = await Fault.code {
            _ = try await node.local.revoke(
                OfficerRevocation(officer: goes.officer),
                caller: Self.caller
            )
        }
        #expect(twice == "node.officer_revoked")
        try await nodes.remove()
    }

    @Test(
        "an enrolment that was cut off is finished under the same pseudonym, also after a restart"
    )
    func resumed() async throws {
        let nodes = try await TwoNodes.make()
        let key = try Self.handedOver()
        let node = nodes.jiangxi
        let office = OfficeID(unchecked: "scjg")
        let officer = OfficerID(unchecked: "o-cut-off")
        let signer = try #require(node.node.view.keyring.offices[office])
        let origin = try Origin("jiangxi.ipr.example/home")
        let header = EntryHeader.enrolOfficer(
            at: try node.node.time.timestamp(),
            key: try key.key(of: officer, in: office, at: node.node.view.node),
            office: office,
            rank: RankID(unchecked: "responsible")
        )
        let entry = try EntryBuilder.entry(header, of: origin, signers: [signer])
        _ = try await node.node.append(entry, to: origin)
        try await node.close()
        let again = try await TestNode(opening: node.home)
        let finished = try await again.local.enrol(Self.enrolment(key), caller: Self.caller)
        #expect(finished.officer == officer.text)
        #expect(finished.enrolledIn == ["jiangxi.ipr.example/exercise"])
        try await again.remove()
        try await nodes.fujian.remove()
    }

    @Test("a revocation reaches back to the first entry of a time, in each log by its own index")
    func since() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let officer = try await node.local.enrol(
            Self.enrolment(try Self.handedOver()),
            caller: Self.caller
        )
        for (text, expected) in [
            ("2026-11-20", "node.submission_malformed"),
            ("2999-01-01T00:00:00+08:00", "node.revocation_in_future"),
        ] {
            let code = await Fault.code {
                _ = try await node.local.revoke(
                    OfficerRevocation(officer: officer.officer, since: text),
                    caller: Self.caller
                )
            }
            #expect(code == expected)
        }
        let revoked = try await node.local.revoke(
            OfficerRevocation(officer: officer.officer, since: "2020-01-01T00:00:00+08:00"),
            caller: Self.caller
        )
        #expect(revoked.revoked != nil && revoked.enrolledIn.isEmpty)
        #expect(revoked.revokedIn.count == 2)
        // Entries count, and not times: what was asked for is said beside what holds.
        let counted = try #require(
            revoked.findings.first { $0.code == "node.revoked_from_entry" },
            "\(revoked.findings)"
        )
        #expect(counted.arguments["asked"] == "2020-01-01T00:00:00+08:00")
        #expect(counted.arguments["since"] == revoked.revokedSince)
        for origin in revoked.revokedIn {
            let origin = try Origin(origin)
            let history = try await node.node.history(of: origin)
            let index = try #require(history.officers.first?.revokedAt.flatMap { EntryIndex($0) })
            let bytes = try await node.node.store.read { try $0.entryBytes(of: origin, at: index) }
            let header = try UnverifiedEntry(parsing: try #require(bytes)).header
            // All entries of a new home are later than that.
            #expect(header.since == 0)
            #expect(history.officers.allSatisfy { !$0.holds })
        }
        // A list says where he stands, whichever request wrote it.
        let listed = try #require(try await Self.list(node, Self.caller).first)
        let logs = ["jiangxi.ipr.example/home", "jiangxi.ipr.example/exercise"]
        #expect(listed.enrolledIn == logs && listed.revokedIn == logs)
        #expect(listed.revokedSince != nil && listed.revokedSince == revoked.revokedSince)
        try await nodes.remove()
    }

    @Test(
        "a key that was revoked from now on can be revoked from an earlier time, and from no later one"
    )
    func revokedAgain() async throws {
        let nodes = try await TwoNodes.make()
        let node = nodes.jiangxi
        let officer = try await node.local.enrol(
            Self.enrolment(try Self.handedOver()),
            caller: Self.caller
        )
        func sinces() async throws -> [UInt64?] {
            var found: [UInt64?] = []
            for name in ["exercise", "home"] {
                let history = try await node.node.history(of: Origin("jiangxi.ipr.example/\(name)"))
                let key = try #require(history.officers.first?.key)
                found.append(history.revokedSince(key, before: history.size))
            }
            return found
        }
        _ = try await node.local.revoke(
            OfficerRevocation(officer: officer.officer, since: nil),
            caller: Self.caller
        )
        // From the end of each log on, which is the place of the revocation itself.
        for since in try await sinces() { #expect(since ?? 0 > 2) }
        let early = OfficerRevocation(officer: officer.officer, since: "2020-01-01T00:00:00+08:00")
        _ = try await node.local.revoke(early, caller: Self.caller)
        let reached = try await sinces()
        #expect(reached == [0, 0])
        for again in [early, OfficerRevocation(officer: officer.officer, since: nil)] {
            let code = await Fault.code {
                _ = try await node.local.revoke(again, caller: Self.caller)
            }
            #expect(code == "node.officer_revoked")
        }
        try await nodes.remove()
    }
}
