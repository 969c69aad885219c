internal import TransparencyLog

/// Where a node listens: `https://<host>[:<port>]`, no path, no final slash (FORMATS.md §1).
package struct NodeURL: Hashable, Sendable {
    /// The port where none is written.
    package static let defaultPort: UInt16 = 443

    /// A lower-case host name, an IPv4 address, or an IPv6 address without its brackets.
    package let host: String
    /// The port.
    package let port: UInt16
    /// The URL as it is written.
    package let text: String

    /// Reads a URL in lower case; nil for anything that is not of this form.
    package init?(_ bytes: some Collection<UInt8>) {
        let scheme = "https://".utf8
        guard bytes.starts(with: scheme) else { return nil }
        var rest = Array(bytes.dropFirst(scheme.count))[...]
        if rest.first == UInt8(ascii: "[") {
            guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let address = rest[(rest.startIndex + 1)..<end]
            guard Self.isIPv6(address) else { return nil }
            host = String(decoding: address, as: UTF8.self)
            rest = rest[(end + 1)...]
        } else {
            let name = rest.prefix { $0 != UInt8(ascii: ":") }
            guard Self.isHostName(name) else { return nil }
            host = String(decoding: name, as: UTF8.self)
            rest = rest[name.endIndex...]
        }
        if rest.isEmpty {
            port = Self.defaultPort
        } else {
            guard rest.first == UInt8(ascii: ":"),
                let number = Decimal.decode(rest.dropFirst()).flatMap(UInt16.init(exactly:)),
                number > 0
            else { return nil }
            port = number
        }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// Reads a URL; nil for anything that is not of this form.
    package init?(_ text: some StringProtocol) { self.init(text.utf8) }

    private static func isHostName(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard !bytes.isEmpty, bytes.count <= Limits.hostByteCountMax else { return false }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            (1...63).contains(label.count)
                && label.allSatisfy { isLetterOrDigit($0) || $0 == hyphen }
        }
    }

    private static func isIPv6(_ bytes: ArraySlice<UInt8>) -> Bool {
        // The resolver has the last word on the address; here only nothing else may hide in the brackets.
        (2...45).contains(bytes.count) && bytes.contains(UInt8(ascii: ":"))
            && bytes.allSatisfy {
                $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
                    || (isLetterOrDigit($0) && ($0 <= UInt8(ascii: "f")))
            }
    }

    private static let hyphen = UInt8(ascii: "-")

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension NodeURL: CustomStringConvertible {
    /// The URL as it is written.
    package var description: String { text }
}
