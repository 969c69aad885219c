internal import Glibc
internal import Cryptography
package import LogStorage
package import SQLiteStorage
package import Sequencing
package import TransparencyLog

/// What the crash tests write: a log whose entry for each request follows from the request's number.
package struct Workload: Sendable {
    /// The log.
    package let origin: Origin
    /// Its key, which anybody can make again.
    package let signer: Ed25519Signer

    /// The one workload.
    package init() throws {
        origin = try Origin("crash.example/home")
        signer = try Ed25519Signer(name: origin, seed: [UInt8](repeating: 5, count: 32))
    }

    /// Options for the data directory, on one and the same machine and with no free space kept.
    package static func options(_ directory: String) -> SQLiteStore.Options {
        var options = SQLiteStore.Options(directory: directory, createsMissing: true)
        options.machineID = String(repeating: "c", count: 32)
        options.freeByteCountMin = 0
        options.walByteCountKept = 0
        // The lost-write test asks for checkpoints and syncs within its short recording.
        if let pages = number("CRASH_WRITER_WAL_PAGES") { options.walPageCountTarget = pages }
        if let time = number("CRASH_WRITER_SYNC_MS") {
            options.instanceSyncMillisecondCount = time
        }
        return options
    }

    private static func number(_ name: String) -> Int? {
        getenv(name).flatMap { Int(String(cString: $0)) }
    }

    /// The entry of a request: some hundred bytes, different lengths.
    package func entry(_ number: Int) -> [UInt8] {
        let head = Array("crash test entry \(number)\n".utf8)
        return head + [UInt8](repeating: UInt8(65 + number % 26), count: number * 97 % 1_500)
    }

    /// The submission of a request, with its own request id and, for every third, an object.
    package func submission(_ number: Int) throws -> Submission<Int> {
        let entry = entry(number)
        let digest = SHA256.digest(of: entry)
        var objects: [Submission<Int>.SealedObject] = []
        if number.isMultiple(of: 3) {
            objects.append(.init(object: digest, wrappedKey: [1, 2, 3], sealed: entry))
        }
        return try Submission(
            entry: entry,
            request: .init(id: requestID(number), digest: digest),
            objects: objects,
            payload: number
        )
    }

    /// The request's id.
    package func requestID(_ number: Int) throws -> RequestID {
        let digest = SHA256.digest(of: Array("request \(number)".utf8))
        guard let id = RequestID(bytes: digest.bytes.prefix(16)) else { throw Malformed() }
        return id
    }

    /// A number that is no request.
    package struct Malformed: Error {
        /// Makes the error.
        package init() {}
    }

    /// Opens the store, with the log in it.
    package func open(_ directory: String) async throws -> SQLiteStore {
        let store = try SQLiteStore.open(Self.options(directory))
        let origin = origin
        try await store.write {
            if try $0.log(origin) == nil { try $0.createLog(origin, kind: .own) }
        }
        return store
    }
}
