import TestSupport
import Testing

@testable import Casework

/// What one pack says otherwise than another, element by element.
@Suite struct PackDifferenceTests {
    private static let whole = String(decoding: RulePack.cooperationBytes, as: UTF8.self)

    private static func difference(_ changes: [(String, String)]) throws -> PackDifference {
        var text = whole
        for (old, new) in changes {
            let place = try #require(text.firstRange(of: old), "not in the pack: \(old)")
            text.replaceSubrange(place, with: new)
        }
        return PackDifference(
            from: try RulePack.load(RulePack.cooperationBytes),
            to: try RulePack.load(Array(text.utf8))
        )
    }

    /// The differences but for the digest, which every change changes.
    private static func told(_ difference: PackDifference) -> [PackDifference.Change] {
        difference.changes.filter { $0.aspect != .digest }
    }

    @Test("a pack says the same as itself")
    func same() throws {
        #expect(try Self.difference([]).changes.isEmpty)
    }

    @Test("another length of a clock is one change, with both lengths in words")
    func length() throws {
        let change = try #require(
            Self.told(try Self.difference([("\"length\": 15,", "\"length\": 20,")])).first
        )
        #expect(change.sort == .changed && change.aspect == .length)
        #expect(change.item.place.subject == .clock && change.item.place.id == "A1")
        let unit = PackValue.word(PackWord(Clock.Unit.workingDay))
        #expect(change.before == [.phrase(.period, ["count": .text("15"), "unit": unit])])
        #expect(change.after == [.phrase(.period, ["count": .text("20"), "unit": unit])])
    }

    @Test("of a list only what came and went is told")
    func list() throws {
        let changes = Self.told(
            try Self.difference([
                (
                    "\"required\": [\"subject_name\"",
                    "\"required\": [\"goods\", \"subject_name\""
                )
            ])
        )
        if let change = changes.first, changes.count == 1 {
            #expect(change.aspect == .required && change.before.isEmpty && change.after.count == 1)
            #expect(change.item.place.subject == .step)
        } else {
            Issue.record("\(changes.count) changes")
        }
    }

    @Test("a new step, and a state that goes with its steps, are told as whole elements")
    func elements() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let machine = try #require(pack.kinds.first?.machines.first)
        let state = try #require(machine.states.first { !$0.isTerminal })
        let by = try #require(machine.transitions.first { $0.from.contains(state.id) }?.by.first)
        let step =
            "{\"id\": \"remind\", \"title\": {\"zh\": \"催办\", \"en\": \"remind\"}, \"from\": [\"\(state.id)\"], \"to\": \"=\", \"by\": [\"\(by)\"], \"basis\": \"design\"}, "
        let added = Self.told(
            try Self.difference([("\"transitions\": [", "\"transitions\": [\(step)")])
        )
        #expect(added.map(\.sort) == [.added])
        #expect(added.first?.item.place.id == "remind")
        #expect(added.first?.item.place.machine == machine.id)
        #expect(added.first?.item.values(.from) == [.title(state.title)])
    }

    @Test("a kind that comes or goes is told once, without its parts")
    func kinds() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let clue = try RulePack.load(RulePack.clueBytes)
        let changes = PackDifference(from: pack, to: clue).changes
        let gone = changes.filter { $0.sort == .removed && $0.item.place.subject == .kind }
        #expect(gone.count == pack.kinds.count - 1)
        for change in changes where change.sort != .changed {
            let kind = change.item.place.kind
            #expect(change.item.place.subject == .kind || kind == nil || kind?.text == "clue")
        }
        let back = PackDifference(from: clue, to: pack).changes
        #expect(
            back.filter { $0.sort == .added && $0.item.place.subject == .kind }.count == gone.count
        )
    }

    @Test("every element of the packs that come with the program can be told apart by its place")
    func places() throws {
        for bytes in RulePack.builtInBytes + [RulePack.cooperationBytes] {
            let pack = try RulePack.load(bytes)
            let items = pack.items
            #expect(Set(items.map(\.place)).count == items.count)
            #expect(items.count { $0.place.subject == .clock } == pack.clocks.count)
            let steps = pack.kinds.flatMap(\.machines).flatMap(\.transitions).count
            #expect(items.count { $0.place.subject == .step } == steps)
            for item in items {
                #expect(Set(item.statements.map(\.aspect)).count == item.statements.count)
                #expect(item.statements.allSatisfy { !$0.values.isEmpty })
            }
        }
    }

    @Test(
        "every word and phrase of the packs is one that the catalogue is asked for, with its arguments"
    )
    func words() throws {
        let known = Set(PackWord.all)
        #expect(known.count == PackWord.all.count)
        func check(_ value: PackValue) {
            switch value {
            case .title, .text: break
            case .word(let word): #expect(known.contains(word), "\(word.code)")
            case .list(let values): values.forEach(check)
            case .phrase(let phrase, let values):
                #expect(Set(values.keys) == Set(phrase.argumentNames), "\(phrase)")
                values.values.forEach(check)
            }
        }
        for bytes in RulePack.builtInBytes + [RulePack.cooperationBytes] {
            for item in try RulePack.load(bytes).items {
                item.statements.flatMap(\.values).forEach(check)
            }
        }
    }
}
