/// The keys of a header, in the order of their bytes (FORMATS.md §3).
package enum HeaderKey: String, CaseIterable, Sendable {
    case at, charter, draft, event, facts, from, key, machine, object, objects, office, officer
    case parents, previous, record, rules, since, target, to

    /// Each key with its ASCII bytes, sorted by them.
    static let byBytes: [(key: HeaderKey, bytes: [UInt8])] = allCases.map {
        ($0, Array($0.rawValue.utf8))
    }
}

/// A set of header keys, one bit for each.
package struct HeaderKeySet: OptionSet, Hashable, Sendable {
    /// The bits.
    package let rawValue: UInt32

    /// Takes the bits.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    static let at = HeaderKeySet(rawValue: 1 << 0)
    static let charter = HeaderKeySet(rawValue: 1 << 1)
    static let draft = HeaderKeySet(rawValue: 1 << 2)
    static let event = HeaderKeySet(rawValue: 1 << 3)
    static let facts = HeaderKeySet(rawValue: 1 << 4)
    static let from = HeaderKeySet(rawValue: 1 << 5)
    static let key = HeaderKeySet(rawValue: 1 << 6)
    static let machine = HeaderKeySet(rawValue: 1 << 7)
    static let object = HeaderKeySet(rawValue: 1 << 8)
    static let objects = HeaderKeySet(rawValue: 1 << 9)
    static let office = HeaderKeySet(rawValue: 1 << 10)
    static let officer = HeaderKeySet(rawValue: 1 << 11)
    static let parents = HeaderKeySet(rawValue: 1 << 12)
    static let previous = HeaderKeySet(rawValue: 1 << 13)
    static let record = HeaderKeySet(rawValue: 1 << 14)
    static let rules = HeaderKeySet(rawValue: 1 << 15)
    static let since = HeaderKeySet(rawValue: 1 << 16)
    static let target = HeaderKeySet(rawValue: 1 << 17)
    static let to = HeaderKeySet(rawValue: 1 << 18)

    /// The keys in the set, in the order of their bytes.
    package var keys: [HeaderKey] {
        HeaderKey.allCases.enumerated().filter { rawValue & 1 << UInt32($0.offset) != 0 }
            .map(\.element)
    }
}
