import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// The applied steps of a matter, each with its documents and whether they fit.
struct PrintableSteps {
    /// A document of a step.
    struct Judged {
        let document: Casework.Document
        /// Why the step does not issue it; nil where it fits.
        let unfit: Unfit?
    }

    /// Why a document does not fit.
    enum Unfit {
        /// What the rules ask for it does not hold.
        case condition(DocumentCondition)
        /// The step is that of a body without a node: its papers are its own.
        case recorded
        /// The node's automatic office signed, and for which office it did cannot be told.
        case nameless
        /// What the step says cannot be read here, and a document without it would be none.
        case unread(TimelineEntry.Body.State)
    }

    /// An applied step of the record, with the rules that it was taken under.
    struct Taken {
        let key: RecordKey
        let event: CaseEvent
        let pack: RulePack
        let machine: Machine
        let step: Transition
        /// The office whose papers the step's documents are; nil where that cannot be told.
        var author: Address?
        /// Whether what the step says can be read here, and if not, why.
        var body: TimelineEntry.Body.State = .held
        /// The documents of the step.
        var documents: [Judged] = []
        /// What the record had said by then, the step included, as far as it can be read here.
        var facts = DocumentFacts()

        /// The documents that it issues.
        var fitting: [Casework.Document] {
            documents.filter { $0.unfit == nil }.map(\.document)
        }

        /// Whether a document is not sent yet: it is approved at home, and the step that opens the record sends it.
        func isDraft(of document: Casework.Document) -> Bool {
            key.scope.isHome && !step.opens
                && machine.transitions.contains { $0.opens && $0.documents.contains(document.id) }
        }
    }

    let view: NodeView
    let transaction: SQLiteTransaction
    let offices: OfficeTitles
    let cards: KeptCards
    let presenter: RecordPresenter
    /// The entries that were opened already for the same caller, by digest.
    private let opened: [String: TimelineEntry]
    private let rights = Rights()

    /// Whose bodies may be read: that is asked once for each part of a matter.
    private final class Rights {
        var known: [RecordKey: Bool] = [:]
    }

    init(
        view: NodeView,
        transaction: SQLiteTransaction,
        presenter: RecordPresenter,
        opened: [TimelineEntry] = []
    ) {
        self.view = view
        self.transaction = transaction
        self.presenter = presenter
        self.opened = Dictionary(opened.map { ($0.entry, $0) }) { first, _ in first }
        offices = OfficeTitles(view: view)
        cards = KeptCards(view: view, transaction: transaction)
    }

    /// The steps of the part at home and of that in the mechanism, whichever of them was asked for, in order.
    func taken(of key: RecordKey) throws -> [Taken] {
        var facts = DocumentFacts()
        var judged: [Taken] = []
        for taken in try keys(of: key).flatMap(steps) {
            judged.append(try self.judged(taken, &facts, after: judged))
        }
        return judged
    }

    /// The steps of a matter that is out which no longer count, because a key that signed them was revoked from before they were written;
    /// empty once they were taken anew.
    func voided(of key: RecordKey) throws -> [CodedText] {
        let keys = try keys(of: key)
        let told = try keys.flatMap { try presenter.homePart(of: $0) }
        guard told.contains(where: { $0.code == "casework.home_part_unprepared" }) else {
            return []
        }
        return try keys.flatMap {
            try presenter.voided(transaction.projectedEntries(record: $0))
        }
    }

    private func keys(of key: RecordKey) throws -> [RecordKey] {
        if let link = try transaction.homeLink(of: key) {
            return [key, RecordKey(scope: link.scope, record: link.opening)]
        }
        if !key.scope.isHome, let link = try transaction.homeLink(to: key.record) {
            return [link.home, key]
        }
        return [key]
    }

    private func steps(of key: RecordKey) throws -> [Taken] {
        guard let state = try view.projector.state(of: key, in: transaction) else { return [] }
        return state.steps.prefix(state.placedCount).compactMap { step in
            guard step.verdict == .applied, let pack = step.event.rules.flatMap(view.packs.pack),
                let machine = pack.machine(step.event.machine),
                let transition = machine.transition(step.event.event)
            else { return nil }
            return Taken(
                key: key,
                event: step.event,
                pack: pack,
                machine: machine,
                step: transition
            )
        }
    }

    /// A step with what holds for its documents, after what the record had said by then.
    private func judged(
        _ taken: Taken,
        _ facts: inout DocumentFacts,
        after earlier: [Taken]
    ) throws -> Taken {
        var judged = taken
        var fields: [FieldID: BodyValue] = [:]
        let body = try said(by: taken, into: &fields)
        judged.body = body
        judged.author = try author(of: taken, after: earlier)
        facts.add(fields)
        facts.signerTitle = try judged.author.flatMap {
            let (scope, event) = (taken.key.scope, taken.event)
            return try offices.office($0, in: scope.mechanism, of: event.node, at: event.at, cards)
                .office.title
        }
        facts.mechanismTitle = offices.newest(mechanism(of: taken, fields))?.charter.content.titleZh
        judged.facts = facts
        let isRecorded = taken.machine.isRecordedForAnother(taken.step)
        judged.documents = taken.step.documents.compactMap { id in
            guard let document = taken.machine.documents.first(where: { $0.id == id }) else {
                return nil
            }
            guard !isRecorded else { return Judged(document: document, unfit: .recorded) }
            guard judged.author != nil else { return Judged(document: document, unfit: .nameless) }
            let unread = [
                body, Self.carried(by: document, after: earlier)?.body ?? .held,
                unread(what: document, restsOn: facts, said: taken, after: earlier),
            ]
            .first { $0 != .held }
            if let unread, !document.isRuledOut(by: facts) {
                return Judged(document: document, unfit: .unread(unread))
            }
            return Judged(
                document: document,
                unfit: document.unmet(by: facts).map { .condition($0) }
            )
        }
        return judged
    }

    /// The step whose statement a document repeats; nil for none.
    static func carried(by document: Casework.Document, after earlier: [Taken]) -> Taken? {
        earlier.last { document.carries.contains($0.event.event) }
    }

    /// The mechanism that a step is taken in; at home the one that it is meant for.
    private func mechanism(
        of taken: Taken,
        _ fields: [FieldID: BodyValue]
    ) -> MechanismID? {
        if let mechanism = taken.key.scope.mechanism { return mechanism }
        return FieldID("mechanism").flatMap { fields[$0]?.string }.flatMap { MechanismID($0) }
    }

    private func mayReadBodies(of key: RecordKey) throws -> Bool {
        if let known = rights.known[key] { return known }
        let may = try presenter.mayReadBodies(of: key)
        rights.known[key] = may
        return may
    }

    /// What a step says, facts first, as far as the caller may read it.
    func said(
        by taken: Taken,
        into fields: inout [FieldID: BodyValue]
    ) throws -> TimelineEntry.Body.State {
        for fact in taken.event.facts { fields[fact.field] = BodyValue(fact.value) }
        let origin = try Origin(taken.event.origin)
        guard try mayReadBodies(of: taken.key) else { return .withheld }
        if let shown = opened[taken.event.digest.hex] {
            for (id, value) in shown.body?.fields ?? [:] {
                if let id = FieldID(id) { fields[id] = BodyValue(value) }
            }
            return shown.body?.state ?? .held
        }
        guard let index = EntryIndex(taken.event.index),
            let bytes = try transaction.entryBytes(of: origin, at: index)
        else { return .missing }
        let header = try UnverifiedEntry(parsing: bytes).header
        switch try presenter.bodies.body(of: header, at: index, of: origin, in: transaction) {
        case nil: return .held
        case .body(let body)?:
            fields.merge(body.fields) { _, later in later }
            return .held
        case .missing?: return .missing
        case .erased?: return .erased
        case .absent?: return .denied
        case .unreadable?: return .unreadable
        }
    }
}

extension DocumentFacts {
    /// Adds what a step says.
    mutating func add(_ fields: [FieldID: BodyValue]) {
        for (field, value) in fields {
            switch value {
            case .null: continue
            case .bool(let flag): values[field] = .integer(flag ? 1 : 0)
            case .integer(let number): values[field] = .integer(number)
            case .string(let text): values[field] = .string(text)
            case .array(let items) where items.isEmpty: continue
            case .array, .object: break
            }
            stated.insert(field)
        }
    }
}

extension PrintableSteps.Unfit {
    /// Whether it is for what cannot be read here.
    var isUnread: Bool {
        if case .unread = self { true } else { false }
    }

    /// What is missing, in both languages.
    func reason(_ taken: PrintableSteps.Taken) -> BothTexts {
        switch self {
        case .condition(let condition):
            PackWording.required(taken.pack.words(of: condition, in: taken.machine))
        case .recorded: PackWording.recorded
        case .nameless: PackWording.nameless
        case .unread(let state): PackWording.unread(state)
        }
    }
}

extension RecordPresenter {
    /// The documents that may be printed of each entry of a matter, whose entries were opened already.
    func documents(
        of key: RecordKey,
        _ opened: [TimelineEntry]
    ) throws -> [String: [PrintableDocument]] {
        let steps = PrintableSteps(
            view: view,
            transaction: transaction,
            presenter: self,
            opened: opened
        )
        var documents: [String: [PrintableDocument]] = [:]
        for taken in try steps.taken(of: key) where !taken.fitting.isEmpty {
            documents[taken.event.digest.hex] = taken.fitting.map { document in
                PrintableDocument(
                    document: document.id.text,
                    titles: document.title.byLanguage,
                    form: document.form
                )
            }
        }
        return documents
    }
}
