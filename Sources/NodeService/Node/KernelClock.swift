import CLinux

/// What the kernel says of its clock (adjtimex(2)).
enum KernelClock {
    private static let stateUnsynchronised: Int32 = 5

    /// Whether a time service keeps the clock synchronised; a call that fails says nothing good either.
    static var isSynchronised: Bool {
        let state = clinux_clock_state()
        return state >= 0 && state < stateUnsynchronised
    }
}
