import COpenSSL
import Cryptography
import Foundation
import Synchronization

/// A web server over TLS on loopback, as a publisher of logs runs one.
///
/// The system's OpenSSL over plain sockets, and no code of the product's. It serves the files of a folder and keeps
/// connections open.
final class TLSFileServer: Sendable {
    /// What it answers to one path.
    struct Answer: Sendable {
        var status = "200 OK"
        var headers: [String] = []
        var body: [UInt8] = []
    }

    /// Takes a path and what the folder has for it, and says what is answered instead.
    typealias Rule = @Sendable (String, Answer) -> Answer

    let port: Int
    /// A PEM file with the server's certificate, which signs itself.
    let authority: URL
    private let listener: Int32
    private let context: ServerContext
    private let folder: URL
    private let rule: Rule
    private let asked = Mutex<[String]>([])

    /// The paths that were asked for.
    var paths: [String] { asked.withLock { $0 } }

    /// Serves `folder` under the name `localhost`.
    init(
        _ folder: URL,
        notAfter: Int64 = 86_400,
        rule: @escaping Rule = { $1 }
    ) throws {
        signal(SIGPIPE, SIG_IGN)
        let key = try P256.PrivateKey()
        let now = Int64(Date().timeIntervalSince1970)
        let certificate = try NodeCertificate.selfSigned(
            nodeName: "localhost",
            key: key,
            notBefore: now - 86_400,
            notAfter: now + notAfter
        )
        let stem = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-site-\(UUID().uuidString)")
        authority = stem.appendingPathExtension("crt")
        let keyFile = stem.appendingPathExtension("key")
        try CertificateFile.create([certificate], at: authority.path)
        try KeyFile.create(key, at: keyFile.path)
        context = try ServerContext(certificate: authority.path, key: keyFile.path)
        try FileManager.default.removeItem(at: keyFile)
        self.folder = folder
        self.rule = rule
        (listener, port) = try Self.listen()
        Thread { [self] in acceptAll() }.start()
    }

    /// Ends listening; connections that are open end with their clients.
    func stop() throws {
        shutdown(listener, Int32(SHUT_RDWR))
        try FileManager.default.removeItem(at: authority)
    }

    private static func listen() throws -> (Int32, Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var count = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, count) == 0 && Glibc.listen(listener, 64) == 0
                    && getsockname(listener, $0, &count) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRINUSE) }
        return (listener, Int(UInt16(bigEndian: address.sin_port)))
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            Thread { [self] in
                context.serve(connection) { answer(to: $0) }
                close(connection)
            }
            .start()
        }
        close(listener)
    }

    private func answer(to path: String) -> [UInt8] {
        asked.withLock { $0.append(path) }
        let answer = rule(path, file(path))
        let head =
            ["HTTP/1.1 \(answer.status)", "Content-Length: \(answer.body.count)"] + answer.headers
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + answer.body
    }

    private func file(_ path: String) -> Answer {
        do {
            return Answer(body: Array(try Data(contentsOf: folder.appending(path: path))))
        } catch {
            return Answer(status: "404 Not Found", body: Array("no such file".utf8))
        }
    }
}

/// An SSL_CTX with one certificate, and blocking HTTP over it.
private final class ServerContext: @unchecked Sendable {
    // Sendable because an SSL_CTX that is set up is only read by SSL_new.
    private let pointer: OpaquePointer

    init(certificate: String, key: String) throws {
        guard let pointer = SSL_CTX_new(TLS_server_method()),
            SSL_CTX_use_certificate_chain_file(pointer, certificate) == 1,
            SSL_CTX_use_PrivateKey_file(pointer, key, SSL_FILETYPE_PEM) == 1
        else { throw POSIXError(.EINVAL) }
        self.pointer = pointer
    }

    deinit { SSL_CTX_free(pointer) }

    /// Answers the requests of one connection until it ends.
    func serve(_ connection: Int32, _ answer: (String) -> [UInt8]) {
        guard let session = SSL_new(pointer) else { return }
        defer { SSL_free(session) }
        guard SSL_set_fd(session, connection) == 1, SSL_accept(session) == 1 else { return }
        while let path = readRequest(session) {
            let bytes = answer(path)
            guard SSL_write(session, bytes, Int32(bytes.count)) > 0 else { return }
        }
        _ = SSL_shutdown(session)
    }

    /// The path of the next request; nil where no whole one comes.
    private func readRequest(_ session: OpaquePointer) -> String? {
        var head: [UInt8] = []
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8), head.count < 16_384 {
            var byte: UInt8 = 0
            guard SSL_read(session, &byte, 1) == 1 else { return nil }
            head.append(byte)
        }
        let words = String(decoding: head, as: UTF8.self).split(separator: " ")
        return words.count > 1 && words[0] == "GET" ? String(words[1]) : nil
    }
}
