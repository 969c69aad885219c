internal import Casework
internal import Ledger
public import TransparencyLog

extension AuditReport {
    /// When one entry was written, by itself and by the receipts of others; POSIX seconds.
    public struct Written: Hashable, Sendable {
        /// Its place in the log.
        public let index: EntryIndex
        /// What it says itself; nil where it cannot be read.
        public let statedAt: Int64?
        /// Before this it was not there, as receipts under keys prove that the auditor gave; nil where none does.
        public let notBefore: Int64?
        /// By then it was there, as such receipts prove; nil where none does.
        public let notAfter: Int64?
    }

    /// What an audit has not looked into, of one kind: how much, and the first of it by name.
    public struct Unchecked: Hashable, Sendable {
        /// Why it was not looked into.
        public enum Kind: String, CaseIterable, Sendable {
            /// A body that is here, sealed, without a key that opens it.
            case sealed
            /// A body that is not here, and not granted to this node.
            case notGranted = "not_granted"
            /// A body that is granted, and not here.
            case missing
            /// A body that a signed entry has destroyed.
            case erased
            /// A body that an export has not got.
            case leftOut = "left_out"
            /// A log of a mechanism without any receipt under a key that the auditor gave.
            case noReceipts = "no_receipts"
            /// A finding that says of something that it is missing, or was not judged.
            case finding
        }

        /// One thing that was not looked into.
        public struct Place: Hashable, Sendable {
            /// The log.
            public let log: Origin?
            /// The entry.
            public let index: EntryIndex?
            /// The digest of the body in hex, or the code of the finding; nil for a log.
            public let name: String?
        }

        /// Why.
        public let kind: Kind
        /// How much of it there is.
        public package(set) var count = 0
        /// The first of it.
        public private(set) var places: [Place] = []

        /// Nothing yet.
        package init(_ kind: Kind) { self.kind = kind }

        /// Counts one thing more, and names it while few are named.
        package mutating func note(_ log: Origin?, _ index: EntryIndex?, _ name: String?) {
            count += 1
            self.name(log, index, name)
        }

        /// Names a thing that is counted elsewhere.
        package mutating func name(_ log: Origin?, _ index: EntryIndex?, _ name: String?) {
            guard !isFull else { return }
            places.append(Place(log: log, index: index, name: name))
        }

        /// Whether no more is named.
        package var isFull: Bool { places.count >= Limits.findingListedCountMax }
    }

    /// Everything that was not looked into, kind by kind; kinds of which there is nothing are left out.
    public var unchecked: [Unchecked] {
        var logs = Unchecked(.noReceipts)
        for log in self.logs
        where log.anchoredCosignatureCount == 0 && LogName(log.origin)?.isHome == false {
            logs.note(log.origin, nil, nil)
        }
        var told = Unchecked(.finding)
        for finding in findings where finding.code.saysUnchecked {
            told.note(finding.log, finding.index, finding.code.rawValue)
        }
        return (uncheckedObjects + [logs, told]).filter { $0.count > 0 }
    }
}

extension AuditReport.Log {
    /// The row with the log's newest key, and when its first and its last entry were written.
    ///
    /// Of entries that are not what was logged, or that were not judged, no receipt proves anything.
    func telling(_ outcome: LogAudit.Outcome, _ rows: [ProjectedEntry]) -> AuditReport.Log {
        func written(_ row: ProjectedEntry) -> AuditReport.Written {
            let isSafe =
                row.index.rawValue < outcome.judgedCount && !outcome.changed.contains(row.index)
            let proven = isSafe ? outcome.receiptTimes.interval(at: row.index) : nil
            return AuditReport.Written(
                index: row.index,
                statedAt: row.at,
                notBefore: proven?.earliest?.instant,
                notAfter: proven?.latest?.instant
            )
        }
        var log = self
        log.keyID = outcome.history.currentLogKey.map { "\($0.id)" }
        log.first = rows.first.map(written)
        log.last = rows.last.map(written)
        return log
    }
}

extension AuditCode {
    /// Whether it tells that something is not here, or was not judged, and not what is wrong with what is.
    fileprivate var saysUnchecked: Bool {
        switch self {
        case .walNotChecked, .headsNotChecked, .checkpointNotChecked, .filesNotAsked,
            .objectsNotJudged, .logObjectsNotJudged, .entriesNotJudged, .entriesMissing,
            .memberLogMissing, .charterMissing, .charterGone, .charterAwaited, .rulePackMissing,
            .rulePackNewer, .packGone, .calendarGone, .calendarNotHere, .receiptsNone,
            .receiptsNotKept, .receiptsBehind, .cosignerNotAnchored, .cosignerUnknown,
            .previousMissing, .entryWaits, .sourceUnreadable, .databaseUnusable:
            true
        default: false
        }
    }
}
