import Cryptography
import Ledger
import LogStorage
import SQLiteStorage
import TransparencyLog

/// What this node once knew of charters that are not here any more: revisions that ended one of its own logs, which no log names.
///
/// What a projection was made with says so until everything is judged anew without them; then the line is kept apart, so that nothing
/// makes the trace go away.
struct GoneFacts {
    let transaction: SQLiteTransaction

    /// The own logs that a revision ended which is not here, with that revision.
    func ends(of logs: [StoredLog], here: Set<Digest>) throws -> [(log: Origin, since: Digest)] {
        let own = logs.filter { $0.kind == .own }.map(\.origin)
        return try lines().flatMap { line -> [(log: Origin, since: Digest)] in
            switch ProjectionFact(line) {
            case .ended(let origin, _, let since) where !here.contains(since):
                own.filter { $0 == origin }.map { ($0, since) }
            case .left(let name, let since) where !here.contains(since):
                own.filter { origin in
                    LogName(origin).map {
                        $0.node == name.node && $0.mechanism == name.mechanism
                    } == true
                }
                .map { ($0, since) }
            default: []
            }
        }
    }

    /// Keeps a line that does not hold any more, where the charter that it names has gone.
    func keep(_ line: String) throws {
        switch ProjectionFact(line) {
        case .ended(_, _, let since)?, .left(_, let since)?:
            guard try transaction.document(.charter, since.bytes) == nil else { return }
        default: return
        }
        let kept = Set(try stored(CharterLibrary.goneFactsName)).union([line])
        try transaction.putMeta(
            CharterLibrary.goneFactsName,
            Array(kept.sorted().joined(separator: "\n").utf8)
        )
    }

    private func lines() throws -> [String] {
        Set(
            try stored(CharterLibrary.projectedFactsName) + stored(CharterLibrary.goneFactsName)
        )
        .sorted()
    }

    /// The lines of one row; none where it is damaged, which whoever judges by it tells.
    private func stored(_ name: String) throws -> [String] {
        do {
            let bytes = try transaction.meta(name) ?? []
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        } catch let error as LogStorageError where error.code == .dataCorrupt {
            return []
        }
    }
}
