import Glibc
import NIOCore

/// The system's own words for its errors, and no others around them.
enum SystemWords {
    static func of(_ error: any Error) -> String {
        (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
    }
}
