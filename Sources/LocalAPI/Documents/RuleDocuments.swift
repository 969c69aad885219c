/// An installed or known rule pack: a line of `GET /v1/rules`.
package struct RulePackDocument: LocalDocument, Hashable {
    /// A mechanism whose newest charter in force names the pack.
    package struct Use: Codable, Hashable, Sendable {
        /// The mechanism.
        package var mechanism: String
        /// The newest revision in force.
        package var revision: Int
        /// The revision since which it is named without a break.
        package var since: Int

        /// Makes a use.
        package init(mechanism: String, revision: Int, since: Int) {
            self.mechanism = mechanism
            self.revision = revision
            self.since = since
        }
    }

    /// Whether it comes with the program.
    package var builtIn: Bool
    /// The pack's digest.
    package var digest: String
    /// The pack's own version, from 1.
    package var edition: Int
    /// First day in force.
    package var effectiveFrom: String
    /// Last day in force; nil where none is known.
    package var effectiveTo: String?
    /// The edition of the rules engine that it needs.
    package var engine: Int
    /// Where it counts for steps of a mechanism.
    package var mechanisms: [Use]
    /// The pack's id.
    package var pack: String
    /// What whoever adds it should know; in the answer to that alone, and nil where there is nothing.
    package var notices: [CodedText]?
    /// The digest of a newer version here that is in force today and takes its place for new matters.
    package var supersededBy: String?
    /// The pack's name in each language, by `zh` and `en`.
    package var titles: [String: String]
    /// The version of this document.
    package var version: Int

    /// Makes a pack's document; the rest is set afterwards.
    package init(pack: String, digest: String, titles: [String: String] = [:]) {
        builtIn = false
        self.digest = digest
        edition = 1
        effectiveFrom = ""
        engine = 1
        mechanisms = []
        self.pack = pack
        self.titles = titles
        version = documentVersion
    }
}

/// A text in both languages.
package struct BothTexts: Codable, Hashable, Sendable {
    /// English.
    package var en: String
    /// Chinese.
    package var zh: String

    /// Makes a text.
    package init(zh: String, en: String) {
        self.en = en
        self.zh = zh
    }
}

/// One element of a rule pack as people read it.
package struct RuleItemDocument: Codable, Hashable, Sendable {
    /// What the pack says of one side of it.
    package struct Statement: Codable, Hashable, Sendable {
        /// Which side, such as `from` or `law`.
        package var aspect: String
        /// What it says.
        package var values: [BothTexts]

        /// Makes a statement.
        package init(aspect: String, values: [BothTexts]) {
            self.aspect = aspect
            self.values = values
        }
    }

    /// Its id.
    package var id: String
    /// The kind of record that it is, or is in.
    package var kind: String?
    /// The machine that it is, or is in.
    package var machine: String?
    /// What the pack says of it, in the order in which people read it.
    package var statements: [Statement]
    /// What it is, such as `step`, `clock` or `field`.
    package var subject: String
    /// Its title.
    package var title: BothTexts?

    /// Makes an item.
    package init(
        subject: String,
        id: String,
        kind: String?,
        machine: String?,
        title: BothTexts?,
        statements: [Statement]
    ) {
        self.id = id
        self.kind = kind
        self.machine = machine
        self.statements = statements
        self.subject = subject
        self.title = title
    }
}

/// What a rule pack or a calendar says: `lianlu rules show`.
package struct RulesDocument: LocalDocument, Hashable {
    /// The calendar; nil for a pack.
    package var calendar: CalendarDocument?
    /// The elements that were asked for.
    package var items: [RuleItemDocument]
    /// The pack; nil for a calendar.
    package var pack: RulePackDocument?
    /// The version of this document.
    package var version: Int

    /// Makes the document of a pack.
    package init(pack: RulePackDocument, items: [RuleItemDocument]) {
        self.items = items
        self.pack = pack
        version = documentVersion
    }

    /// Makes the document of a calendar.
    package init(calendar: CalendarDocument, items: [RuleItemDocument]) {
        self.calendar = calendar
        self.items = items
        version = documentVersion
    }
}

/// What an examination of a rule pack or a calendar found: `lianlu rules check`.
package struct RulesCheckDocument: LocalDocument, Hashable {
    /// A fault or a notice.
    package struct Finding: Codable, Hashable, Sendable {
        /// The line of the file; nil where the file as a whole is meant.
        package var line: Int?
        /// The JSON path.
        package var path: String?
        /// What to do about it.
        package var remedy: BothTexts
        /// What is wrong.
        package var sentence: BothTexts
        /// The code with its arguments.
        package var text: CodedText

        /// Makes a finding.
        package init(
            text: CodedText,
            line: Int?,
            path: String?,
            sentence: BothTexts,
            remedy: BothTexts
        ) {
            self.line = line
            self.path = path
            self.remedy = remedy
            self.sentence = sentence
            self.text = text
        }
    }

    /// The calendar; nil for a pack, and where there is a fault.
    package var calendar: CalendarDocument?
    /// Whether there are more faults than are told.
    package var cutShort: Bool
    /// The digest of the file's bytes.
    package var digest: String
    /// The faults, by line.
    package var faults: [Finding]
    /// The file's name.
    package var file: String
    /// What to know of a sound pack.
    package var notices: [Finding]
    /// The pack; nil for a calendar, and where there is a fault.
    package var pack: RulePackDocument?
    /// The machines that were not judged as a whole, since parts of them are wrong.
    package var unexamined: [String]
    /// Whether the file is no JSON, so that nothing of what it says was looked at.
    package var unread: Bool
    /// The version of this document.
    package var version: Int

    /// Makes a document; pack and findings are set afterwards.
    package init(file: String, digest: String) {
        cutShort = false
        self.digest = digest
        faults = []
        self.file = file
        notices = []
        unexamined = []
        unread = false
        version = documentVersion
    }
}

/// What one rule pack says otherwise than another, or one calendar: `lianlu rules diff`.
package struct RulesDifferenceDocument: LocalDocument, Hashable {
    /// One difference.
    package struct Change: Codable, Hashable, Sendable {
        /// What happened: `added`, `removed` or `changed`.
        package var change: String
        /// What is said now.
        package var after: [BothTexts]
        /// The side that is said otherwise of an element that stayed.
        package var aspect: String?
        /// What is said no longer.
        package var before: [BothTexts]
        /// The element: as it was where it was removed, else as it is.
        package var item: RuleItemDocument

        /// Makes a change.
        package init(
            _ change: String,
            of item: RuleItemDocument,
            aspect: String?,
            before: [BothTexts],
            after: [BothTexts]
        ) {
            self.after = after
            self.aspect = aspect
            self.before = before
            self.change = change
            self.item = item
        }
    }

    /// The differences; empty for files that say the same.
    package var changes: [Change]
    /// The pack that is compared with; nil for calendars.
    package var from: RulePackDocument?
    /// The calendar that is compared with; nil for packs.
    package var fromCalendar: CalendarDocument?
    /// The pack that is compared; nil for calendars.
    package var to: RulePackDocument?
    /// The calendar that is compared; nil for packs.
    package var toCalendar: CalendarDocument?
    /// The version of this document.
    package var version: Int

    /// Makes a document of two packs.
    package init(from: RulePackDocument, to: RulePackDocument, changes: [Change]) {
        self.changes = changes
        self.from = from
        self.to = to
        version = documentVersion
    }

    /// Makes a document of two calendars.
    package init(from: CalendarDocument, to: CalendarDocument, changes: [Change]) {
        self.changes = changes
        fromCalendar = from
        toCalendar = to
        version = documentVersion
    }
}
