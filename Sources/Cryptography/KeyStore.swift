internal import COpenSSL

/// Reads private keys through OSSL_STORE.
enum KeyStore {
    /// The one private key behind a URI, or nil; the reason then stands in OpenSSL's error queue.
    static func key(at uri: String, asker: PassphraseAsker) -> OpaquePointer? {
        OpenSSLFailure.clear()
        guard let method = PassphraseAsker.makeMethod() else { return nil }
        defer { UI_destroy_method(method) }
        let data = Unmanaged.passUnretained(asker).toOpaque()
        guard let store = OSSL_STORE_open_ex(uri, nil, nil, method, data, nil, nil, nil) else {
            return nil
        }
        return onlyKey(of: store)
    }

    /// The one private key in the bytes of a PEM or DER file, or nil.
    static func key(in bytes: [UInt8], asker: PassphraseAsker) -> OpaquePointer? {
        OpenSSLFailure.clear()
        guard let method = PassphraseAsker.makeMethod() else { return nil }
        defer { UI_destroy_method(method) }
        return bytes.withUnsafeBytes { buffer in
            guard let bio = BIO_new_mem_buf(buffer.baseAddress, Int32(buffer.count)) else {
                return nil
            }
            defer { BIO_free(bio) }
            let data = Unmanaged.passUnretained(asker).toOpaque()
            guard
                let store = OSSL_STORE_attach(bio, "file", nil, nil, method, data, nil, nil, nil)
            else { return nil }
            return onlyKey(of: store)
        }
    }

    /// Reads a store to its end and closes it; two private keys in it are as bad as none.
    private static func onlyKey(of store: OpaquePointer) -> OpaquePointer? {
        defer { OSSL_STORE_close(store) }
        OSSL_STORE_expect(store, OSSL_STORE_INFO_PKEY)
        var found: OpaquePointer?
        while OSSL_STORE_eof(store) == 0 {
            guard let info = OSSL_STORE_load(store) else {
                if OSSL_STORE_error(store) != 0 { break }
                continue
            }
            defer { OSSL_STORE_INFO_free(info) }
            guard OSSL_STORE_INFO_get_type(info) == OSSL_STORE_INFO_PKEY else { continue }
            if let first = found {
                EVP_PKEY_free(first)
                return nil
            }
            found = OSSL_STORE_INFO_get1_PKEY(info)
        }
        return found
    }
}

/// Hands a passphrase to OpenSSL when it asks, and remembers that it did.
///
/// Without a source the answer is a failure: OpenSSL's own default would ask on the terminal.
final class PassphraseAsker {
    private let source: PassphraseSource?
    private(set) var wasAsked = false
    private(set) var error: (any Error)?

    init(_ source: PassphraseSource?) { self.source = source }

    var hasSource: Bool { source != nil }

    /// A UI_METHOD whose user data is a `PassphraseAsker`.
    static func makeMethod() -> OpaquePointer? {
        UI_UTIL_wrap_read_pem_callback(
            { buffer, capacity, _, data in
                guard let buffer, let data else { return -1 }
                let asker = Unmanaged<PassphraseAsker>.fromOpaque(data).takeUnretainedValue()
                return asker.answer(
                    into: UnsafeMutableRawBufferPointer(
                        start: buffer,
                        count: Int(capacity)
                    )
                )
            },
            0
        )
    }

    private func answer(into buffer: UnsafeMutableRawBufferPointer) -> Int32 {
        wasAsked = true
        guard let source, error == nil else { return -1 }
        do {
            let passphrase = try source()
            guard passphrase.count <= buffer.count else { return -1 }
            buffer.copyBytes(from: passphrase)
            return Int32(passphrase.count)
        } catch {
            self.error = error
            return -1
        }
    }
}
