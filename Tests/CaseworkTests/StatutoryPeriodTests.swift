import Foundation
import TestSupport
import Testing

@testable import Casework

/// The clocks of both editions of the pack against the table of the periods that were read from the laws, row by row.
@Suite struct StatutoryPeriodTests {
    /// A row of `Tests/Vectors/statutory-periods.json`.
    struct Period: Decodable {
        struct Extension: Decodable, Hashable {
            let length: Int?
            let unit: String
            let rank: String?
            let times: Int?
        }

        let id: String
        let kind: String
        let length: Int
        let unit: String
        let roll: String
        let excluded: [String]
        let law: [String]
        let effectiveFrom: String?
        let status: String
        let enabled: Bool
        let `extension`: Extension?

        private enum CodingKeys: String, CodingKey {
            case id, kind, length, unit, roll, excluded, law, status, enabled
            case effectiveFrom = "effective_from"
            case `extension` = "extension"
        }
    }

    private struct Table: Decodable {
        struct Example: Decodable {
            let id: String
            let period: String?
        }

        let format: String
        let periods: [Period]
        let examples: [Example]
    }

    /// Rows that the pack has as a right, by its own reading.
    ///
    /// The police pass a case on, or ask for what is missing, within 24 hours, and are behind with nothing where they do neither: as a
    /// duty both would be overdue in every case in which nothing had to be done.
    private static let rights: Set<String> = ["B4", "B5a"]

    private static let table = Result {
        try JSONDecoder().decode(Table.self, from: Vectors.data("statutory-periods.json"))
    }

    private static func clock(_ id: String, in pack: RulePack) throws -> Clock {
        try #require(pack.clocks.first { $0.id.text == id }, "\(id)")
    }

    @Test(
        "each of the 65 periods is a clock of both editions: length, unit, roll, what does not count, extension, law, article and how well it was checked",
        arguments: [RulePack.cooperationBytes, RulePack.cooperation2027Bytes]
    )
    func periods(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        let table = try Self.table.get()
        #expect(table.format == "lianlu/statutory-periods/v1")
        #expect(table.periods.count == 65 && Set(table.periods.map(\.id)).count == 65)
        for period in table.periods {
            let clock = try Self.clock(period.id, in: pack)
            let name = Comment(rawValue: period.id)
            let kind = Self.rights.contains(period.id) ? "window" : period.kind
            #expect(clock.kind.rawValue == kind, name)
            #expect(clock.length == period.length, name)
            #expect(clock.unit.rawValue == period.unit, name)
            #expect(clock.roll.rawValue == period.roll, name)
            #expect(Set(clock.excluded.map(\.text)) == Set(period.excluded), name)
            #expect(clock.effectiveFrom?.text == period.effectiveFrom, name)
            #expect(clock.status.rawValue == period.status, name)
            #expect(clock.isEnabled == period.enabled, name)
            let laws = try clock.law.map { reference in
                let law = try #require(pack.laws.first { $0.id == reference.law })
                return law.title.zh + (reference.article.map { " \($0)" } ?? "")
            }
            #expect(laws.sorted() == period.law.sorted(), name)
            let extended = clock.extension.map {
                Period.Extension(
                    length: $0.length,
                    unit: $0.unit.rawValue,
                    rank: $0.rank?.text,
                    times: $0.countMax
                )
            }
            #expect(extended == period.extension, name)
        }
    }

    @Test("every worked example counts by the pack's own clock of its period")
    func examples() throws {
        let pack = try CooperationPackTests.pack.get()
        let examples = try Self.table.get().examples
        #expect(examples.count == 23 && examples.map(\.id) == ClockExample.all.map(\.id))
        for (named, example) in zip(examples, ClockExample.all) {
            let name = Comment(rawValue: example.id)
            #expect(named.period == example.rule, name)
            guard let id = example.rule else { continue }
            let clock = try Self.clock(id, in: pack)
            #expect(clock.length == example.length && clock.unit == example.unit, name)
            #expect(clock.roll == example.roll, name)
            #expect(clock.status == example.status, name)
            guard example.extended > 0 else { continue }
            #expect(clock.extension?.length == example.extended, name)
            #expect(clock.extension?.unit == example.unit, name)
        }
        #expect(ClockExample.all.count { $0.rule == nil } == 1)
    }
}
