internal import Cryptography
internal import TransparencyLog

/// Writes one value as a projection's store keeps it: a version, then its fields in a fixed order.
///
/// A projection is written with every append and can be computed anew from the log, so its form is made for speed and
/// for nobody but this program: integers have 8 bytes, big-endian; texts and lists begin with their count; an optional
/// value begins with 0 or 1. `StoredReader` reads it back.
struct StoredWriter {
    /// The version of the forms of this program.
    static let version: UInt8 = 2

    private(set) var bytes: [UInt8]

    /// Begins a value with the version.
    init() {
        bytes = []
        bytes.reserveCapacity(256)
        bytes.append(Self.version)
    }

    mutating func put(_ value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ value: Int64) { put(UInt64(bitPattern: value)) }

    mutating func put(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    mutating func put(_ text: String) {
        put(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func put(_ digest: Digest) {
        digest.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    /// A key with its id, from which the reader sees that the others are what they were.
    mutating func put(_ key: VerifierKey) {
        put(all: key.name.bytes)
        put(UInt64(key.id.rawValue))
        bytes.append(key.algorithm.rawValue)
        put(all: key.publicKey)
    }

    private mutating func put(all bytes: [UInt8]) {
        put(UInt64(bytes.count))
        self.bytes.append(contentsOf: bytes)
    }

    mutating func put<Value>(
        optional value: Value?,
        _ body: (inout StoredWriter, Value) -> Void
    ) {
        put(value != nil)
        if let value { body(&self, value) }
    }

    mutating func put<Value>(
        all values: [Value],
        _ body: (inout StoredWriter, Value) -> Void
    ) {
        put(UInt64(values.count))
        for value in values { body(&self, value) }
    }
}
