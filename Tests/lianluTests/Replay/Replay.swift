import Casework
import Foundation
import Ledger
import LocalAPI
import TestSupport
import Testing
import Wording

@testable import lianlu

/// Takes the steps of published cases one after the other on the nodes of their provinces.
struct Replay {
    /// How far a matter has come.
    private struct Matter {
        var walker: CaseWalker
        /// The record at home, and the one in the mechanism, by the digest of its first entry.
        var home: String?
        var shared: String?
        var sharedCount = 0
    }

    /// A command that a node refused.
    private struct Refused: Error {
        let line: [String]
        let talk: String
    }

    private struct Place: Hashable {
        let published: String
        let matter: String
    }

    let world: ReplayWorld
    private let pack: RulePack
    private let folder: URL
    private let leftOut: Set<String>
    private var matters: [Place: Matter] = [:]
    /// Matters in which a step was refused: the others go on, so that a run tells everything.
    private var broken: Set<Place> = []

    /// Prepares a replay without some matters, each named by its case and its own id.
    init(_ world: ReplayWorld, leaving leftOut: Set<String>) throws {
        self.world = world
        self.leftOut = leftOut
        pack = try RulePack.load(RulePack.cooperationBytes)
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// Takes all steps in the order of their time.
    mutating func run(_ cases: [PublishedCase]) async throws {
        var steps: [(at: Int64, case: PublishedCase, matter: PublishedCase.Matter, number: Int)] =
            []
        for published in cases {
            for matter in published.matters {
                for (number, step) in matter.steps.enumerated() {
                    let at = try #require(Timestamp(step.at)).instant
                    steps.append((at, published, matter, number))
                }
            }
        }
        // The sort is stable: what stands at the same time stays in the order of the file.
        for (at, published, matter, number) in steps.sorted(by: { $0.at < $1.at }) {
            world.clock.set(at)
            let place = Place(published: published.id, matter: matter.id)
            if broken.contains(place) || isLeftOut(place) { continue }
            do {
                try await take(number, of: matter, in: published)
            } catch {
                let step = matter.steps[number].event
                Issue.record("\(published.id) \(matter.id) \(step): \(error)")
                broken.insert(place)
            }
        }
        try FileManager.default.removeItem(at: folder)
    }

    private func isLeftOut(_ place: Place) -> Bool {
        leftOut.contains("\(place.published) \(place.matter)")
    }

    private mutating func take(
        _ number: Int,
        of matter: PublishedCase.Matter,
        in published: PublishedCase
    ) async throws {
        let place = Place(published: published.id, matter: matter.id)
        let step = matter.steps[number]
        var progress =
            try matters[place]
            ?? Matter(walker: CaseWalker(pack: RulePack.cooperationBytes, machine: matter.machine))
        let opens = try progress.walker.take(step)
        let name = "\(published.id) \(matter.id) \(step.event)"
        if let shared = progress.shared {
            let count = progress.sharedCount
            try await until("\(name): what came before is at \(step.province)") {
                try await self.count(of: shared, at: step.province)
                    >= (step.isAutomatic ? count + 1 : count)
            }
        }
        if !step.isAutomatic {
            let record = progress.shared ?? progress.home
            let entry = try await submit(
                number,
                of: matter,
                in: published,
                to: record,
                opens: opens
            )
            if opens { progress.shared = entry } else if record == nil { progress.home = entry }
        }
        if progress.shared != nil { progress.sharedCount += 1 }
        matters[place] = progress
    }

    // MARK: Steps

    private func submit(
        _ number: Int,
        of matter: PublishedCase.Matter,
        in published: PublishedCase,
        to record: String?,
        opens: Bool
    ) async throws -> String {
        let step = matter.steps[number]
        let file = folder.appending(path: "\(published.id)-\(matter.id)-\(number).json")
        try JSONEncoder().encode(fields(of: number, matter, published)).write(to: file)
        let parts = step.by.split(separator: "/").map(String.init)
        var line =
            record.map { ["record", "act", $0, step.event] }
            ?? ["record", "new", matter.machine, step.event]
        line += ["--from", parts[0], "--office", parts[1], "--file", file.path, "--json"]
        if opens { line += ["--mechanism", ReplayWorld.mechanism(published)] }
        for address in step.to ?? [] { line += ["--to", address] }
        let outcome = try await world.run(line, at: step.province)
        guard outcome.code == .done else { throw Refused(line: line, talk: outcome.talk) }
        return try JSONDecoder().decode(Acknowledgement.self, from: Data(outcome.data.utf8)).entry
    }

    /// Everything that the step says: the facts and the values of the exercise, and what the form takes from the step itself.
    private func fields(
        of number: Int,
        _ matter: PublishedCase.Matter,
        _ published: PublishedCase
    ) -> [String: FieldValue] {
        let step = matter.steps[number]
        let addressees = matter.steps[...number].compactMap(\.to).last ?? []
        let offices = FieldValue.list(addressees.map { .text($0) })
        let form: [String: FieldValue] = [
            "title": .text("【演练】\(published.title.zh)"),
            "mechanism": .text(ReplayWorld.mechanism(published)), "scope": .text("internal"),
            "no_state_secret": .boolean(true), "sender_office": .text(step.by),
            "receiver_offices": offices, "participants": offices, "supervised_offices": offices,
        ]
        let asked = MachineID(matter.machine).flatMap { machine in
            EventID(step.event).flatMap {
                BodyRules(pack: pack, machine: machine, event: $0)?.requiredFields
            }
        }
        var fields = form.filter { id, _ in asked?.contains { $0.text == id } ?? false }
        for (id, value) in step.values {
            switch value {
            case .text(let text): fields[id] = .text(text)
            case .number(let number): fields[id] = .integer(number)
            case .list(let texts): fields[id] = .list(texts.map { .text($0) })
            }
        }
        return fields
    }

    // MARK: What it has come to

    /// A record as a node shows it to a command; nil where the node does not know it.
    private func shown(_ record: String, at party: String) async throws -> RecordDetail? {
        let outcome = try await world.run(["record", "show", record, "--json"], at: party)
        if outcome.code == .notFound { return nil }
        guard outcome.code == .done else {
            throw Refused(line: ["record", "show", record], talk: outcome.talk)
        }
        return try JSONDecoder().decode(RecordDetail.self, from: Data(outcome.data.utf8))
    }

    /// How many entries of a record a node has.
    private func count(of record: String, at party: String) async throws -> Int {
        do {
            return try await world[party].client.send(.record(record)).summary.entryCount
        } catch let problem as Problem where problem.status == 404 {
            return 0
        }
    }

    /// What everybody in the mechanism shows of a record alike: steps, verdicts and states.
    private static func common(_ detail: RecordDetail) -> [String] {
        detail.timeline.filter { !$0.origin.hasSuffix("/home") }
            .map { "\($0.entry) \($0.event) \($0.at) \($0.verdict.class) \($0.state ?? "-")" }
    }

    /// The clocks of a record as a node prints them; what its cosignatures prove, and what began at home, is each node's own.
    private func clocks(
        of record: String,
        at party: String
    ) async throws -> (common: [String], running: Set<String>)? {
        let outcome = try await world.run(["record", "show", record, "--json"], at: party)
        let bytes = Data(outcome.data.utf8)
        let root = try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
        guard let clocks = root?["clocks"] as? [[String: Any]] else { return nil }
        let common = clocks.filter { $0["home"] as? Bool != true }.map { clock in
            let end = (clock["end"] as? [String: Any])?["reason"] as? String ?? "-"
            let due = (clock["due"] as? [String: Any])?["last"] as? String ?? "-"
            let started = (clock["started"] as? [String: Any])?["entry"] as? String ?? "-"
            return "\(clock["clock"] ?? "-") \(started) \(due) \(end) \(clock["standing"] ?? "-")"
        }
        let running = clocks.filter { $0["end"] == nil }.compactMap { $0["clock"] as? String }
        return (common, Set(running))
    }

    /// Compares what each party of a case shows of each of its matters.
    func compare(_ published: PublishedCase) async throws {
        for matter in published.matters {
            let place = Place(published: published.id, matter: matter.id)
            guard !broken.contains(place), !isLeftOut(place) else { continue }
            let progress = try #require(matters[place])
            if let shared = progress.shared {
                try await compare(matter, of: published, shared, progress)
            } else {
                try await compareHome(matter, of: published, progress)
            }
        }
    }

    /// A matter that never left home is there as far as it came, and nobody else knows of it.
    private func compareHome(
        _ matter: PublishedCase.Matter,
        of published: PublishedCase,
        _ progress: Matter
    ) async throws {
        let home = try #require(progress.home)
        for party in published.provinces + [ReplayWorld.observer] {
            let isOwn = party == matter.steps[0].province
            let state = try await shown(home, at: party)?.summary.state
            #expect(
                state == (isOwn ? progress.walker.state : nil),
                "\(published.id) \(matter.id) at \(party)"
            )
        }
    }

    private func compare(
        _ matter: PublishedCase.Matter,
        of published: PublishedCase,
        _ shared: String,
        _ progress: Matter
    ) async throws {
        var first: [String]?
        var firstClocks: [String]?
        for party in published.provinces + [ReplayWorld.observer] {
            let name = "\(published.id) \(matter.id) at \(party)"
            try await until("\(name): everything is there") {
                try await count(of: shared, at: party) == progress.sharedCount
            }
            let detail = try #require(try await shown(shared, at: party))
            #expect(detail.summary.state == progress.walker.state, "\(name)")
            let common = Self.common(detail)
            #expect(common.count == progress.sharedCount, "\(name)")
            #expect(first ?? common == common, "\(name)")
            first = common
            if let clocks = try await clocks(of: shared, at: party) {
                #expect(firstClocks ?? clocks.common == clocks.common, "\(name)")
                firstClocks = clocks.common
                if party == matter.steps[0].province {
                    #expect(clocks.running == progress.walker.running, "\(name)")
                }
            }
            // Whoever may not read the bodies has none of them, and prints nothing of what they say.
            let printed = try await world.run(["record", "show", shared], at: party, language: .zh)
            let isReader =
                ([matter.steps.first { $0.to != nil }?.province].compactMap(\.self)
                + matter.steps.flatMap { $0.to ?? [] }.map(PublishedCase.province)).contains(party)
            let isTold = printed.data.contains(PublishedCase.unpublished)
            if !isReader { #expect(!isTold, "\(name): \(printed.data)") }
            if party == ReplayWorld.observer { #expect(!isReader) }
        }
    }
}

/// Waits until something holds; says for what it waited in vain.
///
/// The limit is no measure of anything: a busy machine that runs all tests at once may need most of it.
func until(_ what: String, _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now.advanced(by: .seconds(240))
    while try await !condition() {
        guard ContinuousClock.now < end else {
            Issue.record("waited in vain: \(what)")
            throw CancellationError()
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}
