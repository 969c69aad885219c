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
        /// How many of them, from the first on, are what the log's checkpoint commits to, or are contradicted by nothing: what the
        /// others come to says nothing of who signed them.
        package let judgedCount: UInt64
        /// Those that are here and are not what the log's checkpoint and tiles commit to.
        package let changed: ChangedEntries
        /// Whether no more are missing, since its checkpoint names no larger size.
        package let isWhole: Bool
        /// The first of those that are here beyond the size of the log's checkpoint, which nothing proves to be of the log; nil where none is.
        let surplusStart: UInt64?
        /// Whether entries were changed, and none is told from another.
        package let isContradicted: Bool
        /// The size that the log has never passed, as far as its checkpoint and its entries tell.
        package let possibleEnd: TreeSize
        /// The root that they give, where the log's key has signed a checkpoint of it.
        package let root: Digest?
        /// The roots at the sizes that were asked for; those of its tiles where only these give the checkpoint's root, and that
        /// root alone where neither does.
        package let roots: [TreeSize: Digest]
        /// Whether a key of the log that the auditor brought has signed its checkpoint, and that covers all entries.
        package let isAnchored: Bool
        /// Receipts that verify, one a cosigner and size.
        package let cosignatureCount: Int
        /// Those of them under keys that the auditor brought.
        package let anchoredCosignatureCount: Int
        /// What receipts of each cosigner there are.
        package let receipts: [AuditReport.Receipts]
        /// When others have cosigned which size.
        let receiptTimes: ReceiptTimes
        /// The keys at the end of the log.
        package let history: KeyHistory
        /// What the entries name that the audit looks at later.
        package let mentions: Mentions
        /// All findings but those on the standing of entries.
        package let findings: [AuditFinding]

        /// Whether all entries of the log are here and were judged.
        package var isJudgedWhole: Bool {
            isWhole && !isContradicted && judgedCount == entryCount
        }

        /// Whether it can be said which root the log had at a size, or that it was never as large.
        func isKnown(_ size: TreeSize) -> Bool {
            roots[size] != nil || size > possibleEnd || (isWhole && !isContradicted)
        }
    }

    /// What entries name that must be compared with something else, once all logs are read.
    package struct Mentions {
        /// Entries that introduce objects.
        package var objects: [EntryIndex] = []
        /// How many objects these are, each counted once an entry.
        package var objectCount = 0
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
    static let runEntryCount = 4_096
    static let sliceEntryCount = 256
    /// No tree is larger.
    private static let endUnknown = TreeSize(unchecked: 1 << 62)

    let source: any AuditSource
    let origin: Origin
    private let projector: Projector
    let projection: AuditProjection
    private let trusted: [VerifierKey]
    let trust: Trust
    let mirrors: MirrorKeys
    var history: KeyHistory
    var tree: TreeRecomputation
    let head: UnverifiedCheckpoint?
    let cosignatures: [KeptCosignature]
    let checkpointSizes: [TreeSize]
    var findings: [AuditFinding] = []
    private var mentions = Mentions()
    /// Faults of tiles, by the tree that the entries give, or else by the one that the checkpoint commits to.
    var tileFindings = AuditFindings()
    /// What the log's own tiles hold, where they and not the entries give the checkpoint's root.
    var committed: CommittedTree?
    /// Whether a root that the log's key has signed, or its tiles, say that entries were changed, and not which.
    var isContradicted = false
    /// The newest checkpoint, where the log's key has signed it and the entries contradict it.
    var signedHead: UnverifiedCheckpoint?
    /// Whether the key that should have signed the newest checkpoint is known, although entries do not give its root.
    var isKeyKnown = false
    let watched: [TreeSize]
    var isWhole = false
    var isAnchored = false
    /// Whether the log's key has signed a checkpoint of exactly these entries.
    var isRootSigned = false
    /// Why no more entries were read, although there may be some.
    var failure: (any Error)?
    /// The size that the newest checkpoint names.
    var claimedSize: TreeSize?

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
        watched =
            cosignatures.map(\.size) + checkpointSizes + sizes + [head?.size].compactMap { $0 }
        tree = TreeRecomputation(watching: watched)
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
        audit.noteMissingEntries()
        audit.noteUncheckedHeads()
        audit.attempt("keys") { try $0.checkKeyEntries() }
        return Outcome(
            origin: audit.origin,
            entryCount: audit.tree.size.rawValue,
            judgedCount: audit.judgedCount,
            changed: audit.changed,
            isWhole: audit.isWhole,
            surplusStart: audit.claimedSize.flatMap {
                $0 < audit.tree.size ? $0.rawValue : nil
            },
            isContradicted: audit.isContradicted,
            possibleEnd: audit.possibleEnd,
            root: audit.isRootSigned ? audit.tree.root : nil,
            roots: audit.provenRoots,
            isAnchored: audit.isAnchored,
            cosignatureCount: receipts.count,
            anchoredCosignatureCount: receipts.anchoredCount,
            receipts: receipts.byCosigner,
            receiptTimes: ReceiptTimes(receipts.times),
            history: audit.history,
            mentions: audit.mentions,
            findings: audit.changed.findings.all + audit.tileFindings.all + audit.findings
        )
    }
}

// MARK: - What cannot be read

extension LogAudit {
    mutating func attempt(_ place: String, _ body: (inout LogAudit) throws -> Void) {
        do {
            try body(&self)
        } catch let error as UnreadableTile {
            noteUnreadable(error.place, error.cause)
        } catch {
            noteUnreadable(place, error)
        }
    }

    mutating func noteUnreadable(
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
    var isShort: Bool {
        failure != nil || (claimedSize ?? watched.max()).map { $0 > tree.size } == true
    }

    /// The size up to which there may be entries that were not read; without a checkpoint nothing says where they end.
    var possibleEnd: TreeSize {
        claimedSize.map { max($0, tree.size) } ?? Self.endUnknown
    }

    /// Says, where no checkpoint does, that receipts or earlier checkpoints are of more entries than are here.
    mutating func noteMissingEntries() {
        guard claimedSize == nil, failure == nil, let size = watched.max(), size > tree.size else {
            return
        }
        let counts = ["found": "\(tree.size)", "size": "\(size)"]
        let index = EntryIndex(unchecked: tree.size.rawValue)
        findings.append(AuditFinding(.entriesMissing, counts, log: origin, index: index))
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
                attempt("tile") { audit in
                    let fault = try audit.finding(on: tile)
                    audit.tileFindings += [fault].compactMap { $0 }
                }
            }
        }
        _ = try session.finish()
        if let state = projection.projectedLog(origin) { history = try KeyHistory(decoding: state) }
    }

    private mutating func note(_ entry: CheckedEntry, at index: EntryIndex) {
        guard case .readable(let content, _) = entry else { return }
        let header = content.header
        if !header.objects.isEmpty {
            mentions.objects.append(index)
            mentions.objectCount += header.objects.count
        }
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
