import Casework
import Cryptography
import Foundation
import Ledger
import LogStorage
import NodeService
import SQLiteStorage
import Sequencing
import TransparencyLog

/// Fills the mechanism's log of a node with valid, really signed clues, through a sequencer like the node's own.
struct LogFiller {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let node: Node
    /// Bytes of each entry's body; 0 for entries without one.
    let bodyByteCount: Int

    /// Adds entries until the log has `count`; returns its origin.
    func fill(to count: Int) async throws -> Origin {
        let view = node.view
        guard let mechanism = MechanismID(BenchFederation.mechanism), let office = OfficeID("scjg")
        else { throw Failure(description: "a value of the entry is malformed") }
        let writers = EntryWriters(node: node, mechanism: mechanism, office: office)
        let origin = try writers.origin
        // One time for all: writers that overtake each other must not set the log's clock back.
        let at = try NodeTime.system.timestamp()
        let first = try await node.store.read { try $0.log(origin)?.size.int ?? 0 }
        try await writers.fill(first..<max(first, count)) { number in
            try step(number, at, of: view, office)
        }
        return origin
    }

    /// A clue that is sent to the third member, its body granted to the whole mechanism.
    private func step(
        _ number: Int,
        _ at: Timestamp,
        of view: NodeView,
        _ office: OfficeID
    ) throws -> EntryWriters.Made {
        guard let machine = MachineID("clue"), let event = EventID("send"),
            let rules = PackChoice.pack(
                with: machine,
                on: LocalDate(of: at),
                among: view.packs.packs
            )?.reference,
            let addressee = Address(BenchFederation.addressee)
        else { throw Failure(description: "a value of the entry is malformed") }
        var header = EntryHeader(at: at, machine: machine, event: event)
        header.from = view.card.content.region
        header.office = office
        header.rules = rules
        header.to = [addressee]
        header.draft = SHA256.digest(of: Array("\(number)".utf8))
        guard bodyByteCount > 0 else { return (header, []) }
        let (reference, object) = try EntryWriters.sealed(
            [UInt8](repeating: UInt8(ascii: "a"), count: bodyByteCount),
            audience: .mechanism,
            of: view
        )
        header.objects = [reference]
        return (header, [object])
    }
}

/// Projects what is appended, and refuses a batch in which any entry does not count.
struct ProjectingJudge: BatchJudge {
    private var session: AppendSession<SQLiteTransaction>

    init(_ view: NodeView, _ origin: Origin, _ transaction: SQLiteTransaction) throws {
        session = try AppendSession(
            view.projector,
            log: origin,
            trusted: [view.card.key],
            store: transaction
        )
    }

    func judge(_ candidate: Candidate<CheckedEntry>) -> AppendVerdict { .accept }

    mutating func accepted(_ candidate: Candidate<CheckedEntry>) throws {
        try session.append(candidate.payload)
    }

    mutating func finish() throws {
        guard try session.finish().classes.allSatisfy({ $0 == .valid }) else {
            throw LogFiller.Failure(description: "an entry of the bench does not count")
        }
    }
}
