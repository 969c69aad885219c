/// The name of a firm or a shop, taken apart so that two of them can be compared.
///
/// Only a text that ends with a legal form or the word for a trade (公司, 厂, 店 …) is one, so that no name of a natural
/// person is ever compared. What was written stays what it is; nothing here decides that two firms are one.
package struct FirmName: Hashable, Sendable {
    /// The name as it was written.
    package let written: String
    /// The name without blanks, signs and the characters that deceive, in simplified characters.
    let whole: ScalarText
    /// The place that stands before the name; empty where none was found.
    let place: ScalarText
    /// What is left without place, brackets and legal form, from two to `Limits.firmNameScalarCountMax` characters.
    let core: ScalarText

    /// Reads a name; nil where it ends with no legal form, where too little or too much stands before it, and where a number
    /// stands in it that may be a person's: names are printed whole.
    package init?(_ text: String) {
        guard text.utf8.count <= Limits.subjectIdentifierByteCountMax else { return nil }
        let (whole, outside) = Self.normalised(text)
        guard whole.count <= Limits.firmNameScalarCountMax, !Self.holdsNumber(whole),
            let stem = Self.withoutForms(outside) ?? Self.withoutForms(whole)
        else { return nil }
        let (place, core) = Self.split(stem)
        guard core.count >= 2 else { return nil }
        written = text
        self.whole = whole
        self.place = place
        self.core = core
    }

    /// The pairs of neighbouring characters of the core, without repetitions, by which candidates are found.
    package var parts: [[UInt8]] {
        var parts: [[UInt8]] = []
        for (first, second) in zip(core, core.dropFirst()) {
            let part = [first, second].bytes
            if !parts.contains(part) { parts.append(part) }
        }
        return Array(parts.prefix(Limits.firmNamePartCountMax))
    }

    /// How alike two names are, from 0 to 100; the same whichever comes first.
    ///
    /// 100 is the same name. Cores that are equal give 90, and 75 where both name different places. Otherwise the longest
    /// common subsequence of the cores counts, up to 85, and 10 less for different places.
    package func score(with other: FirmName) -> Int {
        if whole == other.whole { return 100 }
        let areElsewhere = !place.isEmpty && !other.place.isEmpty && place != other.place
        if core == other.core { return areElsewhere ? 75 : 90 }
        let common = Self.commonCount(core, other.core)
        let score = 2 * common * 85 / (core.count + other.core.count)
        return max(0, areElsewhere ? score - 10 : score)
    }

    // MARK: Parts

    /// The letters of a text, and those of them that stand outside brackets.
    private static func normalised(_ text: String) -> (whole: ScalarText, outside: ScalarText) {
        var whole: ScalarText = []
        var outside: ScalarText = []
        var depth = 0
        for scalar in ScalarText(UnicodeServices.simplified(UnicodeServices.compatible(text))) {
            if openings.contains(scalar) { depth += 1 }
            if closings.contains(scalar) { depth = max(0, depth - 1) }
            guard scalar.properties.isAlphabetic || scalar.isASCIIDigit,
                !LookAlikes.isInvisible(scalar)
            else { continue }
            whole.append(scalar.upperCased)
            if depth == 0 { outside.append(scalar.upperCased) }
        }
        return (whole, outside)
    }

    /// Whether as many digits follow each other as a telephone number has.
    private static func holdsNumber(_ text: ScalarText) -> Bool {
        text.split { !$0.isASCIIDigit }.contains { $0.count >= 7 }
    }

    private static let openings: Set<Unicode.Scalar> = ["(", "[", "〔", "【", "<", "《"]
    private static let closings: Set<Unicode.Scalar> = [")", "]", "〕", "】", ">", "》"]

    /// A text without the legal forms at its end; nil where none stands there.
    private static func withoutForms(_ text: ScalarText) -> ScalarText? {
        var rest = text
        while let form = forms.first(where: { rest.count > $0.count && rest.ends(with: $0) }) {
            rest.removeLast(form.count)
        }
        return rest.count < text.count ? rest : nil
    }

    /// Legal forms and words for a trade, the longer ones before those that they end with.
    private static let forms: [ScalarText] = [
        "股份有限公司", "有限责任公司", "集团有限公司", "有限公司", "集团公司", "股份公司", "分公司", "总公司", "公司",
        "有限合伙企业", "合伙企业", "农民专业合作社", "专业合作社", "合作社", "经营部", "服务部", "门市部", "营业部",
        "批发部", "批发行", "商行", "商店", "商场", "超市", "旗舰店", "专卖店", "专营店", "便利店", "百货店", "店",
        "加工厂", "制造厂", "工厂", "总厂", "分厂", "厂", "企业集团", "集团", "企业", "工作室", "事务所", "研究院",
        "研究所", "服务中心", "中心", "商贸行", "贸易行", "铺", "作坊", "COLTD", "COLIMITED", "LTD", "LIMITED", "LLC",
        "INC", "CORP", "CORPORATION", "GMBH", "COMPANY",
    ]
    .map { ScalarText($0) }
    .sorted { $0.count > $1.count }

    /// The place at the beginning of a name, and the rest; nothing is taken for a place that would leave less than two characters.
    private static func split(_ text: ScalarText) -> (place: ScalarText, core: ScalarText) {
        var end = 0
        if let province = provinces.first(where: { text.starts(with: $0) }) {
            end = province.count
            if let next = text.dropFirst(end).first, next == "省" || next == "市" { end += 1 }
        }
        while let mark = (2...4).first(where: { isMark(text, at: end + $0) }) { end += mark + 1 }
        guard text.count - end >= 2 else { return ([], text) }
        return (ScalarText(text.prefix(end)), ScalarText(text.dropFirst(end)))
    }

    /// Whether a word for a city, a county or a district ends at a position; 市场 is no city.
    private static func isMark(_ text: ScalarText, at position: Int) -> Bool {
        guard text.count - position > 2, marks.contains(text[position]) else { return false }
        return !(text[position] == "市" && text[position + 1] == "场")
    }

    private static let marks: Set<Unicode.Scalar> = ["市", "县", "区", "旗", "州"]

    /// The provinces as names of firms begin with them (GB/T 2260).
    private static let provinces: [ScalarText] = [
        "北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江", "安徽", "福建",
        "江西", "山东", "河南", "湖北", "湖南", "广东", "广西", "海南", "重庆", "四川", "贵州", "云南", "西藏",
        "陕西", "甘肃", "青海", "宁夏", "新疆", "香港", "澳门", "台湾",
    ]
    .map { ScalarText($0) }

    /// The length of the longest common subsequence.
    private static func commonCount(_ a: ScalarText, _ b: ScalarText) -> Int {
        var row = [Int](repeating: 0, count: b.count + 1)
        for one in a {
            var diagonal = 0
            for (column, other) in b.enumerated() {
                let above = row[column + 1]
                row[column + 1] = one == other ? diagonal + 1 : max(above, row[column])
                diagonal = above
            }
        }
        return row[b.count]
    }
}

extension FirmName: CustomStringConvertible {
    /// The core alone.
    package var description: String { core.string }
}

extension ScalarText {
    fileprivate func ends(with other: ScalarText) -> Bool {
        suffix(other.count).elementsEqual(other)
    }
}
