import Foundation
import TestSupport
import Testing

@testable import Casework

@Suite struct IdentifierExampleTests {
    @Test("the kinds, their protection and their evidence are those of the vectors")
    func kinds() throws {
        let vectors = try IdentifierVectors()
        #expect(vectors.kinds.map(\.kind) == IdentifierKind.allCases)
        #expect(IdentifierKind.allCases.count == 34)
        for (kind, row) in vectors.kinds {
            #expect(kind.title.zh == row["zh"] as? String)
            #expect(kind.evidence.rawValue == row["evidence"] as? String, "\(kind)")
            #expect(kind.privacy.rawValue == row["privacy"] as? String, "\(kind)")
            #expect((kind.distinction == .checked) == (row["has_check"] as? Bool), "\(kind)")
            #expect(!kind.title.en.isEmpty && !kind.standard.isEmpty)
        }
    }

    @Test("every example has the status that the vectors give it, and the check character")
    func examples() throws {
        let vectors = try IdentifierVectors()
        #expect(vectors.examples.count == 172)
        #expect(vectors.examples.count { $0.status == .valid } == 93)
        for example in vectors.examples {
            let judgement = judged(example.value, example.kind)
            #expect(judgement.status == example.status, "\(example)")
            if example.status == .checksumBad {
                #expect(judgement.expectedCheck == example.check, "\(example)")
            }
        }
    }

    @Test(
        "numbers of persons in the vectors are specimens, or synthetic with birth dates long past"
    )
    func noRealPerson() throws {
        let row = try #require(
            try IdentifierVectors().kinds.first { $0.kind == .citizenNumber }?.row
        )
        let examples = try #require(row["examples"] as? [[String: Any]])
        #expect(examples.count == 12)
        for example in examples {
            let isSpecimen = example["evidence"] as? String == "specimen"
            #expect(isSpecimen || example["synthetic"] as? Bool == true)
            let value = try #require(example["value"] as? String)
            // 1949 is the year of the standard's own specimen, which some damaged examples are made of.
            let year = value.dropFirst(6).prefix(4)
            #expect(year.hasPrefix("18") || year == "1949", "\(value)")
        }
    }

    @Test("what people write is brought into the canonical form, and is valid then")
    func written() throws {
        let vectors = try IdentifierVectors()
        #expect(vectors.written.count == 56)
        for line in vectors.written {
            let identifier = SubjectIdentifier(line.raw, as: line.kind)
            #expect(sameBytes(identifier.text, line.normalised), "\(line): \(identifier.text)")
            #expect(identifier.status == .valid, "\(line)")
            #expect(identifier.raw == Array(line.raw.utf8))
            #expect(!identifier.changes.isEmpty, "\(line)")
        }
    }

    @Test("a valid canonical form stays as it is")
    func canonical() throws {
        for example in try IdentifierVectors().examples where example.status == .valid {
            let identifier = SubjectIdentifier(example.value, as: example.kind)
            #expect(sameBytes(identifier.text, example.value), "\(example)")
            #expect(identifier.status == .valid, "\(example)")
            #expect(identifier.changes.isEmpty, "\(example): \(identifier.changes)")
            #expect(identifier.findings.isEmpty, "\(example): \(identifier.findings)")
            #expect(identifier.suggestions.isEmpty, "\(example)")
        }
    }

    /// Compares the matcher of a kind with its regular expression.
    private struct SecondOpinion {
        let kind: IdentifierKind
        let expression: NSRegularExpression
        let texts: [ScalarText]
        var fitCount = 0
        var failCount = 0

        /// Nil where the kind has no form.
        init?(_ kind: IdentifierKind, _ row: [String: Any], _ vectors: IdentifierVectors) throws {
            guard let pattern = row["pattern"] as? String else { return nil }
            self.kind = kind
            expression = try NSRegularExpression(pattern: pattern)
            let examples = vectors.examples.filter { $0.kind == kind }.map(\.value)
            let written = vectors.written.filter { $0.kind == kind }
            texts = (examples + written.flatMap { [$0.raw, $0.normalised] }).map { ScalarText($0) }
        }

        mutating func compare(_ text: ScalarText, _ comment: @autoclosure () -> String = "") {
            // The canonical form of a shop's link stands in no pattern.
            guard ShopLink(canonical: text) == nil else { return }
            let string = text.string
            let range = NSRange(location: 0, length: string.utf16.count)
            let expected = expression.firstMatch(in: string, range: range)?.range == range
            let fits = IdentifierForms.fits(text, kind)
            if fits { fitCount += 1 } else { failCount += 1 }
            guard fits != expected else { return }
            Issue.record("\(comment()) \(kind) \(string.debugDescription): \(fits)")
        }
    }

    @Test(
        "the matchers and the vectors' regular expressions agree on damaged texts (seed in the message)"
    )
    func secondOpinion() throws {
        let seed: UInt64 = 20_261_122
        var random = SeededGenerator(seed: seed)
        let vectors = try IdentifierVectors()
        let alphabet = ScalarText("0123456789ABDGIOSXZaz-.:/()（）〔〕第号国赣审备证ICP挂 _x")
        var (fitCount, failCount) = (0, 0)
        for (kind, row) in vectors.kinds {
            guard var opinion = try SecondOpinion(kind, row, vectors) else { continue }
            for text in opinion.texts {
                for _ in 0..<150 {
                    var changed = text
                    for _ in 0..<Int.random(in: 0...2, using: &random) {
                        Self.damage(&changed, alphabet, &random)
                    }
                    opinion.compare(changed, "seed \(seed):")
                }
            }
            fitCount += opinion.fitCount
            failCount += opinion.failCount
        }
        #expect(fitCount > 5_000 && failCount > 5_000, "\(fitCount), \(failCount)")
    }

    private static func damage(
        _ text: inout ScalarText,
        _ alphabet: ScalarText,
        _ random: inout SeededGenerator
    ) {
        let place = Int.random(in: 0...text.count, using: &random)
        let scalar = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        switch Int.random(in: 0..<3, using: &random) {
        case 0: text.insert(scalar, at: place)
        case 1 where place < text.count: text.remove(at: place)
        case _ where place < text.count: text[place] = scalar
        default: break
        }
    }

    @Test(
        "they agree on both sides of every bound: each character up to 31 times, and each run of up to 8 left out"
    )
    func bounds() throws {
        let vectors = try IdentifierVectors()
        for (kind, row) in vectors.kinds {
            guard var opinion = try SecondOpinion(kind, row, vectors) else { continue }
            for text in opinion.texts {
                for place in text.indices {
                    var longer = text
                    for _ in 0..<30 {
                        longer.insert(text[place], at: place)
                        opinion.compare(longer)
                    }
                    for count in 1...min(8, text.count - place) {
                        var shorter = text
                        shorter.removeSubrange(place..<(place + count))
                        opinion.compare(shorter)
                    }
                }
            }
        }
    }

    @Test("a host name has at most 253 bytes")
    func hostLength() {
        let label = String(repeating: "a", count: 63)
        let long = "\(label).\(label).\(label)."
        #expect(judged(long + String(repeating: "b", count: 61), .domain).status == .valid)
        #expect(judged(long + String(repeating: "b", count: 62), .domain).status == .formatBad)
        #expect(judged("a\(label).com", .domain).status == .formatBad)
    }

    @Test("2,048 bytes are read, and one more is a bad form with a finding, not an error")
    func limit() {
        let link = "https://a.example/"
        let most = link + String(repeating: "x", count: 2_048 - link.utf8.count)
        let read = SubjectIdentifier(most, as: .shopLink)
        #expect(read.status == .valid)
        let over = SubjectIdentifier(most + "x", as: .shopLink)
        #expect(over.status == .formatBad)
        #expect(over.findings == [IdentifierFinding(.tooLong, ["limit": "2048"])])
        #expect(over.raw.isEmpty && over.normalised.isEmpty && over.linkingKeys.isEmpty)
        #expect(IdentifierGuess(most + "x").status == .unknownType)
    }

    @Test("bytes that are no UTF-8 are kept and pointed out")
    func notText() {
        let bytes: [UInt8] = [0x39, 0xff, 0x31]
        let identifier = SubjectIdentifier(bytes, as: .socialCreditCode)
        #expect(identifier.status == .formatBad)
        #expect(identifier.raw == bytes)
        #expect(identifier.findings == [IdentifierFinding(.notUTF8)])
        #expect(IdentifierGuess(bytes).candidates.isEmpty)
    }

    @Test("nothing at all is a bad form of every kind", arguments: IdentifierKind.allCases)
    func empty(_ kind: IdentifierKind) {
        let identifier = SubjectIdentifier("", as: kind)
        #expect(identifier.status == (kind == .tradeSecret ? .unknownType : .formatBad))
        #expect(identifier.linkingKeys.isEmpty)
        #expect(identifier.display.isEmpty)
    }
}
