package import Casework

/// A JSON value of a body: integers only, no fractions (FORMATS.md §4).
package enum BodyValue: Hashable, Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// An integer; money is in fen.
    case integer(Int64)
    /// A text in NFC.
    case string(String)
    /// A list.
    case array([BodyValue])
    /// Members by key.
    case object([String: BodyValue])

    /// Takes a value of a document that was read strictly.
    package init(_ node: JSONNode) {
        switch node.value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .string(let text): self = .string(text)
        case .array(let nodes): self = .array(nodes.map { BodyValue($0) })
        case .object(let members):
            self = .object(
                Dictionary(
                    members.map { ($0.key, BodyValue($0.node)) },
                    uniquingKeysWith: { a, _ in a }
                )
            )
        }
    }

    /// Whether the value says nothing: `null`, or an empty text, list or object.
    package var isEmpty: Bool {
        switch self {
        case .null: true
        case .bool, .integer: false
        case .string(let text): text.isEmpty
        case .array(let values): values.isEmpty
        case .object(let members): members.isEmpty
        }
    }

    /// The integer; nil for other values.
    package var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    /// The text; nil for other values.
    package var string: String? { if case .string(let text) = self { text } else { nil } }
    /// The members; nil for other values.
    package var members: [String: BodyValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// Adds the value as JSON without white space, keys sorted by bytes, and only the escapes that JSON demands.
    package func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .integer(let value): bytes += String(value).utf8
        case .string(let text): Self.write(text, to: &bytes)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (position, value) in values.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            bytes.append(UInt8(ascii: "{"))
            for (position, member) in sorted.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += "\\n".utf8
            case 0..<0x10: bytes += "\\u000\(String(byte, radix: 16))".utf8
            case 0x10..<0x20: bytes += "\\u00\(String(byte, radix: 16))".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension JSONNode {
    /// Whether all texts and keys are in NFC.
    ///
    /// Asked before keys are looked up by what they mean: two spellings of one key are two keys of the document.
    var isNormalized: Bool {
        switch value {
        case .null, .bool, .integer: true
        case .string(let text): text.isNFC
        case .array(let nodes): nodes.allSatisfy(\.isNormalized)
        case .object(let members):
            members.allSatisfy { $0.key.isNFC && $0.node.isNormalized }
        }
    }
}
