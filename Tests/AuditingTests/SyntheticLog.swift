import Auditing
import Casework
import Cryptography
import Ledger
import TestSupport
import TransparencyLog

/// A log of the test's own making under keys that the test holds, to be put into a `VectorSource`.
struct SyntheticLog {
    struct Malformed: Error {}

    let origin: Origin
    let node: String
    private(set) var entries: [[UInt8]] = []
    private var logSigner: Ed25519Signer
    private let at: Timestamp

    /// Opens a log under a node key: the vectors' key of that name, or, by a tag, another one.
    init(
        _ origin: String,
        tag: String = "",
        previous: EntryHeader.Previous? = nil,
        charter: Digest? = nil
    ) throws {
        self.origin = try Origin(origin)
        guard let name = LogName(self.origin),
            let at = Timestamp(Array("2026-11-20T09:00:00+08:00".utf8))
        else { throw Malformed() }
        self.at = at
        node = name.node.text
        logSigner = try Self.signer(origin, tag: tag)
        try append(
            .openLog(at: at, key: logSigner.verifierKey, charter: charter, previous: previous),
            by: [try Self.signer(node, tag: tag)]
        )
    }

    /// The signer of a name's key in the vectors, or, by a tag, of another key under that name.
    static func signer(_ name: String, tag: String = "") throws -> Ed25519Signer {
        try Ed25519Signer(
            name: KeyName(Array(name.utf8)),
            seed: TestKeys.seed(name, tag: tag)
        )
    }

    /// The signer of a mirror's key.
    static func mirror(_ node: String, tag: String = "") throws -> CosignatureSigner {
        try CosignatureSigner(
            name: KeyName(Array("\(node)/mirror".utf8)),
            seed: TestKeys.seed("\(node)/mirror", type: 4, tag: tag)
        )
    }

    var logKey: VerifierKey { logSigner.verifierKey }
    var size: TreeSize { TreeSize(integerLiteral: UInt64(entries.count)) }

    func root(_ count: Int? = nil) -> Digest {
        var tree = TreeRecomputation(watching: [])
        for entry in entries.prefix(count ?? entries.count) {
            _ = tree.append(leafHash: MerkleTree.leafHash(of: entry))
        }
        return tree.root
    }

    mutating func append(_ header: EntryHeader, by signers: [Ed25519Signer]) throws {
        entries.append(
            try EntryBuilder.entry(header, of: origin, signers: signers).bytes
        )
    }

    /// The log with one entry more, whatever it is.
    func adding(_ entry: [UInt8]) throws -> SyntheticLog {
        var log = self
        log.entries.append(entry)
        return log
    }

    mutating func rotate(from old: String, to new: String) throws {
        let signers = [try Self.signer(node, tag: old), try Self.signer(node, tag: new)]
        try append(.rotateNode(at: at, key: signers[1].verifierKey), by: signers)
    }

    /// Enrols an office, so that there is one entry more.
    mutating func enrol(_ office: String, by tag: String = "") throws {
        let key = try Self.signer("\(node)/office/\(office)").verifierKey
        try append(.enrolOffice(at: at, key: key), by: [try Self.signer(node, tag: tag)])
    }

    /// Has an office enrol an officer, an entry that it signs itself.
    mutating func enrolOfficer(_ officer: String, in office: String) throws {
        let key = try Self.signer("\(node)/office/\(office)/\(officer)").verifierKey
        guard let name = OfficeID(office), let rank = RankID("chief") else { throw Malformed() }
        try append(
            .enrolOfficer(at: at, key: key, office: name, rank: rank),
            by: [try Self.signer("\(node)/office/\(office)")]
        )
    }

    /// Revokes an office's key from an index on.
    mutating func revoke(_ office: String, since: UInt64) throws {
        let key = try Self.signer("\(node)/office/\(office)").verifierKey
        guard let index = EntryIndex(since) else { throw Malformed() }
        try append(
            .revokeOffice(at: at, key: key, since: index),
            by: [try Self.signer(node)]
        )
    }

    mutating func rekey(tag: String, by node: String = "") throws {
        let next = try Self.signer("\(origin)", tag: tag)
        guard let index = EntryIndex(UInt64(entries.count)) else { throw Malformed() }
        try append(
            .rekeyLog(at: at, key: next.verifierKey, index: index),
            by: [try Self.signer(self.node, tag: node)]
        )
        logSigner = next
    }

    /// The checkpoint over the first entries, all of them by default, as the log signs it.
    func checkpoint(_ count: Int? = nil) throws -> [UInt8] {
        let count = count ?? entries.count
        let text = Checkpoint.text(
            origin: origin,
            size: TreeSize(integerLiteral: UInt64(count)),
            root: root(count)
        )
        return try Note(text: text, signers: [logSigner]).encoded
    }

    /// A storage receipt of the whole log.
    func cosignature(by signer: CosignatureSigner, at time: UInt64 = 1) throws -> KeptCosignature {
        let checkpoint = try UnverifiedCheckpoint(parsing: checkpoint()).verified(by: logKey)
        let line = try signer.cosign(checkpoint, at: time)
        return KeptCosignature(size: size, line: Array(line.encoded))
    }

    /// The log as a source gives it.
    func kept(_ cosignatures: [KeptCosignature] = []) throws -> VectorSource.Log {
        VectorSource.Log(
            checkpoint: try checkpoint(),
            entries: entries,
            cosignatures: cosignatures
        )
    }

    /// A source of these logs alone.
    static func source(_ logs: [SyntheticLog], offering keys: [VerifierKey]) throws -> VectorSource
    {
        var source = try VectorSource()
        source.logs = [:]
        for log in logs { source.logs[log.origin] = try log.kept() }
        source.keys = keys.map(\.encoded)
        return source
    }
}
