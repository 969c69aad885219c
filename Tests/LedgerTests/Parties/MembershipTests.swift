import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct MembershipTests {
    @Test("addresses belong to the members that the vectors say")
    func vectorAddresses() throws {
        let file = try #require(PartyVectors.file()["addresses"] as? [String: Any])
        let members = try #require(file["members"] as? [String])
        let belongs = try #require(file["belongs"] as? [String: String])
        #expect(belongs.count == 7)
        let pairs = members.enumerated().map { ($0.element, "n\($0.offset)") }
        let membership = Membership(try Fixtures.charter(pairs))
        for (address, member) in belongs {
            let found = membership.member(of: try Fixtures.address(address))
            #expect(found?.address.text == member, "\(address)")
        }
    }

    static func charter() throws -> Charter {
        try Fixtures.charter([
            ("350000", "fujian"), ("360000", "jiangxi"), ("360000/psb", "jxpsb"),
            ("360700", "ganzhou"), ("810000", "hk"), ("820000", "jiangxi"),
        ]) { content in
            content.members[4].isCrossBorder = true
            content.observers = [try Fixtures.node("audit").verifierKey]
            let role = try #require(RoleID("superior"))
            content.roles = [.init(role: role, address: try Fixtures.address("360000"))]
        }
    }

    @Test("a node is member, observer, under another key, or outside")
    func places() throws {
        let membership = Membership(try Self.charter())
        #expect(membership.place(of: try Fixtures.peer("fujian")) == .member(isCrossBorder: false))
        #expect(membership.place(of: try Fixtures.peer("hk")) == .member(isCrossBorder: true))
        #expect(membership.place(of: try Fixtures.peer("audit")) == .observer)
        #expect(membership.place(of: try Fixtures.peer("fujian", tag: " thief")) == .otherKey)
        #expect(membership.place(of: try Fixtures.peer("stranger")) == .outside)
        #expect(
            membership.addresses(of: try Fixtures.name("jiangxi")).map(\.text) == [
                "360000", "820000",
            ]
        )
        let superior = try #require(RoleID("superior"))
        #expect(membership.addresses(of: superior).map(\.text) == ["360000"])
        let peer = membership.peer(of: try Fixtures.address("360100/psb"))
        #expect(peer == (try Fixtures.peer("jxpsb")))
        #expect(membership.peer(of: try Fixtures.address("440000")) == nil)
    }

    @Test("one cross-border address marks the whole node")
    func crossBorder() throws {
        let charter = try Fixtures.charter([("350000", "fujian"), ("810000", "fujian")]) {
            $0.members[1].isCrossBorder = true
        }
        let place = Membership(charter).place(of: try Fixtures.peer("fujian"))
        #expect(place == .member(isCrossBorder: true))
    }

    @Test(
        "(from, office) belongs to the most specific member; system counts for every address of its node",
        arguments: [
            ("360000", "scjg", "jiangxi", true), ("360000", "scjg", "jxpsb", false),
            ("360000", "psb", "jiangxi", false), ("360000", "psb", "jxpsb", true),
            ("360100", "psb", "jxpsb", true), ("360734", "psb", "ganzhou", true),
            ("360734", "psb", "jxpsb", false), ("360000", "system", "jiangxi", true),
            ("360000", "system", "jxpsb", true), ("360100", "system", "jxpsb", true),
            ("360700", "system", "jxpsb", false), ("360700", "system", "jiangxi", false),
            ("360000", "system", "ganzhou", false), ("360000", "system", "fujian", false),
            ("820000", "scjg", "jiangxi", true), ("440000", "scjg", "jiangxi", false),
            ("440000", "system", "jiangxi", false), ("360000", "system", "audit", false),
        ]
    )
    func belonging(_ from: String, _ office: String, _ node: String, _ belongs: Bool) throws {
        let membership = Membership(try Self.charter())
        let region = try #require(RegionCode(from))
        let id = try #require(OfficeID(office))
        #expect(membership.belongs(region, id, to: try Fixtures.name(node)) == belongs)
    }
}
