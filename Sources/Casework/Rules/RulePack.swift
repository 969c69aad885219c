internal import Cryptography

/// A rule pack: record kinds and their machines as data, in one file named by the SHA-256 of its bytes.
///
/// A pack that was loaded has passed every check of FORMATS.md "Rule packs", so that the fold need not doubt it.
package struct RulePack: Sendable {
    /// The id and digest that headers and charters name it by.
    package let reference: PackReference
    /// Its edition, from 1.
    package let version: Int
    /// The edition of the rules engine that it needs.
    package let engine: Int
    /// First day in force.
    package let effectiveFrom: LocalDate
    /// Last day in force; nil where none is known.
    package let effectiveTo: LocalDate?
    /// Its title.
    package let title: Title
    /// The laws that it refers to.
    package let laws: [Law]
    /// The ranks of approvers.
    package let ranks: [Rank]
    /// The value lists of its fields.
    package let choices: [Choice]
    /// The calendars that it counts by.
    package let calendars: [CalendarReference]
    /// The clocks that its steps name.
    package let clocks: [Clock]
    /// Rules of law that no step or clock carries.
    package let principles: [Principle]
    /// The fields common to all its machines.
    package let fields: [Field]
    /// The record kinds.
    package let kinds: [Kind]

    private let machineIndex: [MachineID: Machine]

    init(
        reference: PackReference,
        version: Int,
        engine: Int,
        effectiveFrom: LocalDate,
        effectiveTo: LocalDate?,
        title: Title,
        laws: [Law],
        ranks: [Rank],
        choices: [Choice],
        calendars: [CalendarReference],
        clocks: [Clock],
        principles: [Principle],
        fields: [Field],
        kinds: [Kind]
    ) {
        self.reference = reference
        self.version = version
        self.engine = engine
        self.effectiveFrom = effectiveFrom
        self.effectiveTo = effectiveTo
        self.title = title
        self.laws = laws
        self.ranks = ranks
        self.choices = choices
        self.calendars = calendars
        self.clocks = clocks
        self.principles = principles
        self.fields = fields
        self.kinds = kinds
        machineIndex = Dictionary(
            kinds.flatMap(\.machines).map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Reads and checks a pack of at most 2 MiB.
    ///
    /// Throws `CaseworkError`, which names the JSON path and the line.
    package static func load(_ bytes: [UInt8]) throws(CaseworkError) -> RulePack {
        guard bytes.count <= Limits.packByteCountMax else { return try read(bytes) }
        // Charters, homes and audits bring the same bytes again and again.
        if let known = loadedBuiltIns[SHA256.digest(of: bytes)] { return known }
        return try read(bytes)
    }

    static func read(_ bytes: [UInt8]) throws(CaseworkError) -> RulePack {
        let root = try JSONReader.read(bytes, byteCountMax: Limits.packByteCountMax)
        var reader = PackReader(digest: SHA256.digest(of: bytes))
        guard let pack = try reader.pack(root) else {
            // Without a collector the first fault was thrown.
            throw CaseworkError(.packFormat, ["found": "", "expected": PackReader.format])
        }
        return pack
    }

    /// The machine with this id.
    package func machine(_ id: MachineID) -> Machine? { machineIndex[id] }

    /// The kind with this id, code, title or alias.
    package func kind(named name: String) -> Kind? {
        kinds.first { kind in
            kind.id.text == name || kind.code == name || kind.title.zh == name
                || kind.title.en == name || kind.aliases.contains(name)
        }
    }

    /// Whether an officer of `held` may sign where `asked` is asked for.
    package func rank(_ held: RankID, covers asked: RankID) -> Bool {
        held == asked || ranks.first { $0.id == held }?.covers.contains(asked) ?? false
    }
}

/// A kind of record.
package struct Kind: Sendable {
    /// Its id.
    package let id: KindID
    /// Its short code.
    package let code: String
    /// Its title.
    package let title: Title
    /// Other Chinese names that officers use.
    package let aliases: [String]
    /// What it is for.
    package let summary: Title?
    /// The wording of local documents that it comes from.
    package let source: String?
    /// The law behind it.
    package let law: [LawReference]
    /// Its machines: one, or one for each sub-kind.
    package let machines: [Machine]
}
