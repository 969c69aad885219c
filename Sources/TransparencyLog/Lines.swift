/// The byte of a line feed, the only line end in any C2SP text.
let lineFeed = UInt8(ascii: "\n")

extension ArraySlice<UInt8> {
    /// Cuts the first line off: what stands before the next LF, which is dropped.
    ///
    /// Nil when no LF is left.
    mutating func popLine() -> ArraySlice<UInt8>? {
        guard let end = firstIndex(of: lineFeed) else { return nil }
        let line = self[startIndex..<end]
        self = self[(end + 1)...]
        return line
    }

    /// Drops `prefix` if the slice begins with it, and says whether it did.
    mutating func dropPrefix(_ prefix: some Collection<UInt8>) -> Bool {
        guard starts(with: prefix) else { return false }
        self = dropFirst(prefix.count)
        return true
    }

    /// Where the first blank line's LF pair begins.
    func firstBlankLine() -> Index? {
        var position = startIndex
        while position + 1 < endIndex {
            if self[position] == lineFeed, self[position + 1] == lineFeed { return position }
            position += 1
        }
        return nil
    }

    /// Where the last blank line's LF pair begins.
    func lastBlankLine() -> Index? {
        var position = endIndex - 2
        while position >= startIndex {
            if self[position] == lineFeed, self[position + 1] == lineFeed { return position }
            position -= 1
        }
        return nil
    }
}
