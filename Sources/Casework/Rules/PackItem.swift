/// One element of a rule pack as people read it: what it is, what it is called, and everything that the pack says of it.
///
/// `RulePack.items` takes a pack apart into these; `PackDifference` compares two of them. Words and phrases are codes whose texts stand in
/// Wording under `rules.<group>_<code>`.
package struct PackItem: Hashable, Sendable {
    /// What an element can be.
    package enum Subject: String, CaseIterable, Sendable {
        case pack, law, rank, calendar, clock, principle, kind, machine, role, state, step, field
        case document, forbidden
        case choice = "enum"
    }

    /// What a pack can say of an element.
    package enum Aspect: String, CaseIterable, Sendable {
        case title, version, engine, status, number, covers, digest, length, roll, excluded, expiry
        case bearer, trigger, due, bounds, enabled, note, code, aliases, summary, source, law
        case machines, bindings, terminal, from, to, by, per, approval, opens, automatic, required
        case documents, guards, conditions, timers, basis, type, personal, open, identifier, values
        case form, notes, tally, meaning, tense, after, years, instrument, issued, off, work, when
        case answers, asks, addressee, carries, omits, says, blanks, printed
        case inside = "internal"
        case extended = "extension"
        case effectiveFrom = "effective_from"
        case effectiveTo = "effective_to"
        case textVersion = "text_version"
        case subKind = "sub_kind"
        case waitsFor = "waits_for"
        case recordedBy = "recorded_by"
        case perItem = "per_item"
        case completeAt = "complete_at"
        case outlivingClocks = "outliving_clocks"
    }

    /// What a pack says of one side of an element.
    package struct Statement: Hashable, Sendable {
        /// Which side.
        package let aspect: Aspect
        /// What it says: one value, or one for each element of a list; never empty.
        package let values: [PackValue]
    }

    /// Where an element stands, which names it among all of its pack.
    package struct Place: Hashable, Sendable {
        /// What it is.
        package let subject: Subject
        /// The kind that it is, or is in.
        package let kind: KindID?
        /// The machine that it is, or is in.
        package let machine: MachineID?
        /// Its id.
        package let id: String
    }

    /// Where it stands.
    package let place: Place
    /// Its title; nil for a list of values, which has none.
    package let title: Title?
    /// What the pack says of it, in the order in which people read it.
    package let statements: [Statement]

    /// What the pack says of one side.
    package func values(_ aspect: Aspect) -> [PackValue] {
        statements.first { $0.aspect == aspect }?.values ?? []
    }
}

/// A value of a rule pack as people read it, in both languages once its words and phrases are filled in.
package indirect enum PackValue: Hashable, Sendable {
    /// A text in both languages.
    case title(Title)
    /// A text that reads the same in both.
    case text(String)
    /// A word of the engine, such as a unit.
    case word(PackWord)
    /// A few words around other values.
    case phrase(PackPhrase, [String: PackValue])
    /// Several values, one after the other.
    case list([PackValue])
}

/// A word of the rules engine; its texts stand in Wording under `rules.word_<code>`.
package struct PackWord: Hashable, Sendable {
    /// The code.
    package let code: String

    init(_ code: String) { self.code = code }

    init<Word: RawRepresentable<String>>(_ word: Word) { code = word.rawValue }

    /// Every word that a value of a pack can be.
    package static let all: [PackWord] =
        ["yes", "advisory"].map { PackWord($0) }
        + Clock.Kind.allCases.map { PackWord($0) } + Clock.Unit.allCases.map { PackWord($0) }
        + Clock.Roll.allCases.map { PackWord("roll_\($0.rawValue)") }
        + Verification.allCases.map { PackWord($0) }
        + Basis.allCases.map { PackWord($0) }.filter { $0.code != Verification.secondary.rawValue }
        + Transition.Automatic.allCases.map { PackWord($0) }
        + Timer.Operation.allCases.map { PackWord($0) }
        + Field.Kind.allCases.map { PackWord("type_\($0.rawValue)") }
        + Field.Meaning.allCases.map { PackWord("meaning_\($0.rawValue)") }
        + Field.Tense.allCases.map { PackWord("tense_\($0.rawValue)") }
        + bearers.union(exclusions)

    /// Whom clocks of the built-in packs bind without a role of any machine.
    static let bearers: Set<PackWord> = Set(
        [
            "both", "customs", "handling_office", "national_office", "review_unit", "sender_chief",
        ]
        .map { PackWord("bearer_\($0)") }
    )

    /// The periods that the law does not count, by the names that clocks of the built-in packs give them.
    static let exclusions: Set<PackWord> = Set(
        [
            "hearing", "public_notice", "refund_order", "rightholder_identification", "suspension",
            "testing", "transit",
        ]
        .map { PackWord("excluded_\($0)") }
    )
}

/// A few words around values; its texts stand in Wording under `rules.phrase_<code>`.
package enum PackPhrase: String, CaseIterable, Sendable {
    case period, listOf = "list_of", article, law, tagged, signed, form, template, field, named
    case fieldNoted = "field_noted"
    case timer, timerWhen = "timer_when", timerAt = "timer_at", officeNamed = "office_named"
    case officeUnusual = "office_unusual"
    case officeExcluded = "office_excluded", officeWhen = "office_when"
    case afterClock = "after_clock", afterStep = "after_step"
    case oneOf = "one_of", noneOf = "none_of", isTrue = "is_true", isFalse = "is_false"
    case openEnd = "open_end", approvedBy = "approved_by", atMost = "at_most", then
    case opener, openerOf = "opener_of", addresseesOf = "addressees_of", charter, system, outside
    case addressees, newAddressees = "new_addressees", latest, once, oncePerSigner = "once_each"
    case facts, otherAddressees = "other_addressees", otherSigner = "other_signer", first
    case ownLatest = "own_latest", ownLatestOrNone = "own_latest_or_none", notBefore = "not_before"
    case allOfRole = "all_of_role", someOfRole = "some_of_role", roleAmong = "role_among"
    case answersAfter = "answers_after", addresseesWithout = "addressees_without"
    case calls, callOpens = "call_opens"
    case until, thenRole = "then_role"
    case onceAfter = "once_after", oncePerSignerAfter = "once_each_after"
    case anyTime = "beginning", stays, beside, crossing, crossingTimed = "crossing_timed"
    case stated, signerNamed = "signer_named", signerNotNamed = "signer_not_named"
    case mechanismNamed = "mechanism_named", lawWhen = "law_when"

    /// The names of the values that it is about.
    package var argumentNames: [String] {
        switch self {
        case .period: ["count", "unit"]
        case .listOf: ["type"]
        case .article: ["law", "article"]
        case .law: ["law"]
        case .tagged: ["text", "tag"]
        case .signed, .approvedBy: ["rank"]
        case .form: ["title", "number"]
        case .template: ["title"]
        case .field: ["title", "id", "type"]
        case .fieldNoted: ["title", "id", "type", "note"]
        case .named: ["title", "id"]
        case .timer: ["operation", "clock"]
        case .timerWhen: ["operation", "clock", "condition"]
        case .timerAt: ["timer", "field"]
        case .officeNamed, .officeUnusual, .officeExcluded: ["words"]
        case .officeWhen: ["office", "conditions"]
        case .afterClock: ["clocks"]
        case .afterStep: ["events"]
        case .oneOf, .noneOf: ["field", "values"]
        case .isTrue, .isFalse, .first, .stated, .notBefore: ["field"]
        case .ownLatest, .ownLatestOrNone, .addresseesWithout, .until: ["is"]
        case .thenRole: ["role"]
        case .calls: ["roles"]
        case .callOpens: ["machine", "step"]
        case .allOfRole, .someOfRole, .roleAmong: ["role", "is"]
        case .answersAfter: ["is", "events"]
        case .signerNamed, .signerNotNamed, .mechanismNamed: ["words"]
        case .lawWhen: ["law", "conditions"]
        case .openEnd, .charter, .system, .outside, .opener, .anyTime, .stays: []
        case .atMost: ["count"]
        case .then: ["clock"]
        case .beside: ["states"]
        case .crossing: ["states", "to"]
        case .crossingTimed: ["states", "to", "timers"]
        case .openerOf, .addresseesOf, .newAddressees, .onceAfter, .oncePerSignerAfter: ["events"]
        case .addressees: ["min", "max"]
        case .latest: ["events", "is"]
        case .once, .oncePerSigner: []
        case .facts: ["fields"]
        case .otherAddressees, .otherSigner: ["roles"]
        }
    }
}
