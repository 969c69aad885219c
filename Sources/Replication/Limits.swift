/// Every limit of this module: what a document may hold, and how far queues and windows grow.
package enum Limits {
    // MARK: Documents (FORMATS.md §5)

    /// Bytes in a session document.
    package static let sessionByteCountMax = 4_194_304
    /// Logs named in a session document or in one answer of heads.
    package static let headCountMax = 10_000
    /// Bytes of a head in a document, besides its origin.
    static let headByteCountMax = 128
    /// Bytes of a session document besides its heads.
    static let sessionOtherByteCountMax = 131_072
    /// Charters named in a session document.
    package static let charterCountMax = 256
    /// Bytes in a peer card.
    package static let cardByteCountMax = 16_384
    /// Bytes in an answer of heads.
    package static let headsByteCountMax = 4_194_304
    /// Bytes in a cursor.
    package static let cursorByteCountMax = 64
    /// The shortest wait of a long poll, in seconds.
    package static let waitSecondsMin = 1
    /// The longest wait of a long poll, in seconds.
    package static let waitSecondsMax = 55
    /// Bytes in a submission of cosignatures.
    package static let cosignaturesByteCountMax = 16_384
    /// Objects in one request.
    package static let objectWantCountMax = 256
    /// Bytes in a request for objects.
    package static let objectsRequestByteCountMax = 65_536
    /// Bytes in an answer to a request for objects, all frames together.
    package static let objectsAnswerByteCountMax = 16_777_216
    /// Bytes in a notice.
    package static let noticeByteCountMax = 65_536
    /// Bytes in a problem document.
    package static let problemByteCountMax = 16_384
    /// Bytes in the code of a problem.
    package static let problemCodeByteCountMax = 64
    /// Entries in an answer of keys.
    package static let keyEntryCountMax = 1_024
    /// Bytes in one of these entries.
    package static let keyEntryByteCountMax = 16_384
    /// Bytes in an answer of keys.
    package static let keysByteCountMax = 4_194_304
    /// Bytes in a mechanism's id.
    package static let mechanismByteCountMax = 64
    /// The largest integer in a document: 2^53 − 1, which every JSON reader keeps.
    package static let integerMax: UInt64 = (1 << 53) - 1

    // MARK: Sessions

    /// Boot nonces of one peer that are remembered.
    package static let bootNonceCountMax = 64
    /// Notices that wait for one peer; beyond it the oldest one that is no fork evidence makes room.
    package static let noticeQueueCountMax = 256
    /// Peers whose clocks are remembered.
    package static let clockPeerCountMax = 1_024
    /// Polls that a peer may answer at once before polling is slowed down.
    package static let pollBurstCountMax = 20
    /// Connections of one peer that are remembered.
    package static let connectionCountMax = 16

    // MARK: Heads

    /// Peers that may hold a long poll.
    package static let pollerCountMax = 1_024

    // MARK: Following

    /// Entries in one slice that is stored in one transaction.
    package static let sliceEntryCountMax = 65_536
    /// Entries from which a slice may be closed, so that the next ones come while these are checked.
    package static let sliceEntryCountMin = 8_192
    /// Bytes of entries from which a slice is closed early.
    package static let sliceByteCountMax = 33_554_432
    /// Entries in one run, which is asked of one source: four bundles.
    package static let runEntryCountMax = 1_024
    /// Bytes in one run: an entry is at most 16 KiB, with its two bytes of length.
    package static let runByteCountMax = runEntryCountMax * (16_384 + 2)
    /// Bytes of runs here and on their way for one log: one slice that is stored, and one that comes.
    package static let windowByteCountMax = 2 * sliceByteCountMax
    /// Runs on their way at one time for one log.
    package static let runsInFlightMax = 8
    /// Runs on their way or waiting to be stored for one log: one slice and what is in flight.
    package static let runCountMax = sliceEntryCountMax / runEntryCountMax + runsInFlightMax
    /// How often runs are halved where the only source is slow: at last one run of one bundle is on its way.
    static let runNarrowingMax = 3
    /// How many times its usual limit such a run may take: five minutes, after which the transport gives up.
    static let runPatienceFactorMax = 5
    /// Requests on their way to one source for one log.
    package static let sourceInFlightMax = 4
    /// Sources remembered for one log.
    package static let sourceCountMax = 1_024
    /// Signed checkpoints that wait to be compared with the tree.
    package static let comparisonCountMax = 16
    /// Roots of recent heads that are remembered, so that lagging holders cost no lookup.
    package static let recentRootCountMax = 64
    /// Checkpoints asked for at one time for one log.
    package static let checkpointRequestCountMax = 4
    /// Key histories of one log under one node key that are remembered; more than one only in a fork.
    package static let keyHistoryCountMax = 4
    /// Storage receipts of one log that wait for its origin; beyond it the smallest is dropped, which a larger one covers.
    package static let unsentReceiptCountMax = 1_024

    // MARK: Receipts and recovery

    /// Seconds that a receipt's time may be ahead of the clock of whoever takes it.
    package static let receiptLeadSecondCountMax: UInt64 = 86_400
    /// Reasons that are kept for one refusal to append.
    package static let recoveryReasonCountMax = 64
}
