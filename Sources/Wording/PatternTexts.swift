/// Short texts that the program or a library makes of few words and some values, in Chinese by their pattern.
///
/// `{}` stands for one word, or for the end of one; the values come in the same order in both.
struct PatternTexts: Sendable {
    private let rows: [(pattern: [String], zh: String)]

    init(_ rows: [(String, String)]) {
        self.rows = rows.map { ($0.0.split(separator: " ").map(String.init), $0.1) }
    }

    /// The text in Chinese; nil where it fits no pattern.
    func chinese(_ text: String) -> String? {
        let words = text.split(separator: " ").map(String.init)
        for (pattern, zh) in rows {
            guard let values = Self.values(of: words, in: pattern) else { continue }
            let pieces = zh.split(separator: "{}", omittingEmptySubsequences: false)
            return zip(pieces, values + [""]).map { $0 + $1 }.joined()
        }
        return nil
    }

    /// What stands for each `{}`, without a colon behind it; nil where the words are others.
    private static func values(of words: [String], in pattern: [String]) -> [String]? {
        guard words.count == pattern.count else { return nil }
        var values: [String] = []
        for (word, part) in zip(words, pattern) {
            let start = part.hasSuffix("{}") ? String(part.dropLast(2)) : nil
            if let start, word.hasPrefix(start), word.count > start.count {
                let value = word.dropFirst(start.count)
                values.append(String(value.hasSuffix(":") ? value.dropLast() : value))
            } else if part != word {
                return nil
            }
        }
        return values
    }
}

extension Catalogue {
    /// What a store calls those of its parts that are damaged or missing.
    static let storedParts = PatternTexts([
        ("holding object", "对象存放记录中的对象名"),
        ("holding status {}", "对象存放记录的状态 {}"),
        ("holding of {}", "对象 {} 的存放记录"),
        ("holding at {} {}", "日志 {} 第 {} 条的对象存放记录"),
        ("holding", "对象存放记录"),
        ("entry {} of {}", "第 {} 条，日志 {}"),
        ("projected entry {} of {}", "第 {} 条的结论，日志 {}"),
        ("projected log {}", "日志 {} 的密钥状态"),
        ("projected record {}", "记录 {} 的状态"),
        ("projected record", "记录的状态"), ("projected entry", "条目的结论"),
        ("append-stop {}", "日志 {} 的停止登记记录"),
        ("documents/{}", "文档 {}"),
        ("cosigner {}", "回执签署者 {}"),
        ("dependency", "依赖关系"),
        ("identifier", "标识索引"),
        ("fork evidence {}", "分叉证据 {}"),
        ("log {}", "日志行 {}"),
        ("receipt {} {}", "日志 {} 前 {} 条的待发回执"),
        ("request {}", "请求 {} 的回执"),
        ("tile {}", "散列块 {}"),
        ("{} cosignature of {}", "日志 {} 上 {} 的存储回执"),
        ("{} entry {}", "日志 {} 的第 {} 条"),
        ("{} tile {}", "日志 {} 的散列块 {}"),
        ("{} tiles", "日志 {} 的散列块"),
    ])

    /// Why a file of an export or a home is not read.
    static let fileReasons = PatternTexts([
        ("not a regular file", "不是普通文件（是链接、管道或者设备）"),
        ("longer than {} bytes", "超过 {} 字节"),
        ("it grows", "读取时文件还在变长"),
        ("too many files", "文件过多"),
        ("no certificate", "其中没有证书"),
    ])

    /// What SQLite finds in its own check of a database.
    static let databaseFaults = PatternTexts([
        ("row {} missing from index {}", "第 {} 行不在索引 {} 中"),
        ("wrong # of entries in index {}", "索引 {} 的条数不对"),
        ("non-unique entry in index {}", "索引 {} 中有重复"),
        ("Page {} never used", "第 {} 页没有用到"),
        ("Tree {} page {} cell {} Rowid {} out of order", "结构 {} 第 {} 页第 {} 格：行号 {} 次序不对"),
        (
            "Tree {} page {} btreeInitPage() returns error code {}",
            "结构 {} 第 {} 页读不出（代码 {}）"
        ),
        ("database disk image is malformed", "数据库文件的结构已损坏"),
    ])

    /// The classes of verdicts as findings name them, in Chinese.
    static let verdictClasses: [String: String] = [
        "-": "没有", "invalid": "无效", "irregular": "不合规则", "pending": "待定", "valid": "有效",
    ]

    /// What a program or library said that no text is known for, marked in Chinese as its own words.
    static func quoted(_ text: String) -> String { "原文“\(text)”" }

    /// A detail as it is shown: in Chinese one that is English prose is marked as the words of whoever said it.
    package static func marked(_ text: String, in language: Language) -> String {
        guard language == .zh, text.utf8.allSatisfy({ $0 < 128 }) else { return text }
        let words = text.split(separator: " ").map { word in
            word.count > 1 && word.allSatisfy { $0.isLetter || ".,:;'".contains($0) }
        }
        return zip(words, words.dropFirst()).contains { $0 && $1 } ? quoted(text) : text
    }
}
