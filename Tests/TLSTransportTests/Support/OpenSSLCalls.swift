import COpenSSL

/// Leaves an entry in the calling thread's error queue, as a careless library in the same process would.
enum StaleError {
    static func leave() {
        _ = BIO_new_file("/nonexistent/file", "r")
    }
}

/// TLS 1.3 key updates (RFC 8446 §4.6.3).
enum KeyUpdate {
    /// Queues a request that the peer must answer by one of its own.
    static func request(_ session: OpaquePointer) {
        _ = SSL_key_update(session, SSL_KEY_UPDATE_REQUESTED)
        _ = SSL_do_handshake(session)
    }
}
