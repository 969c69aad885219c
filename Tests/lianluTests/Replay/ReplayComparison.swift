import Foundation
import LocalAPI
import NodeService
import TestSupport
import Testing
import Wording

@testable import lianlu

/// What the parties of a replay print of its matters, held against the walker, against each other and against the auditor.
struct ReplayComparison {
    /// What everybody must find of a record.
    struct Finding: Equatable {
        let state: String
        let clocks: [ClockDocument]
    }

    let world: ReplayWorld
    private let replay: Replay
    /// What each party's node printed of each record that it knows, by party and record.
    private(set) var printed: [String: [String: Finding]] = [:]

    init(_ replay: Replay) {
        self.replay = replay
        world = replay.world
    }

    /// Compares what each party of a case shows of each of its matters.
    mutating func compare(_ published: PublishedCase) async throws {
        for matter in published.matters {
            let place = Replay.Place(published: published.id, matter: matter.id)
            // That a step was refused is an issue of its own.
            guard !replay.broken.contains(place) else { continue }
            let progress = try #require(replay.matters[place])
            if let shared = progress.shared {
                try await compare(matter, of: published, shared, progress)
            } else {
                try await compareHome(matter, of: published, progress)
            }
        }
    }

    /// A matter that never left home is there as far as it came, and nobody else knows of it.
    private mutating func compareHome(
        _ matter: PublishedCase.Matter,
        of published: PublishedCase,
        _ progress: Replay.Matter
    ) async throws {
        let home = try #require(progress.home)
        for party in published.provinces + [ReplayWorld.observer] {
            let isOwn = party == matter.steps[0].province
            let detail = try await shown(home, at: party)
            #expect(
                detail?.summary.state == (isOwn ? progress.walker.state : nil),
                "\(published.id) \(matter.id) at \(party)"
            )
            guard isOwn else { continue }
            let clocks = try #require(detail?.clocks)
            #expect(Self.running(clocks) == progress.walker.running)
            printed[party, default: [:]][home] = Self.finding(try #require(detail))
        }
    }

    private mutating func compare(
        _ matter: PublishedCase.Matter,
        of published: PublishedCase,
        _ shared: String,
        _ progress: Replay.Matter
    ) async throws {
        var steps: [String]?
        var finding: Finding?
        for party in published.provinces + [ReplayWorld.observer] {
            let name = "\(published.id) \(matter.id) at \(party)"
            try await until("\(name): everything is there") {
                try await world.entryCount(of: shared, at: party) == progress.sharedCount
            }
            let detail = try #require(try await shown(shared, at: party), "\(name)")
            let clocks = try #require(detail.clocks, "\(name)")
            let common = Self.common(detail)
            #expect(common.count == progress.sharedCount, "\(name)")
            #expect(steps ?? common == common, "\(name)")
            steps = common
            let own = Self.finding(detail)
            #expect(own.state == progress.walker.state, "\(name)")
            #expect(finding ?? own == own, "\(name)")
            finding = own
            printed[party, default: [:]][shared] = own
            let isSender = party == matter.steps[0].province
            if isSender { #expect(Self.running(clocks) == progress.walker.running, "\(name)") }
            try await compareText(of: shared, matter, at: party, name)
        }
    }

    /// Whoever may not read the bodies has none of them, and prints nothing of what they say; the sender is told what was never published.
    private func compareText(
        of record: String,
        _ matter: PublishedCase.Matter,
        at party: String,
        _ name: String
    ) async throws {
        let text = try await world.run(["record", "show", record], at: party, language: .zh).data
        let isTold = text.contains(PublishedCase.unpublished)
        let senders = matter.steps.first { $0.to != nil }.map { [$0.province] } ?? []
        let readers = senders + matter.steps.flatMap { $0.to ?? [] }.map(PublishedCase.province)
        if !readers.contains(party) { #expect(!isTold, "\(name): \(text)") }
        if senders.contains(party) { #expect(isTold, "\(name): \(text)") }
        if party == ReplayWorld.observer { #expect(!readers.contains(party)) }
    }

    /// Compares what an auditor finds in a party's home with what its node printed.
    func compareAudit(of party: String, trusting trust: [String]) async throws {
        let home = try world[party].home.root.path
        let audit = try await world.run(
            ["audit", home, "--records", "--at", try world.clock.text, "--json"] + trust,
            at: party
        )
        #expect(audit.code == .done, "\(party): \(audit.data.suffix(4_000))\(audit.talk)")
        var lines = audit.data.split(separator: "\n").map { Data($0.utf8) }
        let report = try JSONDecoder().decode(AuditDocument.self, from: lines.removeLast())
        #expect(report.isSound && report.recordCount == lines.count)
        var audited: [String: AuditedRecordDocument] = [:]
        for line in lines {
            let record = try JSONDecoder().decode(AuditedRecordDocument.self, from: line)
            #expect(audited.updateValue(record, forKey: record.summary.record) == nil)
        }
        let expected = try #require(printed[party])
        for (record, finding) in expected {
            let found = try #require(audited[record], "\(party) \(record)")
            let clocks = try #require(found.clocks, "\(party) \(record): \(found.findings)")
            let own = Finding(state: found.summary.state, clocks: Self.comparable(clocks))
            #expect(own == finding, "\(party) \(record)")
        }
        if party == ReplayWorld.observer {
            let all = replay.matters.values.compactMap(\.shared)
            #expect(Set(audited.keys) == Set(all), "the observer knows of each record and no draft")
        }
    }

    // MARK: Parts

    /// A record as a node shows it to a command; nil where the node does not know it.
    private func shown(_ record: String, at party: String) async throws -> RecordDetail? {
        let outcome = try await world.run(["record", "show", record, "--json"], at: party)
        if outcome.code == .notFound { return nil }
        try #require(outcome.code == .done, "\(outcome.talk)")
        return try JSONDecoder().decode(RecordDetail.self, from: Data(outcome.data.utf8))
    }

    /// What everybody in the mechanism shows of a record alike: steps, verdicts and states.
    private static func common(_ detail: RecordDetail) -> [String] {
        detail.timeline.filter { !$0.origin.hasSuffix("/home") }
            .map { "\($0.entry) \($0.event) \($0.at) \($0.verdict.class) \($0.state ?? "-")" }
    }

    private static func finding(_ detail: RecordDetail) -> Finding {
        Finding(state: detail.summary.state, clocks: comparable(detail.clocks ?? []))
    }

    private static func running(_ clocks: [ClockDocument]) -> Set<String> {
        Set(clocks.filter { $0.end == nil }.map(\.clock))
    }

    /// Clocks without what is each home's own: those that began at home, and what its receipts prove.
    private static func comparable(_ clocks: [ClockDocument]) -> [ClockDocument] {
        func plain(_ mark: ClockDocument.Mark) -> ClockDocument.Mark {
            var mark = mark
            (mark.provenAfter, mark.provenBefore) = (nil, nil)
            return mark
        }
        return clocks.filter { !$0.home }.map { clock in
            var clock = clock
            clock.started = plain(clock.started)
            for place in clock.pauses.indices {
                clock.pauses[place].began = plain(clock.pauses[place].began)
                clock.pauses[place].ended = clock.pauses[place].ended.map(plain)
            }
            for place in clock.extensions.indices {
                clock.extensions[place].mark = plain(clock.extensions[place].mark)
            }
            for place in clock.possibleEnds.indices {
                clock.possibleEnds[place].mark = plain(clock.possibleEnds[place].mark)
            }
            if let end = clock.end { clock.end?.mark = plain(end.mark) }
            clock.end?.proof = nil
            return clock
        }
    }
}
