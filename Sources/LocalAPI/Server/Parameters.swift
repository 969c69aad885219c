import Hummingbird

/// Reads path and query parameters strictly: bytes, forms and limits, each fault named.
struct RequestParameters {
    let request: Request
    let context: LocalContext

    /// A parameter of the path: 1 to 512 bytes of letters, digits, `.` and `-`.
    func path(_ name: String) throws(LocalAPIError) -> String {
        guard let value = context.parameters.get(name), Self.isName(value) else {
            throw LocalAPIError(
                .parameterInvalid,
                ["name": name, "form": "[A-Za-z0-9.-]{1,512}"]
            )
        }
        return value
    }

    /// A digest or its beginning: 8 to 64 lower-case hex digits.
    func digestPrefix(path name: String) throws(LocalAPIError) -> String {
        try Self.digest(path(name), name, minimum: Limits.digestPrefixDigitCountMin)
    }

    /// A whole digest: 64 lower-case hex digits.
    func digest(path name: String) throws(LocalAPIError) -> String {
        try Self.digest(path(name), name, minimum: 64)
    }

    /// A digest or its beginning, as a query parameter that must be there.
    func digestPrefix(query name: String) throws(LocalAPIError) -> String {
        try Self.digest(required(name), name, minimum: Limits.digestPrefixDigitCountMin)
    }

    /// A digest or its beginning, as a query parameter; nil where it is absent.
    func optionalDigestPrefix(_ name: String) throws(LocalAPIError) -> String? {
        try optional(name) == nil ? nil : try digestPrefix(query: name)
    }

    /// A query parameter that must be there.
    func required(_ name: String) throws(LocalAPIError) -> String {
        guard let value = try optional(name) else {
            throw LocalAPIError(.parameterInvalid, ["name": name, "form": "1…512 bytes"])
        }
        return value
    }

    /// A query parameter of at most 512 bytes; nil where it is absent.
    func optional(_ name: String) throws(LocalAPIError) -> String? {
        guard let value = request.uri.queryParameters[Substring(name)] else { return nil }
        guard (1...Limits.parameterByteCountMax).contains(value.utf8.count) else {
            throw LocalAPIError(.parameterInvalid, ["name": name, "form": "1…512 bytes"])
        }
        return String(value)
    }

    /// A query parameter that is a decimal number within a range; the default where it is absent.
    func number(
        _ name: String,
        in range: ClosedRange<UInt64>,
        default fallback: UInt64
    ) throws(LocalAPIError) -> UInt64 {
        guard let text = try optional(name) else { return fallback }
        let digits = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard digits, let value = UInt64(text), range.contains(value) else {
            throw LocalAPIError(
                .parameterInvalid,
                ["name": name, "form": "\(range.lowerBound)…\(range.upperBound)"]
            )
        }
        return value
    }

    /// A query parameter that is `true` or `false`; false where it is absent.
    func flag(_ name: String) throws(LocalAPIError) -> Bool {
        switch try optional(name) {
        case nil, "false": return false
        case "true": return true
        default: throw LocalAPIError(.parameterInvalid, ["name": name, "form": "true|false"])
        }
    }

    private static func digest(
        _ value: String,
        _ name: String,
        minimum: Int
    ) throws(LocalAPIError) -> String {
        let isHex = value.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard isHex, (minimum...64).contains(value.utf8.count) else {
            throw LocalAPIError(
                .parameterInvalid,
                ["name": name, "form": "[0-9a-f]{\(minimum),64}"]
            )
        }
        return value
    }

    private static func isName(_ value: String) -> Bool {
        guard (1...Limits.parameterByteCountMax).contains(value.utf8.count) else { return false }
        return value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
