import Foundation
import TestSupport
import Testing

@testable import Casework

/// The published cases: how they are mapped on the rules, and what the fold makes of them.
@Suite struct CaseReplayTests {
    static let cases = Result { try PublishedCase.all() }
    static let ids = [
        "C01", "C02", "C04", "C07", "C08", "C10", "C11", "C12", "C13", "C15", "C16", "C17", "C18",
        "C19", "C20", "C22", "C25", "C27",
    ]

    static func history(_ id: String) throws -> CaseHistory {
        let published = try #require(try cases.get().first { $0.id == id })
        return try CaseHistory(published, CooperationPackTests.pack.get())
    }

    // MARK: The fixture

    /// Values that the replay takes from the step itself: who sends it, and to whom.
    private static let fromStep: Set<String> = [
        "title", "mechanism", "scope", "no_state_secret", "sender_office", "receiver_offices",
        "participants", "supervised_offices",
    ]
    /// Types whose values are words, in which it can be said that nothing was published.
    private static let wordTypes: Set<String> = [
        "text", "string", "identifier", "contact", "officer", "attachment", "result",
    ]

    @Test(
        "every published case is there with its source and every step of its flow, in the order of time"
    )
    func fixture() throws {
        let cases = try Self.cases.get()
        #expect(cases.map(\.id) == Self.ids)
        let steps = cases.flatMap(\.matters).flatMap(\.steps)
        #expect(steps.compactMap(\.step).count == 159)
        for published in cases {
            #expect(!published.title.zh.isEmpty && !published.title.en.isEmpty)
            #expect(published.source.title.count > 2 && published.source.published.count >= 4)
            let numbers = published.matters.flatMap(\.steps).compactMap(\.step)
            #expect(numbers.sorted() == Array(1...numbers.count), "\(published.id)")
            for matter in published.matters {
                let times = matter.steps.compactMap { Timestamp($0.at)?.instant }
                #expect(times.count == matter.steps.count)
                #expect(times == times.sorted(), "\(published.id) \(matter.id)")
            }
        }
    }

    @Test("what was published and what was not are kept apart, value by value", arguments: ids)
    func marks(_ id: String) throws {
        let pack = try CooperationPackTests.pack.get()
        let published = try #require(try Self.cases.get().first { $0.id == id })
        for matter in published.matters {
            let machine = try #require(MachineID(matter.machine).flatMap { pack.machine($0) })
            #expect(
                pack.kind(named: matter.kind)?.machines.contains { $0.id == machine.id } == true
            )
            var said: [String: Set<String>] = [:]
            for step in matter.steps {
                let place = "\(id) \(matter.id) \(step.event)"
                let rule = try #require(
                    EventID(step.event).flatMap { machine.transition($0) },
                    "\(place)"
                )
                if let on = step.on { #expect(step.at.hasPrefix(on), "\(place)") }
                #expect(step.basis == "published" || step.basis == "inferred" || step.on == nil)
                #expect(Set(step.unpublishedParties ?? []).isSubset(of: ["by", "to"]))
                let (own, other) = (step.fields ?? [:], step.unpublished ?? [:])
                #expect(Set(own.keys).isDisjoint(with: other.keys), "\(place)")
                for (field, value) in step.values {
                    let fields = machine.fields + pack.fields
                    let form = try #require(
                        fields.first { $0.id.text == field },
                        "\(place) \(field)"
                    )
                    if case .list = value {
                        #expect(form.isList, "\(place) \(field)")
                    } else {
                        #expect(!form.isList, "\(place) \(field)")
                    }
                    let isWord = Self.wordTypes.contains(form.kind.rawValue)
                    let isMarked = value.texts.allSatisfy {
                        $0.hasPrefix(PublishedCase.unpublished)
                    }
                    #expect(isMarked == (isWord && own[field] == nil), "\(place) \(field)")
                }
                for (field, part) in step.publishedParts ?? [:] {
                    #expect(other[field]?.texts.first?.hasPrefix(part) == true, "\(place) \(field)")
                }
                // Everything that the rules ask for now is there, and nothing that they do not was made up.
                let earlier = said[step.province] ?? []
                let asked = step.isAutomatic ? [] : Self.asked(rule, machine, pack)
                let missing = asked.subtracting(earlier).subtracting(own.keys)
                    .subtracting(Self.fromStep)
                #expect(Set(other.keys) == missing, "\(place)")
                said[step.province, default: []].formUnion(asked.union(own.keys))
            }
        }
    }

    private static func asked(
        _ rule: Transition,
        _ machine: Machine,
        _ pack: RulePack
    )
        -> Set<String>
    {
        var asked = rule.requiredFields
        if machine.completeAt.contains(rule.id) {
            asked += (machine.fields + pack.fields).filter { $0.isRequired && !$0.isPerItem }
                .map(\.id)
        }
        return Set(asked.map(\.text))
    }

    // MARK: The fold

    @Test(
        "every step is applied, and each matter comes to the state and the clocks of a second reading of the rules",
        arguments: ids
    )
    func fold(_ id: String) throws {
        let history = try Self.history(id)
        var fold = ClockFold(packs: PackSet([history.pack]), calendars: try .builtIn())
        #expect(!history.parts.isEmpty)
        for part in history.parts {
            let place = "\(id) \(part.matter)\(part.isHome ? " at home" : "")"
            let state = history.state(of: part)
            #expect(state.steps.map(\.verdict).allSatisfy { $0 == .applied }, "\(place)")
            #expect(state.steps.map { $0.state?.text } == part.states, "\(place)")
            // The rules of 2022 judge what was done before them, and it is said so.
            let first = try #require(state.steps.first)
            let isOlder = LocalDate(of: first.event.at) < history.pack.effectiveFrom
            #expect(first.findings.map(\.code) == (isOlder ? [.packNotInForce] : []), "\(place)")
            let later = state.steps.dropFirst().flatMap(\.findings)
            #expect(later.isEmpty, "\(place)")
            let home = history.home(of: part).map { history.state(of: $0) }
            let clocks = fold.clocks(of: state, home: home)
            let running = Set(clocks.filter { $0.end == nil }.map(\.clock.id.text))
            #expect(running == part.running, "\(place)")
        }
    }

    @Test(
        "an assistance request of a published case runs for fifteen working days and no other period, and is kept",
        arguments: [
            ("C01", "2018-11-27", true), ("C15", "2024-01-29", false), ("C17", "2020-08-25", true),
        ]
    )
    func assistance(_ id: String, _ due: String, _ isProvisional: Bool) throws {
        let history = try Self.history(id)
        let part = try #require(
            history.parts.first { $0.machine.text == "assistance" && !$0.isHome }
        )
        var fold = ClockFold(
            packs: PackSet([history.pack]),
            calendars: try .builtIn(),
            fallback: try CalendarSet.builtIn().references
        )
        let clocks = fold.clocks(of: history.state(of: part))
        // Nothing is said of identity checks, so their periods do not run.
        #expect(clocks.map(\.clock.id.text) == ["A2"])
        let clock = try #require(clocks.first)
        let end = try #require(try clock.due(asOf: clock.started.at))
        #expect(end.lastDay.text == due)
        #expect(end.isProvisional == isProvisional)
        #expect(try clock.phase("2026-11-20") == .kept)
    }
}
