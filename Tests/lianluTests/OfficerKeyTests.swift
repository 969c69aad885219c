import Cryptography
import Foundation
import Ledger
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// An officer makes a key of his own: no node is there, and nobody else sees the private half or the passphrase.
@Suite struct OfficerKeyTests {
    /// A folder that is removed with its owner.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "lianlu-\(UUID().uuidString)").path

        init() throws {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true
            )
        }

        deinit {
            // What is left behind in the temporary folder harms nobody.
            try? FileManager.default.removeItem(atPath: path)
        }

        func write(_ text: String, _ name: String, mode: Int = 0o600) throws -> String {
            let file = path + "/" + name
            try Data(text.utf8).write(to: URL(filePath: file))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
            return file
        }
    }

    private static let passphrase = "青山不改-绿水长流"

    @Test(
        "a key is made under the passphrase of a file, for its owner alone, and is never overwritten"
    )
    func fromFile() async throws {
        let folder = try Folder()
        let secret = try folder.write(Self.passphrase + "\r\nmore\n", "secret")
        let file = folder.path + "/zhang.pem"
        let line = ["officer", "key", file, "--passphrase-file", secret]
        let made = try await InProcess.run(line, home: folder.path)
        #expect(made.code == .done, "\(made.talk)")
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let pem = try String(contentsOfFile: file, encoding: .utf8)
        #expect(pem.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----"))
        let words = made.data.split(whereSeparator: \.isWhitespace).map(String.init)
        let text = try #require(words.first { $0.hasPrefix("officer+") })
        let key = try #require(OfficerKey(parsing: text))
        let opened: Ed25519.PrivateKey = try KeyFile.load(from: file) {
            Array(Self.passphrase.utf8)
        }
        #expect(opened.publicKey.rawBytes == key.publicKey)
        #expect(made.data.contains(key.fingerprint.text))
        #expect(!(made.data + made.talk).contains(Self.passphrase))
        let again = try await InProcess.run(line, home: folder.path)
        #expect(again.code == .failed && again.talk.contains("cryptography.file_exists"))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == pem)
    }

    @Test(
        "a passphrase is asked for twice on a terminal, and nothing is made where the answers differ"
    )
    func fromTerminal() async throws {
        let folder = try Folder()
        for (answers, code) in [
            ([Self.passphrase, Self.passphrase], nil as String?),
            ([Self.passphrase, "another one"], "command.passphrases_differ"),
            (["short"], "cryptography.passphrase_unfit"), ([], "command.passphrase_broken_off"),
            ([Self.passphrase], "command.passphrase_broken_off"),
        ] {
            let file = folder.path + "/\(answers.count)-\(code ?? "made").pem"
            let streams = Captured(answers: answers)
            let outcome = try await InProcess.run(
                ["officer", "key", file],
                home: folder.path,
                streams: streams
            )
            #expect(FileManager.default.fileExists(atPath: file) == (code == nil))
            if let code {
                #expect(outcome.talk.contains(code), "\(outcome.talk)")
            } else {
                #expect(outcome.code == .done, "\(outcome.talk)")
            }
            #expect(!(outcome.data + outcome.talk).contains(Self.passphrase))
        }
    }

    @Test("without a terminal a file is needed, and one that others may read is refused")
    func refusals() async throws {
        let folder = try Folder()
        let exposed = try folder.write(Self.passphrase, "exposed", mode: 0o644)
        let empty = try folder.write("\n", "empty")
        let short = try folder.write("1234567", "short")
        let long = try folder.write(String(repeating: "x", count: 1_025), "long")
        let longest = try folder.write(String(repeating: "x", count: 1_024), "longest")
        let shortest = try folder.write("12345678", "shortest")
        let file = folder.path + "/k.pem"
        for (options, code) in [
            ([], "command.passphrase_needed"),
            (["--passphrase-file", exposed], "cryptography.key_file_exposed"),
            (["--passphrase-file", empty], "cryptography.passphrase_unfit"),
            (["--passphrase-file", short], "cryptography.passphrase_unfit"),
            (["--passphrase-file", long], "cryptography.passphrase_unfit"),
            (["--passphrase-file", folder.path + "/none"], "command.option_file_missing"),
        ] {
            let outcome = try await InProcess.run(
                ["officer", "key", file] + options,
                home: folder.path
            )
            #expect(outcome.talk.contains(code), "\(outcome.talk)")
            #expect(outcome.code != .done)
            #expect(!FileManager.default.fileExists(atPath: file))
        }
        for (number, fit) in [longest, shortest].enumerated() {
            let outcome = try await InProcess.run(
                ["officer", "key", "\(file)\(number)", "--passphrase-file", fit],
                home: folder.path
            )
            #expect(outcome.code == .done, "\(outcome.talk)")
        }
    }

    @Test(
        "who an officer is comes from a file of his own or from the terminal, and never from the command line"
    )
    func name() async throws {
        let folder = try Folder()
        let file = try folder.write("张三 360101\r\nmore\n", "name")
        let exposed = try folder.write("张三", "exposed", mode: 0o644)
        let enrol = [
            "officer", "enrol", "--office", "scjg", "--rank", "handling-head", "--key", "officer+",
        ]
        let cases: [([String], [String]?, String??, String?)] = [
            (["--name-file", file], nil, "张三 360101", nil),
            ([], nil, nil, "command.officer_name_needed"),
            ([], [" 李四 "], "李四", nil), ([], [" "], nil, "command.officer_name_needed"),
            ([], [], nil, "command.dialogue_ended"),
            (["--name-file", exposed], nil, nil, "cryptography.key_file_exposed"),
            (["--name-file", folder.path + "/none"], nil, nil, "command.option_file_missing"),
        ]
        for (options, answers, name, code) in cases {
            try await RunningNode.serving { node in
                let outcome = try await InProcess.run(
                    enrol + options,
                    home: node.home,
                    streams: Captured(answers: answers)
                )
                let kept = node.service.script { $0.enrolments.first.map(\.name) }
                let ranks = node.service.script { $0.enrolments.map(\.rank) }
                #expect(ranks == (code == nil ? ["handling_head"] : []))
                #expect(kept == name, "\(options) \(answers ?? []): \(outcome.talk)")
                if let code { #expect(outcome.talk.contains(code), "\(outcome.talk)") }
                #expect((outcome.code == .done) == (code == nil))
            }
        }
        #expect(throws: (any Error).self) { try Main.parse(enrol + ["--name", "张三"]) }
    }

    @Test("a name that is given later comes the same way, and never from the command line")
    func rename() async throws {
        let folder = try Folder()
        let file = try folder.write("张三 360101\r\n", "name")
        let exposed = try folder.write("张三", "exposed", mode: 0o644)
        let line = ["officer", "name", "o-0123456789abcdef"]
        let cases: [([String], [String]?, String?, String?)] = [
            (["--name-file", file], nil, "张三 360101", nil), ([], [" 李四 "], "李四", nil),
            ([], nil, nil, "command.officer_name_needed"),
            (["--name-file", exposed], nil, nil, "cryptography.key_file_exposed"),
        ]
        for (options, answers, name, code) in cases {
            try await RunningNode.serving { node in
                let outcome = try await InProcess.run(
                    line + options,
                    home: node.home,
                    streams: Captured(answers: answers)
                )
                let named = node.service.script { script in
                    script.calls.filter { $0.operation == "name" }.map(\.argument)
                }
                #expect(named == (name.map { ["o-0123456789abcdef \($0)"] } ?? []))
                if let code { #expect(outcome.talk.contains(code), "\(outcome.talk)") }
                #expect((outcome.code == .done) == (code == nil), "\(outcome.talk)")
                if let name { #expect(outcome.data.contains(name)) }
            }
        }
        #expect(throws: (any Error).self) { try Main.parse(line + ["--name", "张三"]) }
        #expect(throws: (any Error).self) { try Main.parse(line + ["张三"]) }
    }

    @Test("what is typed without an echo can be mended, and broken off")
    func secretLine() {
        func typed(_ bytes: [UInt8]) -> SecretLine {
            var line = SecretLine()
            for byte in bytes where line.ending == nil { line.take(byte) }
            return line
        }
        let mended = typed(Array("a山".utf8) + [127] + Array("b\n".utf8))
        #expect(mended.bytes == Array("ab".utf8) && mended.ending == .entered)
        #expect(typed(Array("abc".utf8) + [21] + Array("d\r".utf8)).bytes == Array("d".utf8))
        #expect(typed(Array("abc".utf8) + [3, 10]).ending == .brokenOff)
        #expect(typed(Array("abc".utf8) + [4]).ending == .brokenOff)
        #expect(typed([127, 8]).bytes.isEmpty)
        let most = [UInt8](repeating: 97, count: lianlu.Limits.promptByteCountMax)
        #expect(typed(most + [10]).ending == .entered)
        #expect(typed(most + [97, 10]).ending == .brokenOff)
    }
}
