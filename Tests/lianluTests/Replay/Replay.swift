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
    struct Matter {
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

    /// Which matter of which case.
    struct Place: Hashable {
        let published: String
        let matter: String
    }

    let world: ReplayWorld
    private let pack: RulePack
    private let folder: URL
    private var officers: ReplayOfficers
    /// How far each matter has come.
    private(set) var matters: [Place: Matter] = [:]
    /// Matters in which a step was refused: the others go on, so that a run tells everything.
    private(set) var broken: Set<Place> = []

    /// Prepares a replay.
    init(_ world: ReplayWorld) throws {
        self.world = world
        pack = try RulePack.load(RulePack.cooperationBytes)
        folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        officers = try ReplayOfficers(folder: folder)
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
            if broken.contains(place) { continue }
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

    private mutating func submit(
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
        guard let rank = step.approver else { return try await entry(line, step.province) }
        let seat = ReplayOfficers.Seat(province: step.province, office: parts[1], rank: rank)
        let signing = try await officers.options(of: seat, in: world)
        let drafted = try await run(line + ["--for-approval"], step.province)
        let draft = try JSONDecoder().decode(DraftDocument.self, from: drafted).draft
        return try await entry(
            ["record", "approve", draft, "--yes", "--json"] + signing,
            step.province
        )
    }

    /// The entry that a command has written.
    private func entry(_ line: [String], _ province: String) async throws -> String {
        let printed = try await run(line, province)
        return try JSONDecoder().decode(Acknowledgement.self, from: printed).entry
    }

    /// What a command printed; throws where it was refused.
    private func run(_ line: [String], _ province: String) async throws -> Data {
        let outcome = try await world.run(line, at: province)
        guard outcome.code == .done else { throw Refused(line: line, talk: outcome.talk) }
        return Data(outcome.data.utf8)
    }

    /// How many entries of a record a node has.
    private func count(of record: String, at party: String) async throws -> Int {
        try await world.entryCount(of: record, at: party)
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
        if let stated = standIns(in: step, matter) {
            let published = step.values["remarks"]?.texts ?? []
            fields["remarks"] = .text((published + [stated]).joined(separator: "；"))
        }
        return fields
    }

    /// What of a step was never published and cannot say so itself, as dates, choices and offices: by the names that officers read.
    private func standIns(in step: PublishedCase.Step, _ matter: PublishedCase.Matter) -> String? {
        let machine = MachineID(matter.machine).flatMap { pack.machine($0) }
        let fields = (machine?.fields ?? []) + pack.fields
        var names = (step.unpublished ?? [:]).sorted { $0.key < $1.key }
            .filter { !$0.value.texts.contains { $0.contains(PublishedCase.unpublished) } }
            .map { id, _ in
                let title = fields.first { $0.id.text == id }?.title.zh ?? id
                return title + (step.publishedParts?[id].map { "（公开的只有 \($0)）" } ?? "")
            }
        // A day that was published is a whole one; the hour never was.
        if step.on.map({ $0.utf8.count < 10 }) ?? true {
            names.append("办理日期" + (step.on.map { "（公开的只有 \($0)）" } ?? ""))
        }
        let parties = Set(step.unpublishedParties ?? [])
        if parties.contains("by") { names.append("办理单位") }
        if parties.contains("to") { names.append("接收单位") }
        guard !names.isEmpty else { return nil }
        return "\(PublishedCase.unpublished)（取演练值）：\(names.joined(separator: "、"))"
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
