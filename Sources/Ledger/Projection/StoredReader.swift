internal import Cryptography
internal import TransparencyLog

/// Reads what `StoredWriter` wrote, field by field; whatever does not fit throws `projection_unreadable`.
struct StoredReader {
    private static let reservedCountMax = 1_024

    private let what: String
    private var rest: ArraySlice<UInt8>

    /// Begins to read a value; `what` names it in the error.
    init(_ bytes: [UInt8], as what: String) throws(LedgerError) {
        self.what = what
        rest = bytes[...]
        guard try byte() == StoredWriter.version else { throw unreadable }
    }

    /// Ends the value: nothing may follow.
    func finish() throws(LedgerError) {
        guard rest.isEmpty else { throw unreadable }
    }

    /// The error that says what could not be read.
    var unreadable: LedgerError { LedgerError(.projectionUnreadable, ["what": what]) }

    private mutating func bytes(_ count: Int) throws(LedgerError) -> ArraySlice<UInt8> {
        guard count <= rest.count else { throw unreadable }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func byte() throws(LedgerError) -> UInt8 {
        guard let byte = rest.popFirst() else { throw unreadable }
        return byte
    }

    mutating func unsigned() throws(LedgerError) -> UInt64 {
        try bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func signed() throws(LedgerError) -> Int64 { Int64(bitPattern: try unsigned()) }

    /// A count of things of which each has at least one byte, so that no count can ask for more than is here.
    private mutating func count() throws(LedgerError) -> Int {
        guard let count = Int(exactly: try unsigned()), count <= rest.count else {
            throw unreadable
        }
        return count
    }

    mutating func flag() throws(LedgerError) -> Bool {
        switch try byte() {
        case 0: return false
        case 1: return true
        default: throw unreadable
        }
    }

    mutating func text() throws(LedgerError) -> String {
        let count = try count()
        guard let text = String(validating: try bytes(count), as: UTF8.self) else {
            throw unreadable
        }
        return text
    }

    mutating func digest() throws(LedgerError) -> Digest {
        guard let digest = Digest(try bytes(Digest.byteCount)) else { throw unreadable }
        return digest
    }

    mutating func key() throws(LedgerError) -> VerifierKey {
        let nameCount = try count()
        let name = try bytes(nameCount)
        let id = try unsigned()
        guard let algorithm = SignatureAlgorithm(rawValue: try byte()) else { throw unreadable }
        let keyCount = try count()
        let publicKey = try bytes(keyCount)
        let key: VerifierKey
        do {
            key = try VerifierKey(
                name: KeyName(name),
                algorithm: algorithm,
                publicKey: publicKey
            )
        } catch {
            throw LedgerError(.projectionUnreadable, ["what": what], cause: "\(error)")
        }
        guard id == UInt64(key.id.rawValue) else { throw unreadable }
        return key
    }

    /// A value that another form makes of what was read; throws where it makes none.
    func known<Value>(_ value: Value?) throws(LedgerError) -> Value {
        guard let value else { throw unreadable }
        return value
    }

    mutating func optional<Value>(
        _ body: (inout StoredReader) throws(LedgerError) -> Value
    ) throws(LedgerError) -> Value? {
        try flag() ? try body(&self) : nil
    }

    mutating func all<Value>(
        _ body: (inout StoredReader) throws(LedgerError) -> Value
    ) throws(LedgerError) -> [Value] {
        let count = try count()
        var values: [Value] = []
        // A damaged count asks for no more memory than what is here could need.
        values.reserveCapacity(min(count, Self.reservedCountMax))
        for _ in 0..<count { values.append(try body(&self)) }
        return values
    }
}
