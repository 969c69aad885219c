/// One step that a client asks the node to build, sign and append: `POST /v1/entries` (FORMATS.md §8).
///
/// The same request id with the same content gets the first acknowledgement; with other content it is refused
/// with status 409.
package struct EntrySubmission: LocalDocument, Hashable {
    /// Who may hold the body.
    package enum Audience: Hashable, Sendable {
        case addressees
        case mechanism
        case addresses([String])
    }

    /// The client's own id of this request: a UUID in lower-case hex with hyphens.
    package var request: String
    /// The mechanism that the entry goes to, by id; nil: where the record is, and the home log for a first step.
    package var mechanism: String?
    /// The machine or the kind of record, by id, title or another name of it, such as `clue` or `线索通报`; nil: the record's.
    package var machine: String?
    /// The event, by id or title, such as `return_misdirected`; nil: the one with which a record of the kind begins.
    package var event: String?
    /// The region code to act from; nil: the node's own region.
    package var from: String?
    /// The id of the office that signs; nil: the only office that the caller may sign for.
    package var office: String?
    /// The addressees, `<region>` or `<region>/<office>`; at most 64.
    package var to: [String]
    /// The addressees that a person was shown before agreeing, in the order of the text that was shown; nil where nobody was.
    ///
    /// A step that would be signed for others is refused. It is no part of what a request says when it is sent again.
    package var reviewedTo: [String]?
    /// The record, as the full hex digest of its first entry; nil for a first step.
    ///
    /// With an opening event it is the record at home that the opened one continues.
    package var record: String?
    /// The entries that this step was decided upon, as hex digests; nil: the newest ones of the record here.
    package var parents: [String]?
    /// The rule pack, `<id>@<digest>`; nil: the one that judges the record, or the newest adopted one.
    package var rules: String?
    /// Who may hold the body; nil: the addressees, and nobody else at home.
    package var audience: Audience?
    /// The body's label: `public`, `internal`, `personal`, `embargo` or `embargo-personal`; nil: `internal`.
    package var label: String?
    /// The fields of the body, by field id.
    package var fields: [String: FieldValue]
    /// Fields for what `fields` and `without` do not name, by whichever name of the same field; nil for none.
    package var defaults: [String: FieldValue]?
    /// Fields that the step does not carry along from earlier ones, by id; nil: none.
    ///
    /// Only for steps that carry some along, such as `redirect`.
    package var without: [String]?
    /// The version of this document.
    package var version: Int

    /// Makes a submission; what is left out the node decides.
    package init(request: String, machine: String?, event: String?) {
        self.request = request
        self.machine = machine
        self.event = event
        to = []
        fields = [:]
        version = documentVersion
    }

    /// What is asked for, without what somebody was shown of it.
    package var unreviewed: EntrySubmission {
        var bare = self
        bare.reviewedTo = nil
        return bare
    }
}

extension EntrySubmission.Audience: Codable {
    /// Reads `"addressees"`, `"mechanism"` or a list of addresses.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // A value that is no list is one of the two words.
        if let addresses = try? container.decode([String].self) {
            self = .addresses(addresses)
            return
        }
        switch try container.decode(String.self) {
        case "addressees": self = .addressees
        case "mechanism": self = .mechanism
        default:
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "audience is neither addressees, mechanism nor a list"
            )
        }
    }

    /// Writes the word or the list.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .addressees: try container.encode("addressees")
        case .mechanism: try container.encode("mechanism")
        case .addresses(let addresses): try container.encode(addresses)
        }
    }
}

/// What the node promises once an entry is on its disk (FORMATS.md §8).
package struct Acknowledgement: LocalDocument, Hashable {
    /// The document number that the step took, in its canonical form; nil where it took none.
    package var documentNumber: String?
    /// The entry's hex digest; of a record's first entry this is the record.
    package var entry: String
    /// The entry's index in its log.
    package var index: UInt64
    /// What the entry settles for the whole matter; the same each time the acknowledgement is asked for, nil where there is nothing.
    package var notes: [CodedText]?
    /// The log's origin.
    package var origin: String
    /// The inclusion proof as tlog-proof text (c2sp.org/tlog-proof).
    package var proof: String
    /// The version of this document.
    package var version: Int
    /// What keeps the entry from those whom it addresses; nil where nothing does.
    package var warnings: [CodedText]?

    /// Makes an acknowledgement.
    package init(entry: String, index: UInt64, origin: String, proof: String) {
        self.entry = entry
        self.index = index
        self.origin = origin
        self.proof = proof
        version = documentVersion
    }
}

/// What a submission would sign and who would receive it: the answer of `POST /v1/previews`.
///
/// Nothing is signed or stored.
package struct EntryPreview: LocalDocument, Hashable {
    /// One node that would receive something.
    package struct Recipient: Codable, Hashable, Sendable {
        /// The addresses of the mechanism that this node fills.
        package var addresses: [String]
        /// Whether the node would be granted the body; the header goes to every recipient.
        package var body: Bool
        /// What those addresses are called in each language, by id; nil where none has a name.
        package var names: [String: [String: String]]?
        /// The node's name.
        package var node: String
        /// Why the body is granted or denied.
        package var reason: CodedText?

        /// Makes a recipient.
        package init(addresses: [String], body: Bool, node: String, reason: CodedText? = nil) {
            self.addresses = addresses
            self.body = body
            self.node = node
            self.reason = reason
        }
    }

    /// The body as JSON text; empty where there is none.
    package var body: String
    /// What the step is called in each language; nil where its pack is not here.
    package var eventTitles: [String: String]?
    /// Findings on the body that would not stop the entry.
    package var findings: [CodedText]
    /// What the fields of body and header are called, in the order of the form; nil where their pack is not here.
    package var labels: [FieldLabel]?
    /// What the kind of record is called in each language; nil where its pack is not here.
    package var machineTitles: [String: String]?
    /// What the signer and the addressees are called in each language, by id.
    package var names: [String: [String: String]]?
    /// The origin of the log that would take the entry.
    package var origin: String
    /// Every node that would receive the header; empty at home.
    package var recipients: [Recipient]
    /// The names of the keys that would sign, in their order.
    package var signers: [String]
    /// The text that would be signed, but for the salted digest of the body and the time of signing.
    package var text: String
    /// The version of this document.
    package var version: Int

    /// Makes a preview.
    package init(
        origin: String,
        text: String,
        body: String,
        signers: [String],
        recipients: [Recipient],
        findings: [CodedText] = []
    ) {
        self.body = body
        self.findings = findings
        self.origin = origin
        self.recipients = recipients
        self.signers = signers
        self.text = text
        version = documentVersion
    }
}
