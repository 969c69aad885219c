import Ledger
import PeerAPI
import Replication
import TLSTransport
import TransparencyLog

/// The connections to one peer while a session with it stands.
///
/// The long poll and sessions have connections of their own, and so have checkpoints, receipts and notices: no bulk of
/// entries delays these, and no number of logs takes the long poll's place.
struct PeerLine: Sendable {
    /// The number under which the session's machine knows it.
    let id: ConnectionID
    /// For the long poll and session documents, one of each at a time.
    let session: PeerClient
    private let control: PeerClient
    private let bulk: PeerClient
    private let controlTurnstile = Turnstile(Limits.controlRequestCountMax)
    private let bulkTurnstile = Turnstile(Limits.bulkRequestCountMax)
    private let objectTurnstile = Turnstile(Limits.objectRequestCountMax)

    /// Prepares connections; nothing is dialled before the first question.
    init(
        id: ConnectionID,
        to peer: KeyName,
        at address: HTTPSAddress,
        context: CurrentTLSContext,
        pins: PinRegistry
    ) {
        self.id = id
        func client(_ count: Int) -> PeerClient {
            PeerClient(
                HTTPSClient.peer(
                    "\(peer)",
                    at: address,
                    context: context,
                    pins: pins,
                    connectionCountMax: count
                )
            )
        }
        session = client(Limits.sessionConnectionCountMax)
        control = client(Limits.controlConnectionCountMax)
        bulk = client(Limits.bulkConnectionCountMax)
    }

    /// Asks a small question, when there is room among the other such questions to this peer.
    func inControl<Value: Sendable>(
        _ ask: (PeerClient) async throws -> Value
    ) async throws -> Value {
        try await controlTurnstile.pass { try await ask(control) }
    }

    /// Asks for entries, tiles or objects, when there is room among the other such questions to this peer.
    func inBulk<Value: Sendable>(
        _ ask: (PeerClient) async throws -> Value
    ) async throws -> Value {
        try await bulkTurnstile.pass { try await ask(bulk) }
    }

    /// Asks for objects, when there is room among such questions to this peer and to all.
    ///
    /// An answer may have 16 MiB: nobody else's bodies come in the places that one slow peer takes. The place among all
    /// stays taken when an answer has come: whoever got it leaves it once the answer is stored.
    func inObjects<Value: Sendable>(
        of all: Turnstile,
        _ ask: (PeerClient) async throws -> Value
    ) async throws -> Value {
        try await objectTurnstile.pass {
            try await all.enter()
            do {
                return try await inBulk(ask)
            } catch {
                all.leave()
                throw error
            }
        }
    }

    /// Ends all connections.
    func close() async {
        await session.close()
        await control.close()
        await bulk.close()
    }
}
