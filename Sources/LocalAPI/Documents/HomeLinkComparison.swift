/// What a matter at home whose link is gone and the entries that may have sent it say, beside each other: the answer of
/// `POST /v1/home-links/comparison`.
package struct HomeLinkComparison: LocalDocument, Hashable {
    /// What the matter says.
    package var matter: HomeLinkSide
    /// How many entries may have sent it.
    package var openingCount: Int
    /// How many of them were not compared; nil for none.
    package var leftCount: Int?
    /// The first of these, by digest; at most 16, nil for none.
    package var left: [String]?
    /// The entry that is named as the one that sent it; where none is named all that may have, those that agree first, at most 16.
    package var openings: [HomeLinkSide]
    /// The version of this document.
    package var version: Int

    /// Makes a comparison.
    package init(matter: HomeLinkSide, openings: [HomeLinkSide], openingCount: Int) {
        self.matter = matter
        self.openingCount = openingCount
        self.openings = openings
        version = documentVersion
    }

    /// Takes down entries that were not compared, and names the first of them.
    package mutating func leave(_ openings: [String], naming limit: Int) {
        guard !openings.isEmpty else { return }
        (leftCount, left) = (openings.count, Array(openings.prefix(limit)))
    }
}

/// One side of such a comparison.
package struct HomeLinkSide: Codable, Hashable, Sendable {
    /// When it was signed; of a matter, when its newest step at home was.
    package var at: String
    /// When the first step of a matter was signed; nil for an entry that may have sent one.
    package var begun: String?
    /// The digest of the newest body; nil where there is none.
    package var body: String?
    /// What it states otherwise than the matter did before it, or not at all: ids of fields, or `machine` and `office`; empty for the matter.
    package var differs: [String]
    /// The digest of the entry, of a matter that of its first one.
    package var entry: String
    /// What it says, as far as the caller may read it, by the ids of the fields.
    package var fields: [String: FieldValue]
    /// What is to be said of the comparison; empty for the matter.
    package var findings: [CodedText]
    /// What those fields are called, in the order of the official form.
    package var labels: [FieldLabel]
    /// The machine's id.
    package var machine: String
    /// The machine's name in each language, by `zh` and `en`.
    package var machineTitles: [String: String]
    /// What the matter said when the entry was made, where it has said something else since; nil for the matter.
    package var matterFields: [String: FieldValue]?
    /// What offices are called in each language, by address.
    package var names: [String: [String: String]]?
    /// The address that signed.
    package var office: String
    /// Whether everything that it says can be read here, and by the caller.
    package var readable: Bool

    /// Makes a side of which nothing is known but its entry; the rest is set afterwards.
    package init(entry: String, machine: String) {
        at = ""
        differs = []
        self.entry = entry
        fields = [:]
        findings = []
        labels = []
        self.machine = machine
        machineTitles = [:]
        office = ""
        readable = false
    }
}
