import Auditing
import Casework
import Cryptography
import Foundation
import Glibc
import Ledger
import LocalAPI
import LogStorage
import NodeService
import Replication
import SQLiteStorage
import Sequencing
import TLSTransport
import TestSupport
import Testing
import TransparencyLog

@testable import Wording

/// A code that people may meet, with the arguments that its text must use.
private struct Coded: Sendable {
    let code: String
    let arguments: Set<String>

    static func all<Code: CaseIterable & RawRepresentable>(
        _ module: String,
        _ codes: Code.Type,
        _ names: (Code) -> [String]
    ) -> [Coded] where Code.RawValue == String {
        codes.allCases.map { Coded(code: "\(module).\($0.rawValue)", arguments: Set(names($0))) }
    }

    static let everything: [Coded] =
        all("cryptography", CryptographyError.Code.self, \.argumentNames)
        + all("transparency_log", TransparencyLogError.Code.self, \.argumentNames)
        + all("casework", CaseworkError.Code.self, \.argumentNames)
        + all("casework", IrregularReason.Code.self, \.argumentNames)
        + all("casework", CaseFinding.Code.self, \.argumentNames)
        + all("casework", ClockFinding.Code.self, \.argumentNames)
        + all("casework", IdentifierFinding.Code.self, \.argumentNames)
        + ClockStanding.allCodes.map { Coded(code: "casework.\($0)", arguments: []) }
        + all("ledger", LedgerError.Code.self, \.argumentNames)
        + all("ledger", Reason.Code.self, \.argumentNames)
        + all("ledger", Finding.Code.self, \.argumentNames)
        + all("ledger_parties", PartyError.Code.self, \.argumentNames)
        + all("ledger_parties", GateReason.Code.self, \.argumentNames)
        + all("log_storage", LogStorageError.Code.self, \.argumentNames)
        + all("sequencing", SequencingError.Code.self, \.argumentNames)
        + all("replication", ReplicationError.Code.self, \.argumentNames)
        + all("replication", Alarm.Code.self, \.argumentNames)
        + all("sqlite_storage", SQLiteStorageError.Code.self, \.argumentNames)
        + all("tls_transport", TLSTransportError.Code.self, \.argumentNames)
        + all("local_api", LocalAPIError.Code.self, \.argumentNames)
        + all("auditing", AuditCode.self, \.argumentNames)
        + all("node", NodeError.Code.self, \.argumentNames)
}

@Suite struct CatalogueTests {
    @Test("every code has a text in both languages that uses exactly its arguments")
    func everyCodeHasTexts() {
        #expect(Coded.everything.count > 200)
        for coded in Coded.everything {
            guard let text = Catalogue.text(coded.code) else {
                Issue.record("no text for \(coded.code)")
                continue
            }
            for language in Language.allCases {
                let used = text.argumentNames(in: language)
                #expect(
                    used.isSubset(of: coded.arguments),
                    "\(coded.code) in \(language): \(used.sorted())"
                )
            }
            let told = Language.allCases.map { text.argumentNames(in: $0) }
            #expect(told[0] == told[1], "\(coded.code): \(told[0].sorted()), \(told[1].sorted())")
        }
    }

    @Test("no text is empty, and no two modules share a code")
    func textsAreWhole() {
        var seen: Set<String> = []
        for texts in Catalogue.modules {
            for (code, text) in texts {
                #expect(seen.insert(code).inserted, "\(code) stands twice")
                for language in Language.allCases {
                    #expect(text.sentences[language]?.isEmpty == false, "\(code) in \(language)")
                }
            }
        }
    }

    @Test("fills in arguments wherever they stand, and leaves what it was not given")
    func arguments() throws {
        let message = try #require(
            Catalogue.message(
                "node.fields_missing",
                ["event": "send", "fields": "liaison"],
                in: .en
            )
        )
        #expect(message.sentence == "The step send still lacks: liaison.")
        let bare = try #require(Catalogue.message("node.fields_missing", in: .zh))
        #expect(bare.sentence.contains("{event}"))
        #expect(Catalogue.message("node.no_such_code", in: .en) == nil)
    }

    @Test(
        "a text that counts reads well for one",
        arguments: ["cosignature_unusable", "cosigner_unknown"]
    )
    func one(_ code: String) throws {
        let arguments = ["cosigner": "a.example", "count": "1", "first": "5", "last": "5"]
        for language in Language.allCases {
            let text = try #require(
                Catalogue.message("auditing.\(code)", arguments, in: language)
            )
            for clumsy in ["1 storage receipts", "5 to 5", "5 至 5"] {
                #expect(!text.sentence.contains(clumsy), "\(text.sentence)")
            }
        }
        let faults = Catalogue.message("command.talk_audit_faults", ["count": "1"], in: .en)
        #expect(faults?.sentence.contains("1 faults") == false)
    }

    @Test("names that the program joins are joined as the language joins them")
    func joined() throws {
        for (code, argument) in [
            ("node.office_needed", "offices"), ("node.state_unknown", "states"),
            ("command.command_unknown", "commands"), ("ledger_parties.charter_lacks_ends", "logs"),
        ] {
            let zh = try #require(Catalogue.message(code, [argument: "a, b"], in: .zh)).sentence
            #expect(zh.contains("a、b"), "\(zh)")
            let en = try #require(Catalogue.message(code, [argument: "a, b"], in: .en)).sentence
            #expect(en.contains("a, b"), "\(en)")
        }
        // What somebody wrote is quoted as he wrote it.
        let quoted = Catalogue.message("node.card_is_own", ["node": "a, b"], in: .zh)
        #expect(quoted?.sentence.contains("a, b") == true)
    }

    @Test("OpenSSL's reasons against a certificate are Chinese in Chinese")
    func certificateWords() throws {
        for reason in [
            "unable to get local issuer certificate", "self-signed certificate",
            "certificate has expired",
        ] {
            let arguments = ["pin": "x", "reason": reason]
            let zh = Catalogue.message("tls_transport.chain_refused", arguments, in: .zh)
            #expect(zh?.sentence.contains(reason) == false, "\(reason)")
            let en = Catalogue.message("tls_transport.chain_refused", arguments, in: .en)
            #expect(en?.sentence.contains(reason) == true)
        }
    }

    @Test(
        "where a text names one of the documents that are in both languages, it names that of its own"
    )
    func documents() throws {
        let root = Vectors.directory.deletingLastPathComponent().deletingLastPathComponent()
        for document in ["certs/README", "peers/README"] {
            for name in ["\(document).md", "\(document).zh-CN.md"] {
                let path = root.appending(path: name).path
                #expect(FileManager.default.fileExists(atPath: path), "\(name)")
            }
            for (code, text) in Catalogue.all {
                let (zh, en) = (text.remedies[.zh] ?? "", text.remedies[.en] ?? "")
                #expect(!zh.contains("\(document).md"), "\(code)")
                #expect(
                    en.contains("\(document).md") == zh.contains("\(document).zh-CN.md"),
                    "\(code)"
                )
            }
        }
    }

    @Test("the system's words for its errors are Chinese in Chinese, and are its words still")
    func systemWords() throws {
        let known = Set((1...133).map { String(cString: strerror($0)) })
        #expect(Set(Catalogue.systemWords.keys).subtracting(known).isEmpty)
        let resolver = Set((-12...(-1)).map { String(cString: gai_strerror(Int32($0))) })
        #expect(Set(Catalogue.resolverWords.keys).subtracting(resolver).isEmpty)
        func reason(_ reason: String, _ language: Language) throws -> String {
            let arguments = ["path": "/a", "reason": reason]
            return try #require(Catalogue.message("node.file_failed", arguments, in: language))
                .sentence
        }
        #expect(try reason("Permission denied", .zh).contains("没有权限"))
        #expect(try !reason("Permission denied", .zh).contains("denied"))
        #expect(try reason("Permission denied", .en).contains("Permission denied"))
        #expect(try reason("/Permission denied", .zh).contains("/Permission denied"))
    }

    @Test(
        "what users and peers chose is quoted as they wrote it, and only the system's words are translated"
    )
    func quoted() throws {
        let arguments = ["path": "File exists", "reason": "File exists"]
        let told = try #require(Catalogue.message("node.file_failed", arguments, in: .zh)).sentence
        #expect(told.contains("File exists") && told.contains("文件已存在"))
        let title = try #require(
            Catalogue.message("node.card_is_own", ["node": "Permission denied"], in: .zh)
        )
        #expect(title.sentence.contains("Permission denied"))
    }

    @Test(
        "the forms of fork evidence have words in Chinese",
        arguments: ["same-size", "growth", "open"]
    )
    func forkForms(_ form: String) throws {
        for code in ["replication.fork_detected", "auditing.log_forked"] {
            let arguments = ["form": form, "origin": "a/b", "sizes": "10, 10"]
            let zh = try #require(Catalogue.message(code, arguments, in: .zh)).sentence
            #expect(!zh.contains(form), "\(zh)")
            let en = try #require(Catalogue.message(code, arguments, in: .en)).sentence
            #expect(en.contains(form), "\(en)")
        }
        #expect(Catalogue.place("fork evidence", in: .zh) == "分叉证据")
        #expect(Catalogue.place("tile/0/000", in: .zh) == "tile/0/000")
        // A form that a value should have is no form of evidence.
        let other = try #require(
            Catalogue.message("local_api.parameter_invalid", ["form": form, "name": "x"], in: .zh)
        )
        #expect(other.sentence.contains(form))
    }
}
