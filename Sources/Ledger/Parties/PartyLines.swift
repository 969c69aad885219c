package import Casework
package import TransparencyLog

internal import Cryptography

/// One line of a card or charter: a keyword, a space, and the value that is the rest of it.
struct PartyLine {
    let document: String
    let keyword: String
    /// Counted from 1.
    let number: Int
    let value: ArraySlice<UInt8>

    /// Reads the value; nil from `read` is `line_malformed`.
    func read<Value>(_ read: (ArraySlice<UInt8>) -> Value?) throws(PartyError) -> Value {
        guard let value = read(value) else { throw error(.lineMalformed) }
        return value
    }

    /// The value as text for people: not empty, no control character.
    func title() throws(PartyError) -> String {
        guard let text = Self.title(value) else { throw error(.lineMalformed) }
        return text
    }

    static func title(_ bytes: ArraySlice<UInt8>) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty,
            text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        return text
    }

    /// A vkey of a node, type 0x01, whose name is a node name.
    func nodeKey(_ bytes: ArraySlice<UInt8>) throws(PartyError) -> VerifierKey {
        let key = try verifierKey(bytes)
        guard key.nodeName != nil else {
            throw PartyError(.keyNotOfNode, ["key": "\(key)", "required": "<node>, 0x01"])
        }
        return key
    }

    /// A vkey of this name and algorithm; throws `line_malformed` or `key_not_of_node`.
    func key(
        _ bytes: ArraySlice<UInt8>,
        named name: String,
        _ algorithm: SignatureAlgorithm
    ) throws(PartyError) -> VerifierKey {
        let key = try verifierKey(bytes)
        guard key.algorithm == algorithm, key.name.bytes.elementsEqual(name.utf8) else {
            let type = Hex.encode(CollectionOfOne(algorithm.rawValue))
            throw PartyError(.keyNotOfNode, ["key": "\(key)", "required": "\(name), 0x\(type)"])
        }
        return key
    }

    private func verifierKey(_ bytes: ArraySlice<UInt8>) throws(PartyError) -> VerifierKey {
        do throws(TransparencyLogError) {
            return try VerifierKey(parsing: bytes)
        } catch {
            throw self.error(.lineMalformed, cause: error.code.rawValue)
        }
    }

    /// An error that names this line.
    func error(_ code: PartyError.Code, cause: String? = nil) -> PartyError {
        PartyError(
            code,
            ["document": document, "keyword": keyword, "line": "\(number)"],
            cause: cause
        )
    }
}

/// Reads a text line by line in the one order that its format has, and says what stands where it should not.
struct PartyLineReader {
    private let document: String
    private let keywords: Set<String>
    private let lines: [ArraySlice<UInt8>]
    private var position = 1
    private var seen: Set<String> = []

    /// Takes a text whose first line must be `document`; `keywords` are all that it may have.
    init(
        _ text: ArraySlice<UInt8>,
        document: String,
        keywords: Set<String>
    ) throws(PartyError) {
        self.document = document
        self.keywords = keywords
        lines = text.dropLast().split(separator: lineFeed, omittingEmptySubsequences: false)
        guard let first = lines.first, first.elementsEqual(document.utf8) else {
            throw PartyError(.documentUnknown, ["document": document])
        }
    }

    /// The next line, which must have this keyword.
    mutating func one(_ keyword: String) throws(PartyError) -> PartyLine {
        guard let line = optional(keyword) else { throw mismatch(keyword) }
        return line
    }

    /// The next line if it has this keyword.
    mutating func optional(_ keyword: String) -> PartyLine? {
        let prefix = Array(keyword.utf8) + [UInt8(ascii: " ")]
        guard position < lines.count, lines[position].starts(with: prefix) else { return nil }
        defer { position += 1 }
        seen.insert(keyword)
        return PartyLine(
            document: document,
            keyword: keyword,
            number: position + 1,
            value: lines[position].dropFirst(prefix.count)
        )
    }

    /// All next lines that have this keyword, at most `limit`.
    mutating func many(
        _ keyword: String,
        limit: Int = .max
    ) throws(PartyError) -> [PartyLine] {
        var found: [PartyLine] = []
        while let line = optional(keyword) {
            guard found.count < limit else {
                throw PartyError(
                    .linesTooMany,
                    ["document": document, "keyword": keyword, "limit": "\(limit)"]
                )
            }
            guard !found.contains(where: { $0.value == line.value }) else {
                throw line.error(.lineRepeated)
            }
            found.append(line)
        }
        return found
    }

    /// As `many`, and the values are in the order of their bytes.
    mutating func sorted(_ keyword: String) throws(PartyError) -> [PartyLine] {
        var found: [PartyLine] = []
        while let line = optional(keyword) {
            if let last = found.last, !last.value.lexicographicallyPrecedes(line.value) {
                throw line.error(last.value == line.value ? .lineRepeated : .linesUnsorted)
            }
            found.append(line)
        }
        return found
    }

    /// Makes sure that no line is left.
    func finish() throws(PartyError) {
        if position < lines.count { throw mismatch(nil) }
    }

    /// What is wrong with the next line, where `required` should stand.
    private func mismatch(_ required: String?) -> PartyError {
        if position < lines.count {
            let word = lines[position].prefix { $0 != UInt8(ascii: " ") }
            let keyword = String(decoding: word, as: UTF8.self)
            guard keywords.contains(keyword) else {
                return PartyError(
                    .lineUnknown,
                    ["document": document, "line": "\(position + 1)"]
                )
            }
            if seen.contains(keyword) || required == nil {
                return PartyError(
                    .lineRepeated,
                    ["document": document, "keyword": keyword, "line": "\(position + 1)"]
                )
            }
        }
        return PartyError(
            .lineMissing,
            ["document": document, "keyword": required ?? "", "line": "\(position + 1)"]
        )
    }
}

/// Writes such a text.
struct PartyLineWriter {
    private(set) var bytes: [UInt8]

    init(document: String) { bytes = Array(document.utf8) + [lineFeed] }

    mutating func add(_ keyword: String, _ value: String) {
        bytes += Array(keyword.utf8) + [UInt8(ascii: " ")] + Array(value.utf8) + [lineFeed]
    }
}

let lineFeed = UInt8(ascii: "\n")

extension VerifierKey {
    /// The node whose key this is: a type 0x01 key that bears nothing but a node name; nil for others.
    package var nodeName: NodeName? {
        algorithm == .ed25519 ? NodeName(name.bytes) : nil
    }
}

extension Note {
    /// Reads the note that carries a card or charter, within the limits of its document.
    init(
        document: String,
        parsing bytes: some Collection<UInt8>,
        byteLimit: Int,
        signatureLimit: Int
    ) throws(PartyError) {
        guard bytes.count <= byteLimit else {
            throw PartyError(.textTooLong, ["document": document, "limit": "\(byteLimit)"])
        }
        do throws(TransparencyLogError) {
            try self.init(parsing: bytes)
        } catch  where error.code == .noteSignatureCountExceeded {
            throw Self.tooManySignatures(document, signatureLimit)
        } catch {
            throw PartyError(
                .noteMalformed,
                ["detail": error.code.rawValue, "document": document]
            )
        }
        guard signatures.count <= signatureLimit else {
            throw Self.tooManySignatures(document, signatureLimit)
        }
    }

    private static func tooManySignatures(_ document: String, _ limit: Int) -> PartyError {
        PartyError(.signaturesTooMany, ["document": document, "limit": "\(limit)"])
    }
}
