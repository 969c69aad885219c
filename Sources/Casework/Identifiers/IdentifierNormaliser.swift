/// Brings what somebody wrote into the one form that is checked and compared.
///
/// Steps: NFKC; characters without an image go; dashes become hyphens; white space goes; capitals, except where the kind
/// keeps its case; the kind's own step. They are repeated until nothing changes, because a deletion may bring a letter
/// and its mark together. Look-alike, traditional and damaged characters stay what they are and are pointed out.
struct IdentifierNormaliser {
    /// The canonical text, or what the steps left of a text that fits no form.
    private(set) var text: ScalarText
    /// The steps that changed something; empty where the canonical text was given.
    private(set) var changes: Set<IdentifierChange> = []
    /// Parts that were found.
    private(set) var parts: [IdentifierPart: String] = [:]
    /// What is worth saying of the text.
    private(set) var findings: [IdentifierFinding] = []

    /// Rounds after which the text is taken as it is, so that it always ends.
    private static let roundCountMax = 8

    /// Normalises a text as an identifier of a kind.
    init(_ raw: ScalarText, as kind: IdentifierKind) {
        text = raw
        findings = LookAlikes.removed(from: raw)
        for round in 0..<Self.roundCountMax {
            let before = text
            runCommonSteps(keepsCase: kind.keepsCase)
            if round == 0 { findings += LookAlikes.kept(in: text) }
            let reading = IdentifierKindSteps.apply(kind, to: text)
            if reading.text != text { changes.insert(.form) }
            text = reading.text
            parts.merge(reading.parts) { first, _ in first }
            findings += reading.findings.filter { !findings.contains($0) }
            if text == before { break }
        }
        if text == raw { changes = [] }
    }

    private mutating func runCommonSteps(keepsCase: Bool) {
        step(.compatible) { ScalarText(UnicodeServices.compatible($0.string)) }
        step(.invisible) { $0.filter { !LookAlikes.isInvisible($0) } }
        step(.dash) { $0.map { LookAlikes.isDash($0) ? "-" : $0 } }
        step(.space) { $0.filter { !$0.properties.isWhitespace } }
        if !keepsCase { step(.upper) { $0.map(\.upperCased) } }
    }

    private mutating func step(_ change: IdentifierChange, _ apply: (ScalarText) -> ScalarText) {
        let next = apply(text)
        if next != text {
            changes.insert(change)
            text = next
        }
    }
}
