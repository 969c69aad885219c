import Cryptography
import Foundation
import Synchronization
import TestSupport

@testable import TLSTransport

/// A node for the tests: its name, its key and its certificate.
struct Node: Sendable {
    static let jiangxi = "jiangxi.ipr.example"
    static let guizhou = "guizhou.ipr.example"

    let name: String
    let identity: TLSIdentity

    /// A node with a new key; its certificate may carry another name and other dates than it should.
    init(
        _ name: String,
        certificateName: String? = nil,
        from: Int64 = -3600,
        to: Int64 = 86_400
    )
        throws
    {
        let now = Int64(Date().timeIntervalSince1970)
        let key = try P256.PrivateKey()
        let certificate = try NodeCertificate.selfSigned(
            nodeName: certificateName ?? name,
            key: key,
            notBefore: now + from,
            notAfter: now + to
        )
        self.name = name
        identity = try TLSIdentity(certificates: [certificate], key: key)
    }

    var pin: CertificatePin { identity.pin }
    var certificate: Certificate { identity.certificates[0] }

    func context(authorities: CertificateAuthorities? = nil) throws -> CurrentTLSContext {
        CurrentTLSContext(try TLSContext(identity: identity, authorities: authorities))
    }

    /// Certificate and key as files, for outside programs.
    func files(in folder: TemporaryFolder) throws -> (certificate: String, key: String) {
        let stem = folder.path + "/" + pin.digest.hex.prefix(12)
        try CertificateFile.create([certificate], at: stem + ".crt")
        try KeyFile.create(identity.key, at: stem + ".key")
        return (stem + ".crt", stem + ".key")
    }
}

/// A registry that knows these nodes.
func registry(_ nodes: Node...) -> PinRegistry {
    PinRegistry(Dictionary(uniqueKeysWithValues: nodes.map { ($0.pin, $0.name) }))
}

/// A folder that is removed with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    /// Removes everything in it.
    func clear() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            try FileManager.default.removeItem(atPath: path + "/" + name)
        }
    }

    deinit {
        // What is left behind in the temporary folder harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// Counts what happens on other threads.
final class Tally: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    func add(_ name: String, _ count: Int = 1) {
        counts.withLock { $0[name, default: 0] += count }
    }

    subscript(_ name: String) -> Int { counts.withLock { $0[name, default: 0] } }
}

/// Keeps what other threads report, and lets a test wait for the next report.
final class Reports<Value: Sendable>: Sendable {
    private let stream: AsyncStream<Value>
    private let continuation: AsyncStream<Value>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream(of: Value.self)
    }

    func add(_ value: Value) { continuation.yield(value) }

    /// Waits for the next report; nil only when the test was cancelled.
    func next() async -> Value? {
        for await value in stream { return value }
        return nil
    }
}

/// The code of the error that `body` throws, or nil.
func code(_ body: () async throws -> Void) async -> TLSTransportError.Code? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? TLSTransportError)?.code
    }
}

/// Runs an outside program with `input` as its standard input; what it printed stands in `output`, complaints last.
func run(
    _ program: String,
    _ arguments: [String],
    input: String = ""
) async throws -> (status: Int32, output: String) {
    // No outside program may hold up the tests.
    let outcome = try await OutsideProgram("timeout", ["200", program] + arguments)
        .run(input: input)
    return (outcome.status, outcome.output + outcome.complaint)
}
