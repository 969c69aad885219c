package import Casework
package import Cryptography
package import Ledger
package import TransparencyLog

/// Re-reads one log from its first entry to its checkpoint and re-computes everything that it claims.
///
/// Signatures are checked across cores in runs of entries; keys, charters and steps are judged in order, as every node
/// judges them, into the audit's own projection.
package struct LogAudit {
    /// What came out of one log.
    package struct Outcome {
        /// The log.
        package let origin: Origin
        /// Entries read and checked.
        package let entryCount: UInt64
        /// Whether no more are missing: its checkpoint names no larger size.
        package let isWhole: Bool
        /// The root that they give.
        package let root: Digest
        /// The roots at the sizes that were asked for.
        package let roots: [TreeSize: Digest]
        /// Whether a key of the log that the auditor brought has signed its checkpoint, and that covers all entries.
        package let isAnchored: Bool
        /// Receipts that verify, one a cosigner and size.
        package let cosignatureCount: Int
        /// Those of them under keys that the auditor brought.
        package let anchoredCosignatureCount: Int
        /// The keys at the end of the log.
        package let history: KeyHistory
        /// What the entries name that the audit looks at later.
        package let mentions: Mentions
        /// All findings but those on the standing of entries.
        package let findings: [AuditFinding]
    }

    /// What entries name that must be compared with something else, once all logs are read.
    package struct Mentions {
        /// Entries that introduce objects.
        package var objects: [EntryIndex] = []
        /// Openings that continue a matter at home, with the digest that they commit to.
        package var drafts: [(opening: Digest, draft: Digest)] = []
        /// Entries that have an object erased.
        package var erasures: [(index: EntryIndex, target: Digest, object: Digest)] = []
        /// Steps that an office `system` signed, with the entries that they answer.
        package var automatic: [(index: EntryIndex, step: AutomaticEvent, parents: [Digest])] = []
    }

    /// The event of a rule pack that an automatic signer says it has signed.
    package struct AutomaticEvent: Hashable, Sendable {
        package let rules: PackReference
        package let machine: MachineID
        package let event: EventID
    }

    private static let firstRunEntryCount = 256
    private static let runEntryCount = 4_096
    private static let sliceEntryCount = 256

    private let source: any AuditSource
    private let origin: Origin
    private let projector: Projector
    private let projection: AuditProjection
    private let trusted: [VerifierKey]
    private let trust: Trust
    private let mirrors: MirrorKeys
    private var history: KeyHistory
    private var tree: TreeRecomputation
    private let head: UnverifiedCheckpoint?
    private let cosignatures: [KeptCosignature]
    private let checkpointSizes: [TreeSize]
    private var findings: [AuditFinding] = []
    private var mentions = Mentions()
    private var keyEntries: [[UInt8]] = []
    private var isWhole = false
    private var isAnchored = false
    /// Why no more entries were read, although there may be some.
    private var failure: (any Error)?
    /// The size that the newest checkpoint names.
    private var claimedSize: TreeSize?

    /// Prepares the audit of one log; nil where its origin is not that of one of Lianlu's logs.
    ///
    /// `keys` are those of which one must have signed the first entry, `trust` is what the auditor brought. `sizes` are those
    /// at which its root is needed, besides the sizes of its checkpoint and of cosignatures.
    init?(
        of origin: Origin,
        in source: any AuditSource,
        keys: [VerifierKey],
        trusting trust: Trust,
        mirrors: MirrorKeys,
        watching sizes: [TreeSize],
        projector: Projector,
        into projection: AuditProjection
    ) {
        guard let history = KeyHistory(origin: origin, trusted: keys) else { return nil }
        self.source = source
        self.origin = origin
        self.projector = projector
        self.projection = projection
        trusted = keys
        self.trust = trust
        self.mirrors = mirrors
        self.history = history
        var unread: [AuditFinding] = []
        func read<Value>(_ place: String, _ body: () throws -> [Value]) -> [Value] {
            do {
                return try body()
            } catch {
                unread.append(
                    AuditFinding(
                        .sourceUnreadable,
                        log: origin,
                        place: place,
                        cause: "\(error)"
                    )
                )
                return []
            }
        }
        // One that cannot be read is a finding where it is checked.
        let note = (try? source.checkpoint(of: origin)) ?? []
        head = try? UnverifiedCheckpoint(parsing: note)
        cosignatures =
            read("cosignature") { try source.cosignatures(of: origin) }
            + Self.receipts(in: head, mirrors)
        checkpointSizes = read("checkpoint") { try source.checkpointSizes(of: origin) }
        findings = unread
        let watched = cosignatures.map(\.size) + checkpointSizes + sizes
        tree = TreeRecomputation(watching: watched + [head?.size].compactMap { $0 })
    }

    /// Receipts that stand as lines under the checkpoint itself, by keys that are known.
    private static func receipts(
        in head: UnverifiedCheckpoint?,
        _ mirrors: MirrorKeys
    ) -> [KeptCosignature] {
        guard let head else { return [] }
        return head.note.signatures
            .filter { line in mirrors[line.name].contains { $0.key.matches(line) } }
            .map { KeptCosignature(size: head.size, line: $0.encoded) }
    }

    /// Reads the whole log; what of it cannot be read is a finding, and the rest is checked all the same.
    ///
    /// Throws only where what was read cannot be judged.
    package consuming func run() async throws -> Outcome {
        var audit = self
        try await audit.readEntries()
        audit.attempt("checkpoint") { try $0.checkCheckpoint() }
        audit.attempt("tile") { try $0.checkTiles() }
        await audit.checkKeptCheckpoints()
        let receipts = audit.checkCosignatures()
        audit.attempt("keys") { try $0.checkKeyEntries() }
        return Outcome(
            origin: audit.origin,
            entryCount: audit.tree.size.rawValue,
            isWhole: audit.isWhole,
            root: audit.tree.root,
            roots: audit.tree.roots,
            isAnchored: audit.isAnchored,
            cosignatureCount: receipts.count,
            anchoredCosignatureCount: receipts.anchoredCount,
            history: audit.history,
            mentions: audit.mentions,
            findings: audit.findings
        )
    }
}

// MARK: - What cannot be read

extension LogAudit {
    private mutating func attempt(_ place: String, _ body: (inout LogAudit) throws -> Void) {
        do {
            try body(&self)
        } catch {
            noteUnreadable(place, error)
        }
    }

    private mutating func noteUnreadable(
        _ place: String,
        _ error: any Error,
        at index: EntryIndex? = nil
    ) {
        findings.append(
            AuditFinding(
                .sourceUnreadable,
                log: origin,
                index: index,
                place: place,
                cause: "\(error)"
            )
        )
    }

    /// Whether entries are there, or should be, that were not read.
    private var isShort: Bool { failure != nil || claimedSize.map { $0 > tree.size } == true }

    /// The size up to which there may be entries that were not read.
    private var possibleEnd: TreeSize {
        guard let claimedSize else {
            return failure == nil ? tree.size : TreeSize(unchecked: .max)
        }
        return max(claimedSize, tree.size)
    }
}

// MARK: - Entries

extension LogAudit {
    private struct Checked: Sendable {
        let position: Int
        let entries: [(entry: CheckedEntry, leafHash: Digest)]
    }

    /// Takes one run after the other, while the signatures of the next are being checked on the other cores.
    private mutating func readEntries() async throws {
        // A short one first: it names the keys that the others need.
        let first = read(Self.firstRunEntryCount, from: 0)
        try take(await Self.check(first, by: EntryVerifier(history)))
        var run = read(Self.runEntryCount, from: tree.size.rawValue)
        var checked = await Self.check(run, by: EntryVerifier(history))
        while !run.isEmpty {
            let following = read(
                Self.runEntryCount,
                from: tree.size.rawValue + UInt64(run.count)
            )
            let verifier = EntryVerifier(history)
            async let next = Self.check(following, by: verifier)
            try take(checked)
            checked = await next
            run = following
        }
    }

    /// The next entries; where not all can be read, those before the fault, and none after it.
    private mutating func read(_ count: Int, from start: UInt64) -> [[UInt8]] {
        guard failure == nil else { return [] }
        do {
            return try source.entries(
                of: origin,
                from: EntryIndex(unchecked: start),
                count: count
            )
        } catch {
            failure = error
        }
        // Bundle by bundle, as a source may keep them.
        var entries: [[UInt8]] = []
        while entries.count < count {
            let index = EntryIndex(unchecked: start + UInt64(entries.count))
            guard let bundle = try? source.entries(of: origin, from: index, count: 256),
                !bundle.isEmpty
            else { break }
            entries += bundle
        }
        if let failure {
            let end = EntryIndex(unchecked: start + UInt64(entries.count))
            noteUnreadable(source.name, failure, at: end)
        }
        return entries
    }

    /// Reads, hashes and verifies the entries of one run on all cores; returned in their order.
    private static func check(_ run: [[UInt8]], by verifier: EntryVerifier) async -> [Checked] {
        await withTaskGroup(of: Checked.self) { group in
            for position in stride(from: 0, to: run.count, by: sliceEntryCount) {
                let slice = run[position..<min(position + sliceEntryCount, run.count)]
                group.addTask {
                    let hasher = TreeHasher()
                    return Checked(
                        position: position,
                        entries: slice.map { (verifier.check($0), hasher.leafHash(of: $0)) }
                    )
                }
            }
            var slices: [Checked] = []
            for await slice in group { slices.append(slice) }
            return slices.sorted { $0.position < $1.position }
        }
    }

    private mutating func take(_ slices: [Checked]) throws {
        guard !slices.isEmpty else { return }
        var session = try AppendSession(
            projector,
            log: origin,
            trusted: trusted,
            store: projection
        )
        for item in slices.lazy.flatMap(\.entries) {
            try session.append(item.entry)
            note(item.entry, at: EntryIndex(unchecked: tree.size.rawValue))
            for tile in tree.append(leafHash: item.leafHash) {
                attempt("tile/\(tile.level)/\(tile.index)") { try $0.compare(tile) }
            }
        }
        _ = try session.finish()
        if let state = projection.projectedLog(origin) { history = try KeyHistory(decoding: state) }
    }

    private mutating func note(_ entry: CheckedEntry, at index: EntryIndex) {
        guard case .readable(let content, _) = entry else { return }
        let header = content.header
        if header.machine == .log { keyEntries.append(content.bytes) }
        if !header.objects.isEmpty { mentions.objects.append(index) }
        if header.office == .system, let rules = header.rules {
            let step = AutomaticEvent(rules: rules, machine: header.machine, event: header.event)
            mentions.automatic.append((index, step, header.parents))
        }
        if let draft = header.draft { mentions.drafts.append((content.digest, draft)) }
        if header.machine == .object, header.event == .erase, let target = header.target,
            let object = header.object
        {
            mentions.erasures.append((index, target, object))
        }
    }
}

// MARK: - Tiles

extension LogAudit {
    private mutating func compare(_ tile: TreeRecomputation.Tile) throws {
        let place = "tile/\(tile.level)/\(tile.index), \(tile.hashes.count) hashes"
        guard
            let stored = try source.tile(
                of: origin,
                level: tile.level,
                index: tile.index,
                width: tile.hashes.count
            )
        else {
            findings.append(AuditFinding(.tileMissing, ["tile": place], log: origin, place: place))
            return
        }
        guard stored.elementsEqual(tile.hashes.lazy.flatMap(\.bytes)) else {
            findings.append(AuditFinding(.tileDiffers, ["tile": place], log: origin, place: place))
            return
        }
    }

    private mutating func checkTiles() throws {
        // Those of a larger tree than was read would be called surplus.
        guard !isShort else { return }
        for tile in tree.partialTiles { try compare(tile) }
        for stored in try source.tileCoordinates(of: origin) {
            guard let width = width(of: stored) else {
                findings.append(finding(.tileSurplus, stored))
                continue
            }
            // Those of this size were compared when the entries were read.
            guard stored.width < width else { continue }
            let whole = try hashes(of: stored, width: width) ?? []
            guard let earlier = try hashes(of: stored, width: stored.width),
                earlier.count == stored.width * Digest.byteCount, whole.starts(with: earlier)
            else {
                findings.append(finding(.tileDiffers, stored))
                continue
            }
        }
    }

    /// The width of a tile in this tree; nil for one that is part of no tree of at most this size.
    ///
    /// A narrower one is what a smaller tree had in its place.
    private func width(of stored: StoredTileCoordinate) -> Int? {
        let tile = TileCoordinate(level: stored.level, index: stored.index, width: stored.width)
        guard let tile, tile.exists(in: tree.size) else { return nil }
        guard let last = tree.size.partialTile(at: tile.level), last.index == tile.index else {
            return TileCoordinate.fullWidth
        }
        return last.width
    }

    private func hashes(of tile: StoredTileCoordinate, width: Int) throws -> [UInt8]? {
        try source.tile(of: origin, level: tile.level, index: tile.index, width: width)
    }

    private func finding(_ code: AuditCode, _ tile: StoredTileCoordinate) -> AuditFinding {
        let place = "tile/\(tile.level)/\(tile.index), \(tile.width) hashes"
        return AuditFinding(code, ["tile": place], log: origin, place: place)
    }
}

// MARK: - Checkpoint and cosignatures

extension LogAudit {
    /// Every checkpoint that is kept, not only the newest: each was shown to somebody, and older proofs hang on it.
    private mutating func checkKeptCheckpoints() async {
        for start in stride(from: 0, to: checkpointSizes.count, by: Self.runEntryCount) {
            let sizes = checkpointSizes[start...].prefix(Self.runEntryCount)
            var kept: [(TreeSize, [UInt8]?)] = []
            for size in sizes where size <= tree.size || size > possibleEnd {
                attempt("checkpoint \(size)") {
                    kept.append((size, try $0.source.checkpoint(of: $0.origin, size: size)))
                }
            }
            let found = await withTaskGroup(of: [AuditFinding].self) { group in
                for position in stride(from: 0, to: kept.count, by: Self.sliceEntryCount) {
                    let slice = kept[position...].prefix(Self.sliceEntryCount)
                    group.addTask { [origin, roots = tree.roots, end = tree.size, history] in
                        slice.compactMap {
                            Self.finding(on: $0.1, at: $0.0, of: origin, roots, end, history)
                        }
                    }
                }
                return await group.reduce(into: []) { $0 += $1 }
            }
            findings += found.sorted { ($0.place ?? "") < ($1.place ?? "") }
        }
    }

    private static func finding(
        on bytes: [UInt8]?,
        at size: TreeSize,
        of origin: Origin,
        _ roots: [TreeSize: Digest],
        _ end: TreeSize,
        _ history: KeyHistory
    ) -> AuditFinding? {
        let place = "checkpoint \(size)"
        func unusable(_ cause: String?) -> AuditFinding {
            AuditFinding(.checkpointUnusable, log: origin, place: place, cause: cause)
        }
        do {
            let claim = try UnverifiedCheckpoint(parsing: bytes ?? [])
            guard claim.origin == origin, claim.size == size else {
                return unusable("a checkpoint of \(claim.size) entries of \(claim.origin)")
            }
            guard let root = roots[size] else {
                return AuditFinding(
                    .checkpointSizeDiffers,
                    ["checkpoint": "\(size)", "entries": "\(end)"],
                    log: origin,
                    place: place
                )
            }
            guard root == claim.root else {
                return AuditFinding(
                    .checkpointRootDiffers,
                    ["computed": root.hex, "root": claim.root.hex, "size": "\(size)"],
                    log: origin,
                    place: place
                )
            }
            // That no key is known at all is said once, of the newest.
            if let key = history.logKey(forSize: size.rawValue) { _ = try claim.verified(by: key) }
            return nil
        } catch {
            return unusable("\(error)")
        }
    }

    private mutating func checkCheckpoint() throws {
        guard let bytes = try source.checkpoint(of: origin) else {
            findings.append(AuditFinding(.checkpointMissing, log: origin))
            return
        }
        do {
            let claim = try UnverifiedCheckpoint(parsing: bytes)
            // Compared before its signature, so that both faults are named when both are there.
            compare(claim)
            guard let key = history.logKey(forSize: claim.size.rawValue) else {
                findings.append(
                    AuditFinding(
                        .checkpointUnusable,
                        log: origin,
                        cause: "no entry names a log key"
                    )
                )
                return
            }
            _ = try claim.verified(by: key)
            anchor(claim, key)
        } catch {
            findings.append(AuditFinding(.checkpointUnusable, log: origin, cause: "\(error)"))
        }
    }

    /// Compares the key that signs with those that the auditor brought for this log.
    private mutating func anchor(_ checkpoint: UnverifiedCheckpoint, _ key: VerifierKey) {
        let groups = trust.logKeyGroups(for: origin)
        for group in groups where !group.contains(key) {
            let arguments = [
                "found": Fingerprint(of: key).text,
                "trusted": group.map { Fingerprint(of: $0).text }.joined(separator: "; "),
            ]
            findings.append(AuditFinding(.logKeyNotTrusted, arguments, log: origin))
        }
        isAnchored =
            !groups.isEmpty && groups.allSatisfy { $0.contains(key) }
            && checkpoint.size == tree.size && checkpoint.root == tree.root
    }

    private mutating func compare(_ checkpoint: UnverifiedCheckpoint) {
        claimedSize = checkpoint.size
        isWhole = failure == nil && checkpoint.size <= tree.size
        let counts = ["found": "\(tree.size)", "size": "\(checkpoint.size)"]
        if checkpoint.size > tree.size {
            let index = EntryIndex(unchecked: tree.size.rawValue)
            findings.append(AuditFinding(.entriesMissing, counts, log: origin, index: index))
        } else if checkpoint.size < tree.size {
            let index = EntryIndex(unchecked: checkpoint.size.rawValue)
            findings.append(AuditFinding(.entriesSurplus, counts, log: origin, index: index))
        } else if checkpoint.root != tree.root {
            findings.append(rootFinding(checkpoint.root, at: checkpoint.size))
        }
    }

    private func rootFinding(_ root: Digest, at size: TreeSize) -> AuditFinding {
        let computed = tree.roots[size] ?? tree.root
        return AuditFinding(
            .checkpointRootDiffers,
            ["computed": computed.hex, "root": root.hex, "size": "\(size)"],
            log: origin
        )
    }

    /// Verifies every receipt, those in the checkpoint's own note too, and asks each policy for its quorum.
    private mutating func checkCosignatures() -> ReceiptCheck {
        let policies = trust.policies(for: origin)
        var check = ReceiptCheck(
            of: origin,
            roots: tree.roots,
            mirrors: mirrors,
            noting: Set(policies.flatMap(\.witnesses).map(\.key))
        )
        // One for entries that were not read cannot be judged, and so no quorum.
        for kept in cosignatures where kept.size <= tree.size || kept.size > possibleEnd {
            check.take(kept)
        }
        findings += check.findings
        guard let head, !isShort else { return check }
        for policy in policies where !policy.isQuorum(of: check.signers[head.size] ?? []) {
            let met = check.signers.filter { policy.isQuorum(of: $0.value) }.keys.max()
            findings.append(
                AuditFinding(
                    .policyNotMet,
                    [
                        "met": "\(met ?? 0)", "quorum": policy.quorumName,
                        "size": "\(head.size)",
                    ],
                    log: origin
                )
            )
        }
        return check
    }

    private mutating func checkKeyEntries() throws {
        guard !isShort, let offered = try source.keyEntries(of: origin), offered != keyEntries
        else { return }
        findings.append(AuditFinding(.keysFileDiffers, log: origin, place: "keys"))
    }
}
