import Cryptography
import Ledger

/// Where a record stands in a list of search or links, larger numbers first: the next page goes on behind it.
struct LinkRank: Comparable {
    /// What decides before the record itself does.
    let values: [Int64]
    /// The record.
    let key: RecordKey

    /// Makes a rank.
    init(_ values: [Int64], _ key: RecordKey) {
        self.values = values
        self.key = key
    }

    /// Reads what `text` gave, with so many numbers; throws `cursor_unknown` for anything else.
    init(text: String, valueCount: Int) throws {
        let parts = text.split(separator: ":", maxSplits: valueCount + 1).map(String.init)
        let values = parts.prefix(valueCount).compactMap { Int64($0) }
        guard parts.count == valueCount + 2, values.count == valueCount,
            let record = Digest(hexBytes: Array(parts[valueCount].utf8))
        else { throw NodeError(.cursorUnknown) }
        self.init(
            values,
            RecordKey(scope: RecordScope(text: parts[valueCount + 1]), record: record)
        )
    }

    /// What a client hands back to go on behind it.
    var text: String {
        (values.map { "\($0)" } + [key.record.hex, key.scope.text]).joined(separator: ":")
    }

    /// Whether it stands before another.
    static func < (a: LinkRank, b: LinkRank) -> Bool {
        for (first, second) in zip(a.values, b.values) where first != second {
            return first > second
        }
        return a.key < b.key
    }

    /// One page of a list, and where the next one begins.
    static func page(
        of ranks: [LinkRank],
        after cursor: LinkRank?,
        limit: Int
    ) -> (ranks: ArraySlice<LinkRank>, next: String?) {
        let rest = ranks.sorted().drop { rank in cursor.map { !($0 < rank) } ?? false }
        let page = rest.prefix(limit)
        return (page, rest.count > page.count ? page.last?.text : nil)
    }
}
