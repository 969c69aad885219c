import Cryptography
import Foundation
import TestSupport
import Testing

@testable import Casework

/// The clue of the published federation, folded under the clue pack in place of the vectors' empty one.
@Suite struct VectorFoldTests {
    private func events(of origin: String, pack: PackReference) throws -> [CaseEvent] {
        let logs = try Vectors.json("lianlu-vectors.json")["logs"] as? [String: [String: Any]]
        let entries = try #require(logs?[origin]?["entries"] as? [Any])
        return try entries.enumerated().compactMap { index, entry in
            let text = entry as? String ?? (entry as? [String: Any])?["bytes"] as? String
            let bytes = try #require(text.flatMap { Data(base64Encoded: $0) })
            let line = try #require(bytes.split(separator: UInt8(ascii: "\n")).dropFirst(2).first)
            let json = try JSONSerialization.jsonObject(with: Data(line))
            let header = try #require(json as? [String: Any])
            guard header["machine"] as? String == "clue" else { return nil }
            return try event(header, [UInt8](bytes), origin, UInt64(index), pack)
        }
    }

    private func event(
        _ header: [String: Any],
        _ bytes: [UInt8],
        _ origin: String,
        _ index: UInt64,
        _ pack: PackReference
    ) throws -> CaseEvent {
        func text(_ key: String) throws -> String { try #require(header[key] as? String) }
        let node = try #require(origin.split(separator: "/").first.flatMap { NodeName($0) })
        let isHome = origin.hasSuffix("/home")
        let region = try #require(RegionCode(try text("from")))
        let charter = TestCharter(
            members: [
                (try address("350000"), Federation.fujian),
                (try address("360000"), Federation.jiangxi),
            ],
            packs: [pack]
        )
        let facts = (header["facts"] as? [String: String] ?? [:]).compactMap { key, value in
            FieldID(key).map { Fact(field: $0, value: .string(value)) }
        }
        return CaseEvent(
            digest: SHA256.digest(of: bytes),
            origin: origin,
            index: index,
            node: node,
            isHome: isHome,
            at: try #require(Timestamp(try text("at"))),
            machine: MachineID(unchecked: "clue"),
            event: try #require(EventID(try text("event"))),
            from: region,
            office: try #require(OfficeID(try text("office"))),
            to: try (header["to"] as? [String] ?? []).map(address),
            record: (header["record"] as? String).flatMap { Digest(hex: $0) },
            parents: (header["parents"] as? [String] ?? []).compactMap { Digest(hex: $0) },
            facts: facts,
            rules: pack,
            parties: isHome
                ? HomeParties(node: node, region: region, installed: [pack]) : charter
        )
    }

    @Test("the vectors' clue is approved at home, sent, received by the system office and accepted")
    func clue() throws {
        let pack = try RulePack.load(RulePack.clueBytes)
        let log = "/pan-pearl-river-delta"
        let home = try events(of: "jiangxi.ipr.example/home", pack: pack.reference)
        let sent = try events(of: "jiangxi.ipr.example" + log, pack: pack.reference)
        let received = try events(of: "fujian.ipr.example" + log, pack: pack.reference)
        let opening = try #require(sent.first)
        let draft = try #require(home.first)
        let packs = PackSet([pack])
        let state = RecordFold(record: opening.digest, packs: packs) { _ in .missing }
            .state(of: received + sent)
        #expect(state.steps.map(\.verdict) == [.applied, .applied, .applied])
        #expect(state.steps.allSatisfy { $0.findings.isEmpty })
        #expect(state.state?.text == "accepted")
        let part = HomeOpening(event: opening, origin: draft.origin, size: 4)
        let homeState = RecordFold(record: draft.digest, packs: packs, homeOpening: part) { _ in
            .missing
        }.state(of: home)
        #expect(homeState.state?.text == "approved")
        #expect(homeState.findings.isEmpty)
    }
}
