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
        var found: [RecordKey: [IdentifierLookup.Mention]] = [:]
        var left = Limits.identifierPlaceCountMax
        var isCut = false
        lookup.expect(keyCount: asked.keys.count + IdentifierFindings.keyCount)
        for key in asked.keys {
            let places = try lookup.found(lookup.codes.key(key), limit: left)
            left -= places.mentions.count
            isCut = isCut || places.hasMore
            for mention in places.mentions { found[mention.shown, default: []].append(mention) }
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

    private func hit(
        _ row: ProjectedRecord,
        _ mentions: [IdentifierLookup.Mention]
    ) throws -> SearchHit {
        let places = Self.once(mentions)
        return SearchHit(
            record: try lookup.presenter.summary(of: row),
            region: try IdentifierLookup.region(of: row)?.text,
            places: try places.prefix(Limits.shownPlaceCountMax).map {
                try lookup.place($0.row, field: $0.field, kind: $0.kind)
            },
            placeCount: places.count
        )
    }

    /// Each field of each entry once, the newest entry first.
    private static func once(
        _ mentions: [IdentifierLookup.Mention]
    ) -> [IdentifierLookup.Mention] {
        struct Place: Hashable {
            let entry: Digest
            let field: String
        }
        var seen: Set<Place> = []
        return mentions.sorted(by: IdentifierLookup.Mention.isNewer).filter {
            seen.insert(Place(entry: $0.row.digest, field: $0.field)).inserted
        }
    }
}
