import Casework
import Ledger
import LocalAPI

extension CharterPacks {
    /// What is doubtful of the calendars that packs name which the revision is the first to name, and whether all its packs together name no
    /// list of holidays of fixed dates: all members count by them.
    func calendarNotices() -> [CodedText] {
        let rules = charter.content.rules.compactMap(packs.pack)
        let before = Set((former?.rules ?? []).compactMap(packs.pack).flatMap(\.calendars))
        let added = rules.flatMap(\.calendars).filter { !before.contains($0) }
        var seen: Set<CalendarReference> = []
        let doubts = added.filter { seen.insert($0).inserted }.compactMap { calendars[$0] }
            .flatMap { PackNotice.doubts(about: $0) }
        return (doubts + PackNotice.fixedDays(of: rules, knowing: calendars))
            .map { CodedText("casework.\($0.code.rawValue)", $0.arguments) }
    }
}
