import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import TransparencyLog

/// A charter that logs of a mechanism were opened under or adopt, and that is not here: entries wait for it, and what is shown of the
/// mechanism goes by an older one.
struct AwaitedCharter: Hashable, Sendable {
    let mechanism: MechanismID
    let digest: Digest
    /// The logs that name it, sorted.
    let logs: [Origin]
    /// Whether a log of this node names it, or was ended by it: the node adopts nothing that it does not have.
    let isOwn: Bool

    /// All of them, or those of one mechanism, by mechanism and digest; of other nodes' logs nothing where only this node's are asked for.
    ///
    /// `histories` are those that were read before.
    static func all(
        in transaction: SQLiteTransaction,
        of wanted: MechanismID? = nil,
        ownOnly isOwnOnly: Bool = false,
        knowing histories: KeyHistoryCache = KeyHistoryCache()
    ) throws -> [AwaitedCharter] {
        let here = Set(
            try transaction.documentKeys(.charter, prefix: []).compactMap { Digest($0) }
        )
        var logs: [MechanismID: [Digest: [StoredLog]]] = [:]
        // Each batch that is appended asks, and a node follows many logs.
        let stored = try isOwnOnly ? transaction.logs(of: .own) : transaction.logs()
        for log in stored {
            guard let name = LogName(log.origin), !name.isHome,
                wanted == nil || name.mechanism == wanted
            else { continue }
            let named = try named(by: log.origin, in: transaction, knowing: histories)
            for digest in Set(named).subtracting(here) {
                logs[name.mechanism, default: [:]][digest, default: []].append(log)
            }
        }
        // A revision that leaves this node out is named by none of its logs.
        for (origin, since) in try GoneFacts(transaction: transaction).ends(of: stored, here: here)
        {
            guard let name = LogName(origin), wanted == nil || name.mechanism == wanted else {
                continue
            }
            logs[name.mechanism, default: [:]][since, default: []] += stored.filter {
                $0.origin == origin
            }
        }
        return logs.flatMap { mechanism, byDigest in
            byDigest.map { digest, logs in
                AwaitedCharter(
                    mechanism: mechanism,
                    digest: digest,
                    logs: Set(logs.map(\.origin)).sorted(),
                    isOwn: logs.contains { $0.kind == .own }
                )
            }
        }
        .sorted { ($0.mechanism, $0.digest) < ($1.mechanism, $1.digest) }
    }

    /// As above, as a running node tells it: to one that a revision has left out no later charter comes, and none is owed.
    static func told(
        by view: NodeView,
        in transaction: SQLiteTransaction,
        of wanted: MechanismID? = nil
    ) throws -> [AwaitedCharter] {
        try all(in: transaction, of: wanted, knowing: view.projector.context.histories).filter {
            $0.isOwn || MembershipEnd(of: $0.mechanism, in: view) == nil
        }
    }

    /// The charters that a log names; none where what is kept of it is damaged, which whoever follows the log tells.
    static func named(
        by origin: Origin,
        in transaction: SQLiteTransaction,
        knowing histories: KeyHistoryCache
    ) throws -> [Digest] {
        do {
            return try transaction.projectedLog(origin)
                .map { try histories.history(of: origin, decoding: $0).namedCharters } ?? []
        } catch let error as LogStorageError where error.code == .dataCorrupt {
            return []
        } catch is LedgerError {
            return []
        }
    }

    private var arguments: [String: String] {
        [
            "digest": digest.hex, "logs": logs.map { "\($0)" }.joined(separator: ", "),
            "mechanism": mechanism.text,
        ]
    }

    /// What the operator and whoever looks at a record are told.
    var text: CodedText {
        CodedText(isOwn ? "node.charter_gone" : "node.charter_awaited", arguments)
    }

    /// Some texts without those on memberships that have ended in mechanisms of which a charter is gone: by what is left it cannot be said.
    static func withoutMemberships(_ texts: [CodedText]) -> [CodedText] {
        let gone = Set(
            texts.filter { $0.code == "node.charter_gone" }.compactMap {
                $0.arguments["mechanism"]
            }
        )
        return texts.filter { text in
            !memberships.contains(text.code)
                || text.arguments["mechanism"].map { !gone.contains($0) } ?? true
        }
    }

    private static let memberships: Set<String> = ["node.membership_ended", "node.party_left"]

    /// Why nothing is signed in a mechanism: a charter is gone by which this node has judged it, and what it signed might count nowhere;
    /// nil where none is.
    static func loss(
        in mechanism: MechanismID,
        _ transaction: SQLiteTransaction,
        knowing histories: KeyHistoryCache = KeyHistoryCache()
    ) throws -> NodeError? {
        try all(in: transaction, of: mechanism, ownOnly: true, knowing: histories).first
            .map { NodeError(.charterGone, $0.arguments) }
    }

    /// Throws that.
    static func requireKept(
        of mechanism: MechanismID,
        in transaction: SQLiteTransaction
    ) throws {
        if let loss = try loss(in: mechanism, transaction) { throw loss }
    }

    /// Throws where a record stands in a mechanism of which every charter is gone.
    static func requireKept(
        forRecord record: Digest,
        in transaction: SQLiteTransaction
    ) throws {
        for gone in try all(in: transaction, ownOnly: true) {
            let key = RecordKey(scope: RecordScope(mechanism: gone.mechanism), record: record)
            guard try transaction.projectedRecord(key) == nil else {
                throw NodeError(.charterGone, gone.arguments)
            }
        }
    }

    /// Why no revision is written beside it.
    var error: NodeError { NodeError(.charterNotHere, arguments) }

    /// Throws where a revision would stand beside one that is not here, unless it leaves out every node whose log names that one: what a
    /// single member names need not exist.
    static func requireNone(
        of mechanism: MechanismID,
        besides members: some Sequence<NodeName>,
        in transaction: SQLiteTransaction
    ) throws {
        let members = Set(members)
        let awaited = try all(in: transaction, of: mechanism).first { charter in
            charter.isOwn
                || charter.logs.contains { log in
                    LogName(log).map { members.contains($0.node) } == true
                }
        }
        if let awaited { throw awaited.error }
    }
}
