import TransparencyLog

/// The keys under which storage receipts are verified: those that the auditor brought, and those that the source offers.
struct MirrorKeys {
    /// One key.
    struct Known {
        /// The key, type 0x04.
        let key: VerifierKey
        /// Whether the auditor brought it, or a node key that he brought has signed the card in which it stands.
        let isAnchored: Bool
        /// The last POSIX second of a retired one.
        var end: UInt64?
    }

    private var known: [KeyName: [Known]] = [:]

    /// Starts with what the auditor brought.
    init(_ trust: Trust = Trust()) {
        for key in trust.mirrorKeys.values.joined() {
            add(key, until: trust.mirrorKeyEnds[key], isAnchored: true)
        }
    }

    /// Adds a key; what an anchored card says of it counts before what another one says.
    mutating func add(_ key: VerifierKey, until end: UInt64?, isAnchored: Bool) {
        var keys = known[key.name, default: []]
        if let place = keys.firstIndex(where: { $0.key == key }) {
            if keys[place].isAnchored == isAnchored {
                keys[place].end = [keys[place].end, end].compactMap { $0 }.min()
            } else if isAnchored {
                keys[place] = Known(key: key, isAnchored: true, end: end)
            }
        } else {
            keys.append(Known(key: key, isAnchored: isAnchored, end: end))
        }
        known[key.name] = keys
    }

    /// The keys that count under a name: beside an anchored one, no other that is merely offered.
    subscript(name: KeyName) -> [Known] {
        let keys = known[name] ?? []
        let anchored = keys.filter(\.isAnchored)
        return anchored.isEmpty ? keys : anchored
    }
}
