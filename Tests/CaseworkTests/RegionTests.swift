import Testing
import TestSupport

@testable import Casework

@Suite struct RegionTests {
    @Test("one region lies within another exactly as the vectors say")
    func containment() throws {
        let rows = try #require(Vectors.json("lianlu-vectors.json")["regions"] as? [[String: Any]])
        #expect(rows.count == 10)
        for row in rows {
            let code = try #require((row["code"] as? String).flatMap { RegionCode($0) })
            let outer = try #require((row["within"] as? String).flatMap { RegionCode($0) })
            let expected = try #require(row["is"] as? Bool)
            #expect(outer.contains(code) == expected, "\(code) within \(outer)")
        }
    }

    @Test("an address belongs to the most specific member, as the vectors say")
    func belonging() throws {
        let table = try #require(
            Vectors.json("lianlu-vectors.json")["addresses"] as? [String: Any]
        )
        let texts = try #require(table["members"] as? [String])
        let members = try texts.map { try #require(Address($0)) }
        let belongs = try #require(table["belongs"] as? [String: String])
        for (text, member) in belongs {
            let address = try #require(Address(text))
            #expect(address.mostSpecific(among: members)?.text == member, "\(text)")
            #expect(address.mostSpecific(among: members.reversed())?.text == member, "\(text)")
        }
    }

    @Test(
        "refuses what is no region code",
        arguments: [
            "", "36000", "3600000", "36000a", "360000-", "360000-K", "360000_kfq", "３60000",
            "360000-abcdefghijklmnopq", " 360000", "360000\n",
        ]
    )
    func badCodes(_ text: String) {
        #expect(RegionCode(text) == nil)
    }

    @Test("a suffix may have 16 characters and not 17")
    func suffixLimit() {
        #expect(RegionCode("360000-" + String(repeating: "a", count: 16)) != nil)
        #expect(RegionCode("360000-" + String(repeating: "a", count: 17)) == nil)
    }

    @Test(
        "refuses what is no address",
        arguments: ["", "/scjg", "360000/", "360000/a/b", "360000/SCJG", "360000/a_b", "scjg"]
    )
    func badAddresses(_ text: String) {
        #expect(Address(text) == nil)
    }

    @Test("an address outside every member belongs to none")
    func outside() throws {
        let address = try #require(Address("350000"))
        #expect(address.mostSpecific(among: [try #require(Address("360000"))]) == nil)
    }
}
