import Foundation
import TestSupport
import Testing

@testable import Casework

/// The kinds of both editions of the pack against the source table, step by step: whatever differs is listed there with its reason.
@Suite struct KindTableTests {
    /// `Tests/Vectors/kind-table.json`.
    private struct Table: Decodable {
        struct State: Decodable {
            let id: String
            let ends: Bool
            let zh: String
        }

        struct Step: Decodable {
            let id: String
            let from: [String]
            let to: String
            let by: [String]
            let opens: Bool
            let rank: String
            let fields: [String]
            let documents: [String]
            let timers: [String]
        }

        struct Machine: Decodable {
            let id: String
            let roles: [String]
            let states: [State]
            let steps: [Step]
        }

        struct Deviation: Decodable {
            let at: String
            let differs: [String]
            let why: String
        }

        let format: String
        let aliases: [String: String]
        let kinds: [String: [String]]
        let deviations: [Deviation]
        let machines: [Machine]
    }

    /// The editions by name, so that a failure prints that and not the bytes.
    enum Edition: CaseIterable {
        case current
        case law2027

        var bytes: [UInt8] {
            self == .current ? RulePack.cooperationBytes : RulePack.cooperation2027Bytes
        }
    }

    private static let table = Result {
        try JSONDecoder().decode(Table.self, from: Vectors.data("kind-table.json"))
    }

    /// What differs, one line each: where, what, and on which side alone it is.
    private struct Differences {
        var lines: Set<String> = []

        mutating func compare(_ at: String, _ what: String, _ table: [String], _ pack: [String]) {
            let (table, pack) = (Set(table), Set(pack))
            for name in table.subtracting(pack) { lines.insert("\(at): \(what) -\(name)") }
            for name in pack.subtracting(table) { lines.insert("\(at): \(what) +\(name)") }
        }

        mutating func compare(_ step: Table.Step, _ own: Transition, at: String) {
            compare(at, "from", step.from, own.from.map(\.text))
            compare(at, "to", [step.to], [own.to?.text ?? "="])
            compare(at, "by", step.by, own.by.map(\.text))
            compare(at, "opens", step.opens ? ["yes"] : [], own.opens ? ["yes"] : [])
            compare(at, "rank", [step.rank], [own.approval?.rank.text ?? "none"])
            compare(at, "field", step.fields, own.requiredFields.map(\.text))
            compare(at, "document", step.documents, own.documents.map(\.text))
            let timers = own.timers.map { "\($0.operation.rawValue) \($0.clock.text)" }
            compare(at, "timer", step.timers, timers)
        }

        mutating func compare(_ machine: Table.Machine, _ own: Machine) {
            let at = machine.id
            compare(at, "role", machine.roles, own.roles.map(\.id.text))
            compare(
                at,
                "state",
                machine.states.map { "\($0.id)\($0.ends ? " end" : "") \($0.zh)" },
                own.states.map { "\($0.id.text)\($0.isTerminal ? " end" : "") \($0.title.zh)" }
            )
            compare(at, "step", machine.steps.map(\.id), own.transitions.map(\.id.text))
            for step in machine.steps {
                guard let taken = own.transitions.first(where: { $0.id.text == step.id }) else {
                    continue
                }
                compare(step, taken, at: "\(at)/\(step.id)")
            }
        }
    }

    @Test(
        "kinds, machines, roles, states, steps, clocks and documents are the source table's, but for what is listed with its reason",
        arguments: Edition.allCases
    )
    func kinds(_ edition: Edition) throws {
        let pack = try RulePack.load(edition.bytes)
        let table = try Self.table.get()
        #expect(table.format == "lianlu/kind-table/v1")
        #expect(table.kinds.count == 9 && table.machines.count == 13)
        let kinds = pack.kinds.map { ($0.id.text, $0.machines.map(\.id.text)) }
        #expect(Dictionary(uniqueKeysWithValues: kinds) == table.kinds)
        var found = Differences()
        for machine in table.machines {
            let own = pack.kinds.flatMap(\.machines).first { $0.id.text == machine.id }
            found.compare(machine, try #require(own, "\(machine.id)"))
        }
        var listed: Set<String> = []
        for deviation in table.deviations {
            #expect(!deviation.why.isEmpty && !deviation.differs.isEmpty, "\(deviation.at)")
            for line in deviation.differs { listed.insert("\(deviation.at): \(line)") }
        }
        #expect(found.lines.subtracting(listed).sorted() == [], "differs and is not listed")
        #expect(listed.subtracting(found.lines).sorted() == [], "listed and does not differ")
    }

    @Test(
        "each kind bears the names that the source table gives it, and no other",
        arguments: Edition.allCases
    )
    func names(_ edition: Edition) throws {
        let pack = try RulePack.load(edition.bytes)
        var names: [String: String] = [:]
        for kind in pack.kinds {
            for name in kind.aliases + [kind.title.zh] { names[name] = kind.id.text }
        }
        #expect(try names == Self.table.get().aliases)
    }

    @Test("one changed step is a difference that no list holds")
    func notices() throws {
        let table = try Self.table.get()
        let machine = try #require(table.machines.first { $0.id == "clue" })
        let step = try #require(machine.steps.first)
        let changed = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
            .replacingOccurrences(
                of: "\"found_at\", \"goods\", \"ip_right\"]",
                with: "\"found_at\", \"goods\"]"
            )
        let pack = try RulePack.load(Array(changed.utf8))
        let own = try #require(pack.kinds.flatMap(\.machines).first { $0.id.text == "clue" })
        let taken = try #require(own.transitions.first { $0.id.text == step.id })
        var found = Differences()
        found.compare(step, taken, at: "clue/create")
        #expect(found.lines == ["clue/create: field -ip_right"])
    }
}
