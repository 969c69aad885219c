import Auditing
import Casework
import Cryptography
import Ledger
import LogStorage
import SQLiteStorage

/// The charter files of a home, which are for people: the database counts.
///
/// The node writes one only once the database has the charter, so one that it does not have is a trace of a row that was removed, unless
/// somebody put the file there.
enum CharterTraces {
    private static let fileCountMax = 100_000
    private static let fileByteCountMax = 1_048_576
    private static let place = "charters"

    /// One notice for each charter that lies in a file alone.
    static func findings(in home: HomeDirectory, _ store: ReadOnlyStore) -> [AuditFinding] {
        do {
            let kept = try store.read { transaction in
                Set(try transaction.documentKeys(.charter, prefix: []).compactMap { Digest($0) })
            }
            let reader = FolderReader(home.charters)
            return try reader.files(nil, atMost: fileCountMax).filter(\.isRegular)
                .compactMap { file in
                    // What is no charter is no trace of one, and these files decide nothing.
                    guard let bytes = try? reader.bytes(file.path, atMost: fileByteCountMax),
                        let charter = try? Charter(parsing: bytes), !kept.contains(charter.digest)
                    else { return nil }
                    return AuditFinding(
                        .charterFileAlone,
                        [
                            "digest": charter.digest.hex, "mechanism": charter.mechanism.text,
                            "path": "\(place)/\(file.path)",
                            "revision": "\(charter.content.revision)",
                        ],
                        place: place
                    )
                }
        } catch {
            return [AuditFinding(.sourceUnreadable, place: place, cause: "\(error)")]
        }
    }
}
