import Testing

@testable import Casework

@Suite struct IdentifierPrivacyTests {
    @Test(
        "identifiers of persons are printed in part",
        arguments: [
            (.citizenNumber, "11010519491231002X", "110***********002X"),
            (.mobilePhone, "13800138000", "138****8000"),
            (.landline, "0791-12345678", "0791-******78"),
            (.landline, "079112345678-12", "079-*******78"),
            (.postalItem, "RA473124829CN", "RA*******29CN"),
            (.courierItem, "SF1000000000001", "SF*********0001"),
            (.courierItem, "100000000001", "********0001"),
            (.plate, "赣G12345", "赣G***45"),
            (.enforcementCertificate, "36048100001", "36*******01"),
            (.enforcementCertificate, "ABCDEF", "******"),
        ] as [(IdentifierKind, String, String)]
    )
    func masks(_ kind: IdentifierKind, _ raw: String, _ display: String) {
        #expect(SubjectIdentifier(raw, as: kind).display == display)
    }

    @Test("no identifier of a person is printed whole, not even one of a wrong form")
    func never() throws {
        let protected = IdentifierKind.allCases.filter { $0.privacy > .open }
        #expect(protected.count == 7)
        for example in try IdentifierVectors().examples where protected.contains(example.kind) {
            let identifier = SubjectIdentifier(example.value, as: example.kind)
            let shown = identifier.display.unicodeScalars.filter { $0 != "*" }.count
            #expect(shown * 3 <= identifier.text.unicodeScalars.count * 2, "\(example)")
            var dumped = ""
            dump(identifier, to: &dumped)
            dump(identifier.linkingKeys, to: &dumped)
            dump(IdentifierGuess(example.value).description, to: &dumped)
            let all =
                dumped + "\(identifier) \(identifier.linkingKeys)"
                + String(reflecting: identifier) + "\(identifier.findings)"
            #expect(!all.contains(identifier.text), "\(example)")
            #expect(!all.contains("\(Array(identifier.text.utf8))"), "\(example)")
        }
    }

    @Test("identifiers of persons that fit no form show two characters at most")
    func malformed() {
        for kind in IdentifierKind.allCases where kind.privacy > .open {
            let identifier = SubjectIdentifier("1234567890123456789012345?", as: kind)
            #expect(identifier.status == .formatBad, "\(kind)")
            #expect(identifier.display == String(repeating: "*", count: 24) + "5?", "\(kind)")
            #expect(SubjectIdentifier("1?", as: kind).display == "**", "\(kind)")
        }
    }

    @Test("what is public is printed whole")
    func open() {
        #expect(
            SubjectIdentifier("914403001922038216", as: .socialCreditCode).display
                == "914403001922038216"
        )
    }

    @Test("what stands where a trade secret's number would is never shown and never linked")
    func tradeSecret() {
        let identifier = SubjectIdentifier("配方 7：糖 3 克 000111", as: .tradeSecret)
        #expect(identifier.status == .unknownType)
        #expect(identifier.findings.map(\.code) == [.noPublicNumber])
        #expect(identifier.display.allSatisfy { $0 == "*" })
        #expect(identifier.linkingKeys.isEmpty)
        #expect(identifier.suggestions.isEmpty)
    }

    @Test("a citizen's number of the first generation has no status and stays protected")
    func firstGeneration() {
        let identifier = SubjectIdentifier("110105491231002", as: .citizenNumber)
        #expect(identifier.status == .unknownType)
        #expect(identifier.findings.map(\.code) == [.firstGeneration])
        #expect(identifier.display == "*************02")
        #expect(SubjectIdentifier("110105491331002", as: .citizenNumber).status == .formatBad)
    }

    // MARK: Keys

    private func keys(_ raw: String, _ kind: IdentifierKind) -> [String] {
        SubjectIdentifier(raw, as: kind).linkingKeys
            .map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test("equal things have equal keys, however they are written")
    func equalKeys() {
        #expect(
            keys("９１４４０３００１９２２０３８２１６", .socialCreditCode)
                == ["uscc:914403001922038216", "org-code:19220382-1"]
        )
        #expect(keys("192203821", .organisationCode) == ["org-code:19220382-1"])
        #expect(
            keys("ZL2017 1 0601862.3", .patentApplication)
                == keys("2017106018623", .patentApplication)
        )
        #expect(keys("036000291452", .tradeItem) == ["gtin:00036000291452"])
        #expect(keys("0036000291452", .tradeItem) == ["gtin:00036000291452"])
        #expect(keys("京ICP备09075303号-1", .icpRecord) == keys("京ICP备09075303号", .icpRecord))
        #expect(keys("(0791)12345678", .landline) == keys("079112345678-12", .landline))
        #expect(keys("www.例子.中国", .domain) == ["domain:xn--fsqu00a.xn--fiqs8s"])
        #expect(
            keys("https://item.taobao.com/item.htm?id=5", .shopLink) == ["shop-url:taobao:item:5"]
        )
    }

    @Test("a key begins with the kind, so that equal digits of two kinds are never linked")
    func kindsApart() {
        #expect(keys("64041100", .commodityCode) == ["hs-code:64041100"])
        #expect(keys("64041100", .trademark) == ["trademark-no:64041100"])
    }

    @Test("false numbers link as well; fillers and what says nothing do not")
    func falseNumbers() {
        #expect(keys("201710601862.4", .patentApplication).count == 1)
        #expect(keys("国药准字K20040063", .drugApproval) == ["drug-approval:国药准字K20040063"])
        // Six digits are the fewest that make an invented number worth linking.
        #expect(keys("123456", .patentApplication) == ["patent-application-no:123456"])
        for (filler, kind) in [
            ("无", IdentifierKind.patentApplication), ("/", .tradeItem), ("不详", .plate),
            ("00000000", .tradeItem), ("0", .trademark), ("1111111", .drugApproval),
            ("12345", .patentApplication), ("not a host", .domain), ("无", .shopLink),
        ] {
            #expect(keys(filler, kind).isEmpty, "\(filler)")
        }
    }

    @Test("a wrong social credit code has its own key and not that of the firm within it")
    func wrongCredit() {
        #expect(keys("914403001922038215", .socialCreditCode) == ["uscc:914403001922038215"])
    }

    @Test("keys of persons say so and print nothing; hints say so")
    func markedKeys() throws {
        let person = try #require(
            SubjectIdentifier("13800138000", as: .mobilePhone).linkingKeys.first
        )
        #expect(person.isPersonal && !person.isHint)
        #expect(person.bytes == Array("mobile-phone:13800138000".utf8))
        #expect("\(person)" == "mobile-phone:…")
        let mark = try #require(SubjectIdentifier("3159141", as: .trademark).linkingKeys.first)
        #expect(mark.isHint && !mark.isPersonal)
        #expect("\(mark)" == "trademark-no:3159141")
    }

    // MARK: Places

    @Test(
        "regions in identifiers are hints",
        arguments: [
            (.socialCreditCode, "91360481XTEXT00183", "360481", .registration),
            (.formerRegistrationNumber, "360481000000011", "360481", .registration),
            (.citizenNumber, "360481189001010010", "360481", .firstIssue),
            (.plate, "赣G12345", "360000", .province),
            (.icpRecord, "京ICP备09075303号", "110000", .province),
            (.courtCase, "（2016）鲁1203刑初4号", "370000", .province),
        ] as [(IdentifierKind, String, String, IdentifierPlace.Meaning)]
    )
    func places(
        _ kind: IdentifierKind,
        _ raw: String,
        _ region: String,
        _ meaning: IdentifierPlace.Meaning
    ) throws {
        let places = SubjectIdentifier(raw, as: kind).places
        #expect(places.map(\.region.text) == [region])
        #expect(places.map(\.meaning) == [meaning])
        #expect(places.map(\.isPersonal) == [kind.privacy > .open])
    }

    @Test("residence permits name where somebody comes from, Taiwan as 71")
    func residencePermits() {
        for (prefix, region) in [("81", "810000"), ("82", "820000"), ("83", "710000")] {
            let places = SubjectIdentifier("\(prefix)0000189001010010", as: .citizenNumber).places
            #expect(places.map(\.region.text) == [region])
            #expect(places.map(\.meaning) == [.origin])
        }
    }

    @Test("no province, no place; no form, no place")
    func noPlaces() {
        for (raw, kind) in [
            ("999999000000078", IdentifierKind.formerRegistrationNumber),
            ("国作登字-2021-L-00268255", .copyrightWork), ("3604", .citizenNumber),
            ("（2016）最1203刑初4号", .courtCase),
        ] {
            #expect(SubjectIdentifier(raw, as: kind).places.isEmpty, "\(raw)")
        }
    }
}
