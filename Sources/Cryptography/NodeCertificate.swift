internal import COpenSSL

/// The self-signed certificate by which a node is known on the wire (FORMATS.md §1, line `tls`).
package enum NodeCertificate {
    /// The common name of every node certificate; the node's own name stands in its SAN.
    package static let commonName = "lianlu"
    private static let serialByteCount = 20
    private static let nodeNameByteCountMax = 100

    /// Makes a certificate: CN `lianlu`, SAN = node name, a random serial, valid between the two POSIX seconds.
    ///
    /// Throws `certificate_not_made` for a name that is not DNS labels of `[a-z0-9-]`, or for an empty time span.
    package static func selfSigned(
        nodeName: String,
        key: P256.PrivateKey,
        notBefore: Int64,
        notAfter: Int64
    ) throws -> Certificate {
        guard isNodeName(nodeName), notBefore < notAfter else {
            throw CryptographyError(.certificateNotMade, ["name": nodeName])
        }
        var serial = try SecureRandom.bytes(count: serialByteCount)
        // RFC 5280 §4.1.2.2: positive, and not zero.
        serial[0] = serial[0] & 0x7f | 0x01
        OpenSSLFailure.clear()
        guard let certificate = X509_new() else {
            throw CryptographyError(
                .certificateNotMade,
                ["name": nodeName],
                cause: OpenSSLFailure.drain()
            )
        }
        let isMade =
            X509_set_version(certificate, Int(X509_VERSION_3)) == 1
            && ASN1_STRING_set(X509_get_serialNumber(certificate), serial, Int32(serial.count)) == 1
            && ASN1_TIME_set(X509_getm_notBefore(certificate), Int(notBefore)) != nil
            && ASN1_TIME_set(X509_getm_notAfter(certificate), Int(notAfter)) != nil
            && setNames(certificate)
            && addExtensions(certificate, nodeName: nodeName)
            && key.withUnsafePointer {
                X509_set_pubkey(certificate, $0) == 1
                    && X509_sign(certificate, $0, EVP_sha256()) > 0
            }
        guard isMade else {
            X509_free(certificate)
            throw CryptographyError(
                .certificateNotMade,
                ["name": nodeName],
                cause: OpenSSLFailure.drain()
            )
        }
        return try Certificate(adopting: certificate)
    }

    /// Whether a text is DNS labels `[a-z0-9-]{1,63}` joined by dots, at most 100 bytes (FORMATS.md §0).
    static func isNodeName(_ name: String) -> Bool {
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return name.utf8.count <= nodeNameByteCountMax
            && labels.allSatisfy { label in
                (1...63).contains(label.count)
                    && label.allSatisfy {
                        $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z")
                            || $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")
                            || $0 == UInt8(ascii: "-")
                    }
            }
    }

    private static func setNames(_ certificate: OpaquePointer) -> Bool {
        let subject = X509_get_subject_name(certificate)
        let name = Array(commonName.utf8)
        return X509_NAME_add_entry_by_NID(
            subject,
            NID_commonName,
            MBSTRING_UTF8,
            name,
            Int32(name.count),
            -1,
            0
        ) == 1
            && X509_set_issuer_name(certificate, subject) == 1
    }

    private static func addExtensions(_ certificate: OpaquePointer, nodeName: String) -> Bool {
        let extensions: [(Int32, String)] = [
            (NID_basic_constraints, "critical,CA:FALSE"),
            (NID_key_usage, "critical,digitalSignature"),
            (NID_ext_key_usage, "serverAuth,clientAuth"),
            (NID_subject_alt_name, "DNS:" + nodeName),
        ]
        return extensions.allSatisfy { identifier, value in
            guard let made = X509V3_EXT_conf_nid(nil, nil, identifier, value) else { return false }
            defer { X509_EXTENSION_free(made) }
            return X509_add_ext(certificate, made, -1) == 1
        }
    }
}
