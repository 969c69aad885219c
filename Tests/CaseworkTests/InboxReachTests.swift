import TestSupport
import Testing

@testable import Casework

/// Every step that others should know of stands in some inbox besides that of whoever signed it, or is listed here with the reason why not.
@Suite struct InboxReachTests {
    /// The packs by name, so that a failure prints that and not the bytes.
    enum Edition: CaseIterable {
        case current
        case law2027

        var bytes: [UInt8] {
            self == .current ? RulePack.cooperationBytes : RulePack.cooperation2027Bytes
        }
    }

    /// Steps after which nobody but their signer has the record in an inbox, with the reason; what ends a record stands in the list of records.
    static let silent: [String: String] = [
        "alert/acknowledge":
            "Once all have acknowledged an alert is in force and asks nothing more of anybody.",
        "alert/note_hit":
            "Once all have acknowledged an alert is in force and asks nothing more of anybody.",
        "credit-list/acknowledge_measures":
            "Once all have confirmed their measures the listing asks nothing more of anybody.",
        "credit-penalty/confirm_correction":
            "What is published rests until it is ordered otherwise or its time is over.",
        "credit-penalty/publish":
            "What is published rests until it is ordered otherwise or its time is over.",
        "credit-penalty/refuse_early_stop":
            "Who refuses is who asked on behalf of the party: the publication goes on as it was.",
        "joint-operation/close": "The operation is over; only its lead may still disclose it.",
    ]

    /// Steps that name addressees who have the record in no inbox, with the reason.
    static let unaddressed: [String: String] = [
        "joint-operation/propose":
            "A proposal asks nothing of those who get it: the invitation does, to whom it goes."
    ]

    /// What the walks of one machine have found.
    private struct Found {
        var met: Set<String> = []
        /// Steps that nobody else's inbox had at least once.
        var silent: Set<String> = []
        /// Steps whose addressees' inboxes had them not at least once.
        var unaddressed: Set<String> = []
    }

    @Test(
        "each step that does not end its record is in the inbox of somebody else, and of everybody whom it addresses",
        arguments: Edition.allCases
    )
    func reached(_ edition: Edition) throws {
        let pack = try RulePack.load(edition.bytes)
        var found = Found()
        for machine in PackWalkTests.machines {
            let start = try PackWalker(edition.bytes, machine)
            let events = Set(start.transitions.compactMap { $0["id"] as? String })
            found.met = []
            let listed = Set(Self.silent.keys).union(Self.unaddressed.keys)
                .filter { $0.hasPrefix("\(machine)/") }
            for seed in 1...UInt64(200)
            where seed <= 4 || found.met != events
                || !listed.isSubset(of: found.silent.union(found.unaddressed))
            {
                try walk(pack, start, machine, seed, &found)
            }
            #expect(found.met == events, "\(machine): \(events.subtracting(found.met).sorted())")
        }
        #expect(found.silent.sorted() == Self.silent.keys.sorted())
        #expect(found.unaddressed.sorted() == Self.unaddressed.keys.sorted())
    }

    private func walk(
        _ pack: RulePack,
        _ start: PackWalker,
        _ machine: String,
        _ seed: UInt64,
        _ found: inout Found
    ) throws {
        var random = SeededGenerator(seed: seed)
        var walker = start
        var scene = try Scene(pack, machine)
        for _ in 0..<24 where !walker.isTerminal {
            guard let move = Self.move(walker, found.met, &random) else { break }
            found.met.insert(move.event)
            let words = Scene.Words(to: move.to, facts: move.facts, rank: move.rank)
            if walker.take(move) {
                _ =
                    walker.isHome
                    ? try scene.beginAtHome(move.event, words)
                    : try scene.open(by: move.signer, move.event, words)
            } else {
                try scene.step(move.signer, move.event, words)
            }
            guard !walker.isHome, !walker.isTerminal else { continue }
            let state = try scene.state()
            #expect(state.steps.last?.verdict == .applied, "\(machine) \(move.event), seed \(seed)")
            let readers = try Self.readers(of: state, scene)
            let step = "\(machine)/\(move.event)"
            let signer = try address(move.signer)
            let others = readers.filter { $0.region != signer.region }
            if others.isEmpty { found.silent.insert(step) }
            let lacking = try move.to.map(address).filter { to in
                !readers.contains { $0.region == to.region }
            }
            if !lacking.isEmpty { found.unaddressed.insert(step) }
        }
    }

    /// Whose inbox a record is in, whatever the time.
    private static func readers(of state: RecordState, _ scene: Scene) throws -> [Address] {
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: try CalendarSet.builtIn())
        let clocks = MatterClocks(of: state, home: nil, by: &fold)
        let waiting = state.waitingFilling(with: clocks)
        var all = waiting.addresses(by: scene.charter)
        if waiting != .nobody { all += state.partyFilling.addresses(by: scene.charter) }
        if let call = state.call(among: clocks) {
            all += call.called.addresses(by: scene.charter)
                .filter { !call.barred.includes($0, by: scene.charter) }
        }
        return all
    }

    /// A random move, of a step that was never met if there is one.
    private static func move(
        _ walker: PackWalker,
        _ met: Set<String>,
        _ random: inout SeededGenerator
    ) -> PackWalker.Move? {
        let allowed = walker.allowed.shuffled(using: &random)
        let sorted =
            allowed.filter { !met.contains($0["id"] as? String ?? "") }
            + allowed.filter { !walker.ends($0) } + allowed
        for step in sorted {
            if let move = walker.move(step, using: &random) { return move }
        }
        return nil
    }
}
