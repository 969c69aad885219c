import Foundation

/// Why the system refused a file, in its own short words.
enum SystemReason {
    /// The words of the system's error number where there is one, else what the error says of itself.
    static func of(_ error: any Error) -> String {
        if let error = error as? NodeError, let reason = error.arguments["reason"] { return reason }
        let outer = error as NSError
        let inner = outer.userInfo[NSUnderlyingErrorKey] as? NSError
        for error in [outer, inner].compactMap(\.self) where error.domain == NSPOSIXErrorDomain {
            return String(cString: strerror(Int32(error.code)))
        }
        guard outer.domain == NSCocoaErrorDomain else { return "\(error)" }
        return switch CocoaError.Code(rawValue: outer.code) {
        case .fileReadNoPermission, .fileWriteNoPermission: String(cString: strerror(EACCES))
        case .fileNoSuchFile, .fileReadNoSuchFile: String(cString: strerror(ENOENT))
        case .fileWriteOutOfSpace: String(cString: strerror(ENOSPC))
        case .fileWriteFileExists: String(cString: strerror(EEXIST))
        case .fileWriteUnknown, .fileReadUnknown: String(cString: strerror(ENOTDIR))
        default: outer.localizedDescription
        }
    }
}
