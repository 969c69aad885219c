import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// The published cases as signed entries, through the projector and nothing else: no process, no socket, no disk.
@Suite struct CaseProjectionTests {
    static let packs = [RulePack.cooperationBytes, RulePack.cooperation2027Bytes]

    /// A case that the nodes of its provinces have signed.
    private struct SignedCase {
        /// One record, and the state that the walker finds at its end.
        struct Part {
            let record: Digest
            /// The node at whose home it is; nil for one of the mechanism.
            let home: NodeName?
            var state: String?
        }

        let published: PublishedCase
        let pack: RulePack
        let bytes: [UInt8]
        private(set) var nodes: [String: TestNode] = [:]
        private(set) var parts: [Part] = []
        private(set) var entries: [Digest] = []
        private var enrolled: Set<String> = []
        private var facts: [String: [Fact]] = [:]
        private var last: Digest?

        init(_ published: PublishedCase, _ bytes: [UInt8]) throws {
            self.published = published
            self.bytes = bytes
            pack = try RulePack.load(bytes)
            for province in published.provinces {
                let node = try TestNode("p\(province).ipr.example", region: province)
                try node.open()
                try node.openHome()
                nodes[province] = node
            }
            for matter in published.matters { try add(matter) }
        }

        private mutating func add(_ matter: PublishedCase.Matter) throws {
            let id = try #require(MachineID(matter.machine))
            let machine = try #require(pack.machine(id))
            var walker = try CaseWalker(pack: bytes, machine: matter.machine)
            last = nil
            for (number, step) in matter.steps.enumerated() {
                let opens = try walker.take(step)
                let begins = number == 0 || opens
                let isHome = begins ? !opens : parts.last?.home != nil
                let node = try #require(nodes[step.province])
                let origin = isHome ? try node.home : try node.mechanism
                var header = try header(step, machine)
                facts[matter.id, default: []] += header.facts
                // An opening says again what the part at home has said.
                if opens { header.facts = Self.latest(facts[matter.id] ?? []) }
                if isHome { header.to = [] }
                header.record = begins ? nil : parts.last?.record
                header.parents = begins ? [] : [last].compactMap(\.self)
                let signers = try signers(step, node, origin)
                header.officer = try step.approver.map { try Self.officer($0) }
                let entry = try node.append(header.canonical, to: origin, signers: signers)
                if begins { parts.append(Part(record: entry, home: isHome ? node.name : nil)) }
                parts[parts.count - 1].state = walker.state
                entries.append(entry)
                last = entry
            }
        }

        private func header(
            _ step: PublishedCase.Step,
            _ machine: Machine
        ) throws -> EntryHeader {
            let signer = try #require(Address(step.by))
            var header = EntryHeader(
                at: try #require(Timestamp(step.at)),
                machine: machine.id,
                event: try #require(EventID(step.event))
            )
            header.from = signer.region
            header.office = signer.office
            header.rules = pack.reference
            header.to = try (step.to ?? []).map { try #require(Address($0)) }
            header.facts = step.values.sorted { $0.key < $1.key }.compactMap { id, value in
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
            return header
        }

        private static func latest(_ facts: [Fact]) -> [Fact] {
            facts.reduce(into: [FieldID: Fact]()) { $0[$1.field] = $1 }
                .values.sorted { $0.field < $1.field }
        }

        /// The keys of the office, and of the officer whose approval the rules ask for; enrolled where they are not yet.
        private mutating func signers(
            _ step: PublishedCase.Step,
            _ node: TestNode,
            _ origin: Origin
        ) throws -> [any NoteSigner] {
            let office = try #require(Address(step.by)?.office)
            if !["scjg", "system"].contains(office.text),
                enrolled.insert("\(origin) \(office)").inserted
            {
                try node.enrol(office.text, in: origin)
            }
            let key = try node.office(office.text)
            guard let rank = step.approver.flatMap({ RankID($0) }) else { return [key] }
            let officer = try node.officer(Self.officer(rank.text).text, in: office.text)
            if enrolled.insert("\(origin) \(office) \(rank)").inserted {
                let enrolment = EntryHeader.enrolOfficer(
                    at: try node.tick(),
                    key: officer.verifierKey,
                    office: office,
                    rank: rank
                )
                try node.append(enrolment, to: origin, signers: [key])
            }
            return [key, officer]
        }

        /// An officer of each rank, by a pseudonym.
        private static func officer(_ rank: String) throws -> OfficerID {
            try #require(OfficerID("k\(rank.utf8.count)"))
        }

        func charter() throws -> VectorCharter {
            var charter = VectorCharter(
                digest: Fixture.charterDigest,
                mechanism: try #require(MechanismID(Fixture.mechanism)),
                members: nodes.values.map(\.party),
                packs: [pack.reference]
            )
            // A ministry that stands beside the one that lists a case does so by the charter.
            if nodes["000000"] != nil {
                charter.roles = [
                    (try #require(RoleID("co_supervisor")), try #require(Address("000000/gaj")))
                ]
            }
            return charter
        }
    }

    @Test(
        "each published case comes to the walker's end states by the projector alone, in every built-in pack and whichever log comes first",
        arguments: ["C01", "C02", "C04", "C07", "C08", "C10", "C11", "C12", "C13"]
            + ["C15", "C16", "C17", "C18", "C19", "C20", "C22", "C25", "C27"],
        packs.indices
    )
    func replay(_ id: String, _ number: Int) throws {
        let published = try #require(try PublishedCase.all().first { $0.id == id })
        let signed = try SignedCase(published, Self.packs[number])
        #expect(!signed.parts.isEmpty)
        let book = TestCharterBook([try signed.charter()])
        for isReversed in [false, true] {
            let nodes = signed.nodes.sorted { $0.key < $1.key }.map(\.value)
            var seen: [Digest: VerdictClass] = [:]
            for node in nodes {
                let store = InMemoryProjectionStore()
                let projector = try Fixture.projector(book, for: node, packs: [signed.pack])
                try projector.follow(node, try node.home, into: store)
                for other in isReversed ? nodes.reversed() : nodes {
                    try projector.follow(other, try other.mechanism, into: store)
                }
                for entry in signed.entries {
                    guard let row = store.projectedEntries(digest: entry).first else { continue }
                    seen[entry] = row.verdictClass
                }
                for part in signed.parts where part.home == nil || part.home == node.name {
                    let mechanism = try #require(MechanismID(Fixture.mechanism))
                    let scope =
                        part.home.map { RecordScope(text: "\($0)/home") }
                        ?? RecordScope(mechanism: mechanism)
                    let key = RecordKey(scope: scope, record: part.record)
                    let record = try #require(store.projectedRecord(key), "\(id) at \(node.name)")
                    #expect(record.state == part.state, "\(id) \(key.record) at \(node.name)")
                }
            }
            #expect(seen.count == signed.entries.count)
            #expect(
                seen.values.allSatisfy { $0 == .valid },
                "\(id) of \(signed.pack.reference.text)"
            )
        }
    }
}
