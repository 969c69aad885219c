/// Reads one machine of a rule pack; `MachineChecks` then looks at it as a whole.
struct MachineReader {
    let engine: Int
    let laws: Set<LawID>
    let ranks: Set<RankID>
    let clocks: Set<ClockID>
    /// The fields in which records name the ends of clocks.
    let ends: [ClockID: FieldID]
    let choices: [Choice]
    let commonFields: [Field]

    /// The names that the steps of one machine may refer to.
    struct Names {
        var roles: Set<RoleID>
        var states: Set<StateID>
        var events: Set<EventID>
        var fields: Set<FieldID>
        var moments: Set<FieldID>
        var openFields: [Field]
        var documents: Set<DocumentID>
        /// What letters may ask for before they cite a law; nil for packs of engine 1.
        var conditions: DocumentConditionReader?
    }

    func machine(
        _ node: JSONNode,
        _ path: PackPath
    ) throws(CaseworkError) -> (machine: Machine, place: PackObject, isWhole: Bool) {
        let before = path.faultCount
        var keys: Set = [
            "id", "title", "sub_kind", "roles", "states", "transitions", "fields", "documents",
            "forbidden", "complete_at", "outliving_clocks", "notes",
        ]
        if engine >= Limits.packEnginePartyGuards { keys.formUnion(["aliases", "tally"]) }
        let object = try PackObject(node, path, keys: keys)
        let events = try eventNames(object)
        let fields = try readFields(object, events: events)
        let all = commonFields + fields
        let roles = try object.identified("roles", max: Limits.machineRoleCountMax, \Role.id) {
            (node, path) throws(CaseworkError) in try role(node, path, events: events, all)
        }
        let roleNames = Set(roles.map(\.id))
        let states = try object.identified("states", max: Limits.machineStateCountMax, \State.id) {
            (node, path) throws(CaseworkError) in
            try state(node, path, roles: roleNames, events: events)
        }
        let conditions = DocumentConditionReader(fields: all, choices: choices)
        try checkOrder(of: fields, among: all, object)
        let documents = try object.identified(
            "documents",
            \Document.id,
            DocumentReader(engine: engine, conditions: conditions, events: events).document
        )
        let names = Names(
            roles: roleNames,
            states: Set(states.map(\.id)),
            events: events,
            fields: Set(all.map(\.id)),
            moments: Set(all.filter(\.isMoment).map(\.id)),
            openFields: all.filter(\.isOpen),
            documents: Set(documents.map(\.id)),
            conditions: engine >= Limits.packEnginePartyGuards ? conditions : nil
        )
        let transitions = try object.identified(
            "transitions",
            max: Limits.machineTransitionCountMax,
            \Transition.id
        ) { (node, path) throws(CaseworkError) in
            try calling(transition(node, path, names: names, roles: roles), node, path, names)
        }
        let machine = Machine(
            id: try object.id("id"),
            title: try object.title("title"),
            aliases: try object.texts("aliases"),
            subKind: try object.optionalID("sub_kind"),
            roles: roles,
            states: states,
            transitions: transitions,
            fields: fields,
            commonFields: commonFields,
            documents: documents,
            forbidden: try object.identified("forbidden", \Forbidden.id, forbidden),
            completeAt: try object.ids("complete_at", in: events, kind: "event"),
            outlivingClocks: try object.ids("outliving_clocks", in: clocks, kind: "clock"),
            notes: try object.titles("notes"),
            tally: try tally(object, names)
        )
        // What a machine promises as a whole can be judged once each of its parts says what it is meant to.
        let isWhole = path.faultCount == before
        if isWhole { try MachineChecks(machine: machine, place: object).run() }
        if isWhole { try checkPresumed(machine, object) }
        return (machine, object, isWhole)
    }

    /// A clock of which a step says that it ran out is started by some step.
    private func checkPresumed(
        _ machine: Machine,
        _ object: PackObject
    ) throws(CaseworkError) {
        let started = Set(
            machine.transitions.flatMap(\.allTimers).filter { $0.operation == .start }
                .map(\.clock)
        )
        for (index, step) in machine.transitions.enumerated() {
            for clock in step.afterClocks where !started.contains(clock) {
                try object.report(.packClockNotStarted, "transitions", index, id: clock.text)
            }
        }
    }

    private func afterClocks(_ object: PackObject) throws(CaseworkError) -> [ClockID] {
        guard object.has("after_clock") else { return [] }
        guard engine >= Limits.packEnginePartyGuards else {
            throw object.path.member("after_clock").fault(.packKeyUnknown, line: object.line)
        }
        return try object.ids("after_clock", in: clocks, kind: "clock")
    }

    private func eventNames(_ object: PackObject) throws(CaseworkError) -> Set<EventID> {
        Set(
            try object.list("transitions", max: Limits.machineTransitionCountMax) {
                (node, path) throws(CaseworkError) -> EventID in
                try PackObject(node, path, keys: Self.transitionKeys).id("id")
            }
        )
    }

    // MARK: Parts

    private func role(
        _ node: JSONNode,
        _ path: PackPath,
        events: Set<EventID>,
        _ fields: [Field]
    ) throws(CaseworkError) -> Role {
        let isNewer = engine >= Limits.packEnginePartyGuards
        let keys = ["id", "title", "bindings"] + (isNewer ? Self.officeKeys : [])
        let object = try PackObject(node, path, keys: Set(keys))
        let before = path.faultCount
        let bindings = try object.list("bindings") {
            (node, path) throws(CaseworkError) -> Role.Binding in
            try Self.binding(node, path, events: events)
        }
        let id: RoleID = try object.id("id")
        let standsAlone = bindings.contains(.system) || bindings.contains(.outside)
        // A binding that cannot be read is told by itself.
        let isWhole = !bindings.isEmpty && (!standsAlone || bindings.count == 1)
        if !isWhole, path.faultCount == before {
            try object.report(.packRoleBinding, id: id.text)
        }
        let unusual = try officeWords(object, "other_offices", standsAlone)
        let procedure = try object.optionalTitle("other_procedure")
        if unusual.isEmpty, procedure != nil {
            throw object.malformed("other_procedure", "other_offices")
        }
        let rules = OfficeRuleReader(
            conditions: FactConditionReader(
                openFields: fields.filter(\.isOpen),
                choices: choices
            )
        )
        if standsAlone, object.has("offices_if") { throw object.malformed("offices_if", "–") }
        return Role(
            id: id,
            title: try object.title("title"),
            bindings: bindings,
            officeWords: try officeWords(object, "offices", standsAlone),
            unusualWords: unusual,
            unusualProcedure: procedure,
            officeRules: try object.list("offices_if", rules.rule)
        )
    }

    private static let officeKeys = ["offices", "other_offices", "other_procedure", "offices_if"]

    /// Words of the titles of offices; a role that no office fills has none.
    private func officeWords(
        _ object: PackObject,
        _ key: String,
        _ standsAlone: Bool
    ) throws(CaseworkError) -> [String] {
        let words = try object.texts(key)
        guard words.count <= Limits.documentWordCountMax, words.isEmpty || !standsAlone else {
            throw object.malformed(key, "0…\(Limits.documentWordCountMax)")
        }
        return words
    }

    private static func binding(
        _ node: JSONNode,
        _ path: PackPath,
        events: Set<EventID>
    ) throws(CaseworkError) -> Role.Binding {
        let object = try PackObject(node, path, keys: ["bind", "events"])
        let named: [EventID] = try object.ids("events", in: events, kind: "event")
        let word = try object.text("bind")
        switch word {
        case "opener": return .opener(openings: named)
        case "addressees" where !named.isEmpty: return .addressees(events: named)
        case "charter" where !object.has("events"): return .charter
        case "system" where !object.has("events"): return .system
        case "outside" where !object.has("events"): return .outside
        case "addressees": throw object.missing("events")
        default:
            throw object.malformed("bind", "opener | addressees | charter | system | outside")
        }
    }

    private func state(
        _ node: JSONNode,
        _ path: PackPath,
        roles: Set<RoleID>,
        events: Set<EventID>
    ) throws(CaseworkError) -> State {
        let later: Set = engine >= Limits.packEnginePartyGuards ? ["answered_by", "then"] : []
        let object = try PackObject(
            node,
            path,
            keys: later.union(["id", "title", "terminal", "resting", "waits_for"])
        )
        let state = State(
            id: try object.id("id"),
            title: try object.title("title"),
            isTerminal: try object.flag("terminal"),
            isResting: try object.flag("resting"),
            waitsFor: try object.optionalID("waits_for", in: roles, kind: "role"),
            answeredBy: try object.ids("answered_by", in: events, kind: "event"),
            then: try object.optionalID("then", in: roles, kind: "role")
        )
        let isWaiting = state.waitsFor != nil
        if state.isTerminal ? isWaiting : !(state.isResting || isWaiting) {
            try object.report(.packStateWaiting, id: state.id.text)
        }
        if !isWaiting, !state.answeredBy.isEmpty { try object.reportMissing("waits_for") }
        if state.then != nil, state.answeredBy.isEmpty { try object.reportMissing("answered_by") }
        return state
    }

    private func readFields(
        _ object: PackObject,
        events: Set<EventID>
    ) throws(CaseworkError) -> [Field] {
        let known = Set(choices.map(\.id))
        var seen = Set(commonFields.map(\.id))
        return try object.list("fields", max: Limits.machineFieldCountMax) {
            (node, path) throws(CaseworkError) -> Field in
            let field = try FieldReader.field(
                node,
                path,
                engine: engine,
                choices: known,
                events: events
            )
            if !seen.insert(field.id).inserted, !field.id.text.isEmpty {
                try path.report(.packIDRepeated, line: node.line, ["id": field.id.text])
            }
            return field
        }
    }

    /// What comes after another field must come after a day or time of the machine.
    private func checkOrder(
        of fields: [Field],
        among all: [Field],
        _ object: PackObject
    ) throws(CaseworkError) {
        for field in fields {
            guard let before = field.after,
                !all.contains(where: { $0.id == before && $0.isMoment })
            else { continue }
            try object.reportMalformed("fields", "\(field.id.text) after a date or datetime")
        }
    }

    private func forbidden(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Forbidden {
        let object = try PackObject(node, path, keys: ["id", "title", "law"])
        return Forbidden(
            id: try object.id("id"),
            title: try object.title("title"),
            law: try PackReader.references(object, "law", laws)
        )
    }

    // MARK: Transitions

    private static let transitionKeys: Set<String> = [
        "after_clock",
        "id", "title", "from", "to", "by", "recorded_by", "per", "approval", "opens", "automatic",
        "calls",
        "required", "documents", "guards", "conditions", "timers", "basis", "law",
        "not_before", "crossings", "beside",
    ]

    private func transition(
        _ node: JSONNode,
        _ path: PackPath,
        names: Names,
        roles: [Role]
    ) throws(CaseworkError) -> Transition {
        let isNewer = engine >= Limits.packEnginePartyGuards
        let newer: Set = ["not_before", "crossings", "beside"]
        let keys = Self.transitionKeys.subtracting(isNewer ? [] : newer)
        let object = try PackObject(node, path, keys: keys)
        if !object.has("from") { try object.reportMissing("from") }
        let id: EventID = try object.id("id")
        let by: [RoleID] = try object.ids("by", in: names.roles, kind: "role")
        if by.isEmpty { try object.reportMissing("by") }
        let recordedBy: [RoleID] = try object.ids("recorded_by", in: names.roles, kind: "role")
        let per: RoleID? = try object.optionalID("per", in: names.roles, kind: "role")
        if let per, !by.contains(per) { try object.report(.packRoleNotSigning, id: per.text) }
        let stays = try object.text("to") == "="
        let admitted = Set(by + recordedBy)
        let isAutomatic = object.has("automatic")
        let guardReader = GuardReader(engine: engine, names: names)
        let transition = Transition(
            id: id,
            title: try object.title("title"),
            from: try object.ids("from", in: names.states, kind: "state"),
            to: stays ? nil : try object.id("to", in: names.states, kind: "state"),
            by: by,
            recordedBy: recordedBy,
            per: per,
            approval: try approval(object),
            opens: try object.flag("opens"),
            automatic: isAutomatic ? try object.word("automatic") : nil,
            requiredFields: try object.ids("required", in: names.fields, kind: "field"),
            documents: try object.ids("documents", in: names.documents, kind: "document"),
            guards: try object.list("guards") { (node, path) throws(CaseworkError) in
                try guardReader.condition(node, path)
            },
            conditions: try object.titles("conditions"),
            timers: try object.list("timers") { (node, path) throws(CaseworkError) in
                try timer(node, path, names: names)
            },
            basis: try object.word("basis"),
            law: try PackReader.references(object, "law", laws, conditions: names.conditions),
            notBefore: try object.optionalID(
                "not_before",
                in: names.moments,
                kind: "datetime field"
            ),
            afterClocks: try afterClocks(object),
            signers: roles.filter { admitted.contains($0.id) && !$0.isSystem },
            admitsSystem: roles.contains { by.contains($0.id) && $0.isSystem }
        )
        if isAutomatic, !transition.admitsSystem {
            try object.report(.packAutomaticWithoutSystem, id: id.text)
        }
        if stays, transition.opens || transition.from.isEmpty {
            try object.report(.packEventStays, id: id.text)
        }
        return try readWays(of: transition, object, names)
    }

    private func approval(
        _ transition: PackObject
    ) throws(CaseworkError) -> Transition.Approval? {
        guard transition.has("approval") else { return nil }
        let object = try PackObject(
            transition.node("approval"),
            transition.path.member("approval"),
            keys: ["rank", "signed"]
        )
        return Transition.Approval(
            rank: try object.id("rank", in: ranks, kind: "rank"),
            isSigned: try object.flag("signed")
        )
    }

    func timer(
        _ node: JSONNode,
        _ path: PackPath,
        names: Names
    ) throws(CaseworkError) -> Timer {
        var keys: Set = ["op", "clock", "condition"]
        if engine >= Limits.packEnginePartyGuards { keys.formUnion(["when", "at"]) }
        let object = try PackObject(node, path, keys: keys)
        let reader = FactConditionReader(openFields: names.openFields, choices: choices)
        let times = names.openFields.filter(\.isMoment).map(\.id)
        let timer = Timer(
            operation: try object.word("op"),
            clock: try object.id("clock", in: clocks, kind: "clock"),
            when: try object.list("when", reader.condition),
            condition: try object.optionalTitle("condition"),
            at: try object.optionalID("at", in: Set(times), kind: "open date or datetime field")
        )
        if timer.at != nil, ![.start, .stop].contains(timer.operation) {
            try object.reportMalformed("op", "start | stop")
        }
        if timer.operation == .drop, engine < Limits.packEnginePartyGuards {
            try object.reportMalformed("op", "start | stop | pause | resume | extend")
        }
        if let end = ends[timer.clock],
            !names.openFields.contains(where: { $0.id == end && $0.isMoment })
        {
            try object.reportMalformed("clock", "clock with an open date or datetime as its end")
        }
        return timer
    }
}

extension PackObject {
    /// That a key is missing or has nothing in it.
    func missing(_ key: String) -> CaseworkError {
        path.member(key).fault(.packKeyMissing, line: line)
    }
}
