package import Casework
package import Cryptography

/// A file that a body or a manifest describes, as a court re-computes it.
package struct BodyFile: Hashable, Sendable {
    /// Its name, for people.
    package var name: String
    /// The salted object that holds it.
    package var object: Digest
    /// The SHA-256 of the file itself.
    package var sha256: Digest
    /// Its exact count of bytes.
    package var size: Int64
    /// The SM3 of the file itself, 64 hex digits.
    package var sm3: String
    /// The root over the object's pieces; in a manifest only, and there always.
    package var tree: Digest?
    /// Its media type.
    package var type: String

    /// Describes a file.
    package init(
        name: String,
        object: Digest,
        sha256: Digest,
        size: Int64,
        sm3: String,
        tree: Digest? = nil,
        type: String
    ) {
        self.name = name
        self.object = object
        self.sha256 = sha256
        self.size = size
        self.sm3 = sm3
        self.tree = tree
        self.type = type
    }

    private static let keys: Set<String> = ["name", "object", "sha256", "size", "sm3", "type"]

    init?(_ value: BodyValue, inManifest: Bool) {
        guard let members = value.members,
            Set(members.keys) == (inManifest ? Self.keys.union(["tree"]) : Self.keys),
            let name = members["name"]?.string, !name.isEmpty,
            let object = members["object"]?.string.flatMap({ Digest(hex: $0) }),
            let sha256 = members["sha256"]?.string.flatMap({ Digest(hex: $0) }),
            let size = members["size"]?.integer, size >= 0,
            let sm3 = members["sm3"]?.string, Digest(hex: sm3) != nil,
            let type = members["type"]?.string, !type.isEmpty
        else { return nil }
        let tree = members["tree"]?.string.flatMap { Digest(hex: $0) }
        guard (tree != nil) == inManifest else { return nil }
        self.init(
            name: name,
            object: object,
            sha256: sha256,
            size: size,
            sm3: sm3,
            tree: tree,
            type: type
        )
    }

    var value: BodyValue {
        var members: [String: BodyValue] = [
            "name": .string(name), "object": .string(object.hex), "sha256": .string(sha256.hex),
            "size": .integer(size), "sm3": .string(sm3), "type": .string(type),
        ]
        if let tree { members["tree"] = .string(tree.hex) }
        return .object(members)
    }
}

/// The content of an entry's body object: the fields of the step and its files (FORMATS.md §4).
package struct Body: Hashable, Sendable {
    /// The format's name.
    package static let format = "lianlu/body/v1"

    /// The fields by id.
    package var fields: [FieldID: BodyValue]
    /// The files.
    package var files: [BodyFile]

    /// Makes a body.
    package init(fields: [FieldID: BodyValue] = [:], files: [BodyFile] = []) {
        self.fields = fields
        self.files = files
    }

    /// Reads a content of at most 1 MiB; throws the finding that makes it no body.
    package init(parsing bytes: some Collection<UInt8>) throws(Finding) {
        let members = try BodyDocument.members(of: bytes, format: Self.format)
        guard Set(members.keys) == ["fields", "files", "format"],
            let fields = members["fields"]?.members
        else { throw Finding(.bodyFormatUnknown) }
        self.fields = [:]
        for (name, value) in fields {
            guard let id = FieldID(name) else {
                throw Finding(.bodyFieldUnknown, ["field": name])
            }
            self.fields[id] = value
        }
        files = try BodyDocument.files(members["files"], inManifest: false)
    }

    /// The content in its one written form: sorted keys, no white space, texts in NFC.
    ///
    /// Throws `body_malformed` where the result would not be read again, so over 1 MiB.
    package func encoded() throws(LedgerError) -> [UInt8] {
        let bytes = written
        do throws(Finding) {
            _ = try Body(parsing: bytes)
        } catch {
            throw LedgerError(.bodyMalformed, ["finding": error.told])
        }
        return bytes
    }
}

extension Body {
    /// Bytes of its written form, also where that is too long to be read again.
    package var byteCount: Int { written.count }

    private var written: [UInt8] {
        let fields = Dictionary(uniqueKeysWithValues: fields.map { ($0.key.text, $0.value) })
        return BodyDocument.encode(
            .object([
                "fields": .object(fields), "files": .array(files.map(\.value)),
                "format": .string(Self.format),
            ])
        )
    }
}

/// The content of an object that lists more files than an entry can name (FORMATS.md §4).
package struct Manifest: Hashable, Sendable {
    /// The format's name.
    package static let format = "lianlu/manifest/v1"

    /// The files, each with its tree.
    package var files: [BodyFile]

    /// Makes a manifest.
    package init(files: [BodyFile]) { self.files = files }

    /// Reads a content of at most 1 MiB; throws the finding that makes it no manifest.
    package init(parsing bytes: some Collection<UInt8>) throws(Finding) {
        let members = try BodyDocument.members(of: bytes, format: Self.format)
        guard Set(members.keys) == ["files", "format"] else { throw Finding(.bodyFormatUnknown) }
        files = try BodyDocument.files(members["files"], inManifest: true)
    }

    /// The content in its one written form; throws `body_malformed` where it would not be read again.
    package func encoded() throws(LedgerError) -> [UInt8] {
        let bytes = BodyDocument.encode(
            .object(["files": .array(files.map(\.value)), "format": .string(Self.format)])
        )
        do throws(Finding) {
            _ = try Manifest(parsing: bytes)
        } catch {
            throw LedgerError(.bodyMalformed, ["finding": error.told])
        }
        return bytes
    }
}

/// What bodies and manifests have in common.
private enum BodyDocument {
    static func members(
        of bytes: some Collection<UInt8>,
        format: String
    ) throws(Finding) -> [String: BodyValue] {
        guard bytes.count <= Limits.bodyByteCountMax else {
            throw Finding(.bodyTooLong, ["limit": "\(Limits.bodyByteCountMax)"])
        }
        let node: JSONNode
        do throws(CaseworkError) {
            node = try JSONReader.read(
                Array(bytes),
                byteCountMax: Limits.bodyByteCountMax,
                depthMax: Limits.bodyDepthMax
            )
        } catch {
            throw finding(for: error)
        }
        guard node.isNormalized else { throw Finding(.bodyNotNormalized) }
        guard let members = BodyValue(node).members, members["format"]?.string == format else {
            throw Finding(.bodyFormatUnknown)
        }
        return members
    }

    private static func finding(for error: CaseworkError) -> Finding {
        switch error.code {
        case .jsonDuplicateKey:
            Finding(.bodyKeyRepeated, ["key": error.arguments["key"] ?? ""])
        case .jsonNumber: Finding(.bodyNumberNotInteger, ["line": error.arguments["line"] ?? ""])
        case .jsonTooDeep: Finding(.bodyTooDeep, ["limit": "\(Limits.bodyDepthMax)"])
        // What a verdict says of a body is the same from edition to edition.
        case .jsonEmpty, .jsonByteOrderMark, .jsonUnclosed, .jsonMismatched:
            Finding(.bodyNotJSON, ["detail": CaseworkError.Code.jsonSyntax.rawValue])
        default: Finding(.bodyNotJSON, ["detail": error.code.rawValue])
        }
    }

    static func files(_ value: BodyValue?, inManifest: Bool) throws(Finding) -> [BodyFile] {
        guard case .array(let values) = value else { throw Finding(.bodyFormatUnknown) }
        guard values.count <= Limits.bodyFileCountMax else {
            throw Finding(.bodyFileCountExceeded, ["limit": "\(Limits.bodyFileCountMax)"])
        }
        var files: [BodyFile] = []
        for (position, value) in values.enumerated() {
            guard let file = BodyFile(value, inManifest: inManifest) else {
                throw Finding(.bodyFilesMalformed, ["position": "\(position + 1)"])
            }
            files.append(file)
        }
        return files
    }

    static func encode(_ value: BodyValue) -> [UInt8] {
        var bytes: [UInt8] = []
        value.write(to: &bytes)
        return bytes
    }
}

extension Finding {
    /// The code with its arguments, so that a limit is named.
    fileprivate var told: String {
        guard !arguments.isEmpty else { return code.rawValue }
        let shown = arguments.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return "\(code.rawValue): \(shown.joined(separator: ", "))"
    }
}
