import Cryptography
import TestSupport
import Testing

@testable import Casework

/// Which rules a first step goes by: those in force on its day, of several the newest.
@Suite struct PackChoiceTests {
    private static let clue = MachineID(unchecked: "clue")

    private static func pack(
        version: Int = 1,
        from: String,
        to: String? = nil,
        id: String = "clue"
    ) throws -> RulePack {
        var text = String(decoding: RulePack.clueBytes, as: UTF8.self)
        let end = to.map { ", \"effective_to\": \"\($0)\"" } ?? ""
        text.replace(
            "\"id\": \"clue\",\n  \"version\": 1,",
            with: "\"id\": \"\(id)\", \"version\": \(version),",
            maxReplacements: 1
        )
        text.replace(
            "\"effective_from\": \"2022-09-29\"",
            with: "\"effective_from\": \"\(from)\"\(end)",
            maxReplacements: 1
        )
        let pack = try RulePack.load(Array(text.utf8))
        #expect(pack.version == version && pack.effectiveFrom.text == from)
        return pack
    }

    private static func day(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

    @Test(
        "takes the version in force on the day",
        arguments: [
            ("2022-09-28", 1), ("2022-09-29", 1), ("2026-12-31", 1), ("2027-01-01", 2),
            ("2035-06-30", 2),
        ]
    )
    func byDay(_ day: String, _ version: Int) throws {
        for end in ["2026-12-31", nil] {
            let packs = [
                try Self.pack(version: 1, from: "2022-09-29", to: end),
                try Self.pack(version: 2, from: "2027-01-01"),
            ]
            for order in [packs, packs.reversed()] {
                let chosen = PackChoice.pack(with: Self.clue, on: try Self.day(day), among: order)
                #expect(chosen?.version == version)
            }
        }
    }

    @Test(
        "of packs that took force on one day the higher version is taken, then the order of names, wherever they stand"
    )
    func ties() throws {
        let packs = [
            try Self.pack(version: 3, from: "2026-01-01"),
            try Self.pack(version: 4, from: "2026-01-01"),
            try Self.pack(version: 4, from: "2026-01-01", id: "alpha"),
        ]
        let day = try Self.day("2026-05-01")
        for order in [packs, packs.reversed(), [packs[1], packs[2], packs[0]]] {
            let chosen = try #require(PackChoice.pack(with: Self.clue, on: day, among: order))
            #expect(chosen.version == 4 && chosen.reference.id.text == "clue")
        }
    }

    @Test("after all have lapsed the last one goes on, and before any the first is taken")
    func gaps() throws {
        let packs = [
            try Self.pack(version: 1, from: "2020-01-01", to: "2021-12-31"),
            try Self.pack(version: 2, from: "2022-01-01", to: "2022-12-31"),
        ]
        let after = PackChoice.pack(with: Self.clue, on: try Self.day("2026-01-01"), among: packs)
        #expect(after?.version == 2)
        let before = PackChoice.pack(with: Self.clue, on: try Self.day("2019-01-01"), among: packs)
        #expect(before?.version == 1)
    }

    @Test("a machine that no pack has is given none")
    func none() throws {
        let packs = [try Self.pack(from: "2022-09-29")]
        let day = try Self.day("2026-01-01")
        let other = MachineID(unchecked: "other")
        #expect(PackChoice.pack(with: other, on: day, among: packs) == nil)
        #expect(PackChoice.pack(with: Self.clue, on: day, among: []) == nil)
    }

    @Test(
        "a pack is named by its id, its version, or digits of its digest",
        arguments: [
            ("clue", true), ("clue@2", true), ("clue@1", false), ("clue@02", nil),
            ("clue@abcdef01", true), ("clue@abcdef0", nil), ("clue@12345678", false),
            ("other", false), ("Clue", nil), ("", nil), ("clue@", nil), ("clue@ABCDEF01", nil),
            ("clue@2@3", nil), ("clue@+2", nil),
        ] as [(String, Bool?)]
    )
    func query(_ text: String, _ isNamed: Bool?) {
        let digest = "abcdef01" + String(repeating: "0", count: 56)
        let query = PackQuery(text)
        #expect((query == nil) == (isNamed == nil))
        #expect(query?.names(id: "clue", version: 2, digest: digest) == isNamed)
    }
}
