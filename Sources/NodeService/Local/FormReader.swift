import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// Gathers what an official form of a record says, for a caller.
struct FormReader {
    let view: NodeView
    let transaction: SQLiteTransaction
    let bodies: BodyReader
    let caller: Caller

    /// An applied step of the record, with the rules that it was taken under.
    private struct Taken {
        let key: RecordKey
        let event: CaseEvent
        let pack: RulePack
        let machine: Machine
        let step: Transition
    }

    /// The fields that stand elsewhere on a form than among its lines.
    private enum Names {
        static let number = FieldID("document_no")
        static let title = FieldID("title")
        static let attachments = FieldID("attachments")
        static let receivers = FieldID("receiver_offices")
        static let all = [number, title, attachments, receivers].compactMap(\.self)
    }

    /// The form of a document; nil for that of the newest step that has one.
    ///
    /// Throws `document_unknown` where no step of the record has it, and `document_none` where none has any.
    func form(of row: ProjectedRecord, document text: String?) throws -> PrintedForm {
        let keys = try keys(of: row.key)
        let taken = try keys.flatMap(steps)
        var others: [String] = []
        for id in taken.flatMap(\.step.documents) where !others.contains(id.text) {
            others.append(id.text)
        }
        let asked = text.flatMap { DocumentID($0) }
        guard !others.isEmpty else {
            throw NodeError(.documentNone, ["record": row.key.record.hex])
        }
        let chosen = taken.last { one in
            text == nil
                ? !one.step.documents.isEmpty : asked.map(one.step.documents.contains) ?? false
        }
        guard let chosen, let id = asked ?? chosen.step.documents.first,
            let document = chosen.machine.documents.first(where: { $0.id == id })
        else {
            throw NodeError(
                .documentUnknown,
                ["document": text ?? "", "documents": others.joined(separator: ", ")]
            )
        }
        var form = try heads(document, chosen)
        // A letter says what its own entry says, which its addressees were given. Only what stays at home comes together from several.
        var said = [chosen]
        if chosen.key.scope.isHome {
            let before = taken.prefix { $0.event.digest != chosen.event.digest }
            said = before.filter { $0.event.signer == chosen.event.signer } + said
        }
        try fill(&form, from: said, chosen, opening: taken.first { $0.step.opens } ?? chosen)
        form.others = others.filter { $0 != id.text }
        return form
    }

    // MARK: Steps

    /// The part at home and the part in the mechanism, whichever of them was asked for.
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

    // MARK: Heads

    /// What headers, charters and packs alone say.
    private func heads(_ document: Casework.Document, _ taken: Taken) throws -> PrintedForm {
        let event = taken.event
        let mechanism = taken.key.scope.mechanism
        var form = PrintedForm(
            document: document.id.text,
            titles: document.title.byLanguage,
            record: taken.key.record.hex,
            entry: event.digest.hex,
            origin: event.origin,
            index: event.index,
            at: event.at.text,
            day: (LocalDate(inChinaAt: event.at) ?? LocalDate(of: event.at)).text,
            node: view.node.text,
            sender: office(event.signer, in: mechanism, of: event.node)
        )
        form.form = document.form
        form.home = taken.key.scope.isHome
        form.eventTitles = taken.step.title.byLanguage
        form.addressees = event.to.map { office($0, in: mechanism, of: nil) }
        form.laws = laws(of: taken)
        form.mechanism = mechanism?.text
        if let newest = newest(mechanism) {
            let content = newest.charter.content
            form.mechanismTitles = ["en": content.titleEn, "zh": content.titleZh]
        }
        if !form.home {
            let receipts = try ReceiptCount(view: view, transaction: transaction).receipts(
                of: Origin(event.origin),
                covering: EntryIndex(unchecked: event.index)
            )
            form.receipts = Tally(receipts)
        }
        return form
    }

    private func newest(_ mechanism: MechanismID?) -> Membership? {
        mechanism.flatMap { view.library.newest(of: $0, adopted: nil) }
    }

    /// The law of the step, else of the kind.
    private func laws(of taken: Taken) -> [PrintedForm.Law] {
        let kind = taken.pack.kinds.first { kind in
            kind.machines.contains { $0.id == taken.machine.id }
        }
        let references = taken.step.law.isEmpty ? kind?.law ?? [] : taken.step.law
        return references.compactMap { reference in
            taken.pack.laws.first { $0.id == reference.law }.map { law in
                PrintedForm.Law(titles: law.title.byLanguage, article: reference.article)
            }
        }
    }

    /// An office by the card of its node: the one that is named, or the only one there.
    private func office(
        _ address: Address,
        in mechanism: MechanismID?,
        of node: NodeName?
    ) -> PrintedForm.Office {
        let owner = node ?? newest(mechanism)?.node(of: address)
        let card = owner.flatMap { $0 == view.node ? view.card : view.registry[$0] }
        let offices = card?.content.offices ?? []
        let title: String?
        if let id = address.office {
            title = offices.first { $0.id == id }?.title
        } else {
            title = offices.count == 1 ? offices[0].title : nil
        }
        return PrintedForm.Office(address: address.text, title: title)
    }

    // MARK: Fields

    /// What the steps say, as far as the caller may read it; the matter's title is that of the step or of the opening.
    private func fill(
        _ form: inout PrintedForm,
        from said: [Taken],
        _ chosen: Taken,
        opening: Taken
    ) throws {
        let presenter = RecordPresenter(
            view: view,
            transaction: transaction,
            bodies: bodies,
            caller: caller
        )
        var fields: [FieldID: BodyValue] = [:]
        form.body = .held
        for taken in said {
            for fact in taken.event.facts { fields[fact.field] = BodyValue(fact.value) }
            let state = try read(taken, presenter, into: &fields)
            // What one of them lacks the whole form lacks.
            if form.body == .held { form.body = state }
        }
        form.documentNumber = Names.number.flatMap { fields[$0]?.string }.map(Self.canonical)
        var first: [FieldID: BodyValue] = [:]
        _ = try read(opening, presenter, into: &first)
        form.subject = Names.title.flatMap { fields[$0]?.string ?? first[$0]?.string }
        form.attachments =
            Names.attachments.flatMap { fields[$0] }.flatMap { FieldValue($0) }
            .map(Self.texts) ?? []
        if form.addressees.isEmpty { form.addressees = receivers(fields, chosen) }
        form.fields = lines(fields, chosen)
    }

    /// Before the opening nobody is addressed by a header; the draft names the receivers.
    private func receivers(
        _ fields: [FieldID: BodyValue],
        _ chosen: Taken
    ) -> [PrintedForm.Office] {
        let said = Names.receivers.flatMap { fields[$0] }.flatMap { FieldValue($0) }
        return said.map(Self.texts)?.compactMap { Address($0) }
            .map { office($0, in: chosen.key.scope.mechanism, of: nil) } ?? []
    }

    private func read(
        _ taken: Taken,
        _ presenter: RecordPresenter,
        into fields: inout [FieldID: BodyValue]
    ) throws -> TimelineEntry.Body.State {
        let origin = try Origin(taken.event.origin)
        guard let index = EntryIndex(taken.event.index),
            let bytes = try transaction.entryBytes(of: origin, at: index)
        else { return .missing }
        let header = try UnverifiedEntry(parsing: bytes).header
        guard try presenter.mayReadBodies(of: taken.key) else { return .withheld }
        switch try bodies.body(of: header, at: index, of: origin, in: transaction) {
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

    /// The lines in the order of the rules: common fields, then those of the machine.
    private func lines(
        _ fields: [FieldID: BodyValue],
        _ taken: Taken
    ) -> [PrintedForm.Line] {
        (taken.pack.fields + taken.machine.fields).compactMap { field in
            guard !Names.all.contains(field.id),
                let value = fields[field.id].flatMap({ FieldValue($0) })
            else { return nil }
            return PrintedForm.Line(
                field: field.id.text,
                kind: field.kind.rawValue,
                personal: field.isPersonal,
                titles: field.title.byLanguage,
                value: value,
                values: names(in: value, of: field, taken)
            )
        }
    }

    /// What listed values, offices and mechanisms are called.
    private func names(
        in value: FieldValue,
        of field: Field,
        _ taken: Taken
    ) -> [String: [String: String]] {
        var names: [String: [String: String]] = [:]
        for text in Self.texts(value) {
            switch field.kind {
            case .choice:
                let list = taken.pack.choices.first { $0.id == field.choice }
                names[text] = list?.values.first { $0.id.text == text }?.title.byLanguage
            case .office:
                let title = Address(text).flatMap {
                    office($0, in: taken.key.scope.mechanism, of: nil).title
                }
                names[text] = title.map { ["en": $0, "zh": $0] }
            case .mechanism:
                let content = newest(MechanismID(text))?.charter.content
                names[text] = content.map { ["en": $0.titleEn, "zh": $0.titleZh] }
            default: break
            }
        }
        return names
    }

    private static func texts(_ value: FieldValue) -> [String] {
        switch value {
        case .text(let text): [text]
        case .list(let values): values.flatMap(texts)
        case .boolean, .integer, .object: []
        }
    }

    /// A document number in its canonical form where it has one, else as it was written.
    static func canonical(_ text: String) -> String {
        let number = SubjectIdentifier(text, as: .officialDocument)
        return number.status == .valid ? number.text : text
    }
}
