import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage
import TransparencyLog

/// Tells the penalties of a subject in other records that name it by a number, as the packs mark them.
struct PenaltyFinder {
    var lookup: IdentifierLookup
    let window: PenaltyWindow

    /// The newest penalty of each record that lies within the days, the newest first, and which limits were met.
    mutating func penalties(
        in records: [RecordKey: SubjectTrace]
    ) throws -> (penalties: [PriorPenalty], findings: [CodedText]) {
        let rows = try records.keys.compactMap { try lookup.presenter.row($0) }
            .sorted { ($0.updatedAt, $0.key) > ($1.updatedAt, $1.key) }
        var penalties: [PriorPenalty] = []
        for row in rows.prefix(Limits.penaltyRecordCountMax) {
            guard let trace = records[row.key],
                let penalty = try unlessDamaged(row.key, { try $0.penalty(of: row, trace) })
            else { continue }
            penalties.append(penalty)
        }
        // What does not stand comes last, so that no limit cuts what does for it.
        penalties.sort {
            ($0.isStanding ? 1 : 0, $0.decided, $0.record.record)
                > ($1.isStanding ? 1 : 0, $1.decided, $1.record.record)
        }
        return (
            Array(penalties.prefix(Limits.penaltyCountMax)),
            Self.findings(recordCount: rows.count, penaltyCount: penalties.count)
        )
    }

    /// What a record tells; nil also where something of it is damaged, which is noted.
    private mutating func unlessDamaged(
        _ key: RecordKey,
        _ read: (inout Self) throws -> PriorPenalty?
    ) throws -> PriorPenalty? {
        let presenter = lookup.presenter
        var finder = self
        let penalty = try presenter.unlessDamaged(key) { try read(&finder) }
        self = finder
        return penalty ?? nil
    }

    /// Which limits so many records and penalties meet.
    static func findings(recordCount: Int, penaltyCount: Int) -> [CodedText] {
        let records = Limits.penaltyRecordCountMax
        let most = Limits.penaltyCountMax
        var findings: [CodedText] = []
        if recordCount > records {
            findings.append(IdentifierNotice.penaltyRecordsMany.text(["limit": "\(records)"]))
        }
        if penaltyCount > most {
            findings.append(IdentifierNotice.penaltiesMany.text(["limit": "\(most)"]))
        }
        return findings
    }

    private mutating func penalty(
        of row: ProjectedRecord,
        _ trace: SubjectTrace
    ) throws -> PriorPenalty? {
        var newest: PriorPenalty?
        var isWithdrawn = false
        // Both parts of a matter tell what was decided, whichever of them has the number.
        for part in try trace.parts.union(lookup.parts(of: row.key)).sorted()
        where try lookup.mayRead(part) {
            let bodies = try lookup.bodies(of: part)
            let decided = bodies.compactMap(\.decided).max()
            isWithdrawn =
                try isWithdrawn || bodies.contains(where: \.isWithdrawal)
                || isTakenBack(part)
            for body in bodies {
                let fields = body.penalties
                guard !fields.isEmpty, let day = body.decided ?? decided ?? body.day,
                    window.contains(day), day.text > newest?.decided ?? ""
                else { continue }
                newest = PriorPenalty(
                    record: try lookup.presenter.summary(of: row),
                    region: try IdentifierLookup.region(of: row)?.text,
                    decided: day.text,
                    byEntry: body.decided == nil && decided == nil,
                    entry: body.row.digest.hex,
                    kinds: trace.kinds.sorted(),
                    penalties: fields,
                    labels: FieldLabels(pack: body.pack, machine: body.machine)
                        .labels(of: fields)
                )
            }
        }
        if isWithdrawn { newest?.withdrawn = true }
        return newest
    }
}

extension PenaltyFinder {
    /// Whether a step was applied that must say why a penalty is taken back, whether or not what it says can be read here.
    private func isTakenBack(_ part: RecordKey) throws -> Bool {
        let view = lookup.presenter.view
        guard let state = try view.projector.state(of: part, in: lookup.transaction) else {
            return false
        }
        return state.steps.contains { step in
            guard step.verdict == .applied, let pack = step.event.rules.flatMap(view.packs.pack),
                let machine = pack.machine(step.event.machine),
                let rule = machine.transition(step.event.event)
            else { return false }
            return rule.requiredFields.contains {
                machine.field($0, in: pack)?.meaning == .penaltyWithdrawal
            }
        }
    }
}

extension IdentifierLookup.ReadBody {
    /// What the step says of a penalty, by the pack's own word for it.
    fileprivate var penalties: [String: FieldValue] {
        var penalties: [String: FieldValue] = [:]
        let shown = MaskedFields(of: fields, machine: machine, pack: pack).fields
        // A fine of nothing is no penalty.
        for (id, value) in shown where !value.isEmpty && value != .integer(0) {
            guard machine.field(id, in: pack)?.meaning == .penalty else { continue }
            penalties[id.text] = FieldValue(value)
        }
        return penalties
    }

    /// Whether the step says that a penalty was taken back.
    fileprivate var isWithdrawal: Bool {
        fields.contains { id, value in
            !value.isEmpty && machine.field(id, in: pack)?.meaning == .penaltyWithdrawal
        }
    }

    /// The day on which a penalty was decided, where the step says it.
    fileprivate var decided: LocalDate? {
        fields.filter { machine.field($0.key, in: pack)?.meaning == .penaltyDate }
            .compactMap { $0.value.string }
            .compactMap { text in
                LocalDate(text) ?? Timestamp(text).flatMap { LocalDate(inChinaAt: $0) }
            }
            .max()
    }

    /// The day of the entry in China.
    fileprivate var day: LocalDate? { row.at.flatMap { LocalDate(inChinaAtSecond: $0) } }
}

extension LocalDate {
    /// The day that it is in China at a POSIX second; nil outside the years 0…9999.
    init?(inChinaAtSecond second: Int64) {
        guard let time = Timestamp(instant: second, offsetMinutes: LocalDate.chinaOffsetMinutes)
        else { return nil }
        self.init(inChinaAt: time)
    }
}
