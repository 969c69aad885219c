import Casework
import Ledger
import LogStorage
import Sequencing
import TransparencyLog

/// Checks the signatures of entries across all cores, before they are judged in their order.
///
/// Keys that entries of the run itself name are learnt on the way, so that a whole log can be checked in parallel at first
/// contact. What is learnt decides nothing: which key holds where is judged in order, by the log's history.
struct SliceVerifier: Sendable {
    private let origin: Origin
    private let verifier: EntryVerifier
    private var learnt: [VerifierKey] = []

    /// Knows the keys of a history.
    init(_ history: KeyHistory) {
        origin = history.origin
        verifier = EntryVerifier(history)
    }

    /// Checks entries that follow each other.
    mutating func check(_ entries: [ArraySlice<UInt8>]) async -> [CheckedEntry] {
        let verifier = verifier
        var checked = await Parallel.map(entries) { verifier.check($0) }
        learn(from: checked)
        guard let second = secondVerifier else { return checked }
        let open = checked.indices.filter { checked[$0].hasUnknownKey }
        let again = await Parallel.map(open) { [checked] in checked[$0].completed(by: second) }
        for (place, entry) in zip(open, again) { checked[place] = entry }
        return checked
    }

    /// A verifier with the learnt keys; nil while there are none.
    private var secondVerifier: EntryVerifier? {
        guard !learnt.isEmpty else { return nil }
        return KeyHistory(origin: origin, trusted: learnt).map { EntryVerifier($0) }
    }

    /// Takes the keys that well-signed entries enrol, in rounds: an office's, then those of the officers that it enrols.
    ///
    /// A chain that is longer than the rounds is checked in order, when the entries are judged.
    private mutating func learn(from checked: [CheckedEntry]) {
        var known = Set(learnt)
        var open = checked.filter { entry in
            entry.enrolledKey.map { !known.contains($0) } ?? false
        }
        for _ in 0..<Limits.learningRoundCountMax where !open.isEmpty {
            let second = secondVerifier
            let before = learnt.count
            open.removeAll { entry in
                guard let key = entry.enrolledKey, !known.contains(key) else { return true }
                let whole = second.map { entry.completed(by: $0) } ?? entry
                guard whole.hasValidLine else { return false }
                known.insert(key)
                learnt.append(key)
                return true
            }
            guard learnt.count > before else { return }
        }
    }
}

extension CheckedEntry {
    /// Whether some line is by a key that was not known.
    var hasUnknownKey: Bool {
        guard case .readable(_, let outcomes) = self else { return false }
        return outcomes.contains(.unknownKey)
    }

    /// The key that the entry would enrol; nil for an entry of another kind.
    fileprivate var enrolledKey: VerifierKey? {
        guard case .readable(let content, _) = self, let key = content.header.key,
            [MachineID.office, .officer, .node].contains(content.header.machine),
            key.algorithm == .ed25519
        else { return nil }
        return key
    }

    fileprivate var hasValidLine: Bool {
        guard case .readable(_, let outcomes) = self else { return false }
        return outcomes.contains { if case .valid = $0 { true } else { false } }
    }

    /// The entry with those lines that were open and that another verifier finds valid.
    ///
    /// What it finds invalid stays open: its keys are only learnt, and another key of the same name and id may hold.
    fileprivate func completed(by verifier: EntryVerifier) -> CheckedEntry {
        guard case .readable(let entry, let outcomes) = self else { return self }
        return verifier.complete(entry, outcomes)
    }
}
