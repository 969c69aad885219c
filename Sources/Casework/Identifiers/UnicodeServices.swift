// Foundation for four things that the standard library has no public interface for, and that are not written anew:
// NFKC, traditional characters as simplified ones, the parts of a link (RFC 3986), and the ASCII form of a host (UTS 46 as ICU does it).
internal import Foundation

/// What identifiers need of Unicode and of the grammar of links.
enum UnicodeServices {
    /// The text in Normalization Form KC.
    ///
    /// Traditional and simplified characters stay what they are: NFKC does not touch them.
    static func compatible(_ text: String) -> String {
        text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCompatibilityMapping
    }

    /// The text with simplified characters for traditional ones (the transform Hant-Hans of ICU), character by character.
    ///
    /// Several become one (後 and 后), so that it serves to compare and never to write.
    static func simplified(_ text: String) -> String {
        guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
        return text.applyingTransform(StringTransform("Hant-Hans"), reverse: false) ?? text
    }

    /// Reads a link, or a host with what may follow it; nil where the grammar refuses it or no host stands in it.
    static func link(_ text: String) -> WebLink? {
        let isWhole = hasScheme(ScalarText(text)) || text.utf8.starts(with: "//".utf8)
        guard let parts = URLComponents(string: isWhole ? text : "//" + text),
            let host = parts.encodedHost, !host.isEmpty
        else { return nil }
        return WebLink(
            scheme: parts.scheme.map(lowerCased),
            hasUserPart: parts.percentEncodedUser != nil || parts.percentEncodedPassword != nil,
            // A host that UTS 46 refuses comes back with percent signs, which no host name may have.
            host: lowerCased(host),
            port: parts.port,
            path: parts.percentEncodedPath,
            query: parts.percentEncodedQuery ?? "",
            fragment: parts.percentEncodedFragment
        )
    }

    /// Whether a scheme and `://` stand at the start; further on they belong to a query.
    private static func hasScheme(_ text: ScalarText) -> Bool {
        text.drop { $0.isASCII && ($0.properties.isAlphabetic || $0.isASCIIDigit) }
            .starts(with: "://".unicodeScalars)
    }

    /// A–Z as a–z, and nothing else.
    static func lowerCased(_ text: String) -> String {
        String(
            decoding: text.utf8.map { $0 >= 0x41 && $0 <= 0x5a ? $0 | 0x20 : $0 },
            as: UTF8.self
        )
    }
}

/// The parts of a link.
struct WebLink: Hashable, Sendable {
    /// The scheme in small letters; nil where none was written.
    let scheme: String?
    /// Whether something stands before an `@`, which makes `https://taobao.com@evil.example/` look like another host.
    let hasUserPart: Bool
    /// The host in ASCII (IDNA) and small letters.
    let host: String
    /// The port.
    let port: Int?
    /// The path as it is written.
    let path: String
    /// The query as it is written.
    let query: String
    /// The fragment as it is written.
    let fragment: String?

    /// The values of one parameter, in the order of the query.
    func values(of name: String) -> [Substring] {
        query.split(separator: "&").compactMap { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, sides[0].utf8.elementsEqual(name.utf8) else { return nil }
            return sides[1]
        }
    }
}
