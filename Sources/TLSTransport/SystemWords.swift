internal import Glibc
internal import NIOCore

/// The system's own words for its errors, and no others around them.
enum SystemWords {
    static func of(_ error: any Error) -> String {
        (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(error)"
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
