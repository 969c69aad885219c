/// Decimal numbers as C2SP writes them: digits only, no sign, no leading zero.
package enum Decimal {
    /// Reads a whole slice as one number; nil for anything that `encode` would not have written, overflow included.
    package static func decode(_ digits: some Collection<UInt8>) -> UInt64? {
        guard let first = digits.first, digits.count <= 20 else { return nil }
        guard first != UInt8(ascii: "0") || digits.count == 1 else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            guard !overflowed, !carried else { return nil }
            value = sum
        }
        return value
    }

    /// The ASCII digits of a number.
    package static func encode(_ value: UInt64) -> [UInt8] { Array(String(value).utf8) }
}
