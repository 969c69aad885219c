package import TransparencyLog

/// The keys of one log, as its `log`/`open` and `log`/`rekey` entries name them; Ledger verified these under the node key.
package struct LogKeys: Hashable, Sendable {
    /// One key and the smallest tree size that it signs.
    package struct Span: Hashable, Sendable {
        /// The key.
        package let key: VerifierKey
        /// The smallest size: 1 for the first key, i + 1 for a `rekey` at index i.
        package let from: TreeSize

        /// Makes a span.
        package init(key: VerifierKey, from: TreeSize) {
            self.key = key
            self.from = from
        }
    }

    /// The entries, oldest first.
    package let entries: [[UInt8]]
    /// What the node signed in each: anybody can add a line of his own to an honest entry, which makes it no other one.
    private let texts: [[UInt8]]
    /// What each entry names, in the same order.
    package let spans: [Span]

    /// Takes entries and what they name; nil unless there is one span for each entry, from 1 and rising.
    ///
    /// `texts` are the entries without their signature lines; without it the entries are compared whole.
    package init?(entries: [[UInt8]], texts: [[UInt8]]? = nil, spans: [Span]) {
        let texts = texts ?? entries
        guard !entries.isEmpty, entries.count == spans.count, entries.count == texts.count,
            spans[0].from == 1,
            zip(spans, spans.dropFirst()).allSatisfy({ $0.from < $1.from })
        else { return nil }
        self.entries = entries
        self.texts = texts
        self.spans = spans
    }

    /// The key that signs checkpoints of the size; nil for size 0, which is never published.
    package func key(at size: TreeSize) -> VerifierKey? {
        spans.last { $0.from <= size }?.key
    }

    /// Whether the other history begins with this one, or is the same.
    func isPrefix(of other: LogKeys) -> Bool { other.texts.starts(with: texts) }

    /// Whether the other history begins with the same entry.
    func beginsLike(_ other: LogKeys) -> Bool { other.texts[0] == texts[0] }

    /// The entries that name any of these keys.
    func entries(naming keys: Set<VerifierKey>) -> [[UInt8]] {
        zip(entries, spans).filter { keys.contains($1.key) }.map(\.0)
    }
}
