/// Reads the clocks that a pack declares.
struct ClockReader {
    static let keys: Set<String> = [
        "id", "title", "kind", "bearer", "trigger", "due", "length", "unit", "roll", "excluded",
        "extension", "expiry", "law", "effective_from", "effective_to", "status", "enabled", "note",
    ]

    let laws: Set<LawID>
    let ranks: Set<RankID>
    let clocks: Set<ClockID>

    func clock(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Clock {
        let object = try PackObject(node, path, keys: Self.keys)
        return Clock(
            id: try object.id("id"),
            title: try object.title("title"),
            kind: try object.word("kind"),
            bearer: try object.id("bearer"),
            trigger: try object.title("trigger"),
            due: try object.title("due"),
            length: try object.integer("length", in: 1...100_000),
            unit: try object.word("unit"),
            roll: try object.word("roll"),
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
