extension Limits {
    // MARK: Cards, charters and fork evidence (FORMATS.md §1, §2, §6)

    /// Bytes of a peer card, its signature included.
    package static let cardByteCountMax = 16_384
    /// TLS pins on a card: the current one and the next.
    package static let cardPinCountMax = 2
    /// Bytes of a host name in a card's URL.
    package static let hostByteCountMax = 253
    /// Bytes of a charter, its signatures included.
    package static let charterByteCountMax = 49_152
    /// Signatures on a charter.
    package static let charterSignatureCountMax = 100
    /// Revisions of one mechanism that are kept, those not in force included.
    package static let charterRevisionCountMax = 4_096
    /// Revisions in force that peers may show beside each other: rivals after one predecessor.
    package static let rivalCharterCountMax = 16
    /// Bytes of one piece of fork evidence.
    package static let forkByteCountMax = 65_536

    // MARK: The gates (ARCHITECTURE.md "How an entry travels")

    /// Seconds that our clock may be ahead of the peers' median while objects under embargo are released.
    package static let releaseLeadSecondCountMax: Int64 = 120
    /// Seconds for which a peer's clock counts after it was heard.
    package static let peerClockAgeSecondCountMax: Int64 = 3_600
}
