import Casework
import Cryptography
import Testing

@testable import Ledger

/// What is kept of an open record for the inbox, and where it stands in one.
@Suite struct InboxPlaceTests {
    private static let now: Int64 = 1_000_000
    private static let record = SHA256.digest(of: [1])

    private static func filling(_ text: String) throws -> RoleFilling {
        try #require(RoleFilling(text: text))
    }

    private static func end(
        _ kind: Clock.Kind,
        _ last: Int64,
        paused: Bool = false,
        bound: String = "350000"
    ) throws -> DutyEnd {
        DutyEnd(
            time: DutyTime(kind: kind, last: now + last, isPaused: paused),
            bound: try filling(bound)
        )
    }

    private static func duty(
        waiting: String = "360000/scjg",
        acting: String = "360000/scjg @superior",
        parties: String = "",
        _ ends: [DutyEnd] = []
    ) throws -> RecordDuty {
        RecordDuty(
            basis: .max,
            openedAt: -5,
            waiting: try filling(waiting),
            acting: try filling(acting),
            parties: try filling(parties),
            ends: ends
        )
    }

    private static func stored(_ duty: RecordDuty) throws -> RecordDuty.Stored {
        try #require(duty.encoded().withUnsafeBytes { RecordDuty.Stored(decoding: $0) })
    }

    /// Where a record stands for those who fill the addresses of one region and, where told, the charter's roles.
    private static func place(
        _ duty: RecordDuty,
        of region: String,
        superior: Bool = false,
        scope: String = "exercise"
    ) throws -> InboxPlace? {
        let stored = try stored(duty)
        let share = InboxPlace.Share(fillings: stored.fillings) { filling in
            filling.addresses.contains { $0.region.text == region }
                || superior && !filling.roles.isEmpty
        }
        return InboxPlace(of: stored, record: record, scope: scope, share: share, now: now)
    }

    @Test("what is kept reads back, and whatever else stands there is none")
    func stored() throws {
        let ends = [
            try Self.end(.window, 7, paused: true, bound: "350000 @superior"),
            try Self.end(.limit, -3), try Self.end(.lapse, 9), try Self.end(.limitation, 11),
        ]
        let stored = try Self.stored(try Self.duty(ends))
        #expect(stored.basis == .max && stored.openedAt == -5)
        #expect(stored.ends.map(\.time.kind) == [.limit, .window, .lapse, .limitation])
        #expect(stored.ends.map(\.time.last) == [-3, 7, 9, 11].map { Self.now + $0 })
        #expect(stored.ends.map(\.time.isPaused) == [false, true, false, false])
        #expect(stored.ends.map(\.bound) == [5, 6, 5, 5])
        #expect(
            stored.fillings
                == "360000/scjg\n360000/scjg @superior\n\n\n\n350000\n350000 @superior"
        )
        let bytes = try Self.duty(ends).encoded()
        for broken in [[], [3], Array(bytes.prefix(57)), [2] + bytes.dropFirst()] as [[UInt8]] {
            #expect(broken.withUnsafeBytes { RecordDuty.Stored(decoding: $0) } == nil)
        }
        let many = try (0...Limits.dutyEndCountMax).map {
            try Self.end(.limit, Int64(-$0), bound: "35\(1_000 + $0)")
        }
        let most = try Self.stored(try Self.duty(many))
        #expect(most.ends.count == Limits.dutyEndCountMax)
        #expect(most.ends.first?.time.last == Self.now - Int64(Limits.dutyEndCountMax))
        #expect(Set(most.ends.map(\.bound)).count == Limits.dutyEndCountMax)
    }

    @Test("a filling is addresses and charter roles, each once, as one line")
    func filling() throws {
        let filling = try Self.filling("350000 350000 360000/scjg @superior @lead")
        #expect(filling.text == "350000 360000/scjg @lead @superior")
        #expect(filling.union(.nobody) == filling && RoleFilling(text: "") == .nobody)
        for text in ["x", "@", "350000 @A", "@a b"] { #expect(RoleFilling(text: text) == nil) }
        // A role that asks for words in titles keeps them at an address that leaves the office open.
        let asked = try Self.filling("350000~e8ada6,e585ace5ae89 360000/gaj")
        #expect(asked.text == "350000~e585ace5ae89,e8ada6 360000/gaj")
        #expect(asked.words.map(\.value) == [["公安", "警"]])
        #expect(asked.union(try Self.filling("350000")).words.isEmpty)
        #expect(asked.union(try Self.filling("360000")).words == asked.words)
        for text in ["350000~", "350000~zz", "350000~e8ada6,", "350000/gaj~e8ada6"] {
            #expect(RoleFilling(text: text) == nil, "\(text)")
        }
    }

    @Test(
        "what waits for the offices comes first, overdue before the rest, paused and undated last"
    )
    func order() throws {
        func own(_ kind: Clock.Kind, _ last: Int64, paused: Bool = false) throws -> DutyEnd {
            try Self.end(kind, last, paused: paused, bound: "360000/scjg")
        }
        let overdue = try Self.duty([try own(.limit, -1), try own(.limit, 90)])
        let running = try Self.duty([try own(.limit, 0)])
        let lapse = try Self.duty([try own(.lapse, 50), try own(.window, -1)])
        let paused = try Self.duty([try own(.limit, -100, paused: true)])
        // Somebody else's delay is none of those who are expected to act.
        let undated = try Self.duty([try own(.window, -1), try Self.end(.limit, -50)])
        let places = try [undated, paused, lapse, running, overdue].compactMap {
            try Self.place($0, of: "360000")
        }
        #expect(places.count == 5)
        let sorted = places.sorted()
        #expect(sorted.map(\.rank) == [.due, .due, .due, .paused, .opened])
        #expect(sorted.map(\.value) == [-1, 0, 50, -100].map { Self.now + $0 } + [-5])
        #expect(sorted.map(\.isOverdue) == [true, false, false, false, false])
        for place in places {
            let read = try #require(InboxPlace(text: place.text))
            #expect(!(read < place) && !(place < read))
        }
        for text in ["", "2@0@1@\(Self.record.hex)@a", "0@3@1@\(Self.record.hex)@a", "0@0@1@a"] {
            #expect(InboxPlace(text: text) == nil)
        }
    }

    @Test(
        "of what waits for others an inbox has what binds the offices, and what others are behind with where they may act"
    )
    func others() throws {
        let waiting = "350000"
        func found(
            _ ends: [DutyEnd],
            of region: String,
            superior: Bool = false
        ) throws -> InboxPlace? {
            try Self.place(try Self.duty(waiting: waiting, ends), of: region, superior: superior)
        }
        #expect(try found([try Self.end(.limit, 5)], of: "360000") == nil, "nobody is behind")
        let late = try #require(try found([try Self.end(.limit, -5)], of: "360000"))
        #expect(late.part == .others && late.isOverdue)
        #expect(try found([try Self.end(.limit, -5)], of: "520000", superior: true) != nil)
        #expect(try found([try Self.end(.limit, -5)], of: "440000") == nil, "a stranger")
        #expect(try found([try Self.end(.limit, -5, paused: true)], of: "360000") == nil)
        #expect(try found([try Self.end(.lapse, -5)], of: "360000") == nil, "no delay")
        let own = try #require(
            try found([try Self.end(.limit, 9, bound: "360000/scjg")], of: "360000")
        )
        #expect(own.part == .ours && !own.isOverdue && own.value == Self.now + 9)
        let mine = try #require(try Self.place(try Self.duty(), of: "360000"))
        #expect(own < mine && own < late)
    }

    @Test(
        "a matter of the offices' own that waits for others stands under these from its first day, and a superior's not before somebody is behind"
    )
    func awaited() throws {
        let sent = try Self.duty(
            waiting: "350000",
            parties: "350000 360000/scjg",
            [try Self.end(.limit, 5)]
        )
        let fresh = try #require(try Self.place(sent, of: "360000"))
        #expect(fresh.part == .others && !fresh.isOverdue && fresh.value == Self.now + 5)
        #expect(try Self.place(sent, of: "350000")?.part == .ours)
        #expect(try Self.place(sent, of: "520000", superior: true) == nil)
        #expect(try Self.place(sent, of: "440000") == nil, "a stranger")
        // No clock runs: it stands with the day on which it began; where nobody is waited for, nowhere.
        let undated = try Self.duty(waiting: "350000", parties: "360000/scjg")
        let place = try #require(try Self.place(undated, of: "360000"))
        #expect(place.part == .others && place.rank == .opened && fresh < place)
        let resting = try Self.duty(waiting: "", parties: "360000/scjg")
        #expect(try Self.place(resting, of: "360000") == nil)
    }

    @Test(
        "an own duty that runs or is overdue stands under the offices' own, whoever the state waits for, and is ordered by it"
    )
    func behind() throws {
        func found(_ ends: [DutyEnd]) throws -> InboxPlace {
            let place = try Self.place(try Self.duty(waiting: "350000", ends), of: "360000")
            return try #require(place)
        }
        let mine = try Self.end(.limit, -3, bound: "360000/scjg")
        let theirs = try Self.end(.limit, -9)
        for ends in [[mine], [mine, theirs]] {
            let late = try found(ends)
            #expect(late.part == .ours && late.isOverdue && late.value == Self.now - 3)
        }
        let both = try found([try Self.end(.limit, -3, bound: "350000 360000/scjg")])
        #expect(both.part == .ours && both.isOverdue)
        // It runs while others are waited for, whose own period is not what is told then.
        let runs = try found([try Self.end(.limit, 9, bound: "360000/scjg")])
        #expect(runs.part == .ours && !runs.isOverdue && runs.value == Self.now + 9)
        // What is paused, or a right that may be used, is no duty of ours.
        for (kind, last, paused) in [
            (Clock.Kind.limit, -3, true), (.limit, 3, true), (.lapse, 3, false),
            (.window, 3, false),
        ] as [(Clock.Kind, Int64, Bool)] {
            let end = try Self.end(kind, last, paused: paused, bound: "360000/scjg")
            #expect(try found([end]).part == .others)
        }
        // Beside it what others are behind with is told, where the offices may act upon it.
        let own = try Self.end(.limit, 5, bound: "360000/scjg")
        #expect(try found([own, theirs]).value == Self.now - 9)
    }
}
