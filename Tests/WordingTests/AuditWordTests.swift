import Auditing
import Testing

@testable import Wording

/// The words of audits.
@Suite struct AuditWordTests {
    @Test("every detail of a finding has a text in both languages that uses exactly its arguments")
    func details() throws {
        for code in AuditDetail.Code.allCases {
            let text = try #require(Catalogue.text("auditing.\(code.rawValue)"), "\(code)")
            for language in Language.allCases {
                #expect(text.argumentNames(in: language) == Set(code.argumentNames), "\(code)")
            }
        }
    }

    @Test("no Chinese text of a finding or of its detail holds English words in a row")
    func chinese() throws {
        let codes =
            AuditCode.allCases.map { ($0.rawValue, $0.argumentNames) }
            + AuditDetail.Code.allCases.map { ($0.rawValue, $0.argumentNames) }
        for (code, names) in codes {
            let arguments = Dictionary(uniqueKeysWithValues: names.map { ($0, "7") })
            let message = try #require(
                Catalogue.message("auditing.\(code)", arguments, in: .zh),
                "\(code)"
            )
            for text in [message.sentence, message.remedy] {
                let found = text.matches(of: /[A-Za-z][a-z']+(?: [A-Za-z][a-z']+)+/)
                    .map { String($0.output) }.filter { !$0.hasPrefix("lianlu ") }
                #expect(found.isEmpty, "\(code): \(found)")
                #expect(!text.contains("{"), "\(code): \(text)")
            }
        }
    }

    @Test(
        "what a store calls its parts, and what SQLite says of a database, is Chinese in Chinese",
        arguments: [
            ("log_storage.data_corrupt", "what", "holding of ab12", "对象 ab12 的存放记录"),
            ("log_storage.data_missing", "what", "a.example/home entry 3", "a.example/home"),
            ("auditing.detail_structure", "said", "row 3 missing from index x", "第 3 行不在索引 x 中"),
            ("auditing.detail_structure", "said", "Page 9: never used", "第 9 页没有用到"),
            ("auditing.detail_structure", "said", "some other words", "原文“some other words”"),
            ("node.file_failed", "reason", "longer than 100 bytes", "超过 100 字节"),
        ]
    )
    func patterns(code: String, name: String, value: String, said: String) throws {
        let zh = try #require(Catalogue.message(code, [name: value], in: .zh))
        #expect(zh.sentence.contains(said), "\(zh.sentence)")
        let en = try #require(Catalogue.message(code, [name: value], in: .en))
        #expect(en.sentence.contains(value), "\(en.sentence)")
    }

    @Test("the classes of a verdict are words in Chinese")
    func classes() throws {
        let arguments = ["computed": "valid", "stored": "pending"]
        let zh = try #require(
            Catalogue.message("auditing.verdict_differs", arguments, in: .zh)
        )
        #expect(zh.sentence.contains("有效") && zh.sentence.contains("待定"))
        #expect(!zh.sentence.contains("valid") && !zh.sentence.contains("pending"))
        #expect(Catalogue.place("checkpoint 3", in: .zh) == "检查点 3")
        #expect(Catalogue.place("tile/0/001", in: .zh) == "tile/0/001")
        #expect(Catalogue.place("checkpoint 3", in: .en) == "checkpoint 3")
    }
}
