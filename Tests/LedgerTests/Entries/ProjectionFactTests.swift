import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

/// Facts that come and go leave the projection as if they had been known from the start.
@Suite struct ProjectionFactTests {
    private static let members = [
        ("360000", "jiangxi"), ("350000", "fujian"), ("520000", "guizhou"),
    ]
    private static let remaining = Array(members.dropFirst())
    private let jiangxi: TestNode
    private let fujian: TestNode
    private let store = InMemoryProjectionStore()

    init() throws {
        jiangxi = try .jiangxi()
        fujian = try .fujian()
    }

    /// The next revision; `ended` are the sizes of 江西's logs, by their numbers.
    private func charter(
        _ members: [(String, String)],
        after predecessor: Charter?,
        ended: [UInt64: UInt64] = [:]
    ) throws -> Charter {
        let mechanism = try #require(MechanismID(Fixture.mechanism))
        return try Fixtures.charter(members, after: predecessor, mechanism: mechanism.text) {
            $0.rules = [try Fixture.pack().reference]
            $0.ended = try ended.sorted(by: <).map { generation, size in
                let log = LogName(node: jiangxi.name, mechanism: mechanism, generation: generation)
                return .init(
                    origin: try Origin(try #require(log).text),
                    size: try #require(TreeSize(size))
                )
            }
        }
    }

    private func library(_ charters: [Charter]) throws -> CharterLibrary {
        var library = CharterLibrary()
        library.join(anchor: try #require(charters.first))
        for charter in charters.dropFirst() { library.restore(charter) }
        for charter in charters { #expect(library.charter(charter.digest)?.isInForce == true) }
        return library
    }

    /// Brings the store from one library's facts to another's, and compares it with one that knew no other.
    private func change(_ old: [Charter], to new: [Charter]) throws {
        let packs = PackSet([try Fixture.pack()])
        let library = try library(new)
        let facts = library.projectionFacts(with: packs)
        let past = try self.library(old).projectionFacts(with: packs)
        let projector = try Fixture.projector(library, for: fujian)
        let origin = try jiangxi.mechanism
        let logs = [origin, try Origin("elsewhere.example/\(Fixture.mechanism)/2")]
        for line in facts.symmetricDifference(past).sorted() {
            let fact = try #require(ProjectionFact(line), "\(line)")
            _ = try projector.refresh(fact, logs: logs, in: store)
        }
        let fresh = InMemoryProjectionStore()
        try projector.follow(jiangxi, origin, into: fresh)
        let differences = store.contents.differences(from: fresh.contents)
        #expect(differences == [], "of \(old.count) charters to \(new.count)")
    }

    private func hasEnded(_ digest: Digest, under charters: [Charter]) throws -> Bool {
        let projector = try Fixture.projector(try library(charters), for: fujian)
        let step = try projector.verdict(digest, in: store).step
        guard case .irregular(let reasons) = step else {
            #expect(step == .applied)
            return false
        }
        #expect(reasons.map(\.code) == [.logEnded])
        return true
    }

    @Test("a successor log that no line names is judged anew when its node leaves, and comes back")
    func successor() throws {
        let one = try charter(Self.members, after: nil)
        let two = try charter(Self.remaining, after: one, ended: [1: 40])
        let stated = try charter(Self.remaining, after: two, ended: [2: 4])
        let back = try charter(Self.members, after: two)
        jiangxi.generation = 2
        try jiangxi.open(charter: one.digest)
        let first = try jiangxi.write("send", to: ["350000"])
        let second = try jiangxi.write("send", to: ["350000"])
        let projector = try Fixture.projector(try library([one]), for: fujian)
        try projector.follow(jiangxi, try jiangxi.mechanism, into: store)
        #expect(try !hasEnded(first, under: [one]))
        try change([one], to: [one, two])
        #expect(try hasEnded(first, under: [one, two]))
        // A later revision says that one of them was written in time.
        try change([one, two], to: [one, two, stated])
        #expect(try !hasEnded(first, under: [one, two, stated]))
        #expect(try hasEnded(second, under: [one, two, stated]))
        try change([one, two, stated], to: [one, two, back])
        #expect(try hasEnded(first, under: [one, two, back]))
        // Two revisions after the first: neither counts while they are rivals.
        let rival = try charter(Self.members, after: one)
        try change([one, two, back], to: [one, two, rival])
        #expect(try !hasEnded(first, under: [one, two, rival]))
    }

    @Test("what was judged by another edition of the rule of ends is judged anew by itself")
    func edition() throws {
        let one = try charter(Self.members, after: nil)
        let two = try charter(Self.remaining, after: one, ended: [1: 40])
        jiangxi.generation = 2
        try jiangxi.open(charter: one.digest)
        let sent = try jiangxi.write("send", to: ["350000"])
        // As a release would have judged it that did not end such logs.
        let projector = try Fixture.projector(try library([one]), for: fujian)
        try projector.follow(jiangxi, try jiangxi.mechanism, into: store)
        let facts = try library([one, two]).projectionFacts(with: PackSet([try Fixture.pack()]))
        let past = facts.filter { !$0.hasPrefix("ends ") }
        let today = try Fixture.projector(try library([one, two]), for: fujian)
        for line in facts.symmetricDifference(past) {
            let fact = try #require(ProjectionFact(line), "\(line)")
            _ = try today.refresh(fact, logs: [try jiangxi.mechanism], in: store)
        }
        #expect(try hasEnded(sent, under: [one, two]))
    }

    @Test("a log that ends a second time at the same size is judged anew")
    func sameSize() throws {
        let one = try charter(Self.members, after: nil)
        let two = try charter(Self.remaining, after: one, ended: [1: 3])
        let three = try charter(Self.members, after: two)
        let four = try charter(Self.remaining, after: three, ended: [1: 3])
        let before = [one, two, three]
        try jiangxi.open(charter: one.digest)
        for charter in [two, three] {
            try jiangxi.append(
                EntryHeader.adopt(at: try jiangxi.tick(), charter: charter.digest),
                to: try jiangxi.mechanism,
                signers: [try jiangxi.signer()]
            )
        }
        let sent = try jiangxi.write("send", to: ["350000"])
        let projector = try Fixture.projector(try library(before), for: fujian)
        try projector.follow(jiangxi, try jiangxi.mechanism, into: store)
        #expect(try !hasEnded(sent, under: before))
        try change(before, to: before + [four])
        #expect(try hasEnded(sent, under: before + [four]))
    }

    @Test("a fact reads back as what it says, and any other line as none")
    func lines() throws {
        let digest = SHA256.digest(of: [1])
        let origin = try Origin("a.ipr.example/delta/2")
        let log = try #require(LogName(origin))
        let facts: [(String, ProjectionFact?)] = [
            ("pack \(digest.hex)", .document(kind: "pack", digest)),
            ("in-force \(digest.hex)", .document(kind: "in-force", digest)),
            ("ended 7 \(digest.hex) \(origin)", .ended(origin, size: 7, since: digest)),
            ("left \(digest.hex) \(origin)", .left(log, since: digest)),
            ("member \(origin)", .member(log)),
            ("ends 2", .ends(edition: 2)), ("ends 02", nil), ("ends", nil),
            ("fold 2", .fold(edition: 2)), ("fold 02", nil), ("fold", nil),
            ("ended 7 \(origin)", nil), ("ended 07 \(digest.hex) \(origin)", nil),
            ("ended 7 \(digest.hex) x", nil), ("left \(origin)", nil), ("member", nil),
            ("member a b", nil), ("pack x", nil), ("other \(digest.hex)", nil), ("", nil),
        ]
        for (line, fact) in facts { #expect(ProjectionFact(line) == fact, "\(line)") }
    }
}
