/// Numbers in running text that say by their form, or by a word before them, what they are: right ones, and wrong ones as they stand.
///
/// False numbers are what matters are about, so that a wrong check digit hides none of them. Nothing else that has digits is taken for
/// one: credit codes need a class and a province, identity numbers a province and a day, patent applications their point or a word,
/// postal items their letters, and all other kinds with a check digit a word such as 条码 before them; a right bar code of China's register
/// (690 to 699) needs none. Links hold none but identity numbers.
package struct TextNumbers: Sendable {
    /// The numbers, identity numbers first, each in the order of the text; one that stands there twice is told twice.
    package private(set) var numbers: [SubjectIdentifier] = []
    /// Whether there are more than the limit allows.
    package private(set) var isCut = false

    private let text: ScalarText
    private let limit: Int
    /// The last number that had a word before it: more of the same length may follow it in a list.
    private var listed: (end: Int, count: Int, kind: IdentifierKind)?

    /// Looks at a text once, from the left; at most `limit` numbers are taken.
    package init(in text: String, limit: Int) {
        self.limit = limit
        guard Self.mayHoldNumber(text) else {
            self.text = []
            return
        }
        self.text = ScalarText(text)
        for person in Self.persons(in: text) { add(person) }
        walk()
    }

    /// The identity numbers alone, in a field of any type; those that are right, or name a province.
    package static func persons(
        in text: String,
        typedAs kind: IdentifierKind? = nil
    ) -> [SubjectIdentifier] {
        guard mayHoldNumber(text) else { return [] }
        return PersonNumbers.found(in: text, typedAs: kind).filter(CreditCode.isOfPerson)
    }

    /// Whether the digits of an identity number begin with those of a province.
    static func namesProvince(_ digits: ScalarText) -> Bool {
        CreditCode.isProvince(digits[..<2], or: "83")
    }

    /// Whether a number of these kinds is found in any text, without a word before it.
    package static func stands(_ identifier: SubjectIdentifier) -> Bool {
        let keys = identifier.linkingKeys
        return TextNumbers(in: identifier.text, limit: 1).numbers.contains { found in
            found.linkingKeys.first.map(keys.contains) ?? false
        }
    }

    private mutating func add(_ identifier: SubjectIdentifier) {
        guard numbers.count < limit else {
            isCut = true
            return
        }
        numbers.append(identifier)
    }

    // MARK: Words of the text

    /// Letters and digits that stand together, with characters without an image between them.
    private struct Word {
        let range: Range<Int>
        /// Letters and digits, of any width.
        let count: Int
        let digitCount: Int
    }

    private static let digitCountMin = 8

    /// Most texts have too few digits for any of these numbers, and are not taken apart.
    private static func mayHoldNumber(_ text: String) -> Bool {
        var count = 0
        for scalar in text.unicodeScalars where isDigit(scalar) {
            count += 1
            if count == digitCountMin { return true }
        }
        return false
    }

    private mutating func walk() {
        var index = 0
        while index < text.count, !isCut {
            if let end = linkEnd(at: index) {
                index = end
                continue
            }
            guard let word = word(at: index) else {
                index += 1
                continue
            }
            index = word.range.upperBound
            guard word.digitCount > 0, let found = number(word) else { continue }
            add(found.identifier)
            index = max(index, found.end)
        }
    }

    private func word(at start: Int) -> Word? {
        guard start < text.count, Self.isAlphanumeric(text[start]) else { return nil }
        var (count, digitCount, end, next) = (0, 0, start, start)
        while next < text.count {
            let scalar = text[next]
            next += 1
            if Self.isAlphanumeric(scalar) {
                count += 1
                digitCount += Self.isDigit(scalar) ? 1 : 0
                end = next
            } else if !LookAlikes.isInvisible(scalar) {
                break
            }
        }
        return Word(range: start..<end, count: count, digitCount: digitCount)
    }

    /// Where a link ends that begins here; nil where none does.
    private func linkEnd(at start: Int) -> Int? {
        guard text[start].lowerCased == "h",
            ["https://", "http://"].contains(where: { link in
                text[start...].prefix(link.utf8.count).map(\.lowerCased)
                    .elementsEqual(link.unicodeScalars)
            })
        else { return nil }
        let end = text[start...].firstIndex { scalar in
            !scalar.isASCII || scalar.properties.isWhitespace
                || "()<>[]{}\"'".unicodeScalars.contains(scalar)
        }
        return end ?? text.count
    }

    // MARK: Numbers

    private mutating func number(_ word: Word) -> (identifier: SubjectIdentifier, end: Int)? {
        if let found = byForm(word) { return found }
        let (kind, prefixCount) = kind(before: word)
        guard let kind else { return byRegister(word) }
        guard let found = labelled(word, kind, prefixCount) else { return nil }
        let count = text[word.range.lowerBound..<found.end].count { Self.isAlphanumeric($0) }
        listed = (found.end, count - prefixCount, kind)
        return found
    }

    /// A number whose form is its own, wherever it stands.
    private func byForm(_ word: Word) -> (identifier: SubjectIdentifier, end: Int)? {
        switch word.count {
        case 18:
            let code = identifier(word.range, as: .socialCreditCode)
            return code.status == .valid || CreditCode.isNearly(code)
                ? (code, word.range.upperBound) : nil
        case 13 where word.digitCount == 9:
            let item = identifier(word.range, as: .postalItem)
            guard item.isFormed, item.text.hasSuffix("CN") else { return nil }
            return (item, word.range.upperBound)
        case 12, 14:
            // The digits before the point of a patent application, with ZL or CN before them.
            let point = word.range.upperBound
            guard word.digitCount == 12, point < text.count,
                text[point] == "." || text[point] == "．",
                let check = self.word(at: point + 1), check.count == 1
            else { return nil }
            let patent = identifier(
                word.range.lowerBound..<check.range.upperBound,
                as: .patentApplication
            )
            return patent.isFormed ? (patent, check.range.upperBound) : nil
        default: return nil
        }
    }

    /// A right bar code of China's own register (690 to 699, 13 digits), of which no word says that it is another number.
    ///
    /// One number of 13 digits in a thousand has that form by chance, so that what is called a number, is money or part of a
    /// longer one is left out, and so are wrong ones: of these nothing says that they were meant as bar codes.
    private func byRegister(_ word: Word) -> (identifier: SubjectIdentifier, end: Int)? {
        guard word.count == Self.barCodeDigitCount, word.digitCount == word.count,
            standsFree(word.range)
        else { return nil }
        let item = identifier(word.range, as: .tradeItem)
        guard item.status == .valid, item.text.hasPrefix(Self.registerPrefix) else { return nil }
        return (item, word.range.upperBound)
    }

    private static let barCodeDigitCount = 13
    private static let registerPrefix = "69"
    private static let partSigns = Set("/\\=&?_@%#.-－．¥￥$".unicodeScalars)
    private static let endSigns = Set("/\\=&?_@%号元".unicodeScalars)
    /// What the words end with that call digits an account, a card, an order or money.
    private static let otherSigns = Set("户卡单额款".unicodeScalars)

    /// Whether nothing beside some digits makes them part of something else: a sign of links or money, or a word for other numbers.
    private func standsFree(_ range: Range<Int>) -> Bool {
        if range.upperBound < text.count {
            let next = text[range.upperBound]
            let after = range.upperBound + 1
            let goesOn = after < text.count && Self.isAlphanumeric(text[after])
            if Self.endSigns.contains(next) || goesOn && Self.isJoint(next) && next != " " {
                return false
            }
        }
        guard let last = range.lowerBound > 0 ? text[range.lowerBound - 1] : nil else {
            return true
        }
        if Self.partSigns.contains(last) { return false }
        let before = text[
            max(0, range.lowerBound - Limits.textLabelScalarCountMax)..<range.lowerBound
        ]
        .dropLast { Self.between.contains($0) || $0.properties.isWhitespace }
        .map(\.upperCased)
        guard let sign = before.last else { return true }
        return !Self.otherSigns.contains(sign)
            && !Self.fillers.contains { before.suffix($0.count) == $0[...] }
    }

    /// A number of which the text says what it is: the word alone, or with groups of digits that follow behind blanks, hyphens and points.
    private func labelled(
        _ word: Word,
        _ kind: IdentifierKind,
        _ prefixCount: Int
    ) -> (identifier: SubjectIdentifier, end: Int)? {
        let start = word.range.lowerBound + prefixCount
        // An identity number stays one, whatever it is called.
        guard kind != .socialCreditCode || !CreditCode.mayBePerson(identifier(word.range, as: kind))
        else { return nil }
        var candidates = [
            (identifier(start..<word.range.upperBound, as: kind), word.range.upperBound)
        ]
        var (end, count) = (word.range.upperBound, word.count - prefixCount)
        while end + 1 < text.count, Self.isJoint(text[end]), let next = self.word(at: end + 1),
            next.digitCount > 0 || next.count == 1
        {
            (end, count) = (next.range.upperBound, count + next.count)
            guard count <= Limits.textNumberScalarCountMax else { break }
            candidates.append((identifier(start..<end, as: kind), end))
        }
        if let right = candidates.first(where: { $0.0.status == .valid }) { return right }
        if let formed = candidates.first(where: { $0.0.status == .checksumBad }) { return formed }
        // A credit code that has a letter or a digit too many or too few is one all the same where the text calls it so.
        guard kind == .socialCreditCode, (15...20).contains(word.count),
            word.digitCount >= Self.digitCountMin
        else { return nil }
        return candidates.first
    }

    private func identifier(_ range: Range<Int>, as kind: IdentifierKind) -> SubjectIdentifier {
        SubjectIdentifier(ScalarText(text[range]).string, as: kind)
    }

    // MARK: Words before numbers

    /// What numbers are called, in capitals.
    private static let words: [IdentifierKind: [String]] = [
        .tradeItem: [
            "条码", "条形码", "69码", "GTIN", "GTIN-13", "GTIN-14", "EAN", "EAN13", "EAN-13", "EAN-8",
            "UPC",
        ],
        .socialCreditCode: ["信用代码", "USCC"],
        .organisationCode: ["机构代码"],
        .formerRegistrationNumber: ["注册号", "营业执照"],
        .patentApplication: ["专利", "专利号", "申请号", "ZL"],
        .postalItem: ["邮件", "邮单", "EMS", "挂号", "运单", "快递单", "单号"],
    ]
    private static let labels: [(word: ScalarText, kind: IdentifierKind)] = words.flatMap {
        kind,
        words in
        words.map { (word: ScalarText($0), kind: kind) }
    }

    /// Letters that are written at once before the digits, and are no part of the number.
    private static let glued = ["EAN", "GTIN", "UPC"].map { ScalarText($0) }
    /// What may stand between the word and the number.
    private static let fillers: [ScalarText] = [
        "号码", "编号", "NUMBER", "NO.", "NO", "号", "为", "是", "系",
    ]
    .map { ScalarText($0) }
    private static let between = Set(":：=#（(【[《“\"‘'「".unicodeScalars)
    private static let listSeparators = Set("、，,；;/和及与".unicodeScalars)

    /// The kind that the text before a word says, and how many letters of the word itself say so.
    private func kind(before word: Word) -> (kind: IdentifierKind?, prefixCount: Int) {
        let start = word.range.lowerBound
        let head = text[word.range].prefix(4).map(\.upperCased)
        if let prefix = Self.glued.first(where: { head.starts(with: $0) }) {
            return (.tradeItem, prefix.count)
        }
        if head.starts(with: ScalarText("ZL")) { return (.patentApplication, 0) }
        if let listed, listed.count == word.count, (1...3).contains(start - listed.end),
            text[listed.end..<start].allSatisfy({
                Self.listSeparators.contains($0) || $0.properties.isWhitespace
            })
        {
            return (listed.kind, 0)
        }
        let first = max(0, start - Limits.textLabelScalarCountMax)
        var before = text[first..<start].map(\.upperCased)[...]
        while true {
            before = before.dropLast(while: {
                Self.between.contains($0) || $0.properties.isWhitespace
                    || LookAlikes.isInvisible($0)
            })
            if let label = Self.labels.first(where: { before.suffix($0.word.count) == $0.word[...] }
            ) {
                return (label.kind, 0)
            }
            guard let filler = Self.fillers.first(where: { before.suffix($0.count) == $0[...] })
            else { return (nil, 0) }
            before = before.dropLast(filler.count)
        }
    }

    // MARK: Characters

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        if isDigit(scalar) || scalar.isCapital || scalar.isSmall { return true }
        return (0xff21...0xff3a).contains(scalar.value) || (0xff41...0xff5a).contains(scalar.value)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIIDigit || (0xff10...0xff19).contains(scalar.value)
    }

    private static func isJoint(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "." || scalar == "-" || LookAlikes.isDash(scalar)
    }
}

/// What tells a wrong credit code from other numbers of 18 places, above all from identity numbers.
private enum CreditCode {
    /// The classes of each registering department (GB 32100-2015, table 2).
    private static let classes: [Unicode.Scalar: String] = [
        "1": "1239", "2": "19", "3": "123459", "4": "19", "5": "1239", "6": "129", "7": "129",
        "8": "19", "9": "1239", "A": "19", "N": "1239", "Y": "1",
    ]
    /// The department of firms: its codes alone are told from other numbers where no letter stands in them.
    private static let ofFirms: Unicode.Scalar = "9"

    /// Whether 18 capitals and digits name a class and a province as credit codes do, and no identity number.
    static func isNearly(_ code: SubjectIdentifier) -> Bool {
        let text = ScalarText(code.text)
        guard namesRegistration(text), Set(text[8...]).count > 1 else { return false }
        let isNumber = text[..<17].allSatisfy(\.isASCIIDigit)
        return !isNumber || text[0] == ofFirms && !mayBePerson(code)
    }

    /// Whether 18 capitals and digits name a class of a registering department and a province.
    static func namesRegistration(_ text: ScalarText) -> Bool {
        text.count == 18 && text.allSatisfy { $0.isCapital || $0.isASCIIDigit }
            && classes[text[0]]?.unicodeScalars.contains(text[1]) == true
            && text[2..<8].allSatisfy(\.isASCIIDigit) && isProvince(text[2..<4], or: "10")
    }

    /// Whether it has the form of an identity number from a province.
    static func mayBePerson(_ code: SubjectIdentifier) -> Bool {
        isOfPerson(SubjectIdentifier(code.text, as: .citizenNumber))
    }

    /// Whether an identity number is right, or names a province.
    static func isOfPerson(_ number: SubjectIdentifier) -> Bool {
        number.status == .valid
            || number.status == .checksumBad && isProvince(ScalarText(number.text)[..<2], or: "83")
    }

    /// Whether two digits begin the code of a province, or are those that have a meaning besides: 10 for offices of the state, 83 for
    /// residents of Taiwan.
    static func isProvince(_ digits: ArraySlice<Unicode.Scalar>, or other: String) -> Bool {
        let text = ScalarText(digits).string
        return ProvinceNames.prefixes.contains(text) || text == other
    }
}

extension SubjectIdentifier {
    /// Whether it names a class of a registering department and a province where credit codes do.
    package var namesRegistration: Bool { CreditCode.namesRegistration(ScalarText(text)) }

    /// Whether its form is right, whatever its check digit says.
    fileprivate var isFormed: Bool { status == .valid || status == .checksumBad }
}

extension ArraySlice {
    /// The slice without the elements at its end that fit.
    fileprivate func dropLast(while fits: (Element) -> Bool) -> ArraySlice {
        var rest = self
        while let last = rest.last, fits(last) { rest.removeLast() }
        return rest
    }
}
