import Cryptography
import TestSupport
import Testing

@testable import Casework

/// The Trademark Law of 2027-01-01 as a second edition beside the first: both live, each for its own matters.
@Suite struct TwoVersionsTests {
    private static let old = Result { try RulePack.load(RulePack.cooperationBytes) }
    private static let new = Result { try RulePack.load(RulePack.cooperation2027Bytes) }

    /// 2026-12-31T23:00:00+08:00.
    private static let lastHour: Int64 = 1_798_729_200

    private static func federation() throws -> Federation {
        var federation = try Federation(pack: RulePack.cooperationBytes)
        federation.packs.insert(try new.get())
        federation.charter.packs.insert(try new.get().reference)
        return federation
    }

    @Test("the second edition is the first one with the places that the law changes, and as sound")
    func changes() throws {
        let examination = PackExamination(
            RulePack.cooperation2027Bytes,
            fileName: "cooperation-2.json"
        )
        #expect(examination.faults.isEmpty)
        let pack = try #require(examination.pack)
        #expect(pack.version == 2 && pack.effectiveFrom.text == "2027-01-01")
        #expect(try Self.old.get().effectiveTo?.text == "2026-12-31" && pack.effectiveTo == nil)
        func lines(_ bytes: [UInt8]) -> Set<Substring> {
            Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n"))
        }
        let new = lines(RulePack.cooperation2027Bytes)
        #expect(new.subtracting(lines(RulePack.cooperationBytes)).count < 20)
    }

    @Test("an amendment whose places are not there, or not in order, gives no pack")
    func amendment() throws {
        func amended(_ changes: String, _ pack: String) throws -> String? {
            try PackAmendment(Array(changes.utf8)).applied(to: Array(pack.utf8))
                .map { String(decoding: $0, as: UTF8.self) }
        }
        let two = #"[{"old": "a", "new": "xx"}, {"old": "c", "new": ""}]"#
        #expect(try amended(two, "abcd") == "xxbd")
        #expect(try amended(two, "cbad") == nil)
        #expect(try amended(two, "ab") == nil)
        #expect(try amended("[]", "ab") == "ab")
        #expect(try amended(#"[{"old": "", "new": "x"}]"#, "ab") == nil)
        #expect(throws: CaseworkError.self) { try amended(#"[{"old": "a"}]"#, "a") }
        #expect(throws: CaseworkError.self) { try amended("{}", "a") }
    }

    @Test(
        "rules diff tells the article numbers of the law, and nothing that the law leaves as it was"
    )
    func difference() throws {
        let changes = PackDifference(from: try Self.old.get(), to: try Self.new.get()).changes
        func articles(_ values: [PackValue]) -> [String] {
            values.compactMap { value -> String? in
                switch value {
                case .phrase(.article, let parts):
                    if case .text(let article)? = parts["article"] { return article }
                case .phrase(.tagged, let parts):
                    if let text = parts["text"] { return articles([text]).first }
                case .phrase(.lawWhen, let parts):
                    if let law = parts["law"] { return articles([law]).first }
                default: break
                }
                return nil
            }
        }
        var moved: [String: [String]] = [:]
        for change in changes where change.aspect == .law {
            moved[change.item.place.id] = articles(change.before) + articles(change.after)
        }
        #expect(moved["TM1"] == ["57", "72"])
        #expect(moved["TM2"] == ["60", "74"])
        #expect(moved["TM3"] == ["61", "75"])
        #expect(moved["TM4"] == ["62", "76"])
        #expect(moved["handover"] == ["60、61", "74、75"])
        #expect(moved["assistance"] == ["75"])
        #expect(changes.allSatisfy { $0.sort == .changed })
        let subjects = Set(changes.map(\.item.place.subject))
        #expect(subjects == [.pack, .law, .principle, .kind, .step])
        // No state, role, field or clock is another one: matters of both years can be told apart by their law alone.
        #expect(changes.filter { $0.item.place.subject == .step }.allSatisfy { $0.aspect == .law })
    }

    @Test(
        "entries of both years are judged right: an open matter goes on under the old edition, a new one under the new"
    )
    func bothYears() throws {
        var federation = try Self.federation()
        let (old, new) = (try Self.old.get().reference, try Self.new.get().reference)
        federation.clock = Self.lastHour
        let first = try federation.open()
        #expect(first.at.text.hasPrefix("2026-12-31"))
        try federation.step(Federation.fujian, "receive", of: first)
        federation.clock = Self.lastHour + 7_200
        try federation.step(Federation.fujian, "accept", of: first)
        let second = try federation.open { $0.rules = new }
        #expect(second.at.text.hasPrefix("2027-01-01"))
        try federation.step(Federation.fujian, "receive", of: second) { $0.rules = new }
        for (record, pack, state) in [(first, old, "accepted"), (second, new, "received")] {
            let folded = federation.state(of: record)
            #expect(folded.steps.allSatisfy { $0.verdict == .applied })
            #expect(folded.steps.allSatisfy { $0.findings.isEmpty })
            #expect(folded.progress.pack?.reference == pack)
            #expect(folded.state?.text == state)
        }
        // The same whatever order the logs come in, and whoever folds.
        let seed: UInt64 = 2_027
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            for record in [first, second] {
                let shuffled = RecordFold(record: record.digest, packs: federation.packs) { _ in
                    .missing
                }
                .state(of: federation.entries.shuffled(using: &random))
                let plain = federation.state(of: record)
                #expect(shuffled.state == plain.state, "seed \(seed)")
                #expect(shuffled.steps.map(\.verdict) == plain.steps.map(\.verdict))
                #expect(shuffled.steps.map(\.event.digest) == plain.steps.map(\.event.digest))
            }
        }
    }

    @Test(
        "an opening under the edition of the other year is kept and applied, with a finding that says so"
    )
    func otherYear() throws {
        var federation = try Self.federation()
        let new = try Self.new.get().reference
        federation.clock = Self.lastHour
        let early = try federation.open { $0.rules = new }
        federation.clock = Self.lastHour + 7_200
        let late = try federation.open()
        for record in [early, late] {
            let state = federation.state(of: record)
            #expect(state.steps.map(\.verdict) == [.applied])
            #expect(state.steps.first?.findings.map(\.code) == [.packNotInForce])
        }
    }

    @Test(
        "before the charter names the second edition a step under it counts nowhere, whether its bytes are here or not"
    )
    func unnamed() throws {
        let new = try Self.new.get()
        for isHere in [true, false] {
            var federation = try Federation(pack: RulePack.cooperationBytes)
            if isHere { federation.packs.insert(new) }
            let opened = try federation.open { $0.rules = new.reference }
            #expect(federation.state(of: opened).reasons(opened) == [.packNotNamed])
        }
    }

    @Test(
        "a matter that is opened takes the edition of that day of the pack that it was drafted under",
        arguments: [
            ("2026-12-31", "cooperation", 1), ("2027-01-01", "cooperation", 2),
            ("2027-01-01", "clue", 1), ("2027-01-01", "other", 2), ("2026-12-31", "other", 1),
        ]
    )
    func opening(_ day: String, _ drafted: String, _ version: Int) throws {
        let clue = try RulePack.load(RulePack.clueBytes)
        let packs = [try Self.new.get(), clue, try Self.old.get()]
        let chosen = PackChoice.pack(
            opening: MachineID(unchecked: "clue"),
            begunUnder: PackID(drafted),
            on: try #require(LocalDate(day)),
            among: packs
        )
        #expect(chosen?.version == version)
        #expect(chosen?.reference.id.text == (drafted == "clue" ? "clue" : "cooperation"))
        let order = PackSet(packs).packs.map { "\($0.reference.id)-\($0.version)" }
        #expect(order == ["clue-1", "cooperation-1", "cooperation-2"])
    }
}
