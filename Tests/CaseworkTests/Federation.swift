import Cryptography
import TestSupport

@testable import Casework

/// A charter for tests: members, role lines and packs.
struct TestCharter: PartyResolver {
    var members: [(address: Address, node: NodeName)]
    var roles: [RoleID: [Address]] = [:]
    var packs: Set<PackReference>

    func party(of address: Address) -> Party? {
        guard let member = address.mostSpecific(among: members.map(\.address)),
            let node = members.first(where: { $0.address == member })?.node
        else { return nil }
        return Party(member: member, node: node)
    }

    func addresses(of role: RoleID) -> [Address] { roles[role] ?? [] }

    func names(_ pack: PackReference) -> Bool { packs.contains(pack) }
}

/// What goes wrong in a test itself.
struct TestFailure: Error {
    let description: String
}

func address(_ text: String) throws -> Address {
    guard let address = Address(text) else { throw TestFailure(description: text) }
    return address
}

func digest(_ text: String) -> Digest { SHA256.digest(of: Array(text.utf8)) }

/// Three provinces in one mechanism, and entries that their logs hold.
struct Federation {
    static let jiangxi = NodeName(unchecked: "jiangxi.ipr.example")
    static let fujian = NodeName(unchecked: "fujian.ipr.example")
    static let guizhou = NodeName(unchecked: "guizhou.ipr.example")
    static let mechanism = "pan-pearl-river-delta"
    static let office = OfficeID(unchecked: "scjg")

    /// 2026-11-20T09:00:00+08:00.
    static let start: Int64 = 1_795_136_400

    let pack: RulePack
    var packs: PackSet
    var charter: TestCharter
    private(set) var entries: [CaseEvent] = []
    private var sizes: [String: UInt64] = [:]
    var clock: Int64 = Federation.start

    private static let clue = Result { try RulePack.load(RulePack.clueBytes) }

    /// The clue pack, or another one from its bytes.
    init(pack bytes: [UInt8]? = nil) throws {
        pack = try bytes.map { try RulePack.load($0) } ?? Self.clue.get()
        packs = PackSet([pack])
        charter = TestCharter(
            members: [
                (try address("360000"), Self.jiangxi),
                (try address("350000"), Self.fujian),
                (try address("520000"), Self.guizhou),
            ],
            roles: [RoleID(unchecked: "superior"): [try address("520000")]],
            packs: [pack.reference]
        )
    }

    static func region(_ node: NodeName) throws -> RegionCode {
        switch node {
        case jiangxi: try address("360000").region
        case fujian: try address("350000").region
        default: try address("520000").region
        }
    }

    /// Adds an entry to a node's log of the mechanism, or to its home log, one minute after the one before.
    @discardableResult
    mutating func add(
        _ node: NodeName,
        _ event: StaticString,
        home: Bool = false,
        change: (inout CaseEvent) throws -> Void = { _ in }
    ) throws -> CaseEvent {
        clock += 60
        let origin = "\(node)/\(home ? "home" : Self.mechanism)"
        var entry = CaseEvent(
            digest: digest("entry \(entries.count)"),
            origin: origin,
            index: 0,
            node: node,
            isHome: home,
            at: try Self.time(clock),
            machine: MachineID(unchecked: "clue"),
            event: EventID(unchecked: event),
            from: try Self.region(node),
            office: Self.office,
            rules: pack.reference,
            parties: home
                ? HomeParties(
                    node: node,
                    region: try Self.region(node),
                    installed: charter.packs
                ) as any PartyResolver : charter
        )
        try change(&entry)
        if entry.index == 0 {
            entry.index = (sizes[entry.origin] ?? 3) + 1
        }
        sizes[entry.origin] = max(sizes[entry.origin] ?? 0, entry.index)
        entries.append(entry)
        return entry
    }

    static func time(_ instant: Int64) throws -> Timestamp {
        guard let time = Timestamp(instant: instant, offsetMinutes: 480) else {
            throw TestFailure(description: "time \(instant)")
        }
        return time
    }

    /// Opens a clue from 江西 to 福建.
    mutating func open(
        to addresses: [String] = ["350000"],
        change: (inout CaseEvent) throws -> Void = { _ in }
    ) throws -> CaseEvent {
        try add(Self.jiangxi, "send") {
            $0.to = try addresses.map(address)
            try change(&$0)
        }
    }

    /// Adds a step to a record, with its latest entry as the parent.
    @discardableResult
    mutating func step(
        _ node: NodeName,
        _ event: StaticString,
        of record: CaseEvent,
        change: (inout CaseEvent) throws -> Void = { _ in }
    ) throws -> CaseEvent {
        let parent = entries.last?.digest ?? record.digest
        return try add(node, event, home: record.isHome) {
            $0.record = record.digest
            $0.parents = [parent]
            try change(&$0)
        }
    }

    /// The fold of a record over all entries; what is not among them is missing.
    func state(
        of record: CaseEvent,
        known: @escaping (Digest) -> EntryKnowledge = { _ in .missing }
    ) -> RecordState {
        RecordFold(record: record.digest, packs: packs, known: known).state(of: entries)
    }
}

extension RecordState {
    /// The verdict on an entry.
    func verdict(_ entry: CaseEvent) -> StepVerdict? {
        steps.first { $0.event.origin == entry.origin && $0.event.index == entry.index }?.verdict
    }

    /// The codes of the reasons for which an entry is irregular.
    func reasons(_ entry: CaseEvent) -> [IrregularReason.Code] {
        guard case .irregular(let reasons) = verdict(entry) else { return [] }
        return reasons.map(\.code)
    }
}
