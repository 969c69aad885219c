import Casework
import Cryptography
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage

extension NodeLocalService {
    /// A page of the known calendars of working days.
    package func calendars(
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<CalendarDocument> {
        let view = node.view
        return Page(view.calendars.references.compactMap { Self.document($0, in: view) })
    }

    /// Takes a calendar into the home: clocks count by it once a pack names its digest that counts for them.
    ///
    /// The same bytes a second time change nothing, and what charters name counts against no limit. Throws what is wrong with the calendar first found, and `packs_too_many`.
    package func add(calendar text: String, caller: Caller) async throws -> CalendarDocument {
        try await Problems.told {
            let bytes = Array(text.utf8)
            // What is kept already was taken by an earlier edition, or named by a charter.
            let kept = try DayCalendar.loadKept(bytes)
            let isKept = node.view.calendars[kept.reference] != nil
            let calendar = isKept ? kept : try DayCalendar.load(bytes)
            try await node.changes.pass { try await install(calendar, bytes) }
            var document = Self.document(calendar, in: node.view)
            let notices = PackNotice.notices(of: calendar)
                .map { CodedText("casework.\($0.code.rawValue)", $0.arguments) }
            if !notices.isEmpty { document.notices = notices }
            return document
        }
    }

    private func install(_ calendar: DayCalendar, _ bytes: [UInt8]) async throws {
        let here = node.view.calendars
        guard here[calendar.reference] == nil else { return }
        guard try node.view.ownCalendars().count < Limits.calendarCountMax else {
            throw NodeError(.packsTooMany, ["limit": "\(Limits.calendarCountMax)"])
        }
        try await node.store.write { transaction in
            let digest = calendar.reference.digest
            guard try transaction.rulePack(digest) == nil else { return }
            guard try node.view.ownRuleCount(in: transaction) < Limits.rulePackCountMax else {
                throw NodeError(.packsTooMany, ["limit": "\(Limits.rulePackCountMax)"])
            }
            try transaction.putRulePack(digest, bytes: bytes)
        }
        node.update { $0.calendars.insert(calendar) }
    }

    private static func document(
        _ reference: CalendarReference,
        in view: NodeView
    ) -> CalendarDocument? {
        view.calendars[reference].map { document($0, in: view) }
    }

    private static func document(_ calendar: DayCalendar, in view: NodeView) -> CalendarDocument {
        var document = PackPresenter.document(calendar)
        let naming = view.packs.packs.filter { $0.calendars.contains(calendar.reference) }
            .map(\.reference)
        document.packs = naming.map(\.text)
        document.mechanisms = view.library.chains.sorted { $0.key < $1.key }
            .filter { chain in
                let rules = chain.value.newestInForce()?.content.rules ?? []
                return rules.contains(where: naming.contains)
            }
            .map(\.key.text)
        document.supersededBy = superseding(calendar, in: view)?.digest.hex
        return document
    }

    /// The calendar that counts for the last year of another one, where that one counts for none of its years: of those that packs here
    /// name, since no other counts anywhere.
    private static func superseding(
        _ calendar: DayCalendar,
        in view: NodeView
    ) -> CalendarReference? {
        var editions: [CalendarReference: Int] = [:]
        for pack in view.packs.packs {
            for named in pack.calendars {
                editions[named] = max(editions[named] ?? 0, pack.version)
            }
        }
        let days = WorkingDays(editions.keys.compactMap { view.calendars[$0] }, editions: editions)
        if calendar.isFixedList {
            // Of lists of fixed dates one counts as a whole.
            return days.fixedHolidays.flatMap { $0 == calendar.reference ? nil : $0 }
        }
        let counting = calendar.years.sorted().map { days.calendar(of: $0) }
        guard !counting.contains(calendar.reference), !counting.contains(nil) else { return nil }
        return counting.last.flatMap(\.self)
    }
}
