/// The part of a tile's or bundle's path that says which one: `x001/x234/067` or `x001/x234/067.p/8`.
enum TilePath {
    /// Groups of three digits, all but the last after an `x`; then the width, unless full.
    static func encode(index: UInt64, width: Int) -> [UInt8] {
        var groups: [String] = []
        var rest = index
        repeat {
            let digits = String(rest % 1000)
            let group = String(repeating: "0", count: 3 - digits.count) + digits
            groups.append(groups.isEmpty ? group : "x" + group)
            rest /= 1000
        } while rest > 0
        let path = groups.reversed().joined(separator: "/")
        return Array((width < TileCoordinate.fullWidth ? path + ".p/\(width)" : path).utf8)
    }

    /// Takes `tile/<folder>/<rest>` apart.
    ///
    /// Tolerates forms that are not canonical: the caller encodes the result again and compares.
    static func decode(
        _ path: ArraySlice<UInt8>
    ) -> (folder: ArraySlice<UInt8>, index: UInt64, width: Int)? {
        guard path.count <= Limits.tilePathByteCountMax else { return nil }
        var parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)[...]
        guard parts.popFirst()?.elementsEqual("tile".utf8) == true, let folder = parts.popFirst()
        else { return nil }
        var width: UInt64 = UInt64(TileCoordinate.fullWidth)
        if let last = parts.last, parts.count >= 2,
            parts[parts.endIndex - 2].suffix(2).elementsEqual(".p".utf8)
        {
            guard let partial = Decimal.decode(last), partial < width else { return nil }
            width = partial
            parts = parts.dropLast()
            if let stem = parts.popLast()?.dropLast(2) { parts.append(stem) }
        }
        guard !parts.isEmpty, parts.count <= 7 else { return nil }
        var index: UInt64 = 0
        for part in parts {
            let digits = part.suffix(3)
            guard let number = value(ofDigits: digits), number < 1000 else { return nil }
            let (product, overflowed) = index.multipliedReportingOverflow(by: 1000)
            let (sum, carried) = product.addingReportingOverflow(number)
            guard !overflowed, !carried else { return nil }
            index = sum
        }
        return (folder, index, Int(width))
    }

    private static func value(ofDigits digits: ArraySlice<UInt8>) -> UInt64? {
        guard digits.count == 3 else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + UInt64(digit - UInt8(ascii: "0"))
        }
        return value
    }
}
