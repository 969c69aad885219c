import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// The life of a mechanism, drawn by a seed: matters of every kind among two offices of one province under two nodes, two others and
/// their superior, with clocks at stated days, ends that are extended, corrected, missed and signed in vain, a member that leaves, and two revisions of
/// the charter, of which the last leaves a pack out and names the calendar of a year that nobody knew before, and its correction.
struct DrawnHistory {
    /// One member, and the offices that sign at its node.
    private struct Member {
        let address: String
        let short: String
        let offices: [String]
    }

    /// What a matter needs to go on.
    private struct Matter {
        let record: Digest
        let machine: Machine
        let pack: RulePack
        var last: Digest
    }

    private static let members = [
        Member(address: "000000", short: "ministry", offices: ["scjg", "gaj"]),
        Member(address: "350000", short: "fujian", offices: ["scjg", "gaj"]),
        Member(address: "360000", short: "jiangxi", offices: ["scjg", "hg"]),
        Member(address: "360000/gaj", short: "jxga", offices: ["gaj"]),
        Member(address: "520000", short: "guizhou", offices: ["scjg"]),
    ]
    /// The nodes of all members, in their order.
    static let nodeNames = members.compactMap { NodeName("\($0.short).ipr.example") }
    /// The member that leaves.
    private static let leaving = 4
    private static let addressees = [
        "350000", "350000/gaj", "350100", "360000", "360000/gaj", "360000/scjg", "520000",
        "000000/scjg",
    ]
    private static let roles = [
        "superior", "lead", "support", "procuratorate", "court", "challenger", "relay",
        "co_supervisor",
    ]

    /// A calendar of 2027 for exercises.
    static let calendar = Array(
        """
        {"format": "lianlu/calendar/v1", "id": "cn-2027",
        "title": {"zh": "2027年（演练）", "en": "2027 (exercise)"}, "years": [2027],
        "instrument": {"title": {"zh": "通知（演练）", "en": "notice (exercise)"}, "date": "2026-12-01"},
        "status": "secondary",
        "off": [{"date": "2027-01-01", "name": {"zh": "元旦", "en": "New Year's Day"}}], "work": []}
        """.utf8
    )
    /// Its correction, of the same notice.
    static let correction = Array(
        String(decoding: calendar, as: UTF8.self).replacing("2027-01-01", with: "2027-01-04").utf8
    )
    static let calendars = [calendar, correction]
    static let packBytes =
        [RulePack.cooperationBytes, RulePack.cooperation2027Bytes]
        + calendars.enumerated().map { calendarPack($0.offset + 1, naming: $0.element) }

    /// A pack that names a calendar, and nothing else.
    private static func calendarPack(_ version: Int, naming calendar: [UInt8]) -> [UInt8] {
        Array(
            """
            {"format": "lianlu/rules/v1", "id": "calendars", "version": \(version), "engine": 1,
            "effective_from": "2026-11-10", "title": {"zh": "工作日历", "en": "calendars"},
            "calendars": [{"id": "cn-2027", "digest": "\(SHA256.digest(of: calendar).hex)"}]}
            """.utf8
        )
    }

    let nodes: [TestNode]
    let packs: [RulePack]
    private(set) var charters: [Charter] = []
    private var random: SplitMix
    private var clock: Int64 = 1_795_143_600
    private var adopted: [Int]
    private var matters: [Matter] = []
    private var officers: Set<String> = []
    private var said: [(place: Int, office: String, header: EntryHeader)] = []
    private var store = InMemoryProjectionStore()
    private var library = CharterLibrary()

    init(seed: UInt64) throws {
        random = SplitMix(seed: seed)
        nodes = try Self.members.map {
            try TestNode("\($0.short).ipr.example", region: String($0.address.prefix(6)))
        }
        packs = try Self.packBytes.map { try RulePack.load($0) }
        adopted = Array(repeating: 1, count: nodes.count)
        let rules = [packs[0].reference, packs[1].reference].sorted()
        try revise(Self.members) { $0.rules = rules }
        for (node, member) in zip(nodes, Self.members) {
            try node.open(charter: charters[0].digest)
            for office in member.offices where office != "scjg" {
                try node.enrol(office, in: try node.mechanism)
            }
        }
        try begin()
        switch Int.random(in: 0..<4, using: &random) {
        case 0: try file()
        case 1: try requestLate()
        case 2: try passOn()
        default: try publish()
        }
        let count = Int.random(in: 14...40, using: &random)
        let second = Int.random(in: count / 4..<count / 2, using: &random)
        let third = Int.random(in: count / 2..<count, using: &random)
        for number in 0..<count {
            clock += Int64.random(in: 60...(6 * 86_400), using: &random)
            if number == second { try leave() }
            if number == third {
                let rules = packs.dropFirst().map(\.reference).sorted()
                try revise(Self.remaining) { $0.rules = rules }
            }
            try draw()
        }
        // One that nothing comes after.
        try publish()
    }

    // MARK: Charters

    private mutating func revise(
        _ members: [Member],
        change: (inout CharterContent) throws -> Void
    ) throws {
        let charter = try Fixtures.charter(
            members.map { ($0.address, $0.short) },
            after: charters.last,
            mechanism: Fixture.mechanism
        ) { content in
            content.roles = try Self.roles.map { role in
                CharterContent.RoleBinding(
                    role: try #require(RoleID(role)),
                    address: try #require(Address("000000"))
                )
            }
            try change(&content)
        }
        charters.append(charter)
        if charters.count == 1 { library.join(anchor: charter) } else { library.restore(charter) }
        #expect(library.charter(charter.digest)?.isInForce == true)
        // What is drawn next is drawn by the newest charter.
        store = InMemoryProjectionStore()
    }

    private static var remaining: [Member] {
        members.enumerated().filter { $0.offset != leaving }.map(\.element)
    }

    /// A revision leaves a member out; its log ends where the others have it, or a little before or after.
    private mutating func leave() throws {
        let node = nodes[Self.leaving]
        let origin = try node.mechanism
        let count = node.logs[origin]?.count ?? 0
        let size = UInt64(max(0, count + Int.random(in: -2...1, using: &random)))
        let rules = [packs[0].reference, packs[1].reference].sorted()
        try revise(Self.remaining) {
            $0.rules = rules
            $0.ended = [.init(origin: origin, size: try #require(TreeSize(size)))]
        }
    }

    /// The next revision that a node has not adopted yet.
    private mutating func adopt(_ place: Int) throws {
        guard adopted[place] < charters.count, place != Self.leaving else { return }
        let header = EntryHeader.adopt(at: try now(), charter: charters[adopted[place]].digest)
        try nodes[place].append(
            header,
            to: try nodes[place].mechanism,
            signers: [try nodes[place].signer()]
        )
        adopted[place] += 1
    }

    // MARK: Steps

    private func now(_ shift: Int64 = 0) throws -> Timestamp {
        try #require(Timestamp(instant: clock + shift, offsetMinutes: 480))
    }

    private mutating func draw() throws {
        switch Int.random(in: 0..<24, using: &random) {
        case 0...2: try adopt(Int.random(in: 0..<nodes.count, using: &random))
        case 3 where matters.count < 4: try begin()
        case 4 where !said.isEmpty: try sayAgain()
        case 5 where Int.random(in: 0..<6, using: &random) == 0: try revoke()
        case 6: try restate()
        default: try go()
        }
    }

    private mutating func revoke() throws {
        let place = Int.random(in: 0..<nodes.count, using: &random)
        let node = nodes[place]
        let size = UInt64(node.logs[try node.mechanism]?.count ?? 0)
        let office = try #require(Self.members[place].offices.randomElement(using: &random))
        let header = EntryHeader.revokeOffice(
            at: try now(),
            key: try node.office(office).verifierKey,
            since: try #require(EntryIndex(UInt64.random(in: 3...size, using: &random)))
        )
        try node.append(header, to: try node.mechanism, signers: [try node.signer()])
    }

    private mutating func begin() throws {
        let pack = packs[Int.random(in: 0..<4, using: &random) == 0 ? 1 : 0]
        let machines = pack.kinds.flatMap(\.machines)
        // Those whose ends are extended and corrected are drawn oftener.
        let extended = machines.filter { machine in
            machine.transitions.contains { $0.timers.contains { $0.operation == .extend } }
        }
        let pool = Bool.random(using: &random) ? extended : machines
        let machine = try #require(pool.randomElement(using: &random))
        let opening = try #require(
            machine.transitions.filter(\.opens).randomElement(using: &random)
        )
        let place = Int.random(in: 0..<nodes.count, using: &random)
        let office = try #require(Self.members[place].offices.randomElement(using: &random))
        var header = try header(opening, machine, pack, at: place, office)
        if header.to.isEmpty {
            header.to = [try #require(Address("350000"))]
        }
        let digest = try sign(header, opening, at: place)
        matters.append(Matter(record: digest, machine: machine, pack: pack, last: digest))
    }

    /// One of the last steps once more, by the same office, with other facts: an end is corrected so.
    private mutating func sayAgain() throws {
        let last = said[max(0, said.count - Int.random(in: 1...3, using: &random))]
        guard let record = last.header.record,
            let number = matters.firstIndex(where: { $0.record == record }),
            let step = matters[number].machine.transition(last.header.event)
        else { return }
        var header = try self.header(
            step,
            matters[number].machine,
            matters[number].pack,
            at: last.place,
            last.office
        )
        header.record = record
        header.parents = [matters[number].last]
        matters[number].last = try sign(header, step, at: last.place)
    }

    /// A time that an office stated, once more by the same office in another step: after it, or beside it by one that does not know it.
    private mutating func restate() throws {
        let told = said.filter { last in
            let matter = matters.first { $0.record == last.header.record }
            return !Self.statedTimes(of: matter?.machine.transition(last.header.event)).isEmpty
        }
        guard let last = told.suffix(4).randomElement(using: &random),
            let number = matters.firstIndex(where: { $0.record == last.header.record }),
            let parties = library.currentParties(of: try mechanism())
        else { return }
        let matter = matters[number]
        let lawful = try state(of: matter.record)?.openSteps(parties: parties) ?? []
        guard let step = lawful.filter({ !$0.opens }).randomElement(using: &random) else { return }
        var header = try header(step, matter.machine, matter.pack, at: last.place, last.office)
        let stated = Self.statedTimes(of: matter.machine.transition(last.header.event))
        for field in stated where !header.facts.contains(where: { $0.field == field }) {
            guard let open = matter.machine.openField(field),
                let value = try value(of: open, matter.pack)
            else { continue }
            header.facts.append(Fact(field: field, value: value))
        }
        header.facts.sort { $0.field < $1.field }
        header.record = matter.record
        let isBeside = Int.random(in: 0..<3, using: &random) == 0
        header.parents = isBeside ? last.header.parents : [matter.last]
        let digest = try sign(header, step, at: last.place)
        if !isBeside { matters[number].last = digest }
    }

    /// The fields in which a step states when what it tells happened.
    private static func statedTimes(of step: Transition?) -> [FieldID] {
        Set(step?.timers.compactMap(\.at) ?? []).sorted()
    }

    private mutating func go() throws {
        let number = Int.random(in: 0..<matters.count, using: &random)
        let matter = matters[number]
        let state = try state(of: matter.record)
        let parties = try #require(library.currentParties(of: try mechanism()))
        let lawful = state?.openSteps(parties: parties) ?? []
        let isLawful = Int.random(in: 0..<8, using: &random) > 0
        // What moves clocks is drawn oftener.
        let moving = lawful.filter { !$0.timers.isEmpty && !$0.opens }
        let pool = Bool.random(using: &random) && !moving.isEmpty ? moving : lawful
        let step = try #require(
            (isLawful ? pool.randomElement(using: &random) : nil)
                ?? matter.machine.transitions.randomElement(using: &random)
        )
        let (place, office) = signer(of: step, state, parties)
        // The third is one that no charter names before the last revision.
        let named =
            Int.random(in: 0..<12, using: &random) == 0
            ? packs[Int.random(in: 0..<3, using: &random)] : matter.pack
        var header = try header(step, matter.machine, named, at: place, office)
        header.record = matter.record
        header.parents = [matter.last]
        switch Int.random(in: 0..<12, using: &random) {
        case 0: header.parents = []
        case 1...3:
            let other = state?.order.randomElement(using: &random) ?? matter.record
            header.parents = Set([matter.record, other]).sorted()
        default: break
        }
        let digest = try sign(header, step, at: place)
        if Int.random(in: 0..<5, using: &random) > 0 { matters[number].last = digest }
    }

    private func mechanism() throws -> MechanismID { try #require(MechanismID(Fixture.mechanism)) }

    /// What the record has come to so far.
    private func state(of record: Digest) throws -> RecordState? {
        let projector = Projector(
            ProjectionContext(
                charters: library,
                packs: PackSet(packs),
                node: nodes[0].name,
                region: nodes[0].region
            )
        )
        for node in nodes { try projector.follow(node, try node.mechanism, into: store) }
        let key = RecordKey(scope: RecordScope(mechanism: try mechanism()), record: record)
        return try projector.state(of: key, in: store)
    }

    /// Somebody who may sign a step, mostly; a node by its place, and an office.
    private mutating func signer(
        of step: Transition,
        _ state: RecordState?,
        _ parties: any PartyResolver
    ) -> (place: Int, office: String) {
        let found = state?.signers(of: step, parties: parties) ?? []
        let isSystem = found.contains { $0.role.isSystem } && Bool.random(using: &random)
        let roles = found.filter { !$0.addresses.isEmpty }
        let address = (roles.flatMap(\.addresses) + (state?.addressees ?? []))
            .randomElement(using: &random)
        let named = address.flatMap { parties.party(of: $0)?.node }
        let place =
            named.flatMap { name in nodes.firstIndex { $0.name == name } }
            ?? Int.random(in: 0..<nodes.count, using: &random)
        if isSystem { return (place, "system") }
        let offices = Self.members[place].offices
        let office = address?.office?.text ?? offices.randomElement(using: &random)
        return (place, office.flatMap { offices.contains($0) ? $0 : nil } ?? offices[0])
    }

    private mutating func header(
        _ step: Transition,
        _ machine: Machine,
        _ pack: RulePack,
        at place: Int,
        _ office: String
    ) throws -> EntryHeader {
        let isShifted = Int.random(in: 0..<6, using: &random) == 0
        let shift = isShifted ? Int64.random(in: -200_000...200_000, using: &random) : 0
        var header = EntryHeader(at: try now(shift), machine: machine.id, event: step.id)
        header.from = nodes[place].region
        header.office = OfficeID(office)
        header.rules = pack.reference
        header.to = try addressees(of: step)
        header.facts = try facts(of: step, machine, pack)
        return header
    }

    private mutating func addressees(of step: Transition) throws -> [Address] {
        var count = 0...0
        for condition in step.guards {
            if case .addressees(let least, let most) = condition {
                count = least...max(least, min(most, 3))
            }
        }
        if count == 0...0, Int.random(in: 0..<20, using: &random) > 0 { return [] }
        let number = max(1, Int.random(in: count, using: &random))
        return try Self.addressees.shuffled(using: &random).prefix(number)
            .map { try #require(Address($0)) }.sorted()
    }

    /// The facts that decide something in a step, nearly all of them.
    private mutating func facts(
        of step: Transition,
        _ machine: Machine,
        _ pack: RulePack
    ) throws -> [Fact] {
        var wanted = step.requiredFields
        for condition in step.guards {
            switch condition {
            case .facts(let fields): wanted += fields
            case .first(let field): wanted.append(field)
            default: break
            }
        }
        wanted += step.timers.compactMap(\.at) + step.timers.flatMap(\.when).map(\.field)
        let fields = Set(wanted).sorted().compactMap { machine.openField($0) }
        var facts: [Fact] = []
        for field in fields where step.opens || Int.random(in: 0..<16, using: &random) > 0 {
            guard let value = try value(of: field, pack) else { continue }
            facts.append(Fact(field: field.id, value: value))
        }
        return Array(facts.prefix(16))
    }

    private mutating func value(of field: Field, _ pack: RulePack) throws -> FactValue? {
        // Mostly near, before and after; now and then far off, as a year that was mistyped.
        let isFar = Int.random(in: 0..<16, using: &random) == 0
        let days =
            isFar
            ? Int64.random(in: -400...4_000, using: &random)
            : Int64.random(in: -20...45, using: &random)
        let moment = try now(days * 86_400 + Int64.random(in: 0..<86_400, using: &random))
        switch field.kind {
        case .date: return .string(String(moment.text.prefix(10)))
        case .datetime: return .string(moment.text)
        case .boolean: return .integer(Int64.random(in: 0...1, using: &random))
        case .integer, .money, .quantity: return .integer(Int64.random(in: 0...9, using: &random))
        case .choice:
            let values = pack.choices.first { $0.id == field.choice }?.values
            return values?.randomElement(using: &random).map { .string($0.id.text) }
        case .region: return .string("350000")
        case .office: return .string("350000/scjg")
        case .hash, .recordReference:
            return .string(String(repeating: "a", count: 64))
        default: return field.isList ? nil : .string("x")
        }
    }

    /// Signs an entry as its office, and where the rules ask for an approval nearly always as an officer of that rank, too.
    private mutating func sign(
        _ drawn: EntryHeader,
        _ step: Transition,
        at place: Int
    ) throws -> Digest {
        var header = drawn
        let node = nodes[place]
        let origin = try node.mechanism
        let office = try #require(header.office)
        var signers: [any NoteSigner] = [try node.office(office.text)]
        if let approval = step.approval, approval.isSigned, office != .system,
            Int.random(in: 0..<12, using: &random) > 0
        {
            let id = "k\(approval.rank.text.utf8.count)"
            let officer = try node.officer(id, in: office.text)
            if officers.insert("\(origin) \(office) \(id)").inserted {
                let enrolment = EntryHeader.enrolOfficer(
                    at: try now(),
                    key: officer.verifierKey,
                    office: office,
                    rank: approval.rank
                )
                try node.append(enrolment, to: origin, signers: signers)
            }
            header.officer = OfficerID(id)
            signers.append(officer)
        }
        said.append((place, office.text, header))
        return try node.append(header.canonical, to: origin, signers: signers)
    }
}

/// Matters that go on for some steps as they do in life, so that each history has what draws alone seldom come to.
extension DrawnHistory {
    /// Signs one step as an office, a little later than the one before.
    mutating func take(
        _ event: String,
        of machine: Machine,
        at place: Int,
        _ office: String,
        after record: Digest?,
        _ parents: [Digest] = [],
        to addressees: [String] = [],
        facts: [String: String] = [:]
    ) throws -> Digest {
        clock += Int64.random(in: 60...7_200, using: &random)
        let step = try #require(machine.transitions.first { $0.id.text == event })
        var header = EntryHeader(at: try now(), machine: machine.id, event: step.id)
        header.from = nodes[place].region
        header.office = OfficeID(office)
        header.rules = packs[0].reference
        header.record = record
        header.parents = Set(parents).sorted()
        header.to = try addressees.map { try #require(Address($0)) }
        header.facts = try facts.sorted { $0.key < $1.key }.map { field, value in
            Fact(field: try #require(FieldID(field)), value: .string(value))
        }
        return try sign(header, step, at: place)
    }

    func machine(_ id: String) throws -> Machine {
        try #require(packs[0].kinds.flatMap(\.machines).first { $0.id.text == id })
    }

    /// The day so many days after that of the latest entry.
    private func day(_ count: Int64) throws -> String {
        String(try now(count * 86_400).text.prefix(10))
    }

    /// A penalty that 福建 publishes, for a time that ends by itself or was over when it was typed; now and then its day is corrected,
    /// while the node signs the end in vain.
    private mutating func publish() throws {
        let machine = try machine("credit-penalty")
        let push = try take(
            "push",
            of: machine,
            at: 2,
            "scjg",
            after: nil,
            to: ["350000"],
            facts: ["penalty_class": "short"]
        )
        var last = try take("receive", of: machine, at: 1, "system", after: push, [push])
        let crosses = Int.random(in: 0..<6, using: &random)
        if crosses < 2 { try withdraw(push, knowing: crosses == 0 ? push : last) }
        let days: Int64 = [-400, -400, -89, -3].randomElement(using: &random) ?? 0
        last = try take(
            "publish",
            of: machine,
            at: 1,
            "scjg",
            after: push,
            [last],
            facts: ["published_on": try day(days)]
        )
        if Bool.random(using: &random) {
            let order = try take(
                "order_correction",
                of: machine,
                at: 2,
                "scjg",
                after: push,
                [last]
            )
            if Bool.random(using: &random) {
                _ = try take("stop_publication", of: machine, at: 1, "system", after: push, [last])
            }
            let again: Int64 = [-300, -80, -2].randomElement(using: &random) ?? 0
            last = try take(
                "confirm_correction",
                of: machine,
                at: 1,
                "scjg",
                after: push,
                [order],
                facts: ["published_on": try day(again)]
            )
        }
        matters.append(Matter(record: push, machine: machine, pack: packs[0], last: last))
    }

    /// A clue that was filed in its time and recorded after it.
    private mutating func file() throws {
        let machine = try machine("clue")
        let sent = try take("send", of: machine, at: 2, "scjg", after: nil, to: ["350000"])
        var last = try take("receive", of: machine, at: 1, "system", after: sent, [sent])
        for event in ["accept", "start_verification"] {
            last = try take(event, of: machine, at: 1, "scjg", after: sent, [last])
        }
        clock += 30 * 86_400
        last = try take(
            "file",
            of: machine,
            at: 1,
            "scjg",
            after: sent,
            [last],
            facts: ["filed_on": try day(-20)]
        )
        matters.append(Matter(record: sent, machine: machine, pack: packs[0], last: last))
    }

    /// A criminal case of which the police ask for more after the time in which they may.
    private mutating func requestLate() throws {
        let machine = try machine("handover-criminal")
        let sent = try take("send", of: machine, at: 2, "scjg", after: nil, to: ["350000/gaj"])
        var last = try take(
            "acknowledge",
            of: machine,
            at: 1,
            "gaj",
            after: sent,
            [sent],
            facts: ["received_at": try now().text]
        )
        clock += 9 * 86_400
        last = try take("request_supplement", of: machine, at: 1, "gaj", after: sent, [last])
        matters.append(Matter(record: sent, machine: machine, pack: packs[0], last: last))
    }
}
