package import TransparencyLog

/// The storage receipts of one own log: who holds which size, counted as "k of n".
///
/// A receipt for a size covers every entry below it. n is the number of other members in force.
package struct ReceiptBook: Sendable {
    /// What a receipt adds.
    package enum Outcome: Hashable, Sendable {
        /// It covers more than this mirror's receipts before.
        case newer
        /// This size of this mirror was known.
        case known
        /// A smaller size than the mirror's largest: late, or sent out of order. It is kept and moves nothing.
        case smaller
        /// The mirror's time fell below that of a smaller size: its clock went back, and its order cannot be shown.
        case timeFell
        /// It comes from a node that is no member.
        case notMember
    }

    /// The largest receipt of one mirror.
    package struct Newest: Hashable, Sendable {
        /// The size that it covers.
        package let size: TreeSize
        /// When the mirror says that it signed, in POSIX seconds.
        package let time: UInt64
    }

    /// Receipts in the form "k of n".
    package struct Count: Hashable, Sendable {
        /// Mirrors whose receipts cover what was asked for.
        package let receipts: Int
        /// The other members in force.
        package let members: Int

        /// Whether this node's disk is the only copy that anybody has signed for.
        package var isThisDiskOnly: Bool { receipts == 0 }
    }

    private var members: Set<KeyName>
    private var newest: [KeyName: Newest] = [:]

    /// Counts receipts of these nodes, at most 1,024 of them.
    package init(members: Set<KeyName>) {
        self.members = Set(members.sorted().prefix(Limits.receiptMemberCountMax))
    }

    /// Sets the other members in force.
    ///
    /// Receipts of a node that left are kept but no longer counted.
    package mutating func setMembers(_ members: Set<KeyName>) {
        self.members = Set(members.sorted().prefix(Limits.receiptMemberCountMax))
    }

    /// Takes a verified receipt of a node for a size that this log published with that root.
    package mutating func record(_ node: KeyName, size: TreeSize, time: UInt64) -> Outcome {
        guard members.contains(node) else { return .notMember }
        guard let former = newest[node] else {
            newest[node] = Newest(size: size, time: time)
            return .newer
        }
        if size == former.size { return .known }
        if size < former.size { return .smaller }
        newest[node] = Newest(size: size, time: max(time, former.time))
        return time < former.time ? .timeFell : .newer
    }

    /// How many members hold the first `size` entries.
    package func count(covering size: TreeSize) -> Count {
        let holders = members.filter { (newest[$0]?.size ?? 0) >= size && size > 0 }
        return Count(receipts: holders.count, members: members.count)
    }

    /// How many members hold the entry.
    package func count(covering index: EntryIndex) -> Count { count(covering: index.treeSize) }

    /// The largest receipt of one node; nil before its first.
    package func newest(of node: KeyName) -> Newest? { newest[node] }

    /// The largest size that at least `count` members hold; 0 when there is none.
    package func size(heldBy count: Int) -> TreeSize {
        let sizes = members.compactMap { newest[$0]?.size }.sorted(by: >)
        return count >= 1 && count <= sizes.count ? sizes[count - 1] : 0
    }
}
