import Casework
import Ledger
import LocalAPI

extension StepPlanner {
    /// Gives a step that hands a matter on what its sender has said of it: whoever gets it now was granted no earlier body.
    ///
    /// That is what the same office said in steps that only its own side takes, such as `send` and `supplement`, to those to whom
    /// they went; a step that others may take as well speaks of how the matter is handled. What the officer gives now holds before
    /// it, and what the step asks for is given now. A body that was personal stays so. Returns what the officer should look at:
    /// that something was said which is not carried along.
    func handOn(
        _ intent: inout EntryIntent,
        by rules: StepRules,
        of record: RecordKey?
    ) throws -> [CodedText] {
        guard rules.step.handsOn, let record else { return [] }
        let said = try bodies.statements(of: record, by: view.node, in: transaction)
            .filter { Self.isOwn($0.header, intent, rules) }
        let open = said.filter { $0.isWhole && $0.isForAddressees }
        var fields = open.reduce(into: [:]) { fields, said in
            fields.merge(said.fields) { _, later in later }
        }
        for field in rules.step.requiredFields { fields[field] = nil }
        intent.fields.merge(fields) { given, _ in given }
        if intent.label == nil, open.contains(where: \.isPersonal) { intent.label = .personal }
        guard open.count < said.count else { return [] }
        return [CodedText("node.not_handed_on", ["event": intent.event.text])]
    }

    /// Whether the same office took the step, as one that only its own side takes.
    private static func isOwn(
        _ header: EntryHeader,
        _ intent: EntryIntent,
        _ rules: StepRules
    ) -> Bool {
        header.machine == rules.machine.id && header.from == intent.from
            && header.office == intent.office
            && rules.machine.transition(header.event)?.by == rules.step.by
    }
}

extension BodyReader.Statement {
    private var body: ObjectReference? { header.objects.first { $0.role == .body } }

    /// Whether the body was to be kept as personal.
    var isPersonal: Bool { body?.label == .personal || body?.label == .embargoPersonal }

    /// Whether those to whom the step went may read its body: what was meant for other eyes is not for theirs who come next.
    var isForAddressees: Bool {
        switch body?.audience {
        case nil, .addressees?, .mechanism?: true
        case .addresses(let readers)?:
            header.to.allSatisfy { address in readers.contains { $0.contains(address) } }
        }
    }
}
