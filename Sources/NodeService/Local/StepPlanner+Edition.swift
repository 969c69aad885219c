import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage

extension StepPlanner {
    /// What whoever begins a matter is told where it tells of something that happened before the first day of its rules: of an act of
    /// that time the older edition speaks, unless the newer one is milder.
    ///
    /// The day of the first step decides, so that every node decides alike; whether an act is of before is for people to say. A finding
    /// and no more.
    /// Where a matter is opened under another edition than it was begun and approved under at home, that is told as well.
    func editionNotices(
        _ fields: [FieldID: BodyValue],
        _ rules: StepRules,
        _ scope: RecordScope,
        from home: RecordKey?,
        after state: RecordState?
    ) throws -> [CodedText] {
        guard state == nil else { return [] }
        return try changeOfEdition(from: home, to: rules.pack, in: scope)
            + olderEditionNotices(fields, rules, scope)
    }

    private func changeOfEdition(
        from home: RecordKey?,
        to pack: RulePack,
        in scope: RecordScope
    ) throws -> [CodedText] {
        guard let home, let row = try transaction.projectedRecord(home),
            let begun = try Ledger.RecordSummary(decoding: row.summary).pack,
            begun != pack.reference
        else { return [] }
        let old = view.packs.pack(begun).map(Self.name) ?? begun.text
        let isOffered = counting(in: scope.mechanism).contains { $0.reference == begun }
        let code: NodeError.Code = isOffered ? .editionChanges : .editionChangesAlone
        return [CodedText(NodeError(code, ["home": old, "rules": Self.name(pack)]))]
    }

    /// A pack as `--rules` takes it.
    private static func name(_ pack: RulePack) -> String {
        "\(pack.reference.id.text)@\(pack.version)"
    }

    private func olderEditionNotices(
        _ fields: [FieldID: BodyValue],
        _ rules: StepRules,
        _ scope: RecordScope
    ) -> [CodedText] {
        let past = StepDates.Rules(of: rules.step, in: rules.machine, rules.pack).past
        let first = rules.pack.effectiveFrom
        let told = StepDates.dates(among: fields, of: rules.machine, in: rules.pack)
            .filter { past.contains($0.key.text) }
            .compactMap { field, value in
                value.string.flatMap { StepDates.Moment($0) }.map { (field, $0.day) }
            }
            .filter { $0.1 < first }
        guard let (field, day) = told.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }),
            let older = olderEdition(than: rules, on: day, in: scope)
        else { return [] }
        return [
            CodedText(
                NodeError(
                    .olderEdition,
                    [
                        "day": day.text, "field": field.text, "first": first.text,
                        "rules": Self.name(older),
                    ]
                )
            )
        ]
    }

    /// The pack that an officer names: whole, or by its version or the first digits of its digest where that is plain among those that
    /// count there.
    func pack(named text: String, in mechanism: String?) throws -> PackReference {
        if let whole = PackReference(text) { return whole }
        guard let query = PackQuery(text) else { throw NodeError.malformed("rules", text) }
        let found = counting(in: mechanism.flatMap { MechanismID($0) }).filter { pack in
            query.names(
                id: pack.reference.id.text,
                version: pack.version,
                digest: pack.reference.digest.hex
            )
        }
        guard found.count < 2 else {
            let names = found.map(\.reference.text).sorted().joined(separator: ", ")
            throw NodeError(.packAmbiguous, ["packs": names, "rules": text])
        }
        guard let only = found.first else { throw NodeError(.packUnknown, ["rules": text]) }
        return only.reference
    }

    /// The packs that count for a first step: at home any that is here, in a mechanism those that its charter names.
    private func counting(in mechanism: MechanismID?) -> [RulePack] {
        let newest: Membership? = mechanism.flatMap { view.library.newest(of: $0, adopted: nil) }
        return (newest?.charter.content.rules ?? view.packs.references)
            .compactMap { view.packs.pack($0) }
    }

    /// The edition of the same pack that was in force on a day, at home any that is here, in a mechanism one that its charter names.
    private func olderEdition(
        than rules: StepRules,
        on day: LocalDate,
        in scope: RecordScope
    ) -> RulePack? {
        let able = counting(in: scope.mechanism).filter { pack in
            pack.reference.id == rules.pack.reference.id
                && pack.machine(rules.machine.id)?.transition(rules.step.id) != nil
                && pack.isInForce(on: day)
        }
        return PackChoice.pack(with: rules.machine.id, on: day, among: able)
    }
}
