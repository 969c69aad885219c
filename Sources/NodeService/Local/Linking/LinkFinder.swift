import Casework
import Cryptography
import Ledger
import LocalAPI
import TransparencyLog

/// Proposes which records may belong to one, and tells prior penalties of its subject; it decides nothing and writes nothing.
struct LinkFinder {
    /// What speaks for one record.
    private struct Candidate {
        var reasons: [(weight: Int, reason: LinkReason)] = []
        var name: (score: Int, reason: LinkReason)?
        /// The kinds of the subject's numbers that stand in both.
        var subjectKinds: [String] = []
        /// The records, at home and in a mechanism, in which something was found.
        var parts: [RecordKey] = []
    }

    private var lookup: IdentifierLookup
    private let today: LocalDate
    private var matter: LinkedMatter
    private var candidates: [RecordKey: Candidate] = [:]

    /// Reads the matter whose parts are given.
    init(_ matter: LinkedMatter, in lookup: IdentifierLookup, today: LocalDate) {
        self.lookup = lookup
        self.matter = matter
        self.today = today
    }

    /// The answer for the record under which the matter is shown.
    mutating func answer(for key: RecordKey) throws -> LinksAnswer {
        for number in matter.numbers { try compare(number) }
        for name in matter.names { try compare(name) }
        let region = try lookup.record(key)?.region
        let since = today.fiveYearsBefore ?? today
        var links: [LinkProposal] = []
        var penalties: [PriorPenalty] = []
        for (other, candidate) in candidates {
            guard let (summary, itsRegion) = try lookup.record(other) else { continue }
            links.append(Self.proposal(candidate, summary, itsRegion, of: region))
            if let penalty = try penalty(of: other, candidate, summary, itsRegion, since: since) {
                penalties.append(penalty)
            }
        }
        links.sort(by: Self.isStronger)
        penalties.sort { ($0.decided, $0.record.record) > ($1.decided, $1.record.record) }
        let limit = Limits.linkedRecordCountMax
        var findings = try lookup.findings(isFull: links.count > limit)
        if matter.isCut {
            findings.append(
                IdentifierNotice.tooMany.text(["limit": "\(Limits.linkedIdentifierCountMax)"])
            )
        }
        return LinksAnswer(
            record: key.record.hex,
            region: region?.text,
            links: Array(links.prefix(limit)),
            penalties: Array(penalties.prefix(limit)),
            since: since.text,
            findings: findings
        )
    }

    // MARK: Identifiers

    private mutating func compare(_ number: LinkedMatter.Number) throws {
        var told: Set<RecordKey> = []
        for key in number.identifier.linkingKeys {
            var there: [RecordKey: [IdentifierLookup.Mention]] = [:]
            for mention in try lookup.mentions(of: lookup.index.key(key))
            where mention.row.verdictClass == .valid && !isOwn(mention) {
                there[mention.shown, default: []].append(mention)
            }
            // A firm's code and the code within it are one reason.
            for (other, mentions) in there where told.insert(other).inserted {
                try note(number, key, in: other, at: mentions)
            }
        }
    }

    private func isOwn(_ mention: IdentifierLookup.Mention) -> Bool {
        matter.parts.contains(mention.own) || matter.parts.contains(mention.shown)
    }

    private mutating func note(
        _ number: LinkedMatter.Number,
        _ key: LinkingKey,
        in other: RecordKey,
        at mentions: [IdentifierLookup.Mention]
    ) throws {
        let kind = number.identifier.kind
        let reason = LinkReason(
            kind: kind.rawValue,
            kindTitles: kind.title.byLanguage,
            shown: number.identifier.shown,
            hint: key.kind.isLinkHint,
            here: number.places,
            there: try places(mentions)
        )
        candidates[other, default: Candidate()].reasons.append((key.kind.linkWeight, reason))
        candidates[other]?.parts += mentions.map(\.own)
        if key.kind.isOfSubject { candidates[other]?.subjectKinds.append(kind.rawValue) }
    }

    private func places(_ mentions: [IdentifierLookup.Mention]) throws -> [MentionPlace] {
        try mentions.sorted { ($0.row.at ?? 0, $0.row.digest) > ($1.row.at ?? 0, $1.row.digest) }
            .map { try lookup.place($0.row, field: $0.field, kind: $0.kind) }
    }

    // MARK: Names

    private mutating func compare(_ name: LinkedMatter.Name) throws {
        for mention in try alike(name.name) {
            guard try !lookup.isSubjectPerson(of: mention.own),
                let body = try lookup.body(of: mention.row)
            else { continue }
            for (field, other) in body.identifiers.names where field.text == mention.field {
                let score = name.name.score(with: other)
                guard score >= Casework.Limits.firmNameScoreMin,
                    score > candidates[mention.shown]?.name?.score ?? 0
                else { continue }
                let reason = LinkReason(
                    kind: nil,
                    kindTitles: [:],
                    shown: other.written,
                    hint: true,
                    score: score,
                    here: name.places,
                    there: [
                        try lookup.place(mention.row, field: mention.field, kind: mention.kind)
                    ]
                )
                candidates[mention.shown, default: Candidate()].name = (score, reason)
                candidates[mention.shown]?.parts.append(mention.own)
            }
        }
    }

    /// The places of names that have most parts in common with one.
    private mutating func alike(_ name: FirmName) throws -> [IdentifierLookup.Mention] {
        var counts: [String: (count: Int, mention: IdentifierLookup.Mention)] = [:]
        for key in lookup.index.keys(name) {
            for mention in try lookup.mentions(of: key, limit: Limits.namePlaceCountMax)
            where mention.row.verdictClass == .valid && !isOwn(mention) {
                let place = "\(mention.row.origin) \(mention.row.index) \(mention.field)"
                counts[place, default: (0, mention)].count += 1
            }
        }
        return counts.sorted { a, b in
            a.value.count == b.value.count ? a.key < b.key : a.value.count > b.value.count
        }
        .prefix(Limits.comparedNameCountMax).map(\.value.mention)
    }

    // MARK: Proposals

    private static func proposal(
        _ candidate: Candidate,
        _ summary: LocalAPI.RecordSummary,
        _ region: RegionCode?,
        of asked: RegionCode?
    ) -> LinkProposal {
        let reasons = candidate.reasons.sorted { a, b in
            a.weight == b.weight
                ? (a.reason.kind ?? "", a.reason.shown) < (b.reason.kind ?? "", b.reason.shown)
                : a.weight > b.weight
        }
        return LinkProposal(
            record: summary,
            region: region?.text,
            sameRegion: region != nil && region == asked,
            strength: LinkStrength.combined(
                weights: reasons.map(\.weight),
                nameScore: candidate.name?.score
            ),
            reasons: reasons.map(\.reason) + [candidate.name?.reason].compactMap(\.self)
        )
    }

    /// The stronger first; of equally strong ones those of other regions, then the newer.
    private static func isStronger(_ a: LinkProposal, _ b: LinkProposal) -> Bool {
        if a.strength != b.strength { return a.strength > b.strength }
        if a.sameRegion != b.sameRegion { return !a.sameRegion }
        return (a.record.updated, a.record.record) > (b.record.updated, b.record.record)
    }

    // MARK: Penalties

    /// The newest penalty that a record states, where it names the subject by its number and lies within five years.
    private mutating func penalty(
        of other: RecordKey,
        _ candidate: Candidate,
        _ summary: LocalAPI.RecordSummary,
        _ region: RegionCode?,
        since: LocalDate
    ) throws -> PriorPenalty? {
        guard !candidate.subjectKinds.isEmpty else { return nil }
        var newest: PriorPenalty?
        for part in Set(candidate.parts + [other]).sorted() where try lookup.mayRead(part) {
            let bodies = try lookup.bodies(of: part)
            let decided = bodies.lazy.compactMap { $0.date }.max()
            for body in bodies {
                let fields = body.penalties
                let date = body.date ?? decided ?? body.day
                guard !fields.isEmpty, let date, date >= since,
                    date.text > newest?.decided ?? ""
                else { continue }
                newest = PriorPenalty(
                    record: summary,
                    region: region?.text,
                    decided: date.text,
                    entry: body.row.digest.hex,
                    kinds: Array(Set(candidate.subjectKinds)).sorted(),
                    penalties: fields,
                    labels: FieldLabels(pack: body.pack, machine: body.machine)
                        .labels(of: fields)
                )
            }
        }
        return newest
    }
}

extension IdentifierLookup.ReadBody {
    /// What the body says of a penalty, by the pack's own word for it.
    fileprivate var penalties: [String: FieldValue] {
        var penalties: [String: FieldValue] = [:]
        for (id, value) in body.fields where !value.isEmpty {
            guard machine.field(id, in: pack)?.meaning == .penalty else { continue }
            penalties[id.text] = FieldValue(value)
        }
        return penalties
    }

    /// The day on which a penalty was decided, where the body says it.
    fileprivate var date: LocalDate? {
        body.fields.lazy.filter { machine.field($0.key, in: pack)?.meaning == .penaltyDate }
            .compactMap { $0.value.string }
            .compactMap { text in
                LocalDate(text) ?? Timestamp(text).flatMap { LocalDate(inChinaAt: $0) }
            }
            .max()
    }

    /// The day of the entry.
    fileprivate var day: LocalDate? {
        row.at.flatMap { Timestamp(instant: $0, offsetMinutes: LocalDate.chinaOffsetMinutes) }
            .flatMap { LocalDate(inChinaAt: $0) }
    }
}
