import Casework
import Cryptography
import TransparencyLog

extension EntryHeader {
    /// Reads a header line without its LF, in its one canonical form.
    ///
    /// Throws the first reason met; what it reads is written again and compared, so that nothing but the bytes that
    /// `encoded` gives is ever accepted.
    package init(parsing line: ArraySlice<UInt8>) throws(Reason) {
        var parser = HeaderParser()
        var scanner = HeaderScanner(line)
        try scanner.members(of: "header") { (scanner, name) throws(Reason) in
            try parser.read(name, from: &scanner)
        }
        guard scanner.isAtEnd else { throw scanner.syntaxReason }
        let header = try parser.finish()
        guard header.encoded.elementsEqual(line) else {
            throw Reason(.headerSyntax, ["position": "1"])
        }
        self = header
    }
}

/// Collects the keys of one header.
private struct HeaderParser {
    // Begun at once; its three required values are set in `finish`.
    private var header = Timestamp(instant: 0, offsetMinutes: 0).map {
        EntryHeader(at: $0, machine: .log, event: .open)
    }
    private var at: Timestamp?
    private var event: EventID?
    private var machine: MachineID?
    private var position = 0

    /// Reads the value of one key.
    mutating func read(
        _ name: ArraySlice<UInt8>,
        from scanner: inout HeaderScanner
    ) throws(Reason) {
        let key = try knownKey(name)
        switch key {
        case .at: at = try scanner.value(of: key) { Timestamp($0) }
        case .event: event = try scanner.value(of: key) { EventID($0) }
        case .machine: machine = try scanner.value(of: key) { MachineID($0) }
        case .charter: header?.charter = try scanner.digest(of: key.rawValue)
        case .draft: header?.draft = try scanner.digest(of: key.rawValue)
        case .object: header?.object = try scanner.digest(of: key.rawValue)
        case .record: header?.record = try scanner.digest(of: key.rawValue)
        case .target: header?.target = try scanner.digest(of: key.rawValue)
        case .from: header?.from = try scanner.value(of: key) { RegionCode($0) }
        case .office: header?.office = try scanner.value(of: key) { OfficeID($0) }
        case .officer: header?.officer = try scanner.value(of: key) { OfficerID($0) }
        case .rules: header?.rules = try scanner.value(of: key) { PackReference($0) }
        case .key: header?.key = try scanner.verifierKey(of: key)
        case .since: header?.since = try scanner.integer(of: key.rawValue)
        case .facts: header?.facts = try scanner.facts()
        case .objects: header?.objects = try scanner.objects()
        case .parents: header?.parents = try scanner.parents()
        case .previous: header?.previous = try scanner.previous()
        case .to: header?.to = try scanner.addressees()
        }
    }

    /// Finds the key by walking the sorted list of all keys along with the header's own sorted keys.
    private mutating func knownKey(_ name: ArraySlice<UInt8>) throws(Reason) -> HeaderKey {
        while position < HeaderKey.byBytes.count {
            let known = HeaderKey.byBytes[position]
            position += 1
            if known.bytes.elementsEqual(name) { return known.key }
        }
        throw Reason(.headerKeyUnknown, ["key": String(decoding: name, as: UTF8.self)])
    }

    /// The header, once all of it was read.
    func finish() throws(Reason) -> EntryHeader {
        guard var complete = header, let at else { throw missing(.at) }
        guard let event else { throw missing(.event) }
        guard let machine else { throw missing(.machine) }
        complete.at = at
        complete.event = event
        complete.machine = machine
        return complete
    }

    private func missing(_ key: HeaderKey) -> Reason {
        Reason(.headerKeyMissing, ["key": key.rawValue])
    }
}

extension HeaderScanner {
    /// Reads a string that `make` accepts.
    fileprivate mutating func value<Value>(
        of key: HeaderKey,
        _ make: (ArraySlice<UInt8>) -> Value?
    ) throws(Reason) -> Value {
        guard let value = make(try string(of: key.rawValue)) else {
            throw Reason(.headerValueMalformed, ["key": key.rawValue])
        }
        return value
    }

    fileprivate mutating func verifierKey(of key: HeaderKey) throws(Reason) -> VerifierKey {
        let text = try string(of: key.rawValue)
        do throws(TransparencyLogError) {
            return try VerifierKey(parsing: text)
        } catch {
            throw Reason(.headerVerifierKeyMalformed, ["detail": error.code.rawValue])
        }
    }

    fileprivate mutating func facts() throws(Reason) -> [Fact] {
        var facts: [Fact] = []
        try members(of: "facts") { (scanner, name) throws(Reason) in
            guard facts.count < Limits.headerFactCountMax else {
                throw Reason(
                    .headerListTooLong,
                    ["key": "facts", "limit": "\(Limits.headerFactCountMax)"]
                )
            }
            guard let field = FieldID(name) else {
                throw Reason(.headerValueMalformed, ["key": "facts"])
            }
            facts.append(Fact(field: field, value: try scanner.factValue(of: field)))
        }
        return facts
    }

    private mutating func factValue(of field: FieldID) throws(Reason) -> FactValue {
        guard next == UInt8(ascii: "\"") else {
            return .integer(Int64(try integer(of: "facts.\(field)")))
        }
        let text = try string(of: "facts.\(field)")
        guard !text.isEmpty else {
            throw Reason(.headerValueMalformed, ["key": "facts.\(field)"])
        }
        guard text.count <= Limits.headerFactByteCountMax else {
            throw Reason(
                .headerStringTooLong,
                ["key": "facts.\(field)", "limit": "\(Limits.headerFactByteCountMax)"]
            )
        }
        return .string(String(decoding: text, as: UTF8.self))
    }

    fileprivate mutating func parents() throws(Reason) -> [Digest] {
        try list(
            of: "parents",
            limit: Limits.headerParentCountMax,
            { (scanner) throws(Reason) in try scanner.digest(of: "parents") },
            precedes: <
        )
    }

    fileprivate mutating func addressees() throws(Reason) -> [Address] {
        try list(
            of: "to",
            limit: Limits.headerAddressCountMax,
            { (scanner) throws(Reason) in try scanner.value(of: .to) { Address($0) } },
            precedes: <
        )
    }

    fileprivate mutating func previous() throws(Reason) -> EntryHeader.Previous {
        var origin: Origin?
        var root: Digest?
        var size: UInt64?
        try members(of: "previous") { (scanner, name) throws(Reason) in
            switch String(decoding: name, as: UTF8.self) {
            case "origin":
                let text = try scanner.string(of: "previous.origin")
                // A name that no log can have is a malformed value; why it is none does not matter here.
                guard let name = try? Origin(text) else {
                    throw Reason(.headerValueMalformed, ["key": "previous.origin"])
                }
                origin = name
            case "root": root = try scanner.digest(of: "previous.root")
            case "size": size = try scanner.integer(of: "previous.size")
            case let other: throw Reason(.headerKeyUnknown, ["key": "previous.\(other)"])
            }
        }
        guard let origin else { throw Self.missing("previous.origin") }
        guard let root else { throw Self.missing("previous.root") }
        guard let size else { throw Self.missing("previous.size") }
        return EntryHeader.Previous(origin: origin, root: root, size: size)
    }

    private static func missing(_ key: String) -> Reason {
        Reason(.headerKeyMissing, ["key": key])
    }
}

// MARK: - Objects

extension HeaderScanner {
    fileprivate mutating func objects() throws(Reason) -> [ObjectReference] {
        let objects = try list(
            of: "objects",
            limit: Limits.headerObjectCountMax,
            { (scanner) throws(Reason) in try scanner.object() },
            precedes: { $0.sha256 < $1.sha256 }
        )
        guard objects.count(where: { $0.role == .body }) <= 1 else {
            throw Reason(.headerBodyRepeated)
        }
        return objects
    }

    private mutating func object() throws(Reason) -> ObjectReference {
        var audience: Audience?
        var label: ObjectLabel?
        var role: FieldID?
        var sha256: Digest?
        var size: UInt64?
        var tree: Digest?
        try members(of: "objects") { (scanner, name) throws(Reason) in
            switch String(decoding: name, as: UTF8.self) {
            case "audience": audience = try scanner.audience()
            case "label":
                label = try scanner.member("objects.label") {
                    ObjectLabel(rawValue: String(decoding: $0, as: UTF8.self))
                }
            case "role": role = try scanner.member("objects.role") { FieldID($0) }
            case "sha256": sha256 = try scanner.digest(of: "objects.sha256")
            case "size": size = try scanner.integer(of: "objects.size")
            case "tree": tree = try scanner.digest(of: "objects.tree")
            case let other: throw Reason(.headerKeyUnknown, ["key": "objects.\(other)"])
            }
        }
        guard let audience else { throw Self.missing("objects.audience") }
        guard let label else { throw Self.missing("objects.label") }
        guard let role else { throw Self.missing("objects.role") }
        guard let sha256 else { throw Self.missing("objects.sha256") }
        guard let size else { throw Self.missing("objects.size") }
        try Self.check(size: size, tree: tree)
        return ObjectReference(
            audience: audience,
            label: label,
            role: role,
            sha256: sha256,
            size: size,
            tree: tree
        )
    }

    private mutating func member<Value>(
        _ key: String,
        _ make: (ArraySlice<UInt8>) -> Value?
    ) throws(Reason) -> Value {
        guard let value = make(try string(of: key)) else {
            throw Reason(.headerValueMalformed, ["key": key])
        }
        return value
    }

    private mutating func audience() throws(Reason) -> Audience {
        let key = "objects.audience"
        if next == UInt8(ascii: "\"") {
            switch String(decoding: try string(of: key), as: UTF8.self) {
            case "addressees": return .addressees
            case "mechanism": return .mechanism
            default: throw Reason(.headerValueMalformed, ["key": key])
            }
        }
        return .addresses(
            try list(
                of: key,
                limit: Limits.headerAddressCountMax,
                mayBeEmpty: true,
                { (scanner) throws(Reason) in try scanner.member(key) { Address($0) } },
                precedes: <
            )
        )
    }

    /// The size must be a power of two that some salted object can have, and a tree stands exactly for more than a piece.
    private static func check(size: UInt64, tree: Digest?) throws(Reason) {
        guard size.nonzeroBitCount == 1, size >= UInt64(Limits.objectSaltByteCount),
            size <= Limits.objectSizeMax
        else { throw Reason(.headerObjectSizeWrong, ["size": "\(size)"]) }
        guard (tree != nil) == (size > UInt64(Limits.objectPieceByteCount)) else {
            throw Reason(.headerObjectTreeWrong, ["size": "\(size)"])
        }
    }
}
