import Cryptography

@testable import Casework

/// One record of a pack among five provinces and their common superior, written entry by entry.
struct Scene {
    /// Provinces that a record may turn to, besides 江西, which opens it.
    static let provinces = ["350000", "520000", "440000", "450000"]
    static let superior = "000000/scjg"
    static let opener = "360000/scjg"

    /// The roles that a charter fills, all of them here by the superior.
    private static let charterRoles: [RoleID] = [
        "superior", "lead", "support", "procuratorate", "court", "challenger", "relay",
        "co_supervisor",
    ]
    .map { RoleID(unchecked: $0) }

    let pack: RulePack
    let machine: MachineID
    var charter: TestCharter
    private(set) var entries: [CaseEvent] = []
    private(set) var first: CaseEvent?
    private var isHome = false
    private var sizes: [String: UInt64] = [:]
    private var clock = Federation.start

    init(_ pack: RulePack, _ machine: String) throws {
        self.pack = pack
        guard let id = MachineID(machine) else { throw TestFailure(description: machine) }
        self.machine = id
        charter = TestCharter(
            members: try (Self.provinces + ["360000", "000000"]).map {
                (try address($0), Self.node(of: $0))
            },
            roles: Dictionary(
                uniqueKeysWithValues: try Self.charterRoles.map {
                    ($0, [try address("000000")])
                }
            ),
            packs: [pack.reference]
        )
    }

    /// The node of a region's member.
    static func node(of address: String) -> NodeName {
        NodeName("n\(address.prefix(2)).ipr.example") ?? Federation.jiangxi
    }

    /// Lets time pass, so that the next entry is of this second.
    mutating func wait(until second: Int64) { clock = second - 60 }

    /// What an entry carries besides its signer and event.
    struct Words {
        var to: [String] = []
        var facts: [String: FactValue] = [:]
        var rank: String?
        /// What the entry builds on; nil for the entry before it.
        var parents: [Digest]?
    }

    /// Begins the home part of a matter.
    mutating func beginAtHome(_ event: String, _ words: Words = Words()) throws -> CaseEvent {
        (first, entries, isHome) = (nil, [], true)
        return try step(Self.opener, event, words)
    }

    /// Begins the record in the mechanism.
    mutating func open(
        by signer: String = Scene.opener,
        _ event: String,
        _ words: Words
    ) throws -> CaseEvent {
        (first, entries, isHome) = (nil, [], false)
        return try step(signer, event, words)
    }

    /// Adds an entry to the record, one minute after the one before.
    @discardableResult
    mutating func step(
        _ signer: String,
        _ event: String,
        _ words: Words = Words()
    ) throws -> CaseEvent {
        clock += 60
        let who = try address(signer)
        let node = Self.node(of: signer)
        let origin = "\(node)/\(isHome ? "home" : Federation.mechanism)"
        let index = (sizes[origin] ?? 3) + 1
        sizes[origin] = index
        guard let id = EventID(event), let office = who.office else {
            throw TestFailure(description: "\(signer) \(event)")
        }
        let parties: any PartyResolver =
            isHome
            ? HomeParties(node: node, region: who.region, installed: charter.packs) : charter
        let entry = CaseEvent(
            digest: digest("\(origin) \(index) \(event)"),
            origin: origin,
            index: index,
            node: node,
            isHome: isHome,
            at: try Federation.time(clock),
            machine: machine,
            event: id,
            from: who.region,
            office: office,
            officer: words.rank == nil ? nil : OfficerID(unchecked: "k7"),
            officerRank: words.rank.flatMap { RankID($0) },
            to: try words.to.map(address),
            record: first?.digest,
            parents: words.parents ?? entries.last.map { [$0.digest] } ?? [],
            facts: words.facts.compactMap { field, value in
                FieldID(field).map { Fact(field: $0, value: value) }
            },
            rules: pack.reference,
            parties: parties
        )
        if first == nil { first = entry }
        entries.append(entry)
        return entry
    }

    /// Changes an entry of the record.
    mutating func change(_ digest: Digest, _ body: (inout CaseEvent) -> Void) {
        for place in entries.indices where entries[place].digest == digest { body(&entries[place]) }
    }

    /// Lets days pass before the next entry.
    mutating func pass(days: Int64) { clock += days * 86_400 }

    /// The fold of the record.
    func state() throws -> RecordState {
        guard let first else { throw TestFailure(description: "no record") }
        return RecordFold(record: first.digest, packs: PackSet([pack])) { _ in .missing }
            .state(of: entries)
    }

    /// The fold of the same entries as they might come in from several logs: in any order, and some of them twice.
    func state(shuffledBy random: inout SeededGenerator) throws -> RecordState {
        guard let first else { throw TestFailure(description: "no record") }
        let again = entries.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
        return RecordFold(record: first.digest, packs: PackSet([pack])) { _ in .missing }
            .state(of: (entries + again).shuffled(using: &random))
    }

    /// The codes of the reasons for which the latest entry is irregular; empty if it was applied.
    func refusals() throws -> [IrregularReason.Code] {
        guard let last = entries.last else { return [] }
        return try state().reasons(last)
    }
}
