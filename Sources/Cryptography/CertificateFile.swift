internal import COpenSSL

/// PEM files of certificates: a node's own chain, or the authorities that it trusts.
package enum CertificateFile {
    /// Writes certificates to a new file that everybody may read, durable on return.
    ///
    /// Throws `file_exists` or `file_not_written`; never overwrites.
    package static func create(_ certificates: [Certificate], at path: String) throws {
        try DurableFile.create(certificates.flatMap(\.pem), at: path, readers: .everybody)
    }

    /// Reads every certificate of a PEM file, in its order; at least one.
    ///
    /// Throws `file_missing`, `file_unreadable` or `certificate_file_malformed`.
    package static func load(from path: String) throws -> [Certificate] {
        let text = try DurableFile.read(
            path,
            byteCountMax: Limits.certificateFileByteCountMax,
            readers: .everybody
        )
        do {
            return try parse(text)
        } catch let error as CryptographyError {
            throw CryptographyError(
                .certificateFileMalformed,
                ["path": path],
                cause: error.cause
            )
        }
    }

    /// Every certificate of a PEM text, in its order; at least one.
    ///
    /// Text around the certificates is skipped, as `openssl x509 -text` writes it. Throws `certificate_malformed`.
    package static func parse(_ text: [UInt8]) throws -> [Certificate] {
        var certificates: [Certificate] = []
        OpenSSLFailure.clear()
        defer { OpenSSLFailure.clear() }
        guard text.count <= Limits.certificateFileByteCountMax else {
            throw CryptographyError(.certificateMalformed)
        }
        try text.withUnsafeBytes { buffer in
            guard let bio = BIO_new_mem_buf(buffer.baseAddress, Int32(buffer.count)) else {
                throw CryptographyError(.certificateMalformed, cause: OpenSSLFailure.drain())
            }
            defer { BIO_free(bio) }
            // Without its own answer OpenSSL would ask for a passphrase on the terminal.
            while let pointer = PEM_read_bio_X509(bio, nil, { _, _, _, _ in -1 }, nil) {
                certificates.append(try Certificate(adopting: pointer))
                guard certificates.count <= Limits.certificateCountMax else {
                    throw CryptographyError(.certificateMalformed)
                }
                OpenSSLFailure.clear()
            }
            let reason = cossl_ERR_GET_REASON(ERR_peek_last_error())
            guard reason == PEM_R_NO_START_LINE, !certificates.isEmpty else {
                throw CryptographyError(.certificateMalformed, cause: OpenSSLFailure.drain())
            }
        }
        return certificates
    }
}
