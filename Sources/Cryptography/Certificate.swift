internal import COpenSSL
internal import Glibc

/// An X.509 certificate (RFC 5280), parsed and never changed; safe to use from several tasks at once.
package final class Certificate: @unchecked Sendable {
    // Sendable because the X509 is only read after it was built, and OpenSSL allows that from many threads.
    private let pointer: OpaquePointer
    /// The DER form.
    package let bytes: [UInt8]
    /// The pin of its public key.
    package let pin: CertificatePin
    /// The DNS names of its subject alternative names, as written.
    package let dnsNames: [String]
    /// The first second, POSIX, at which it is valid.
    package let notBefore: Int64
    /// The last second, POSIX, at which it is valid.
    package let notAfter: Int64

    /// Reads one DER certificate; throws `certificate_malformed` for anything else, trailing bytes included.
    package convenience init(bytes: some Collection<UInt8>) throws {
        let input = Array(bytes)
        OpenSSLFailure.clear()
        guard input.count <= Limits.certificateByteCountMax else {
            throw CryptographyError(.certificateMalformed)
        }
        let parsed = input.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var position = buffer.baseAddress
            guard let pointer = d2i_X509(nil, &position, buffer.count) else { return nil }
            guard position == buffer.baseAddress.map({ $0 + buffer.count }) else {
                X509_free(pointer)
                return nil
            }
            return pointer
        }
        guard let parsed else {
            throw CryptographyError(.certificateMalformed, cause: OpenSSLFailure.drain())
        }
        try self.init(adopting: parsed)
    }

    /// Takes over an X509; throws `certificate_malformed` when its key, names or dates cannot be read.
    package init(adopting pointer: OpaquePointer) throws {
        OpenSSLFailure.clear()
        guard let bytes = DER.encode({ i2d_X509(pointer, $0) }),
            bytes.count <= Limits.certificateByteCountMax,
            let info = DER.encode({ i2d_X509_PUBKEY(X509_get_X509_PUBKEY(pointer), $0) }),
            let names = Self.dnsNames(of: pointer),
            let notBefore = Self.seconds(X509_get0_notBefore(pointer)),
            let notAfter = Self.seconds(X509_get0_notAfter(pointer))
        else {
            X509_free(pointer)
            throw CryptographyError(.certificateMalformed, cause: OpenSSLFailure.drain())
        }
        self.pointer = pointer
        self.bytes = bytes
        self.pin = CertificatePin(digest: SHA256.digest(of: info))
        self.dnsNames = names
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    deinit { X509_free(pointer) }

    /// Whether `name` stands among the DNS names, byte for byte; a wildcard is nobody's name here.
    package func names(_ name: String) -> Bool {
        dnsNames.contains { $0.utf8.elementsEqual(name.utf8) }
    }

    /// The PEM text of this certificate.
    package var pem: [UInt8] {
        let encoded = Array(Base64.encodeBytes(bytes))
        var text = Array("-----BEGIN CERTIFICATE-----\n".utf8)
        for start in stride(from: 0, to: encoded.count, by: 64) {
            text += encoded[start..<min(start + 64, encoded.count)]
            text.append(UInt8(ascii: "\n"))
        }
        return text + Array("-----END CERTIFICATE-----\n".utf8)
    }

    /// Lends the X509 to a module that must hand it to OpenSSL.
    package func withUnsafePointer<Result>(
        _ body: (OpaquePointer) throws -> Result
    ) rethrows
        -> Result
    {
        try body(pointer)
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Int64? {
        var fields = tm()
        guard let time, ASN1_TIME_to_tm(time, &fields) == 1 else { return nil }
        return Int64(timegm(&fields))
    }

    /// The DNS names, none where the extension is absent, nil where it is malformed or too long.
    private static func dnsNames(of certificate: OpaquePointer) -> [String]? {
        var status: Int32 = 0
        guard
            let extensions = X509_get_ext_d2i(certificate, NID_subject_alt_name, &status, nil)
        else { return status == -1 ? [] : nil }
        let names = OpaquePointer(extensions)
        defer { GENERAL_NAMES_free(names) }
        let count = OPENSSL_sk_num(names)
        guard count >= 0, Int(count) <= Limits.alternativeNameCountMax else { return nil }
        var found: [String] = []
        for index in 0..<count {
            guard let item = OPENSSL_sk_value(names, index) else { return nil }
            var kind: Int32 = 0
            let value = GENERAL_NAME_get0_value(
                item.assumingMemoryBound(to: GENERAL_NAME.self),
                &kind
            )
            guard kind == GEN_DNS else { continue }
            guard let text = value.map({ $0.assumingMemoryBound(to: ASN1_STRING.self) }),
                let data = ASN1_STRING_get0_data(text)
            else { return nil }
            let bytes = UnsafeBufferPointer(start: data, count: Int(ASN1_STRING_length(text)))
            // A name with a NUL or beyond ASCII can be nobody's node name.
            guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return nil }
            found.append(String(decoding: bytes, as: UTF8.self))
        }
        return found
    }
}

extension Certificate: Equatable {
    /// Whether both have the same bytes.
    package static func == (a: Certificate, b: Certificate) -> Bool { a.bytes == b.bytes }
}
