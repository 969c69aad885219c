import Casework
import Cryptography
package import LocalAPI
import Wording

/// Shows rule packs to people: what one says, what is wrong with one, and what one says otherwise than another.
///
/// Needs no node: bytes in, documents out.
package enum PackPresenter {
    /// Which part of a pack is shown.
    package struct Part: Hashable, Sendable {
        /// The kind of record, by its id, code, title or another name; nil for all.
        package var kind: String?
        /// The machine; nil for all.
        package var machine: String?
        /// Whether only clocks are shown.
        package var isClocksOnly: Bool

        /// Makes a part.
        package init(kind: String? = nil, machine: String? = nil, isClocksOnly: Bool = false) {
            self.kind = kind
            self.machine = machine
            self.isClocksOnly = isClocksOnly
        }
    }

    /// The packs that come with the program.
    package static var builtIn: [[UInt8]] { InstalledPacks.files }

    /// The calendars that come with the program.
    package static var builtInCalendars: [[UInt8]] { DayCalendar.builtInBytes }

    /// Whether a file calls itself a calendar.
    package static func isCalendar(_ bytes: [UInt8]) -> Bool { RuleFile.isCalendar(bytes) }

    /// What stands in lists of a calendar; throws `Problem` for bytes that are none.
    package static func calendar(of bytes: [UInt8]) throws -> CalendarDocument {
        try told { document(try DayCalendar.loadKept(bytes)) }
    }

    /// The calendar of a list that a name means, an id or `<id>@<digest>`; nil where it names none.
    ///
    /// Of several of one id it is the one that was issued last, which is the one that counts; throws `Problem` where that is not plain.
    package static func find(
        _ name: String,
        among calendars: [CalendarDocument]
    ) throws -> CalendarDocument? {
        let found = calendars.filter { calendar in
            PackQuery(name)?.names(id: calendar.calendar, version: 0, digest: calendar.digest)
                == true
        }
        let last = found.map(\.issued).max()
        let newest = found.filter { $0.issued == last }
        guard newest.count > 1 else { return newest.first }
        let names = newest.map { "\($0.calendar)@\($0.digest)" }.sorted().joined(separator: ", ")
        throw Problems.problem(
            for: NodeError(.calendarAmbiguous, ["calendar": name, "calendars": names])
        )
    }

    /// What stands in lists of a pack; throws `Problem` for bytes that are none.
    package static func summary(of bytes: [UInt8]) throws -> RulePackDocument {
        try told { document(try RulePack.load(bytes)) }
    }

    /// What a pack or a calendar says; throws `Problem` for bytes that are neither, and for a part that a pack does not have.
    package static func document(of bytes: [UInt8], part: Part) throws -> RulesDocument {
        try told {
            if RuleFile.isCalendar(bytes) {
                let calendar = try DayCalendar.loadKept(bytes)
                return RulesDocument(
                    calendar: document(calendar),
                    items: calendar.items.map(item)
                )
            }
            let pack = try RulePack.load(bytes)
            let items = try items(of: pack, part).map(item)
            return RulesDocument(pack: document(pack), items: items)
        }
    }

    /// What one pack says otherwise than another, or one calendar.
    package static func difference(
        from old: [UInt8],
        to new: [UInt8]
    ) throws -> RulesDifferenceDocument {
        try told {
            if RuleFile.isCalendar(old), RuleFile.isCalendar(new) {
                let (old, new) = (try DayCalendar.loadKept(old), try DayCalendar.loadKept(new))
                return RulesDifferenceDocument(
                    from: document(old),
                    to: document(new),
                    changes: changes(PackDifference(from: old, to: new))
                )
            }
            let (old, new) = (try RulePack.load(old), try RulePack.load(new))
            return RulesDifferenceDocument(
                from: document(old),
                to: document(new),
                changes: changes(PackDifference(from: old, to: new))
            )
        }
    }

    private static func changes(
        _ difference: PackDifference
    ) -> [RulesDifferenceDocument.Change] {
        difference.changes.map { change in
            RulesDifferenceDocument.Change(
                change.sort.rawValue,
                of: item(change.item),
                aspect: change.aspect?.rawValue,
                before: change.before.map(PackWording.texts),
                after: change.after.map(PackWording.texts)
            )
        }
    }

    /// Throws what the name of a file says otherwise than its bytes, as `Problem`.
    package static func requireName(of bytes: [UInt8], named file: String) throws {
        try told {
            if let fault = RuleFile.nameFault(of: bytes, named: file) { throw fault }
        }
    }

    /// Everything that is wrong with a file.
    package static func examination(of bytes: [UInt8], named file: String) -> RulesCheckDocument {
        let examination = PackExamination(bytes, fileName: file)
        var document = RulesCheckDocument(file: file, digest: SHA256.digest(of: bytes).hex)
        document.faults = examination.faults.map {
            finding(CodedText("casework.\($0.code.rawValue)", $0.arguments))
        }
        document.notices = examination.notices.map {
            finding(CodedText("casework.\($0.code.rawValue)", $0.arguments))
        }
        document.cutShort = examination.isCutShort
        document.unread = examination.isUnread
        document.unexamined = examination.unexamined.map(\.text)
        document.pack = examination.pack.map { Self.document($0) }
        document.calendar = examination.calendar.map { Self.document($0) }
        return document
    }

    /// The pack of a list that a name means: of several versions the one in force today that is newest.
    package static func find(
        _ name: String,
        among packs: [RulePackDocument],
        at now: Int64
    ) throws -> RulePackDocument {
        let today = LocalDate(of: try NodeTime.timestamp(at: now)).text
        guard let query = PackQuery(name) else {
            throw Problems.problem(for: NodeError.malformed("rules", name))
        }
        let found = packs.filter {
            query.names(id: $0.pack, version: $0.edition, digest: $0.digest)
        }
        let current = found.filter { $0.effectiveFrom <= today && today <= $0.effectiveTo ?? today }
        let order = { (a: RulePackDocument, b: RulePackDocument) in a.edition < b.edition }
        if query.isOpen, let newest = (current.isEmpty ? found : current).max(by: order) {
            return newest
        }
        if found.count == 1 { return found[0] }
        guard !found.isEmpty else {
            throw Problems.problem(for: NodeError(.packUnknown, ["rules": name]))
        }
        let names = found.map { "\($0.pack)@\($0.digest)" }.joined(separator: ", ")
        throw Problems.problem(for: NodeError(.packAmbiguous, ["packs": names, "rules": name]))
    }

    // MARK: Parts

    private static func told<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw Problems.problem(for: error)
        }
    }

    static func document(_ pack: RulePack) -> RulePackDocument {
        var document = RulePackDocument(
            pack: pack.reference.id.text,
            digest: pack.reference.digest.hex,
            titles: ["en": pack.title.en, "zh": pack.title.zh]
        )
        document.edition = pack.version
        document.engine = pack.engine
        document.effectiveFrom = pack.effectiveFrom.text
        document.effectiveTo = pack.effectiveTo?.text
        document.builtIn = InstalledPacks.contains(pack.reference)
        return document
    }

    static func document(_ calendar: DayCalendar) -> CalendarDocument {
        var document = CalendarDocument(
            calendar: calendar.reference.id.text,
            digest: calendar.reference.digest.hex,
            years: calendar.years,
            titles: calendar.title.byLanguage
        )
        document.address = calendar.instrument.address
        document.builtIn = InstalledPacks.contains(calendar.reference)
        document.instrument = calendar.instrument.title.byLanguage
        document.issued = calendar.instrument.date.text
        document.number = calendar.instrument.number
        document.offCount = calendar.isFixedList ? calendar.fixed.count : calendar.off.count
        document.status = calendar.status.rawValue
        document.workCount = calendar.work.count
        return document
    }

    /// The items of a part: of the whole pack its calendars and kinds alone, since everything of all kinds is nothing that anybody reads.
    private static func items(of pack: RulePack, _ part: Part) throws -> [PackItem] {
        var kind: Kind?
        var machine: Machine?
        if let name = part.kind {
            kind = pack.kind(named: name)
            if kind == nil {
                // Where records are concerned a machine goes for a kind.
                machine = pack.kinds.flatMap(\.machines).first {
                    $0.id.text == name || $0.isCalled(name)
                }
                guard machine != nil else { throw unknown(pack, name) }
            }
        }
        if let name = part.machine {
            let machines = (kind.map { [$0] } ?? pack.kinds).flatMap(\.machines)
            guard let found = machines.first(where: { $0.id.text == name }) else {
                let names = machines.map(\.id.text).joined(separator: ", ")
                throw NodeError(.packMachineUnknown, ["machine": name, "machines": names])
            }
            machine = found
        }
        if part.isClocksOnly { return clocks(of: pack, kind, machine) }
        guard kind != nil || machine != nil else {
            return pack.items.filter { [.calendar, .kind].contains($0.place.subject) }
        }
        return pack.items.filter { item in
            (kind == nil || item.place.kind == kind?.id)
                && (machine == nil || item.place.machine == machine?.id)
                && item.place.kind != nil
        }
    }

    /// The clocks that steps of a part name; of the whole pack all, and the principles that no step carries.
    private static func clocks(of pack: RulePack, _ kind: Kind?, _ machine: Machine?) -> [PackItem]
    {
        let items = pack.items
        let all = items.filter { $0.place.subject == .clock }
        guard let machines = machine.map({ [$0] }) ?? kind?.machines else {
            return all + items.filter { $0.place.subject == .principle }
        }
        let named = Set(
            machines.flatMap(\.transitions).flatMap(\.allTimers).map(\.clock.text)
        )
        return all.filter { named.contains($0.place.id) }
    }

    private static func unknown(_ pack: RulePack, _ kind: String) -> NodeError {
        let known = pack.kinds.flatMap { kind in
            [(id: kind.id.text, title: Optional(kind.title))]
                + (kind.machines.count > 1
                    ? kind.machines.map { (id: $0.id.text, title: Optional($0.title)) } : [])
        }
        return NodeError.titled(.packKindUnknown, ["kind": kind], [("kinds", known)])
    }

    private static func item(_ item: PackItem) -> RuleItemDocument {
        RuleItemDocument(
            subject: item.place.subject.rawValue,
            id: item.place.id,
            kind: item.place.kind?.text,
            machine: item.place.machine?.text,
            title: item.title.map(PackWording.texts),
            statements: item.statements.filter { $0.aspect != .title }.map { statement in
                RuleItemDocument.Statement(
                    aspect: statement.aspect.rawValue,
                    values: statement.values.map(PackWording.texts)
                )
            }
        )
    }

    private static func finding(_ text: CodedText) -> RulesCheckDocument.Finding {
        let zh = Catalogue.message(text.code, text.arguments, in: .zh)
        let en = Catalogue.message(text.code, text.arguments, in: .en)
        return RulesCheckDocument.Finding(
            text: text,
            line: text.arguments["line"].flatMap { Int($0) },
            path: text.arguments["path"],
            sentence: BothTexts(zh: zh?.sentence ?? text.code, en: en?.sentence ?? text.code),
            remedy: BothTexts(zh: zh?.remedy ?? "", en: en?.remedy ?? "")
        )
    }
}
