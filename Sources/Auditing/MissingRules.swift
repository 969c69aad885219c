package import Casework
import Cryptography
package import Ledger

/// Rule packs that charters in force name and that are not here, and calendars that such packs name.
///
/// What the node of a home has adopted it had the packs of: it adopts no charter without them, and fetches the calendars. Clocks that
/// count without what is missing come to another end than at other nodes.
package struct MissingRules: Sendable {
    /// One pack or calendar.
    struct Missing: Hashable, Sendable {
        let mechanism: MechanismID
        let revision: UInt64
        /// Its id and digest.
        let name: String
        let isCalendar: Bool
        /// Whether the node of the home has adopted the charter that names it.
        let isAdopted: Bool
    }

    /// All of them, by mechanism and the first revision that names them.
    private(set) var all: [Missing] = []

    /// Nothing is missing.
    init() {}

    /// Looks through all charters in force; `adopted` are those that the node of the home has adopted.
    init(
        of library: CharterLibrary,
        packs: PackSet,
        calendars: CalendarSet,
        adopted: Set<Digest>
    ) {
        var seen: Set<String> = []
        for (mechanism, chain) in library.chains.sorted(by: { $0.key < $1.key }) {
            let charters = chain.all.filter { chain.isInForce($0.digest) }
                .sorted { $0.content.revision < $1.content.revision }
            for charter in charters {
                func add(_ name: String, isCalendar: Bool) {
                    guard seen.insert("\(mechanism) \(name)").inserted else { return }
                    all.append(
                        Missing(
                            mechanism: mechanism,
                            revision: charter.content.revision,
                            name: name,
                            isCalendar: isCalendar,
                            isAdopted: adopted.contains(charter.digest)
                        )
                    )
                }
                for reference in charter.content.rules {
                    guard let pack = packs.pack(reference) else {
                        // One that is too new for this program, or unusable, is here.
                        if case .missing = packs[reference] {
                            add(reference.text, isCalendar: false)
                        }
                        continue
                    }
                    for calendar in pack.calendars where calendars[calendar] == nil {
                        add("\(calendar.id)@\(calendar.digest.hex)", isCalendar: true)
                    }
                }
            }
        }
    }

    /// The names of those packs that are missing of the mechanism of a scope; none at home.
    ///
    /// Of calendars the clocks themselves say so.
    package func packNames(of scope: RecordScope, among packs: [PackReference]) -> [String] {
        let names = Set(packs.map(\.text))
        return all.filter {
            $0.mechanism == scope.mechanism && !$0.isCalendar && names.contains($0.name)
        }
        .map(\.name)
    }

    /// What is to be said of each: a fault where the node of the home must have had it.
    var findings: [AuditFinding] {
        all.compactMap { missing in
            let arguments = [
                "mechanism": missing.mechanism.text, "name": missing.name,
                "revision": "\(missing.revision)",
            ]
            if missing.isAdopted {
                return AuditFinding(missing.isCalendar ? .calendarGone : .packGone, arguments)
            }
            // That a pack is not here is told where something waits for it.
            return missing.isCalendar ? AuditFinding(.calendarNotHere, arguments) : nil
        }
    }
}

extension AuditRun {
    /// Says which rules a home lacks that charters name; what other sources hold is whoever made them to decide.
    mutating func noteMissingRules() {
        guard claims != nil else { return }
        findings += missingRules().findings
    }

    /// Which rules are missing, by what the node of the home has adopted.
    func missingRules() -> MissingRules {
        // What cannot be read is a finding of its own; then nothing is said of what may be in it.
        guard let calendars = try? source.calendars() else { return MissingRules() }
        let own = outcomes.filter { origin, _ in
            LogName(origin).map { !$0.isHome && ownNodes.contains($0.node) } == true
        }
        return MissingRules(
            of: library,
            packs: packs,
            calendars: calendars,
            adopted: Set(own.values.flatMap { $0.history.namedCharters })
        )
    }
}
