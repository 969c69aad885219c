/// An `https` URL: host, port and path; nothing else of RFC 3986.
package struct HTTPSAddress: Hashable, Sendable {
    /// The host, an IPv6 address without its brackets.
    package let host: String
    /// The port, 443 where the URL names none.
    package let port: Int
    /// The path with its query, beginning with a slash; empty where the URL has none.
    package let path: String

    private static let scheme = "https://"
    private static let standardPort = 443

    /// Reads `https://host[:port][/path]`; throws `address_malformed` for another scheme, user names or fragments.
    package init(_ text: String) throws {
        guard let address = Self.parse(Array(text.utf8)) else {
            let shown = String(decoding: text.utf8.prefix(256), as: UTF8.self)
            throw TLSTransportError(.addressMalformed, ["address": shown])
        }
        self = address
    }

    private init(host: String, port: Int, path: String) {
        self.host = host
        self.port = port
        self.path = path
    }

    /// Host and port as the Host header names them.
    package var authority: String {
        let name = isIPv6 ? "[\(host)]" : host
        return port == Self.standardPort ? name : "\(name):\(port)"
    }

    /// The name for SNI, nil for an IP address, which SNI cannot carry.
    package var serverName: String? {
        isIPv6 || host.utf8.allSatisfy { Self.isDigit($0) || $0 == UInt8(ascii: ".") } ? nil : host
    }

    private var isIPv6: Bool { host.utf8.contains(UInt8(ascii: ":")) }

    private static func parse(_ bytes: [UInt8]) -> HTTPSAddress? {
        guard bytes.count <= Limits.addressByteCountMax, bytes.starts(with: scheme.utf8),
            bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "#") })
        else { return nil }
        let rest = bytes[scheme.utf8.count...]
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        guard let (host, portText) = split(authority), !host.isEmpty,
            let port = portText.isEmpty ? standardPort : portNumber(portText)
        else { return nil }
        let tail = rest[authority.endIndex...]
        let path = tail.first == UInt8(ascii: "?") ? [UInt8(ascii: "/")] + tail : Array(tail)
        return HTTPSAddress(
            host: String(decoding: host, as: UTF8.self),
            port: port,
            path: String(decoding: path, as: UTF8.self)
        )
    }

    /// Host and port of an authority; a port is never empty after its colon.
    private static func split(
        _ authority: ArraySlice<UInt8>
    ) -> (
        host: ArraySlice<UInt8>, port: ArraySlice<UInt8>
    )? {
        if authority.first == UInt8(ascii: "[") {
            guard let end = authority.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let host = authority[(authority.startIndex + 1)..<end]
            guard host.contains(UInt8(ascii: ":")), host.allSatisfy(isIPv6Byte) else { return nil }
            return port(after: authority[(end + 1)...]).map { (host, $0) }
        }
        let host = authority.prefix { $0 != UInt8(ascii: ":") }
        guard host.allSatisfy(isHostByte) else { return nil }
        return port(after: authority[host.endIndex...]).map { (host, $0) }
    }

    private static func port(after text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let colon = text.first else { return text }
        guard colon == UInt8(ascii: ":"), text.count > 1 else { return nil }
        return text.dropFirst()
    }

    private static func portNumber(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.count <= 5, digits.allSatisfy(isDigit) else { return nil }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        return (1...65_535).contains(number) ? number : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    }

    private static func isIPv6Byte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "f")
            || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
    }
}
