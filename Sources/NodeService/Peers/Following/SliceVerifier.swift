import Casework
import Foundation
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
        guard case .readable(let entry, let outcomes) = self,
            case .readable(_, let others) = verifier.check(entry.bytes)
        else { return self }
        return .readable(
            entry,
            zip(outcomes, others).map { outcome, other in
                if outcome == .unknownKey, case .valid = other { other } else { outcome }
            }
        )
    }
}

/// Spreads work over the cores.
enum Parallel {
    private static let itemCountMin = 64

    /// Maps items in order; a few items are done in place.
    static func map<Item: Sendable, Value: Sendable>(
        _ items: [Item],
        _ change: @escaping @Sendable (Item) -> Value
    ) async -> [Value] {
        await map(chunksOf: items) { $0.map(change) }
    }

    /// As above, for a change that has something to prepare for each chunk.
    static func map<Item: Sendable, Value: Sendable>(
        chunksOf items: [Item],
        _ change: @escaping @Sendable (ArraySlice<Item>) -> [Value]
    ) async -> [Value] {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        guard items.count > itemCountMin, cores > 1 else { return change(items[...]) }
        let width = (items.count + cores - 1) / cores
        return await withTaskGroup(of: (Int, [Value]).self) { group in
            for start in stride(from: 0, to: items.count, by: width) {
                group.addTask {
                    (start, change(items[start..<min(start + width, items.count)]))
                }
            }
            let parts = await group.reduce(into: [Int: [Value]]()) { $0[$1.0] = $1.1 }
            return parts.sorted { $0.key < $1.key }.flatMap(\.value)
        }
    }
}
