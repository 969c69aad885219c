import LocalAPI
import Wording

/// What `init` makes.
struct InitRequest: Sendable, Hashable {
    /// The home, which must not hold a node yet.
    var home: String
    /// The node's name.
    var node: String
    /// The region code of its card.
    var region: String
    /// The URL that its card gives to peers.
    var url: String
    /// The address and port to serve peers on, `host:port`.
    var listen: String
    /// Titles of its offices, by id.
    var offices: [String: String]
}

/// What `init` made.
struct InitReport: LocalDocument, Hashable {
    /// The node's card.
    var card: CardDocument
    /// Files that were made, relative to the home.
    var files: [String]
    /// The home.
    var home: String
    var version = documentVersion
}

/// How `serve` runs.
struct ServeRequest: Sendable, Hashable {
    /// The home.
    var home: String
    /// The language of what is said before the log begins.
    var language: Language
}

/// What `doctor` looks at.
struct ExamineRequest: Sendable, Hashable {
    /// The home.
    var home: String
}

/// What `audit` reads.
struct AuditRequest: Sendable, Hashable {
    /// A home, an exported directory, or an `https` URL.
    var source: String
    /// Texts of peer cards, node vkeys or tlog-policies that anchor the keys.
    var trust: [String]
    /// The file of the storage key; nil: the home's own, where it can be read.
    var storageKey: String?
    /// The file of authorities for the server of a URL; nil: those of this machine.
    var authorities: String?
    /// Texts of checkpoints that are known from before.
    var known: [String] = []
    /// The records to be shown with their clocks; nil for none.
    var records: AuditRecordsRequest?
}

/// Which records `audit` shows.
struct AuditRecordsRequest: Sendable, Hashable {
    /// The digits with which the digest of a record begins; nil for all records.
    var record: String?
    /// The moment at which clocks are looked at; nil for now.
    var at: String?
}

/// What `audit` found.
struct AuditDocument: LocalDocument, Hashable {
    /// The storage receipts of one cosigner over one log.
    struct Receipts: Codable, Hashable, Sendable {
        /// Whether the newest verifies under a key that the auditor gave.
        var anchored: Bool
        /// When the cosigner says that it signed the newest.
        var at: String?
        var cosigner: String
        var count: Int
        /// The size that the newest is for.
        var size: UInt64
    }

    /// When one entry was written: what it says, and between which times receipts under keys that the auditor gave prove it.
    struct Written: Codable, Hashable, Sendable {
        var at: String?
        var index: UInt64
        var notAfter: String?
        var notBefore: String?
    }

    /// What was not looked into, of one kind.
    struct Unchecked: Codable, Hashable, Sendable {
        /// One of it, by name: a body's digest, or the code of a finding.
        struct Place: Codable, Hashable, Sendable {
            var index: UInt64?
            var log: String?
            var name: String?
        }

        var count: Int
        var kind: String
        /// The first of it.
        var places: [Place]
    }

    /// One log.
    struct Log: Codable, Hashable, Sendable {
        /// Whether the root hangs on a key that the auditor gave: keys say nothing of entries that they have not signed.
        var anchored: Bool
        /// Whether the log's keys hang on one that the auditor gave, whatever its entries are.
        var keysAnchored: Bool
        /// Of `cosignatureCount`, those under keys that the auditor gave.
        var anchoredCosignatureCount = 0
        var cosignatureCount: Int
        var entryCount: UInt64
        var fingerprint: String?
        var firstEntry: Written?
        var invalid = 0
        var irregular = 0
        /// The id of the log's newest key.
        var keyID: String?
        /// The last one that is here.
        var lastEntry: Written?
        /// When the newest entry says that it was written.
        var newestEntryAt: String?
        var node: String?
        var origin: String
        var pending = 0
        var receipts: [Receipts] = []
        /// Nil where no checkpoint that the log's key has signed is of these entries.
        var root: String?
        var valid = 0

        /// Makes a row; `isKeyAnchored` says that the log's keys hang on one that the auditor gave.
        init(
            isKeyAnchored: Bool,
            anchoredCosignatureCount: Int = 0,
            cosignatureCount: Int,
            entryCount: UInt64,
            fingerprint: String?,
            invalid: Int = 0,
            irregular: Int = 0,
            node: String?,
            origin: String,
            pending: Int = 0,
            root: String?,
            valid: Int = 0
        ) {
            anchored = isKeyAnchored && root != nil
            keysAnchored = isKeyAnchored
            self.anchoredCosignatureCount = anchoredCosignatureCount
            self.cosignatureCount = cosignatureCount
            self.entryCount = entryCount
            self.fingerprint = fingerprint
            self.invalid = invalid
            self.irregular = irregular
            self.node = node
            self.origin = origin
            self.pending = pending
            self.root = root
            self.valid = valid
        }
    }

    /// Objects by what is known of their bytes.
    struct Objects: Codable, Hashable, Sendable {
        var erased: Int
        /// Of an export: named by entries, and not in it.
        var leftOut = 0
        var missing: Int
        var notEntitled = 0
        var notErased = 0
        var notGranted: Int
        var sealedNotChecked: Int
        var unaccounted = 0
        var verified: Int
    }

    /// One finding, with its place.
    struct Finding: Codable, Hashable, Sendable {
        /// How many it stands for, where not each of its kind is listed.
        var count = 1
        var detail: String?
        /// Whether the audit fails for it.
        var fault: Bool
        var index: UInt64?
        /// The last entry that it stands for.
        var last: UInt64?
        var log: String?
        var place: String?
        /// The record to which the entry belongs.
        var record: String?
        /// Why an entry does not count, where that is what was found.
        var reason: CodedText?
        var text: CodedText
    }

    /// What came out of it; the report of a command has it.
    var conclusion: AuditConclusion?
    var findings: [Finding]
    var logs: [Log]
    var objects: Objects
    /// How many records were shown; nil where none were asked for.
    var recordCount: Int?
    var source: String
    /// What was not looked into.
    var unchecked: [Unchecked] = []
    var version = documentVersion

    /// Whether nothing is wrong.
    var isSound: Bool { !findings.contains { $0.fault } }
}

/// What `verify` reads.
struct VerifyRequest: Sendable, Hashable {
    /// The bytes of the entry.
    var entry: [UInt8]
    /// The bytes of the proof (c2sp.org/tlog-proof).
    var proof: [UInt8]
    /// Texts of peer cards, vkeys or tlog-policies that anchor the keys.
    var trust: [String]
}

/// What `verify` found.
struct VerifyDocument: LocalDocument, Hashable {
    /// A signature line under the proof's checkpoint.
    struct Signature: Codable, Hashable, Sendable {
        /// The fingerprint of the given key that verified it; nil where none did.
        var fingerprint: String?
        /// The key's id, eight hex digits, as in its vkey.
        var keyID: String
        /// Who is said to have signed.
        var name: String
    }

    /// Whether a key of the log that was given has verified the checkpoint's signature.
    var anchored: Bool
    /// The entry's hex digest.
    var entry: String
    /// Why it does not verify; empty where it does.
    var findings: [CodedText]
    /// Whether entry, index and tree fit together, whoever signed.
    var included: Bool
    var index: UInt64?
    var origin: String?
    var root: String?
    var signatures: [Signature]
    /// The entry's own signature lines, in their order: the office's, then the approving officer's.
    var signers: [Signature] = []
    var size: UInt64?
    var version = documentVersion
}

/// What `log export` writes.
struct ExportRequest: Sendable, Hashable {
    /// The home that it reads.
    var home: String
    /// The origin of the log.
    var origin: String
    /// The directory, which must not exist or be empty.
    var directory: String
    /// Whether the objects that the home holds go with the log.
    var includesObjects = false
}

/// What `log export` wrote.
struct ExportDocument: LocalDocument, Hashable {
    var byteCount: UInt64
    var directory: String
    var fileCount: Int
    /// Pieces of fork evidence against the log; it is in doubt where there is one.
    var forkCount = 0
    /// Sizes whose storage receipts were left out, since there are too many.
    var cosignedSizesLeftOut = 0
    var objectCount = 0
    var origin: String
    var root: String
    var size: UInt64
    var version = documentVersion
}
