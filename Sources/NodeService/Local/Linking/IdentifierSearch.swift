import Casework
import Cryptography
import Ledger
import LocalAPI
import TransparencyLog

/// Answers where an identifier stands.
struct IdentifierSearch {
    private var lookup: IdentifierLookup

    init(_ lookup: IdentifierLookup) { self.lookup = lookup }

    /// The records in whose bodies it stands, those with the newest step first.
    mutating func answer(to asked: AskedIdentifier) throws -> SearchAnswer {
        var order: [RecordKey] = []
        var found: [RecordKey: [IdentifierLookup.Mention]] = [:]
        for key in asked.keys {
            for mention in try lookup.mentions(of: lookup.index.key(key)) {
                if found[mention.shown] == nil { order.append(mention.shown) }
                found[mention.shown, default: []].append(mention)
            }
        }
        let limit = Limits.linkedRecordCountMax
        var hits: [SearchHit] = []
        for key in order.prefix(limit) {
            guard let record = try lookup.record(key) else { continue }
            hits.append(
                SearchHit(
                    record: record.summary,
                    region: record.region?.text,
                    places: try places(found[key] ?? [])
                )
            )
        }
        hits.sort {
            ($0.record.updated, $0.record.record) > ($1.record.updated, $1.record.record)
        }
        return SearchAnswer(
            readings: asked.readings,
            hits: hits,
            findings: try lookup.findings(isFull: order.count > limit)
        )
    }

    /// Each field of each entry once, the newest entry first.
    private func places(_ mentions: [IdentifierLookup.Mention]) throws -> [MentionPlace] {
        var places: [MentionPlace] = []
        let ordered = mentions.sorted {
            ($0.row.at ?? 0, $0.row.digest.hex) > ($1.row.at ?? 0, $1.row.digest.hex)
        }
        for mention in ordered {
            let isKnown = places.contains {
                $0.entry == mention.row.digest.hex && $0.field == mention.field
            }
            guard !isKnown else { continue }
            places.append(
                try lookup.place(mention.row, field: mention.field, kind: mention.kind)
            )
        }
        return places
    }
}
