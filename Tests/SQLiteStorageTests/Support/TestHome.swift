import Cryptography
import Foundation
import SQLiteStorage

/// A home's data directory below the temporary directory, removed with the value.
final class TestHome: Sendable {
    let path: String
    var data: String { path + "/data" }

    init() throws {
        path = NSTemporaryDirectory() + "lianlu-" + Hex.encode(try SecureRandom.bytes(count: 8))
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        // What cannot be removed is the temporary directory's to clean up.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Options for this home on one and the same machine.
    func options(creating: Bool = true) -> SQLiteStore.Options {
        var options = SQLiteStore.Options(directory: data, createsMissing: creating)
        options.machineID = String(repeating: "a", count: 32)
        options.freeByteCountMin = 0
        options.walByteCountKept = 0
        return options
    }

    func open(creating: Bool = true) throws -> SQLiteStore {
        try SQLiteStore.open(options(creating: creating))
    }
}
