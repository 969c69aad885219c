/// What a change of law rewrites in a rule pack: the later edition is the earlier one with these places replaced.
///
/// An edition that differs in a few articles is written as those, so that nothing else can come to differ. What nodes keep, name by its
/// digest and serve is the whole pack.
struct PackAmendment {
    private let changes: [(old: [UInt8], new: [UInt8])]

    /// Reads a list of `{"old", "new"}`, in the order of the pack.
    init(_ bytes: [UInt8]) throws(CaseworkError) {
        let root = try JSONReader.read(bytes, byteCountMax: Limits.packByteCountMax)
        let path = PackPath.root(PackFaults(countMax: 0))
        guard case .array(let nodes) = root.value else {
            throw path.fault(.packValueType, line: root.line, ["expected": "array"])
        }
        var changes: [(old: [UInt8], new: [UInt8])] = []
        for (position, node) in nodes.enumerated() {
            guard case .object(let members) = node.value,
                case .string(let old)? = members.first(where: { $0.key == "old" })?.node.value,
                case .string(let new)? = members.first(where: { $0.key == "new" })?.node.value
            else {
                throw path[position].fault(
                    .packValueType,
                    line: node.line,
                    ["expected": "{old, new}"]
                )
            }
            changes.append((Array(old.utf8), Array(new.utf8)))
        }
        self.changes = changes
    }

    /// The later edition; nil where a place is not found behind the one before.
    func applied(to pack: [UInt8]) -> [UInt8]? {
        var amended: [UInt8] = []
        amended.reserveCapacity(pack.count)
        var position = 0
        for change in changes {
            guard let place = Self.place(of: change.old, in: pack, from: position) else {
                return nil
            }
            amended += pack[position..<place] + change.new
            position = place + change.old.count
        }
        return amended + pack[position...]
    }

    private static func place(of text: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = text.first, bytes.count >= text.count else { return nil }
        let last = bytes.count - text.count
        var position = start
        while position <= last {
            if bytes[position] == first, bytes[position..<(position + text.count)] == text[...] {
                return position
            }
            position += 1
        }
        return nil
    }
}
