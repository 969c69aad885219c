/// What whoever uses a rule pack should know of it, without being a fault.
package struct PackNotice: Hashable, Sendable {
    /// Stable codes; texts stand in Wording under `casework.<code>`.
    package enum Code: String, CaseIterable, Sendable {
        case calendarMissing = "pack_calendar_missing"
        case calendarUnknown = "pack_calendar_unknown"
        case clocksUnverified = "pack_clocks_unverified"
        case calendarUnverified = "calendar_unverified"
        case calendarHolidaysAbsent = "calendar_holidays_absent"
        case calendarSourceMissing = "calendar_source_missing"
        case fixedDaysMissing = "pack_fixed_days_missing"
        case kindTaken = "pack_kind_taken"

        /// The names of the arguments that every notice of this code carries.
        package var argumentNames: [String] {
            switch self {
            case .calendarMissing: ["clock"]
            case .calendarUnknown: ["calendar"]
            case .clocksUnverified: ["count", "clocks"]
            case .calendarUnverified: []
            case .calendarHolidaysAbsent: ["calendar", "days"]
            case .calendarSourceMissing: ["calendar"]
            case .fixedDaysMissing: ["clock"]
            case .kindTaken: ["kind", "pack"]
            }
        }
    }

    /// The stable code.
    package let code: Code
    /// Values for the text, by argument name.
    package let arguments: [String: String]

    /// What is to be said of a sound pack, beside what comes with the program.
    static func notices(of pack: RulePack) -> [PackNotice] {
        notices(
            of: pack,
            beside: builtIns,
            // One that cannot be read is told wherever it is used.
            knowing: (try? CalendarSet.builtIn()) ?? CalendarSet()
        )
    }

    /// The packs that come with the program; one that cannot be read is told wherever it is used.
    static var builtIns: [RulePack] {
        RulePack.builtInBytes.compactMap { try? RulePack.load($0) }
    }

    /// What is to be said of a sound pack, beside some others and where some calendars are known.
    package static func notices(
        of pack: RulePack,
        beside others: [RulePack],
        knowing known: CalendarSet
    ) -> [PackNotice] {
        var notices: [PackNotice] = []
        let counting = pack.clocks.first { $0.unit == .workingDay }
        if let counting, pack.calendars.isEmpty {
            notices.append(
                PackNotice(code: .calendarMissing, arguments: ["clock": counting.id.text])
            )
        }
        for calendar in pack.calendars where known[calendar] == nil {
            notices.append(
                PackNotice(code: .calendarUnknown, arguments: ["calendar": calendar.id.text])
            )
        }
        notices += fixedDays(of: [pack], knowing: known)
        notices += takenKinds(of: pack, from: others)
        let unverified = pack.clocks.filter { $0.status != .verified }.map(\.id.text)
        if !unverified.isEmpty {
            let names = unverified.joined(separator: ", ")
            notices.append(
                PackNotice(
                    code: .clocksUnverified,
                    arguments: ["count": "\(unverified.count)", "clocks": names]
                )
            )
        }
        return notices
    }

    /// Kinds of another pack that this one has as well: whichever took force last is the one for new matters.
    private static func takenKinds(of pack: RulePack, from others: [RulePack]) -> [PackNotice] {
        pack.kinds.compactMap { kind in
            let other = others.first { other in
                other.reference.id != pack.reference.id
                    && other.kinds.contains { $0.id == kind.id }
            }
            guard let other else { return nil }
            return PackNotice(
                code: .kindTaken,
                arguments: ["kind": kind.id.text, "pack": other.reference.id.text]
            )
        }
    }
}
