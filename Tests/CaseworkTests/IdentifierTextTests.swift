import Testing

@testable import Casework

@Suite struct IdentifierTextTests {
    private func codes(_ identifier: SubjectIdentifier) -> [IdentifierFinding.Code] {
        identifier.findings.map(\.code)
    }

    @Test("characters without an image go, and which they were is said")
    func invisible() {
        let raw = "\u{feff}914403\u{200b}0019\u{ad}2203\u{fe0f}8216\u{e0041}"
        let identifier = SubjectIdentifier(raw, as: .socialCreditCode)
        #expect(identifier.text == "914403001922038216")
        #expect(identifier.status == .valid)
        #expect(
            identifier.findings == [
                IdentifierFinding(
                    .invisible,
                    ["characters": "U+FEFF, U+200B, U+00AD, U+FE0F, U+E0041"]
                )
            ]
        )
    }

    @Test("characters that turn the direction of writing go, and are pointed out by themselves")
    func bidi() {
        for mark in ["\u{202e}", "\u{2066}", "\u{2069}", "\u{200f}", "\u{61c}", "\u{202a}"] {
            let identifier = SubjectIdentifier("RA4731\(mark)24829CN", as: .postalItem)
            #expect(identifier.text == "RA473124829CN")
            #expect(codes(identifier) == [.bidi])
        }
    }

    @Test("a finding names eight characters and no more")
    func manyCharacters() {
        let raw =
            (0..<12).map { String(Unicode.Scalar(UInt8(0x41 + $0))) }.joined(separator: "")
            + String(String.UnicodeScalarView((0x200b...0x200f).compactMap(Unicode.Scalar.init)))
            + String(String.UnicodeScalarView((0xfe00...0xfe0f).compactMap(Unicode.Scalar.init)))
        let found = SubjectIdentifier(raw, as: .customsRecordation).findings
        let names = found.first { $0.code == .invisible }?.arguments["characters"]
        #expect(names?.split(separator: ",").count == 8)
    }

    @Test("Cyrillic and Greek letters are pointed out and offered, never exchanged")
    func lookAlikes() {
        // А and С are Cyrillic, Ο is Greek.
        let identifier = SubjectIdentifier("R\u{410}473124829\u{421}N", as: .postalItem)
        #expect(sameBytes(identifier.text, "R\u{410}473124829\u{421}N"))
        #expect(identifier.status == .formatBad)
        #expect(
            identifier.findings == [
                IdentifierFinding(.lookAlike, ["characters": "U+0410 (A), U+0421 (C)"])
            ]
        )
        #expect(identifier.suggestions.map(\.identifier.text) == ["RA473124829CN"])
        #expect(identifier.suggestions.map(\.reasons) == [[.lookAlike]])
        let number = SubjectIdentifier("9144030019220382\u{661}6", as: .socialCreditCode)
        #expect(codes(number) == [.lookAlike])
        #expect(number.suggestions.first?.identifier.text == "914403001922038216")
    }

    @Test("traditional characters stay; the simplified form is offered")
    func traditional() {
        let identifier = SubjectIdentifier("國市監法發〔2021〕42號", as: .officialDocument)
        #expect(sameBytes(identifier.text, "國市監法發〔2021〕42號"))
        #expect(identifier.status == .formatBad)
        #expect(codes(identifier) == [.traditional])
        let plate = SubjectIdentifier("贛G12345", as: .plate)
        #expect(plate.status == .formatBad)
        #expect(plate.suggestions.map(\.identifier.text) == ["赣G12345"])
        #expect(plate.suggestions.map(\.reasons) == [[.simplified]])
    }

    @Test("damage from an earlier conversion is pointed out")
    func damage() {
        let identifier = SubjectIdentifier("国市监\u{fffd}发〔2021〕42号", as: .officialDocument)
        #expect(identifier.status == .formatBad)
        #expect(codes(identifier) == [.replacement])
    }

    @Test(
        "O, I and the ideographic full stop are offered as 0, 1 and a point, and never applied",
        arguments: [
            (.socialCreditCode, "91440300I922038216", "914403001922038216", [.letterI]),
            (.socialCreditCode, "914403OOI922O38216", "914403001922038216", [.letterI, .letterO]),
            (.patentApplication, "201710601862。3", "201710601862.3", [.fullStop]),
            (.patentApplication, "20171O601862。3", "201710601862.3", [.fullStop, .letterO]),
            (.citizenNumber, "11O10519491231002X", "11010519491231002X", [.letterO]),
        ] as [(IdentifierKind, String, String, Set<IdentifierSuggestion.Reason>)]
    )
    func suggestions(
        _ kind: IdentifierKind,
        _ raw: String,
        _ meant: String,
        _ reasons: Set<IdentifierSuggestion.Reason>
    ) {
        let identifier = SubjectIdentifier(raw, as: kind)
        #expect(identifier.status == .formatBad)
        #expect(sameBytes(identifier.text, raw))
        #expect(identifier.suggestions.map(\.identifier.text) == [meant])
        #expect(identifier.suggestions.map(\.reasons) == [reasons])
    }

    @Test("nothing is offered that would not be valid")
    func noSuggestion() {
        for (raw, kind) in [
            ("91440300I922038215", IdentifierKind.socialCreditCode), ("赣O1234", .plate),
            ("OOO", .tradeItem), ("", .tradeItem),
        ] {
            #expect(SubjectIdentifier(raw, as: kind).suggestions.isEmpty, "\(raw)")
        }
    }

    @Test(
        "hosts are read by their true name, also in Chinese",
        arguments: [
            ("例子。中国", "xn--fsqu00a.xn--fiqs8s"), ("例子．中国/路径", "xn--fsqu00a.xn--fiqs8s"),
            ("https://WWW.例子.CN:8443/a?b#c", "xn--fsqu00a.cn"), ("Example.COM.", "example.com"),
            ("www.www.example.com", "example.com"), ("www.com", "www.com"),
            ("faß.de", "xn--fa-hia.de"), ("xn--fsqu00a.xn--fiqs8s", "xn--fsqu00a.xn--fiqs8s"),
            ("//example.com/x", "example.com"), ("example.com:80", "example.com"),
            ("example.com/?u=https://other.example/", "example.com"),
        ]
    )
    func hosts(_ raw: String, _ host: String) {
        let identifier = SubjectIdentifier(raw, as: .domain)
        #expect(identifier.text == host)
        #expect(identifier.status == .valid)
    }

    @Test(
        "what is no host name is a bad form",
        arguments: [
            "192.168.1.1", "[::1]", "a@example.com", "a_b.com", "-a.com", "a-.com", "a..com", ".",
            "https://", "http://a%41.com/", "a.c", "\u{301}a.com", "٣٤.com", "localhost",
            "a.123", "http://例\u{308}.\u{fffd}/",
        ]
    )
    func noHosts(_ raw: String) {
        #expect(SubjectIdentifier(raw, as: .domain).status == .formatBad)
    }

    @Test("a host of Cyrillic letters that look like Latin ones is pointed out")
    func deceivingHost() {
        let identifier = SubjectIdentifier("t\u{430}obao.com", as: .domain)
        #expect(identifier.status == .valid)
        #expect(identifier.text.hasPrefix("xn--"))
        #expect(codes(identifier) == [.lookAlike])
    }

    @Test(
        "links of known platforms become platform, kind and number",
        arguments: [
            ("http://item.taobao.com/item.htm?id=1", "taobao:item:1"),
            ("https://detail.tmall.com/item.htm?x=2&id=77", "tmall:item:77"),
            ("https://item.jd.com/100000000002.html#comment", "jd:item:100000000002"),
            ("https://mall.jd.com/index-123.html", "jd:shop:123"),
            ("https://mobile.yangkeduo.com/goods.html?goods_id=9", "pinduoduo:item:9"),
            ("https://mobile.yangkeduo.com/mall_page.html?mall_id=8", "pinduoduo:shop:8"),
            ("item.taobao.com/item.htm?id=1", "taobao:item:1"),
            ("https://u@item.jd.com/5.html", "jd:item:5"),
        ]
    )
    func platforms(_ raw: String, _ canonical: String) {
        let identifier = SubjectIdentifier(raw, as: .shopLink)
        #expect(identifier.text == canonical)
        #expect(identifier.status == .valid)
        #expect(
            [IdentifierPart.platform, .linkTarget, .linkNumber]
                .compactMap { identifier.parts[$0] }.joined(separator: ":") == canonical
        )
    }

    @Test("a link of another site, or that only looks like a platform's, stays a link")
    func otherLinks() {
        for (raw, text, found) in [
            ("HTTPS://A.Example/B?c=D", "https://a.example/B?c=D", []),
            (
                "https://item.taobao.com@evil.example/item.htm?id=1",
                "https://evil.example/item.htm?id=1", [.linkUserPart]
            ),
            (
                "https://item.taobao.com/item.htm?id=1&id=2",
                "https://item.taobao.com/item.htm?id=1&id=2", [.linkAmbiguous]
            ),
            (
                "https://item.taobao.com.evil.example/item.htm?id=1",
                "https://item.taobao.com.evil.example/item.htm?id=1", []
            ),
            ("https://item.jd.com/5x.html", "https://item.jd.com/5x.html", []),
            (
                "https://item.jd.com/123456789012345678901.html",
                "https://item.jd.com/123456789012345678901.html", []
            ),
        ] as [(String, String, [IdentifierFinding.Code])] {
            let identifier = SubjectIdentifier(raw, as: .shopLink)
            #expect(identifier.text == text)
            #expect(identifier.status == .valid)
            #expect(codes(identifier) == found)
            #expect(identifier.parts.isEmpty)
        }
        #expect(judged("jd:item:12345678901234567890", .shopLink).status == .valid)
        #expect(judged("ebay:item:1", .shopLink).status == .formatBad)
        #expect(SubjectIdentifier("ftp://a.example/", as: .shopLink).status == .formatBad)
    }

    @Test(
        "the kinds' own steps go on until nothing is left to do",
        arguments: [
            (.patentApplication, "专利号：ZL 2017 1 0601862.3", "201710601862.3"),
            (.patentApplication, "CNCN2017106018623", "201710601862.3"),
            (.mobilePhone, "+86 (138) 0013-8000", "13800138000"),
            (.mobilePhone, "8613800138000", "13800138000"),
            (.trademark, "第第3159141号号", "3159141"),
            (.officialDocument, "（2021）国市监法发(2021)第00042号", "（2021）国市监法发〔2021〕42号"),
            (.officialDocument, "国市监发（试行）{2021}A007-2号", "国市监发（试行）〔2021〕A7-2号"),
            (.officialDocument, "国市监法发〔2021〕000号", "国市监法发〔2021〕0号"),
            (.courtCase, "[2016]鲁1203刑初4号", "（2016）鲁1203刑初4号"),
            (.landline, "(0791)-12345678", "0791-12345678"),
            (.plate, "赣g·12345", "赣G12345"),
        ] as [(IdentifierKind, String, String)]
    )
    func ownSteps(_ kind: IdentifierKind, _ raw: String, _ canonical: String) {
        let identifier = SubjectIdentifier(raw, as: kind)
        #expect(sameBytes(identifier.text, canonical))
    }

    @Test("parts that were taken off or found are kept")
    func parts() {
        let patent = SubjectIdentifier("ZL95115608.X", as: .patentApplication)
        #expect(patent.parts == [.patentStage: "patent"])
        let application = SubjectIdentifier("申请号：CN201710601862.3", as: .patentApplication)
        #expect(application.parts == [.patentStage: "application"])
        let record = SubjectIdentifier("京ICP备09075303号-1", as: .icpRecord)
        #expect(record.parts == [.subject: "京ICP备09075303号", .site: "1"])
        let credit = SubjectIdentifier("914403001922038216", as: .socialCreditCode)
        #expect(credit.parts == [.organisationCode: "19220382-1"])
    }

    @Test("normalising twice changes nothing, whatever is written (seed in the message)")
    func noise() {
        let seed: UInt64 = 4_020_261_122
        var random = SeededGenerator(seed: seed)
        let alphabet = ScalarText(
            "0123456789０９ABXxOIzｚ第号（）()〔〕[]【】{}-‐—−－.。．:：/?=&#@%·"
                + " 　\u{a0}\u{85}\t\u{0}\u{7f}\u{a8}\u{307}\u{308}\u{338}\u{300}i\u{34f}\u{200b}"
                + "\u{200d}\u{202e}\u{2066}\u{feff}\u{fffd}\u{fe0f}\u{e0041}АΟıſßﬁ①㎏ℵ가\u{1100}"
                + "\u{1161}國國国赣京审备证藥😀𝟗‥…ZLCNwww+86http"
        )
        for round in 0..<600 {
            let count = Int.random(in: 0...24, using: &random)
            let text = ScalarText(
                (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
                }
            )
            for kind in IdentifierKind.allCases {
                let once = SubjectIdentifier(text.string, as: kind)
                let twice = SubjectIdentifier(once.normalised, as: kind)
                guard once.normalised != twice.normalised || once.status != twice.status else {
                    continue
                }
                Issue.record("seed \(seed), round \(round): \(kind) \(text.map(\.codePoint))")
            }
        }
    }

    @Test("damaged examples never stop anything: statuses, keys, masks and guesses are had of all")
    func damagedExamples() throws {
        let seed: UInt64 = 5_020_261_122
        var random = SeededGenerator(seed: seed)
        for example in try IdentifierVectors().examples {
            for _ in 0..<10 {
                var bytes = Array(example.value.utf8)
                for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] =
                        UInt8.random(in: 0...255, using: &random)
                }
                let identifier = SubjectIdentifier(bytes, as: example.kind)
                #expect(identifier.raw == bytes, "seed \(seed)")
                _ = (identifier.display, identifier.linkingKeys, identifier.places)
                _ = identifier.suggestions
                _ = IdentifierGuess(bytes).display
            }
        }
    }

    @Test("every character of the first two planes is normalised once and for all")
    func everyCharacter() {
        for start in stride(from: 0x80, to: 0x20000, by: 48) {
            let middle = (start..<(start + 48)).compactMap { Unicode.Scalar(UInt32($0)) }
            let text = ScalarText("i") + middle + ScalarText("\u{307}9")
            for kind in [IdentifierKind.enforcementCertificate, .courtCase] {
                let once = SubjectIdentifier(text.string, as: kind)
                let twice = SubjectIdentifier(once.normalised, as: kind)
                #expect(once.normalised == twice.normalised, "U+\(String(start, radix: 16))")
            }
        }
    }

    @Test("long runs of one character take no time that grows with their square")
    func longRuns() {
        // 2,000 characters that a backtracking pattern would try in every way; nothing is timed, it only has to end.
        for unit in ["0", "-", "第", "号", "CN", "www.", "a.", "(", "刑", "0。", "O"] {
            let text = String(repeating: unit, count: 2_000 / unit.utf8.count)
            for kind in IdentifierKind.allCases {
                _ = SubjectIdentifier(text, as: kind).suggestions
            }
        }
    }
}
