import Ledger
import PeerAPI
import Replication
import TLSTransport
import TransparencyLog

/// The connections to one peer while a session with it stands.
///
/// The long poll, sessions, receipts and notices have connections of their own, so that no bulk of entries delays them.
struct PeerLine: Sendable {
    /// The number under which the session's machine knows it.
    let id: ConnectionID
    /// For small questions.
    let control: PeerClient
    private let bulk: PeerClient
    private let turnstile = Turnstile(Limits.bulkRequestCountMax)

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
        control = client(Limits.controlConnectionCountMax)
        bulk = client(Limits.bulkConnectionCountMax)
    }

    /// Asks for entries, tiles or objects, when there is room among the other such questions to this peer.
    func inBulk<Value: Sendable>(
        _ ask: (PeerClient) async throws -> Value
    ) async throws -> Value {
        try await turnstile.pass { try await ask(bulk) }
    }

    /// Ends all connections.
    func close() async {
        await control.close()
        await bulk.close()
    }
}
