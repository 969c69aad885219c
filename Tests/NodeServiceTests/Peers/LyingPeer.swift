import Cryptography
import Foundation
import Ledger
import Logging
import PeerAPI
import Replication
import TLSTransport
import TransparencyLog

@testable import NodeService

/// A peer that answers under its real certificate, but with another session or another charter than its node would.
final class LyingPeer: Sendable {
    private let task: Task<Void, any Error>

    /// Listens in the place of a node: whoever dials it from now on talks to the liar.
    static func start(
        inPlaceOf node: RunningNode,
        ports: Ports,
        _ change: (inout LyingService) -> Void
    ) async throws -> LyingPeer {
        var service = LyingService(honest: NodePeerService(node.supervisor))
        change(&service)
        let listener = PeerListener(
            service,
            transport: PeerServerConfiguration(
                context: node.supervisor.context,
                pins: node.supervisor.pins,
                onRefusal: { _, _ in }
            ),
            host: "127.0.0.1",
            port: 0,
            logger: Logger(label: "liar") { _ in SwiftLogNoOpLogHandler() }
        )
        let (serving, input) = AsyncStream<Int>.makeStream()
        let task = Task {
            defer { input.finish() }
            try await listener.run { input.yield($0) }
        }
        for await port in serving {
            ports.set(node.name, port)
            return LyingPeer(task)
        }
        try await task.value
        throw CancellationError()
    }

    private init(_ task: Task<Void, any Error>) { self.task = task }

    func stop() async {
        task.cancel()
        // Ending by cancellation is what was asked for.
        _ = await task.result
    }
}

/// Answers as a node does, except where it lies.
struct LyingService: PeerService {
    let honest: NodePeerService
    var changeSession: @Sendable (SessionDocument) throws -> SessionDocument = { $0 }
    var charter: (@Sendable (Digest) async throws -> [UInt8]?)?
    var rulePack: (@Sendable (Digest) async throws -> [UInt8]?)?
    var onNotice: (@Sendable (Notice) throws -> Void)?

    func session(
        _ document: SessionDocument,
        from peer: KeyName
    ) async throws -> SessionDocument {
        try changeSession(await honest.session(document, from: peer))
    }

    func heads(_ query: HeadsQuery, for peer: KeyName) async throws -> HeadsDocument? {
        try await honest.heads(query, for: peer)
    }

    func charter(_ digest: Digest, for peer: KeyName) async throws -> [UInt8]? {
        if let charter { return try await charter(digest) }
        return try await honest.charter(digest, for: peer)
    }

    func rulePack(_ digest: Digest, for peer: KeyName) async throws -> [UInt8]? {
        if let rulePack { return try await rulePack(digest) }
        return try await honest.rulePack(digest, for: peer)
    }

    func keyEntries(of log: LogID, for peer: KeyName) async throws -> KeyEntries? {
        try await honest.keyEntries(of: log, for: peer)
    }

    func checkpoint(of log: LogID, for peer: KeyName) async throws -> [UInt8]? {
        try await honest.checkpoint(of: log, for: peer)
    }

    func cosignatures(of log: LogID, size: TreeSize, for peer: KeyName) async throws -> [UInt8]? {
        try await honest.cosignatures(of: log, size: size, for: peer)
    }

    func store(
        _ submission: CosignatureSubmission,
        of log: LogID,
        from peer: KeyName
    ) async throws -> PeerAPI.ReceiptOutcome? {
        try await honest.store(submission, of: log, from: peer)
    }

    func tile(_ tile: TileCoordinate, of log: LogID, for peer: KeyName) async throws -> [UInt8]? {
        try await honest.tile(tile, of: log, for: peer)
    }

    func bundle(
        _ bundle: BundleCoordinate,
        of log: LogID,
        for peer: KeyName
    ) async throws -> [UInt8]? {
        try await honest.bundle(bundle, of: log, for: peer)
    }

    func object(
        _ object: Digest,
        at index: EntryIndex,
        of log: LogID,
        for peer: KeyName
    ) async throws -> [UInt8]? {
        try await honest.object(object, at: index, of: log, for: peer)
    }

    func objects(
        _ request: ObjectsRequest,
        of log: LogID,
        for peer: KeyName
    ) async throws -> ObjectsAnswer? {
        try await honest.objects(request, of: log, for: peer)
    }

    func receive(_ notice: Notice, from peer: KeyName) async throws {
        try onNotice?(notice)
        try await honest.receive(notice, from: peer)
    }
}
