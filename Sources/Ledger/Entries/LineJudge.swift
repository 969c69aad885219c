import Casework
import TransparencyLog

/// Judges the signature lines of one entry against those that its form asks for, in their order.
///
/// After them each required name may stand once more, in the same order: a line of type 0xff by the same signer, whose
/// key no entry of this version can name.
struct LineJudge {
    let history: KeyHistory
    let content: UnverifiedEntry
    let outcomes: [CheckedEntry.Outcome]

    private(set) var reasons: [Reason] = []
    private(set) var signers: [VerifierKey] = []
    private(set) var officerRank: RankID?

    init(
        history: KeyHistory,
        content: UnverifiedEntry,
        outcomes: [CheckedEntry.Outcome]
    ) {
        self.history = history
        self.content = content
        self.outcomes = outcomes
    }

    /// Judges all lines of an entry at an index.
    mutating func judge(_ required: [EntryForm.Line], at index: EntryIndex) {
        let lines = content.note.signatures
        var used = Set<Int>()
        var names: [String] = []
        for (place, line) in required.enumerated() {
            guard let name = requiredName(of: line) else { continue }
            names.append(name)
            let bytes = Array(name.utf8)
            let found = lines.indices.first {
                !used.contains($0) && lines[$0].name.bytes == bytes
            }
            guard let found else {
                reasons.append(Reason(.signatureMissing, ["name": name]))
                continue
            }
            used.insert(found)
            if found != place { reasons.append(Reason(.signatureMisplaced, ["name": name])) }
            judge(lines[found], outcome(of: found), as: line, at: index.rawValue)
        }
        judgeExtra(lines.indices.filter { !used.contains($0) }, names)
    }

    private func requiredName(of line: EntryForm.Line) -> String? {
        let header = content.header
        switch line {
        case .node, .newNode: return history.name.node.text
        case .office:
            return header.office.map { LogName.keyName(history.name.node, $0) }
        case .officer:
            guard let office = header.office, let officer = header.officer else { return nil }
            return LogName.keyName(history.name.node, office, officer)
        }
    }

    /// The outcome of a line, checked now where the key was not known when the entry was read.
    private func outcome(of position: Int) -> CheckedEntry.Outcome {
        guard outcomes[position] == .unknownKey else { return outcomes[position] }
        let line = content.note.signatures[position]
        let named = content.header.key.flatMap { $0.matches(line) ? $0 : nil }
        guard let key = history.table[line] ?? named else { return .unknownKey }
        return key.isValid(line, over: content.note.text) ? .valid(key) : .invalid(key)
    }

    private mutating func judge(
        _ line: SignatureLine,
        _ outcome: CheckedEntry.Outcome,
        as role: EntryForm.Line,
        at index: UInt64
    ) {
        let name = line.name.description
        switch outcome {
        case .unknownKey: reasons.append(Reason(.keyNotEnrolled, ["name": name]))
        case .invalid: reasons.append(Reason(.signatureInvalid, ["name": name]))
        case .valid(let key):
            signers.append(key)
            if role == .officer { officerRank = history.rank(of: key, at: index) }
            switch standing(of: key, as: role, at: index) {
            case .holds: break
            case .notEnrolled: reasons.append(Reason(.keyNotEnrolled, ["name": name]))
            case .revoked(let since):
                reasons.append(Reason(.keyRevoked, ["name": name, "since": "\(since)"]))
            case .revokedAfterwards(let since):
                reasons.append(
                    Reason(.keyRevokedAfterwards, ["name": name, "since": "\(since)"])
                )
            }
        }
    }

    private func standing(
        of key: VerifierKey,
        as role: EntryForm.Line,
        at index: UInt64
    ) -> KeyStanding {
        switch role {
        case .newNode: return key == content.header.key ? .holds : .notEnrolled
        case .node where index == 0: return history.trusted.contains(key) ? .holds : .notEnrolled
        case .node, .office, .officer: return history.standing(of: key, at: index)
        }
    }

    private mutating func judgeExtra(_ positions: [Int], _ names: [String]) {
        var allowed = names[...]
        for position in positions {
            let line = content.note.signatures[position]
            let place = allowed.firstIndex { Array($0.utf8) == line.name.bytes }
            guard let place, outcome(of: position) == .unknownKey, line.isCanonical else {
                reasons.append(Reason(.signatureUnexpected, ["name": "\(line.name)"]))
                continue
            }
            allowed = allowed[(place + 1)...]
        }
    }
}
