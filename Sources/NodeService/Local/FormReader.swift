import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog
import Wording

/// Gathers what an official form of a record says, for a caller.
struct FormReader {
    /// A step and one of its documents.
    struct Chosen {
        let taken: PrintableSteps.Taken
        let document: Casework.Document
    }

    let view: NodeView
    let transaction: SQLiteTransaction
    let caller: Caller
    let steps: PrintableSteps
    let offices: OfficeTitles
    let cards: KeptCards
    /// The heads of the offices' series.
    let prefixes: DocumentPrefixes

    init(
        view: NodeView,
        transaction: SQLiteTransaction,
        bodies: BodyReader,
        caller: Caller,
        prefixes: DocumentPrefixes
    ) {
        self.prefixes = prefixes
        self.view = view
        self.transaction = transaction
        self.caller = caller
        let presenter = RecordPresenter(
            view: view,
            transaction: transaction,
            bodies: bodies,
            caller: caller
        )
        steps = PrintableSteps(view: view, transaction: transaction, presenter: presenter)
        offices = steps.offices
        cards = steps.cards
    }

    /// The fields that stand elsewhere on a form than among its lines.
    enum Names {
        static let number = FieldID("document_no")
        static let title = FieldID("title")
        static let attachments = FieldID("attachments")
        static let receivers = FieldID("receiver_offices")
        static let sender = FieldID("sender_office")
        static let mechanism = FieldID("mechanism")
        static let urgent = FieldID("urgent")
        static let all = [
            number, title, attachments, receivers, sender, mechanism, urgent, ExerciseMark.field,
        ]
        .compactMap(\.self)
    }

    /// The form of a document of a step; nil for the first that fits, and for the newest step that has one.
    ///
    /// Throws `entry_unknown` for a step that is none of the record, `document_unknown` where no step has the document, `document_unfit`
    /// where it does not fit, and `document_none` where no step has one that fits.
    func form(
        of row: ProjectedRecord,
        document text: String?,
        entry prefix: String?
    ) throws -> PrintedForm {
        let taken = try steps.taken(of: row.key)
        var fitting: [Casework.Document] = []
        for document in taken.flatMap(\.fitting)
        where !fitting.contains(where: { $0.id == document.id }) {
            fitting.append(document)
        }
        let asked = try Self.steps(taken, withPrefix: prefix)
        let chosen = try choose(text, of: asked, row.key, fitting)
        var form = try heads(chosen)
        // A letter says what its own entry says, which its addressees were given. Only what stays at home comes together from several.
        var said = [chosen.taken]
        let before = Array(taken.prefix { $0.event.digest != chosen.taken.event.digest })
        if chosen.taken.key.scope.isHome {
            said = before.filter { $0.event.signer == chosen.taken.event.signer } + said
        }
        if let carried = PrintableSteps.carried(by: chosen.document, after: before),
            !said.contains(where: { $0.event.digest == carried.event.digest })
        {
            said.insert(carried, at: 0)
        }
        form.answered = try answered(by: chosen, after: before)
        if let answered = form.answered,
            said.contains(where: { $0.event.digest.hex == answered.entry })
        {
            form.repeats = true
        }
        let opening = taken.first { $0.step.opens } ?? chosen.taken
        let fields = try fill(&form, from: said, chosen, opening: opening)
        try address(&form, chosen, fields, after: before)
        try explain(&form, chosen, after: before)
        let later = taken.drop { $0.event.digest != chosen.taken.event.digest }.dropFirst()
        if let withdrawn = Self.withdrawn(chosen, before: later) {
            form.notes = [withdrawn] + (form.notes ?? [])
        }
        let others = fitting.filter { $0.id != chosen.document.id }
        form.others = others.map(\.id.text)
        if !others.isEmpty {
            form.otherTitles = Dictionary(
                others.map { ($0.id.text, $0.title.byLanguage) },
                uniquingKeysWith: { first, _ in first }
            )
        }
        form.exercise = try isExercise(taken)
        let voided = try steps.voided(of: row.key).map { Self.titled($0, by: chosen.taken.machine) }
        if !voided.isEmpty { form.notes = voided + (form.notes ?? []) }
        return form
    }

    /// What is said of a step, with its title.
    private static func titled(_ note: CodedText, by machine: Machine) -> CodedText {
        var note = note
        let step = note.arguments["event"].flatMap { EventID($0) }.flatMap(machine.transition)
        note.arguments["event_zh"] = step?.title.zh
        note.arguments["event_en"] = step?.title.en
        return note
    }

    // MARK: Which document

    private static func steps(
        _ taken: [PrintableSteps.Taken],
        withPrefix prefix: String?
    ) throws -> [PrintableSteps.Taken] {
        guard let prefix else { return taken }
        let found = taken.filter { $0.event.digest.hex.hasPrefix(prefix) }
        guard found.count < 2 else { throw NodeError(.entryAmbiguous, ["entry": prefix]) }
        guard !found.isEmpty else { throw NodeError(.documentStepUnknown, ["entry": prefix]) }
        return found
    }

    /// The document that was asked for, of the newest of some steps that issues it.
    private func choose(
        _ text: String?,
        of taken: [PrintableSteps.Taken],
        _ key: RecordKey,
        _ fitting: [Casework.Document]
    ) throws -> Chosen {
        for step in taken.reversed() {
            if let document = step.fitting.first(where: { text == nil || $0.id.text == text }) {
                return Chosen(taken: step, document: document)
            }
        }
        let documents = fitting.map { (id: $0.id.text, title: Optional($0.title)) }
        let known: [(name: String, items: [(id: String, title: Title?)])] =
            documents.isEmpty ? [] : [("documents", documents)]
        let none =
            documents.isEmpty
            ? ["documents": "-", "documents_en": "none", "documents_zh": "没有"] : [:]
        for step in taken.reversed() {
            let judged = step.documents.first { judged in
                text == nil ? judged.unfit?.isUnread == true : judged.document.id.text == text
            }
            if let judged, let reason = judged.unfit?.reason(step) {
                let reasons = ["reason": reason.en, "reason_en": reason.en, "reason_zh": reason.zh]
                throw NodeError.titled(
                    .documentUnfit,
                    reasons.merging(none) { said, _ in said },
                    known + [
                        (
                            "document",
                            [(id: judged.document.id.text, title: judged.document.title)]
                        )
                    ]
                )
            }
        }
        guard let text else {
            throw NodeError(.documentNone, ["record": key.record.hex])
        }
        let asked = ["document": text]
        throw NodeError.titled(.documentUnknown, asked.merging(none) { said, _ in said }, known)
    }

    /// The letter that a document answers: the latest one before it that another office signed.
    private func answered(
        by chosen: Chosen,
        after before: [PrintableSteps.Taken]
    ) throws -> PrintedForm.Answered? {
        let letter = before.last { taken in
            chosen.document.answers.contains(taken.event.event)
                && taken.event.signer != chosen.taken.event.signer
        }
        guard let letter else { return nil }
        return try cited(letter)
    }

    /// A letter as another one cites it.
    func cited(_ letter: PrintableSteps.Taken) throws -> PrintedForm.Answered {
        var fields: [FieldID: BodyValue] = [:]
        let body = try steps.said(by: letter, into: &fields)
        var answered = PrintedForm.Answered(
            titles: letter.fitting.first?.title.byLanguage ?? letter.step.title.byLanguage,
            sender: try office(
                letter.author ?? letter.event.signer,
                letter,
                of: letter.event.node
            ),
            day: Self.day(letter.event),
            entry: letter.event.digest.hex,
            body: body
        )
        answered.documentNumber =
            Names.number.flatMap { fields[$0]?.string }.map(Self.canonical)
        return answered
    }

    // MARK: Heads

    /// What headers, charters and packs alone say.
    private func heads(_ chosen: Chosen) throws -> PrintedForm {
        let (taken, document) = (chosen.taken, chosen.document)
        let event = taken.event
        let mechanism = taken.key.scope.mechanism
        let sender = try offices.office(
            taken.author ?? event.signer,
            in: mechanism,
            of: event.node,
            at: event.at,
            cards
        )
        var form = PrintedForm(
            document: document.id.text,
            titles: document.title.byLanguage,
            record: taken.key.record.hex,
            entry: event.digest.hex,
            origin: event.origin,
            index: event.index,
            at: event.at.text,
            day: Self.day(event),
            node: view.node.text,
            sender: sender.office
        )
        form.cardDay = sender.later.map { (LocalDate(inChinaAt: $0) ?? LocalDate(of: $0)).text }
        form.form = document.form
        form.home = taken.key.scope.isHome
        form.eventTitles = taken.step.title.byLanguage
        form.asks = document.asks
        form.draft = taken.isDraft(of: document)
        form.inHouse = document.isInternal
        form.says = document.says?.byLanguage
        if !document.blanks.isEmpty { form.blanks = document.blanks.map(\.byLanguage) }
        if event.node != view.node { form.copy = true }
        form.laws = laws(of: taken, for: document)
        form.mechanism = mechanism?.text
        if let newest = offices.newest(mechanism) {
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

    /// The day of an entry by Chinese time.
    private static func day(_ event: CaseEvent) -> String {
        (LocalDate(inChinaAt: event.at) ?? LocalDate(of: event.at)).text
    }

    /// An office by the card that its node had when the step was taken.
    func office(
        _ address: Address,
        _ taken: PrintableSteps.Taken,
        of node: NodeName?
    ) throws -> PrintedForm.Office {
        try offices.office(
            address,
            in: taken.mechanism,
            of: node,
            at: taken.event.at,
            cards
        ).office
    }

    /// Whether the matter is an exercise, as lists and statistics have it: by its part in the mechanism, else by that at home.
    private func isExercise(_ taken: [PrintableSteps.Taken]) throws -> Bool {
        let keys = taken.map(\.key)
        guard let key = keys.first(where: { !$0.scope.isHome }) ?? keys.first else { return false }
        return try view.projector.state(of: key, in: transaction)?.isExercise ?? false
    }

    /// The law of the step, else of the kind, as far as it fits the office and the matter.
    private func laws(
        of taken: PrintableSteps.Taken,
        for document: Casework.Document
    ) -> [PrintedForm.Law] {
        taken.pack.lawsCited(by: taken.step, of: taken.machine, for: document.id, taken.facts)
            .map { cited in
                PrintedForm.Law(
                    titles: cited.law.title.byLanguage,
                    article: cited.article,
                    status: cited.law.status.rawValue
                )
            }
    }

    // MARK: Fields

    /// What the steps say, as far as the caller may read it; the matter's title is that of the step or of the opening.
    private func fill(
        _ form: inout PrintedForm,
        from said: [PrintableSteps.Taken],
        _ chosen: Chosen,
        opening: PrintableSteps.Taken
    ) throws -> [FieldID: BodyValue] {
        var fields: [FieldID: BodyValue] = [:]
        form.body = .held
        for taken in said {
            let state = try steps.said(by: taken, into: &fields)
            // What one of them lacks the whole form lacks.
            if form.body == .held { form.body = state }
        }
        form.documentNumber = try number(of: chosen, from: said, home: form.home)
        var first: [FieldID: BodyValue] = [:]
        _ = try steps.said(by: opening, into: &first)
        form.subject = Names.title.flatMap { fields[$0]?.string ?? first[$0]?.string }
        form.attachments = try attachments(fields, chosen)
        form.urgent = Names.urgent.flatMap { fields[$0] } == .bool(true)
        let isOutgoing = !form.home || !chosen.document.isInternal
        form.fields = try lines(fields, chosen, isOutgoing: isOutgoing)
        return fields
    }

    /// What is attached: where the document omits what earlier statements list, what its own step does.
    private func attachments(_ fields: [FieldID: BodyValue], _ chosen: Chosen) throws -> [String] {
        guard let field = Names.attachments else { return [] }
        var own = fields
        if chosen.document.omits.contains(field) {
            own = [:]
            _ = try steps.said(by: chosen.taken, into: &own)
        }
        return own[field].flatMap { FieldValue($0) }?.texts ?? []
    }

    /// The lines in the order of the rules: common fields, then those of the machine.
    private func lines(
        _ fields: [FieldID: BodyValue],
        _ chosen: Chosen,
        isOutgoing: Bool
    ) throws -> [PrintedForm.Line] {
        let (taken, omitted) = (chosen.taken, chosen.document.omits)
        return try (taken.pack.fields + taken.machine.fields).compactMap { field in
            // What is for the office's own handling goes out on no letter.
            guard !omitted.contains(field.id),
                !Names.all.contains(field.id)
                    || field.id == Names.receivers && chosen.document.addressee != nil
                        && !taken.key.scope.isHome,
                !(isOutgoing && field.isInternal),
                let value = fields[field.id].flatMap({ FieldValue($0) })
            else { return nil }
            return PrintedForm.Line(
                field: field.id.text,
                kind: field.kind.rawValue,
                personal: field.isPersonal,
                titles: (field.printed ?? field.title).byLanguage,
                value: value,
                values: try names(in: value, of: field, taken)
            )
        }
    }

    /// What listed values, regions, offices, laws and mechanisms are called.
    private func names(
        in value: FieldValue,
        of field: Field,
        _ taken: PrintableSteps.Taken
    ) throws -> [String: [String: String]] {
        var names: [String: [String: String]] = [:]
        for text in value.texts {
            switch field.kind {
            case .choice:
                let list = taken.pack.choices.first { $0.id == field.choice }
                names[text] = list?.values.first { $0.id.text == text }?.title.byLanguage
            case .office:
                let isReceiver = field.id == Names.receivers
                names[text] = try Address(text)
                    .map {
                        try isReceiver ? addressees($0, taken) : [office($0, taken, of: nil)]
                    }
                    .flatMap(Self.names)
            case .region: names[text] = RegionCode(text)?.fullNames
            case .lawReference: names[text] = Self.law(text, in: taken.pack)
            case .mechanism:
                let content = offices.newest(MechanismID(text))?.charter.content
                names[text] = content.map { ["en": $0.titleEn, "zh": $0.titleZh] }
            default: break
            }
        }
        return names
    }

    /// Offices by their names, one behind the other.
    private static func names(_ offices: [PrintedForm.Office]) -> [String: String]? {
        let names = offices.compactMap { Self.names($0) }
        guard let only = names.first, names.count > 1 else { return names.first }
        return Dictionary(
            uniqueKeysWithValues: only.keys.map { language in
                let comma = language == "zh" ? "、" : ", "
                return (language, names.compactMap { $0[language] }.joined(separator: comma))
            }
        )
    }

    /// An office by its title, with its region where another region's office acts for it; by its region where it has no title here.
    private static func names(_ office: PrintedForm.Office) -> [String: String]? {
        let region = Address(office.address)?.region.fullNames
        guard let title = office.title else { return region }
        let titles = OfficeEnglish.titles(title)
        guard office.isRepresented == true, let region else { return titles }
        return [
            "en": "\(region["en"] ?? "") (\(titles["en"] ?? title))",
            "zh": "\(region["zh"] ?? "")（\(title)）",
        ]
    }

    /// A law by its id in the pack, with an article behind a colon or a blank.
    private static func law(_ text: String, in pack: RulePack) -> [String: String]? {
        let parts = text.split(maxSplits: 1) { ": #".contains($0) }.map(String.init)
        guard let id = parts.first, let law = pack.laws.first(where: { $0.id.text == id }) else {
            return nil
        }
        let article = parts.count > 1 ? parts[1] : nil
        return [
            "en": ArticleText.en(law.title.en, article),
            "zh": ArticleText.zh(law.title.zh, article),
        ]
    }
}
