/// What the texts of one kind of identifier may look like.
package protocol IdentifierGrammar: Sendable {
    /// Whether these bytes are an identifier of the kind.
    static func accepts(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool
    /// The grammar as a person may read it in an error.
    static var pattern: String { get }
}

/// A short ASCII name that was checked against its grammar once and is then only compared.
///
/// Identifiers of different kinds are different types, so that an office is never taken for an officer
/// (FORMATS.md §0).
package struct Identifier<Grammar: IdentifierGrammar>: Hashable, Comparable, Sendable {
    /// The text, ASCII only.
    package let text: String

    /// Reads an identifier from bytes; nil where the grammar refuses them.
    package init?(_ bytes: some Collection<UInt8>) {
        let text = withContiguousBytes(of: bytes) { buffer in
            Grammar.accepts(buffer) ? String(decoding: buffer, as: UTF8.self) : nil
        }
        guard let text else { return nil }
        self.text = text
    }

    /// Reads an identifier from text; nil where the grammar refuses it.
    package init?(_ text: some StringProtocol) {
        self.init(text.utf8)
    }

    /// Takes a name that stands in the source code and is known to be good.
    package init(unchecked text: StaticString) {
        self.text = text.description
    }

    /// Order by bytes.
    package static func < (a: Self, b: Self) -> Bool { a.text < b.text }
}

extension Identifier: CustomStringConvertible {
    /// The text.
    package var description: String { text }
}

/// Names of mechanisms, offices, officers, packs, machines, kinds and documents: `[a-z0-9-]{1,64}`.
package protocol HyphenGrammar: IdentifierGrammar {}

extension HyphenGrammar {
    /// The grammar as a person may read it.
    package static var pattern: String { "[a-z0-9-]{1,64}" }

    /// Whether the bytes are 1–64 lower-case letters, digits and hyphens.
    package static func accepts(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        acceptsName(bytes, also: UInt8(ascii: "-"))
    }
}

/// Names of events, states, roles, fields, ranks and enums: `[a-z0-9_]{1,64}`.
package protocol UnderscoreGrammar: IdentifierGrammar {}

extension UnderscoreGrammar {
    /// The grammar as a person may read it.
    package static var pattern: String { "[a-z0-9_]{1,64}" }

    /// Whether the bytes are 1–64 lower-case letters, digits and underscores.
    package static func accepts(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        acceptsName(bytes, also: UInt8(ascii: "_"))
    }
}

/// Names of values, value lists and clocks: `[A-Za-z0-9_-]{1,64}`.
package protocol CodeGrammar: IdentifierGrammar {}

extension CodeGrammar {
    /// The grammar as a person may read it.
    package static var pattern: String { "[A-Za-z0-9_-]{1,64}" }

    /// Whether the bytes are 1–64 ASCII letters, digits, underscores and hyphens.
    package static func accepts(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let isGood = bytes.allSatisfy { byte in
            byte.isLowerCaseOrDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
                || (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z"))
        }
        return isGood && (1...Limits.identifierByteCountMax).contains(bytes.count)
    }
}

private func acceptsName(_ bytes: UnsafeBufferPointer<UInt8>, also mark: UInt8) -> Bool {
    (1...Limits.identifierByteCountMax).contains(bytes.count)
        && bytes.allSatisfy { $0.isLowerCaseOrDigit || $0 == mark }
}

/// Lends the bytes of any collection in one piece, so that the parsers themselves need not be generic.
///
/// Generic code is not specialised across modules, and headers are parsed by the ten thousand.
func withContiguousBytes<Value>(
    of bytes: some Collection<UInt8>,
    _ read: (UnsafeBufferPointer<UInt8>) -> Value
) -> Value {
    bytes.withContiguousStorageIfAvailable(read) ?? Array(bytes).withUnsafeBufferPointer(read)
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    var isLowerCaseOrDigit: Bool {
        isDigit || (self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z"))
    }
}
