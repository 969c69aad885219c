import Cryptography
import TestSupport

@testable import Casework

/// The entries of a published case, as the nodes of its provinces would write them.
struct CaseHistory {
    /// One record of a case: the part of a matter at home, or in the mechanism.
    struct Part {
        let matter: String
        let isHome: Bool
        let machine: MachineID
        let record: Digest
        /// The states that the walker finds after each entry.
        var states: [String] = []
        /// The clocks that the walker finds running at the end of the part.
        var running: Set<String> = []
    }

    static let mechanism = "exercise"
    /// Other entries find room between those of the case.
    static let indexStride: UInt64 = 100

    let published: PublishedCase
    let pack: RulePack
    let charter: TestCharter
    private(set) var parts: [Part] = []
    private(set) var entries: [CaseEvent] = []
    private var sizes: [String: UInt64] = [:]
    private var facts: [String: [Fact]] = [:]

    init(_ published: PublishedCase, _ pack: RulePack) throws {
        self.published = published
        self.pack = pack
        charter = TestCharter(
            members: try published.provinces.map {
                (try address($0), try Self.node($0))
            },
            roles: try Self.roles(published),
            packs: [pack.reference]
        )
        for matter in published.matters { try add(matter) }
    }

    /// The node of the province that an address lies in.
    static func node(_ address: String) throws -> NodeName {
        let text = "p\(PublishedCase.province(of: address)).ipr.example"
        guard let node = NodeName(text) else { throw TestFailure(description: text) }
        return node
    }

    /// A ministry that stands beside the one that lists a case does so by the charter.
    private static func roles(_ published: PublishedCase) throws -> [RoleID: [Address]] {
        guard published.provinces.contains("000000") else { return [:] }
        return [RoleID(unchecked: "co_supervisor"): [try address("000000/gaj")]]
    }

    private mutating func add(_ matter: PublishedCase.Matter) throws {
        guard let machine = MachineID(matter.machine).flatMap({ pack.machine($0) }) else {
            throw TestFailure(description: matter.machine)
        }
        var walker = try CaseWalker(pack: RulePack.cooperationBytes, machine: matter.machine)
        for (number, step) in matter.steps.enumerated() {
            let opens = try walker.take(step)
            let begins = number == 0 || opens
            let entry = try entry(step, of: matter, machine, isHome: !opens, begins: begins)
            if begins {
                parts.append(
                    Part(
                        matter: matter.id,
                        isHome: !opens,
                        machine: machine.id,
                        record: entry.digest
                    )
                )
            }
            entries.append(entry)
            parts[parts.count - 1].states.append(walker.state ?? "–")
            parts[parts.count - 1].running = walker.running
        }
    }

    private mutating func entry(
        _ step: PublishedCase.Step,
        of matter: PublishedCase.Matter,
        _ machine: Machine,
        isHome: Bool,
        begins: Bool
    ) throws -> CaseEvent {
        let isHome = begins ? isHome : parts.last?.isHome ?? isHome
        let node = try Self.node(step.by)
        let origin = "\(node)/\(isHome ? "home" : Self.mechanism)"
        let index = (sizes[origin] ?? 0) + Self.indexStride
        sizes[origin] = index
        let signer = try address(step.by)
        guard let event = EventID(step.event), let office = signer.office,
            let at = Timestamp(step.at)
        else { throw TestFailure(description: "\(published.id) \(step.event) \(step.at)") }
        let own = try Self.facts(of: step, machine, pack)
        facts[matter.id, default: []] += own
        let opens = begins && !isHome
        return CaseEvent(
            digest: digest("\(published.id) \(matter.id) \(entries.count) \(step.event)"),
            origin: origin,
            index: index,
            node: node,
            isHome: isHome,
            at: at,
            machine: machine.id,
            event: event,
            from: signer.region,
            office: office,
            officer: step.approver == nil ? nil : OfficerID(unchecked: "k7"),
            officerRank: step.approver.flatMap { RankID($0) },
            to: isHome ? [] : try (step.to ?? []).map(address),
            record: begins ? nil : parts.last?.record,
            parents: begins ? [] : entries.last.map { [$0.digest] } ?? [],
            // An opening says again what the part at home has said.
            facts: opens ? facts[matter.id] ?? own : own,
            rules: pack.reference,
            parties: isHome
                ? HomeParties(
                    node: node,
                    region: try address(step.province).region,
                    installed: charter.packs
                ) as any PartyResolver : charter
        )
    }

    /// The open fields of a step, as far as they have the form of a fact.
    private static func facts(
        of step: PublishedCase.Step,
        _ machine: Machine,
        _ pack: RulePack
    ) throws -> [Fact] {
        step.values.sorted { $0.key < $1.key }.compactMap { id, value in
            guard let field = FieldID(id).flatMap({ machine.openField($0) }) else { return nil }
            let fact: FactValue
            switch value {
            case .text(let text): fact = .string(text)
            case .number(let number): fact = .integer(number)
            case .list: return nil
            }
            return field.accepts(fact, choices: pack.choices)
                ? Fact(field: field.id, value: fact) : nil
        }
    }

    /// The fold of one part, of all entries of the case.
    func state(of part: Part, from entries: [CaseEvent]? = nil) -> RecordState {
        RecordFold(record: part.record, packs: PackSet([pack])) { _ in .missing }
            .state(of: entries ?? self.entries)
    }

    /// The part at home that a part in the mechanism goes on from.
    func home(of part: Part) -> Part? {
        part.isHome ? nil : parts.first { $0.matter == part.matter && $0.isHome }
    }
}
