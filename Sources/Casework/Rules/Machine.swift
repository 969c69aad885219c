/// A state machine of a rule pack: one way in which a record can live.
package struct Machine: Sendable {
    /// Its id, as in the headers.
    package let id: MachineID
    /// Its title.
    package let title: Title
    /// Other Chinese names that officers use.
    package let aliases: [String]
    /// The sub-kind of the record kind, where the kind has several machines.
    package let subKind: KindID?
    /// Who takes part.
    package let roles: [Role]
    /// The states.
    package let states: [State]
    /// The steps.
    package let transitions: [Transition]
    /// Its fields, without those common to the pack.
    package let fields: [Field]
    /// The documents that its steps produce.
    package let documents: [Document]
    /// What the law rules out and no program may offer.
    package let forbidden: [Forbidden]
    /// The steps at which every required field must be present.
    package let completeAt: [EventID]
    /// Clocks that may go on after the record has ended.
    package let outlivingClocks: [ClockID]
    /// Remarks.
    package let notes: [Title]
    /// What the statistics count of its records besides their answers; nil for nothing.
    package let tally: RuleTally?

    private let transitionIndex: [EventID: Int]
    private let openFields: [Field]

    init(
        id: MachineID,
        title: Title,
        aliases: [String],
        subKind: KindID?,
        roles: [Role],
        states: [State],
        transitions: [Transition],
        fields: [Field],
        commonFields: [Field],
        documents: [Document],
        forbidden: [Forbidden],
        completeAt: [EventID],
        outlivingClocks: [ClockID],
        notes: [Title],
        tally: RuleTally? = nil
    ) {
        self.id = id
        self.title = title
        self.aliases = aliases
        self.subKind = subKind
        self.roles = roles
        self.states = states
        self.transitions = transitions
        self.fields = fields
        self.documents = documents
        self.forbidden = forbidden
        self.completeAt = completeAt
        self.outlivingClocks = outlivingClocks
        self.notes = notes
        self.tally = tally
        openFields = (fields + commonFields).filter(\.isOpen)
        transitionIndex = Dictionary(
            transitions.enumerated().map { ($1.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Whether officers call it so, by its title or by another name.
    package func isCalled(_ name: String) -> Bool {
        title.zh == name || title.en == name || aliases.contains(name)
    }

    /// The step with this id.
    package func transition(_ id: EventID) -> Transition? {
        transitionIndex[id].map { transitions[$0] }
    }

    /// The state with this id.
    package func state(_ id: StateID) -> State? { states.first { $0.id == id } }

    /// The role with this id.
    package func role(_ id: RoleID) -> Role? { roles.first { $0.id == id } }

    /// The field that may stand in a header as this fact.
    package func openField(_ id: FieldID) -> Field? { openFields.first { $0.id == id } }

    /// The steps whose addressees fill a role.
    package var addressingEvents: [EventID] {
        roles.flatMap(\.bindings).flatMap { binding -> [EventID] in
            if case .addressees(let events) = binding { events } else { [] }
        }
    }

    /// The states from which some of these can be reached by steps that open nothing, these included.
    func statesLeading(to targets: [StateID]) -> Set<StateID> {
        var found = Set(targets)
        while true {
            let more = transitions.filter { step in
                !step.opens && step.to.map(found.contains) ?? false
            }
            .flatMap(\.from)
            guard !found.isSuperset(of: more) else { return found }
            found.formUnion(more)
        }
    }

    /// The steps that begin a record, at home or in a mechanism.
    package var beginnings: [Transition] { transitions.filter(\.from.isEmpty) }
}

/// A state of a machine.
package struct State: Hashable, Sendable {
    /// Its id.
    package let id: StateID
    /// Its title.
    package let title: Title
    /// Whether no step leads out of it.
    package let isTerminal: Bool
    /// Whether nobody is due to act.
    package let isResting: Bool
    /// Who is expected to act next.
    package let waitsFor: RoleID?
    /// The steps by which each of those has done its part; empty where they are expected to act as long as the state stands.
    package let answeredBy: [EventID]
    /// Who is expected to act once all of them have; nil for nobody.
    package let then: RoleID?
}

/// A document that a step produces.
package struct Document: Hashable, Sendable {
    /// Its id.
    package let id: DocumentID
    /// Its title.
    package let title: Title
    /// The number of the official form; nil for an own template.
    package let form: Int?
    /// When it is the one that a step issues: all of it must hold.
    package let when: [DocumentCondition]
    /// The steps whose letter it answers and cites.
    package let answers: [EventID]
    /// Whether it asks its addressee for something.
    package let asks: Bool
    /// The party to whom it is addressed; nil where it goes to offices.
    package let addressee: PartyAddressed?
    /// The steps of which it repeats what the latest one said, as a plan that is co-signed does.
    package let carries: [EventID]
    /// Fields that do not stand on it, as a commission holds no result.
    package let omits: [FieldID]
    /// Whether it is for the office's own files: it goes to nobody, and bears no seal.
    package let isInternal: Bool
    /// What it says before the fields, with a `DocumentPlaceholder` or several; nil where its kind alone decides that.
    package let says: Title?
    /// Rows that somebody fills in on the paper by hand.
    package let blanks: [Title]
}

/// What stands in braces in the sentence of a document, for whoever prints to fill in.
package enum DocumentPlaceholder: String, CaseIterable, Sendable {
    /// The matter by its title.
    case matter
    /// The step by its title.
    case step
    /// The office that signs, as it calls itself.
    case we
    /// Whoever is addressed, as a letter speaks to him.
    case you

    /// What people read in its place.
    private var title: Title {
        switch self {
        case .matter: Title(zh: "（事项）", en: "(matter)")
        case .step: Title(zh: "（步骤）", en: "(step)")
        case .we: Title(zh: "（本单位）", en: "(signer)")
        case .you: Title(zh: "（对方）", en: "(addressee)")
        }
    }

    /// A sentence as people read it in the rules.
    static func read(_ says: Title) -> Title {
        allCases.reduce(says) { says, placeholder in
            let name = "{\(placeholder.rawValue)}"
            return Title(
                zh: says.zh.replacing(name, with: placeholder.title.zh),
                en: says.en.replacing(name, with: placeholder.title.en)
            )
        }
    }
}

/// Whom a document is addressed to that goes to no office.
package enum PartyAddressed: Hashable, Sendable {
    /// Whoever this field names.
    case field(FieldID)
    /// Somebody whom no field names, by what he is called: a blank on the paper.
    case blank(Title)
}

/// An act that the law rules out.
package struct Forbidden: Hashable, Sendable {
    /// Its id.
    package let id: EventID
    /// Its title.
    package let title: Title
    /// The law that rules it out.
    package let law: [LawReference]
}

/// A role of a machine and who fills it.
package struct Role: Hashable, Sendable {
    /// Who fills a role (ARCHITECTURE.md "Roles").
    package enum Binding: Hashable, Sendable {
        /// The `from` and `office` of the opening, if it is one of these events; an empty list means any.
        case opener(openings: [EventID])
        /// The `to` of the latest of these events.
        case addressees(events: [EventID])
        /// The charter's `role` lines.
        case charter
        /// The `system` office of a node that fills another role of the step; alone, of the opener's node.
        case system
        /// Nobody here: a body without a node, whose acts others record.
        case outside
    }

    /// Its id.
    package let id: RoleID
    /// Its title.
    package let title: Title
    /// Who fills it: whoever any of these admits.
    package let bindings: [Binding]
    /// Words of which the title of an office in the role has one; empty where any office may fill it.
    ///
    /// Cards say what offices are called, and the fold reads none: whoever signs is kept to it, nobody's verdict hangs on it.
    package var officeWords: [String] = []
    /// Words of titles of offices for which another procedure is usual: whoever addresses one is told.
    package var unusualWords: [String] = []
    /// Which procedure those have, in the pack's words; nil where it says nothing.
    package var unusualProcedure: Title? = nil
    /// What offices in it must be called besides, by what the record says.
    package var officeRules: [OfficeRule] = []

    /// Whether the role is the nodes' own automatic signer.
    package var isSystem: Bool { bindings == [.system] }

    /// Whether only members of the mechanism fill the role.
    package var isFilledByMembers: Bool { !bindings.contains { [.system, .outside].contains($0) } }

    /// Whether bodies outside the mechanism fill the role, which sign nothing here.
    package var isOutside: Bool { bindings.contains(.outside) }

    /// Whether the signer of this opening fills the role by opening the record.
    func isFilledByOpener(of event: EventID) -> Bool {
        bindings.contains { binding in
            if case .opener(let openings) = binding {
                return openings.isEmpty || openings.contains(event)
            }
            return false
        }
    }
}
