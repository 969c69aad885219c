internal import Glibc

/// A day `YYYY-MM-DD` of the Gregorian calendar, without a time zone.
package struct LocalDate: Hashable, Comparable, Sendable {
    /// The year, 0…9999.
    package let year: Int
    /// The month, 1…12.
    package let month: Int
    /// The day of the month, from 1.
    package let day: Int

    /// Reads a day from bytes; nil for any other form and for days that do not exist.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 10 else { return nil }
        var reader = DigitReader(bytes.makeIterator())
        guard let year = reader.number(4), reader.skip("-"),
            let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2),
            CivilTime.instant(tm(year: year, month: month, day: day)) != nil
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads a day from text; nil for any other form.
    package init?(_ text: some StringProtocol) {
        self.init(text.utf8)
    }

    /// The day that a time's own clock and offset show.
    package init(of time: Timestamp) {
        let local = time.localDay
        year = local.year
        month = local.month
        day = local.day
    }

    /// The written form.
    package var text: String {
        let parts = [(year, 4), (month, 2), (day, 2)].map { value, width in
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        return parts.joined(separator: "-")
    }

    /// Order of time.
    package static func < (a: LocalDate, b: LocalDate) -> Bool {
        (a.year, a.month, a.day) < (b.year, b.month, b.day)
    }
}

extension LocalDate: CustomStringConvertible {
    /// The written form.
    package var description: String { text }
}
