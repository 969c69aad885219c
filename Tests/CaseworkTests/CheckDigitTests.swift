import Testing

@testable import Casework

/// What each check promises, said here a second time from the algebra of its rule and not from the code.
@Suite struct CheckDigitTests {
    /// What would be damaged in one example.
    private struct Sample {
        let kind: IdentifierKind
        let text: ScalarText
        let id: String

        /// The places of the characters that count, without points and hyphens.
        var places: [Int] { text.indices.filter { text[$0] != "-" && text[$0] != "." } }

        func status(_ changed: ScalarText) -> IdentifierStatus {
            IdentifierJudgement(of: changed, as: kind).status
        }
    }

    private static func samples(_ kind: IdentifierKind) throws -> [Sample] {
        try IdentifierVectors().examples.filter { $0.kind == kind && $0.status == .valid }
            .map { Sample(kind: kind, text: ScalarText($0.value), id: $0.id) }
    }

    /// Every change of one character into a digit or a capital, with the old and the new one.
    private static func eachSubstitution(
        _ sample: Sample,
        _ body: (_ place: Int, _ changed: ScalarText) -> Void
    ) {
        let alphabet = ScalarText("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        for place in sample.places {
            for scalar in alphabet where scalar != sample.text[place] {
                var changed = sample.text
                changed[place] = scalar
                body(place, changed)
            }
        }
    }

    /// Every exchange of two unequal neighbours; a point or a hyphen between them does not count.
    private static func eachTransposition(
        _ sample: Sample,
        _ body: (_ first: Int, _ second: Int, _ changed: ScalarText) -> Void
    ) {
        for (first, second) in zip(sample.places, sample.places.dropFirst())
        where sample.text[first] != sample.text[second] {
            var changed = sample.text
            changed.swapAt(first, second)
            body(first, second, changed)
        }
    }

    @Test(
        "one wrong character is always detected",
        arguments: [
            (.socialCreditCode, 9), (.formerRegistrationNumber, 7), (.citizenNumber, 6),
            (.patentApplication, 10), (.tradeItem, 9),
        ] as [(IdentifierKind, Int)]
    )
    func substitution(_ kind: IdentifierKind, _ count: Int) throws {
        let samples = try Self.samples(kind)
        #expect(samples.count == count)
        for sample in samples {
            Self.eachSubstitution(sample) { _, changed in
                #expect(sample.status(changed) != .valid, "\(sample.id) → \(changed.string)")
            }
        }
    }

    @Test(
        "two neighbours in the wrong order are always detected",
        arguments: [.socialCreditCode, .citizenNumber, .patentApplication] as [IdentifierKind]
    )
    func transposition(_ kind: IdentifierKind) throws {
        for sample in try Self.samples(kind) {
            Self.eachTransposition(sample) { _, _, changed in
                #expect(sample.status(changed) != .valid, "\(sample.id) → \(changed.string)")
            }
        }
    }

    @Test("an organisation code hides exactly the characters that are equal modulo 11")
    func organisation() throws {
        let samples = try Self.samples(.organisationCode)
        #expect(samples.count == 9)
        func value(_ scalar: Unicode.Scalar) -> Int {
            Int(scalar.value) - (scalar.isASCIIDigit ? 0x30 : 0x41 - 10)
        }
        for sample in samples {
            Self.eachSubstitution(sample) { place, changed in
                let isHidden =
                    place < 8
                    && (value(changed[place]) - value(sample.text[place])) % 11 == 0
                #expect((sample.status(changed) == .valid) == isHidden, "\(changed.string)")
            }
            Self.eachTransposition(sample) { first, second, changed in
                let (old, new) = (sample.text[first], changed[first])
                var change = value(new) - value(old)
                if second == 9 {
                    // The last of the body weighs 2 and the check character 1, where X is 10 and not 33.
                    change = 2 * change + checkValue(old) - checkValue(new)
                }
                let fits = sample.status(changed) != .formatBad
                let isValid = sample.status(changed) == .valid
                #expect(isValid == (change % 11 == 0 && fits), "\(changed.string)")
            }
        }
        func checkValue(_ scalar: Unicode.Scalar) -> Int { scalar == "X" ? 10 : value(scalar) }
    }

    @Test("a trade item number hides exactly the neighbours that differ by five")
    func tradeItem() throws {
        for sample in try Self.samples(.tradeItem) {
            Self.eachTransposition(sample) { first, second, changed in
                let difference = Int(changed[first].value) - Int(changed[second].value)
                let isHidden = abs(difference) == 5
                #expect((sample.status(changed) == .valid) == isHidden, "\(changed.string)")
            }
        }
    }

    @Test(
        "MOD 11,10 hides exactly the neighbours 5 − P and 6 − P, modulo 10, for the product P before them"
    )
    func hybrid() throws {
        for sample in try Self.samples(.formerRegistrationNumber) {
            let digits = sample.text.map { Int($0.value) - 0x30 }
            var products = [10]
            for digit in digits {
                let sum = (products[products.count - 1] + digit) % 10
                products.append((sum == 0 ? 10 : sum) * 2 % 11)
            }
            Self.eachTransposition(sample) { first, second, changed in
                let product = products[first]
                let hidden: Set = [(15 - product) % 10, (16 - product) % 10]
                let isHidden = hidden == [digits[first], digits[second]]
                #expect((sample.status(changed) == .valid) == isHidden, "\(changed.string)")
            }
        }
    }

    @Test("a postal item hides exactly what moves its remainder between 0 and 6, and its letters")
    func postalItem() throws {
        let samples = try Self.samples(.postalItem)
        #expect(samples.count == 7)
        func remainder(_ text: ScalarText) -> Int {
            zip(text[2..<10], [8, 6, 4, 2, 3, 5, 9, 7])
                .reduce(0) { $0 + (Int($1.0.value) - 0x30) * $1.1 } % 11
        }
        func isHidden(_ sample: Sample, _ changed: ScalarText) -> Bool {
            let before = remainder(sample.text)
            let after = remainder(changed)
            let isSame = before == after || Set([before, after]) == [0, 6]
            return isSame && changed[10] == sample.text[10]
        }
        for sample in samples {
            Self.eachSubstitution(sample) { place, changed in
                guard sample.status(changed) != .formatBad else { return }
                let isLetter = !(2...10).contains(place)
                let expected = isLetter || isHidden(sample, changed)
                #expect((sample.status(changed) == .valid) == expected, "\(changed.string)")
            }
            Self.eachTransposition(sample) { first, second, changed in
                guard sample.status(changed) != .formatBad, second < 10 || first > 10 else {
                    return
                }
                #expect(
                    (sample.status(changed) == .valid) == isHidden(sample, changed),
                    "\(changed.string)"
                )
            }
        }
    }

    @Test(
        "a social credit code whose inner organisation code is wrong is wrong, whatever its last character"
    )
    func innerCheck() throws {
        // The outer check is made to fit a core whose own check character was changed.
        var bytes = Array("914403001922038226".utf8)
        bytes[17] = CheckDigits.credit(bytes[..<17])
        let text = String(decoding: bytes, as: UTF8.self)
        let judgement = judged(text, .socialCreditCode)
        #expect(judgement.status == .checksumBad)
        #expect(judgement.expectedCheck == String(text.suffix(1)))
    }

    @Test("a birth date that does not exist is a bad form, in leap years and others")
    func birthDates() {
        for (text, exists) in [
            ("360481188402290010", true), ("360481190002290010", false),
            ("360481200002290010", true), ("360481188304310010", false),
        ] {
            #expect((judged(text, .citizenNumber).status != .formatBad) == exists, "\(text)")
        }
    }
}
