import Casework
import Cryptography

extension InstalledPacks {
    /// The packs that come with the program, by digest.
    private static let byDigest: [Digest: [UInt8]] = Dictionary(
        files.map { (SHA256.digest(of: $0), $0) },
        uniquingKeysWith: { first, _ in first }
    )

    /// Whether a pack comes with the program.
    static func contains(_ reference: PackReference) -> Bool {
        byDigest[reference.digest] != nil
    }

    /// The bytes of a pack that comes with the program.
    static func bytes(of digest: Digest) -> [UInt8]? { byDigest[digest] }
}
