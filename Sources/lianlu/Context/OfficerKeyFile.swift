import Cryptography
import Foundation
import NodeService

/// An officer's own key file: made and opened here, in the officer's own process, and shown to no node.
struct OfficerKeyFile {
    /// The path of the key file.
    let path: String
    /// The path of the file with the passphrase; nil: it is asked for on the terminal.
    let passphraseFile: String?

    /// Makes a new key under a new passphrase and returns its public half; never overwrites.
    func create(in context: CommandContext) async throws -> [UInt8] {
        try await Problems.told {
            // Nobody should think of a passphrase for nothing.
            guard !FileManager.default.fileExists(atPath: path) else {
                throw CryptographyError(.fileExists, ["path": path])
            }
            try context.requireFile(passphraseFile, of: "--passphrase-file")
            let passphrase = try newPassphrase(in: context)
            try PassphraseFile.requireFit(passphrase)
            let key = try Ed25519.PrivateKey()
            try KeyFile.create(key, at: path, passphrase: passphrase)
            return key.publicKey.rawBytes
        }
    }

    /// Opens the key; throws `officer_key_unprotected` for a file that anybody could use who copies it.
    func open(in context: CommandContext) async throws -> Ed25519.PrivateKey {
        if !path.hasPrefix("pkcs11:") { try context.requireFile(path, of: "--officer-key") }
        try context.requireFile(passphraseFile, of: "--passphrase-file")
        return try await Problems.told {
            let asked = Asked()
            let key: Ed25519.PrivateKey = try KeyFile.load(from: path) {
                asked.isTrue = true
                return try passphrase(in: context)
            }
            guard asked.isTrue || path.hasPrefix("pkcs11:") else {
                throw CommandError(.officerKeyUnprotected, ["path": path])
            }
            return key
        }
    }

    private final class Asked {
        var isTrue = false
    }

    private func passphrase(in context: CommandContext) throws -> [UInt8] {
        if let passphraseFile { return try PassphraseFile.load(from: passphraseFile) }
        return try ask("ask_passphrase", ["path": path], in: context)
    }

    private func newPassphrase(in context: CommandContext) throws -> [UInt8] {
        if let passphraseFile { return try PassphraseFile.load(from: passphraseFile) }
        let least = ["least": "\(PassphraseFile.byteCountMin)"]
        let first = try ask("ask_new_passphrase", least, in: context)
        try PassphraseFile.requireFit(first)
        guard try ask("ask_passphrase_again", [:], in: context) == first else {
            throw CommandError(.passphrasesDiffer)
        }
        return first
    }

    private func ask(
        _ question: String,
        _ arguments: [String: String],
        in context: CommandContext
    ) throws -> [UInt8] {
        guard context.streams.canAsk else {
            throw CommandError(.passphraseNeeded, ["path": path])
        }
        context.streams.talk(context.text(question, arguments))
        guard let secret = context.streams.readSecret() else {
            throw CommandError(.passphraseBrokenOff, ["limit": "\(Limits.promptByteCountMax)"])
        }
        return secret
    }
}
