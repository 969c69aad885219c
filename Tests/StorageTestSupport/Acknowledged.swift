package import TransparencyLog

/// One line that a writer printed after an acknowledgement: `ack <request> <index> <tree size>`.
package struct Acknowledged: Hashable, Sendable {
    /// The request's number.
    package let number: Int
    /// The entry's place.
    package let index: EntryIndex
    /// The size of the checkpoint that was published for it.
    package let treeSize: TreeSize

    /// Makes a line's content.
    package init(number: Int, index: EntryIndex, treeSize: TreeSize) {
        self.number = number
        self.index = index
        self.treeSize = treeSize
    }

    /// The line.
    package var line: String { "ack \(number) \(index) \(treeSize)\n" }

    /// Reads a line; nil for any other.
    package init?(line: some StringProtocol) {
        let parts = line.split(separator: " ")
        guard parts.count == 4, parts[0] == "ack", let number = Int(parts[1]),
            let index = UInt64(parts[2]).flatMap({ EntryIndex($0) }),
            let treeSize = UInt64(parts[3]).flatMap({ TreeSize($0) })
        else { return nil }
        self.init(number: number, index: index, treeSize: treeSize)
    }

    /// All complete lines of a text.
    package static func all(in text: String) -> [Acknowledged] {
        text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .compactMap { Acknowledged(line: $0) }
    }
}
