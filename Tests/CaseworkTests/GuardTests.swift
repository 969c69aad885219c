import Cryptography
import TestSupport
import Testing

@testable import Casework

/// Guards of the fold that would be missed by nobody else if they were taken out.
@Suite struct GuardTests {
    @Test("a record whose first step does not count was opened by nobody")
    func opener() throws {
        var federation = try Federation()
        let clue = try federation.open { $0.to = [] }
        let state = federation.state(of: clue)
        #expect(state.reasons(clue) == [.addresseeCount])
        #expect(state.opener == nil && state.openerNode == nil)
    }

    @Test("a condition that does not hold settles a timer, whatever another one waits for")
    func settled() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "assistance")
        // A value that the rules do not have decides nothing; the other one is known.
        let facts: [String: FactValue] = [
            "assist_type": .string("nobody"), "remote_area": .integer(1),
        ]
        _ = try scene.open("send", Scene.Words(to: ["350000"], facts: facts))
        try scene.step("350000/system", "receive")
        let last = try #require(try scene.state().steps.last)
        #expect(last.verdict == .applied)
        let clocks = last.findings.filter { $0.code == .timerUndecided }
            .compactMap { $0.arguments["clocks"] }
            .flatMap { $0.split(separator: ", ") }
        #expect(clocks.contains("B12b") && !clocks.contains("B12a"), "\(clocks)")
    }

    @Test(
        "of a matter that went out and lacks its approval the officer may also refuse at home, and nobody else does anything"
    )
    func refusal() throws {
        let pack = try CooperationPackTests.pack.get()
        var scene = try Scene(pack, "handover-criminal")
        let report = try scene.beginAtHome("report")
        let home = scene.entries
        let opening = try scene.open("send", .init(to: ["350000/gaj"]))
        let state = RecordFold(
            record: report.digest,
            packs: PackSet([pack]),
            homeOpening: HomeOpening(
                event: opening,
                origin: report.origin,
                size: report.index + 1
            ),
            known: { _ in .missing }
        )
        .state(of: home)
        #expect(state.ratifications.map(\.id.text).sorted() == ["approve", "disapprove"])
    }

    @Test("a role that is addressed as a whole region is filled by each office within it")
    func within() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "handover-administrative")
        _ = try scene.open("send", .init(to: ["350000"]))
        let progress = try scene.state().progress
        let machine = try #require(progress.machine)
        let receiver = RoleID(unchecked: "receiver")
        for (text, found) in [
            ("350000", receiver), ("350000/scjg", receiver), ("350100/scjg", receiver),
            ("520000/scjg", nil), ("360000/scjg", nil),
        ] as [(String, RoleID?)] {
            let party = progress.party(
                of: [receiver],
                in: machine,
                addressed: try address(text),
                parties: scene.charter
            )
            #expect(party == found, "\(text)")
        }
    }
}
