import Casework
import Cryptography
import Ledger
import LocalAPI

extension CharterPacks {
    /// The years of which two calendars of one day of issue come by packs that do not follow each other, so that neither day nor
    /// version says which one is the correction of the other.
    func sameDayWarnings() -> [CodedText] {
        var namedBy: [CalendarReference: [RulePack]] = [:]
        for pack in charter.content.rules.compactMap(packs.pack) {
            for reference in pack.calendars { namedBy[reference, default: []].append(pack) }
        }
        let here = namedBy.keys.compactMap { calendars[$0] }
        let editions = namedBy.mapValues { $0.map(\.version).max() ?? 0 }
        let days = WorkingDays(here, editions: editions)
        return Set(here.flatMap(\.years)).sorted().compactMap { year in
            guard let counting = days.calendar(of: year), let ruling = calendars[counting] else {
                return nil
            }
            let unsettled = here.filter { other in
                other.years.contains(year) && other.reference != counting
                    && other.instrument.date == ruling.instrument.date
                    && !Self.follow(namedBy[counting] ?? [], namedBy[other.reference] ?? [])
            }
            guard !unsettled.isEmpty else { return nil }
            let others = unsettled.map { Self.text($0.reference) }.sorted()
            return CodedText(
                "node.charter_calendars_same_day",
                [
                    "calendar": Self.text(counting), "others": others.joined(separator: ", "),
                    "revision": "\(charter.content.revision)", "year": "\(year)",
                ]
            )
        }
    }

    /// Whether a pack of the first is a later version of a pack of the others.
    private static func follow(_ packs: [RulePack], _ others: [RulePack]) -> Bool {
        packs.contains { pack in
            others.contains {
                $0.reference.id == pack.reference.id && $0.version < pack.version
            }
        }
    }

    private static func text(_ reference: CalendarReference) -> String {
        "\(reference.id)@\(reference.digest.hex)"
    }
}
