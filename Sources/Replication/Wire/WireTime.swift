/// A peer's clock as a session document writes it: `YYYY-MM-DDThh:mm:ss±hh:mm` (FORMATS.md §0).
///
/// Only for comparing clocks. Times in entries are read by the modules that know entries.
package struct WireTime: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z; not negative.
    package let posixSeconds: UInt64
    /// Minutes east of UTC, −840 to 840.
    package let offsetMinutes: Int

    /// Takes an instant and the offset to write it with; nil before 1970, after the local year 9999, or beyond ±14:00.
    package init?(posixSeconds: UInt64, offsetMinutes: Int) {
        guard posixSeconds <= Self.posixSecondsMax, abs(offsetMinutes) <= 840 else { return nil }
        let local = Int64(posixSeconds) + Int64(offsetMinutes) * 60
        guard local >= 0, local <= Int64(Self.posixSecondsMax) else { return nil }
        self.posixSeconds = posixSeconds
        self.offsetMinutes = offsetMinutes
    }

    /// Reads the one form; nil for a fraction, `Z`, `:60`, `-00:00`, or a date that does not exist.
    package init?(_ text: some Collection<UInt8>) {
        let bytes = Array(text)
        guard bytes.count == 25, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"), bytes[22] == UInt8(ascii: ":"),
            let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
            let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
            let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19]),
            let offsetHours = Self.number(bytes[20..<22]),
            let offsetMinutes = Self.number(bytes[23..<25]),
            let sign = Self.sign(bytes[19])
        else { return nil }
        guard year >= 1970, (1...12).contains(month), day >= 1,
            day <= Self.dayCount(year: year, month: month), hour < 24, minute < 60, second < 60,
            offsetMinutes < 60
        else { return nil }
        let offset = sign * (offsetHours * 60 + offsetMinutes)
        guard sign > 0 || offset != 0 else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        let seconds = Int64(days * 86_400 + hour * 3_600 + minute * 60 + second - offset * 60)
        guard seconds >= 0 else { return nil }
        self.init(posixSeconds: UInt64(seconds), offsetMinutes: offset)
    }

    /// The text form.
    package var text: String {
        let local = Int64(posixSeconds) + Int64(offsetMinutes) * 60
        let (year, month, day) = Self.date(days: Int(local / 86_400))
        let second = Int(local % 86_400)
        let clock = [second / 3_600, second / 60 % 60, second % 60]
            .map { Self.padded($0, 2) }.joined(separator: ":")
        let offset = abs(offsetMinutes)
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))T\(clock)"
            + "\(offsetMinutes < 0 ? "-" : "+")\(Self.padded(offset / 60, 2)):"
            + Self.padded(offset % 60, 2)
    }

    /// 9999-12-31T23:59:59Z.
    private static let posixSecondsMax: UInt64 = 253_402_300_799

    private static func sign(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "+"): 1
        case UInt8(ascii: "-"): -1
        default: nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = value * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return value
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func dayCount(year: Int, month: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01, by counting years from March so that the leap day comes last.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
            dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        )
    }
}
