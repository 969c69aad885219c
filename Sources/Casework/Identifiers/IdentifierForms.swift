/// The forms of the kinds: what a normalised identifier looks like.
///
/// Each form is walked over once by hand; no pattern of a library, whose time may explode, sees what was typed.
enum IdentifierForms {
    /// Whether the text has the form of the kind; check digits and days are not looked at.
    static func fits(_ text: ScalarText, _ kind: IdentifierKind) -> Bool {
        if kind == .shopLink, ShopLink(canonical: text) != nil { return true }
        var scanner = FormScanner(text)
        return scan(&scanner, kind) && scanner.isAtEnd
    }

    private static func scan(_ s: inout FormScanner, _ kind: IdentifierKind) -> Bool {
        switch kind {
        case .socialCreditCode, .organisationCode, .formerRegistrationNumber, .citizenNumber,
            .enforcementCertificate:
            subject(&s, kind)
        case .patentApplication, .patentPublication, .trademark, .copyrightWork, .software,
            .softwareCertificate, .plantVarietyAgriculture, .plantVarietyForestry,
            .varietyApproval, .layoutDesign, .agriculturalIndication, .customsRecordation:
            right(&s, kind)
        case .icpRecord, .icpLicence, .policeRecord, .domain, .shopLink: online(&s, kind)
        case .tradeItem, .postalItem, .drugApproval, .foodLicence, .courierItem, .commodityCode:
            goods(&s, kind)
        case .mobilePhone, .landline, .plate: personal(&s, kind)
        case .courtCase, .officialDocument: document(&s, kind)
        case .tradeSecret: false
        }
    }

    // MARK: Firms and persons

    private static func subject(_ s: inout FormScanner, _ kind: IdentifierKind) -> Bool {
        switch kind {
        case .socialCreditCode:
            s.many(2...2, isCredit) && s.digits(6) && s.many(10...10, isCredit)
        case .organisationCode:
            s.many(8...8, isCapitalOrDigit) && s.take("-") && s.one(isDigitOrX)
        case .formerRegistrationNumber: s.digits(15)
        case .citizenNumber: citizen(&s)
        default:
            s.many(6...24) { isCapitalOrDigit($0) || $0.isHan || $0 == "-" }
        }
    }

    private static func citizen(_ s: inout FormScanner) -> Bool {
        guard s.one({ $0.isASCIIDigit && $0 != "0" }), s.digits(5),
            s.take("18") || s.take("19") || s.take("20"), s.digits(2)
        else { return false }
        let month =
            s.take("0")
            ? s.one { $0.isASCIIDigit && $0 != "0" } : s.take("1") && s.one(among("012"))
        guard month else { return false }
        let day =
            if s.take("0") {
                s.one { $0.isASCIIDigit && $0 != "0" }
            } else if s.take("3") {
                s.one(among("01"))
            } else {
                s.one(among("12")) && s.digits(1)
            }
        return day && s.digits(3) && s.one(isDigitOrX)
    }

    // MARK: Rights

    private static func right(_ s: inout FormScanner, _ kind: IdentifierKind) -> Bool {
        switch kind {
        case .patentApplication: return patent(&s)
        case .patentPublication:
            guard s.take("CN"), s.digits(7...9), s.one(among("ABCUSY")) else { return false }
            return s.isAtEnd || s.digits(1)
        case .trademark:
            _ = s.take("G")
            return s.digits(1...8) && (s.isAtEnd || s.one(\.isCapital))
        case .copyrightWork:
            return (s.take("国") || s.one(isProvince)) && s.take("作登字-") && s.digits(4)
                && s.take("-") && s.one(among("ABCDEFGHIJKL")) && s.take("-") && s.digits(8)
        case .software: return s.digits(4) && s.take("SR") && s.digits(6...7)
        case .softwareCertificate: return s.take("软著登字第") && s.digits(7...8) && s.take("号")
        case .plantVarietyAgriculture:
            guard s.take("CNA"), s.digits(8) else { return false }
            return s.take(".") ? s.digits(1) : s.digits(3)
        case .plantVarietyForestry: return s.take("20") && s.digits(6)
        case .varietyApproval:
            return (s.take("国") || s.one(isProvince)) && s.take("审")
                && s.many(1...4, \.isHan) && s.digits(4...8)
        case .layoutDesign: return s.take("BS.") && s.digits(9)
        case .agriculturalIndication: return s.take("AGI") && s.digits(5)
        default:
            return s.one(\.isCapital) && s.digits(4) && s.take("-") && s.digits(1...6)
        }
    }

    /// Two-digit years and 5 digits of serial, or four-digit years and 7; the kind digit stands between them.
    private static func patent(_ s: inout FormScanner) -> Bool {
        let kinds = among("12389")
        let isOld = s.remainingCount == 10
        guard isOld ? s.digits(2) : (s.take("19") || s.take("20")) && s.digits(2) else {
            return false
        }
        return s.one(kinds) && s.digits(isOld ? 5 : 7) && s.take(".") && s.one(isDigitOrX)
    }

    // MARK: The net

    private static func online(_ s: inout FormScanner, _ kind: IdentifierKind) -> Bool {
        switch kind {
        case .icpRecord:
            guard s.one(isProvince), s.take("ICP备"), s.digits(8...10), s.take("号") else {
                return false
            }
            return s.isAtEnd || s.take("-") && s.digits(1...4)
        case .icpLicence:
            return s.one(isProvince) && s.take("ICP证") && s.digits(6) && s.take("号")
        case .policeRecord:
            return s.one(isProvince) && s.take("公网安备") && s.digits(14) && s.take("号")
        case .domain: return domain(&s)
        default:
            return (s.take("http://") || s.take("https://"))
                && s.run(.max, { !$0.properties.isWhitespace }) > 0
        }
    }

    /// At least two labels of 1–63 small letters, digits and inner hyphens, at most 253 bytes; the last one begins with a
    /// letter and has two characters or more (RFC 1035 §2.3.4, RFC 5891).
    private static func domain(_ s: inout FormScanner) -> Bool {
        guard s.remainingCount <= 253 else { return false }
        var labelCount = 0
        while true {
            let first = s.peek
            var last = first
            let length = s.run(64) { scalar in
                guard scalar.isSmall || scalar.isASCIIDigit || scalar == "-" else { return false }
                last = scalar
                return true
            }
            guard length > 0, length < 64, first != "-", last != "-" else { return false }
            labelCount += 1
            if s.isAtEnd { return labelCount > 1 && length > 1 && first?.isSmall == true }
            guard s.take(".") else { return false }
        }
    }

    // MARK: Goods

    private static func goods(_ s: inout FormScanner, _ kind: IdentifierKind) -> Bool {
        switch kind {
        case .tradeItem:
            let count = s.run(.max, \.isASCIIDigit)
            return count == 8 || (12...14).contains(count)
        case .postalItem:
            return s.many(2...2, \.isCapital) && s.digits(9) && s.many(2...2, \.isCapital)
        case .drugApproval:
            guard s.take("国药准字") else { return false }
            if s.one(among("HZS")) {
                _ = s.one(among("JC"))
            } else if !s.one(among("BJ")) {
                return false
            }
            return s.digits(8)
        case .foodLicence: return s.take("SC") && s.digits(14)
        case .courierItem:
            if s.take("SF") || s.take("YT") { return s.digits(13) }
            if s.take("JD") { return s.many(11...(.max), isCapitalOrDigit) }
            return s.digits(12...15)
        default:
            return s.digits(8) && (s.isAtEnd || s.digits(2))
        }
    }

    // MARK: What leads to a person

    private static func personal(_ s: inout FormScanner, _ kind: IdentifierKind) -> Bool {
        switch kind {
        case .mobilePhone:
            return s.take("1") && s.one(among("3456789")) && s.digits(9)
        case .landline:
            guard s.peek == "0" else { return false }
            let count = s.run(.max, \.isASCIIDigit)
            if !(10...12).contains(count) {
                guard (3...4).contains(count), s.take("-"), s.digits(7...8) else { return false }
            }
            return s.isAtEnd || s.take("-") && s.digits(1...6)
        default: return s.one(isProvince) && s.one(isPlateLetter) && plate(&s)
        }
    }

    /// Five places, of which the last may be a word; or six, for the letters of new energy (GA 36).
    private static func plate(_ s: inout FormScanner) -> Bool {
        let energy = among("ABCDEFGHJK")
        guard s.remainingCount == 6 else {
            return s.many(4...4, isPlateMark)
                && s.one { isPlateMark($0) || among("挂学警港澳")($0) }
        }
        if s.one(energy) { return s.one(isPlateMark) && s.digits(4) }
        return s.digits(5) && s.one(energy)
    }

    // MARK: Papers

    private static func document(_ s: inout FormScanner, _ kind: IdentifierKind) -> Bool {
        if kind == .courtCase {
            guard s.take("（"), s.digits(4), s.take("）"), s.one(\.isHan), s.digits(0...4) else {
                return false
            }
            return s.run(.max, \.isHan) > 0 && s.run(.max, \.isASCIIDigit) > 0 && s.take("号")
        }
        guard s.many(2...30, { $0.isHan || $0 == "（" || $0 == "）" }),
            s.take("〔"), s.digits(4), s.take("〕")
        else { return false }
        _ = s.one(\.isCapital)
        guard s.digits(1...6) else { return false }
        if s.take("-"), s.run(.max, \.isASCIIDigit) == 0 { return false }
        return s.take("号")
    }

    // MARK: Characters

    private static func isCredit(_ scalar: Unicode.Scalar) -> Bool {
        isCapitalOrDigit(scalar) && !among("IOSVZ")(scalar)
    }

    private static func isCapitalOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isCapital || scalar.isASCIIDigit
    }

    private static func isDigitOrX(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIIDigit || scalar == "X"
    }

    private static func isPlateLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isCapital && scalar != "I" && scalar != "O"
    }

    private static func isPlateMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCIIDigit || isPlateLetter(scalar)
    }

    private static func isProvince(_ scalar: Unicode.Scalar) -> Bool {
        ProvinceNames.codes[scalar] != nil
    }

    private static func among(_ letters: String) -> (Unicode.Scalar) -> Bool {
        { letters.unicodeScalars.contains($0) }
    }
}
