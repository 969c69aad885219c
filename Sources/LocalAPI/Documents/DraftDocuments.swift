/// A step that waits for an officer's signature: the answer of `POST /v1/drafts` and `POST /v1/drafts/text`, a line of `GET /v1/drafts`.
///
/// The office has signed nothing yet. Of a draft that is damaged nothing but `draft`, `findings` and, where they are known, `office` and
/// `expires` says anything.
package struct DraftDocument: LocalDocument, Hashable {
    /// The body as JSON text, for the officer who asks for the text; empty where there is none, and anywhere else.
    package var body: String
    /// When the step was drafted.
    package var created: String
    /// The document number that the node would give it now, in the moment of the approval; nil where it gives none.
    package var documentNumber: String?
    /// The id, which is that of the submission's request.
    package var draft: String
    /// The event's id.
    package var event: String
    /// The event's title, by language.
    package var eventTitles: [String: String]
    /// When the draft expires.
    package var expires: String
    /// What the officer should look at.
    package var findings: [CodedText]
    /// What the matter says so far, for the officer who asks for the text and may read it; empty anywhere else.
    package var known: [String: FieldValue]
    /// What the fields of the body, the header and `known` are called, in the order of the form; empty as `known` is.
    package var labels: [FieldLabel]
    /// The machine's id.
    package var machine: String
    /// The machine's title, by language; nil where the rule pack is not here, and but in the answer with the text.
    package var machineTitles: [String: String]?
    /// The matter as in lists, for the officer who asks for the text; nil where the step begins one, and anywhere else.
    package var matter: RecordSummary?
    /// What the addresses and the mechanism of the step are called in each language, by id; nil but in the answer with the text.
    package var names: [String: [String: String]]?
    /// The office that signs.
    package var office: String
    /// The officer for whom the text was written; nil while it was written for nobody.
    package var officer: String?
    /// The log that would take the entry.
    package var origin: String
    /// The rank that must approve, by id.
    package var rank: String
    /// The rank's title, by language.
    package var rankTitles: [String: String]
    /// Every node that would receive the header; empty at home.
    package var recipients: [EntryPreview.Recipient]
    /// The record; nil where the step begins one.
    package var record: String?
    /// The 32 bytes of salt before the body, in hex: with it the body's digest in the text can be computed; empty as `body` is.
    package var salt: String
    /// The part of the matter that went into a mechanism before, as in lists, for the officer who asks for the text; nil where none did.
    package var sent: RecordSummary?
    /// The exact text of the entry, for the officer who asks for it, with the time at which he did; empty anywhere else.
    package var text: String
    /// The user who drafted it.
    package var uid: UInt32
    /// The version of this document.
    package var version: Int

    /// Makes a draft's document.
    package init(draft: String, machine: String, event: String, office: String, origin: String) {
        body = ""
        created = ""
        self.draft = draft
        self.event = event
        eventTitles = [:]
        expires = ""
        findings = []
        known = [:]
        labels = []
        self.machine = machine
        self.office = office
        self.origin = origin
        rank = ""
        rankTitles = [:]
        recipients = []
        salt = ""
        text = ""
        uid = 0
        version = documentVersion
    }
}

/// Asks for the text that one officer would sign, `POST /v1/drafts/text`, or for what he has approved, `POST /v1/drafts/approved`.
package struct ApprovalQuestion: LocalDocument, Hashable {
    /// The draft's id.
    package var draft: String
    /// The public half of the officer's key, as `lianlu officer key` printed it.
    package var key: String
    /// The version of this document.
    package var version: Int

    /// Makes a question.
    package init(draft: String, key: String) {
        self.draft = draft
        self.key = key
        version = documentVersion
    }
}

/// An officer's approval: `POST /v1/drafts/approve`.
package struct ApprovalDocument: LocalDocument, Hashable {
    /// The draft's id.
    package var draft: String
    /// A signed note: the text, and the officer's signature line.
    package var note: String
    /// The version of this document.
    package var version: Int

    /// Makes an approval.
    package init(draft: String, note: String) {
        self.draft = draft
        self.note = note
        version = documentVersion
    }
}

/// Names a draft: `POST /v1/drafts/cancel`.
package struct DraftName: LocalDocument, Hashable {
    /// The draft's id.
    package var draft: String
    /// The version of this document.
    package var version: Int

    /// Names one.
    package init(_ draft: String) {
        self.draft = draft
        version = documentVersion
    }
}
