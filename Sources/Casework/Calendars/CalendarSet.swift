internal import Cryptography

/// The calendars that are here, by reference.
package struct CalendarSet: Hashable, Sendable {
    private var calendars: [CalendarReference: DayCalendar] = [:]

    /// Makes a set.
    package init(_ calendars: [DayCalendar] = []) {
        for calendar in calendars { insert(calendar) }
    }

    /// Adds a calendar.
    package mutating func insert(_ calendar: DayCalendar) {
        calendars[calendar.reference] = calendar
    }

    /// The calendar of a reference; nil where its bytes are not here.
    package subscript(reference: CalendarReference) -> DayCalendar? { calendars[reference] }

    /// The references of all calendars, sorted.
    package var references: [CalendarReference] {
        calendars.keys.sorted { ($0.id, $0.digest) < ($1.id, $1.digest) }
    }

    /// The set of the calendars that ship with the program.
    ///
    /// Throws `CaseworkError` where one of them cannot be read.
    package static func builtIn() throws(CaseworkError) -> CalendarSet {
        var set = CalendarSet()
        for bytes in DayCalendar.builtInBytes { set.insert(try DayCalendar.load(bytes)) }
        return set
    }

    /// The calendars that ship with the program, and those among some files of rules.
    ///
    /// A file that is no calendar is left out: whoever names one by its digest is told that the calendar is not here.
    package static func builtIn(
        and files: some Sequence<[UInt8]>
    ) throws(CaseworkError) -> CalendarSet {
        var set = try builtIn()
        for bytes in files
        where bytes.count <= Limits.calendarByteCountMax && RuleFile.isCalendar(bytes) {
            // What cannot be read counts at no node.
            if let calendar = try? DayCalendar.loadKept(bytes) { set.insert(calendar) }
        }
        return set
    }
}
