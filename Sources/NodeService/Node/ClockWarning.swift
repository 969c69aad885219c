/// From when on clocks that differ are worth a word.
enum ClockWarning {
    /// Seconds; entries that are much farther ahead are refused.
    static let secondCount: UInt64 = 120
}
