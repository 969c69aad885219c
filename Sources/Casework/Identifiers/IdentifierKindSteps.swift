/// What the kind's own step of normalisation makes of a text.
struct IdentifierReading {
    /// The text in the kind's canonical form, or as it came where it fits none.
    var text: ScalarText
    /// Parts that were found or taken off.
    var parts: [IdentifierPart: String] = [:]
    /// What is worth saying.
    var findings: [IdentifierFinding] = []

    /// A reading without parts or findings.
    init(_ text: ScalarText) {
        self.text = text
    }
}

/// The sixth step of normalisation, which each kind has for itself; done twice it changes nothing more.
enum IdentifierKindSteps {
    /// Applies the step of a kind to a text that the common steps have gone over.
    static func apply(_ kind: IdentifierKind, to text: ScalarText) -> IdentifierReading {
        switch kind {
        case .organisationCode: IdentifierReading(organisation(text))
        case .formerRegistrationNumber, .tradeItem: IdentifierReading(text.filter { $0 != "-" })
        case .commodityCode: IdentifierReading(text.filter { $0 != "-" && $0 != "." })
        case .patentApplication: patent(text)
        case .trademark: IdentifierReading(trademark(text))
        case .layoutDesign: IdentifierReading(layoutDesign(text))
        case .mobilePhone: IdentifierReading(mobile(text))
        case .landline: IdentifierReading(landline(text))
        case .plate: IdentifierReading(text.filter { !middleDots.contains($0) })
        case .icpRecord: icpRecord(text)
        case .domain: domain(text)
        case .shopLink: shopLink(text)
        case .courtCase: IdentifierReading(text.map { brackets($0, "（", "）") })
        case .officialDocument: IdentifierReading(DocumentNumberStep.apply(text))
        case .socialCreditCode: credit(text)
        default: IdentifierReading(text)
        }
    }

    // MARK: Numbers

    private static func organisation(_ text: ScalarText) -> ScalarText {
        let plain = text.filter { $0 != "-" }
        return plain.count == 9 ? plain[..<8] + ["-"] + plain[8...] : text
    }

    private static func credit(_ text: ScalarText) -> IdentifierReading {
        var reading = IdentifierReading(text)
        if IdentifierForms.fits(text, .socialCreditCode) {
            let code = ScalarText(text[8..<16] + ["-"] + text[16..<17])
            if IdentifierForms.fits(code, .organisationCode) {
                reading.parts[.organisationCode] = code.string
            }
        }
        return reading
    }

    private static func patent(_ text: ScalarText) -> IdentifierReading {
        let stages = [
            "专利申请号": "application", "申请号": "application", "专利号": "patent",
            "ZL": "patent", "CN": "application", ":": "",
        ]
        // The longest first; the prefix next to the number says more than a label before it.
        let (rest, dropped) = text.dropping(prefixes: ["专利申请号", "申请号", "专利号", "ZL", "CN", ":"])
        let hasPoint = rest.contains(where: { $0 == "." })
        var reading = IdentifierReading(
            !hasPoint && (rest.count == 9 || rest.count == 13)
                ? rest.dropLast() + ["."] + rest.suffix(1) : rest
        )
        let stage = dropped.compactMap { stages[$0] }.last { !$0.isEmpty }
        if let stage { reading.parts[.patentStage] = stage }
        return reading
    }

    private static func trademark(_ text: ScalarText) -> ScalarText {
        var rest = text.drop { $0 == "第" }
        while rest.last == "号" { rest.removeLast() }
        return ScalarText(rest)
    }

    private static func layoutDesign(_ text: ScalarText) -> ScalarText {
        guard text.hasPrefix("BS"), text.count > 2, text[2].isASCIIDigit else { return text }
        return ScalarText("BS.") + text[2...]
    }

    // MARK: What leads to a person

    private static let middleDots: Set<Unicode.Scalar> = [
        "\u{b7}", "\u{2022}", "\u{2027}", "\u{2219}", "\u{22c5}", "\u{30fb}",
    ]

    private static func mobile(_ text: ScalarText) -> ScalarText {
        let plain = text.filter { !["-", "(", ")"].contains($0) }
        let rest = plain.dropping(prefixes: ["+86"]).rest
        return rest.count == 13 && rest.hasPrefix("861") ? ScalarText(rest.dropFirst(2)) : rest
    }

    private static func landline(_ text: ScalarText) -> ScalarText {
        guard text.first == "(", let end = text.firstIndex(of: ")") else { return text }
        let area = text[1..<end]
        guard !area.isEmpty, area.allSatisfy(\.isASCIIDigit) else { return text }
        let rest = text[(end + 1)...].drop { $0 == "-" }
        return area + ["-"] + rest
    }

    // MARK: The net

    /// The record names the subject; what follows the last hyphen names one of its sites.
    private static func icpRecord(_ text: ScalarText) -> IdentifierReading {
        var reading = IdentifierReading(text)
        if IdentifierForms.fits(text, .icpRecord) {
            let halves = text.split(separator: "-").map { ScalarText($0).string }
            reading.parts[.subject] = halves[0]
            if halves.count > 1 { reading.parts[.site] = halves[1] }
        }
        return reading
    }

    private static func domain(_ text: ScalarText) -> IdentifierReading {
        let small = text.map { $0 == "。" ? "." : $0.lowerCased }
        var reading = IdentifierReading(small)
        guard let link = UnicodeServices.link(small.string), !link.host.contains("%"),
            link.scheme != nil || !link.hasUserPart
        else { return reading }
        var host = ScalarText(link.host)
        if host.last == "." { host.removeLast() }
        while host.hasPrefix("www."), host.count(where: { $0 == "." }) > 1 { host.removeFirst(4) }
        reading.text = host
        if link.hasUserPart { reading.findings.append(IdentifierFinding(.linkUserPart)) }
        return reading
    }

    private static func shopLink(_ text: ScalarText) -> IdentifierReading {
        var reading = IdentifierReading(text)
        if let canonical = ShopLink(canonical: text) {
            reading.parts = parts(of: canonical)
            return reading
        }
        guard let link = UnicodeServices.link(text.string), !link.host.contains("%") else {
            return reading
        }
        if let shop = ShopLink(link) {
            reading.text = ScalarText(shop.text)
            reading.parts = parts(of: shop)
        } else if let scheme = link.scheme, scheme == "http" || scheme == "https" {
            // What identifies a page of another site is not known: everything behind the host stays.
            let port = link.port.map { ":\($0)" } ?? ""
            let query = link.query.isEmpty ? "" : "?" + link.query
            let fragment = link.fragment.map { "#" + $0 } ?? ""
            reading.text = ScalarText(
                "\(scheme)://\(link.host)\(port)\(link.path)\(query)\(fragment)"
            )
        }
        if link.hasUserPart { reading.findings.append(IdentifierFinding(.linkUserPart)) }
        if ShopLink.isAmbiguous(link) {
            reading.findings.append(IdentifierFinding(.linkAmbiguous))
        }
        return reading
    }

    private static func parts(of link: ShopLink) -> [IdentifierPart: String] {
        [.platform: link.platform, .linkTarget: link.target, .linkNumber: link.number]
    }

    // MARK: Brackets

    /// A bracket of any kind as the one that is asked for; every other scalar as it is.
    static func brackets(
        _ scalar: Unicode.Scalar,
        _ open: Unicode.Scalar,
        _ close: Unicode.Scalar
    ) -> Unicode.Scalar {
        switch scalar {
        case "(", "[", "{", "（", "〔", "【", "〖": open
        case ")", "]", "}", "）", "〕", "】", "〗": close
        default: scalar
        }
    }
}
