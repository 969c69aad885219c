internal import Cryptography
internal import Ledger
public import TransparencyLog

/// Everything that an audit says, in a form that a program can read.
public struct AuditReport: Sendable {
    /// How the keys of a log were anchored.
    public enum Anchoring: Hashable, Sendable {
        /// The log's first entry is signed by a key that the auditor gave, or by one that the log proves to be its predecessor; or its checkpoint is signed by a
        /// key of the log that the auditor gave.
        case anchored
        /// It is not: the log may be self-consistent, but whoever wrote it may have chosen the keys.
        case selfConsistentOnly
    }

    /// How many entries count for what.
    public struct Verdicts: Hashable, Sendable {
        /// They count.
        public private(set) var valid = 0
        /// They wait for something that is not here.
        public private(set) var pending = 0
        /// Well signed, but a step that the rules do not allow.
        public private(set) var irregular = 0
        /// Bad form, signature or key.
        public private(set) var invalid = 0

        /// Counts nothing yet.
        package init() {}

        mutating func count(_ verdictClass: VerdictClass) {
            switch verdictClass {
            case .valid: valid += 1
            case .pending: pending += 1
            case .irregular: irregular += 1
            case .invalid: invalid += 1
            }
        }
    }

    /// The storage receipts of one cosigner that verify over one log.
    public struct Receipts: Hashable, Sendable {
        /// The name of the mirror's key.
        public let cosigner: KeyName
        /// How many sizes it has cosigned, as far as the receipts are here.
        public let count: Int
        /// The largest of these sizes.
        public let size: TreeSize
        /// When it says that it signed for that size: a POSIX second.
        public let time: UInt64?
        /// Whether that receipt verifies under a key that the auditor gave.
        public let isAnchored: Bool
    }

    /// What was established of one log.
    public struct Log: Sendable {
        /// The log.
        public let origin: Origin
        /// The node that writes it.
        public let node: KeyName?
        /// The fingerprint of the node key that the keys of the log hang on.
        public let fingerprint: String?
        /// Entries read and checked.
        public let entryCount: UInt64
        /// The root that they give, in hex; nil where no checkpoint that the log's key has signed is of it: a root of changed, missing
        /// or unsigned entries is nobody's.
        public let root: String?
        /// Storage receipts that verify, one a cosigner and size.
        public let cosignatureCount: Int
        /// Those of them under keys that the auditor gave; only they prove that others hold the log.
        public let anchoredCosignatureCount: Int
        /// The receipts of each cosigner, by name.
        public let receipts: [Receipts]
        /// When the newest entry says that it was written: a POSIX second; nil where there is none that can be read.
        public let newestAt: Int64?
        /// How the keys were anchored.
        public let anchoring: Anchoring
        /// What its entries count for.
        public let verdicts: Verdicts
        /// The id of the log's newest key, eight hex digits; nil where it has none that counts.
        public internal(set) var keyID: String?
        /// When its first entry was written; nil where it has none.
        public internal(set) var first: Written?
        /// When the last entry was written that is here.
        public internal(set) var last: Written?

        /// Makes the summary of one log.
        package init(
            origin: Origin,
            node: KeyName?,
            fingerprint: String?,
            entryCount: UInt64,
            root: String?,
            cosignatureCount: Int,
            anchoredCosignatureCount: Int,
            receipts: [Receipts],
            newestAt: Int64?,
            anchoring: Anchoring,
            verdicts: Verdicts
        ) {
            self.origin = origin
            self.node = node
            self.fingerprint = fingerprint
            self.entryCount = entryCount
            self.root = root
            self.cosignatureCount = cosignatureCount
            self.anchoredCosignatureCount = anchoredCosignatureCount
            self.receipts = receipts
            self.newestAt = newestAt
            self.anchoring = anchoring
            self.verdicts = verdicts
        }

        /// The row of a log that could not be read: nothing is known of it.
        static func unread(_ origin: Origin) -> Log {
            Log(
                origin: origin,
                node: nil,
                fingerprint: nil,
                entryCount: 0,
                root: nil,
                cosignatureCount: 0,
                anchoredCosignatureCount: 0,
                receipts: [],
                newestAt: nil,
                anchoring: .selfConsistentOnly,
                verdicts: Verdicts()
            )
        }
    }

    /// Counts of objects by what is known of their bytes.
    public struct Objects: Hashable, Sendable {
        /// Opened with the storage key and equal to their name.
        public var verified = 0
        /// Present, sealed, not checked, because no storage key was given; never counted as good.
        public var sealedNotChecked = 0
        /// Not here, and not granted to this node.
        public var notGranted = 0
        /// Not here although granted; fetching has not finished.
        public var missing = 0
        /// Granted, and neither here nor noted as wanted.
        public var unaccounted = 0
        /// Here although no entry grants them to this node; counted beside `verified` or `sealedNotChecked`.
        public var notEntitled = 0
        /// Erased by a signed entry.
        public var erased = 0
        /// Here although a signed entry has them erased; never counted as good.
        public var notErased = 0
        /// Of an export: named by entries, and not in it; nobody says there whether they were ever granted, held or erased.
        public var leftOut = 0

        /// Counts nothing yet.
        package init() {}
    }

    /// What was audited, as the caller named it.
    public let source: String
    /// Every log, sorted by origin.
    public let logs: [Log]
    /// The objects of all logs.
    public let objects: Objects
    /// All findings, faults first; where there are many of one kind, the first ones, and one that stands for all others.
    public let findings: [AuditFinding]
    /// Objects that were not looked into, by why.
    package let uncheckedObjects: [Unchecked]

    /// Makes a report.
    package init(
        source: String,
        logs: [Log],
        objects: Objects,
        findings: [AuditFinding],
        unchecked: [Unchecked] = []
    ) {
        uncheckedObjects = unchecked
        self.source = source
        self.logs = logs
        self.objects = objects
        self.findings = AuditFindings(findings).faultsFirst
    }

    /// The report with more findings.
    package func adding(_ more: [AuditFinding]) -> AuditReport {
        AuditReport(
            source: source,
            logs: logs,
            objects: objects,
            findings: findings + more,
            unchecked: uncheckedObjects
        )
    }

    /// Whether nothing is wrong; it says nothing of anchoring.
    public var isSound: Bool { !findings.contains { $0.weight == .fault } }

    /// Whether there is a log, and every one hangs on a key that the auditor gave.
    public var isAnchored: Bool {
        !logs.isEmpty && logs.allSatisfy { $0.anchoring == .anchored }
    }
}
