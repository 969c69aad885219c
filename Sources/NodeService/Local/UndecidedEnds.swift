import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage

/// The clocks of a record whose ends a node cannot tell, because rules of their mechanism are not here: by these it refuses no step,
/// and says so to whoever takes one.
struct UndecidedEnds {
    private let lacking: LackingRules
    private let time: Timestamp

    /// What is missing in a scope, for a step that is taken at a time.
    init(
        in scope: RecordScope,
        asOf time: Timestamp,
        _ view: NodeView,
        _ transaction: SQLiteTransaction
    ) throws {
        self.time = time
        lacking =
            try scope.mechanism.flatMap { mechanism in
                try LackingRules.all(known: view, in: transaction, of: mechanism)[mechanism]
            } ?? LackingRules()
    }

    /// Whether the end of a clock is not told.
    func withholds(_ clock: RecordClock) -> Bool { lacking.withholds(clock, asOf: time) }

    /// Some findings without those that compare a step with such an end.
    func told(_ findings: [ClockFinding], among clocks: [RecordClock]) -> [ClockFinding] {
        findings.filter { !areMeant(by: $0, among: clocks) }
    }

    private func areMeant(by finding: ClockFinding, among clocks: [RecordClock]) -> Bool {
        Self.comparing.contains(finding.code)
            && clocks.contains { $0.findings.contains(finding) && withholds($0) }
    }

    /// What is said of a step that would be judged by such ends: that it moves a clock, uses its time or follows from its end.
    func notices(of event: CaseEvent, among clocks: [RecordClock]) -> [CodedText] {
        var told: [CodedText] = []
        for clock in clocks where clock.isMoved(by: event) && withholds(clock) {
            let title = clock.clock.title
            let notice = CodedText(
                "node.end_not_judged",
                [
                    "clock": clock.clock.id.text, "clock_en": title.en, "clock_zh": title.zh,
                    "event": event.event.text,
                ]
            )
            if !told.contains(notice) { told.append(notice) }
        }
        return told
    }

    /// What compares a step with the end of a clock.
    private static let comparing: Set<ClockFinding.Code> = [
        .extensionAfterEnd, .extensionLate, .extensionShortens, .pauseBeyondEnd,
        .pauseRecordedLate, .presumedOver, .presumedUnused, .rightLapsed, .stopStated,
    ]
}

extension RecordClock {
    /// Whether an entry stopped, extended or paused the clock, or was to do so.
    fileprivate func isMoved(by event: CaseEvent) -> Bool {
        guard !isProposal else { return false }
        let entry = event.digest
        return end.map { $0.mark.entry == entry && $0.reason == .stopped } ?? false
            || extensions.contains { $0.mark.entry == entry }
            || pauses.contains { $0.began.entry == entry }
            || findings.contains { $0.arguments["entry"] == entry.hex }
    }
}
