import Casework
import Cryptography
import Ledger
import TransparencyLog

/// The charters and rule packs that a log's entries name, and those charters in turn.
struct NamedFiles {
    /// The digests of the rule packs.
    private(set) var packs: Set<Digest> = []
    private var charters: Set<Digest> = []
    private var asked: Set<Digest> = []

    /// How many files were named so far.
    var count: Int { charters.count + packs.count }

    /// Reads all entries; what cannot be read names nothing.
    mutating func read(_ source: ExportedDirectory, of size: TreeSize) throws {
        guard let origin = try source.origins().first else { return }
        var index: UInt64 = 0
        while index < size.rawValue {
            let start = EntryIndex(unchecked: index)
            // The audit names it.
            guard let run = try? source.entries(of: origin, from: start, count: 4_096),
                !run.isEmpty
            else { return }
            for header in run.lazy.compactMap({ try? UnverifiedEntry(parsing: $0).header }) {
                if let charter = header.charter { charters.insert(charter) }
                if let rules = header.rules { packs.insert(rules.digest) }
            }
            index += UInt64(run.count)
        }
    }

    /// The charters that were named and not yet asked for.
    mutating func nextCharters() -> Set<Digest> {
        let next = charters.subtracting(asked)
        asked.formUnion(next)
        return next
    }

    /// Reads those of some charters that are here: each names its rule packs and the revision before it.
    mutating func readCharters(_ digests: Set<Digest>, in source: ExportedDirectory) {
        for digest in digests {
            // One that is none, or another, is a finding of the audit, and names nothing.
            guard let note = try? source.charter(digest), let charter = try? Charter(parsing: note),
                charter.digest == digest
            else { continue }
            packs.formUnion(charter.content.rules.map(\.digest))
            if let predecessor = charter.content.predecessor { charters.insert(predecessor) }
        }
    }

    /// Reads those of the packs that are here, and gives the calendars that they name.
    func calendars(in files: [[UInt8]]) -> Set<Digest> {
        // What is no pack names nothing.
        Set(files.compactMap { try? RulePack.load($0) }.flatMap(\.calendars).map(\.digest))
    }
}
