package import Casework
import Cryptography
package import TransparencyLog

/// The text of an entry that an officer is asked to sign, read again from its bytes: he signs what it says, not what is said of it.
package struct ApprovalText: Hashable, Sendable {
    /// The log that it is bound to.
    package let origin: Origin
    /// The header.
    package let header: EntryHeader

    /// Takes a header of our own.
    package init(origin: Origin, header: EntryHeader) {
        self.origin = origin
        self.header = header.canonical
    }

    /// Reads the three lines of an entry's text; throws `approval_text_malformed` for anything that is not their one written form.
    package init(parsing bytes: some Collection<UInt8>) throws(LedgerError) {
        let fault = LedgerError(.approvalTextMalformed)
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard bytes.count <= Limits.entryByteCountMax, lines.count == 4, lines[3].isEmpty,
            // What is wrong with it does not matter here: a node writes it and nobody mends it.
            let origin = try? Origin(lines[1]),
            let header = try? EntryHeader(parsing: Array(lines[2])[...])
        else { throw fault }
        self.origin = origin
        self.header = header
        guard self.bytes.elementsEqual(bytes) else { throw fault }
    }

    /// The bytes that are signed.
    package var bytes: [UInt8] { UnverifiedEntry.text(origin: origin, header: header) }

    /// The name of the key that must sign as the approver; nil where the text names none.
    package var approverName: String? {
        guard let node = LogName(origin)?.node, let office = header.office,
            let officer = header.officer
        else { return nil }
        return LogName.keyName(node, office, officer)
    }

    /// Whether another text says the same, whoever approves it and at whatever time.
    package func isSameStep(as other: ApprovalText) -> Bool {
        guard origin == other.origin else { return false }
        var header = other.header
        header.at = self.header.at
        header.officer = self.header.officer
        return header == self.header
    }

    /// Whether the body that is shown with the text is the one that it names; both may be absent.
    package func names(_ body: SaltedObject?) -> Bool {
        let reference = header.objects.first { $0.role == .body }
        guard let body else { return reference == nil }
        return reference?.sha256 == body.name && reference?.size == body.roundedSize
    }
}

/// Whether a key may approve what an office signs, by the log that the step goes into.
package enum ApproverStanding: Hashable, Sendable {
    /// It is this officer's, and counts.
    case holds(EnrolledOfficer)
    /// No officer was enrolled with it.
    case unknown
    /// It is an officer's of another office.
    case ofOffice(OfficeID, OfficerID)
    /// It, or the office that enrolled it, counts no more.
    case revoked(OfficerID)
    /// It signs for the office already: two signatures of one key are one person's.
    case signsAlready

    /// Judges a key.
    package init(of key: OfficerKey, for office: OfficeID, in history: KeyHistory) {
        let offices = history.officeKeys(of: office, at: history.size)
        if offices.contains(where: { $0.publicKey == key.publicKey }) {
            self = .signsAlready
            return
        }
        guard let officer = history.officers.first(where: { $0.key.publicKey == key.publicKey })
        else {
            self = .unknown
            return
        }
        guard officer.office == office else {
            self = .ofOffice(officer.office, officer.officer)
            return
        }
        self = officer.holds ? .holds(officer) : .revoked(officer.officer)
    }
}

/// A signature that somebody else has made, under his key: it stands in for a signer whose key is not here.
package struct HandedInSignature: NoteSigner {
    /// The signer's key.
    package let verifierKey: VerifierKey
    private let line: SignatureLine

    /// Takes a line only if it is the key's valid signature of the text; nil otherwise.
    package init?(_ line: SignatureLine, by key: VerifierKey, over text: [UInt8]) {
        guard key.isValid(line, over: text) else { return nil }
        verifierKey = key
        self.line = line
    }

    /// What was handed in; whether it is of this text is found where the entry is judged.
    package func signature(for text: [UInt8]) throws -> [UInt8] { Array(line.signature) }
}
