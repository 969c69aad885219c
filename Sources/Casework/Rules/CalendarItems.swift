internal import Cryptography

extension DayCalendar {
    /// What the calendar says, as people read a rule pack.
    package var items: [PackItem] {
        func said(_ aspect: PackItem.Aspect, _ values: [PackValue]) -> PackItem.Statement? {
            values.isEmpty ? nil : PackItem.Statement(aspect: aspect, values: values)
        }
        func text(_ aspect: PackItem.Aspect, _ text: String?) -> PackItem.Statement? {
            said(aspect, text.map { [.text($0)] } ?? [])
        }
        let statements = [
            said(.title, [.title(title)]),
            said(.years, years.map { .text("\($0)") }),
            said(.instrument, [.title(instrument.title)]),
            text(.number, instrument.number),
            text(.issued, instrument.date.text),
            text(.source, instrument.address),
            said(.status, [.word(PackWord(status))]),
            text(.digest, reference.digest.hex),
            said(.off, off.map(Self.value) + fixed.map(Self.value)),
            said(.work, work.map(Self.value)),
            said(.notes, note.map { [.title($0)] } ?? []),
        ]
        return [
            PackItem(
                place: PackItem.Place(
                    subject: .calendar,
                    kind: nil,
                    machine: nil,
                    id: reference.id.text
                ),
                title: title,
                statements: statements.compactMap(\.self)
            )
        ]
    }

    private static func value(_ day: Day) -> PackValue {
        .phrase(.named, ["title": .text(day.date.text), "id": .title(day.name)])
    }

    private static func value(_ day: FixedHoliday) -> PackValue {
        let years = "\(day.from)–\(day.to.map { "\($0)" } ?? "")"
        return .phrase(.named, ["title": .text("\(day.text) (\(years))"), "id": .title(day.name)])
    }
}
