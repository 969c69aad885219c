import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage
import TransparencyLog

/// Proposes which records may belong to one; it decides nothing and writes nothing.
struct LinkFinder {
    /// An identifier that stands in both.
    private struct Shared {
        /// Which of the matter's numbers it is.
        let number: Int
        let weight: Int
        let isHint: Bool
        let mentions: [IdentifierLookup.Mention]
    }

    /// A firm's name like one of the matter's.
    private struct Alike {
        let score: Int
        /// Which of the matter's names it is like.
        let name: Int
        let written: String
        let mention: IdentifierLookup.Mention
    }

    /// What speaks for one record.
    private struct Candidate {
        var shared: [Shared] = []
        var alike: Alike?

        var strength: Int {
            LinkStrength.combined(weights: shared.map(\.weight), nameScore: alike?.score)
        }
    }

    private var lookup: IdentifierLookup
    private let matter: LinkedMatter
    private var candidates: [RecordKey: Candidate] = [:]
    /// The records that name the subject by a number of its own.
    private(set) var sameSubject: [RecordKey: SubjectTrace] = [:]
    private var left = Limits.identifierPlaceCountMax
    /// What was met of the limits of comparing.
    private var met: Set<IdentifierNotice> = []

    /// Compares the matter with everything that the caller may read.
    init(_ matter: LinkedMatter, in lookup: IdentifierLookup) throws {
        self.lookup = lookup
        self.matter = matter
        let codes = lookup.codes
        let keyCount = matter.numbers.reduce(0) { $0 + $1.identifier.linkingKeys.count }
        let partCount = matter.names.reduce(0) { $0 + codes.keys($1.name).count }
        self.lookup.expect(keyCount: keyCount + partCount + IdentifierFindings.keyCount)
        for number in matter.numbers.indices { try compare(number: number) }
        for name in matter.names.indices { try compare(name: name) }
    }

    // MARK: Answer

    /// One page of proposals, the strongest first; of equally strong ones those of other regions, then the newer.
    func proposals(
        for region: RegionCode?,
        after cursor: LinkRank?,
        limit: Int
    ) throws -> (links: [LinkProposal], next: String?) {
        let ranks = try candidates.compactMap { key, candidate -> LinkRank? in
            guard let row = try lookup.presenter.row(key) else { return nil }
            let itsRegion = try IdentifierLookup.region(of: row)
            let isElsewhere = region == nil || region != itsRegion
            return LinkRank(
                [Int64(candidate.strength), isElsewhere ? 1 : 0, row.updatedAt],
                key
            )
        }
        let page = LinkRank.page(of: ranks, after: cursor, limit: limit)
        let links = try page.ranks.compactMap { rank in
            try lookup.presenter.unlessDamaged(rank.key) { try proposal(rank.key, for: region) }
                ?? nil
        }
        return (links, page.next)
    }

    /// What keeps the answer from being whole.
    mutating func findings() throws -> [CodedText] {
        let limits: [(IdentifierNotice, Int)] = [
            (.linkedPlacesMany, Limits.linkedPlaceCountMax),
            (.linkedPlacesAll, Limits.identifierPlaceCountMax),
            (.linkedNamesMany, Limits.comparedNameCountMax),
            (.linkedIdentifiersMany, Limits.linkedIdentifierCountMax),
        ]
        let met = matter.isCut ? met.union([.linkedIdentifiersMany]) : met
        return try IdentifierFindings.of(&lookup)
            + limits.filter { met.contains($0.0) }.map { $0.text(["limit": "\($1)"]) }
            + IdentifierNotice.cuts(matter.cuts)
    }

    private func proposal(
        _ key: RecordKey,
        for asked: RegionCode?
    ) throws -> LinkProposal? {
        guard let candidate = candidates[key],
            let row = try lookup.presenter.row(key)
        else { return nil }
        let region = try IdentifierLookup.region(of: row)
        let shared = candidate.shared.sorted { a, b in
            a.weight == b.weight ? a.number < b.number : a.weight > b.weight
        }
        var reasons = try shared.prefix(Limits.linkReasonCountMax).map(reason)
        if let alike = candidate.alike {
            reasons = reasons.prefix(Limits.linkReasonCountMax - 1) + [try reason(alike)]
        }
        return LinkProposal(
            record: try lookup.presenter.summary(of: row),
            region: region?.text,
            sameRegion: region != nil && region == asked,
            strength: candidate.strength,
            reasons: reasons,
            reasonCount: shared.count + (candidate.alike == nil ? 0 : 1)
        )
    }

    private func reason(_ shared: Shared) throws -> LinkReason {
        let number = matter.numbers[shared.number]
        let kind = number.identifier.kind
        return LinkReason(
            kind: kind.rawValue,
            kindTitles: kind.title.byLanguage,
            shown: number.identifier.shown,
            status: number.identifier.status.rawValue,
            hint: shared.isHint,
            here: Array(number.places.suffix(Limits.reasonPlaceCountMax).reversed()),
            there: try shared.mentions.sorted(by: IdentifierLookup.Mention.isNewer)
                .prefix(Limits.reasonPlaceCountMax)
                .map { try lookup.place($0.row, field: $0.field, kind: $0.kind) }
        )
    }

    private func reason(_ alike: Alike) throws -> LinkReason {
        let mention = alike.mention
        return LinkReason(
            kind: nil,
            kindTitles: [:],
            shown: alike.written,
            hint: true,
            score: alike.score,
            here: Array(
                matter.names[alike.name].places.suffix(Limits.reasonPlaceCountMax).reversed()
            ),
            there: [try lookup.place(mention.row, field: mention.field, kind: mention.kind)]
        )
    }

    // MARK: Identifiers

    private mutating func compare(number: Int) throws {
        let asked = matter.numbers[number]
        var told: Set<RecordKey> = []
        for key in asked.identifier.linkingKeys {
            let limit = min(left, Limits.linkedPlaceCountMax)
            let found = try lookup.found(lookup.codes.key(key), limit: limit)
            left -= found.mentions.count
            if found.hasMore {
                let isOfOne = limit == Limits.linkedPlaceCountMax
                met.insert(isOfOne ? .linkedPlacesMany : .linkedPlacesAll)
            }
            var there: [RecordKey: [IdentifierLookup.Mention]] = [:]
            for mention in found.mentions
            where mention.row.verdictClass == .valid && !isOwn(mention) {
                guard try !lookup.isOfOfficials(mention.field, in: mention.row) else { continue }
                there[mention.shown, default: []].append(mention)
                if asked.isOfSubject, key.kind.isOfSubject { try trace(mention, asked.identifier) }
            }
            // A firm's code and the code within it are one reason.
            for (other, mentions) in there where told.insert(other).inserted {
                let isWeak = try isWrongInText(asked, mentions)
                let weight = key.kind.linkWeight
                candidates[other, default: Candidate()].shared.append(
                    Shared(
                        number: number,
                        weight: isWeak ? min(weight, LinkStrength.wrongNumberInText) : weight,
                        isHint: isWeak || key.kind.isLinkHint,
                        mentions: mentions
                    )
                )
            }
        }
    }

    /// Whether a number is wrong, and one of the two records has it in running text alone.
    private func isWrongInText(
        _ number: LinkedMatter.Number,
        _ there: [IdentifierLookup.Mention]
    ) throws -> Bool {
        guard [.checksumBad, .formatBad].contains(number.identifier.status) else { return false }
        if number.isInText { return true }
        return try there.allSatisfy { try lookup.isRunningText($0.field, in: $0.row) }
    }

    /// Notes a record whose subject has the same number; a right holder's, a witness's or a buyer's is none.
    private mutating func trace(
        _ mention: IdentifierLookup.Mention,
        _ identifier: SubjectIdentifier
    ) throws {
        guard try lookup.isSubjectNumber(mention.field, in: mention.row) else { return }
        sameSubject[mention.shown, default: SubjectTrace()].kinds.insert(identifier.kind.rawValue)
        sameSubject[mention.shown]?.parts.insert(mention.own)
    }

    private func isOwn(_ mention: IdentifierLookup.Mention) -> Bool {
        matter.parts.contains(mention.own) || matter.parts.contains(mention.shown)
    }

    // MARK: Names

    private mutating func compare(name: Int) throws {
        let asked = matter.names[name].name
        for mention in try alike(asked) {
            guard try !lookup.isSubjectPerson(of: mention.own),
                let body = try lookup.body(of: mention.row)
            else { continue }
            for (field, other) in body.identifiers.names where field.text == mention.field {
                let score = asked.score(with: other)
                guard score >= Casework.Limits.firmNameScoreMin,
                    score > candidates[mention.shown]?.alike?.score ?? 0
                else { continue }
                candidates[mention.shown, default: Candidate()].alike = Alike(
                    score: score,
                    name: name,
                    written: other.written,
                    mention: mention
                )
            }
        }
    }

    /// The places of names that have most parts in common with one, as far as the caller may know of them: neither what is looked
    /// at nor what is left out depends on others.
    private mutating func alike(_ name: FirmName) throws -> [IdentifierLookup.Mention] {
        struct Place: Hashable {
            let entry: Digest
            let field: String
        }
        var found: [Place: (mention: IdentifierLookup.Mention, partCount: Int)] = [:]
        for key in lookup.codes.keys(name) {
            let part = try lookup.found(key, limit: Limits.namePlaceCountMax)
            if part.hasMore { met.insert(.linkedNamesMany) }
            for mention in part.mentions
            where mention.row.verdictClass == .valid && !isOwn(mention) {
                let place = Place(entry: mention.row.digest, field: mention.field)
                found[place, default: (mention, 0)].partCount += 1
            }
        }
        let ordered = found.values.sorted { a, b in
            a.partCount == b.partCount
                ? IdentifierLookup.Mention.isNewer(a.mention, b.mention)
                : a.partCount > b.partCount
        }
        if ordered.count > Limits.comparedNameCountMax { met.insert(.linkedNamesMany) }
        return ordered.prefix(Limits.comparedNameCountMax).map(\.mention)
    }
}

/// How a record names the subject of another one.
struct SubjectTrace {
    /// The kinds of the numbers that stand in both.
    var kinds: Set<String> = []
    /// The records, at home and in a mechanism, in which one stands.
    var parts: Set<RecordKey> = []
}
