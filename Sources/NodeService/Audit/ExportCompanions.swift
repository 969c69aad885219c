import Auditing
import Casework
import Cryptography
import Ledger
import SQLiteStorage
import TransparencyLog

/// How much of a log an export holds, so that every audit reads it whole.
package struct ExportLimits {
    /// Sizes of which storage receipts go along, the newest; beyond them, each cosigner's newest.
    package var cosignedSizeCountMax = 100_000
    /// Bytes of the list of digests.
    package var digestsByteCountMax = DownloadLimits.digestsByteCountMax

    /// 100,000 sizes, and 256 MiB.
    package init() {}
}

/// What an export holds beside a log's tree.
struct ExportCompanions {
    /// The storage receipts of each size, in rising order.
    private(set) var cosignatures: [(size: TreeSize, lines: [UInt8])] = []
    /// Sizes whose receipts are left out.
    private(set) var cosignedSizesLeftOut = 0
    /// The charters of the log's mechanism.
    private(set) var charters: [(digest: Digest, note: [UInt8])] = []
    /// The packs that these charters name, or those that the entries of a home log name, and the calendars that these packs name.
    private(set) var packs: [(digest: Digest, bytes: [UInt8])] = []
    /// The entries that name the log's keys, oldest first.
    let keys: [[UInt8]]

    /// Gathers them from a home.
    init(
        of origin: Origin,
        in source: SQLiteAuditSource,
        size: TreeSize,
        limits: ExportLimits
    ) throws {
        keys = try ExportedKeys.entries(of: origin, in: source, size: size)
        let mechanism = LogName(origin)?.mechanism
        var named: Set<Digest> = []
        for note in try source.charters() {
            let charter = try Charter(parsing: note)
            guard charter.mechanism == mechanism else { continue }
            charters.append((charter.digest, note))
            named.formUnion(charter.content.rules.map(\.digest))
        }
        if LogName(origin)?.isHome == true {
            named = try Self.packsNamed(by: origin, in: source, size: size)
        }
        // What other mechanisms agreed on is no business of whoever gets this log.
        let files = try source.rulePacks().map { (digest: SHA256.digest(of: $0), bytes: $0) }
        for file in files where named.contains(file.digest) {
            // What is no pack names nothing.
            named.formUnion((try? RulePack.load(file.bytes))?.calendars.map(\.digest) ?? [])
        }
        packs = files.filter { named.contains($0.digest) }
        try gatherCosignatures(of: origin, in: source, limits.cosignedSizeCountMax)
    }

    /// All receipts, or where there are too many sizes, those of the newest, and of every cosigner the newest.
    private mutating func gatherCosignatures(
        of origin: Origin,
        in source: SQLiteAuditSource,
        _ limit: Int
    ) throws {
        var lines: [TreeSize: [UInt8]] = [:]
        var newest: [String: TreeSize] = [:]
        for kept in try source.cosignatures(of: origin) {
            lines[kept.size, default: []] += kept.line
            let signer = SignatureLine.name(ofEncoded: kept.line) ?? Hex.encode(kept.line)
            newest[signer] = max(newest[signer] ?? 0, kept.size)
        }
        let sizes = Set(lines.keys.sorted(by: >).prefix(limit)).union(newest.values)
        cosignedSizesLeftOut = lines.count - sizes.count
        cosignatures = lines.filter { sizes.contains($0.key) }.sorted { $0.key < $1.key }
            .map { ($0.key, $0.value) }
    }

    private static func packsNamed(
        by origin: Origin,
        in source: SQLiteAuditSource,
        size: TreeSize
    ) throws -> Set<Digest> {
        var named: Set<Digest> = []
        var index: UInt64 = 0
        while index < size.rawValue {
            let start = EntryIndex(unchecked: index)
            let run = try source.entries(of: origin, from: start, count: 4_096)
            guard !run.isEmpty else { return named }
            for bytes in run {
                // What cannot be read names no pack.
                guard let rules = (try? UnverifiedEntry(parsing: bytes))?.header.rules else {
                    continue
                }
                named.insert(rules.digest)
            }
            index += UInt64(run.count)
        }
        return named
    }
}
