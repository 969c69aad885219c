import Cryptography
import PeerAPI
import Replication
import TransparencyLog

/// A service that knows one log with one of everything, and answers nil for all else.
struct OneLog: PeerService {
    static let origin = "jiangxi.ipr.example/exercise"
    let log: LogID
    var bytes: [UInt8] = Array(0..<100)

    /// What happens while objects are looked for.
    var onObjects: @Sendable () async -> Void = {}

    init() throws { log = LogID(try Origin(Self.origin)) }

    private func known(_ asked: LogID) -> [UInt8]? { asked == log ? bytes : nil }

    func session(_ document: SessionDocument, from peer: KeyName) async throws -> SessionDocument {
        document
    }
    func heads(_ query: HeadsQuery, for peer: KeyName) async throws -> HeadsDocument? { nil }
    func charter(_ digest: Digest, for peer: KeyName) async throws -> [UInt8]? { nil }
    func rulePack(_ digest: Digest, for peer: KeyName) async throws -> [UInt8]? { bytes }
    func keyEntries(of log: LogID, for peer: KeyName) async throws -> KeyEntries? {
        try known(log).map { try KeyEntries([$0]) }
    }
    func checkpoint(of log: LogID, for peer: KeyName) async throws -> [UInt8]? { known(log) }
    func cosignatures(of log: LogID, size: TreeSize, for peer: KeyName) async throws -> [UInt8]? {
        size == 7 ? known(log) : nil
    }
    func store(
        _ submission: CosignatureSubmission,
        of log: LogID,
        from peer: KeyName
    ) async throws -> PeerAPI.ReceiptOutcome? { .sizeUnknown(3) }
    func tile(_ tile: TileCoordinate, of log: LogID, for peer: KeyName) async throws -> [UInt8]? {
        known(log)
    }
    func bundle(
        _ bundle: BundleCoordinate,
        of log: LogID,
        for peer: KeyName
    ) async throws -> [UInt8]? { known(log) }
    func object(
        _ object: Digest,
        at index: EntryIndex,
        of log: LogID,
        for peer: KeyName
    ) async throws -> [UInt8]? { known(log) }
    func objects(
        _ request: ObjectsRequest,
        of log: LogID,
        for peer: KeyName
    ) async throws -> ObjectsAnswer? {
        await onObjects()
        var answer = ObjectsAnswer(wantCount: request.wants.count)
        for _ in request.wants { answer.append(.denied) }
        return known(log).map { _ in answer }
    }
    func receive(_ notice: Notice, from peer: KeyName) async throws {
        throw PeerRefusal(.notVerifiable, cause: "no", remedy: "none")
    }
}
