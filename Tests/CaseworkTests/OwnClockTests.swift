import Cryptography
import Testing

@testable import Casework

/// What is said of one clock and not of the others that a step meets.
@Suite struct OwnClockTests {
    /// Each addressee receives for itself, by hand, and its clock begins with the arrival that it states.
    private static let perReceiver: [(old: String, new: String)] = [
        ("\"engine\": 1,", "\"engine\": 2,"),
        ("\"min\": 1, \"max\": 1", "\"min\": 1, \"max\": 2"),
        (
            "\"from\": [\"sent\"],\n              \"to\": \"received\",\n              \"by\": [\"receiver\", \"system\"],\n              \"automatic\": \"receipt\",",
            "\"from\": [\"sent\", \"received\"],\n              \"to\": \"received\",\n              \"by\": [\"receiver\"],\n              \"per\": \"receiver\","
        ),
        (
            "{\"op\": \"start\", \"clock\": \"A1\"}",
            "{\"op\": \"start\", \"clock\": \"A1\", \"at\": \"received_at\"}"
        ),
    ]
    .map { (old: $0.0, new: $0.1) }

    @Test(
        "where each addressee has a clock of its own, what one states of its beginning is said of no other's"
    )
    func otherNode() throws {
        var federation = try Federation(pack: clockPack(Self.perReceiver))
        let clue = try federation.open(to: ["350000", "520000"])
        func receive(_ node: NodeName, _ arrival: String, at time: String) throws -> CaseEvent {
            try federation.step(node, "receive", of: clue) {
                $0.at = try chinaTime(time)
                $0.facts = [
                    Fact(field: FieldID(unchecked: "received_at"), value: .string(arrival))
                ]
            }
        }
        func codes() throws -> [String: [ClockFinding.Code]] {
            let clocks = try federation.clocks(of: clue)
            #expect(clocks.map(\.clock.id.text) == ["A1", "A1"])
            return Dictionary(
                uniqueKeysWithValues: clocks.map { ($0.started.signer.text, $0.codes) }
            )
        }
        let first = "2026-11-20T09:30:00+08:00"
        _ = try receive(Federation.fujian, first, at: "2026-11-20T10:00:00+08:00")
        // Another arrival of another node: its own clock begins with it.
        let second = "2026-11-20T11:30:00+08:00"
        _ = try receive(Federation.guizhou, second, at: "2026-11-20T12:00:00+08:00")
        #expect(try federation.clocks(of: clue).map(\.started.at.text) == [first, second])
        #expect(try codes() == ["350000/scjg": [], "520000/scjg": []])
        // Somebody who has no clock there states one in another step: it is neither's.
        try federation.step(Federation.jiangxi, "supplement", of: clue) {
            $0.at = try chinaTime("2026-11-20T13:00:00+08:00")
            $0.facts = [Fact(field: FieldID(unchecked: "received_at"), value: .string(first))]
        }
        #expect(federation.state(of: clue).steps.allSatisfy { $0.verdict == .applied })
        #expect(try codes() == ["350000/scjg": [], "520000/scjg": []])
    }

    @Test("an extension that moves one of the clocks which it is to move is not void")
    func oneOfTwo() throws {
        let changes = [
            (
                old: "\"required\": [\"handling_officers\"],\n              \"conditions\"",
                new:
                    "\"required\": [\"handling_officers\"],\n              \"timers\": [{\"op\": \"start\", \"clock\": \"A6\"}],\n              \"conditions\""
            ),
            (
                old: "\"timers\": [{\"op\": \"extend\", \"clock\": \"A1\"}]",
                new:
                    "\"timers\": [{\"op\": \"extend\", \"clock\": \"A1\"}, {\"op\": \"extend\", \"clock\": \"A6\"}]"
            ),
        ]
        for (time, isVoid) in [
            // A1 is over, A6 runs on; in the end both are over.
            ("2026-12-12T00:00:00+08:00", false), ("2027-03-01T00:00:00+08:00", true),
        ] {
            var federation = try Federation(pack: clockPack(changes))
            let clue = try federation.verify()
            let step = try federation.act("extend", of: clue, at: time)
            let state = federation.state(of: clue)
            #expect(state.state?.text == "extended")
            let late = try federation.clocks(of: clue).filter { clock in
                clock.findings.contains {
                    $0.code == .extensionLate && $0.arguments["entry"] == step.digest.hex
                }
            }
            #expect(late.map(\.clock.id.text) == (isVoid ? ["A1", "A6"] : ["A1"]), "\(time)")
            var fold = ClockFold(packs: federation.packs, calendars: try .builtIn())
            let matter = MatterClocks(of: state, home: nil, by: &fold)
            #expect(matter.isExtensionVoid(in: state) == isVoid, "\(time)")
        }
    }
}
