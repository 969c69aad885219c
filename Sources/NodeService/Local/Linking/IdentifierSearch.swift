import Casework
import Cryptography
import Ledger
import LocalAPI
import SQLiteStorage
import TransparencyLog

/// Answers where an identifier stands.
struct IdentifierSearch {
    private var lookup: IdentifierLookup

    init(_ lookup: IdentifierLookup) { self.lookup = lookup }

    /// One page of the records in whose bodies it stands, those with the newest step first.
    mutating func answer(to asked: AskedIdentifier) throws -> SearchAnswer {
        var found: [RecordKey: [Met]] = [:]
        var left = Limits.identifierPlaceCountMax
        var isCut = false
        lookup.expect(keyCount: asked.keys.count + IdentifierFindings.keyCount)
        for key in asked.keys {
            let places = try lookup.found(lookup.codes.key(key.key), limit: left)
            left -= places.mentions.count
            isCut = isCut || places.hasMore
            for mention in places.mentions {
                found[mention.shown, default: []].append(Met(mention: mention, by: key.matched))
            }
        }
        var rows: [RecordKey: ProjectedRecord] = [:]
        for key in found.keys { rows[key] = try lookup.presenter.row(key) }
        let ranks = rows.map { LinkRank([$1.updatedAt], $0) }
        let page = LinkRank.page(of: ranks, after: asked.after, limit: asked.limit)
        let hits = try page.ranks.compactMap { rank in
            try lookup.presenter.unlessDamaged(rank.key) {
                try rows[rank.key].map { try hit($0, found[rank.key] ?? []) }
            } ?? nil
        }
        var findings = try IdentifierFindings.of(&lookup)
        if isCut {
            findings.append(
                IdentifierNotice.placesMany.text(["limit": "\(Limits.identifierPlaceCountMax)"])
            )
        }
        if asked.isName { findings.append(IdentifierNotice.namesNotSearched.text()) }
        if asked.needsWord { findings.append(IdentifierNotice.wrongInText.text()) }
        if asked.isMixed {
            let notice: IdentifierNotice =
                asked.holdsNumbers ? .numberInWords : .wordsAroundNumber
            findings.append(notice.text())
        }
        return SearchAnswer(
            readings: asked.readings,
            hits: hits,
            next: page.next,
            findings: findings
        )
    }

    /// A place, and the number that led there.
    private struct Met {
        let mention: IdentifierLookup.Mention
        let by: MatchedIdentifier
    }

    private func hit(_ row: ProjectedRecord, _ met: [Met]) throws -> SearchHit {
        let places = Self.once(met)
        return SearchHit(
            record: try lookup.presenter.summary(of: row),
            region: try IdentifierLookup.region(of: row)?.text,
            places: try places.prefix(Limits.shownPlaceCountMax).map { met in
                let mention = met.mention
                var place = try lookup.place(mention.row, field: mention.field, kind: mention.kind)
                place.matched = met.by
                return place
            },
            placeCount: places.count
        )
    }

    /// Each field of each entry once, by the likeliest number that stands there, the newest entry first.
    private static func once(_ met: [Met]) -> [Met] {
        struct Place: Hashable {
            let entry: Digest
            let field: String
        }
        var seen: Set<Place> = []
        // The numbers came likeliest first.
        let first = met.filter {
            seen.insert(Place(entry: $0.mention.row.digest, field: $0.mention.field)).inserted
        }
        return first.sorted { IdentifierLookup.Mention.isNewer($0.mention, $1.mention) }
    }
}
