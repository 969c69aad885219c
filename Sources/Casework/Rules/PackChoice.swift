/// Which of several rule packs a first step goes by.
///
/// A record goes on under the pack that its first entry names; so this decides once for each matter, and changes of law take effect by
/// the day of its first step.
package enum PackChoice {
    /// The pack with this machine that is in force on a day: the one that took force last, of these the newest version.
    ///
    /// Where none is in force that day the one that was in force last is taken, and where none was yet the one that will be first: the fold
    /// says of such a step that its rules were not in force. Nil where no pack has the machine. Does not depend on the order of `packs`.
    package static func pack(
        with machine: MachineID,
        on day: LocalDate,
        among packs: some Sequence<RulePack>
    ) -> RulePack? {
        let able = packs.filter { $0.machine(machine) != nil }
        let begun = able.filter { $0.effectiveFrom <= day }
        let inForce = begun.filter { $0.isInForce(on: day) }
        if let newest = inForce.max(by: isOlder) { return newest }
        if let last = begun.max(by: { ends($0, before: $1) }) { return last }
        return able.min(by: isOlder)
    }

    /// The pack of an opening: a newer edition of the one that its matter at home goes by, where one of its id is in force.
    ///
    /// `packs` are those that the charter names. The matter may have been drafted under rules that have lapsed since, or that the
    /// charter never named.
    package static func pack(
        opening machine: MachineID,
        begunUnder home: PackID?,
        on day: LocalDate,
        among packs: some Sequence<RulePack>
    ) -> RulePack? {
        let all = Array(packs)
        let own = all.filter {
            $0.reference.id == home && $0.machine(machine) != nil && $0.isInForce(on: day)
        }
        return pack(with: machine, on: day, among: own.isEmpty ? all : own)
    }

    /// Packs that began at one time are told apart by version, then by their names, so that every node takes the same one.
    static func isOlder(_ a: RulePack, _ b: RulePack) -> Bool {
        (a.effectiveFrom, a.version, a.reference) < (b.effectiveFrom, b.version, b.reference)
    }

    private static func ends(_ a: RulePack, before b: RulePack) -> Bool {
        guard let first = a.effectiveTo, let second = b.effectiveTo, first != second else {
            return isOlder(a, b)
        }
        return first < second
    }
}

extension RulePack {
    /// Whether it is in force on a day.
    package func isInForce(on day: LocalDate) -> Bool {
        effectiveFrom <= day && effectiveTo.map { day <= $0 } ?? true
    }
}

/// A rule pack as people name it: `<id>`, `<id>@<version>`, or `<id>@<digest>` with at least 8 digits of the digest.
package struct PackQuery: Hashable, Sendable {
    private let id: Substring
    private let edition: Substring?

    /// Reads a name; nil where it is none.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let id = parts.first, PackID(id) != nil else { return nil }
        self.id = id
        edition = parts.count > 1 ? parts[1] : nil
        guard let edition else { return }
        let isVersion =
            (1...7).contains(edition.utf8.count) && edition.first != "0"
            && edition.utf8.allSatisfy { 48...57 ~= $0 }
        guard isVersion || Self.isDigits(edition) else { return nil }
    }

    /// Whether it leaves open which version is meant.
    package var isOpen: Bool { edition == nil }

    /// Whether a pack is one that it may mean.
    package func names(id: String, version: Int, digest: String) -> Bool {
        guard self.id == id else { return false }
        guard let edition else { return true }
        return edition.utf8.count <= 7 ? edition == "\(version)" : digest.hasPrefix(edition)
    }

    private static func isDigits(_ text: Substring) -> Bool {
        (8...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { 48...57 ~= $0 || 97...102 ~= $0 }
    }
}
