/// One JSON object of a rule pack, read strictly: unknown keys are refused, every fault names its path and line.
///
/// Where faults are gathered a value that is wrong is reported and gives way to an empty one, so that reading goes on; a pack with
/// any fault is never used.
struct PackObject {
    let path: PackPath
    let line: Int
    private let members: [String: JSONNode]

    /// Takes an object that has no key besides `keys`; throws for a value that is no object.
    init(_ node: JSONNode, _ path: PackPath, keys: Set<String>) throws(CaseworkError) {
        guard case .object(let list) = node.value else {
            throw path.fault(.packValueType, line: node.line, ["expected": "object"])
        }
        for member in list where !keys.contains(member.key) {
            try path.member(member.key).report(.packKeyUnknown, line: member.node.line)
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
        path.fault(code, line: line, ["id": id])
    }

    /// Reports a fault of this object as a whole.
    func report(_ code: CaseworkError.Code, id: String) throws(CaseworkError) {
        try path.report(fault(code, id: id))
    }

    /// Reports a fault of one element of a list of this object.
    func report(
        _ code: CaseworkError.Code,
        _ key: String,
        _ position: Int,
        id: String
    ) throws(CaseworkError) {
        guard case .array(let nodes)? = members[key]?.value, nodes.indices.contains(position)
        else { return try report(code, id: id) }
        try path.member(key)[position].report(code, line: nodes[position].line, ["id": id])
    }

    func has(_ key: String) -> Bool { members[key] != nil }

    /// The value of a key that must be there.
    func node(_ key: String) throws(CaseworkError) -> JSONNode {
        guard let node = members[key] else {
            throw path.member(key).fault(.packKeyMissing, line: line)
        }
        return node
    }

    /// The value of a key; nil where it is missing, which is reported.
    private func find(_ key: String) throws(CaseworkError) -> JSONNode? {
        guard let node = members[key] else {
            try reportMissing(key)
            return nil
        }
        return node
    }

    /// Reports that a key is missing or has nothing in it.
    func reportMissing(_ key: String) throws(CaseworkError) {
        try path.member(key).report(.packKeyMissing, line: line)
    }

    /// Reports that the value of a key is none of those that are expected.
    func reportMalformed(_ key: String, _ expected: String) throws(CaseworkError) {
        try path.report(malformed(key, expected))
    }

    // MARK: Single values

    func text(_ key: String) throws(CaseworkError) -> String {
        guard let node = try find(key) else { return "" }
        return try Self.text(node, path.member(key)) ?? ""
    }

    func optionalText(_ key: String) throws(CaseworkError) -> String? {
        has(key) ? try text(key) : nil
    }

    func title(_ key: String) throws(CaseworkError) -> Title {
        guard let node = try find(key) else { return Title(zh: "", en: "") }
        return try Self.title(node, path.member(key))
    }

    func optionalTitle(_ key: String) throws(CaseworkError) -> Title? {
        has(key) ? try title(key) : nil
    }

    /// A boolean; absent means false.
    func flag(_ key: String) throws(CaseworkError) -> Bool {
        guard let value = members[key] else { return false }
        guard case .bool(let flag) = value.value else {
            try reportType(key, value, "boolean")
            return false
        }
        return flag
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(CaseworkError) -> Int {
        guard let value = try find(key) else { return range.lowerBound }
        guard case .integer(let number) = value.value else {
            try reportType(key, value, "integer")
            return range.lowerBound
        }
        guard let small = Int(exactly: number), range.contains(small) else {
            try reportMalformed(key, "\(range.lowerBound)…\(range.upperBound)")
            return range.lowerBound
        }
        return small
    }

    func optionalInteger(_ key: String, in range: ClosedRange<Int>) throws(CaseworkError) -> Int? {
        has(key) ? try integer(key, in: range) : nil
    }

    /// A day; nil where it is missing or none, which is reported.
    func date(_ key: String) throws(CaseworkError) -> LocalDate? {
        guard let node = try find(key), let text = try Self.text(node, path.member(key)) else {
            return nil
        }
        guard let date = LocalDate(text) else {
            try reportMalformed(key, "YYYY-MM-DD")
            return nil
        }
        return date
    }

    /// A day; throws where it is missing or none.
    func day(_ key: String) throws(CaseworkError) -> LocalDate {
        guard let date = try date(key) else { throw malformed(key, "YYYY-MM-DD") }
        return date
    }

    func optionalDate(_ key: String) throws(CaseworkError) -> LocalDate? {
        has(key) ? try date(key) : nil
    }

    /// A word of a closed list.
    func word<Word>(_ key: String, _: Word.Type = Word.self) throws(CaseworkError) -> Word
    where Word: RawRepresentable<String> & CaseIterable {
        if let node = members[key] {
            if let text = try Self.text(node, path.member(key)) {
                if let word = Word(rawValue: text) { return word }
                let words = Word.allCases.map(\.rawValue).joined(separator: " | ")
                try reportMalformed(key, words)
            }
        } else {
            try reportMissing(key)
        }
        guard let any = Word.allCases.first else { throw malformed(key, "") }
        return any
    }

    /// An id; where `known` is given, one of those.
    func id<G>(
        _ key: String,
        in known: Set<Identifier<G>>? = nil,
        kind: String = ""
    ) throws(CaseworkError) -> Identifier<G> {
        guard let node = try find(key) else { return Identifier(unchecked: "") }
        return try Self.id(node, path.member(key), known, kind)
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
    ///
    /// An element that cannot be read is reported and left out.
    func list<Element>(
        _ key: String,
        max: Int = Limits.packListCountMax,
        _ read: (JSONNode, PackPath) throws(CaseworkError) -> Element
    ) throws(CaseworkError) -> [Element] {
        guard let value = members[key] else { return [] }
        let place = path.member(key)
        guard case .array(let nodes) = value.value else {
            try reportType(key, value, "array")
            return []
        }
        if nodes.count > max {
            try place.report(.packLimit, line: value.line, ["limit": "\(max)"])
        }
        var elements: [Element] = []
        elements.reserveCapacity(Swift.min(nodes.count, max))
        for (position, node) in nodes.prefix(max).enumerated() {
            do throws(CaseworkError) {
                elements.append(try read(node, place[position]))
            } catch {
                try path.report(error)
            }
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
            if !seen.insert(id).inserted, !id.text.isEmpty {
                try place.report(.packIDRepeated, line: node.line, ["id": id.text])
            }
            return id
        }
    }

    /// A list of ids that may not be empty.
    func someIDs<G>(
        _ key: String,
        _ known: Set<Identifier<G>>,
        _ kind: String
    ) throws(CaseworkError) -> [Identifier<G>] {
        let ids = try ids(key, in: known, kind: kind)
        if ids.isEmpty { try reportMissing(key) }
        return ids
    }

    /// A list of objects with an id each, none twice.
    func identified<Element, G>(
        _ key: String,
        max: Int = Limits.packListCountMax,
        _ id: KeyPath<Element, Identifier<G>>,
        _ read: (JSONNode, PackPath) throws(CaseworkError) -> Element
    ) throws(CaseworkError) -> [Element] {
        var seen: Set<Identifier<G>> = []
        return try list(key, max: max) { (node, place) throws(CaseworkError) -> Element in
            let element = try read(node, place)
            let name = element[keyPath: id]
            if !seen.insert(name).inserted, !name.text.isEmpty {
                try place.report(.packIDRepeated, line: node.line, ["id": name.text])
            }
            return element
        }
    }

    func titles(_ key: String) throws(CaseworkError) -> [Title] {
        try list(key) { (node, place) throws(CaseworkError) in try Self.title(node, place) }
    }

    func texts(_ key: String) throws(CaseworkError) -> [String] {
        try list(key) { (node, place) throws(CaseworkError) in try Self.text(node, place) ?? "" }
    }

    // MARK: Forms

    func malformed(_ key: String, _ expected: String) -> CaseworkError {
        path.member(key)
            .fault(
                .packValueMalformed,
                line: members[key]?.line ?? line,
                ["expected": expected]
            )
    }

    private func reportType(
        _ key: String,
        _ value: JSONNode,
        _ expected: String
    ) throws(CaseworkError) {
        try path.member(key).report(.packValueType, line: value.line, ["expected": expected])
    }

    /// A text; nil where the value is none, which is reported.
    private static func text(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> String? {
        guard case .string(let text) = node.value else {
            try path.report(.packValueType, line: node.line, ["expected": "string"])
            return nil
        }
        guard text.utf8.count <= Limits.packTextByteCountMax else {
            let limit = "\(Limits.packTextByteCountMax)"
            try path.report(.packLimit, line: node.line, ["limit": limit])
            return nil
        }
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
        guard isPlain else {
            try path.report(.packTextControl, line: node.line)
            return nil
        }
        guard !text.isEmpty else {
            try path.report(.packTextEmpty, line: node.line)
            return nil
        }
        return text
    }

    private static func title(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Title {
        let object = try PackObject(node, path, keys: ["zh", "en"])
        return try Title(zh: object.text("zh"), en: object.text("en"))
    }

    private static func id<G>(
        _ node: JSONNode,
        _ path: PackPath,
        _ known: Set<Identifier<G>>?,
        _ kind: String
    ) throws(CaseworkError) -> Identifier<G> {
        guard let text = try text(node, path) else { return Identifier(unchecked: "") }
        guard let id = Identifier<G>(text) else {
            try path.report(.packValueMalformed, line: node.line, ["expected": G.pattern])
            return Identifier(unchecked: "")
        }
        if let known, !known.contains(id) {
            try path.report(.packReferenceUnknown, line: node.line, ["id": text, "kind": kind])
        }
        return id
    }
}
