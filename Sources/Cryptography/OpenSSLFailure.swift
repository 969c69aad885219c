internal import COpenSSL

/// The text of OpenSSL's per-thread error queue.
///
/// Clear the queue before a call and drain it right after, on the same thread and with no `await` between: a stale
/// entry makes a later call on a healthy object look failed.
package enum OpenSSLFailure {
    /// Empties the calling thread's queue.
    package static func clear() { ERR_clear_error() }

    /// Empties the calling thread's queue and returns its entries, oldest first, in one line.
    ///
    /// They never hold key material.
    package static func drain() -> String { drained() ?? "no OpenSSL error queued" }

    /// The same, nil where nothing is queued.
    static func drained() -> String? {
        var entries: [String] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            var buffer = [CChar](repeating: 0, count: 256)
            ERR_error_string_n(code, &buffer, buffer.count)
            entries.append(
                String(
                    decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)),
                    as: UTF8.self
                )
            )
        }
        return entries.isEmpty ? nil : entries.joined(separator: "; ")
    }
}
