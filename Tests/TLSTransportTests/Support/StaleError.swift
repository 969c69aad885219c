import COpenSSL

/// Leaves an entry in the calling thread's error queue, as a careless library in the same process would.
enum StaleError {
    static func leave() {
        _ = BIO_new_file("/nonexistent/file", "r")
    }
}
