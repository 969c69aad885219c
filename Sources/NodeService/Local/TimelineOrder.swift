import Cryptography
import Ledger

/// The order in which the entries of a matter are shown.
enum TimelineOrder {
    /// The home part first; then those that the fold takes, in its order, and each of the others where its own clock puts it.
    ///
    /// No entry stands before one with a smaller index of its own log.
    static func ordered(_ rows: [ProjectedEntry], folded: [Digest]) -> [ProjectedEntry] {
        let position = Dictionary(
            folded.enumerated().map { ($1, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return [true, false].flatMap { isHome in
            part(rows.filter { $0.scope.isHome == isHome }, position)
        }
    }

    private static func part(
        _ rows: [ProjectedEntry],
        _ position: [Digest: Int]
    ) -> [ProjectedEntry] {
        var line = rows.filter { position[$0.digest] != nil }
            .sorted { (position[$0.digest] ?? 0) < (position[$1.digest] ?? 0) }
        for row in rows where position[row.digest] == nil {
            line.insert(row, at: place(of: row, in: line))
        }
        return line
    }

    private static func place(of row: ProjectedEntry, in line: [ProjectedEntry]) -> Int {
        let first =
            line.lastIndex { $0.origin == row.origin && $0.index < row.index }.map { $0 + 1 } ?? 0
        let last =
            line.firstIndex { $0.origin == row.origin && $0.index > row.index } ?? line.endIndex
        guard let at = row.at, first < last else { return max(first, last) }
        return line[first..<last].firstIndex { ($0.at ?? .max) > at } ?? last
    }
}
