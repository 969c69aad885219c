/// What a link to an item or a shop of a known platform leads to: `taobao:item:100000000001`.
///
/// The shapes of the platforms' links are from memory. Parameters that do not identify are dropped.
struct ShopLink: Hashable, Sendable {
    /// Where the number stands in a link.
    private enum Place {
        case host(prefix: String, suffix: String)
        case path(host: String, prefix: String, suffix: String)
        case query(host: String, path: String, name: String)
    }

    private struct Pattern {
        let platform: String
        let target: String
        let place: Place
    }

    private static let patterns = [
        Pattern(
            platform: "taobao",
            target: "item",
            place: .query(host: "item.taobao.com", path: "/item.htm", name: "id")
        ),
        Pattern(
            platform: "taobao",
            target: "shop",
            place: .host(prefix: "shop", suffix: ".taobao.com")
        ),
        Pattern(
            platform: "tmall",
            target: "item",
            place: .query(host: "detail.tmall.com", path: "/item.htm", name: "id")
        ),
        Pattern(
            platform: "jd",
            target: "item",
            place: .path(host: "item.jd.com", prefix: "/", suffix: ".html")
        ),
        Pattern(
            platform: "jd",
            target: "shop",
            place: .path(host: "mall.jd.com", prefix: "/index-", suffix: ".html")
        ),
        Pattern(
            platform: "1688",
            target: "item",
            place: .path(host: "detail.1688.com", prefix: "/offer/", suffix: ".html")
        ),
        Pattern(
            platform: "pinduoduo",
            target: "item",
            place: .query(host: "mobile.yangkeduo.com", path: "/goods.html", name: "goods_id")
        ),
        Pattern(
            platform: "pinduoduo",
            target: "shop",
            place: .query(host: "mobile.yangkeduo.com", path: "/mall_page.html", name: "mall_id")
        ),
    ]

    /// The platform.
    let platform: String
    /// `item` or `shop`.
    let target: String
    /// The platform's number.
    let number: String

    /// The canonical form.
    var text: String { "\(platform):\(target):\(number)" }

    /// Reads the canonical form; nil for any other text.
    init?(canonical text: ScalarText) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            .map { ScalarText($0).string }
        guard parts.count == 3, Self.isNumber(parts[2][...]),
            Self.patterns.contains(where: { $0.platform == parts[0] && $0.target == parts[1] })
        else { return nil }
        (platform, target, number) = (parts[0], parts[1], parts[2])
    }

    /// Reads a link of a known platform; nil for any other link, and for one whose number is given twice.
    init?(_ link: WebLink) {
        guard ["http", "https", nil].contains(link.scheme), [80, 443, nil].contains(link.port)
        else { return nil }
        for pattern in Self.patterns {
            if let number = Self.number(in: link, at: pattern.place) {
                (platform, target, self.number) = (pattern.platform, pattern.target, number)
                return
            }
        }
        return nil
    }

    /// Whether a parameter that would name the item stands in the link more than once, with different values.
    static func isAmbiguous(_ link: WebLink) -> Bool {
        patterns.contains { pattern in
            guard case .query(link.host, link.path, let name) = pattern.place else { return false }
            return Set(link.values(of: name)).count > 1
        }
    }

    private static func number(in link: WebLink, at place: Place) -> String? {
        let found: Substring?
        switch place {
        case .host(let prefix, let suffix): found = middle(of: link.host, prefix, suffix)
        case .path(link.host, let prefix, let suffix): found = middle(of: link.path, prefix, suffix)
        case .query(link.host, link.path, let name):
            let values = Set(link.values(of: name))
            found = values.count == 1 ? values.first : nil
        default: found = nil
        }
        guard let found, isNumber(found) else { return nil }
        return String(found)
    }

    private static func middle(of text: String, _ prefix: String, _ suffix: String) -> Substring? {
        guard text.utf8.count > prefix.utf8.count + suffix.utf8.count, text.hasPrefix(prefix),
            text.hasSuffix(suffix)
        else { return nil }
        return text.dropFirst(prefix.utf8.count).dropLast(suffix.utf8.count)
    }

    private static func isNumber(_ text: Substring) -> Bool {
        (1...Limits.linkNumberByteCountMax).contains(text.utf8.count)
            && text.utf8.allSatisfy(\.isDigit)
    }
}
