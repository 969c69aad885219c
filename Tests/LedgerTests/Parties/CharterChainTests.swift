import Casework
import Cryptography
import Ledger
import TestSupport
import Testing
import TransparencyLog

@Suite struct CharterChainTests {
    static let five = ["a", "b", "c", "d", "e"]

    static func members(_ nodes: [String]) -> [(String, String)] {
        nodes.map { node in
            let number = Int(node.utf8.first ?? 0) - Int(UInt8(ascii: "a")) + 11
            return ("\(number)0000", node)
        }
    }

    static func charter(
        _ nodes: [String],
        after predecessor: Charter? = nil,
        signers: [String]? = nil,
        threshold: UInt64? = nil,
        title: String = "Exercise"
    ) throws -> Charter {
        try Fixtures.charter(members(nodes), after: predecessor, signers: signers) {
            $0.threshold = threshold
            $0.titleEn = title
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let before: [String]
        var threshold: UInt64?
        let now: [String]
        let signers: [String]
        let joining: [String]
        let remaining: [String]
        let majority: Int

        init(
            _ before: [String],
            _ threshold: UInt64? = nil,
            to now: [String],
            by signers: [String],
            joining: [String] = [],
            remaining: [String] = [],
            majority: Int = 0
        ) {
            self.before = before
            self.threshold = threshold
            self.now = now
            self.signers = signers
            self.joining = joining
            self.remaining = remaining
            self.majority = majority
        }

        var testDescription: String { "\(before)/\(threshold ?? 0) -> \(now) by \(signers)" }
    }

    static let cases = [
        // No change, no threshold: everybody.
        Case(five, to: five, by: five),
        Case(five, to: five, by: ["a", "b", "c", "d"], remaining: ["e"]),
        // With a threshold.
        Case(five, 3, to: five, by: ["a", "b", "c"]),
        Case(five, 3, to: five, by: ["a", "b"], remaining: ["c", "d", "e"], majority: 1),
        // A low threshold never undercuts the majority.
        Case(five, 1, to: five, by: ["a", "b"], majority: 1),
        // One joins: it must sign itself.
        Case(["a", "b"], to: ["a", "b", "c"], by: ["a", "b", "c"]),
        Case(["a", "b"], to: ["a", "b", "c"], by: ["a", "b"], joining: ["c"]),
        Case(["a", "b", "d"], 2, to: ["a", "b", "c", "d"], by: ["a", "b", "c"]),
        // The joining one's signature does not count for the others.
        Case(
            ["a", "b", "d"],
            2,
            to: ["a", "b", "c", "d"],
            by: ["a", "c"],
            remaining: ["b", "d"],
            majority: 1
        ),
        // One leaves: the others decide.
        Case(five, to: ["a", "b", "c", "d"], by: ["a", "b", "c", "d"]),
        // The one that leaves may sign, and counts for the majority, not among those that remain.
        Case(["a", "b", "c"], to: ["a", "b"], by: ["a", "b", "c"]),
        Case(["a", "b", "c"], to: ["a"], by: ["a", "c"]),
        Case(five, 4, to: ["a", "b", "c", "d"], by: ["a", "b", "c", "e"], remaining: ["d"]),
        // Everybody is removed but the author.
        Case(five, to: ["a"], by: ["a"], majority: 2),
        Case(["a", "b"], to: ["a"], by: ["a"], majority: 1),
        Case(["a", "b", "c"], 1, to: ["a"], by: ["a"], majority: 1),
        // Everybody is replaced.
        Case(["a", "b", "c"], to: ["d"], by: ["d"], majority: 2),
        Case(["a", "b", "c"], to: ["d"], by: ["a", "b", "d"]),
        Case(["a"], to: ["a", "b"], by: ["b"], remaining: ["a"], majority: 1),
    ]

    @Test(
        "a revision is in force by the signatures of those who join, remain and were",
        arguments: cases
    )
    func inForce(_ one: Case) throws {
        let before = try Self.charter(one.before, threshold: one.threshold)
        let now = try Self.charter(one.now, after: before, signers: one.signers, title: "Next")
        var chain = CharterChain(anchor: before)
        #expect(try chain.insert(now) == .added)
        let unsigned = one.majority > 0 ? one.before.filter { !one.signers.contains($0) } : []
        let shortfall = CharterShortfall(
            joining: try one.joining.map(Fixtures.name),
            remaining: try one.remaining.map(Fixtures.name),
            majority: one.majority,
            unsigned: try unsigned.map(Fixtures.name).sorted()
        )
        if shortfall.isEmpty {
            #expect(chain.standing(of: now.digest) == .inForce)
            #expect(chain.standing(of: now).fault(of: now) == nil)
            #expect(chain.newestInForce()?.digest == now.digest)
        } else {
            #expect(chain.standing(of: now.digest) == .lacksSignatures(shortfall))
            let fault = try #require(chain.standing(of: now).fault(of: now))
            #expect(fault.code == .charterLacksSignatures)
            for node in one.joining { #expect(fault.arguments["joining"]?.contains(node) == true) }
            let names = try unsigned.map { try Fixtures.name($0).text }.sorted()
            #expect(
                fault.arguments["unsigned"]
                    == (names.isEmpty ? "–" : names.joined(separator: ", "))
            )
            #expect(chain.newestInForce()?.digest == before.digest)
        }
    }

    @Test("the first revision needs every member")
    func firstRevision() throws {
        let lacking = try Self.charter(["a", "b"], signers: ["a"], threshold: 1)
        var chain = CharterChain(anchor: lacking)
        #expect(
            chain.standing(of: lacking.digest)
                == .lacksSignatures(CharterShortfall(joining: [try Fixtures.name("b")]))
        )
        #expect(chain.newestInForce() == nil)
        let other = try Self.charter(["a", "b"], signers: ["b"], threshold: 1)
        #expect(try chain.insert(other) == .merged)
        #expect(chain.isInForce(lacking.digest))
        #expect(try chain.insert(other) == .known)
    }

    @Test("a node with two addresses signs and counts once")
    func twoAddresses() throws {
        let before = try Fixtures.charter([("110000", "a"), ("120000", "a"), ("130000", "b")])
        let now = try Fixtures.charter([("110000", "a")], after: before)
        #expect(
            CharterChain(anchor: before).standing(of: now)
                == .lacksSignatures(
                    CharterShortfall(majority: 1, unsigned: [try Fixtures.name("b")])
                )
        )
    }

    @Test("a skipped or missing predecessor, and one that is not in force, are told apart")
    func predecessors() throws {
        let one = try Self.charter(["a", "b"])
        let two = try Self.charter(["a", "b"], after: one, signers: ["a"])
        let three = try Self.charter(["a", "b"], after: two)
        var chain = CharterChain(anchor: one)
        #expect(try chain.insert(three) == .added)
        #expect(chain.standing(of: three.digest) == .predecessorUnknown)
        #expect(
            chain.standing(of: three).fault(of: three)?.code == .charterPredecessorUnknown
        )
        _ = try chain.insert(two)
        #expect(chain.standing(of: three.digest) == .predecessorNotInForce)
        _ = try chain.insert(Self.charter(["a", "b"], after: one, signers: ["b"]))
        #expect(chain.isInForce(two.digest))
        #expect(chain.isInForce(three.digest))
        #expect(chain.ancestors(of: three.digest) == [two.digest, one.digest])
        #expect(chain.isAncestor(one.digest, of: three.digest))
        #expect(!chain.isAncestor(three.digest, of: one.digest))

        let jump = try Fixtures.charter(Self.members(["a", "b"]), after: one) { $0.revision = 3 }
        #expect(chain.standing(of: jump) == .skipsPredecessor(found: 3, required: 2))
        #expect(chain.standing(of: jump).fault(of: jump)?.code == .charterSkipsPredecessor)
    }

    @Test("revisions are adopted child after parent, and only children in force")
    func adoption() throws {
        let one = try Self.charter(["a", "b"])
        let two = try Self.charter(["a", "b"], after: one)
        let three = try Self.charter(["a", "b"], after: two)
        let draft = try Self.charter(["a", "b"], after: three, signers: ["a"])
        var chain = CharterChain(anchor: two)
        // The anchor's own ancestors may come later.
        #expect(chain.newestInForce() == nil)
        for charter in [one, three, draft] { _ = try chain.insert(charter) }
        #expect(chain.newestInForce()?.digest == three.digest)
        #expect(
            chain.adoptionOrder(from: one.digest, to: three.digest) == [two.digest, three.digest]
        )
        #expect(chain.adoptionOrder(from: three.digest, to: three.digest) == [])
        #expect(chain.adoptionOrder(from: three.digest, to: one.digest) == nil)
        #expect(chain.isChildInForce(two.digest, of: one.digest))
        #expect(!chain.isChildInForce(three.digest, of: one.digest))
        #expect(!chain.isChildInForce(draft.digest, of: three.digest))
    }

    @Test("rivals are shown with their common signers, and grant nothing until one is adopted")
    func rivals() throws {
        let one = try Self.charter(Self.five, threshold: 3)
        let left = try Self.charter(
            Self.five,
            after: one,
            signers: ["a", "b", "c"],
            threshold: 3,
            title: "Left"
        )
        let right = try Self.charter(
            Self.five,
            after: one,
            signers: ["c", "d", "e"],
            threshold: 3,
            title: "Right"
        )
        let further = try Self.charter(
            Self.five,
            after: right,
            signers: ["c", "d", "e"],
            title: "Further"
        )
        var chain = CharterChain(anchor: one)
        for charter in [left, right, further] { _ = try chain.insert(charter) }
        let rivalry = try #require(chain.rivalries.first)
        #expect(chain.rivalries.count == 1)
        #expect(Set([rivalry.first, rivalry.second]) == Set([left.digest, right.digest]))
        #expect(rivalry.signers == [try Fixtures.name("c")])
        #expect(rivalry.error.code == .chartersRival)
        #expect(rivalry.error.code.isAlarm)
        #expect(chain.newestInForce()?.digest == one.digest)
        #expect(chain.newestInForce(from: left.digest)?.digest == left.digest)
        #expect(chain.newestInForce(from: right.digest)?.digest == further.digest)
    }

    @Test("another founder of the same mechanism id never counts")
    func otherRoot() throws {
        let one = try Self.charter(["a", "b"])
        let impostor = try Self.charter(["z"], title: "Mine")
        var chain = CharterChain(anchor: one)
        #expect(try code { _ = try chain.insert(impostor) } == .chartersRival)
        _ = try chain.insert(Self.charter(["z"], after: impostor, title: "Mine too"))
        #expect(chain.newestInForce()?.digest == one.digest)
        let elsewhere = try Fixtures.charter([("110000", "a")], mechanism: "other")
        #expect(try code { _ = try chain.insert(elsewhere) } == .charterOfOtherMechanism)
    }

    @Test("a bad signature of a member of the predecessor is refused once that is here")
    func badOldSignature() throws {
        let one = try Self.charter(["a", "b", "c"])
        let content = try Self.charter(["a", "b"], after: one).content
        let key = try Fixtures.node("c").verifierKey
        let bad = try SignatureLine(
            name: key.name,
            keyID: key.id,
            signature: [UInt8](repeating: 1, count: 64)
        )
        let lines = try ["a", "b"].map { try Fixtures.node($0).line(for: content.text) }
        let note = try Note(text: content.text, signatures: lines + [bad])
        let charter = try Charter(parsing: note.encoded)
        var chain = CharterChain(anchor: one)
        #expect(try code { _ = try chain.insert(charter) } == .charterSignatureInvalid)
        // Where the predecessor comes later, the bad line takes nothing from the good ones.
        var late = CharterChain(anchor: charter)
        _ = try late.insert(one)
        #expect(late.isInForce(charter.digest))
    }

    @Test("what a peer sends is taken when it is in force, and signatures for what is here")
    func taking() throws {
        let one = try Self.charter(["a", "b", "c"], threshold: 2)
        func two(_ signers: [String]) throws -> Charter {
            try Self.charter(["a", "b", "c"], after: one, signers: signers)
        }
        let unsigned = try Charter(
            parsing: Note(text: two(["a"]).note.text, signers: [Fixtures.node("z")]).encoded
        )
        let jump = try Fixtures.charter(Self.members(["a", "b", "c"]), after: one) {
            $0.revision = 3
        }
        let orphan = try Self.charter(["a", "b", "c"], after: two(["a", "b"]))
        var chain = CharterChain(anchor: one)
        for (charter, fault) in [
            (unsigned, PartyError.Code.charterLacksSignatures),
            (try two(["a"]), .charterLacksSignatures),
            (jump, .charterSkipsPredecessor),
            (orphan, .charterPredecessorUnknown),
            (try Self.charter(["z"], title: "Mine"), .chartersRival),
            (try Self.charter(["y", "z"], signers: ["z"]), .charterUnsigned),
        ] {
            #expect(try code { _ = try chain.take(charter) } == fault)
            #expect(chain.all.count == 1)
        }
        #expect(try chain.take(two(["a", "b"])) == .added)
        #expect(try chain.take(two(["b"])) == .known)
        #expect(try chain.take(two(["c"])) == .merged)
        #expect(try chain.take(orphan) == .added)
        #expect(chain.newestInForce()?.digest == orphan.digest)
    }

    @Test("lines that no possible signer has made are not kept with what a peer sends")
    func takingBadLines() throws {
        let one = try Self.charter(["a", "b", "c"])
        let content = try Self.charter(["a", "b"], after: one).content
        let key = try Fixtures.node("c").verifierKey
        let bad = try SignatureLine(
            name: key.name,
            keyID: key.id,
            signature: [UInt8](repeating: 1, count: 64)
        )
        let good = try ["a", "b"].map { try Fixtures.node($0).line(for: content.text) }
        let strange = try Fixtures.node("z").line(for: content.text)
        let note = try Note(text: content.text, signatures: [strange, bad] + good)
        var chain = CharterChain(anchor: one)
        let charter = try Charter(parsing: note.encoded)
        #expect(try chain.take(charter) == .added)
        #expect(chain[charter.digest]?.note.signatures == good)
    }

    @Test("rivals that peers show after one predecessor are taken up to their limit")
    func rivalLimit() throws {
        let one = try Self.charter(["a"])
        var chain = CharterChain(anchor: one)
        for number in 0..<Limits.rivalCharterCountMax {
            let rival = try Self.charter(["a"], after: one, title: "Rival \(number)")
            #expect(try chain.take(rival) == .added)
        }
        let further = try Self.charter(["a"], after: one, title: "One more")
        #expect(try code { _ = try chain.take(further) } == .charterChainFull)
        #expect(chain.newestInForce()?.digest == one.digest)
        // What the operator chooses himself is not bound by what peers have sent.
        #expect(try chain.insert(further) == .added)
    }

    @Test("what was kept is put back in any order, and none of it keeps the rest out")
    func restoring() throws {
        let one = try Self.charter(["a", "b"])
        let draft = try Self.charter(["a", "k"], after: one, signers: ["a"])
        let key = try Fixtures.node("k").verifierKey
        let bad = try SignatureLine(
            name: key.name,
            keyID: key.id,
            signature: [UInt8](repeating: 1, count: 64)
        )
        // Its bad line is of a possible signer as soon as its predecessor is here.
        let content = try Self.charter(["a"], after: draft).content
        let trap = try Charter(parsing: Note(text: content.text, signatures: [bad]).encoded)
        let two = try Self.charter(["a", "b"], after: one, title: "Two")
        let three = try Self.charter(["a", "b"], after: two, title: "Three")
        let foreign = try Self.charter(["z"], title: "Mine")
        for order in Self.orders(of: [draft, trap, two, three, foreign]) {
            var chain = CharterChain(anchor: one)
            for charter in order { chain.restore(charter) }
            #expect(chain.newestInForce()?.digest == three.digest)
            #expect(chain.all.count == 5)
            #expect(chain.standing(of: trap.digest) == .predecessorNotInForce)
        }
    }

    private static func orders(of charters: [Charter]) -> [[Charter]] {
        guard !charters.isEmpty else { return [[]] }
        return charters.indices.flatMap { place in
            var rest = charters
            let first = rest.remove(at: place)
            return orders(of: rest).map { [first] + $0 }
        }
    }

    @Test("a rotated node key signs for the key that the charter names")
    func rotation() throws {
        let one = try Self.charter(["a", "b"])
        let content = try Self.charter(["a", "b"], after: one).content
        let new = try Fixtures.node("a", tag: " new")
        let two = try Charter(content, signers: [new, Fixtures.node("b")])
        var chain = CharterChain(anchor: one)
        _ = try chain.insert(two)
        #expect(!chain.isInForce(two.digest))
        var succession = KeySuccession()
        succession.add(try Fixtures.node("a").verifierKey, handsOverTo: new.verifierKey)
        chain.succession = succession
        #expect(chain.isInForce(two.digest))
        // A charter that names the new key: its node remains, it does not join.
        var renamed = try Self.charter(["a", "b"], after: two).content
        renamed.members[0].key = new.verifierKey
        let three = try Charter(renamed, signers: [new, Fixtures.node("b")])
        #expect(chain.standing(of: three) == .inForce)
    }

    @Test("the first successor of a key holds, and a circle ends")
    func succession() throws {
        let keys = try ["", " 1", " 2", " 3"].map { try Fixtures.node("a", tag: $0).verifierKey }
        var succession = KeySuccession()
        succession.add(keys[0], handsOverTo: keys[1])
        succession.add(keys[0], handsOverTo: keys[3])
        succession.add(keys[1], handsOverTo: keys[2])
        succession.add(keys[2], handsOverTo: keys[0])
        #expect(succession.lineage(of: keys[0]) == [keys[0], keys[1], keys[2]])
        #expect(succession.isKey(keys[2], standingFor: keys[0]))
        #expect(!succession.isKey(keys[3], standingFor: keys[0]))
    }

    @Test("a log ends at the size that the nearest revision says")
    func ended() throws {
        let origin = try Origin("c.ipr.example/delta")
        let one = try Self.charter(["a", "b", "c"])
        let two = try Self.without(["a", "b"], after: one, ending: origin, at: 7)
        let three = try Self.charter(["a", "b"], after: two)
        var library = CharterLibrary()
        library.join(anchor: one)
        #expect(library.endedSize(of: origin) == nil)
        #expect(!library.hasEnded(origin, at: 7) { one.digest })
        #expect(try library.insert(two) == .added)
        #expect(try library.insert(three) == .added)
        #expect(library.endedSize(of: origin) == 7)
        #expect(!library.hasEnded(origin, at: 6) { one.digest })
        #expect(library.hasEnded(origin, at: 7) { one.digest })
        #expect(library.hasEnded(origin, at: 7) { nil })
        #expect(library.endedSize(of: try Origin("a.ipr.example/delta")) == nil)
        #expect(!library.hasEnded(try Origin("a.ipr.example/delta"), at: 7) { one.digest })
        // A later revision may put the size right.
        let four = try Self.without(["a", "b"], after: three, ending: origin, at: 9)
        _ = try library.insert(four)
        #expect(library.endedSize(of: origin) == 9)
        #expect(!library.hasEnded(origin, at: 8) { one.digest })
    }

    @Test(
        "a member that comes back counts again from the revision on that takes it in, and not for what it wrote while it was out"
    )
    func comeback() throws {
        let origin = try Origin("c.ipr.example/delta")
        let one = try Self.charter(["a", "b", "c"])
        let two = try Self.without(["a", "b"], after: one, ending: origin, at: 7)
        // A line of the time before says nothing of a member.
        let three = try Self.without(["a", "b", "c"], after: two, ending: origin, at: 7)
        var library = CharterLibrary()
        library.join(anchor: one)
        for charter in [three, two] { library.restore(charter) }
        #expect(library.endedSize(of: origin) == nil)
        #expect(!library.hasEnded(origin, at: 9) { three.digest })
        #expect(library.hasEnded(origin, at: 9) { one.digest })
        #expect(!library.hasEnded(origin, at: 6) { one.digest })
        let successor = try Origin("c.ipr.example/delta/2")
        #expect(library.hasEnded(successor, at: 0) { one.digest })
        #expect(!library.hasEnded(successor, at: 0) { three.digest })
        // It leaves again.
        let four = try Self.without(["a", "b"], after: three, ending: origin, at: 20)
        _ = try library.insert(four)
        #expect(library.endedSize(of: origin) == 20)
        #expect(!library.hasEnded(origin, at: 9) { three.digest })
        #expect(library.hasEnded(origin, at: 9) { one.digest })
        #expect(library.hasEnded(origin, at: 20) { three.digest })
        #expect(library.hasEnded(successor, at: 0) { three.digest })
        let facts = library.grantFacts
        #expect(facts.contains("ended 7 \(two.digest.hex) \(origin)"))
        #expect(facts.contains("ended 20 \(four.digest.hex) \(origin)"))
        for since in [two, four] { #expect(facts.contains("left \(since.digest.hex) \(origin)")) }
        #expect(facts.contains("member a.ipr.example/delta"))
        #expect(facts.contains("ends 2"))
        #expect(!facts.contains("member \(origin)"))
    }

    @Test("a successor log for which a revision states a size counts up to it")
    func successorEnds() throws {
        let successor = try Origin("c.ipr.example/delta/2")
        let stranger = try Origin("z.ipr.example/delta/2")
        let one = try Self.charter(["a", "b", "c"])
        let two = try Fixtures.charter(Self.members(["a", "b"]), after: one) {
            $0.ended = [
                .init(origin: try Origin("c.ipr.example/delta"), size: 40),
                .init(origin: successor, size: 50), .init(origin: stranger, size: 5),
            ]
        }
        var library = CharterLibrary()
        library.join(anchor: one)
        #expect(!library.hasEnded(successor, at: 50) { one.digest })
        #expect(library.hasEnded(stranger, at: 0) { one.digest })
        _ = try library.insert(two)
        #expect(library.endedSize(of: successor) == 50)
        for index in [0, 10, 49] as [UInt64] {
            #expect(!library.hasEnded(successor, at: index) { one.digest })
            #expect(!library.hasEnded(successor, at: index) { nil })
        }
        #expect(library.hasEnded(successor, at: 50) { one.digest })
        #expect(library.hasEnded(try Origin("c.ipr.example/delta/3"), at: 0) { one.digest })
        // A line holds for whoever it names.
        #expect(!library.hasEnded(stranger, at: 4) { one.digest })
        #expect(library.hasEnded(stranger, at: 5) { one.digest })
        // What an earlier absence's line granted is not taken back by a later one that says nothing of the log.
        let back = try Self.charter(["a", "b", "c"], after: two)
        let again = try Self.without(
            ["a", "b"],
            after: back,
            ending: try Origin("c.ipr.example/delta"),
            at: 45
        )
        var other = library
        _ = try other.insert(back)
        // What it would end can be told before it is here.
        let chain = try #require(other.chains[back.mechanism])
        #expect(chain.endedSize(of: successor, by: again) == 50)
        #expect(chain.endedSize(of: try Origin("c.ipr.example/delta/3"), by: again) == 0)
        #expect(chain.endedSize(of: successor, by: back) == nil)
        _ = try other.insert(again)
        #expect(other.endedSize(of: successor) == 50)
        #expect(!other.hasEnded(successor, at: 49) { one.digest })
        #expect(other.hasEnded(successor, at: 50) { one.digest })
        #expect(other.hasEnded(successor, at: 50) { back.digest })
        // A later size holds from where it is.
        let three = try Self.without(["a", "b"], after: two, ending: successor, at: 60)
        _ = try library.insert(three)
        #expect(!library.hasEnded(successor, at: 59) { one.digest })
        #expect(library.hasEnded(successor, at: 60) { one.digest })
    }

    @Test(
        "a revision that does not say where the log of a member that leaves ends is not in force, whoever signs it"
    )
    func lacksEnds() throws {
        let one = try Self.charter(["a", "b", "c"])
        var chain = CharterChain(anchor: one)
        for ended in [[], ["a.ipr.example/delta"], ["c.ipr.example/delta/2"]] {
            let two = try Fixtures.charter(Self.members(["a", "b"]), after: one) {
                $0.ended = try ended.map { .init(origin: try Origin($0), size: 7) }
            }
            let log = try #require(LogName(Origin("c.ipr.example/delta")))
            #expect(chain.standing(of: two) == .lacksEnds([log]))
            let error = #expect(throws: PartyError.self) { try chain.take(two) }
            #expect(error?.code == .charterLacksEnds)
        }
    }

    private static func without(
        _ nodes: [String],
        after predecessor: Charter,
        ending origin: Origin,
        at size: TreeSize
    ) throws -> Charter {
        try Fixtures.charter(members(nodes), after: predecessor) {
            $0.ended = [.init(origin: origin, size: size)]
        }
    }

    @Test("a library answers for each charter and for the newest of a mechanism")
    func library() throws {
        let one = try Self.charter(["a", "b"])
        let two = try Self.charter(["a", "b", "c"], after: one)
        var library = CharterLibrary()
        #expect(try library.insert(one) == nil)
        library.join(anchor: one)
        library.join(anchor: try Self.charter(["z"], title: "Mine"))
        _ = try library.insert(two)
        #expect(library.charter(one.digest)?.members.count == 2)
        let adoptable = try #require(library.charter(two.digest))
        #expect(adoptable.isInForce)
        #expect(adoptable.predecessor == one.digest)
        #expect(library.charter(SHA256.digest(of: [0])) == nil)
        #expect(library.newest(of: one.mechanism)?.charter.digest == two.digest)
        let new = try Fixtures.node("a", tag: " new").verifierKey
        library.add(try Fixtures.node("a").verifierKey, handsOverTo: new)
        let peer = try #require(PeerNode(key: new))
        #expect(
            library.membership(of: one.digest)?.place(of: peer) == .member(isCrossBorder: false)
        )
    }

    @Test("as many revisions as the limit are kept, one more is refused")
    func limit() throws {
        let one = try Self.charter(["a"])
        var chain = CharterChain(anchor: one)
        let signer = try Fixtures.node("a")
        var content = try Self.charter(["a"], after: one).content
        for number in 1..<Limits.charterRevisionCountMax {
            content.revision = 100
            content.titleEn = "\(number)"
            content.predecessor = SHA256.digest(of: Array("\(number)".utf8))
            _ = try chain.insert(Charter(content, signers: [signer]))
        }
        #expect(chain.all.count == Limits.charterRevisionCountMax)
        content.titleEn = "one more"
        let last = try Charter(content, signers: [signer])
        #expect(try code { _ = try chain.insert(last) } == .charterChainFull)
    }
}
