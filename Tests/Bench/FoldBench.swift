import Casework
import Cryptography
import Foundation
import Ledger
import NodeService
import TransparencyLog

/// Folds records from cold: entries' bytes are read, put into their records and folded, and the clocks are computed, on all cores.
struct FoldBench {
    /// Two members of a mechanism, each with a node of its own.
    private struct Members: PartyResolver {
        let parties: [Party]
        let pack: PackReference

        func party(of address: Address) -> Party? {
            parties.first { $0.member.contains(address) }
        }

        func addresses(of role: RoleID) -> [Address] { [] }

        func names(_ pack: PackReference) -> Bool { pack == self.pack }
    }

    /// The steps of one clue from its opening to its end, with who takes them.
    private static let steps = [
        ("send", 0), ("receive", 1), ("accept", 1), ("start_verification", 1), ("pause", 1),
        ("resume", 1), ("extend", 1), ("file", 1), ("send_feedback", 1), ("confirm", 0),
    ]

    func run(entryCount: Int, into table: inout Table) async throws {
        let packs = PackSet(try RulePack.builtInBytes.map { try RulePack.load($0) })
        guard let rules = packs.references.last else {
            throw LogFiller.Failure(description: "no pack")
        }
        let members = try Self.members(rules)
        let records = try (0..<entryCount / Self.steps.count).map {
            try Self.record($0, rules, members)
        }
        let calendars = try CalendarSet.builtIn()
        let start = ContinuousClock.now
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let ended = try await withThrowingTaskGroup(of: Int.self) { group in
            for core in 0..<cores {
                group.addTask {
                    let own = stride(from: core, to: records.count, by: cores).map { records[$0] }
                    return try Self.fold(own, packs, members, calendars)
                }
            }
            return try await group.reduce(0, +)
        }
        let seconds = (ContinuousClock.now - start).seconds
        guard ended == records.count else {
            throw LogFiller.Failure(description: "\(ended) of \(records.count) records ended")
        }
        let count = records.count * Self.steps.count
        table.add(
            "fold of \(count) entries from cold, with clocks",
            Double(count) / seconds,
            aim: "100,000 under 5 s",
            detail: String(format: "  %.2f s", seconds)
        )
    }

    private static func fold(
        _ records: [[[UInt8]]],
        _ packs: PackSet,
        _ members: Members,
        _ calendars: CalendarSet
    ) throws -> Int {
        var clocks = ClockFold(
            packs: packs,
            calendars: calendars,
            fallback: calendars.references
        )
        var ended = 0
        for entries in records {
            let events = try entries.enumerated().map { number, bytes in
                try event(UnverifiedEntry(parsing: bytes), number, members)
            }
            guard let first = events.first else { continue }
            let state = RecordFold(record: first.digest, packs: packs) { _ in .missing }
                .state(of: events)
            let shown = clocks.clocks(of: state)
            if state.isTerminal, !shown.isEmpty { ended += 1 }
        }
        return ended
    }

    private static func event(
        _ entry: UnverifiedEntry,
        _ number: Int,
        _ members: Members
    ) throws -> CaseEvent {
        let header = entry.header
        guard let from = header.from, let office = header.office,
            let node = members.party(of: Address(region: from))?.node
        else { throw LogFiller.Failure(description: "an entry without its signer") }
        return CaseEvent(
            digest: entry.digest,
            origin: "\(node)/\(BenchFederation.mechanism)",
            index: UInt64(number),
            node: node,
            isHome: false,
            at: header.at,
            machine: header.machine,
            event: header.event,
            from: from,
            office: office,
            to: header.to,
            record: header.record,
            parents: header.parents,
            facts: header.facts,
            rules: header.rules,
            parties: members
        )
    }

    private static func members(_ pack: PackReference) throws -> Members {
        let parties = try [("360000", "jiangxi"), ("350000", "fujian")].map { region, name in
            guard let address = Address(region), let node = NodeName("\(name).ipr.example") else {
                throw LogFiller.Failure(description: "a member is malformed")
            }
            return Party(member: address, node: node)
        }
        return Members(parties: parties, pack: pack)
    }

    /// The bytes of one record's entries; their signatures are not checked here and need not hold.
    private static func record(
        _ number: Int,
        _ rules: PackReference,
        _ members: Members
    ) throws -> [[UInt8]] {
        let key = try Ed25519.PrivateKey()
        var entries: [[UInt8]] = []
        var record: Digest?
        var last: Digest?
        for (place, (step, side)) in steps.enumerated() {
            let party = members.parties[side]
            guard let machine = MachineID("clue"), let event = EventID(step),
                let at = Timestamp(
                    String(
                        format: "2026-%02d-%02dT09:%02d:00+08:00",
                        1 + place,
                        1 + number % 28,
                        place
                    )
                ),
                let office = OfficeID("scjg")
            else { throw LogFiller.Failure(description: "a value of the entry is malformed") }
            var header = EntryHeader(at: at, machine: machine, event: event)
            header.from = party.member.region
            header.office = office
            header.rules = rules
            header.record = record
            header.parents = last.map { [$0] } ?? []
            if record == nil {
                header.to = [members.parties[1].member]
                header.draft = SHA256.digest(of: Array("\(number)".utf8))
            }
            let signer = try Ed25519Signer(
                name: KeyName("\(party.node)/office/scjg"),
                privateKey: key
            )
            let entry = try EntryBuilder.entry(
                header,
                of: Origin("\(party.node)/\(BenchFederation.mechanism)"),
                signers: [signer]
            )
            entries.append(entry.bytes)
            last = SHA256.digest(of: entry.bytes)
            record = record ?? last
        }
        return entries
    }
}
