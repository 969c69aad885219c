import Casework
import Cryptography
import Testing

@testable import Ledger

/// Where a record stands in the inbox of whoever was called on.
@Suite struct CalledPlaceTests {
    private static let now: Int64 = 1_000_000

    private static func filling(_ text: String) throws -> RoleFilling {
        try #require(RoleFilling(text: text))
    }

    private static func place(
        called: String,
        _ last: Int64,
        of region: String,
        barred: String = ""
    ) throws -> InboxPlace? {
        let duty = RecordDuty(
            basis: 1,
            openedAt: 5,
            waiting: try filling("350000"),
            acting: try filling("350000 360000/scjg @superior"),
            parties: try filling("350000 360000/scjg"),
            called: try filling(called),
            barred: try filling(barred),
            ends: [
                DutyEnd(
                    time: DutyTime(kind: .limit, last: now + last, isPaused: false),
                    bound: try filling("350000")
                )
            ]
        )
        let stored = try #require(
            duty.encoded().withUnsafeBytes { RecordDuty.Stored(decoding: $0) }
        )
        #expect(stored.isCalled == !called.isEmpty)
        func fills(_ filling: RoleFilling) -> Bool {
            filling.addresses.contains { $0.region.text == region }
                || region == "520000" && !filling.roles.isEmpty
        }
        let share = InboxPlace.Share(fillings: stored.fillings, isOurs: fills) {
            fills($0) && !fills($1)
        }
        return InboxPlace(
            of: stored,
            record: SHA256.digest(of: [1]),
            scope: "exercise",
            share: share,
            now: now
        )
    }

    @Test(
        "whoever was called on has the record to do, by the end that is over, and also where none is"
    )
    func called() throws {
        let late = try #require(try Self.place(called: "@superior", -1, of: "520000"))
        #expect(late.part == .ours && late.isOverdue && late.value == Self.now - 1)
        let early = try #require(try Self.place(called: "@superior", 1, of: "520000"))
        #expect(early.part == .ours && !early.isOverdue && early.rank == .due)
        // Nobody was called on: the superior sees others' delay, and nothing before it.
        #expect(try Self.place(called: "", -1, of: "520000")?.part == .others)
        #expect(try Self.place(called: "", 1, of: "520000") == nil)
        // Whoever waits and whoever called have what they had.
        #expect(try Self.place(called: "@superior", -1, of: "350000")?.part == .ours)
        #expect(try Self.place(called: "@superior", -1, of: "360000")?.part == .others)
    }

    @Test("a side of the matter is not called on in it")
    func barred() throws {
        let place = try Self.place(
            called: "360000 @superior",
            -1,
            of: "360000",
            barred: "350000 360000/scjg"
        )
        #expect(place?.part == .others)
    }
}
