internal import Cryptography
package import LogStorage
package import TransparencyLog

/// What `data/instance` says: which copy of which home this is, and how far each log had come (FORMATS.md §7).
///
/// It is never part of a backup, so a restored or copied home can be told from one that was merely restarted. The
/// heads are a lower bound: each was durable before it was written here.
///
///     lianlu/instance/v1
///     generation 17
///     machine 6f1c…
///     instance 02ab…
///     head 4711 <root> jiangxi.ipr.example/home
///     sha256 <of all lines above>
package struct InstanceRecord: Hashable, Sendable {
    /// How often the record was written; the newer of two slots has the larger one.
    package var generation: UInt64
    /// The machine, 32 lower-case hex digits.
    package let machineID: String
    /// The copy of the home, 32 random lower-case hex digits that the database repeats.
    package let instanceID: String
    /// The newest head of each log.
    package var heads: [Origin: LogHead]

    /// Makes a record.
    package init(
        generation: UInt64,
        machineID: String,
        instanceID: String,
        heads: [Origin: LogHead]
    ) {
        self.generation = generation
        self.machineID = machineID
        self.instanceID = instanceID
        self.heads = heads
    }

    private static let title = Array("lianlu/instance/v1\n".utf8)

    /// The record's bytes, heads ordered by origin.
    package var encoded: [UInt8] {
        var bytes = leadingLines
        for (origin, head) in heads.sorted(by: { $0.key < $1.key }) {
            bytes += Self.line(origin, head)
        }
        return Self.sealed(bytes)
    }

    /// The lines before the heads.
    package var leadingLines: [UInt8] {
        Self.title
            + Array("generation \(generation)\nmachine \(machineID)\ninstance \(instanceID)\n".utf8)
    }

    /// One head's line; kept by a writer that encodes often, because most heads stay.
    package static func line(_ origin: Origin, _ head: LogHead) -> [UInt8] {
        Array("head \(head.size) \(head.root.hex) ".utf8) + origin.bytes + [UInt8(ascii: "\n")]
    }

    /// The lines with their checksum after them.
    package static func sealed(_ lines: [UInt8]) -> [UInt8] {
        lines + Array("sha256 \(SHA256.digest(of: lines).hex)\n".utf8)
    }

    /// Reads a slot; what follows the checksum's line is ignored.
    ///
    /// Nil when the slot is torn, empty or otherwise damaged.
    package init?(slot: some Collection<UInt8>) {
        let bytes = Array(slot)
        var rest = bytes[...]
        guard rest.starts(with: Self.title) else { return nil }
        rest = rest.dropFirst(Self.title.count)
        guard let generation = Self.value("generation ", &rest).flatMap(Self.number),
            let machine = Self.value("machine ", &rest).flatMap(Self.identifier),
            let instance = Self.value("instance ", &rest).flatMap(Self.identifier)
        else { return nil }
        var heads: [Origin: LogHead] = [:]
        while let line = Self.value("head ", &rest) {
            guard let (origin, head) = Self.head(line), heads[origin] == nil else { return nil }
            heads[origin] = head
        }
        let end = rest.startIndex
        guard let checksum = Self.value("sha256 ", &rest),
            Digest(hexBytes: checksum) == SHA256.digest(of: bytes[..<end])
        else { return nil }
        self.init(
            generation: generation,
            machineID: machine,
            instanceID: instance,
            heads: heads
        )
    }

    /// The newest readable record of two slots; nil when neither can be read.
    package static func newest(ofSlots slots: [[UInt8]]) -> InstanceRecord? {
        slots.compactMap { InstanceRecord(slot: $0) }.max { $0.generation < $1.generation }
    }

    /// Cuts off a line that begins with `key`, and returns what follows the key.
    private static func value(
        _ key: String,
        _ rest: inout ArraySlice<UInt8>
    ) -> ArraySlice<UInt8>? {
        guard rest.starts(with: key.utf8), let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
            return nil
        }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end].dropFirst(key.utf8.count)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? { Decimal.decode(digits) }

    private static func identifier(_ digits: ArraySlice<UInt8>) -> String? {
        guard digits.count == 32, Hex.decode(digits) != nil else { return nil }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func head(_ line: ArraySlice<UInt8>) -> (Origin, LogHead)? {
        let parts = line.split(
            separator: UInt8(ascii: " "),
            maxSplits: 2,
            omittingEmptySubsequences: false
        )
        guard parts.count == 3, let size = Decimal.decode(parts[0]).flatMap({ TreeSize($0) }),
            let root = Digest(hexBytes: parts[1]),
            // The checksum is right, so the reason why it is no origin does not matter.
            let origin = try? Origin(parts[2])
        else { return nil }
        return (origin, LogHead(size: size, root: root))
    }
}
