package import TransparencyLog

/// Which node key took over from which, as proven by `node`/`rotate` entries.
///
/// A charter's vkey stands for its proven successors, so that a rotation needs no new charter.
package struct KeySuccession: Hashable, Sendable {
    private var successors: [VerifierKey: VerifierKey] = [:]

    /// Knows of no rotation.
    package init() {}

    /// Notes that `old` handed over to `new`; the first proof holds, so that a stolen old key moves nothing later.
    package mutating func add(_ old: VerifierKey, handsOverTo new: VerifierKey) {
        if successors[old] == nil, old != new { successors[old] = new }
    }

    /// The key and its proven successors, oldest first.
    package func lineage(of key: VerifierKey) -> [VerifierKey] {
        var line = [key]
        while let last = line.last, let next = successors[last], !line.contains(next) {
            line.append(next)
        }
        return line
    }

    /// Whether `key` is `pinned` or a proven successor of it.
    package func isKey(_ key: VerifierKey, standingFor pinned: VerifierKey) -> Bool {
        key == pinned || lineage(of: pinned).contains(key)
    }
}
