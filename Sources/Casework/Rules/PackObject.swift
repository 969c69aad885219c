/// One JSON object of a rule pack, read strictly: unknown keys are refused, every fault names its path and line.
struct PackObject {
    let path: String
    let line: Int
    private let members: [String: JSONNode]

    /// Takes an object that has no key besides `keys`.
    init(_ node: JSONNode, _ path: String, keys: Set<String>) throws(CaseworkError) {
        guard case .object(let list) = node.value else {
            throw Self.typeError(path, node.line, "object")
        }
        for member in list where !keys.contains(member.key) {
            throw CaseworkError(
                .packKeyUnknown,
                ["path": Self.join(path, member.key), "line": "\(member.node.line)"]
            )
        }
        self.path = path
        line = node.line
        members = Dictionary(
            list.map { ($0.key, $0.node) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// A fault of this object as a whole.
    func fault(_ code: CaseworkError.Code, id: String) -> CaseworkError {
        CaseworkError(code, ["path": path, "line": "\(line)", "id": id])
    }

    /// A fault of one element of a list of this object.
    func elementFault(
        _ code: CaseworkError.Code,
        _ key: String,
        _ position: Int,
        id: String
    ) throws(CaseworkError) -> CaseworkError {
        guard case .array(let nodes) = try node(key).value, nodes.indices.contains(position)
        else { return fault(code, id: id) }
        return CaseworkError(
            code,
            [
                "path": "\(Self.join(path, key))[\(position)]",
                "line": "\(nodes[position].line)", "id": id,
            ]
        )
    }

    func has(_ key: String) -> Bool { members[key] != nil }

    func node(_ key: String) throws(CaseworkError) -> JSONNode {
        guard let node = members[key] else {
            throw CaseworkError(
                .packKeyMissing,
                ["path": Self.join(path, key), "line": "\(line)"]
            )
        }
        return node
    }

    // MARK: Single values

    func text(_ key: String) throws(CaseworkError) -> String {
        try Self.text(node(key), Self.join(path, key))
    }

    func optionalText(_ key: String) throws(CaseworkError) -> String? {
        has(key) ? try text(key) : nil
    }

    func title(_ key: String) throws(CaseworkError) -> Title {
        try Self.title(node(key), Self.join(path, key))
    }

    func optionalTitle(_ key: String) throws(CaseworkError) -> Title? {
        has(key) ? try title(key) : nil
    }

    /// A boolean; absent means false.
    func flag(_ key: String) throws(CaseworkError) -> Bool {
        guard has(key) else { return false }
        let value = try node(key)
        guard case .bool(let flag) = value.value else {
            throw Self.typeError(Self.join(path, key), value.line, "boolean")
        }
        return flag
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(CaseworkError) -> Int {
        let value = try node(key)
        guard case .integer(let number) = value.value else {
            throw Self.typeError(Self.join(path, key), value.line, "integer")
        }
        guard let small = Int(exactly: number), range.contains(small) else {
            throw malformed(key, "\(range.lowerBound)…\(range.upperBound)")
        }
        return small
    }

    func optionalInteger(_ key: String, in range: ClosedRange<Int>) throws(CaseworkError) -> Int? {
        has(key) ? try integer(key, in: range) : nil
    }

    func date(_ key: String) throws(CaseworkError) -> LocalDate {
        guard let date = LocalDate(try text(key)) else { throw malformed(key, "YYYY-MM-DD") }
        return date
    }

    func optionalDate(_ key: String) throws(CaseworkError) -> LocalDate? {
        has(key) ? try date(key) : nil
    }

    /// A word of a closed list.
    func word<Word>(_ key: String, _: Word.Type = Word.self) throws(CaseworkError) -> Word
    where Word: RawRepresentable<String> & CaseIterable {
        guard let word = Word(rawValue: try text(key)) else {
            throw malformed(key, Word.allCases.map(\.rawValue).joined(separator: " | "))
        }
        return word
    }

    /// An id; where `known` is given, one of those.
    func id<G>(
        _ key: String,
        in known: Set<Identifier<G>>? = nil,
        kind: String = ""
    ) throws(CaseworkError) -> Identifier<G> {
        try Self.id(node(key), Self.join(path, key), known, kind)
    }

    func optionalID<G>(
        _ key: String,
        in known: Set<Identifier<G>>? = nil,
        kind: String = ""
    ) throws(CaseworkError) -> Identifier<G>? {
        has(key) ? try id(key, in: known, kind: kind) : nil
    }

    // MARK: Lists

    /// A list; absent means empty.
    func list<Element>(
        _ key: String,
        max: Int = Limits.packListCountMax,
        _ read: (JSONNode, String) throws(CaseworkError) -> Element
    ) throws(CaseworkError) -> [Element] {
        guard has(key) else { return [] }
        let value = try node(key)
        let place = Self.join(path, key)
        guard case .array(let nodes) = value.value else {
            throw Self.typeError(place, value.line, "array")
        }
        guard nodes.count <= max else {
            throw CaseworkError(
                .packLimit,
                ["path": place, "line": "\(value.line)", "limit": "\(max)"]
            )
        }
        var elements: [Element] = []
        elements.reserveCapacity(nodes.count)
        for (position, node) in nodes.enumerated() {
            elements.append(try read(node, "\(place)[\(position)]"))
        }
        return elements
    }

    /// A list of ids without a repetition; where `known` is given, of those.
    func ids<G>(
        _ key: String,
        in known: Set<Identifier<G>>? = nil,
        kind: String = ""
    ) throws(CaseworkError) -> [Identifier<G>] {
        var seen: Set<Identifier<G>> = []
        return try list(key) { (node, place) throws(CaseworkError) -> Identifier<G> in
            let id = try Self.id(node, place, known, kind)
            guard seen.insert(id).inserted else {
                throw CaseworkError(
                    .packIDRepeated,
                    ["path": place, "line": "\(node.line)", "id": id.text]
                )
            }
            return id
        }
    }

    /// A list of objects with an id each, none twice.
    func identified<Element, G>(
        _ key: String,
        max: Int = Limits.packListCountMax,
        _ id: KeyPath<Element, Identifier<G>>,
        _ read: (JSONNode, String) throws(CaseworkError) -> Element
    ) throws(CaseworkError) -> [Element] {
        var seen: Set<Identifier<G>> = []
        return try list(key, max: max) { (node, place) throws(CaseworkError) -> Element in
            let element = try read(node, place)
            guard seen.insert(element[keyPath: id]).inserted else {
                throw CaseworkError(
                    .packIDRepeated,
                    [
                        "path": place, "line": "\(node.line)",
                        "id": element[keyPath: id].text,
                    ]
                )
            }
            return element
        }
    }

    func titles(_ key: String) throws(CaseworkError) -> [Title] {
        try list(key) { (node, place) throws(CaseworkError) in try Self.title(node, place) }
    }

    func texts(_ key: String) throws(CaseworkError) -> [String] {
        try list(key) { (node, place) throws(CaseworkError) in try Self.text(node, place) }
    }

    // MARK: Forms

    func malformed(_ key: String, _ expected: String) -> CaseworkError {
        CaseworkError(
            .packValueMalformed,
            [
                "path": Self.join(path, key), "line": "\(members[key]?.line ?? line)",
                "expected": expected,
            ]
        )
    }

    static func join(_ path: String, _ key: String) -> String {
        path.isEmpty ? key : "\(path).\(key)"
    }

    private static func typeError(
        _ path: String,
        _ line: Int,
        _ expected: String
    )
        -> CaseworkError
    {
        CaseworkError(
            .packValueType,
            ["path": path, "line": "\(line)", "expected": expected]
        )
    }

    private static func text(_ node: JSONNode, _ path: String) throws(CaseworkError) -> String {
        guard case .string(let text) = node.value else {
            throw typeError(path, node.line, "string")
        }
        guard text.utf8.count <= Limits.packTextByteCountMax else {
            throw CaseworkError(
                .packLimit,
                [
                    "path": path, "line": "\(node.line)",
                    "limit": "\(Limits.packTextByteCountMax)",
                ]
            )
        }
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
        guard isPlain, !text.isEmpty else {
            throw CaseworkError(
                .packValueMalformed,
                [
                    "path": path, "line": "\(node.line)",
                    "expected": "text without control characters",
                ]
            )
        }
        return text
    }

    private static func title(_ node: JSONNode, _ path: String) throws(CaseworkError) -> Title {
        let object = try PackObject(node, path, keys: ["zh", "en"])
        return try Title(zh: object.text("zh"), en: object.text("en"))
    }

    private static func id<G>(
        _ node: JSONNode,
        _ path: String,
        _ known: Set<Identifier<G>>?,
        _ kind: String
    ) throws(CaseworkError) -> Identifier<G> {
        let text = try text(node, path)
        guard let id = Identifier<G>(text) else {
            throw CaseworkError(
                .packValueMalformed,
                ["path": path, "line": "\(node.line)", "expected": G.pattern]
            )
        }
        if let known, !known.contains(id) {
            throw CaseworkError(
                .packReferenceUnknown,
                ["path": path, "line": "\(node.line)", "id": text, "kind": kind]
            )
        }
        return id
    }
}
