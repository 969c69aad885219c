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

    /// What an entry's object holds, and who may read it.
    typealias Content = (bytes: [UInt8], audience: Audience)

    /// Entries that have one time.
    private static let roundEntryCount = 1_000

    let node: Node
    /// The body of each entry by its number; nil for entries without one.
    let body: (@Sendable (Int) throws -> Content)?

    init(node: Node, body: (@Sendable (Int) throws -> Content)? = nil) {
        self.node = node
        self.body = body
    }

    /// Bodies of so many bytes each, granted to the whole mechanism; none for 0.
    init(node: Node, bodyByteCount: Int) {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: bodyByteCount)
        let body: @Sendable (Int) throws -> Content = { _ in (bytes, .mechanism) }
        self.init(node: node, body: bodyByteCount > 0 ? body : nil)
    }

    /// The log that it fills.
    var origin: Origin {
        get throws { try Origin("\(node.view.node)/\(BenchFederation.mechanism)") }
    }

    /// Adds entries until the log has `count`; returns the seconds that each writer waited for each of them.
    ///
    /// Their times rise as they do in a log that grows over years: if all were equal, each entry would lie at a random place
    /// in what is kept by time. Writers that overtake each other must not set the log's clock back, so the entries of one
    /// time are on disk before the next ones begin.
    @discardableResult
    func fill(
        to count: Int,
        writerCount: Int = EntryWriters.writerCount
    ) async throws -> [Double] {
        let view = node.view
        guard let mechanism = MechanismID(BenchFederation.mechanism), let office = OfficeID("scjg")
        else { throw Failure(description: "a value of the entry is malformed") }
        let writers = EntryWriters(
            node: node,
            mechanism: mechanism,
            office: office,
            writerCount: writerCount
        )
        let origin = try origin
        let first = try await node.store.read { try $0.log(origin)?.size.int ?? 0 }
        var times: [Double] = []
        for start in stride(from: first, to: count, by: Self.roundEntryCount) {
            let at = try NodeTime.system.timestamp()
            let end = min(count, start + Self.roundEntryCount)
            times += try await writers.fill(start..<end) { try step($0, at, of: view, office) }
        }
        return times
    }

    /// A clue that is sent to the third member.
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
        guard let content = try body?(number) else { return (header, []) }
        let (reference, object) = try EntryWriters.sealed(
            content.bytes,
            audience: content.audience,
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
