import Testing

@testable import Casework

@Suite struct IdentifierGuessTests {
    @Test(
        "the best kind comes first",
        arguments: [
            ("914403001922038216", .socialCreditCode), ("11010519491231002X", .citizenNumber),
            ("19220382-1", .organisationCode), ("110108000000016", .formerRegistrationNumber),
            ("ZL 2017 1 0601862.3", .patentApplication), ("cn107123456a", .patentPublication),
            ("978-7-301-04815-3", .tradeItem), ("RA473124829CN", .postalItem),
            ("2014SR001852", .software), ("软著登字第0671096号", .softwareCertificate),
            ("国作登字-2021-L-00268255", .copyrightWork), ("G1045789", .trademark),
            ("CNA20201002638", .plantVarietyAgriculture), ("国审稻2021001", .varietyApproval),
            ("BS185559220", .layoutDesign), ("AGI00001", .agriculturalIndication),
            ("T2026-000001", .customsRecordation), ("京ICP备09075303号-1", .icpRecord),
            ("京ICP证030173号", .icpLicence), ("京公网安备11000002000001号", .policeRecord),
            ("www.example.com", .domain), ("https://item.jd.com/5.html", .shopLink),
            ("国药准字Z20040063", .drugApproval), ("SC10136048100001", .foodLicence),
            ("SF1000000000001", .courierItem), ("+86 138-0013-8000", .mobilePhone),
            ("0791-12345678", .landline), ("赣G·12345", .plate), ("6404110000", .commodityCode),
            ("（2016）鲁1203刑初4号", .courtCase), ("国市监法发〔2021〕42号", .officialDocument),
        ] as [(String, IdentifierKind)]
    )
    func best(_ raw: String, _ kind: IdentifierKind) {
        let guess = IdentifierGuess(raw)
        #expect(guess.candidates.first?.kind == kind, "\(guess.candidates.map(\.kind))")
        #expect(guess.status == .valid)
    }

    @Test("every valid example is among what its own kind may be")
    func own() throws {
        for example in try IdentifierVectors().examples where example.status != .formatBad {
            let guess = IdentifierGuess(example.value)
            let own = guess.candidates.first { $0.kind == example.kind }
            #expect(own?.status == example.status, "\(example)")
        }
    }

    @Test("all kinds that fit are named, and the order is the same however often one asks")
    func all() {
        let kinds = IdentifierGuess("64041100").candidates.map(\.kind)
        #expect(Set(kinds) == [.commodityCode, .trademark, .tradeItem, .enforcementCertificate])
        #expect(kinds.last == .enforcementCertificate)
        #expect(IdentifierGuess("64041100").candidates.map(\.kind) == kinds)
    }

    @Test(
        "a sure reading is told alone, without what almost anything fits",
        arguments: [
            ("914403001922038216", [.socialCreditCode]),
            ("11010519491231002X", [.citizenNumber]), ("6901234567892", [.tradeItem]),
            // A number of the first generation of identity cards has no check digit, and is told beside a sure one.
            ("110105491231002", [.formerRegistrationNumber, .citizenNumber, .courierItem]),
            ("91440300192203821X", [.socialCreditCode]),
            ("赣A0001", [.enforcementCertificate]),
        ] as [(String, [IdentifierKind])]
    )
    func likely(_ raw: String, _ kinds: [IdentifierKind]) {
        let guess = IdentifierGuess(raw)
        #expect(kinds.contains(guess.likely[0].kind))
        #expect(Set(guess.likely.map(\.kind)).isSubset(of: kinds), "\(guess.likely)")
        #expect(guess.likely.allSatisfy { guess.candidates.contains($0) })
    }

    @Test("what fits nothing is unknown, and is masked in case it leads to a person")
    func unknown() {
        let guess = IdentifierGuess("张三，江西省瑞昌市")
        #expect(guess.status == .unknownType)
        #expect(guess.candidates.isEmpty)
        #expect(guess.privacy == .personal)
        #expect(guess.display == "*******昌市")
    }

    @Test("a string that may lead to a person is protected until somebody says what it is")
    func protection() {
        // Twelve digits whose check digit is wrong for a trade item may be a waybill.
        #expect(IdentifierGuess("123456789013").privacy == .personal)
        #expect(!IdentifierGuess("123456789013").display.contains("12345"))
        // Fifteen digits may be an identity number of the first generation.
        let old = IdentifierGuess("110105491231002")
        #expect(old.privacy == .sensitivePersonal)
        #expect(old.candidates.contains { $0.kind == .citizenNumber })
        #expect(IdentifierGuess("11010519491231002X").privacy == .sensitivePersonal)
        #expect(IdentifierGuess("110105194912310021").privacy == .sensitivePersonal)
        // An identity number with a day that does not exist has the form of a firm's code, with a wrong check.
        #expect(IdentifierGuess("11010519491331002X").candidates.first?.kind == .socialCreditCode)
        #expect(IdentifierGuess("11010519491331002X").display == "****************2X")
        #expect(IdentifierGuess("914403001922038216").privacy == .open)
        // A firm's code with a wrong check digit is shown where no identity number could be mistyped so.
        for code in ["91440300192203821X", "91360102MA35ABCD11"] {
            let guess = IdentifierGuess(code)
            #expect(
                guess.candidates.first?.kind == .socialCreditCode && guess.status == .checksumBad
            )
            #expect(guess.privacy == .open && guess.display == code)
        }
        // 51 is a kind of firm and a province; a century stands where identity numbers have it.
        for code in ["51440300192203821X", "913601192203821612"] {
            #expect(IdentifierGuess(code).privacy > .open, "\(code)")
        }
        #expect(IdentifierGuess("6901234567892").display == "6901234567892")
    }
}
