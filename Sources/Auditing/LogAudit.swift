internal import Casework
internal import Cryptography
package import Ledger
package import TransparencyLog

/// Re-reads one log from its first entry to its checkpoint and re-computes everything that it claims.
///
/// Signatures are checked across cores in runs of entries; keys and charters are judged in order, as every node judges them.
package struct LogAudit {
    /// What came out of one log.
    package struct Outcome: Sendable {
        /// The summary.
        package let log: AuditReport.Log
        /// The judgement of each entry, in order, as far as the log alone decides it.
        package let judgements: [EntryJudgement]
        /// The keys at the end of the log.
        package let history: KeyHistory
        /// All findings.
        package let findings: [AuditFinding]
    }

    private static let runEntryCount = 4_096
    private static let sliceEntryCount = 256

    private let source: any AuditSource
    private let origin: Origin
    private let context: LogContext
    private let mirrorKeys: [KeyName: [VerifierKey]]
    private var history: KeyHistory
    private var tree: TreeRecomputation
    private let anchoring: AuditReport.Anchoring
    private let cosignatures: [KeptCosignature]
    private var findings: [AuditFinding] = []
    private var judgements: [EntryJudgement] = []
    private var keyEntries: [[UInt8]] = []

    /// Prepares the audit of one log; nil where its origin is not that of one of Lianlu's logs.
    package init?(
        of origin: Origin,
        in source: any AuditSource,
        keys: [VerifierKey],
        anchoring: AuditReport.Anchoring,
        mirrorKeys: [KeyName: [VerifierKey]],
        context: LogContext
    ) throws {
        guard let history = KeyHistory(origin: origin, trusted: keys) else { return nil }
        self.source = source
        self.origin = origin
        self.context = context
        self.mirrorKeys = mirrorKeys
        self.history = history
        self.anchoring = anchoring
        cosignatures = try source.cosignatures(of: origin)
        tree = TreeRecomputation(watching: cosignatures.map(\.size))
    }

    /// Reads the whole log; throws only what the source throws.
    package consuming func run() async throws -> Outcome {
        var audit = self
        try await audit.readEntries()
        try audit.checkTiles()
        try audit.checkCheckpoint()
        let cosignatureCount = audit.checkCosignatures()
        try audit.checkKeyEntries()
        return audit.outcome(cosignatureCount: cosignatureCount)
    }

    private func outcome(cosignatureCount: Int) -> Outcome {
        let node = history.nodeKeySuccession.first
        return Outcome(
            log: AuditReport.Log(
                origin: origin,
                node: node?.name,
                fingerprint: node.map { Fingerprint(of: $0).text },
                entryCount: tree.size.rawValue,
                root: tree.root.hex,
                cosignatureCount: cosignatureCount,
                anchoring: anchoring
            ),
            judgements: judgements,
            history: history,
            findings: findings
        )
    }
}

// MARK: - Entries

extension LogAudit {
    private struct Checked: Sendable {
        let position: Int
        let entries: [(entry: CheckedEntry, leafHash: Digest)]
    }

    private mutating func readEntries() async throws {
        while true {
            let start = EntryIndex(unchecked: tree.size.rawValue)
            let run = try source.entries(of: origin, from: start, count: Self.runEntryCount)
            guard !run.isEmpty else { return }
            for slice in await check(run) {
                for item in slice.entries { try take(item.entry, item.leafHash, run) }
            }
        }
    }

    /// Reads, hashes and verifies the entries of one run on all cores; returned in their order.
    private func check(_ run: [[UInt8]]) async -> [Checked] {
        let verifier = EntryVerifier(history)
        return await withTaskGroup(of: Checked.self) { group in
            for position in stride(from: 0, to: run.count, by: Self.sliceEntryCount) {
                let slice = run[position..<min(position + Self.sliceEntryCount, run.count)]
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

    private mutating func take(
        _ entry: CheckedEntry,
        _ leafHash: Digest,
        _ run: [[UInt8]]
    ) throws {
        let index = EntryIndex(unchecked: tree.size.rawValue)
        let judgement = history.judge(entry, at: index, in: context)
        history.apply(judgement)
        judgements.append(judgement)
        if let header = judgement.content?.header, header.machine == .log,
            let bytes = judgement.content?.bytes
        {
            keyEntries.append(bytes)
        }
        for tile in tree.append(leafHash: leafHash) { try compare(tile) }
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
        for tile in tree.partialTiles { try compare(tile) }
        for stored in try source.tileCoordinates(of: origin) where !belongs(stored) {
            let place = "tile/\(stored.level)/\(stored.index), \(stored.width) hashes"
            findings.append(AuditFinding(.tileSurplus, ["tile": place], log: origin, place: place))
        }
    }

    /// Whether a tile of this width is part of some tree of at most this size.
    private func belongs(_ tile: StoredTileCoordinate) -> Bool {
        let shift = 8 * UInt64(tile.level.rawValue)
        guard shift < 64, (1...256).contains(tile.width) else { return false }
        let hashCount = tree.size.rawValue >> shift
        return tile.index * 256 + UInt64(tile.width) <= hashCount
    }
}

// MARK: - Checkpoint and cosignatures

extension LogAudit {
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
        } catch {
            findings.append(AuditFinding(.checkpointUnusable, log: origin, cause: "\(error)"))
        }
    }

    private mutating func compare(_ checkpoint: UnverifiedCheckpoint) {
        if checkpoint.size != tree.size {
            findings.append(
                AuditFinding(
                    .checkpointSizeDiffers,
                    ["checkpoint": "\(checkpoint.size)", "entries": "\(tree.size)"],
                    log: origin
                )
            )
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

    /// Verifies every cosignature over the checkpoint text that the entries themselves give; returns how many hold.
    private mutating func checkCosignatures() -> Int {
        var count = 0
        for kept in cosignatures {
            switch verdict(on: kept) {
            case nil: count += 1
            case let finding?: findings.append(finding)
            }
        }
        return count
    }

    private func verdict(on kept: KeptCosignature) -> AuditFinding? {
        let name = SignatureLine.name(ofEncoded: kept.line) ?? "?"
        let arguments = ["cosigner": name, "size": "\(kept.size)"]
        guard let root = tree.roots[kept.size] else {
            return AuditFinding(
                .cosignatureUnusable,
                arguments,
                log: origin,
                cause: "the log is smaller"
            )
        }
        let text = Checkpoint.text(origin: origin, size: kept.size, root: root)
        do {
            let claim = try UnverifiedCheckpoint(parsing: text + Array("\n".utf8) + kept.line)
            guard let line = claim.note.signatures.first,
                let keys = mirrorKeys[line.name]
            else { return AuditFinding(.cosignerUnknown, arguments, log: origin) }
            guard try !claim.cosignatures(by: keys).isEmpty else {
                return AuditFinding(.cosignerUnknown, arguments, log: origin)
            }
            return nil
        } catch {
            return AuditFinding(.cosignatureUnusable, arguments, log: origin, cause: "\(error)")
        }
    }

    private mutating func checkKeyEntries() throws {
        guard let offered = try source.keyEntries(of: origin), offered != keyEntries else { return }
        findings.append(AuditFinding(.keysFileDiffers, log: origin, place: "keys"))
    }
}
