import Casework
import Cryptography
import Ledger
import LocalAPI
import LogStorage
import SQLiteStorage
import Testing
import TransparencyLog

@testable import NodeService

/// What is kept of headers opens no record to anybody: who may read is asked each time.
@Suite struct HeaderPartyTests {
    private typealias Scene = LinkingScene

    /// The entry with a digest in the home log of a node.
    private func entry(_ digest: String, at node: TestNode) async throws -> UnverifiedEntry {
        let digest = try #require(Digest(hex: digest))
        let bytes = try await node.node.store.read { transaction in
            try transaction.projectedEntries(digest: digest).first
                .flatMap { try transaction.entryBytes(of: $0.origin, at: $0.index) }
        }
        return try UnverifiedEntry(parsing: #require(bytes))
    }

    @Test(
        "a caller of another office sees nothing, before and after somebody who may read has looked, and until a step is his office's"
    )
    func gate() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let fields: [String: FieldValue] = ["subject_uscc": .text(Scene.firm)]
        var filed: Set<String> = []
        for _ in 0..<5 {
            filed.insert(try await Scene.draft(at: node, fields, office: "scjg").entry)
        }
        let (police, market) = (Scene.officer(of: "gaj"), Scene.officer(of: "scjg"))
        // Cold, warm by himself, and warm by those who may read.
        for readers in [[police], [police, market], [Scene.caller, police, market]] {
            for reader in readers {
                let found = try await Scene.search(Scene.firm, at: node, as: reader)
                let isHidden = reader.readOffices == police.readOffices
                let expected = isHidden ? [] : filed
                #expect(Set(found.hits.map(\.record.record)) == expected)
                #expect(found.findings.isEmpty && found.next == nil)
            }
        }
        let own = try await Scene.draft(at: node, fields, office: "gaj").entry
        for _ in 0..<2 {
            let found = try await Scene.search(Scene.firm, at: node, as: police)
            #expect(found.hits.map(\.record.record) == [own])
        }
        let kept = node.node.view.headerParties.count
        #expect(kept == filed.count + 1)
        try await node.remove()
    }

    @Test("an entry that does not count any more opens nothing, though its header is kept")
    func voided() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        let fields: [String: FieldValue] = ["subject_uscc": .text(Scene.firm)]
        let own = try await Scene.draft(at: node, fields, office: "gaj")
        let police = Scene.officer(of: "gaj")
        #expect(try await Scene.search(Scene.firm, at: node, as: police).hits.count == 1)
        let view = node.node.view
        let digest = try #require(Digest(hex: own.entry))
        let origin = try Origin("jiangxi.ipr.example/home")
        let index = EntryIndex(unchecked: own.index)
        let mayRead = try await node.node.store.write { transaction -> [Bool] in
            let row = try #require(try transaction.projectedEntry(of: origin, at: index))
            let key = RecordKey(scope: row.scope, record: digest)
            func mayRead() throws -> Bool {
                try RecordPresenter(
                    view: view,
                    transaction: transaction,
                    bodies: BodyReader(storageKey: view.keyring.storageKey),
                    caller: police
                )
                .mayReadBodies(of: key)
            }
            let before = try mayRead()
            var judged = row
            judged.verdictClass = .irregular
            try transaction.putProjectedEntry(judged)
            return [before, try mayRead()]
        }
        #expect(mayRead == [true, false])
        try await node.remove()
    }

    @Test(
        "up to its limit a cache keeps what it read of the very entry, the next one begins it anew, and other bytes are never kept"
    )
    func limits() async throws {
        let node = try await Scene.nodeOfTwoOffices()
        var entries: [UnverifiedEntry] = []
        for _ in 0..<3 {
            let taken = try await Scene.draft(at: node, [:], office: "scjg")
            entries.append(try await entry(taken.entry, at: node))
        }
        let cache = HeaderPartyCache(countMax: 2)
        var readCount = 0
        func parties(_ number: Int, as content: Int? = nil) -> HeaderParties? {
            cache.parties(of: entries[number].digest) {
                readCount += 1
                return entries[content ?? number]
            }
        }
        // Bytes of another entry are read each time, and never taken for this one's.
        for _ in 0..<2 { _ = parties(0, as: 1) }
        #expect(readCount == 2 && cache.count == 0)
        for number in [0, 1, 0, 1] {
            #expect(parties(number) == HeaderParties(entries[number].header))
        }
        #expect(readCount == 4 && cache.count == 2)
        #expect(parties(2)?.office?.text == "scjg" && readCount == 5 && cache.count == 1)
        #expect(parties(0) != nil && readCount == 6 && cache.count == 2)
        #expect(cache.parties(of: entries[1].digest) { nil } == nil)
        // One addressee more than are kept.
        for (count, kept) in [
            (Limits.headerPartyAddresseeCountMax, 1),
            (Limits.headerPartyAddresseeCountMax + 1, 0),
        ] {
            let cache = HeaderPartyCache()
            let to = (0..<count).compactMap { Address("3600\($0 + 10)/scjg") }
            #expect(to.count == count)
            let sample = try Self.addressed(to, as: entries[0], by: node)
            #expect(cache.parties(of: sample.digest) { sample }?.to.count == count)
            #expect(cache.count == kept, "\(count)")
        }
        try await node.remove()
    }

    /// The same step in a mechanism, addressed to others.
    private static func addressed(
        _ to: [Address],
        as entry: UnverifiedEntry,
        by node: TestNode
    ) throws -> UnverifiedEntry {
        var header = entry.header
        header.to = to
        let office = try #require(entry.header.office)
        let signer = try #require(node.node.view.keyring.offices[office])
        return try EntryBuilder.entry(
            header,
            of: Origin("jiangxi.ipr.example/exercise"),
            signers: [signer]
        )
    }
}
