/// A number or name as it was written, its canonical form, and what form and check digit say of it.
///
/// Nothing that was written is refused: a false number on seized goods is evidence. The values of identifiers of persons
/// come out of `raw` and `normalised` alone; descriptions, mirrors and findings show them masked or not at all.
package struct SubjectIdentifier: Sendable {
    /// The kind that it was read as.
    package let kind: IdentifierKind
    /// The bytes as they were written; empty where they were too many.
    package let raw: [UInt8]
    /// The canonical form in UTF-8; empty where the raw bytes are no text or too many.
    package let normalised: [UInt8]
    /// What form and check digit say.
    package let status: IdentifierStatus
    /// The check character that would fit the rest; nil where the form is wrong or has none.
    package let expectedCheck: String?
    /// Whether the organisation code within a social credit code is wrong in itself: another last character would not mend it.
    package let isCoreWrong: Bool
    /// The steps of normalisation that changed something.
    package let changes: Set<IdentifierChange>
    /// Parts that were found.
    package let parts: [IdentifierPart: String]
    /// What is worth saying.
    package let findings: [IdentifierFinding]

    /// Reads bytes as an identifier of a kind; at most `Limits.subjectIdentifierByteCountMax` of them are looked at.
    ///
    /// Bytes beyond the limit, or that are no UTF-8, give the status `formatBad` and a finding.
    package init(_ raw: [UInt8], as kind: IdentifierKind) {
        let limit = Limits.subjectIdentifierByteCountMax
        guard raw.count <= limit else {
            self.init(unread: [], kind, IdentifierFinding(.tooLong, ["limit": "\(limit)"]))
            return
        }
        guard let text = String(validating: raw, as: UTF8.self) else {
            self.init(unread: raw, kind, IdentifierFinding(.notUTF8))
            return
        }
        self.init(IdentifierNormaliser(ScalarText(text), as: kind), of: raw, kind)
    }

    /// Reads text as an identifier of a kind.
    package init(_ raw: some StringProtocol, as kind: IdentifierKind) {
        self.init(Array(raw.utf8), as: kind)
    }

    private init(_ normal: IdentifierNormaliser, of raw: [UInt8], _ kind: IdentifierKind) {
        let judgement = IdentifierJudgement(of: normal.text, as: kind)
        self.kind = kind
        self.raw = raw
        normalised = normal.text.bytes
        status = judgement.status
        expectedCheck = judgement.expectedCheck
        isCoreWrong = judgement.isCoreWrong
        changes = normal.changes
        parts = normal.parts
        findings = normal.findings + judgement.findings
    }

    private init(unread raw: [UInt8], _ kind: IdentifierKind, _ finding: IdentifierFinding) {
        self.kind = kind
        self.raw = raw
        normalised = []
        status = .formatBad
        expectedCheck = nil
        isCoreWrong = false
        changes = []
        parts = [:]
        findings = [finding]
    }

    /// The canonical form as text; for identifiers of persons only where the law lets somebody read it.
    package var text: String { String(decoding: normalised, as: UTF8.self) }

    /// The canonical form as it may be printed: whole where it is public, else masked.
    package var display: String { IdentifierMask.display(ScalarText(text), kind) }
}

extension SubjectIdentifier: Hashable {
    /// Whether kind and raw bytes are the same; everything else follows from them, but for bytes beyond the limit.
    package static func == (a: Self, b: Self) -> Bool {
        a.kind == b.kind && a.raw == b.raw && a.findings == b.findings
    }

    /// Hashes kind and raw bytes.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(raw)
    }
}

extension SubjectIdentifier: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// Kind, printable form and status.
    package var description: String { "\(kind.rawValue) \(display) (\(status.rawValue))" }

    /// The same as the description, so that no log shows more.
    package var debugDescription: String { description }

    /// The description alone: `dump` shows no more either.
    package var customMirror: Mirror {
        Mirror(self, children: ["display": display, "status": status])
    }
}
