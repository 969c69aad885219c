import Casework
import Cryptography
import Ledger
import LocalAPI
import TransparencyLog

extension StepPlanner {
    /// What a step would not do to the clocks of its record although its officer may think so: an extension after the end or once too
    /// often, a pause for no lawful reason, an arrival before what arrived was signed.
    ///
    /// The step is signed all the same: an officer may record late what was decided in time, and the log says when it was written.
    func clockNotices(
        _ header: EntryHeader,
        in origin: Origin,
        _ scope: RecordScope,
        after state: RecordState?
    ) throws -> [CodedText] {
        let context = view.projector.context
        guard let state, let from = header.from, let office = header.office,
            let parties = context.currentParties(in: scope)
        else { return [] }
        let event = CaseEvent(
            digest: SHA256.digest(of: []),
            origin: "\(origin)",
            index: 0,
            node: view.node,
            isHome: scope.isHome,
            at: header.at,
            machine: header.machine,
            event: header.event,
            from: from,
            office: office,
            to: header.to,
            record: header.record,
            facts: header.facts,
            rules: header.rules,
            parties: parties
        )
        var fold = context.clockFold(in: scope)
        return fold.findings(about: event, after: state).map { finding in
            // The step has no digest yet.
            let named = ["entry_en": "(this step)", "entry_zh": "（本步骤）"]
            return CodedText(
                "casework.\(finding.code.rawValue)",
                finding.arguments.merging(named) { given, _ in given }
            )
        }
    }
}
