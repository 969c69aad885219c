import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct ProjectionOrderTests {
    /// Three nodes that send, answer, contradict, repeat and revoke, by a seed.
    private func federation(_ random: inout SeededRandom) throws -> [TestNode] {
        let nodes = [try TestNode.jiangxi(), try TestNode.fujian(), try TestNode.guizhou()]
        for node in nodes { try node.open() }
        let events = ["receive", "accept", "start_verification", "cancel", "confirm", "redirect"]
        var records: [Digest] = []
        var all: [Digest] = []
        for _ in 0..<Int.random(in: 12...40, using: &random) {
            let node = nodes[Int.random(in: 0..<3, using: &random)]
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<3:
                let other = nodes[Int.random(in: 0..<3, using: &random)]
                let digest = try node.write("send", to: [other.region.text])
                records.append(digest)
                all.append(digest)
            case 3 where !records.isEmpty:
                let parents = Array(all.shuffled(using: &random).prefix(1))
                all.append(
                    try node.receive(
                        try #require(records.randomElement(using: &random)),
                        parents: parents
                    )
                )
            case 4:
                let size = UInt64(node.logs[try node.mechanism]?.count ?? 0)
                guard size > 8 else { continue }
                let since = UInt64.random(in: 3...size, using: &random)
                let header = EntryHeader.revokeOffice(
                    at: try node.tick(),
                    key: try node.office("scjg").verifierKey,
                    since: try #require(EntryIndex(since))
                )
                try node.append(header, to: try node.mechanism, signers: [try node.signer()])
            case 5:
                let log = try #require(node.logs[try node.mechanism])
                try node.append(
                    try #require(log.randomElement(using: &random)),
                    to: try node.mechanism
                )
            default:
                guard let record = (records + all).randomElement(using: &random) else { continue }
                let event = try #require(events.randomElement(using: &random))
                let parents = Set(all.shuffled(using: &random).prefix(2)).sorted()
                let to = event == "redirect" ? [nodes[0].region.text] : []
                all.append(try node.write(event, to: to, record: record, parents: parents))
            }
        }
        return nodes
    }

    @Test(
        "the projection is the same in whatever order and slices the logs arrive",
        arguments: 0..<16
    )
    func sameInAnyOrder(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let nodes = try federation(&random)
        let book = TestCharterBook([try Fixture.charter(nodes)])
        let projector = try Fixture.projector(book, for: nodes[0])
        let whole = InMemoryProjectionStore()
        for node in nodes { try projector.follow(node, try node.mechanism, into: whole) }
        for _ in 0..<3 {
            let store = InMemoryProjectionStore()
            var waiting = nodes
            while let node = waiting.randomElement(using: &random) {
                let origin = try node.mechanism
                let width = Int.random(in: 1...9, using: &random)
                try projector.follow(node, origin, width: width, into: store)
                let size = try #require(try projector.history(of: origin, in: store)).size
                if Int(size) == node.logs[origin]?.count {
                    waiting.removeAll { $0 === node }
                }
            }
            let differences = store.contents.differences(from: whole.contents)
            #expect(differences == [], "seed \(seed)")
        }
    }

    @Test("charters and packs that come last change nothing in the result", arguments: 0..<6)
    func lateCharter(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        let nodes = try federation(&random)
        let book = TestCharterBook([try Fixture.charter(nodes)])
        let projector = try Fixture.projector(book, for: nodes[0])
        let whole = InMemoryProjectionStore()
        let store = InMemoryProjectionStore()
        let blind = try Fixture.projector(TestCharterBook([]), for: nodes[0], packs: [])
        for node in nodes {
            try projector.follow(node, try node.mechanism, into: whole)
            try blind.follow(node, try node.mechanism, into: store)
        }
        let charted = try Fixture.projector(book, for: nodes[0], packs: [])
        _ = try charted.refresh(dependentsOf: Fixture.charterDigest, in: store)
        let pack = try Fixture.pack().reference.digest
        _ = try projector.refresh(dependentsOf: pack, in: store)
        let differences = store.contents.differences(from: whole.contents)
        #expect(differences == [], "seed \(seed)")
    }
}

/// A small generator with a seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
