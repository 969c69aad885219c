internal import Cryptography

extension RulePack {
    /// Everything that the pack says, element by element, in the order of the file.
    package var items: [PackItem] {
        let reader = PackItems(pack: self)
        return [reader.whole] + laws.map(reader.item) + ranks.map(reader.item)
            + calendars.map(reader.item) + choices.map(reader.item) + clocks.map(reader.item)
            + principles.map(reader.item) + fields.map { reader.item($0, kind: nil, machine: nil) }
            + kinds.flatMap(reader.items)
    }
}

extension RulePack {
    /// What a document of a machine asks for, as people read it.
    package func words(of condition: DocumentCondition, in machine: Machine) -> PackValue {
        let kind = kinds.first { kind in kind.machines.contains { $0.id == machine.id } }
        guard let kind else { return .list([]) }
        return MachineItems(items: PackItems(pack: self), kind: kind, machine: machine)
            .condition(condition)
    }
}

/// Takes a rule pack apart for people.
struct PackItems {
    let pack: RulePack

    // MARK: Parts of a pack

    var whole: PackItem {
        item(.pack, pack.reference.id.text, pack.title) { said in
            said(.version, .text("\(pack.version)"))
            said(.engine, .text("\(pack.engine)"))
            said(.digest, .text(pack.reference.digest.hex))
            said(.effectiveFrom, .text(pack.effectiveFrom.text))
            said(.effectiveTo, day(pack.effectiveTo))
        }
    }

    func item(_ law: Law) -> PackItem {
        item(.law, law.id.text, law.title) { said in
            said(.number, law.number.map { .text($0) })
            said(.textVersion, day(law.textVersion))
            said(.status, .word(PackWord(law.status)))
            said(.when, law.when.map { condition($0, []) })
        }
    }

    func item(_ rank: Rank) -> PackItem {
        item(.rank, rank.id.text, rank.title) { said in
            said(.covers, rank.covers.map(self.rank))
            said(.law, rank.law.map(law))
        }
    }

    func item(_ calendar: CalendarReference) -> PackItem {
        item(.calendar, calendar.id.text, nil) { said in
            said(.digest, .text(calendar.digest.hex))
        }
    }

    func item(_ choice: Choice) -> PackItem {
        item(.choice, choice.id.text, nil) { said in
            said(.values, choice.values.map { named($0.title, $0.id.text) })
        }
    }

    func item(_ clock: Clock) -> PackItem {
        item(.clock, clock.id.text, clock.title) { said in
            said(.bounds, .word(PackWord(clock.kind)))
            said(.bearer, bearer(clock.bearer))
            said(.trigger, .title(clock.trigger))
            said(.due, .title(clock.due))
            if let until = clock.until {
                said(.length, fieldNamed(until))
            } else {
                said(.length, period(clock.length, clock.unit))
                said(.roll, .word(PackWord("roll_\(clock.roll.rawValue)")))
            }
            said(.excluded, clock.excluded.map(excluded))
            said(.extended, clock.extension.map(extended) ?? [])
            said(.expiry, clock.expiry.map { .title($0) })
            said(.law, clock.law.map(law))
            said(.status, .word(PackWord(clock.status)))
            said(.enabled, .word(PackWord(clock.isEnabled ? "yes" : "advisory")))
            said(.effectiveFrom, day(clock.effectiveFrom))
            said(.effectiveTo, day(clock.effectiveTo))
            said(.note, clock.note.map { .title($0) })
        }
    }

    func item(_ principle: Principle) -> PackItem {
        item(.principle, principle.id.text, principle.title) { said in
            said(.law, principle.law.map(law))
            said(.status, .word(PackWord(principle.status)))
            said(.effectiveFrom, day(principle.effectiveFrom))
            said(.note, principle.note.map { .title($0) })
        }
    }

    func item(
        _ field: Field,
        kind: KindID?,
        machine: MachineID?,
        after: PackValue? = nil
    ) -> PackItem {
        item(.field, field.id.text, field.title, kind, machine) { said in
            said(.type, type(of: field))
            said(.required, flag(field.isRequired))
            said(.personal, flag(field.isPersonal))
            said(.open, flag(field.isOpen))
            said(.perItem, flag(field.isPerItem))
            said(.inside, flag(field.isInternal))
            said(.values, choices(of: field))
            said(.identifier, field.identifier.map(identifierNamed))
            said(.tense, field.tense.map { .word(PackWord("tense_\($0.rawValue)")) })
            said(.after, [field.after.map(fieldNamed), after].compactMap(\.self))
            said(.meaning, field.meaning.map { .word(PackWord("meaning_\($0.rawValue)")) })
            said(.printed, field.printed.map { .title($0) })
            said(.note, field.note.map { .title($0) })
        }
    }

    func items(_ kind: Kind) -> [PackItem] {
        let own = item(.kind, kind.id.text, kind.title, kind.id) { said in
            said(.code, .text(kind.code))
            said(.aliases, kind.aliases.map { .text($0) })
            said(.summary, kind.summary.map { .title($0) })
            said(.source, kind.source.map { .text($0) })
            said(.law, kind.law.map { cited($0, kind.machines.first?.fields ?? []) })
            said(.machines, kind.machines.map { named($0.title, $0.id.text) })
        }
        return [own]
            + kind.machines.flatMap { MachineItems(items: self, kind: kind, machine: $0).all }
    }

    // MARK: Values

    func law(_ reference: LawReference) -> PackValue {
        let found = pack.laws.first { $0.id == reference.law }
        let title = found.map { PackValue.title($0.title) } ?? .text(reference.law.text)
        let text: PackValue =
            reference.article.map {
                .phrase(.article, ["law": title, "article": .text($0)])
            } ?? .phrase(.law, ["law": title])
        guard let found, found.status != .verified else { return text }
        return .phrase(.tagged, ["text": text, "tag": .word(PackWord(found.status))])
    }

    /// A law with what a letter must be to cite it; the conditions may ask for these fields and the common ones.
    func cited(_ reference: LawReference, _ fields: [Field]) -> PackValue {
        guard !reference.when.isEmpty else { return law(reference) }
        let conditions = reference.when.map { condition($0, fields) }
        return .phrase(.lawWhen, ["law": law(reference), "conditions": .list(conditions)])
    }

    /// What a document or a law asks for, as people read it.
    func condition(_ condition: DocumentCondition, _ fields: [Field]) -> PackValue {
        switch condition {
        case .says(let fact): self.condition(fact, fields)
        case .stated(let field): .phrase(.stated, ["field": title(of: field, fields)])
        case .signer(let words): .phrase(.signerNamed, ["words": Self.words(words)])
        case .otherSigner(let words): .phrase(.signerNotNamed, ["words": Self.words(words)])
        case .mechanism(let words): .phrase(.mechanismNamed, ["words": Self.words(words)])
        }
    }

    /// What a field must say, as people read it.
    func condition(_ condition: FactCondition, _ fields: [Field]) -> PackValue {
        let field = title(of: condition.field, fields)
        func choices(_ values: [ChoiceID], of id: FieldID) -> PackValue {
            let list = pack.choices.first { $0.id == found(id, fields)?.choice }
            return .list(
                values.map { value in
                    list?.values.first { $0.id == value }.map { .title($0.title) }
                        ?? .text(value.text)
                }
            )
        }
        switch condition {
        case .isOne(let id, let values):
            return .phrase(.oneOf, ["field": field, "values": choices(values, of: id)])
        case .isNone(let id, let values):
            return .phrase(.noneOf, ["field": field, "values": choices(values, of: id)])
        case .isFlag(_, true): return .phrase(.isTrue, ["field": field])
        case .isFlag(_, false): return .phrase(.isFalse, ["field": field])
        }
    }

    func found(_ id: FieldID, _ fields: [Field]) -> Field? {
        (fields + pack.fields).first { $0.id == id }
    }

    func title(of id: FieldID, _ fields: [Field]) -> PackValue {
        found(id, fields).map { .title($0.title) } ?? .text(id.text)
    }

    private static func words(_ words: [String]) -> PackValue {
        .list(words.map { .text($0) })
    }

    func rank(_ id: RankID) -> PackValue {
        pack.ranks.first { $0.id == id }.map { .title($0.title) } ?? .text(id.text)
    }

    func clock(_ id: ClockID) -> PackValue {
        pack.clocks.first { $0.id == id }.map { named($0.title, id.text) } ?? .text(id.text)
    }

    func named(_ title: Title, _ id: String) -> PackValue {
        .phrase(.named, ["title": .title(title), "id": .text(id)])
    }

    /// A field by its title, whichever machine of the pack has it.
    private func fieldNamed(_ field: FieldID) -> PackValue {
        let all = pack.fields + pack.kinds.flatMap(\.machines).flatMap(\.fields)
        return all.first { $0.id == field }.map { named($0.title, field.text) } ?? .text(field.text)
    }

    private func identifierNamed(_ kind: KindID) -> PackValue {
        IdentifierKind(kind).map { named($0.title, kind.text) } ?? .text(kind.text)
    }

    func period(_ count: Int, _ unit: Clock.Unit) -> PackValue {
        .phrase(.period, ["count": .text("\(count)"), "unit": .word(PackWord(unit))])
    }

    func type(of field: Field) -> PackValue {
        let type = PackValue.word(PackWord("type_\(field.kind.rawValue)"))
        return field.isList ? .phrase(.listOf, ["type": type]) : type
    }

    /// The values that a field may have.
    func choices(of field: Field) -> [PackValue] {
        pack.choices.first { $0.id == field.choice }?.values
            .map { named($0.title, $0.id.text) } ?? []
    }

    func day(_ date: LocalDate?) -> PackValue? { date.map { .text($0.text) } }

    func flag(_ isSet: Bool) -> PackValue? { isSet ? .word(PackWord("yes")) : nil }

    /// Whoever is bound by a clock: a role of some machine, or a body in one word.
    private func bearer(_ id: RoleID) -> PackValue {
        let roles = pack.kinds.flatMap(\.machines).flatMap(\.roles)
        if let role = roles.first(where: { $0.id == id }) { return named(role.title, id.text) }
        let word = PackWord("bearer_\(id)")
        return PackWord.bearers.contains(word) ? .word(word) : .text(id.text)
    }

    /// A period that does not count: a value of some list of the pack, such as the reasons of a pause, or a word of the engine.
    private func excluded(_ id: RoleID) -> PackValue {
        let word = PackWord("excluded_\(id)")
        if PackWord.exclusions.contains(word) { return .word(word) }
        let value = pack.choices.lazy.flatMap(\.values).first { $0.id.text == id.text }
        return value.map { .title($0.title) } ?? .text(id.text)
    }

    private func extended(_ extended: Clock.Extension) -> [PackValue] {
        let parts: [PackValue?] = [
            extended.length.map { period($0, extended.unit) } ?? .phrase(.openEnd, [:]),
            extended.rank.map { .phrase(.approvedBy, ["rank": rank($0)]) },
            extended.countMax.map { .phrase(.atMost, ["count": .text("\($0)")]) },
            extended.condition.map { .title($0) },
            extended.then.map { .phrase(.then, ["clock": clock($0)]) },
        ]
        return [.list(parts.compactMap(\.self))]
    }

    // MARK: Building

    /// Takes what is said of an element, leaving out what is not.
    struct Statements {
        fileprivate var list: [PackItem.Statement] = []

        mutating func callAsFunction(_ aspect: PackItem.Aspect, _ value: PackValue?) {
            if let value { list.append(PackItem.Statement(aspect: aspect, values: [value])) }
        }

        mutating func callAsFunction(_ aspect: PackItem.Aspect, _ values: [PackValue]) {
            if !values.isEmpty { list.append(PackItem.Statement(aspect: aspect, values: values)) }
        }
    }

    func item(
        _ subject: PackItem.Subject,
        _ id: String,
        _ title: Title?,
        _ kind: KindID? = nil,
        _ machine: MachineID? = nil,
        _ fill: (inout Statements) -> Void
    ) -> PackItem {
        var said = Statements()
        if let title { said(.title, .title(title)) }
        fill(&said)
        let place = PackItem.Place(subject: subject, kind: kind, machine: machine, id: id)
        return PackItem(place: place, title: title, statements: said.list)
    }
}
