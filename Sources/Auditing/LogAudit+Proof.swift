import Casework
import Cryptography
import Ledger
import TransparencyLog

// MARK: - What the checkpoint commits to

extension LogAudit {
    /// The tree that the checkpoint commits to, where the tiles prove it, with the entries beyond it; else that of the entries.
    var proven: TreeRecomputation { committed?.tree ?? tree }

    /// The roots that the log had, as far as they are known.
    ///
    /// Where entries were changed and none is told from another, their roots are nobody's: what the log's key has signed alone is.
    var provenRoots: [TreeSize: Digest] {
        guard isContradicted else { return proven.roots }
        return signedHead.map { [$0.size: $0.root] } ?? [:]
    }

    /// Whether it can be said which root the log had at a size, or that it was never as large.
    private func isKnown(_ size: TreeSize) -> Bool {
        if size > possibleEnd { return true }
        return isContradicted ? provenRoots[size] != nil : size <= proven.size
    }

    /// Says once that receipts, earlier checkpoints, and policies could be held against nothing.
    mutating func noteUncheckedHeads() {
        guard isContradicted else { return }
        let isHeadKnown = head.map { isKnown($0.size) } ?? true
        // The newest checkpoint is watched as well, and is no other head; for policies it is the one that they ask about.
        let policyCount = isHeadKnown ? 0 : trust.policies(for: origin).count
        let count = watched.count { !isKnown($0) } - (isHeadKnown ? 0 : 1) + policyCount
        guard count > 0 else { return }
        findings.append(AuditFinding(.headsNotChecked, ["count": "\(count)"], log: origin))
    }

    /// The entries that are not what the checkpoint and the tiles commit to.
    var changed: ChangedEntries { committed?.changed ?? ChangedEntries() }

    /// How many entries, from the first on, may be judged as their log's.
    var judgedCount: UInt64 {
        isContradicted ? 0 : min(changed.first ?? .max, tree.size.rawValue)
    }

    /// Whether all entries are here and are what the log commits to.
    private var isJudgedWhole: Bool { isWhole && judgedCount == tree.size.rawValue }

    /// Looks for the entries that were changed or are missing, where the entries do not give the checkpoint's root: its tiles may.
    ///
    /// Anybody can make tiles fit a root. They count for what the log has committed to where the log's key has signed it,
    /// where a receipt under a mirror's key that the auditor brought vouches for it, or where it is not known which key should
    /// have signed it and nobody vouches for another root. `isSigned`: the log's key has signed the checkpoint.
    mutating func locateChanges(_ claim: UnverifiedCheckpoint, isSigned: Bool) {
        guard claim.origin == origin, tree.roots[claim.size] != claim.root else { return }
        // Tiles that are missing or cannot be read say nothing of the entries.
        var found: CommittedTree?
        attempt("tile") { found = try $0.committedTree(claim.size) }
        isKeyKnown = isKeyKnown(for: claim, changed: found?.changed ?? ChangedEntries())
        if let found, found.tree.roots[claim.size] == claim.root,
            isSigned || isVouched(found, beyondDoubt: isKeyKnown)
        {
            committed = found
            tileFindings = found.tileFindings
            return
        }
        guard claim.size <= tree.size else { return }
        guard !isSigned else {
            isContradicted = true
            signedHead = claim
            return
        }
        guard let found, found.changed.first != nil, !isKeyKnown else { return }
        // Anybody can make a checkpoint and tiles that nobody has signed: receipts tell what was logged.
        isKeyKnown = areEntriesVouched(against: found)
        isContradicted = !isKeyKnown
    }

    /// Whether the key that the entries name last is the one that should have signed a checkpoint.
    ///
    /// It is where a line of the checkpoint says so. Else an entry that was changed or is missing may have named a later one.
    private func isKeyKnown(for claim: UnverifiedCheckpoint, changed: ChangedEntries) -> Bool {
        guard let key = history.logKey(forSize: claim.size.rawValue) else { return false }
        if claim.note.signatures.contains(where: key.matches) { return true }
        guard claim.size <= tree.size else { return false }
        guard let first = changed.first else { return true }
        let row = projection.projectedEntry(of: origin, at: EntryIndex(unchecked: first))
        // One that its author has signed as it stands here is not damaged.
        return row.map { $0.verdictClass != .invalid } == true
            && !history.logKeyIndexes.contains { changed.contains(EntryIndex(unchecked: $0)) }
    }

    /// Whether receipts say that the log was what the tiles hold, at sizes at which the entries give another root or none.
    ///
    /// Beyond doubt are those under keys that the auditor brought. Without doubt being asked for, silence suffices.
    private func isVouched(_ found: CommittedTree, beyondDoubt: Bool) -> Bool {
        let check = receipts(over: found.tree, against: found)
        if check.anchoredCount > 0 || beyondDoubt { return check.anchoredCount > 0 }
        if check.count > 0 { return true }
        return !check.findings.contains { $0.code == .cosignatureUnusable }
            && !checkpointSizes.contains { size in
                // One that cannot be read speaks for nothing; it is a finding where it is checked.
                guard isDisputed(size, by: found), let root = tree.roots[size],
                    let bytes = try? source.checkpoint(of: origin, size: size),
                    let kept = try? UnverifiedCheckpoint(parsing: bytes)
                else { return false }
                return kept.origin == origin && kept.root == root
            }
    }

    /// Whether receipts say that the log was what its entries are, at sizes at which the tiles hold another root, and none speaks
    /// for the tiles.
    private func areEntriesVouched(against found: CommittedTree) -> Bool {
        receipts(over: tree, against: found).count > 0
            && receipts(over: found.tree, against: found).count == 0
    }

    /// The receipts of sizes at which entries and tiles give different roots, held against one of the two.
    private func receipts(
        over tree: TreeRecomputation,
        against found: CommittedTree
    ) -> ReceiptCheck {
        var check = ReceiptCheck(of: origin, roots: tree.roots, mirrors: mirrors, noting: [])
        for kept in cosignatures where isDisputed(kept.size, by: found) { check.take(kept) }
        return check
    }

    private func isDisputed(_ size: TreeSize, by found: CommittedTree) -> Bool {
        guard let root = found.tree.roots[size] else { return false }
        return root != tree.roots[size]
    }

    /// The tree of the leaves that the tiles hold, and of the entries behind them; nil where some tiles are missing.
    private func committedTree(_ size: TreeSize) throws -> CommittedTree? {
        let full = TileCoordinate.fullWidth
        var committed = TreeRecomputation(watching: watched)
        var changed = ChangedEntries()
        var findings = AuditFindings()
        while committed.size < size {
            let start = committed.size.rawValue
            let width = Int(min(UInt64(full), size.rawValue - start))
            guard
                let bytes = try tile(.leaves, start / UInt64(full), width),
                bytes.count == width * Digest.byteCount
            else { return nil }
            let entries = try entries(from: start, count: width)
            for position in 0..<width {
                let part = bytes[position * Digest.byteCount..<(position + 1) * Digest.byteCount]
                guard let leaf = Digest(Array(part)) else { return nil }
                if position < entries.count, MerkleTree.leafHash(of: entries[position]) != leaf {
                    changed.append(EntryIndex(unchecked: start + UInt64(position)), of: origin)
                }
                for tile in committed.append(leafHash: leaf) where tile.level != .leaves {
                    findings += [try finding(on: tile)].compactMap { $0 }
                }
            }
        }
        // Entries beyond the checkpoint stand on it: others may have seen the log as large as that.
        while committed.size < tree.size {
            let run = try entries(from: committed.size.rawValue, count: full)
            guard !run.isEmpty else { return nil }
            for leaf in run.map({ MerkleTree.leafHash(of: $0) }) {
                for tile in committed.append(leafHash: leaf) {
                    findings += [try finding(on: tile)].compactMap { $0 }
                }
            }
        }
        return CommittedTree(tree: committed, changed: changed, tileFindings: findings)
    }

    /// The entries of one tile, as far as they were read.
    private func entries(from start: UInt64, count: Int) throws -> [[UInt8]] {
        guard start < tree.size.rawValue else { return [] }
        let count = Int(min(UInt64(count), tree.size.rawValue - start))
        return try source.entries(of: origin, from: EntryIndex(unchecked: start), count: count)
    }
}

// MARK: - Tiles

/// A tile that cannot be read, by its path.
struct UnreadableTile: Error {
    let place: String
    let cause: any Error
}

extension LogAudit {
    /// The bytes of a stored tile; nil where there is none; throws `UnreadableTile`.
    private func tile(_ level: TileLevel, _ index: UInt64, _ width: Int) throws -> [UInt8]? {
        do {
            return try source.tile(of: origin, level: level, index: index, width: width)
        } catch {
            throw UnreadableTile(place: Self.place(level, index, width), cause: error)
        }
    }

    /// What is wrong with the stored tile; nil where it is as it must be.
    func finding(on tile: TreeRecomputation.Tile) throws -> AuditFinding? {
        let place = Self.place(tile.level, tile.index, tile.hashes.count)
        let stored = try self.tile(tile.level, tile.index, tile.hashes.count)
        if stored?.elementsEqual(tile.hashes.lazy.flatMap(\.bytes)) == true { return nil }
        let code: AuditCode = stored == nil ? .tileMissing : .tileDiffers
        return AuditFinding(code, ["tile": place], log: origin, place: place)
    }

    mutating func checkTiles() throws {
        // Those of a larger tree than was read would be called surplus.
        guard !isShort || committed != nil else { return }
        for tile in proven.partialTiles {
            tileFindings += [try finding(on: tile)].compactMap { $0 }
        }
        for stored in try source.tileCoordinates(of: origin) {
            guard let width = width(of: stored) else {
                tileFindings.append(finding(.tileSurplus, stored))
                continue
            }
            // Those of this size were compared when the entries were read.
            guard stored.width < width else { continue }
            let whole = try hashes(of: stored, width: width) ?? []
            guard let earlier = try hashes(of: stored, width: stored.width),
                earlier.count == stored.width * Digest.byteCount, whole.starts(with: earlier)
            else {
                tileFindings.append(finding(.tileDiffers, stored))
                continue
            }
        }
    }

    /// The width of a tile in this tree; nil for one that is part of no tree of at most this size.
    ///
    /// A narrower one is what a smaller tree had in its place.
    func width(of stored: StoredTileCoordinate) -> Int? {
        let tile = TileCoordinate(level: stored.level, index: stored.index, width: stored.width)
        guard let tile, tile.exists(in: proven.size) else { return nil }
        guard let last = proven.size.partialTile(at: tile.level), last.index == tile.index else {
            return TileCoordinate.fullWidth
        }
        return last.width
    }

    func hashes(of tile: StoredTileCoordinate, width: Int) throws -> [UInt8]? {
        try self.tile(tile.level, tile.index, width)
    }

    func finding(_ code: AuditCode, _ tile: StoredTileCoordinate) -> AuditFinding {
        let place = Self.place(tile.level, tile.index, tile.width)
        return AuditFinding(code, ["tile": place], log: origin, place: place)
    }

    /// Its path in an export; for one that no log can have, its numbers.
    private static func place(_ level: TileLevel, _ index: UInt64, _ width: Int) -> String {
        TileCoordinate(level: level, index: index, width: width)?.path
            ?? "tile/\(level)/\(index).p/\(width)"
    }
}

// MARK: - Checkpoint and cosignatures

extension LogAudit {
    /// Every checkpoint that is kept, not only the newest: each was shown to somebody, and older proofs hang on it.
    mutating func checkKeptCheckpoints() async {
        for start in stride(from: 0, to: checkpointSizes.count, by: Self.runEntryCount) {
            let sizes = checkpointSizes[start...].prefix(Self.runEntryCount)
            var kept: [(TreeSize, [UInt8]?)] = []
            for size in sizes where isKnown(size) {
                attempt("checkpoint \(size)") {
                    kept.append((size, try $0.source.checkpoint(of: $0.origin, size: size)))
                }
            }
            let found = await withTaskGroup(of: [AuditFinding].self) { group in
                for position in stride(from: 0, to: kept.count, by: Self.sliceEntryCount) {
                    let slice = kept[position...].prefix(Self.sliceEntryCount)
                    group.addTask {
                        [origin, roots = provenRoots, end = proven.size, judgedCount, history] in
                        slice.compactMap {
                            let key = $0.0.rawValue <= judgedCount ? history : nil
                            return Self.finding(on: $0.1, at: $0.0, of: origin, roots, end, key)
                        }
                    }
                }
                return await group.reduce(into: []) { $0 += $1 }
            }
            findings += found.sorted { ($0.place ?? "") < ($1.place ?? "") }
        }
    }

    static func finding(
        on bytes: [UInt8]?,
        at size: TreeSize,
        of origin: Origin,
        _ roots: [TreeSize: Digest],
        _ end: TreeSize,
        _ history: KeyHistory?
    ) -> AuditFinding? {
        let place = "checkpoint \(size)"
        func unusable(_ cause: String?) -> AuditFinding {
            AuditFinding(.checkpointUnusable, log: origin, place: place, cause: cause)
        }
        do {
            let claim = try UnverifiedCheckpoint(parsing: bytes ?? [])
            guard claim.origin == origin, claim.size == size else {
                let other = ["origin": "\(claim.origin)", "size": "\(claim.size)"]
                return unusable(AuditDetail.text(.checkpointOther, other))
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
            // That no key is known at all, or not for certain, is said once, of the newest.
            if let key = history?.logKey(forSize: size.rawValue) { _ = try claim.verified(by: key) }
            return nil
        } catch {
            return unusable("\(error)")
        }
    }

    mutating func checkCheckpoint() throws {
        guard let bytes = try source.checkpoint(of: origin) else {
            findings.append(AuditFinding(.checkpointMissing, log: origin))
            return
        }
        do {
            let claim = try UnverifiedCheckpoint(parsing: bytes)
            // Compared before its signature, so that both faults are named when both are there.
            compare(claim)
            let key = history.logKey(forSize: claim.size.rawValue)
            // Whether it holds is judged below, once it is known whether this is the key.
            let signed = key.flatMap { try? claim.verified(by: $0) }
            locateChanges(claim, isSigned: signed != nil)
            guard let key else { return noteKeyUnknown(claim) }
            guard signed == nil else { return anchor(claim, key) }
            guard isKeyKnown || claim.size.rawValue <= judgedCount else {
                return noteKeyUnknown(claim)
            }
            _ = try claim.verified(by: key)
        } catch {
            findings.append(AuditFinding(.checkpointUnusable, log: origin, cause: "\(error)"))
        }
    }

    /// Where entries that may name the log's key were changed or are missing, nothing is said against the signature.
    private mutating func noteKeyUnknown(_ claim: UnverifiedCheckpoint) {
        guard claim.size.rawValue > judgedCount else {
            let cause = AuditDetail.text(.logKeyNone)
            findings.append(AuditFinding(.checkpointUnusable, log: origin, cause: cause))
            return
        }
        findings.append(AuditFinding(.checkpointNotChecked, log: origin))
    }

    /// Compares the key that signs with those that the auditor brought for this log.
    mutating func anchor(_ checkpoint: UnverifiedCheckpoint, _ key: VerifierKey) {
        let groups = trust.logKeyGroups(for: origin)
        for group in groups where !group.contains(key) {
            let arguments = [
                "found": Fingerprint(of: key).text,
                "trusted": group.map { Fingerprint(of: $0).text }.joined(separator: "; "),
            ]
            findings.append(AuditFinding(.logKeyNotTrusted, arguments, log: origin))
        }
        isRootSigned = checkpoint.size == tree.size && checkpoint.root == tree.root
        isAnchored =
            !groups.isEmpty && groups.allSatisfy { $0.contains(key) } && isRootSigned
    }

    mutating func compare(_ checkpoint: UnverifiedCheckpoint) {
        claimedSize = checkpoint.size
        isWhole = failure == nil && checkpoint.size <= tree.size
        let counts = ["found": "\(tree.size)", "size": "\(checkpoint.size)"]
        if checkpoint.size > tree.size {
            let index = EntryIndex(unchecked: tree.size.rawValue)
            findings.append(AuditFinding(.entriesMissing, counts, log: origin, index: index))
        } else if checkpoint.size < tree.size {
            let index = EntryIndex(unchecked: checkpoint.size.rawValue)
            findings.append(AuditFinding(.entriesSurplus, counts, log: origin, index: index))
            if tree.roots[checkpoint.size] != checkpoint.root {
                findings.append(rootFinding(checkpoint.root, at: checkpoint.size))
            }
        } else if checkpoint.root != tree.root {
            findings.append(rootFinding(checkpoint.root, at: checkpoint.size))
        }
    }

    func rootFinding(_ root: Digest, at size: TreeSize) -> AuditFinding {
        let computed = tree.roots[size] ?? tree.root
        return AuditFinding(
            .checkpointRootDiffers,
            ["computed": computed.hex, "root": root.hex, "size": "\(size)"],
            log: origin
        )
    }

    /// Verifies every receipt, those in the checkpoint's own note too, and asks each policy for its quorum.
    mutating func checkCosignatures() -> ReceiptCheck {
        let policies = trust.policies(for: origin)
        var check = ReceiptCheck(
            of: origin,
            roots: provenRoots,
            mirrors: mirrors,
            noting: Set(policies.flatMap(\.witnesses).map(\.key))
        )
        // One for entries that were not read cannot be judged, and so no quorum.
        for kept in cosignatures where isKnown(kept.size) { check.take(kept) }
        findings += check.findings
        guard let head, !isShort || committed != nil, isKnown(head.size) else { return check }
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

    mutating func checkKeyEntries() throws {
        // Without any, the log's first entry is at fault, which is said of it.
        guard !history.logKeyIndexes.isEmpty, let offered = try source.keyEntries(of: origin) else {
            return
        }
        let judged = try history.logKeyIndexes.filter { $0 < judgedCount }.flatMap {
            try source.entries(of: origin, from: EntryIndex(unchecked: $0), count: 1)
        }
        guard isJudgedWhole ? offered != judged : !offered.starts(with: judged) else { return }
        findings.append(AuditFinding(.keysFileDiffers, log: origin, place: "keys"))
    }
}
