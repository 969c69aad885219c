package import Casework

extension AuditSource {
    /// The calendars by which the clocks of a source's records are counted: those of this program, and those that the source carries beside
    /// its rule packs.
    package func calendars() throws -> CalendarSet {
        try CalendarSet.builtIn(and: rulePacks())
    }
}
