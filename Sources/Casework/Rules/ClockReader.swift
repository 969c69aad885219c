/// Reads the clocks that a pack declares.
struct ClockReader {
    static let keys: Set<String> = [
        "id", "title", "kind", "bearer", "trigger", "due", "length", "unit", "roll", "excluded",
        "extension", "expiry", "law", "effective_from", "effective_to", "status", "enabled", "note",
        "until",
    ]
    /// What says how an end is counted, and so says nothing of one that the record names.
    private static let countKeys = ["length", "unit", "roll", "excluded", "extension"]

    let engine: Int
    let laws: Set<LawID>
    let ranks: Set<RankID>
    let clocks: Set<ClockID>

    func clock(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Clock {
        let later: Set = engine >= Limits.packEnginePartyGuards ? [] : ["until"]
        let object = try PackObject(node, path, keys: Self.keys.subtracting(later))
        let isNamed = object.has("until")
        if isNamed, let counted = Self.countKeys.first(where: object.has) {
            try object.reportMalformed(counted, "until, or length, unit and roll")
        }
        return Clock(
            id: try object.id("id"),
            title: try object.title("title"),
            kind: try object.word("kind"),
            bearer: try object.id("bearer"),
            trigger: try object.title("trigger"),
            due: try object.title("due"),
            length: isNamed ? 0 : try object.integer("length", in: 1...100_000),
            unit: isNamed ? .calendarDay : try object.word("unit"),
            roll: isNamed ? .notApplicable : try object.word("roll"),
            until: try object.optionalID("until"),
            excluded: try object.ids("excluded"),
            extension: try extended(object),
            expiry: try object.optionalTitle("expiry"),
            law: try PackReader.references(object, "law", laws),
            effectiveFrom: try object.optionalDate("effective_from"),
            effectiveTo: try object.optionalDate("effective_to"),
            status: try object.word("status"),
            isEnabled: try object.flag("enabled"),
            note: try object.optionalTitle("note")
        )
    }

    private func extended(_ clock: PackObject) throws(CaseworkError) -> Clock.Extension? {
        guard clock.has("extension") else { return nil }
        let object = try PackObject(
            clock.node("extension"),
            clock.path.member("extension"),
            keys: ["length", "unit", "rank", "times", "condition", "then"]
        )
        return Clock.Extension(
            length: try object.optionalInteger("length", in: 1...100_000),
            unit: try object.word("unit"),
            rank: try object.optionalID("rank", in: ranks, kind: "rank"),
            countMax: try object.optionalInteger("times", in: 1...1_000),
            condition: try object.optionalTitle("condition"),
            then: try object.optionalID("then", in: clocks, kind: "clock")
        )
    }
}
