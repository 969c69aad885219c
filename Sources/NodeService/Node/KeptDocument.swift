import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// A charter, rule pack or calendar that the store has or had.
///
/// Which it had is noted beside them, so that a row that somebody deleted is missed at the next start, also where a peer, or the
/// program, gives the same document again.
struct KeptDocument: Hashable, Comparable, Sendable {
    /// What it is.
    enum Kind: String, Hashable, Sendable {
        /// A revision of a charter.
        case charter
        /// A rule pack or a calendar.
        case rules
    }

    /// The name under which the store keeps what it has, one a line, sorted.
    static let keptName = "kept-documents"

    let kind: Kind
    let digest: Digest

    private var line: String { "\(kind.rawValue) \(digest.hex)" }

    /// What the operator is told of one that is gone.
    var text: CodedText {
        CodedText("node.\(kind.rawValue)_row_lost", ["what": digest.hex])
    }

    static func < (a: KeptDocument, b: KeptDocument) -> Bool { a.line < b.line }

    private init(_ kind: Kind, _ digest: Digest) {
        self.kind = kind
        self.digest = digest
    }

    private init?(line: some StringProtocol) {
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, let kind = Kind(rawValue: String(words[0])),
            let digest = Digest(hex: words[1])
        else { return nil }
        self.init(kind, digest)
    }

    /// What a store has, whether its rows are whole or not.
    private static func present(in transaction: SQLiteTransaction) throws -> Set<KeptDocument> {
        let charters = try transaction.documentKeys(.charter, prefix: []).compactMap { Digest($0) }
        let rules = try transaction.documentKeys(.rulePack, prefix: []).compactMap { Digest($0) }
        return Set(
            charters.map { KeptDocument(.charter, $0) } + rules.map { KeptDocument(.rules, $0) }
        )
    }

    /// What a store had and has no more, sorted; what judged its entries is a second witness for charters.
    static func lost(in transaction: SQLiteTransaction) throws -> [KeptDocument] {
        let kept = try lines(keptName, in: transaction).compactMap { KeptDocument(line: $0) }
        let judged = try lines(CharterLibrary.projectedFactsName, in: transaction)
            .compactMap { KeptDocument(line: $0) }.filter { $0.kind == .charter }
        return try Set(kept + judged).subtracting(present(in: transaction)).sorted()
    }

    /// Stores again what a running node goes by, or comes with; what it was started without, or has read and does not keep as bytes, it
    /// gets from peers.
    func restore(from view: NodeView, in transaction: SQLiteTransaction) throws {
        let stored: DocumentKind = kind == .charter ? .charter : .rulePack
        guard try transaction.documentKeys(stored, prefix: digest.bytes).isEmpty else { return }
        switch kind {
        case .charter:
            guard let charter = view.library.membership(of: digest)?.charter else { return }
            try transaction.putCharter(digest, note: charter.note.encoded)
        case .rules:
            guard let bytes = InstalledPacks.bytes(of: digest) else { return }
            try transaction.putRulePack(digest, bytes: bytes)
        }
    }

    private static func lines(
        _ name: String,
        in transaction: SQLiteTransaction
    ) throws -> [String] {
        do {
            return String(decoding: try transaction.meta(name) ?? [], as: UTF8.self)
                .split(separator: "\n").map(String.init)
        } catch let error as LogStorageError where error.code == .dataCorrupt {
            // What is damaged is told where it is read, and says nothing here.
            return []
        }
    }

    /// Whether what is noted is what the store has.
    static func isNoted(in transaction: SQLiteTransaction) throws -> Bool {
        try Set(lines(keptName, in: transaction))
            == Set(present(in: transaction).map(\.line))
    }

    /// Notes what a store has.
    static func note(in transaction: SQLiteTransaction) throws {
        let text = try present(in: transaction).map(\.line).sorted().joined(separator: "\n")
        try transaction.putMeta(keptName, Array(text.utf8))
    }
}
