/// Why a source is left alone for a while.
///
/// It is never a fork: bytes without a valid signature prove nothing.
///
/// Texts stand in Wording under `replication.<code>`.
package enum BadSourceReason: String, CaseIterable, Sendable {
    case sourceUnreachable = "source_unreachable"
    case sourceSlow = "source_slow"
    case sourceLacksBytes = "source_lacks_bytes"
    case bundleMalformed = "bundle_malformed"
    case bundleMismatch = "bundle_mismatch"
    case tilesMismatch = "tiles_mismatch"
    case checkpointUnverified = "checkpoint_unverified"
    case checkpointStale = "checkpoint_stale"
    case keysUnverified = "keys_unverified"

    /// The names of the arguments of the text.
    package var argumentNames: [String] { ["origin", "peer"] }

    /// Whether the source's bytes were wrong, and not merely late or absent.
    package var isWrongBytes: Bool {
        switch self {
        case .sourceUnreachable, .sourceSlow, .sourceLacksBytes: false
        case .bundleMalformed, .bundleMismatch, .tilesMismatch, .checkpointUnverified,
            .checkpointStale, .keysUnverified:
            true
        }
    }

    /// The first pause; it doubles with each strike up to `pauseMax`.
    var pause: Duration { isWrongBytes ? .seconds(30) : .seconds(2) }

    /// The longest pause.
    var pauseMax: Duration { isWrongBytes ? .seconds(3_600) : .seconds(120) }
}
