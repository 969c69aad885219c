internal import COpenSSL

/// The certificate authorities that a chain may end at; safe to use from several tasks at once.
package final class CertificateAuthorities: @unchecked Sendable {
    // Sendable because the X509_STORE is filled before it is shared, and OpenSSL locks its own cache.
    private let pointer: OpaquePointer

    /// The authorities of a PEM file; throws what `CertificateFile.load` throws.
    package convenience init(file path: String) throws {
        try self.init(CertificateFile.load(from: path))
    }

    /// These certificates and no others.
    package init(_ certificates: [Certificate]) throws {
        OpenSSLFailure.clear()
        guard let pointer = X509_STORE_new() else {
            throw CryptographyError(.certificateMalformed, cause: OpenSSLFailure.drain())
        }
        for certificate in certificates {
            guard certificate.withUnsafePointer({ X509_STORE_add_cert(pointer, $0) }) == 1 else {
                X509_STORE_free(pointer)
                throw CryptographyError(.certificateMalformed, cause: OpenSSLFailure.drain())
            }
        }
        self.pointer = pointer
    }

    private init(adopting pointer: OpaquePointer) { self.pointer = pointer }

    deinit { X509_STORE_free(pointer) }

    /// The authorities that this machine's OpenSSL trusts by default.
    package static func system() throws -> CertificateAuthorities {
        OpenSSLFailure.clear()
        guard let pointer = X509_STORE_new() else {
            throw CryptographyError(.certificateMalformed, cause: OpenSSLFailure.drain())
        }
        guard X509_STORE_set_default_paths(pointer) == 1 else {
            X509_STORE_free(pointer)
            throw CryptographyError(.certificateMalformed, cause: OpenSSLFailure.drain())
        }
        return CertificateAuthorities(adopting: pointer)
    }

    /// Why the chain does not hold at a POSIX second, in OpenSSL's words; nil when it holds.
    package func failure(
        of certificate: Certificate,
        intermediates: [Certificate] = [],
        at time: Int64
    ) -> String? {
        OpenSSLFailure.clear()
        defer { OpenSSLFailure.clear() }
        guard let context = X509_STORE_CTX_new(), let chain = OPENSSL_sk_new_null() else {
            return OpenSSLFailure.drain()
        }
        defer {
            X509_STORE_CTX_free(context)
            OPENSSL_sk_free(chain)
        }
        // The array keeps the certificates alive for the whole call.
        return withExtendedLifetime(intermediates) {
            for intermediate in intermediates {
                intermediate.withUnsafePointer {
                    _ = OPENSSL_sk_push(chain, UnsafeRawPointer($0))
                }
            }
            return certificate.withUnsafePointer { leaf in
                guard X509_STORE_CTX_init(context, pointer, leaf, chain) == 1 else {
                    return OpenSSLFailure.drain()
                }
                X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(context), Int(time))
                guard X509_verify_cert(context) != 1 else { return nil }
                let code = X509_STORE_CTX_get_error(context)
                return String(cString: X509_verify_cert_error_string(Int(code)))
            }
        }
    }

    /// Lends the X509_STORE to a module that must hand it to OpenSSL.
    package func withUnsafePointer<Result>(
        _ body: (OpaquePointer) throws -> Result
    ) rethrows
        -> Result
    {
        try body(pointer)
    }
}
