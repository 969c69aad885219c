/// A region of GB/T 2260, `[0-9]{6}(-[a-z0-9]{1,16})?`, such as `360000` or the zone `360000-kfq`.
///
/// A code lies within another if, after the trailing `00` pairs are dropped from both, the other's is a prefix of it;
/// a suffixed code contains only itself and `000000` contains all (FORMATS.md §0).
package struct RegionCode: Hashable, Comparable, Sendable {
    /// The code as it is written.
    package let text: String
    /// The six digits as a number.
    private let digits: UInt32
    /// Digits that stay when the trailing `00` pairs are dropped: 0, 2, 4 or 6.
    private let significantCount: UInt8

    /// Reads a code from bytes; nil where they are none.
    package init?(_ bytes: some Collection<UInt8>) {
        guard let code = withContiguousBytes(of: bytes, Self.init(contiguous:)) else { return nil }
        self = code
    }

    init?(contiguous bytes: UnsafeBufferPointer<UInt8>) {
        var value: UInt32 = 0
        var count = 0
        for byte in bytes {
            if count < 6 {
                guard byte.isDigit else { return nil }
                value = value * 10 + UInt32(byte - UInt8(ascii: "0"))
            } else if count == 6 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard byte.isLowerCaseOrDigit else { return nil }
            }
            count += 1
            if count > 7 + Limits.regionSuffixByteCountMax { return nil }
        }
        guard count == 6 || count > 7 else { return nil }
        digits = value
        significantCount =
            value == 0 ? 0 : value % 10_000 == 0 ? 2 : value % 100 == 0 ? 4 : 6
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// Reads a code from text; nil where it is none.
    package init?(_ text: some StringProtocol) {
        self.init(text.utf8)
    }

    private init() {
        text = "000000"
        digits = 0
        significantCount = 0
    }

    /// The code that contains all others.
    package static let everywhere = RegionCode()

    /// Whether the code has a suffix, and so contains nothing but itself.
    package var hasSuffix: Bool { text.utf8.count > 6 }

    /// How narrow the region is: the length of what remains without trailing `00` pairs.
    package var specificity: Int { hasSuffix ? text.utf8.count : Int(significantCount) }

    /// Whether `other` lies within this region; every region contains itself.
    package func contains(_ other: RegionCode) -> Bool {
        if hasSuffix { return self == other }
        let divisor: UInt32 =
            switch significantCount {
            case 0: 1_000_000
            case 2: 10_000
            case 4: 100
            default: 1
            }
        return digits / divisor == other.digits / divisor
    }

    /// Order by bytes.
    package static func < (a: RegionCode, b: RegionCode) -> Bool { a.text < b.text }
}

extension RegionCode: CustomStringConvertible {
    /// The code as it is written.
    package var description: String { text }
}
