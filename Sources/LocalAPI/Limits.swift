/// The limits of the LocalAPI; each stands in the error that names it.
package enum Limits {
    /// Bytes in the path of a Unix socket: `sun_path` holds 108 with the final NUL.
    package static let socketPathByteCountMax = 107
    /// Bytes in a request's body: one entry with its body object, as JSON.
    package static let requestByteCountMax = 2 * 1024 * 1024
    /// Bytes in the body of a request that hands in a rule pack: at most 2 MiB, of which JSON doubles quotes and line ends.
    package static let packRequestByteCountMax = 2 * 2 * 1024 * 1024 + 1024
    /// Bytes in the header fields of one request or answer.
    package static let headerByteCountMax = 16 * 1024
    /// Header fields of one request or answer.
    package static let headerCountMax = 64
    /// Bytes in one line of a streamed list, and in one answer that is not a list.
    package static let documentByteCountMax = 8 * 1024 * 1024
    /// Objects in one page that the service hands to the server.
    package static let pageCountMax = 256
    /// Records on one page of an inbox.
    package static let inboxItemCountMax = 200
    /// Records on one page of an inbox where nothing else is asked for.
    package static let inboxItemCountDefault = 50
    /// Records on one page of a search.
    package static let searchHitCountMax = 200
    /// Records on one page of what may belong to one.
    package static let linkCountMax = 100
    /// Records on one page of either where nothing else is asked for.
    package static let linkingCountDefault = 50
    /// Entries that one request for a range of a log may name.
    package static let rangeCountMax = 100_000
    /// Connections served at one time; further ones wait in the backlog.
    package static let connectionCountMax = 256
    /// Seconds in which a request's body must have arrived.
    package static let bodySecondsMax = 30
    /// Seconds in which a client must have taken an answer, or one page of a list; a slow one is cut off as well as one that
    /// takes nothing.
    package static let writeSecondsMax = 30
    /// Seconds after which an idle connection is closed.
    package static let idleSecondsMax = 120
    /// Seconds that a client waits for the next bytes of an answer.
    package static let answerSecondsMax = 60
    /// Hex digits that a shortened digest needs at least.
    package static let digestPrefixDigitCountMin = 8
    /// Bytes in the value of one query parameter.
    package static let parameterByteCountMax = 512

    /// Room for the supplementary groups of a caller; one with more has only its primary group.
    typealias CallerGroups = InlineArray<1_024, UInt32>
}
