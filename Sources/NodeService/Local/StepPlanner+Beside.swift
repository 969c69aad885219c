import Casework
import Ledger
import LocalAPI
import SQLiteStorage

/// Steps beside what goes on in the mechanism: they go on from where the matter stood at home, which this node alone knows.
extension StepPlanner {
    /// The part at home of a matter whose rules have steps beside the mechanism's; nil where they have none, or where it is not here.
    static func homeBeside(
        of record: RecordKey,
        _ machine: Machine,
        in view: NodeView,
        _ transaction: SQLiteTransaction
    ) throws -> RecordState? {
        guard !record.scope.isHome, machine.transitions.contains(where: { !$0.beside.isEmpty }),
            let link = try transaction.homeLink(to: record.record)
        else { return nil }
        return try view.projector.state(of: link.home, in: transaction)
    }

    /// Refuses a step beside the mechanism's for which the matter does not stand at home as the rules ask, and one that may be taken once
    /// and was taken at home: nobody else can tell.
    func requireLine(
        of header: EntryHeader,
        after state: RecordState?,
        home: RecordState?
    ) throws {
        let machine = header.rules.flatMap(view.packs.pack)?.machine(header.machine)
        guard let state, let step = machine?.transition(header.event) else { return }
        if state.repeats(step, by: header.office, home: home) {
            throw Problem(
                code: "casework.\(IrregularReason.Code.onceOnly.rawValue)",
                arguments: ["event": step.id.text],
                status: 422
            )
        }
        guard !state.isInLine(step, home: home) else { return }
        let line = state.beside(home: home).sorted()
        throw Problem(
            code: "casework.\(IrregularReason.Code.stateNotAllowed.rawValue)",
            arguments: [
                "event": step.id.text, "state": line.first?.text ?? state.state?.text ?? "–",
            ],
            status: 422
        )
    }

    /// That something begun at home is not done when a step ends the record.
    func besideNotices(
        by rules: StepRules,
        in scope: RecordScope,
        after past: RecordState?
    ) throws -> [CodedText] {
        guard let past else { return [] }
        let key = RecordKey(scope: scope, record: past.record)
        let home = try Self.homeBeside(of: key, rules.machine, in: view, transaction)
        let titles = past.leftOpen(by: rules.step, home: home).map(\.title)
        guard !titles.isEmpty else { return [] }
        let english = titles.map(\.en).joined(separator: ", ")
        return [
            CodedText(
                "node.beside_open",
                [
                    "states": english, "states_en": english,
                    "states_zh": titles.map(\.zh).joined(separator: "、"),
                ]
            )
        ]
    }
}
