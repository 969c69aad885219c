internal import Cryptography

/// A calendar of working days as data: which dates an instrument of the State Council makes rest days or working days; or which dates the
/// law itself makes holidays in every year.
///
/// One file, named by the SHA-256 of its bytes, so that every node counts by the same days (FORMATS.md "Calendars").
package struct DayCalendar: Hashable, Sendable {
    /// The instrument that fixes the days.
    package struct Instrument: Hashable, Sendable {
        /// Its title.
        package let title: Title
        /// Its number, where it is known.
        package let number: String?
        /// The day on which it was issued: of two calendars of one year the later one counts.
        package let date: LocalDate
        /// Where it was published.
        package let address: String?
        /// The article that fixes the days, where one does.
        package let article: String?
    }

    /// A day that is not what its weekday says, or is a holiday on a weekend.
    package struct Day: Hashable, Sendable {
        /// The day.
        package let date: LocalDate
        /// The holiday to which it belongs.
        package let name: Title
    }

    /// The id and digest that packs name it by.
    package let reference: CalendarReference
    /// Its title.
    package let title: Title
    /// The years that it covers, ascending, none for a list of fixed dates; dates that it does not list follow the weekday.
    package let years: [Int]
    /// Where its days come from.
    package let instrument: Instrument
    /// How well they were checked.
    package let status: Verification
    /// Rest days, ascending; weekends may be among them.
    package let off: [Day]
    /// Days of a weekend on which people work, ascending.
    package let work: [Day]
    /// Holidays whose dates the law fixes, ascending: for the years that no calendar covers; empty for the calendar of a notice.
    package let fixed: [FixedHoliday]
    /// A reservation.
    package let note: Title?

    /// Whether it is a list of holidays of fixed dates, and no notice of a year.
    package var isFixedList: Bool { !fixed.isEmpty }

    /// Reads and checks a calendar of at most 256 KiB.
    ///
    /// Throws `CaseworkError`, which names the JSON path and the line.
    package static func load(_ bytes: [UInt8]) throws(CaseworkError) -> DayCalendar {
        try load(bytes, isKept: false)
    }

    /// Reads a calendar that a home keeps or a charter names already: days of the January after its years count as they did when it was taken.
    package static func loadKept(_ bytes: [UInt8]) throws(CaseworkError) -> DayCalendar {
        try load(bytes, isKept: true)
    }

    private static func load(
        _ bytes: [UInt8],
        isKept: Bool
    ) throws(CaseworkError) -> DayCalendar {
        let root = try JSONReader.read(bytes, byteCountMax: Limits.calendarByteCountMax)
        let reader = CalendarReader(
            digest: SHA256.digest(of: bytes),
            takesNextJanuary: isKept
        )
        guard let calendar = try reader.calendar(root) else {
            // Without a collector the first fault was thrown.
            throw CaseworkError(
                .calendarFormat,
                ["found": "", "expected": CalendarReader.format]
            )
        }
        return calendar
    }
}

extension DayCalendar {
    /// The calendars of 2024–2026 and the list of holidays of fixed dates as they ship with the program, as the bytes that their digests name.
    package static var builtInBytes: [[UInt8]] {
        [
            PackageResources.cn_2024_json, PackageResources.cn_2025_json,
            PackageResources.cn_2026_json, PackageResources.cn_fixed_json,
        ]
    }
}
