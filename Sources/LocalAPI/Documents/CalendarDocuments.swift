/// A known calendar of working days: a line of `GET /v1/calendars`.
package struct CalendarDocument: LocalDocument, Hashable {
    /// Where the notice that fixes the days was published; nil where that is not known.
    package var address: String?
    /// Whether it comes with the program.
    package var builtIn: Bool
    /// The calendar's id.
    package var calendar: String
    /// The SHA-256 of its file.
    package var digest: String
    /// The title of the notice that fixes the days, by `zh` and `en`.
    package var instrument: [String: String]
    /// The day on which the notice was issued: of two calendars of one year the later one counts.
    package var issued: String
    /// The mechanisms whose newest charter in force names a pack that names it.
    package var mechanisms: [String]
    /// What whoever adds it should know of it; nil in lists, and where there is nothing.
    package var notices: [CodedText]?
    /// The number of the notice.
    package var number: String?
    /// How many rest days it lists, or holidays of fixed dates.
    package var offCount: Int
    /// The packs here that name it, `<id>@<digest>`.
    package var packs: [String]
    /// How well its days were checked: `verified`, `secondary` or `memory`.
    package var status: String
    /// The digest of the calendar that counts instead for each of its years, by the packs here that name both; nil where none does.
    package var supersededBy: String?
    /// Its name in each language, by `zh` and `en`.
    package var titles: [String: String]
    /// The version of this document.
    package var version: Int
    /// How many Saturdays and Sundays it makes working days.
    package var workCount: Int
    /// The years that it covers; none for a list of holidays of fixed dates, which counts for all that no calendar covers.
    package var years: [Int]

    /// Makes a calendar's document; the rest is set afterwards.
    package init(calendar: String, digest: String, years: [Int], titles: [String: String] = [:]) {
        builtIn = false
        self.calendar = calendar
        self.digest = digest
        instrument = [:]
        issued = ""
        mechanisms = []
        offCount = 0
        packs = []
        status = "verified"
        self.titles = titles
        version = documentVersion
        workCount = 0
        self.years = years
    }
}
