import Cryptography
import TransparencyLog

/// The blocks of a piece of fork evidence, taken apart and put together; proves nothing (FORMATS.md §6).
struct ForkParts {
    static let document = "lianlu/fork/v1"

    let form: ForkEvidence.Form
    let node: VerifierKey
    let keys: [[UInt8]]
    let checkpoints: [[UInt8]]
    let hashes: [Digest]

    init(
        form: ForkEvidence.Form,
        node: VerifierKey,
        keys: [[UInt8]],
        checkpoints: [[UInt8]],
        hashes: [Digest]
    ) throws(PartyError) {
        self.form = form
        self.node = node
        self.keys = keys
        self.checkpoints = checkpoints
        self.hashes = hashes
        try requireBlockCounts()
    }

    /// Reads the blocks in their one order; what was read is written again and compared.
    init(parsing bytes: [UInt8]) throws(PartyError) {
        guard bytes.count <= Limits.forkByteCountMax else { throw Self.tooLong }
        var reader = ForkReader(rest: bytes[...])
        guard reader.line()?.elementsEqual(Self.document.utf8) == true else {
            throw PartyError(.documentUnknown, ["document": Self.document])
        }
        let formLine = reader.line()
        guard let formLine,
            let form = ForkEvidence.Form.allCases.first(where: {
                formLine.elementsEqual($0.rawValue.utf8)
            })
        else { throw PartyError(.forkFormUnknown) }
        // Why the key cannot be read does not matter: the block is malformed.
        guard let node = reader.value(of: "node").flatMap({ try? VerifierKey(parsing: $0) }) else {
            throw Self.malformed("node")
        }
        var keys: [[UInt8]] = []
        var checkpoints: [[UInt8]] = []
        var hashes: [Digest] = []
        while let count = reader.value(of: "key") {
            keys.append(try reader.block(count, "key \(keys.count + 1)"))
        }
        while let count = reader.value(of: "checkpoint") {
            checkpoints.append(try reader.block(count, "checkpoint \(checkpoints.count + 1)"))
        }
        while let hex = reader.value(of: "hash") {
            guard let hash = Digest(hexBytes: hex) else {
                throw Self.malformed("hash \(hashes.count + 1)")
            }
            hashes.append(hash)
        }
        try self.init(
            form: form,
            node: node,
            keys: keys,
            checkpoints: checkpoints,
            hashes: hashes
        )
        guard try encoded() == bytes else {
            throw PartyError(.textNotCanonical, ["document": Self.document])
        }
    }

    /// The whole text; throws `text_too_long` beyond 64 KiB.
    func encoded() throws(PartyError) -> [UInt8] {
        var text = Array("\(Self.document)\n\(form.rawValue)\nnode \(node)\n".utf8)
        for block in keys { Self.add("key", block, to: &text) }
        for block in checkpoints { Self.add("checkpoint", block, to: &text) }
        for hash in hashes { text += Array("hash \(hash.hex)\n".utf8) }
        guard text.count <= Limits.forkByteCountMax else { throw Self.tooLong }
        return text
    }

    private static func add(_ keyword: String, _ block: [UInt8], to text: inout [UInt8]) {
        text += Array("\(keyword) \(block.count)\n".utf8) + block + [lineFeed]
    }

    private func requireBlockCounts() throws(PartyError) {
        guard !keys.isEmpty, form != .open || keys.count == 2 else {
            throw Self.countWrong(keys.count, form == .open ? "2 × key" : "≥ 1 × key")
        }
        let required = form == .open ? 0 : 2
        guard checkpoints.count == required else {
            throw Self.countWrong(checkpoints.count, "\(required) × checkpoint")
        }
        guard form == .growth || hashes.isEmpty else {
            throw Self.countWrong(hashes.count, "0 × hash")
        }
    }

    private static func countWrong(_ count: Int, _ required: String) -> PartyError {
        PartyError(.forkBlockCountWrong, ["count": "\(count)", "required": required])
    }

    static func malformed(_ block: String) -> PartyError {
        PartyError(.forkBlockMalformed, ["block": block])
    }

    private static var tooLong: PartyError {
        PartyError(
            .textTooLong,
            ["document": document, "limit": "\(Limits.forkByteCountMax)"]
        )
    }
}

/// Walks along the bytes of a piece of evidence.
private struct ForkReader {
    var rest: ArraySlice<UInt8>

    mutating func line() -> ArraySlice<UInt8>? {
        guard let end = rest.firstIndex(of: lineFeed) else { return nil }
        defer { rest = rest[(end + 1)...] }
        return rest[..<end]
    }

    /// The rest of the next line if it begins with this keyword.
    mutating func value(of keyword: String) -> ArraySlice<UInt8>? {
        let prefix = Array(keyword.utf8) + [UInt8(ascii: " ")]
        guard rest.starts(with: prefix) else { return nil }
        return line()?.dropFirst(prefix.count)
    }

    /// As many bytes as `count` says, and the LF after them.
    mutating func block(
        _ count: ArraySlice<UInt8>,
        _ name: String
    ) throws(PartyError) -> [UInt8] {
        guard let count = Decimal.decode(count).flatMap(Int.init(exactly:)), count < rest.count
        else { throw ForkParts.malformed(name) }
        let end = rest.startIndex + count
        guard rest[end] == lineFeed else { throw ForkParts.malformed(name) }
        defer { rest = rest[(end + 1)...] }
        return Array(rest[..<end])
    }
}
