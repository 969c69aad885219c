import Casework
import Cryptography
import Ledger

extension MissingRules {
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
        let adopted = Set(own.values.flatMap { $0.history.namedCharters })
        return MissingRules(of: library, packs: packs, calendars: calendars) { _ in adopted }
    }
}
