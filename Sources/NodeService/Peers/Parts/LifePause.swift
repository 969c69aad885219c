/// The pause before something that failed is begun again: it doubles, and starts anew after a life that went well for long.
struct LifePause {
    /// The first pause.
    static let pauseMin: Duration = .seconds(1)
    /// The longest pause.
    static let pauseMax: Duration = .seconds(60)
    /// A life of this length was a success: its failure has nothing to do with earlier ones.
    static let stableAfter: Duration = .seconds(60)

    private var pause = pauseMin

    /// The pause after a life of this length that failed.
    mutating func next(after life: Duration) -> Duration {
        if life >= Self.stableAfter { pause = Self.pauseMin }
        defer { pause = min(pause * 2, Self.pauseMax) }
        return pause
    }
}
