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
    }

    /// An applied step of the record, with the rules that it was taken under.
    struct Taken {
        let key: RecordKey
        let event: CaseEvent
        let pack: RulePack
        let machine: Machine
        let step: Transition
        /// The documents of the step.
        var documents: [Judged] = []

        /// The documents that it issues.
        var fitting: [Casework.Document] {
            documents.filter { $0.unfit == nil }.map(\.document)
        }
    }

    let view: NodeView
    let transaction: SQLiteTransaction
    let offices: OfficeTitles
    let presenter: RecordPresenter

    init(
        view: NodeView,
        transaction: SQLiteTransaction,
        presenter: RecordPresenter
    ) {
        self.view = view
        self.transaction = transaction
        self.presenter = presenter
        offices = OfficeTitles(view: view)
    }

    /// The steps of the part at home and of that in the mechanism, whichever of them was asked for, in order.
    func taken(of key: RecordKey) throws -> [Taken] {
        var facts = DocumentFacts()
        return try keys(of: key).flatMap(steps).map { taken in
            try judged(taken, &facts)
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
    private func judged(_ taken: Taken, _ facts: inout DocumentFacts) throws -> Taken {
        var fields: [FieldID: BodyValue] = [:]
        _ = try said(by: taken, into: &fields)
        facts.add(fields)
        facts.signerTitle =
            offices.office(taken.event.signer, in: taken.key.scope.mechanism, of: taken.event.node)
            .title
        var judged = taken
        let isRecorded = taken.machine.isRecordedForAnother(taken.step)
        judged.documents = taken.step.documents.compactMap { id in
            guard let document = taken.machine.documents.first(where: { $0.id == id }) else {
                return nil
            }
            let unfit: Unfit? =
                isRecorded ? .recorded : document.unmet(by: facts).map { .condition($0) }
            return Judged(document: document, unfit: unfit)
        }
        return judged
    }

    /// What a step says, facts first, as far as the caller may read it.
    func said(
        by taken: Taken,
        into fields: inout [FieldID: BodyValue]
    ) throws -> TimelineEntry.Body.State {
        for fact in taken.event.facts { fields[fact.field] = BodyValue(fact.value) }
        let origin = try Origin(taken.event.origin)
        guard let index = EntryIndex(taken.event.index),
            let bytes = try transaction.entryBytes(of: origin, at: index)
        else { return .missing }
        let header = try UnverifiedEntry(parsing: bytes).header
        guard try presenter.mayReadBodies(of: taken.key) else { return .withheld }
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
    /// What is missing, in both languages.
    func reason(_ taken: PrintableSteps.Taken) -> BothTexts {
        switch self {
        case .condition(let condition):
            PackWording.texts(taken.pack.words(of: condition, in: taken.machine))
        case .recorded: PackWording.recorded
        }
    }
}

extension RecordPresenter {
    /// The documents that may be printed of each entry of a matter.
    func documents(of key: RecordKey) throws -> [String: [PrintableDocument]] {
        let steps = PrintableSteps(view: view, transaction: transaction, presenter: self)
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
