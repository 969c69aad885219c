internal import Cryptography

/// Reads the parts of a rule pack that its machines share, then the kinds.
struct PackReader {
    static let format = "lianlu/rules/v1"

    let digest: Digest
    private let faults: PackFaults
    /// The machines that were not looked at as a whole, since parts of them are wrong.
    private(set) var unexamined: [MachineID] = []
    private var laws: Set<LawID> = []
    private var ranks: Set<RankID> = []
    private var clocks: Set<ClockID> = []
    /// The fields in which records name the ends of clocks.
    private var ends: [ClockID: FieldID] = [:]
    private var choices: [Choice] = []
    private var engine = 1
    private var fields: [Field] = []
    private var machines: Set<MachineID> = []
    private var names: Set<String> = []
    /// Every machine that was read, with its place.
    private var read: [(machine: Machine, place: PackObject)] = []

    /// Prepares to read the file with this digest; where no faults are gathered the first one is thrown.
    init(digest: Digest, faults: PackFaults = PackFaults(countMax: 0)) {
        self.digest = digest
        self.faults = faults
    }

    /// Reads a pack; nil where a fault was gathered.
    mutating func pack(_ root: JSONNode) throws(CaseworkError) -> RulePack? {
        engine = try Self.edition(of: root)
        var keys: Set = [
            "format", "id", "version", "engine", "effective_from", "effective_to", "title",
            "laws", "ranks", "enums", "calendars", "clocks", "fields", "kinds",
        ]
        if engine >= Limits.packEnginePartyGuards { keys.insert("principles") }
        let object = try PackObject(root, .root(faults), keys: keys)
        let laws = try object.identified("laws", \Law.id, law)
        self.laws = Set(laws.map(\.id))
        let ranks = try readRanks(object)
        let choices = try object.identified("enums", \Choice.id, Self.choice)
        self.choices = choices
        let clocks = try readClocks(object)
        fields = try readFields(object)
        let id: PackID = try object.id("id")
        let from = try object.date("effective_from")
        let to = try object.optionalDate("effective_to")
        if let from, let to, to < from {
            let line = try object.node("effective_to").line
            try object.path.member("effective_to").report(.packRangeEmpty, line: line)
        }
        let kinds = try object.identified("kinds", max: Limits.packKindCountMax, \Kind.id) {
            (node, path) throws(CaseworkError) in try kind(node, path)
        }
        try Self.checkCalls(read)
        let version = try object.integer("version", in: 1...1_000_000)
        let engine = try object.integer("engine", in: 1...Limits.packEngineMax)
        let title = try object.title("title")
        let calendars = try object.identified(
            "calendars",
            max: Limits.packCalendarCountMax,
            \CalendarReference.id,
            Self.calendar
        )
        let principles = try object.identified("principles", \Principle.id, principle)
        guard let from, faults.found.isEmpty else { return nil }
        return RulePack(
            reference: PackReference(id: id, digest: digest),
            version: version,
            engine: engine,
            effectiveFrom: from,
            effectiveTo: to,
            title: title,
            laws: laws,
            ranks: ranks,
            choices: choices,
            calendars: calendars,
            clocks: clocks,
            principles: principles,
            fields: fields,
            kinds: kinds
        )
    }

    /// A newer engine's pack may have keys that this build does not know, so its edition is read before its keys are.
    private static func edition(of root: JSONNode) throws(CaseworkError) -> Int {
        guard case .object(let members) = root.value else {
            throw CaseworkError(
                .packValueType,
                ["path": "", "line": "\(root.line)", "expected": "object"]
            )
        }
        guard root.statedFormat == format else {
            throw CaseworkError(
                .packFormat,
                ["found": root.statedFormat, "expected": format]
            )
        }
        guard case .integer(let engine) = members.first(where: { $0.key == "engine" })?.node.value
        else { return 1 }
        guard engine <= Limits.packEngineMax else {
            throw CaseworkError(
                .packEngineNewer,
                ["engine": "\(engine)", "supported": "\(Limits.packEngineMax)"]
            )
        }
        return Int(engine)
    }

    // MARK: Tables

    private func law(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Law {
        var keys: Set = ["id", "title", "number", "text_version", "status"]
        if engine >= Limits.packEnginePartyGuards { keys.insert("when") }
        let object = try PackObject(node, path, keys: keys)
        return Law(
            id: try object.id("id"),
            title: try object.title("title"),
            number: try object.optionalText("number"),
            textVersion: try object.optionalDate("text_version"),
            status: try object.word("status"),
            when: try DocumentConditionReader(fields: [], choices: []).list(object)
        )
    }

    private mutating func readRanks(_ object: PackObject) throws(CaseworkError) -> [Rank] {
        let laws = laws
        let known = Set(
            try object.list("ranks") { (node, path) throws(CaseworkError) -> RankID in
                let keys: Set = ["id", "title", "covers", "law"]
                return try PackObject(node, path, keys: keys).id("id")
            }
        )
        ranks = known
        let read = try object.identified("ranks", \Rank.id) {
            (node, path) throws(CaseworkError) -> Rank in
            let rank = try PackObject(node, path, keys: ["id", "title", "covers", "law"])
            return Rank(
                id: try rank.id("id"),
                title: try rank.title("title"),
                covers: try rank.ids("covers", in: known, kind: "rank"),
                law: try Self.references(rank, "law", laws)
            )
        }
        try PackCycles.check(read.map { ($0.id, $0.covers) }) {
            (position, id) throws(CaseworkError) in
            try object.report(.packReferenceCycle, "ranks", position, id: id.text)
        }
        return read
    }

    private static func choice(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Choice {
        let object = try PackObject(node, path, keys: ["id", "values"])
        let values = try object.identified("values", \Choice.Value.id) {
            (node, path) throws(CaseworkError) -> Choice.Value in
            let value = try PackObject(node, path, keys: ["id", "title"])
            return Choice.Value(id: try value.id("id"), title: try value.title("title"))
        }
        return Choice(id: try object.id("id"), values: values)
    }

    private func principle(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Principle {
        let object = try PackObject(
            node,
            path,
            keys: ["id", "title", "law", "effective_from", "status", "note"]
        )
        return Principle(
            id: try object.id("id"),
            title: try object.title("title"),
            law: try Self.references(object, "law", laws),
            effectiveFrom: try object.optionalDate("effective_from"),
            status: try object.word("status"),
            note: try object.optionalTitle("note")
        )
    }

    private static func calendar(
        _ node: JSONNode,
        _ path: PackPath
    ) throws(CaseworkError) -> CalendarReference {
        let object = try PackObject(node, path, keys: ["id", "digest"])
        guard let digest = Digest(hex: try object.text("digest")) else {
            throw object.malformed("digest", "[0-9a-f]{64}")
        }
        return CalendarReference(id: try object.id("id"), digest: digest)
    }

    private mutating func readFields(_ object: PackObject) throws(CaseworkError) -> [Field] {
        let choices = Set(choices.map(\.id))
        let engine = engine
        return try object.identified(
            "fields",
            max: Limits.machineFieldCountMax,
            \Field.id
        ) { (node, path) throws(CaseworkError) in
            try FieldReader.field(node, path, engine: engine, choices: choices)
        }
    }

    private mutating func readClocks(_ object: PackObject) throws(CaseworkError) -> [Clock] {
        let known = Set(
            try object.list("clocks") { (node, path) throws(CaseworkError) -> ClockID in
                try PackObject(node, path, keys: ClockReader.keys).id("id")
            }
        )
        clocks = known
        let reader = ClockReader(engine: engine, laws: laws, ranks: ranks, clocks: known)
        let read = try object.identified("clocks", \Clock.id) {
            (node, path) throws(CaseworkError) in
            try reader.clock(node, path)
        }
        try PackCycles.check(read.map { ($0.id, $0.extension?.then.map { [$0] } ?? []) }) {
            (position, id) throws(CaseworkError) in
            try object.report(.packReferenceCycle, "clocks", position, id: id.text)
        }
        ends = read.reduce(into: [:]) { ends, clock in ends[clock.id] = clock.until }
        return read
    }

    /// A list of law references under `key`; where letters cite them they may have conditions.
    static func references(
        _ object: PackObject,
        _ key: String,
        _ laws: Set<LawID>,
        conditions: DocumentConditionReader? = nil
    ) throws(CaseworkError) -> [LawReference] {
        try object.list(key) { (node, path) throws(CaseworkError) -> LawReference in
            var keys: Set = ["law", "article"]
            if conditions != nil { keys.insert("when") }
            let reference = try PackObject(node, path, keys: keys)
            return LawReference(
                law: try reference.id("law", in: laws, kind: "law"),
                article: try reference.optionalText("article"),
                when: try conditions?.list(reference) ?? []
            )
        }
    }

    /// What the letters of a kind may ask for: the fields that all of its machines have.
    private func conditions(of machines: [Machine]) -> DocumentConditionReader? {
        guard engine >= Limits.packEnginePartyGuards else { return nil }
        let shared = (machines.first?.fields ?? []).filter { field in
            machines.allSatisfy { machine in
                machine.fields.contains {
                    $0.id == field.id && $0.kind == field.kind && $0.choice == field.choice
                        && $0.isList == field.isList
                }
            }
        }
        return DocumentConditionReader(fields: fields + shared, choices: choices)
    }

    // MARK: Kinds

    private mutating func kind(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Kind {
        let object = try PackObject(
            node,
            path,
            keys: ["id", "code", "title", "aliases", "summary", "source", "law", "machines"]
        )
        let reader = MachineReader(
            engine: engine,
            laws: laws,
            ranks: ranks,
            clocks: clocks,
            ends: ends,
            choices: choices,
            commonFields: fields
        )
        var machines: [Machine] = []
        let found = try object.list("machines", max: Limits.kindMachineCountMax) {
            (node, path) throws(CaseworkError) in try reader.machine(node, path)
        }
        for (machine, place, isWhole) in found {
            if !isWhole { unexamined.append(machine.id) }
            machines.append(machine)
            read.append((machine, place))
            guard !machine.id.text.isEmpty else { continue }
            if MachineID.reserved.contains(machine.id) {
                try place.report(.packMachineReserved, id: machine.id.text)
            }
            if !self.machines.insert(machine.id).inserted {
                try place.report(.packIDRepeated, id: machine.id.text)
            }
        }
        let id: KindID = try object.id("id")
        let code = try object.text("code")
        let title = try object.title("title")
        let aliases = try object.texts("aliases")
        // A kind or a machine is asked for by any of its names, so no other kind may have it.
        let called = Array(Set(aliases)) + machines.flatMap(\.aliases)
        for name in Set(called).sorted() where called.count(where: { $0 == name }) > 1 {
            try object.report(.packNameRepeated, id: name)
        }
        let own = Set(called + [id.text, code, title.zh, title.en]).subtracting([""])
        for name in own.sorted() where names.contains(name) {
            try object.report(.packNameRepeated, id: name)
        }
        names.formUnion(own)
        return Kind(
            id: id,
            code: code,
            title: title,
            aliases: aliases,
            summary: try object.optionalTitle("summary"),
            source: try object.optionalText("source"),
            law: try Self.references(object, "law", laws, conditions: conditions(of: machines)),
            machines: machines
        )
    }
}
