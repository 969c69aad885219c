import Casework
import Cryptography
@testable import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct KeyHistoryTests {
    private let jiangxi: TestNode
    private let projector: Projector
    private let store = InMemoryProjectionStore()
    private let origin: Origin

    init() throws {
        jiangxi = try .jiangxi()
        try jiangxi.open()
        origin = try jiangxi.mechanism
        let book = TestCharterBook([try Fixture.charter([jiangxi, try .fujian()])])
        projector = try Fixture.projector(book, for: jiangxi)
    }

    private func history() throws -> KeyHistory {
        try projector.follow(jiangxi, origin, into: store)
        return try #require(try projector.history(of: origin, in: store))
    }

    private func codes(_ digest: Digest) throws -> [Reason.Code] {
        _ = try history()
        return try projector.verdict(digest, in: store).reasons.map(\.code)
    }

    @Test("a history that was read before is read anew when its bytes have changed")
    func cache() throws {
        let first = try history()
        let bytes = first.encoded()
        let cache = KeyHistoryCache()
        #expect(try cache.history(of: origin, decoding: bytes) == first)
        #expect(try cache.history(of: origin, decoding: bytes) == first)
        try jiangxi.enrol("customs", in: origin)
        let second = try history()
        #expect(try cache.history(of: origin, decoding: second.encoded()) == second)
        #expect(try cache.history(of: origin, decoding: bytes) == first)
        #expect(throws: LedgerError.self) {
            try cache.history(of: origin, decoding: Array(bytes.dropLast()))
        }
    }

    @Test("the smallest of what waits comes first, each once", arguments: 0..<20 as Range<UInt64>)
    func smallestFirst(seed: UInt64) throws {
        var state = seed
        var queue = SmallestFirst<UInt64>()
        var model: Set<UInt64> = []
        for _ in 0..<500 {
            // Knuth's generator; the argument is the seed.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            if state >> 62 == 0 {
                #expect(queue.popFirst() == model.min(), "seed \(seed)")
                if let least = model.min() { model.remove(least) }
            } else {
                queue.insert((state >> 33) % 64)
                model.insert((state >> 33) % 64)
            }
        }
        while let least = model.min() {
            #expect(queue.popFirst() == least, "seed \(seed)")
            model.remove(least)
        }
        #expect(queue.popFirst() == nil)
    }

    @Test(
        "16,384 entries may name a key or a charter and not one more, however often that is judged"
    )
    func keySteps() throws {
        var history = try history()
        let office = try jiangxi.office("scjg").verifierKey
        // The opening and the enrolments that the fixture wrote are steps as well.
        let before = Set(history.enrolled.values.flatMap { $0.enrolments.map(\.index) }).count + 1
        var enrolled = history.enrolled
        for number in 0..<UInt64(Limits.keyStepCountMax - before - 1) {
            enrolled[office, default: .init()].enrolments.append(
                .init(index: 100 + number, enroller: nil, rank: nil)
            )
        }
        let size: UInt64 = 1_000_000
        func restored() throws -> KeyHistory {
            var full = try #require(KeyHistory(origin: origin, trusted: history.trusted))
            full.restore(
                size: size,
                latestAt: nil,
                logKeys: history.logKeys,
                nodeKeys: history.nodeKeys,
                mirrorKeys: [],
                enrolled: enrolled,
                adoptions: history.adoptions
            )
            return full
        }
        #expect(try !restored().isKeyStepBeyondLimit(at: size))
        enrolled[office]?.enrolments.append(.init(index: 900_000, enroller: nil, rank: nil))
        history = try restored()
        #expect(history.isKeyStepBeyondLimit(at: size))
        #expect(
            !history.isKeyStepBeyondLimit(at: 900_000),
            "the last one that counts goes on counting"
        )
        #expect(history.isKeyStepBeyondLimit(at: 900_001))
        let header = EntryHeader.enrolOffice(
            at: try jiangxi.tick(),
            key: try jiangxi.office("late").verifierKey
        )
        let context = projector.context.log(history.name)
        let place = try #require(EntryIndex(size))
        let codes = history.judge(unsigned: header, at: place, in: context).map(\.code)
        #expect(codes.contains(.keyStepsTooMany))
    }

    @Test("after a rekey at index i, sizes up to i are the old key's and larger ones the new key's")
    func rekey() throws {
        let old = try jiangxi.logKey(origin).verifierKey
        let new = try jiangxi.logKey(origin, tag: "new").verifierKey
        let header = EntryHeader.rekeyLog(at: try jiangxi.tick(), key: new, index: 3)
        try jiangxi.append(header, to: origin, signers: [try jiangxi.signer()])
        let history = try history()
        #expect(history.logKey(forSize: 0) == nil)
        #expect((1...3).allSatisfy { history.logKey(forSize: $0) == old })
        #expect((4...5).allSatisfy { history.logKey(forSize: $0) == new })
        #expect(history.currentLogKey == new)
    }

    @Test("a rekey at another index, to a key used before, or to a key of another name is invalid")
    func badRekey() throws {
        let node = [try jiangxi.signer()]
        let new = try jiangxi.logKey(origin, tag: "new").verifierKey
        let misplaced = try jiangxi.append(
            .rekeyLog(at: try jiangxi.tick(), key: new, index: 7),
            to: origin,
            signers: node
        )
        let old = try jiangxi.logKey(origin).verifierKey
        let used = try jiangxi.append(
            .rekeyLog(at: try jiangxi.tick(), key: old, index: 4),
            to: origin,
            signers: node
        )
        let named = try jiangxi.append(
            .rekeyLog(at: try jiangxi.tick(), key: try jiangxi.signer().verifierKey, index: 5),
            to: origin,
            signers: node
        )
        #expect(try codes(misplaced) == [.sinceWrong])
        #expect(try codes(used) == [.keyAlreadyUsed])
        #expect(try codes(named) == [.keyNameWrong])
        #expect(try history().currentLogKey == old)
    }

    @Test("a node key is rotated by two lines, the old key's and the new one's")
    func rotate() throws {
        let old = try jiangxi.signer()
        let new = try jiangxi.signer(tag: "new")
        let header = EntryHeader.rotateNode(at: try jiangxi.tick(), key: new.verifierKey)
        let swapped = try jiangxi.append(header, to: origin, signers: [new, old])
        let alone = try Note(
            text: UnverifiedEntry.text(origin: origin, header: header),
            signers: [old]
        )
        try jiangxi.append(alone.encoded, to: origin)
        let rotated = try jiangxi.append(header, to: origin, signers: [old, new])
        let key = try jiangxi.office("late").verifierKey
        let stale = try jiangxi.append(
            .enrolOffice(at: try jiangxi.tick(), key: key),
            to: origin,
            signers: [old]
        )
        let fresh = try jiangxi.append(
            .enrolOffice(at: try jiangxi.tick(), key: key),
            to: origin,
            signers: [new]
        )
        #expect(try codes(swapped) == [.keyNotEnrolled, .keyNotEnrolled])
        #expect(try codes(SHA256.digest(of: alone.encoded)) == [.signatureMissing])
        #expect(try codes(rotated) == [])
        #expect(try codes(stale) == [.keyRevoked])
        #expect(try codes(fresh) == [])
        let history = try history()
        #expect(history.nodeKeySuccession == [old.verifierKey, new.verifierKey])
        #expect(history.nodeKey(at: 5) == old.verifierKey)
        #expect(history.nodeKey(at: 6) == new.verifierKey)
    }

    @Test("a mirror key is rotated by the node's line alone")
    func rotateMirror() throws {
        let key = try jiangxi.mirrorKey(tag: "new")
        let digest = try jiangxi.append(
            .rotateNode(at: try jiangxi.tick(), key: key),
            to: origin,
            signers: [try jiangxi.signer()]
        )
        #expect(try codes(digest) == [])
        #expect(try history().mirrorKeys == [key])
    }

    @Test("a log that is not opened first by a trusted node key holds nothing valid")
    func unopened() throws {
        let other = try TestNode("jiangxi.ipr.example", region: "360000")
        try other.enrol("scjg", in: origin)
        try projector.follow(other, origin, into: store)
        let rows = store.projectedEntries(of: origin, from: 0, limit: 9)
        #expect(
            try rows.map { try EntryVerdict(decoding: $0.verdict).reasons.map(\.code) }
                == [[.logNotOpened]]
        )
        let trusted = [try jiangxi.signer(tag: "other").verifierKey]
        let history = try #require(KeyHistory(origin: origin, trusted: trusted))
        let bytes = try #require(jiangxi.logs[origin]?.first)
        let judgement = history.judge(
            EntryVerifier(history).check(bytes),
            at: 0,
            in: LogContext(charters: TestCharterBook([]))
        )
        #expect(judgement.reasons.map(\.code) == [.keyNotEnrolled, .charterMissing])
    }

    @Test("keys are judged alike whether the verifier's snapshot knew them or not")
    func snapshot() throws {
        try jiangxi.write("send", to: ["350000"])
        let entries = try #require(jiangxi.logs[origin])
        let trusted = [try jiangxi.signer().verifierKey]
        var history = try #require(KeyHistory(origin: origin, trusted: trusted))
        let early = EntryVerifier(history)
        let context = LogContext(
            charters: TestCharterBook([try Fixture.charter([jiangxi, try .fujian()])])
        )
        for (position, bytes) in entries.enumerated() {
            let index = try #require(EntryIndex(UInt64(position)))
            let before = history.judge(early.check(bytes), at: index, in: context)
            let late = history.judge(EntryVerifier(history).check(bytes), at: index, in: context)
            #expect(before.reasons == [] && late.reasons == [])
            #expect(before.signers == late.signers)
            history.apply(before)
        }
    }

    @Test(
        "reads the origins of its logs alone",
        arguments: [
            ("jiangxi.ipr.example/home", true), ("jiangxi.ipr.example/home/2", true),
            ("jiangxi.ipr.example/home/1", false), ("jiangxi.ipr.example/home/02", false),
            ("jiangxi.ipr.example", false), ("jiangxi.ipr.example/", false),
            ("Jiangxi.ipr.example/home", false), ("jiangxi.ipr.example/a/2/3", false),
        ]
    )
    func names(origin: String, isOurs: Bool) throws {
        let name = LogName(try Origin(origin))
        #expect((name != nil) == isOurs)
        #expect(name.map { $0.text } ?? origin == origin)
    }
}
