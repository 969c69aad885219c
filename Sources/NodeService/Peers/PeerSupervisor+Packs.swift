import Cryptography
import Ledger
import PeerAPI
import Replication

extension PeerSupervisor {
    /// The bytes of a rule pack that some peer gives, whether a mechanism is shared with it or not; nil where none does.
    ///
    /// A peer gives the packs of charters that name this node.
    func rulePack(_ digest: Digest) async throws -> [UInt8]? {
        try await first(of: digest, "rules") { line in
            let bytes = try await line.inBulk { try await $0.rulePack(digest) }
            return (bytes, SHA256.digest(of: bytes))
        }
    }

    /// What the first of the connected peers gives that has a document of this digest; nil where none has.
    ///
    /// `ask` fetches it from one peer and says which digest it has.
    func first<Document: Sendable>(
        of digest: Digest,
        _ document: String,
        ask: (PeerLine) async throws -> (Document, Digest)
    ) async throws -> Document? {
        for session in sessions {
            guard let line = session.line else { continue }
            do {
                let (found, other) = try await ask(line)
                if other == digest { return found }
                // Another one than was asked for: the next peer may have it.
                observed.failed(
                    session.name,
                    ReplicationError(
                        .documentMalformed,
                        ["detail": "\(other)", "document": document]
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
