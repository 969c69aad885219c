import Cryptography
import Ledger
import PeerAPI
import Replication

extension PeerSupervisor {
    /// The bytes of a rule pack that some peer gives, whether a mechanism is shared with it or not; nil where none does.
    ///
    /// A peer gives the packs of charters that name this node.
    func rulePack(_ digest: Digest) async throws -> [UInt8]? {
        for session in sessions {
            guard let line = session.line else { continue }
            do {
                let bytes = try await line.inBulk { try await $0.rulePack(digest) }
                if SHA256.digest(of: bytes) == digest { return bytes }
                // Another one than was asked for: the next peer may have it.
                observed.failed(
                    session.name,
                    ReplicationError(
                        .documentMalformed,
                        ["detail": "digest", "document": "rules"]
                    )
                )
            } catch PeerClientError.notFound {
                continue
            } catch {
                if Task.isCancelled { throw error }
                observed.failed(session.name, error)
            }
        }
        return nil
    }
}
