/// Every limit of replication in this module: queues, connections and pauses.
enum Limits {
    /// Connections on which the session lives: one for the long poll, one for session documents.
    static let sessionConnectionCountMax = 2
    /// Connections for small questions that must not wait behind entries: checkpoints, receipts, notices.
    static let controlConnectionCountMax = 2
    /// Small questions on their way to one peer, all logs together; the others wait.
    static let controlRequestCountMax = 16
    /// Connections over which entries, tiles and objects come.
    static let bulkConnectionCountMax = 4
    /// Requests for entries, tiles and objects on their way to one peer, all logs together.
    static let bulkRequestCountMax = 16
    /// Requests for objects on their way to one peer; an answer has 16 MiB at most.
    static let objectRequestCountMax = 2
    /// Requests for objects on their way to all peers, and answers that are not stored yet; an answer has 16 MiB at most.
    static let objectRoundCountMax = 32
    /// Rule packs and calendars that an operator adds to a home; those of the program and those that charters name are beyond.
    static let rulePackCountMax = 256
    /// Calendars that an operator adds to a home; those that come with the program and that packs of charters in force name are beyond.
    static let calendarCountMax = 64
    /// Calendars that the packs of one mechanism's charters name.
    static let mechanismCalendarCountMax = 512
    /// Logs of other nodes that are followed.
    static let followedLogCountMax = 10_000
    /// The highest number of a successor log that is followed: each restore of a home begins one.
    static let logGenerationMax: UInt64 = 64
    /// Bytes of entries in memory for all logs that are behind; each has room for one run besides.
    static let windowsByteCountMax = 536_870_912
    /// Entries that are projected at a time while a head is committed.
    static let projectionEntryCountMax = 4_096
    /// Entries stored beyond a head whose signature checks are remembered until the head moves.
    static let rememberedCheckCountMax = 1_048_576
    /// How long after a peer's card was replaced the next one is taken.
    static let cardPause: Duration = .seconds(2)
    /// Cosignatures that are served with the newest checkpoint.
    static let servedCosignatureCountMax = 14
    /// Charters of one chain that are sent to a peer at a time; fewer than notices may wait for it.
    static let sentCharterCountMax = 200
    /// Charters that are fetched one after the other to reach one that is known.
    static let fetchedCharterCountMax = 256
    /// Rounds in which keys are learnt from entries that are not stored yet: a node key, its offices, their officers, one more.
    static let learningRoundCountMax = 4
    /// Alarms that are kept; beyond it they stand in the node's own log alone.
    static let alarmCountMax = 1_024
    /// Of these, places that alarms take which are not grave; the rest is for forks, rollbacks and copies.
    static let lesserAlarmCountMax = 768
    /// Bytes in the reason of a statement on a matter at home whose link is gone.
    static let linkReasonByteCountMax = 1_024
    /// Entries that are shown beside a matter at home of which nobody says yet which of them sent it.
    static let comparedOpeningCountMax = 16
    /// Entries that are read in full beside such a matter; the others are counted, and compared where they are named.
    static let detailedOpeningCountMax = 256
    /// Seconds after which what an alarm says is brought up to date.
    static let alarmPauseSeconds: Int64 = 3_600
    /// Entries with objects that are looked through in one transaction.
    static let scannedEntryCountMax = 4_096
    /// Wanted objects that are read from the store at a time.
    static let wantPageCount = 2_048
    /// Steps of one node that wait for an officer.
    static let draftCountMax = 256
    /// Seconds after which a step that nobody approved is forgotten: 30 days.
    static let draftSecondCountMax: Int64 = 2_592_000
    /// Seconds between the time in a text that an officer signed and its arrival.
    static let approvalSecondCountMax: Int64 = 600
    /// Seconds after which a node looks again for drafts whose time is over.
    static let housekeepingPauseSeconds: Int64 = 3_600
    /// Seconds after which it tries again what failed.
    static let housekeepingRetrySeconds: Int64 = 60
    /// Officers of one node that are enrolled, those that were revoked included: each stands in every own log.
    static let officerCountMax = 4_096
    /// Bytes of what is kept of who an officer is.
    static let officerNameByteCountMax = 200
    /// Names that are given to one officer after the enrolment.
    static let officerNameCountMax = 16
    /// Random bytes of a pseudonym.
    static let pseudonymByteCount = 8
    /// Bytes of an object's salted form in this edition: one sealed piece.
    static let objectByteCountMax = 1_048_576
}
