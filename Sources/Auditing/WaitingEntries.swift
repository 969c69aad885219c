import Cryptography
import TransparencyLog

/// The entries of one log that wait for entries which are not here, told in one finding: in an export of one log they are many, and
/// all wait for the same reason.
struct WaitingEntries {
    /// So many of the entries that are missing are named.
    private static let namedCountMax = 8

    private var count = 0
    private var first: EntryIndex?
    private var last: EntryIndex?
    /// What is missing, in the order in which it was first waited for.
    private var digests: [String] = []
    private var known: Set<String> = []

    /// Notes an entry and the digests, in hex, of what it waits for.
    mutating func add(_ missing: [String], at index: EntryIndex) {
        count += 1
        first = first ?? index
        last = index
        for digest in missing where known.insert(digest).inserted {
            if digests.count < Self.namedCountMax { digests.append(digest) }
        }
    }

    /// What is to be said of them; nil where none waits.
    func finding(of log: Origin) -> AuditFinding? {
        guard let first, let digest = digests.first else { return nil }
        let more = known.count > digests.count ? ["…"] : []
        var finding = AuditFinding(
            .entryWaits,
            [
                "count": "\(count)", "digest": digest,
                "digests": (digests + more).joined(separator: ", "),
                "missing": "\(known.count)",
            ],
            log: log,
            index: first
        )
        finding.count = count
        if count > 1 { finding.lastIndex = last }
        return finding
    }
}
