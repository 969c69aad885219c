/// The time that a machine is told: it holds no clock of its own.
package struct Moment: Hashable, Sendable {
    /// Time since the process started, from a clock that never goes back.
    ///
    /// All delays are counted by it.
    package let uptime: Duration
    /// The wall clock in seconds since 1970, which may jump.
    ///
    /// Only for cosignature times and clock offsets.
    package let posixSeconds: UInt64

    /// Makes a moment.
    package init(uptime: Duration, posixSeconds: UInt64) {
        self.uptime = uptime
        self.posixSeconds = posixSeconds
    }
}

extension Duration {
    /// The earlier of two deadlines, where nil is none.
    static func earlier(_ a: Duration?, _ b: Duration?) -> Duration? {
        guard let a else { return b }
        guard let b else { return a }
        return min(a, b)
    }
}
