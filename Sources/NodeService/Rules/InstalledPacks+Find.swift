import Casework
import Cryptography

extension InstalledPacks {
    /// The packs and calendars that come with the program, by digest.
    private static let byDigest: [Digest: [UInt8]] = Dictionary(
        stored.map { (SHA256.digest(of: $0), $0) },
        uniquingKeysWith: { first, _ in first }
    )

    /// Whether a pack comes with the program.
    static func contains(_ reference: PackReference) -> Bool {
        byDigest[reference.digest] != nil
    }

    /// Whether a calendar comes with the program.
    static func contains(_ reference: CalendarReference) -> Bool {
        byDigest[reference.digest] != nil
    }

    /// The bytes of a pack or a calendar that comes with the program.
    static func bytes(of digest: Digest) -> [UInt8]? { byDigest[digest] }
}
