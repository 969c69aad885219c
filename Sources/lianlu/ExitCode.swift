/// How a command ends, for scripts.
enum ExitCode: Int32, CaseIterable {
    /// Done.
    case done = 0
    /// Refused or failed.
    case failed = 1
    /// The command line is wrong.
    case usage = 2
    /// What was checked does not verify.
    case verificationFailed = 3
    /// What was named does not exist.
    case notFound = 4
    /// The node, or the peer that it should reach, does not answer.
    case unreachable = 5
}
