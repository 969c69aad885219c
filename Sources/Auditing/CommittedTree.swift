import Cryptography
package import TransparencyLog

/// What a log's own tiles hold, where these and not its entries give the root that its checkpoint names.
///
/// It tells the entries that were changed since from all others, and what the log was at each size.
struct CommittedTree {
    let tree: TreeRecomputation
    /// Entries that are here and are not the leaves of it.
    let changed: ChangedEntries
    /// What is wrong with tiles of this tree.
    let tileFindings: AuditFindings
}

/// Entries of one log that are not what its checkpoint and tiles commit to.
package struct ChangedEntries: Sendable {
    private var ranges: [Range<UInt64>] = []
    /// One for each, or for many of them.
    private(set) var findings = AuditFindings()

    /// None.
    init() {}

    /// The first of them; nil where there is none.
    package var first: UInt64? { ranges.first?.lowerBound }

    /// How many they are, also where some are not told from others.
    var count: Int { findings.count }

    /// Whether the entry at a place is one of them.
    package func contains(_ index: EntryIndex) -> Bool {
        var below = ranges[...]
        while let middle = below.indices.isEmpty ? nil : below.startIndex + below.count / 2 {
            let range = below[middle]
            if range.contains(index.rawValue) { return true }
            below = index.rawValue < range.lowerBound ? below[..<middle] : below[(middle + 1)...]
        }
        return false
    }

    /// Adds one behind all others.
    mutating func append(_ index: EntryIndex, of log: Origin) {
        findings.append(AuditFinding(.entryChanged, log: log, index: index))
        let number = index.rawValue
        guard let last = ranges.last,
            last.upperBound == number || ranges.count >= Limits.changedRangeCountMax
        else {
            ranges.append(number..<number + 1)
            return
        }
        // Of very many apart, those between the last ones are not told from them.
        ranges[ranges.count - 1] = last.lowerBound..<number + 1
    }
}
