/// How an article of a law is cited: rule packs write `23(3)`, `18–20`, `3(2)、5` or `14（参照）`.
package enum ArticleText {
    private static let byAnalogy = "（参照）"

    /// In Chinese with the law's title, the numbers in Chinese as laws and letters have them: 《…》第三条第二款.
    package static func zh(_ title: String, _ article: String?) -> String {
        let name = title.hasPrefix("《") ? title : "《\(title)》"
        guard var article else { return name }
        let isAnalogy = article.hasSuffix(byAnalogy)
        if isAnalogy { article.removeLast(byAnalogy.count) }
        let cited = article.split(separator: "、").map { articles(String($0)) }
            .joined(separator: "、")
        return (isAnalogy ? "参照" : "") + name + cited
    }

    /// In English with the law's title.
    package static func en(_ title: String, _ article: String?) -> String {
        guard let article else { return title }
        let cited = article.replacing(byAnalogy, with: " (by analogy)")
            .replacing("、", with: ", ")
        return "\(title), art. \(cited)"
    }

    /// `23(3)` as 第二十三条第三款, `18–20` as 第十八条至第二十条, a chapter that says so itself as it is, anything else between 第 and 条.
    private static func articles(_ text: String) -> String {
        if text.hasPrefix("第") { return text }
        let range = text.split(separator: "–", omittingEmptySubsequences: false)
        if range.count == 2, range.allSatisfy(isNumber) {
            return "第\(number(range[0]))条至第\(number(range[1]))条"
        }
        guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else {
            return "第\(number(text[...]))条"
        }
        let paragraph = text[text.index(after: open)...].dropLast()
        guard isNumber(text[..<open]), isNumber(paragraph) else { return "第\(text)条" }
        return "第\(number(text[..<open]))条第\(number(paragraph))款"
    }

    /// A number from 1 to 9999 in Chinese, as 一百零五 for 105; anything else as it is.
    private static func number(_ text: Substring) -> String {
        guard isNumber(text), let value = Int(text), (1...9_999).contains(value) else {
            return String(text)
        }
        let digits = Array("零一二三四五六七八九")
        var (words, rest, hasGap) = ("", value, false)
        for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let digit = rest / unit
            rest %= unit
            guard digit > 0 else {
                hasGap = !words.isEmpty
                continue
            }
            if hasGap { words += "零" }
            hasGap = false
            words += "\(digits[digit])\(name)"
        }
        // 十五, and not 一十五, where it begins with it.
        return (10...19).contains(value) ? String(words.dropFirst()) : words
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
