import Foundation
import TestSupport
import Testing

@testable import Cryptography

/// A folder that is removed with its owner.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        // What is left behind in the temporary folder harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { path + "/" + name }

    /// The permission bits of a file.
    func mode(_ name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: file(name))
        return try #require(attributes[.posixPermissions] as? Int)
    }

    func setMode(_ mode: Int, of name: String) throws {
        try FileManager.default.setAttributes(
            [.posixPermissions: mode],
            ofItemAtPath: file(name)
        )
    }
}

@Suite struct KeyFileTests {
    /// The code of the error that `body` throws.
    func code(_ body: () throws -> Void) -> CryptographyError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? CryptographyError)?.code
        }
    }

    @Test("an Ed25519 key survives its file, which only its owner can read")
    func ed25519() throws {
        let folder = try TemporaryFolder()
        let key = try Ed25519.PrivateKey()
        try KeyFile.create(key, at: folder.file("node.pem"))
        #expect(try folder.mode("node.pem") == 0o600)
        let loaded: Ed25519.PrivateKey = try KeyFile.load(from: folder.file("node.pem"))
        #expect(loaded.publicKey.rawBytes == key.publicKey.rawBytes)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["node.pem"])
    }

    @Test("a P-256 key survives its file, and openssl reads it")
    func p256() async throws {
        let folder = try TemporaryFolder()
        let key = try P256.PrivateKey()
        try KeyFile.create(key, at: folder.file("tls.pem"))
        let loaded: P256.PrivateKey = try KeyFile.load(from: folder.file("tls.pem"))
        #expect(loaded.pin == key.pin)
        let result = try await OutsideProgram(
            "openssl",
            ["pkey", "-in", folder.file("tls.pem"), "-noout", "-check", "-text"]
        ).run()
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("prime256v1"))
    }

    @Test("a key that openssl made is read")
    func foreignKey() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("k.pem")
        let made = try await OutsideProgram(
            "openssl",
            ["genpkey", "-algorithm", "ED25519", "-out", path]
        ).run()
        #expect(made.status == 0, "\(made.complaint)")
        try folder.setMode(0o600, of: "k.pem")
        _ = try KeyFile.load(Ed25519.PrivateKey.self, from: path)
        #expect(
            code { _ = try KeyFile.load(P256.PrivateKey.self, from: path) } == .keyFileMalformed
        )
    }

    @Test("a key file that exists is never overwritten")
    func noOverwriting() throws {
        let folder = try TemporaryFolder()
        try KeyFile.create(Ed25519.PrivateKey(), at: folder.file("k"))
        let before = try Data(contentsOf: URL(filePath: folder.file("k")))
        #expect(
            code { try KeyFile.create(Ed25519.PrivateKey(), at: folder.file("k")) } == .fileExists
        )
        #expect(try Data(contentsOf: URL(filePath: folder.file("k"))) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["k"])
    }

    @Test(
        "a key file that others may read or write is refused, with its mode",
        arguments: [0o640, 0o604, 0o620, 0o602, 0o601, 0o777]
    )
    func exposed(mode: Int) throws {
        let folder = try TemporaryFolder()
        try KeyFile.create(Ed25519.PrivateKey(), at: folder.file("k"))
        _ = try StorageKeyFile.create(at: folder.file("storage.key"))
        try folder.setMode(mode, of: "k")
        try folder.setMode(mode, of: "storage.key")
        let expected = "0" + String(mode, radix: 8)
        #expect(
            throws: CryptographyError(
                .keyFileExposed,
                ["path": folder.file("k"), "mode": expected]
            )
        ) { try KeyFile.load(Ed25519.PrivateKey.self, from: folder.file("k")) }
        #expect(
            code { _ = try StorageKeyFile.load(from: folder.file("storage.key")) }
                == .keyFileExposed
        )
    }

    @Test("a key under a passphrase opens with it only, and no error shows it")
    func passphrases() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("k")
        let key = try Ed25519.PrivateKey()
        try KeyFile.create(key, at: path, passphrase: Array("correct horse".utf8))
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.hasPrefix("-----BEGIN ENCRYPTED " + "PRIVATE KEY-----\n"))
        let loaded: Ed25519.PrivateKey = try KeyFile.load(from: path) {
            Array("correct horse".utf8)
        }
        #expect(loaded.publicKey.rawBytes == key.publicKey.rawBytes)
        #expect(
            code { _ = try KeyFile.load(Ed25519.PrivateKey.self, from: path) }
                == .passphraseRequired
        )
        do {
            _ = try KeyFile.load(Ed25519.PrivateKey.self, from: path) { Array("wr0ng".utf8) }
            Issue.record("a wrong passphrase opened the key")
        } catch let error as CryptographyError {
            #expect(error.code == .passphraseWrong)
            #expect(!"\(error)".contains("wr0ng"))
        }
    }

    @Test("what the passphrase source throws is what the caller gets")
    func passphraseSourceFails() throws {
        struct NoTerminal: Error {}
        let folder = try TemporaryFolder()
        try KeyFile.create(Ed25519.PrivateKey(), at: folder.file("k"), passphrase: [1])
        #expect(throws: NoTerminal.self) {
            try KeyFile.load(Ed25519.PrivateKey.self, from: folder.file("k")) {
                throw NoTerminal()
            }
        }
    }

    @Test("a passphrase of 1024 bytes is taken, an empty one and one of 1025 are refused")
    func passphraseLimits() throws {
        let folder = try TemporaryFolder()
        let longest = [UInt8](repeating: 0x61, count: Limits.passphraseByteCountMax)
        let key = try Ed25519.PrivateKey()
        try KeyFile.create(key, at: folder.file("k"), passphrase: longest)
        _ = try KeyFile.load(Ed25519.PrivateKey.self, from: folder.file("k")) { longest }
        for refused in [[], longest + [0x61]] {
            #expect(
                code { try KeyFile.create(key, at: folder.file("l"), passphrase: refused) }
                    == .sealingFailed
            )
        }
        #expect(
            code {
                _ = try KeyFile.load(Ed25519.PrivateKey.self, from: folder.file("k")) {
                    longest + [0x61]
                }
            } == .passphraseWrong
        )
    }

    @Test("missing, malformed, empty, oversized and special files each have their error")
    func badFiles() throws {
        let folder = try TemporaryFolder()
        func write(_ name: String, _ bytes: [UInt8]) throws -> String {
            try Data(bytes).write(to: URL(filePath: folder.file(name)))
            try folder.setMode(0o600, of: name)
            return folder.file(name)
        }
        func load(_ path: String) -> CryptographyError.Code? {
            code { _ = try KeyFile.load(Ed25519.PrivateKey.self, from: path) }
        }
        #expect(load(folder.file("none")) == .fileMissing)
        #expect(load(try write("empty", [])) == .keyFileMalformed)
        #expect(load(try write("noise", Array("not a key\n".utf8))) == .keyFileMalformed)
        let limit = Limits.keyFileByteCountMax
        #expect(
            load(try write("large", [UInt8](repeating: 10, count: limit))) == .keyFileMalformed
        )
        #expect(
            load(try write("larger", [UInt8](repeating: 10, count: limit + 1))) == .fileUnreadable
        )
        #expect(load(folder.path) == .fileUnreadable)
        try KeyFile.create(Ed25519.PrivateKey(), at: folder.file("a"))
        let one = try Array(Data(contentsOf: URL(filePath: folder.file("a"))))
        #expect(load(try write("two", one + one)) == .keyFileMalformed)
    }

    @Test("a folder that does not exist is named, and nothing is left behind")
    func missingFolder() throws {
        let folder = try TemporaryFolder()
        #expect(
            code { try KeyFile.create(Ed25519.PrivateKey(), at: folder.file("no/k")) }
                == .fileNotWritten
        )
    }

    @Test("a store address that no provider knows is an error that hides a PIN")
    func storeAddresses() throws {
        let uri = "pkcs11:token=office;object=node?pin-value=4711"
        do {
            _ = try KeyFile.load(Ed25519.PrivateKey.self, from: uri)
            Issue.record("no PKCS#11 provider is installed here")
        } catch let error as CryptographyError {
            #expect(error.code == .keyStoreUnusable)
            #expect(error.arguments == ["uri": "pkcs11:token=office;object=node"])
            #expect(!"\(error)".contains("4711"))
        }
        #expect(KeyFile.displayed("pkcs11:token=a;pin-value=1") == "pkcs11:token=a;")
        #expect(!KeyFile.isStoreAddress("file:/etc/key.pem"))
        #expect(!KeyFile.isStoreAddress("/keys/a:b"))
        #expect(!KeyFile.isStoreAddress("c:key"))
    }

    @Test("a storage key is 32 bytes that survive their file; any other length is refused")
    func storageKey() throws {
        let folder = try TemporaryFolder()
        let key = try StorageKeyFile.create(at: folder.file("storage.key"))
        #expect(key.count == 32)
        #expect(try folder.mode("storage.key") == 0o600)
        #expect(try StorageKeyFile.load(from: folder.file("storage.key")) == key)
        for count in [0, 31, 33] {
            try Data(count: count).write(to: URL(filePath: folder.file("k\(count)")))
            try folder.setMode(0o600, of: "k\(count)")
            #expect(
                code { _ = try StorageKeyFile.load(from: folder.file("k\(count)")) }
                    == .keyFileMalformed
            )
        }
    }
}
