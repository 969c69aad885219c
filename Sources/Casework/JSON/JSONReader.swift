/// Reads RFC 8259 JSON strictly: UTF-8, integers only, no duplicate key, no byte order mark.
///
/// Written here because the ready-made readers keep the last of two equal keys in silence and forget the lines.
package struct JSONReader {
    private let bytes: [UInt8]
    private let depthMax: Int
    private var position = 0
    private var line = 1
    private var lineStart = 0
    /// What was opened and is not closed yet.
    private var open: [(mark: Unicode.Scalar, line: Int)] = []

    private init(bytes: [UInt8], depthMax: Int) {
        self.bytes = bytes
        self.depthMax = depthMax
    }

    /// Reads one document of at most `byteCountMax` bytes and `depthMax` nested lists and objects.
    ///
    /// Throws `CaseworkError` with the line of the fault.
    package static func read(
        _ bytes: [UInt8],
        byteCountMax: Int,
        depthMax: Int = Limits.jsonDepthMax
    ) throws(CaseworkError) -> JSONNode {
        guard bytes.count <= byteCountMax else {
            throw CaseworkError(.jsonTooLarge, ["limit": "\(byteCountMax)"])
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw CaseworkError(.jsonNotUTF8)
        }
        guard !bytes.starts(with: [0xef, 0xbb, 0xbf]) else {
            throw CaseworkError(.jsonByteOrderMark)
        }
        var reader = JSONReader(bytes: bytes, depthMax: depthMax)
        reader.skipSpace()
        guard reader.position < bytes.count else { throw CaseworkError(.jsonEmpty) }
        let node = try reader.node()
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.syntax() }
        return node
    }

    // MARK: Values

    private mutating func node() throws(CaseworkError) -> JSONNode {
        skipSpace()
        let start = line
        let value: JSONNode.Value
        switch peek {
        case UInt8(ascii: "{"): value = .object(try members())
        case UInt8(ascii: "["): value = .array(try elements())
        case UInt8(ascii: "\""): value = .string(try string())
        case UInt8(ascii: "t"): value = .bool(try word("true", true))
        case UInt8(ascii: "f"): value = .bool(try word("false", false))
        case UInt8(ascii: "n"): value = try word("null", .null)
        default: value = .integer(try integer())
        }
        return JSONNode(value: value, line: start)
    }

    private mutating func enter() throws(CaseworkError) {
        guard open.count < depthMax else {
            throw CaseworkError(.jsonTooDeep, ["line": "\(line)", "limit": "\(depthMax)"])
        }
        open.append((Unicode.Scalar(bytes[position]), line))
        position += 1
    }

    private mutating func members() throws(CaseworkError) -> [JSONMember] {
        try enter()
        defer { open.removeLast() }
        var members: [JSONMember] = []
        // Bytes, because String equality would take two spellings of one letter for the same key.
        var keys: Set<[UInt8]> = []
        skipSpace()
        if take("}") { return members }
        repeat {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw syntax() }
            let start = line
            let key = try string()
            guard keys.insert(Array(key.utf8)).inserted else {
                throw CaseworkError(.jsonDuplicateKey, ["line": "\(start)", "key": key])
            }
            skipSpace()
            guard take(":") else { throw syntax() }
            members.append(JSONMember(key: key, node: try node()))
            skipSpace()
        } while take(",")
        guard take("}") else { throw syntax() }
        return members
    }

    private mutating func elements() throws(CaseworkError) -> [JSONNode] {
        try enter()
        defer { open.removeLast() }
        var elements: [JSONNode] = []
        skipSpace()
        if take("]") { return elements }
        repeat {
            elements.append(try node())
            skipSpace()
        } while take(",")
        guard take("]") else { throw syntax() }
        return elements
    }

    private mutating func word<Part>(
        _ word: StaticString,
        _ part: Part
    ) throws(CaseworkError)
        -> Part
    {
        for byte in word.description.utf8 {
            guard peek == byte else { throw syntax() }
            position += 1
        }
        return part
    }

    private mutating func integer() throws(CaseworkError) -> Int64 {
        let isNegative = take("-")
        let start = position
        var value: Int64 = 0
        while let byte = peek, byte.isDigit {
            let digit = Int64(byte - UInt8(ascii: "0"))
            let (product, tooLong) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooLarge) =
                isNegative
                ? product.subtractingReportingOverflow(digit)
                : product.addingReportingOverflow(digit)
            guard !tooLong, !tooLarge else { throw number() }
            value = sum
            position += 1
        }
        guard position > start else { throw syntax() }
        let hasLeadingZero = bytes[start] == UInt8(ascii: "0")
        guard !hasLeadingZero || (position == start + 1 && !isNegative) else { throw number() }
        if let next = peek, [".", "e", "E"].contains(UnicodeScalar(next)) { throw number() }
        return value
    }

    // MARK: Strings

    private mutating func string() throws(CaseworkError) -> String {
        position += 1
        var content: [UInt8] = []
        while let byte = peek {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: content, as: UTF8.self) else { throw syntax() }
                return text
            case UInt8(ascii: "\\"):
                content.append(contentsOf: String(try escape()).utf8)
            case 0..<0x20:
                throw syntax()
            default:
                content.append(byte)
            }
        }
        throw syntax()
    }

    private mutating func escape() throws(CaseworkError) -> Unicode.Scalar {
        guard let byte = peek else { throw syntax() }
        position += 1
        switch Unicode.Scalar(byte) {
        case "\"": return "\""
        case "\\": return "\\"
        case "/": return "/"
        case "b": return "\u{8}"
        case "f": return "\u{c}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return try unicodeEscape()
        default: throw syntax()
        }
    }

    private mutating func unicodeEscape() throws(CaseworkError) -> Unicode.Scalar {
        let first = try hexUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xdc00, take("\\"), take("u") else { throw syntax() }
        let second = try hexUnit()
        guard (0xdc00...0xdfff).contains(second),
            let scalar = Unicode.Scalar((first - 0xd800) << 10 + (second - 0xdc00) + 0x10000)
        else { throw syntax() }
        return scalar
    }

    private mutating func hexUnit() throws(CaseworkError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue
            else { throw syntax() }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    // MARK: Bytes

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: mark) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\n"):
                line += 1
                lineStart = position + 1
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
            default: return
            }
            position += 1
        }
    }

    /// What is wrong here: the document ends in the middle, closes something else than was opened, or anything else.
    private func syntax() -> CaseworkError {
        var arguments = ["line": "\(line)", "column": "\(position - lineStart + 1)"]
        guard let last = open.last else { return CaseworkError(.jsonSyntax, arguments) }
        let found = peek.map { Unicode.Scalar($0) }
        let isOther = found == "}" && last.mark == "[" || found == "]" && last.mark == "{"
        guard found == nil || isOther else { return CaseworkError(.jsonSyntax, arguments) }
        arguments["mark"] = String(last.mark)
        arguments["opened"] = "\(last.line)"
        guard let found else {
            arguments["column"] = nil
            return CaseworkError(.jsonUnclosed, arguments)
        }
        arguments["found"] = String(found)
        return CaseworkError(.jsonMismatched, arguments)
    }

    private func number() -> CaseworkError { CaseworkError(.jsonNumber, ["line": "\(line)"]) }
}
