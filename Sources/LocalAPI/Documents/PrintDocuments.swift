/// What an official form says, as the node knows it: `GET /v1/records/<digest or prefix>/print`.
///
/// It is data; whoever prints it lays it out.
package struct PrintedForm: LocalDocument, Hashable {
    /// An office by its address, and by its title where that is known here.
    package struct Office: Codable, Hashable, Sendable {
        /// The address, `<region>` or `<region>/<office>`.
        package var address: String
        /// The name of its region in Chinese, such as 江西省; nil where it is not known here.
        package var region: String?
        /// What the rules call whoever has its part, in Chinese, such as 公安机关: only where it has no title here and the rules ask for one.
        package var role: String?
        /// The title on the card of its node; nil where it is not known here.
        package var title: String?
        /// Whether the title is that of the office that acts for the address, another region's.
        package var isRepresented: Bool?
        /// Whether it is any of several offices whose titles are known here, of which nothing names one.
        package var isAnyOfSeveral: Bool?

        /// Makes an office.
        package init(address: String, title: String?, region: String? = nil) {
            self.address = address
            self.region = region
            self.title = title
        }

        private enum CodingKeys: String, CodingKey {
            case address, region, role, title
            case isRepresented = "represented"
            case isAnyOfSeveral = "several"
        }
    }

    /// A letter that came before, which the document cites: it answers it, or corrects it.
    package struct Answered: Codable, Hashable, Sendable {
        /// Whether what it says can be read here, and if not, why.
        package var body: TimelineEntry.Body.State
        /// The day of its entry by Chinese time.
        package var day: String
        /// Its number; nil where none was given, or where it cannot be read here.
        package var documentNumber: String?
        /// The hex digest of its entry.
        package var entry: String
        /// Who signed it.
        package var sender: Office
        /// Its name in each language: that of the document, else of the step.
        package var titles: [String: String]

        /// Makes a letter; its number is set afterwards.
        package init(
            titles: [String: String],
            sender: Office,
            day: String,
            entry: String,
            body: TimelineEntry.Body.State
        ) {
            self.body = body
            self.day = day
            self.entry = entry
            self.sender = sender
            self.titles = titles
        }
    }

    /// A law on which the step rests.
    package struct Law: Codable, Hashable, Sendable {
        /// The article or articles; nil for the whole law.
        package var article: String?
        /// How well its text was checked: `verified`, `secondary` or `memory`.
        package var status: String
        /// Its name in each language.
        package var titles: [String: String]

        /// Makes a law.
        package init(titles: [String: String], article: String?, status: String = "verified") {
            self.article = article
            self.status = status
            self.titles = titles
        }
    }

    /// One field with its official name.
    package struct Line: Codable, Hashable, Sendable {
        /// The field's id.
        package var field: String
        /// The type of its value in the rule pack, as `date` or `enum`.
        package var kind: String
        /// Whether it is personal data.
        package var personal: Bool
        /// Its name in each language.
        package var titles: [String: String]
        /// What it says.
        package var value: FieldValue
        /// The names of the listed values and offices in it, by value and language.
        package var values: [String: [String: String]]

        /// Makes a line.
        package init(
            field: String,
            kind: String,
            personal: Bool,
            titles: [String: String],
            value: FieldValue,
            values: [String: [String: String]]
        ) {
            self.field = field
            self.kind = kind
            self.personal = personal
            self.titles = titles
            self.value = value
            self.values = values
        }
    }

    /// Whom a document is addressed to that goes to no office, such as a firm or a right holder.
    package struct Party: Codable, Hashable, Sendable {
        /// Its name; nil where the record does not say it, and the paper has a blank.
        package var name: String?
        /// What it is called in each language: the title of the field that names it, or its own.
        package var titles: [String: String]

        /// Makes a party.
        package init(name: String?, titles: [String: String]) {
            self.name = name
            self.titles = titles
        }
    }

    /// To whom the step turned; whoever is answered where it names nobody; empty where a party is addressed.
    package var addressees: [Office]
    /// The letter that the document answers; nil where it answers none.
    package var answered: Answered?
    /// Whether it asks its addressee for something.
    package var asks: Bool
    /// `at` of the entry.
    package var at: String
    /// The names of what goes along.
    package var attachments: [String]
    /// Whether the fields can be read here, and if not, why.
    package var body: TimelineEntry.Body.State
    /// Rows that somebody fills in on the paper by hand, by language; nil for none.
    package var blanks: [[String: String]]?
    /// The day of the card from which the title of the office that signed is taken, where that of the day of signing is not kept here; else
    /// nil.
    package var cardDay: String?
    /// Whether another node signed it: this is no original.
    package var copy: Bool?
    /// The letter of the same office that this one corrects; nil for none.
    package var corrects: Answered?
    /// The day of the entry by Chinese time.
    package var day: String
    /// The document's id in the rule pack.
    package var document: String
    /// The document number in its canonical form; as it was written where it has none; nil where none was given.
    package var documentNumber: String?
    /// Whether it was only approved and not sent.
    package var draft: Bool
    /// The hex digest of the entry whose document this is.
    package var entry: String
    /// The step's name in each language.
    package var eventTitles: [String: String]
    /// Whether mechanism or matter is an exercise by its name.
    package var exercise: Bool
    /// The fields in the order of the rule pack, those that stand elsewhere on the form left out.
    package var fields: [Line]
    /// The number of the official form; nil for an own template.
    package var form: Int?
    /// Whether the entry lies in the home log: nobody else has it.
    package var home: Bool
    /// Whether it is for the office's own files: it goes to nobody and bears no seal.
    package var inHouse: Bool
    /// The entry's index.
    package var index: UInt64
    /// The law behind the step.
    package var laws: [Law]
    /// The mechanism's id; nil at home.
    package var mechanism: String?
    /// The mechanism's name in each language; empty at home.
    package var mechanismTitles: [String: String]
    /// The node that answers.
    package var node: String
    /// What is to be known before it is used, as that an approval before it no longer counts; nil for nothing.
    package var notes: [CodedText]?
    /// The log that the entry stands in.
    package var origin: String
    /// What those that may be printed instead are called, by id and language; nil where there are none.
    package var otherTitles: [String: [String: String]]?
    /// Documents of the record that may be printed instead, by id.
    package var others: [String]
    /// Whom it is addressed to, where that is no office.
    package var party: Party?
    /// The letter of the same office that named an end before the later one of this letter; nil for none.
    package var prolongs: Answered?
    /// Storage receipts: the other members in force that hold the entry; nil at home.
    package var receipts: Tally?
    /// The record: the hex digest of its first entry.
    package var record: String
    /// Whether the rules have it repeat what the letter says that it cites, as a plan does that another office co-signs.
    package var repeats: Bool?
    /// What it says before its fields, in each language, with `{matter}`, `{step}`, `{we}` and `{you}` for whoever prints to fill in; nil where its
    /// kind alone decides that.
    package var says: [String: String]?
    /// The office that signed.
    package var sender: Office
    /// The title of the matter; nil where it cannot be read here.
    package var subject: String?
    /// The document's name in each language.
    package var titles: [String: String]
    /// Whether the matter is urgent.
    package var urgent: Bool
    /// The version of this document.
    package var version: Int

    /// Makes a form; what is known besides is set afterwards.
    package init(
        document: String,
        titles: [String: String],
        record: String,
        entry: String,
        origin: String,
        index: UInt64,
        at: String,
        day: String,
        node: String,
        sender: Office
    ) {
        addressees = []
        asks = false
        self.at = at
        attachments = []
        body = .denied
        self.day = day
        self.document = document
        draft = false
        self.entry = entry
        eventTitles = [:]
        exercise = false
        fields = []
        home = false
        inHouse = false
        self.index = index
        laws = []
        mechanismTitles = [:]
        self.node = node
        self.origin = origin
        others = []
        self.record = record
        self.sender = sender
        self.titles = titles
        urgent = false
        version = documentVersion
    }
}
