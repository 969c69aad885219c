/// A time `YYYY-MM-DDThh:mm:ss±hh:mm` as it stands in an entry: no fraction, no `Z`, no second 60 (FORMATS.md §0).
///
/// Times are compared by `instant`. Equality is equality of the written form, which instant and offset determine.
package struct Timestamp: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let instant: Int64
    /// Minutes that local time is ahead of UTC, −840…840.
    package let offsetMinutes: Int

    /// Makes a time; nil where its local year is not 0…9999 or the offset exceeds 14 hours.
    package init?(instant: Int64, offsetMinutes: Int) {
        let offsetMax = Limits.offsetMinuteCountMax
        guard (-offsetMax...offsetMax).contains(offsetMinutes) else { return nil }
        let (local, overflow) = instant.addingReportingOverflow(Int64(offsetMinutes) * 60)
        guard !overflow, (Self.localMin...Self.localMax).contains(local) else { return nil }
        self.instant = instant
        self.offsetMinutes = offsetMinutes
    }

    /// Reads a time from bytes; nil where they have any other form or name a day or an hour that does not exist.
    package init?(_ bytes: some Collection<UInt8>) {
        guard let time = withContiguousBytes(of: bytes, Self.init(contiguous:)) else { return nil }
        self = time
    }

    private init?(contiguous bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count == 25 else { return nil }
        var reader = DigitReader(bytes.makeIterator())
        guard let year = reader.number(4), reader.skip("-"),
            let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), reader.skip("T"),
            let hour = reader.number(2), reader.skip(":"),
            let minute = reader.number(2), reader.skip(":"),
            let second = reader.number(2), let isAhead = reader.sign(),
            let offsetHour = reader.number(2), reader.skip(":"),
            let offsetMinute = reader.number(2),
            (1...12).contains(month), day >= 1, day <= Self.dayCount(of: month, in: year),
            hour < 24, minute < 60, second < 60, offsetMinute < 60
        else { return nil }
        let size = offsetHour * 60 + offsetMinute
        guard size <= Limits.offsetMinuteCountMax, isAhead || size > 0 else { return nil }
        let days = Self.daysSinceEpoch(year: year, month: month, day: day)
        let offset = isAhead ? size : -size
        instant = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset * 60)
        offsetMinutes = offset
    }

    /// Reads a time from text; nil where it has any other form.
    package init?(_ text: some StringProtocol) {
        self.init(text.utf8)
    }

    /// The written form, 25 ASCII characters.
    package var text: String {
        let (days, second) = localDaysAndSeconds
        let (year, month, day) = Self.civil(daysSinceEpoch: days)
        let size = abs(offsetMinutes)
        var text = ""
        text.reserveCapacity(25)
        Self.append(year, 4, to: &text)
        for (mark, value) in [("-", month), ("-", day), ("T", second / 3600)] {
            text += mark
            Self.append(value, 2, to: &text)
        }
        for value in [second / 60 % 60, second % 60] {
            text += ":"
            Self.append(value, 2, to: &text)
        }
        text += offsetMinutes < 0 ? "-" : "+"
        Self.append(size / 60, 2, to: &text)
        text += ":"
        Self.append(size % 60, 2, to: &text)
        return text
    }

    /// The day on the clock that wrote the time.
    var localDay: (year: Int, month: Int, day: Int) {
        Self.civil(daysSinceEpoch: localDaysAndSeconds.days)
    }

    private var localDaysAndSeconds: (days: Int, second: Int) {
        let local = instant + Int64(offsetMinutes) * 60
        let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        return (Int(days), Int(local - days * 86_400))
    }

    private static func append(_ value: Int, _ width: Int, to text: inout String) {
        let digits = String(value)
        text += String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Timestamp: CustomStringConvertible {
    /// The written form.
    package var description: String { text }
}

/// Proleptic Gregorian calendar arithmetic, without the C library's locale and time zone.
extension Timestamp {
    private static let localMin = Int64(daysSinceEpoch(year: 0, month: 1, day: 1)) * 86_400
    private static let localMax = Int64(daysSinceEpoch(year: 10_000, month: 1, day: 1)) * 86_400 - 1

    static func dayCount(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    /// Counts in eras of 400 years that begin on 1 March, so that the leap day comes last in its year.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

/// Reads fixed-width decimal numbers and marks from bytes.
struct DigitReader<Bytes: IteratorProtocol> where Bytes.Element == UInt8 {
    private var bytes: Bytes

    init(_ bytes: Bytes) { self.bytes = bytes }

    mutating func number(_ width: Int) -> Int? {
        var value = 0
        for _ in 0..<width {
            guard let byte = bytes.next(), byte.isDigit else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }

    mutating func skip(_ mark: Unicode.Scalar) -> Bool { bytes.next() == UInt8(ascii: mark) }

    mutating func sign() -> Bool? {
        switch bytes.next() {
        case UInt8(ascii: "+"): true
        case UInt8(ascii: "-"): false
        default: nil
        }
    }
}
