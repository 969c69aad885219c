/// The limits of an audit.
enum Limits {
    /// How many findings of one kind are listed one by one.
    static let findingListedCountMax = 20
    /// How many runs of changed entries of one log are told apart.
    static let changedRangeCountMax = 4_096
    /// How many kinds of findings are told apart by log, reason and place.
    static let findingKindCountMax = 4_096
}
