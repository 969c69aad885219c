/// What one rule pack says otherwise than another, in terms that an official can follow: `lianlu rules diff`.
package struct PackDifference: Sendable {
    /// One difference.
    package struct Change: Hashable, Sendable {
        /// What happened to an element.
        package enum Sort: String, CaseIterable, Sendable {
            case added, removed, changed
        }

        /// What happened.
        package let sort: Sort
        /// The element: as it was where it was removed, else as it is.
        package let item: PackItem
        /// What is said otherwise of an element that stayed; nil for the others.
        package let aspect: PackItem.Aspect?
        /// What is said no longer.
        package let before: [PackValue]
        /// What is said now.
        package let after: [PackValue]
    }

    /// The differences, in the order of the newer pack; what it lacks comes last.
    package let changes: [Change]

    /// Compares two packs.
    package init(from old: RulePack, to new: RulePack) {
        self.init(from: old.items, to: new.items)
    }

    /// Compares two calendars.
    package init(from old: DayCalendar, to new: DayCalendar) {
        self.init(from: old.items, to: new.items)
    }

    /// Compares the elements of two files; the first of each stands for the file as a whole.
    private init(from before: [PackItem], to after: [PackItem]) {
        let known = Dictionary(
            before.map { ($0.place, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let present = Set(after.map(\.place))
        var changes: [Change] = []
        for (position, item) in after.enumerated() {
            // A file under another id is still what the first one is compared with.
            guard let former = position == 0 ? before.first : known[item.place]
            else {
                if !Self.isWithin(item, places: Set(known.keys)) {
                    changes.append(Self.whole(.added, item))
                }
                continue
            }
            changes += Self.changes(from: former, to: item)
        }
        for item in before.dropFirst() where !present.contains(item.place) {
            guard !Self.isWithin(item, places: present) else { continue }
            changes.append(Self.whole(.removed, item))
        }
        self.changes = changes
    }

    private static func whole(_ sort: Change.Sort, _ item: PackItem) -> Change {
        Change(sort: sort, item: item, aspect: nil, before: [], after: [])
    }

    /// Whether an element came or went with its whole kind or machine, which is told once.
    private static func isWithin(_ item: PackItem, places: Set<PackItem.Place>) -> Bool {
        let place = item.place
        guard let kind = place.kind, place.subject != .kind else { return false }
        let whole = PackItem.Place(subject: .kind, kind: kind, machine: nil, id: kind.text)
        guard places.contains(whole) else { return true }
        guard let machine = place.machine, place.subject != .machine else { return false }
        return !places.contains(
            PackItem.Place(subject: .machine, kind: kind, machine: machine, id: machine.text)
        )
    }

    private static func changes(from old: PackItem, to new: PackItem) -> [Change] {
        PackItem.Aspect.allCases.compactMap { aspect in
            let (before, after) = (old.values(aspect), new.values(aspect))
            guard before != after else { return nil }
            let (gone, come) = (Set(before).subtracting(after), Set(after).subtracting(before))
            // Where nothing came or went the order is what changed.
            let isOrder = gone.isEmpty && come.isEmpty
            return Change(
                sort: .changed,
                item: new,
                aspect: aspect,
                before: isOrder ? before : before.filter(gone.contains),
                after: isOrder ? after : after.filter(come.contains)
            )
        }
    }
}
