internal import Glibc

/// A time `YYYY-MM-DDThh:mm:ss±hh:mm` as it stands in an entry: no fraction, no `Z`, no second 60 (FORMATS.md §0).
///
/// Times are compared by `instant`. Equality is equality of the written form, which instant and offset determine.
package struct Timestamp: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let instant: Int64
    /// Minutes that local time is ahead of UTC, −840…840.
    package let offsetMinutes: Int

    /// 0000-01-01T00:00:00 and 9999-12-31T23:59:59.
    private static let localRange = Int64(-62_167_219_200)...253_402_300_799

    /// Makes a time; nil where its local year is not 0…9999 or the offset exceeds 14 hours.
    package init?(instant: Int64, offsetMinutes: Int) {
        let offsetMax = Limits.offsetMinuteCountMax
        guard (-offsetMax...offsetMax).contains(offsetMinutes) else { return nil }
        let (local, overflow) = instant.addingReportingOverflow(Int64(offsetMinutes) * 60)
        guard !overflow, Self.localRange.contains(local) else { return nil }
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
            offsetMinute < 60,
            let local = CivilTime.instant(
                tm(
                    year: year,
                    month: month,
                    day: day,
                    hour: hour,
                    minute: minute,
                    second: second
                )
            )
        else { return nil }
        let size = offsetHour * 60 + offsetMinute
        guard size <= Limits.offsetMinuteCountMax, isAhead || size > 0 else { return nil }
        let offset = isAhead ? size : -size
        instant = local - Int64(offset) * 60
        offsetMinutes = offset
    }

    /// Reads a time from text; nil where it has any other form.
    package init?(_ text: some StringProtocol) {
        self.init(text.utf8)
    }

    /// The written form, 25 ASCII characters.
    package var text: String {
        let local = localFields
        let size = abs(offsetMinutes)
        var text = ""
        text.reserveCapacity(25)
        Self.append(local.year, 4, to: &text)
        for (mark, value) in [("-", local.month), ("-", local.day), ("T", Int(local.tm_hour))] {
            text += mark
            Self.append(value, 2, to: &text)
        }
        for value in [Int(local.tm_min), Int(local.tm_sec)] {
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
        let local = localFields
        return (local.year, local.month, local.day)
    }

    private var localFields: tm { CivilTime.fields(at: instant + Int64(offsetMinutes) * 60) }

    private static func append(_ value: Int, _ width: Int, to text: inout String) {
        let digits = String(value)
        text += String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

extension Timestamp: CustomStringConvertible {
    /// The written form.
    package var description: String { text }
}

/// Days and seconds by the C library's calendar: proleptic Gregorian, in UTC, without locale, time zone or leap seconds.
enum CivilTime {
    /// The instant of a civil time in UTC; nil for a day or an hour that does not exist.
    static func instant(_ fields: tm) -> Int64? {
        var normalized = fields
        let instant = timegm(&normalized)
        let isSame =
            normalized.tm_year == fields.tm_year && normalized.tm_mon == fields.tm_mon
            && normalized.tm_mday == fields.tm_mday && normalized.tm_hour == fields.tm_hour
            && normalized.tm_min == fields.tm_min && normalized.tm_sec == fields.tm_sec
        return isSame ? Int64(instant) : nil
    }

    /// The civil time in UTC at an instant of the years 0…9999.
    static func fields(at instant: Int64) -> tm {
        var seconds = time_t(instant)
        var fields = tm()
        // Fails for years that exceed 32 bits alone.
        _ = gmtime_r(&seconds, &fields)
        return fields
    }
}

extension tm {
    /// A civil time as people count: year from 0, month and day from 1.
    init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        self.init()
        tm_year = Int32(year - 1900)
        tm_mon = Int32(month - 1)
        tm_mday = Int32(day)
        tm_hour = Int32(hour)
        tm_min = Int32(minute)
        tm_sec = Int32(second)
    }

    var year: Int { Int(tm_year) + 1900 }
    var month: Int { Int(tm_mon) + 1 }
    var day: Int { Int(tm_mday) }
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
