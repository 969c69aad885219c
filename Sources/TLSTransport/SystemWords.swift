internal import Glibc
internal import NIOCore

/// The system's own words for its errors, and no others around them.
enum SystemWords {
    static func of(_ error: any Error) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case let error as SocketAddressError.UnknownHost: error.errorDescription
        default: "\(error)"
        }
    }
}

extension TLSTransportError {
    /// What a listener that could not be bound, or that the system has ended, throws; other errors as they are.
    package static func listening(_ error: any Error, host: String, port: Int) -> any Error {
        guard error is IOError || error is SocketAddressError else { return error }
        return TLSTransportError(
            .listenFailed,
            ["host": host, "port": "\(port)", "reason": SystemWords.of(error)]
        )
    }
}
