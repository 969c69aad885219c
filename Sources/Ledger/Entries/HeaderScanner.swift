import Cryptography

/// Reads the tokens of a header's one canonical JSON form (FORMATS.md §3), byte by byte.
///
/// White space, escapes, signs, fractions, leading zeros, `null`, `true` and `false` do not exist in it, so a scanner
/// of the canonical form alone is both stricter and faster than a JSON parser that is checked afterwards.
struct HeaderScanner {
    private let bytes: ArraySlice<UInt8>
    private var position: Int

    /// Starts at the first byte of a header line, whose LF is already cut off.
    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// Whether all bytes were read.
    var isAtEnd: Bool { position == bytes.endIndex }

    /// The next byte; nil at the end.
    var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    /// What is wrong at the next byte, counted from 1.
    var syntaxReason: Reason {
        Reason(.headerSyntax, ["position": "\(position - bytes.startIndex + 1)"])
    }

    /// Reads exactly this byte.
    mutating func expect(_ byte: UInt8) throws(Reason) {
        guard position < bytes.endIndex, bytes[position] == byte else { throw syntaxReason }
        position += 1
    }

    /// Reads this byte if it is next, and says whether it was.
    mutating func skip(_ byte: UInt8) -> Bool {
        guard position < bytes.endIndex, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    /// Reads a string of printable ASCII and returns what stands between its quotation marks.
    mutating func string(of key: @autoclosure () -> String) throws(Reason) -> ArraySlice<UInt8> {
        guard skip(UInt8(ascii: "\"")) else {
            throw Reason(.headerValueMalformed, ["key": key()])
        }
        let start = position
        while position < bytes.endIndex {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return bytes[start..<(position - 1)]
            }
            guard byte >= 0x20, byte < 0x7F else {
                throw Reason(
                    .headerNotASCII,
                    ["position": "\(position - bytes.startIndex + 1)"]
                )
            }
            guard byte != UInt8(ascii: "\\") else { throw syntaxReason }
            position += 1
        }
        throw syntaxReason
    }

    /// Reads an integer from 0 to 2^53 − 1.
    mutating func integer(of key: @autoclosure () -> String) throws(Reason) -> UInt64 {
        guard let first = next, first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") else {
            throw Reason(.headerValueMalformed, ["key": key()])
        }
        let start = position
        var value: UInt64 = 0
        while let digit = next, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") {
            guard value <= Limits.headerIntegerMax / 10 + 1 else {
                throw Self.tooLarge(key())
            }
            value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
            position += 1
        }
        guard first != UInt8(ascii: "0") || position == start + 1 else {
            throw Reason(.headerValueMalformed, ["key": key()])
        }
        guard value <= Limits.headerIntegerMax else { throw Self.tooLarge(key()) }
        return value
    }

    private static func tooLarge(_ key: String) -> Reason {
        Reason(.headerIntegerTooLarge, ["key": key, "limit": "\(Limits.headerIntegerMax)"])
    }

    /// Reads a lower-case hex digest.
    mutating func digest(of key: @autoclosure () -> String) throws(Reason) -> Digest {
        let text = try string(of: key())
        guard let digest = Digest(hexBytes: text) else {
            throw Reason(.headerValueMalformed, ["key": key()])
        }
        return digest
    }

    /// Reads a list of 1 to `limit` elements that `element` reads and `precedes` orders strictly.
    ///
    /// The order of the canonical form is that of the elements' bytes, which for all element types is also the order
    /// of what they are compared by here.
    mutating func list<Element>(
        of key: @autoclosure () -> String,
        limit: Int,
        mayBeEmpty: Bool = false,
        _ element: (inout HeaderScanner) throws(Reason) -> Element,
        precedes: (Element, Element) -> Bool
    ) throws(Reason) -> [Element] {
        guard skip(UInt8(ascii: "[")) else {
            throw Reason(.headerValueMalformed, ["key": key()])
        }
        var elements: [Element] = []
        if skip(UInt8(ascii: "]")) {
            guard mayBeEmpty else { throw Reason(.headerListEmpty, ["key": key()]) }
            return elements
        }
        repeat {
            let read = try element(&self)
            if let last = elements.last, !precedes(last, read) {
                let isRepeat = !precedes(read, last)
                throw Reason(isRepeat ? .headerListRepeated : .headerListUnsorted, ["key": key()])
            }
            guard elements.count < limit else {
                throw Reason(.headerListTooLong, ["key": key(), "limit": "\(limit)"])
            }
            elements.append(read)
        } while skip(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
        return elements
    }

    /// Reads an object's members in the order of their keys; `member` reads the value of the key that it is given.
    mutating func members(
        of key: @autoclosure () -> String,
        _ member: (inout HeaderScanner, ArraySlice<UInt8>) throws(Reason) -> Void
    ) throws(Reason) {
        guard skip(UInt8(ascii: "{")) else {
            throw Reason(.headerValueMalformed, ["key": key()])
        }
        guard next != UInt8(ascii: "}") else { throw Reason(.headerListEmpty, ["key": key()]) }
        var last: ArraySlice<UInt8>?
        repeat {
            guard next == UInt8(ascii: "\"") else { throw syntaxReason }
            let name = try string(of: key())
            if let last, !last.lexicographicallyPrecedes(name) {
                let code: Reason.Code =
                    last.elementsEqual(name) ? .headerKeyRepeated : .headerKeysUnsorted
                throw Reason(code, ["key": String(decoding: name, as: UTF8.self)])
            }
            last = name
            try expect(UInt8(ascii: ":"))
            try member(&self, name)
        } while skip(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
    }
}
