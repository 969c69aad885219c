import Foundation
import TestSupport
import Testing

@testable import Cryptography

@Suite struct CertificateTests {
    static let start: Int64 = 1_763_712_000
    static let end: Int64 = 1_795_248_000

    func make(_ name: String = "jiangxi.ipr.example") throws -> (P256.PrivateKey, Certificate) {
        let key = try P256.PrivateKey()
        let certificate = try NodeCertificate.selfSigned(
            nodeName: name,
            key: key,
            notBefore: Self.start,
            notAfter: Self.end
        )
        return (key, certificate)
    }

    @Test("a node certificate carries its name, its dates and the pin of its key")
    func fields() throws {
        let (key, certificate) = try make()
        #expect(certificate.pin == key.pin)
        #expect(certificate.dnsNames == ["jiangxi.ipr.example"])
        #expect(certificate.names("jiangxi.ipr.example"))
        #expect(!certificate.names("Jiangxi.ipr.example"))
        #expect(!certificate.names("ipr.example"))
        #expect(certificate.notBefore == Self.start)
        #expect(certificate.notAfter == Self.end)
        #expect(try Certificate(bytes: certificate.bytes) == certificate)
    }

    private static func openssl(_ arguments: [String]) async throws -> OutsideProgram.Outcome {
        try await OutsideProgram("openssl", arguments).run()
    }

    @Test("openssl agrees about subject, SAN, purposes and pin")
    func outsideReader() async throws {
        let folder = try TemporaryFolder()
        let (_, certificate) = try make()
        let path = folder.file("c.pem")
        try CertificateFile.create([certificate], at: path)
        let text = try await Self.openssl(["x509", "-in", path, "-noout", "-text"]).output
        #expect(text.contains("CN = lianlu"))
        #expect(text.contains("DNS:jiangxi.ipr.example"))
        #expect(text.contains("TLS Web Server Authentication, TLS Web Client Authentication"))
        #expect(text.contains("CA:FALSE"))
        let pin = try await OutsideProgram(
            "sh",
            [
                "-c",
                "openssl x509 -in '\(path)' -noout -pubkey | openssl pkey -pubin -outform DER"
                    + " | openssl dgst -sha256 -hex",
            ]
        ).run()
        #expect(pin.output.contains(certificate.pin.digest.hex))
        let verified = try await Self.openssl(["verify", "-no_check_time", "-CAfile", path, path])
        #expect(verified.status == 0, "\(verified.complaint)")
    }

    @Test("serials are random and positive")
    func serials() async throws {
        let folder = try TemporaryFolder()
        var serials: Set<String> = []
        for index in 0..<4 {
            let path = folder.file("\(index).pem")
            try CertificateFile.create([make().1], at: path)
            let output = try await Self.openssl(["x509", "-in", path, "-noout", "-serial"]).output
            #expect(!output.contains("-"))
            serials.insert(output)
        }
        #expect(serials.count == 4)
    }

    @Test(
        "a name that is no node name gets no certificate",
        arguments: [
            "", ".", "a..b", "A.example", "a b", "a,DNS:b", "省.example",
            String(repeating: "a", count: 64), String(repeating: "a.", count: 50) + "b",
        ]
    )
    func badNames(name: String) throws {
        let key = try P256.PrivateKey()
        #expect(throws: CryptographyError(.certificateNotMade, ["name": name])) {
            try NodeCertificate.selfSigned(
                nodeName: name,
                key: key,
                notBefore: Self.start,
                notAfter: Self.end
            )
        }
    }

    @Test("a label of 63 bytes and a name of 100 bytes are taken")
    func longestNames() throws {
        let label = String(repeating: "a", count: 63)
        #expect(try make(label).1.names(label))
        let name = label + "." + String(repeating: "b", count: 36)
        #expect(name.utf8.count == 100)
        #expect(try make(name).1.names(name))
    }

    @Test("an empty time span is refused")
    func emptySpan() throws {
        let key = try P256.PrivateKey()
        #expect(throws: CryptographyError.self) {
            try NodeCertificate.selfSigned(
                nodeName: "a",
                key: key,
                notBefore: Self.start,
                notAfter: Self.start
            )
        }
    }

    @Test("cut, extended and foreign bytes are no certificate")
    func malformed() throws {
        let bytes = try make().1.bytes
        for count in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: CryptographyError.self) { try Certificate(bytes: bytes.prefix(count)) }
        }
        #expect(throws: CryptographyError.self) { try Certificate(bytes: bytes + [0]) }
        #expect(throws: CryptographyError.self) {
            try Certificate(
                bytes: [UInt8](repeating: 0x30, count: Limits.certificateByteCountMax + 1)
            )
        }
    }

    @Test("a file gives all its certificates in order, and an error where one of them is damaged")
    func files() throws {
        let folder = try TemporaryFolder()
        let (a, b) = (try make("a").1, try make("b").1)
        try CertificateFile.create([a, b], at: folder.file("both.pem"))
        #expect(try CertificateFile.load(from: folder.file("both.pem")) == [a, b])
        var text = Array("words before\n".utf8) + a.pem + Array("words between\n".utf8) + b.pem
        #expect(try CertificateFile.parse(text) == [a, b])
        // No character of base64, so that no lucky flip leaves another certificate.
        text[text.count - 60] = UInt8(ascii: "!")
        #expect(throws: CryptographyError.self) { try CertificateFile.parse(text) }
        #expect(throws: CryptographyError.self) { try CertificateFile.parse([]) }
        #expect(throws: CryptographyError.self) {
            try CertificateFile.load(from: folder.file("none"))
        }
    }

    @Test("a chain holds under its own authority, within its dates, and under no other")
    func chains() throws {
        let (_, certificate) = try make()
        let authorities = try CertificateAuthorities([certificate])
        let inside = (Self.start + Self.end) / 2
        #expect(authorities.failure(of: certificate, at: inside) == nil)
        #expect(authorities.failure(of: certificate, at: Self.start - 1) != nil)
        #expect(authorities.failure(of: certificate, at: Self.end + 1) != nil)
        #expect(authorities.failure(of: try make().1, at: inside) != nil)
        #expect(
            try CertificateAuthorities.system().failure(of: certificate, at: inside) != nil
        )
    }

    @Test("a pin has one spelling")
    func pins() throws {
        let pin = try make().1.pin
        #expect(CertificatePin(pin.description) == pin)
        let hex = pin.digest.hex
        for text in [hex, "SHA256:" + hex, "sha256:" + hex.uppercased(), "sha256:" + hex + " "] {
            #expect(CertificatePin(text) == nil)
        }
    }
}
