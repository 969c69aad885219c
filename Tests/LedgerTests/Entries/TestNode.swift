import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// A node of the tests with all its keys, which writes its logs into memory.
final class TestNode {
    let name: NodeName
    let region: RegionCode
    private(set) var logs: [Origin: [[UInt8]]] = [:]
    private var minute = 0
    /// Which of the node's logs of the mechanism is written: 1, or a successor's number.
    var generation: UInt64 = 1

    init(_ name: String, region: String) throws {
        self.name = try #require(NodeName(name))
        self.region = try #require(RegionCode(region))
    }

    static func jiangxi() throws -> TestNode {
        try TestNode("jiangxi.ipr.example", region: "360000")
    }
    static func fujian() throws -> TestNode {
        try TestNode("fujian.ipr.example", region: "350000")
    }
    static func guizhou() throws -> TestNode {
        try TestNode("guizhou.ipr.example", region: "520000")
    }

    var party: Party { Party(member: Address(region: region), node: name) }
    var mechanism: Origin {
        get throws {
            let id = try #require(MechanismID(Fixture.mechanism))
            let log = try #require(LogName(node: name, mechanism: id, generation: generation))
            return try Origin(log.text)
        }
    }
    var home: Origin { get throws { try Origin("\(name)/home") } }

    // MARK: Keys

    func signer(_ suffix: String = "", tag: String = "") throws -> Ed25519Signer {
        let full = name.text + suffix
        return try Ed25519Signer(name: KeyName(full), seed: TestKeys.seed(full, tag: tag))
    }
    func office(_ office: String, tag: String = "") throws -> Ed25519Signer {
        try signer("/office/\(office)", tag: tag)
    }
    func officer(_ officer: String, in office: String) throws -> Ed25519Signer {
        try signer("/office/\(office)/\(officer)")
    }
    func logKey(_ origin: Origin, tag: String = "") throws -> Ed25519Signer {
        try Ed25519Signer(name: origin, seed: TestKeys.seed("\(origin)", tag: tag))
    }
    func mirrorKey(tag: String = "") throws -> VerifierKey {
        let full = "\(name)/mirror"
        let key = try TestKeys.privateKey(full, type: 4, tag: tag).publicKey
        return try VerifierKey(
            name: KeyName(full),
            algorithm: .ed25519Cosignature,
            publicKey: key.rawBytes
        )
    }

    // MARK: Writing

    /// A time one minute after the last one.
    func tick() throws -> Timestamp {
        minute += 1
        return try Fixture.time(minute)
    }

    /// Appends whatever bytes; returns the entry's index.
    @discardableResult
    func append(_ bytes: [UInt8], to origin: Origin) throws -> EntryIndex {
        logs[origin, default: []].append(bytes)
        return try #require(EntryIndex(UInt64(logs[origin, default: []].count - 1)))
    }

    /// Signs a header and appends it; returns its digest.
    @discardableResult
    func append(
        _ header: EntryHeader,
        to origin: Origin,
        signers: [any NoteSigner]
    ) throws -> Digest {
        let entry = try EntryBuilder.entry(header, of: origin, signers: signers)
        try append(entry.bytes, to: origin)
        return entry.digest
    }

    /// Opens the mechanism's log and enrols `scjg` and `system`.
    func open(charter: Digest = Fixture.charterDigest) throws {
        let origin = try mechanism
        let node = try signer()
        let open = EntryHeader.openLog(
            at: try tick(),
            key: try logKey(origin).verifierKey,
            charter: charter
        )
        try append(open, to: origin, signers: [node])
        try enrol("scjg", in: origin)
        try enrol("system", in: origin)
    }

    func openHome() throws {
        let origin = try home
        let open = EntryHeader.openLog(
            at: try tick(),
            key: try logKey(origin).verifierKey,
            charter: nil
        )
        try append(open, to: origin, signers: [try signer()])
        try enrol("scjg", in: origin)
        try enrol("system", in: origin)
    }

    @discardableResult
    func enrol(_ office: String, in origin: Origin, tag: String = "") throws -> Digest {
        let key = try self.office(office, tag: tag).verifierKey
        let header = EntryHeader.enrolOffice(at: try tick(), key: key)
        return try append(header, to: origin, signers: [try signer()])
    }

    /// A header of a step of the clue machine.
    func step(
        _ event: String,
        office: String = "scjg",
        to: [String] = [],
        record: Digest? = nil,
        parents: [Digest] = [],
        facts: [Fact] = []
    ) throws -> EntryHeader {
        var header = EntryHeader(
            at: try tick(),
            machine: try #require(MachineID("clue")),
            event: try #require(EventID(event))
        )
        header.from = region
        header.office = OfficeID(office)
        header.rules = try Fixture.pack().reference
        header.to = try to.map { try #require(Address($0)) }
        header.record = record
        header.parents = parents
        header.facts = facts
        return header.canonical
    }

    /// Appends a step of the clue machine to the mechanism's log.
    @discardableResult
    func write(
        _ event: String,
        office: String = "scjg",
        to: [String] = [],
        record: Digest? = nil,
        parents: [Digest] = [],
        facts: [Fact] = []
    ) throws -> Digest {
        let header = try step(
            event,
            office: office,
            to: to,
            record: record,
            parents: parents,
            facts: facts
        )
        return try append(
            header,
            to: try mechanism,
            signers: [try self.office(office)]
        )
    }

    /// The receipt of a clue by the node's `system` office.
    @discardableResult
    func receive(_ record: Digest, parents: [Digest]? = nil) throws -> Digest {
        let fact = Fact(
            field: try #require(FieldID("received_at")),
            value: .string("2026-11-20T12:00:00+08:00")
        )
        return try write(
            "receive",
            office: "system",
            record: record,
            parents: parents ?? [record],
            facts: [fact]
        )
    }
}

/// What all tests of entries share: a mechanism of three members under the clue pack.
enum Fixture {
    static let mechanism = "pan-pearl-river-delta"
    static let charterDigest = SHA256.digest(of: Array("charter 1".utf8))

    static func pack() throws -> RulePack { try RulePack.load(RulePack.clueBytes) }

    static func time(_ minute: Int) throws -> Timestamp {
        // 2026-11-20T09:00:00+08:00
        try #require(
            Timestamp(instant: 1_795_136_400 + Int64(minute) * 60, offsetMinutes: 480)
        )
    }

    static func charter(
        _ nodes: [TestNode],
        digest: Digest = charterDigest,
        predecessor: Digest? = nil,
        isInForce: Bool = true
    ) throws -> VectorCharter {
        VectorCharter(
            digest: digest,
            mechanism: try #require(MechanismID(mechanism)),
            predecessor: predecessor,
            isInForce: isInForce,
            members: nodes.map(\.party),
            packs: [try pack().reference]
        )
    }

    static func projector(
        _ book: some CharterBook,
        for node: TestNode,
        packs: [RulePack]? = nil
    ) throws -> Projector {
        Projector(
            ProjectionContext(
                charters: book,
                packs: PackSet(try packs ?? [pack()]),
                node: node.name,
                region: node.region
            )
        )
    }
}

extension Projector {
    /// Projects entries of a node's log from where the store stands up to `end`, in slices of `width`.
    @discardableResult
    func follow(
        _ node: TestNode,
        _ origin: Origin,
        upTo end: Int = .max,
        width: Int = .max,
        into store: InMemoryProjectionStore
    ) throws -> ProjectionReport {
        let entries = node.logs[origin, default: []]
        let size = try history(of: origin, in: store).map { Int($0.size) } ?? 0
        let slice = Array(
            entries[size..<min(end, entries.count, size.advanced(by: min(width, 1_000)))]
        )
        for (offset, bytes) in slice.enumerated() {
            let index = try #require(EntryIndex(UInt64(size + offset)))
            store.store(bytes, of: origin, at: index)
        }
        let trusted = [try node.signer().verifierKey]
        let history = try #require(
            try self.history(of: origin, in: store) ?? KeyHistory(origin: origin, trusted: trusted)
        )
        let verifier = EntryVerifier(history)
        return try append(
            slice.map { verifier.check($0) },
            of: origin,
            from: try #require(EntryIndex(UInt64(size))),
            trusted: trusted,
            in: store
        )
    }

    /// What an entry counts for.
    func verdict(
        _ digest: Digest,
        in store: InMemoryProjectionStore
    ) throws -> EntryVerdict {
        let row = try #require(store.projectedEntries(digest: digest).first)
        let verdict = try EntryVerdict(decoding: row.verdict)
        #expect(verdict.verdictClass == row.verdictClass)
        return verdict
    }

    /// The state of a record in the mechanism.
    func record(
        _ digest: Digest,
        in store: InMemoryProjectionStore
    ) throws -> ProjectedRecord? {
        let mechanism = try #require(MechanismID(Fixture.mechanism))
        return store.projectedRecord(
            RecordKey(scope: RecordScope(mechanism: mechanism), record: digest)
        )
    }
}
