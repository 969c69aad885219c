@testable import Replication
import Testing

/// What a session makes of boot nonces: whether two copies of the peer are alive.
@Suite struct SessionCopyTests {
    private static let own = SessionMachineTests.connection
    private static let second = ConnectionID(rawValue: 2)

    private static func alarm() throws -> SessionDirective {
        .alarm(
            Alarm(
                .twoLiveCopies,
                [
                    "newer": "\(try Fixture.boot(8))", "older": "\(try Fixture.boot(7))",
                    "peer": "guizhou.ipr.example",
                ]
            )
        )
    }

    private static func isAlarm(_ directive: SessionDirective) -> Bool {
        if case .alarm = directive { true } else { false }
    }

    private static func hear(
        _ boot: UInt8,
        over connection: ConnectionID,
        at second: Int,
        _ machine: inout SessionMachine
    ) throws -> [SessionDirective] {
        machine.onSession(
            try SessionMachineTests.document(boot: boot),
            over: connection,
            charters: [],
            now: Fixture.moment(second)
        )
    }

    @Test("a second live copy of the peer is an alarm and closes nothing")
    func twoCopies() throws {
        var machine = try SessionMachineTests.open()
        let third = ConnectionID(rawValue: 3)
        _ = machine.onIncomingConnection(Self.second, now: .seconds(2))
        let restarted = try Self.hear(8, over: Self.second, at: 3, &machine)
        #expect(!restarted.contains(where: Self.isAlarm))
        _ = machine.onIncomingConnection(third, now: .seconds(4))
        #expect(try Self.hear(7, over: third, at: 5, &machine).contains(Self.alarm()))
        #expect(machine.isOpen)
    }

    @Test(
        "a copy that comes in while we are connected to another one is noticed as soon as that one answers once more"
    )
    func besideOpenSession() throws {
        var machine = try SessionMachineTests.open()
        _ = machine.onIncomingConnection(Self.second, now: .seconds(2))
        let restarted = try Self.hear(8, over: Self.second, at: 3, &machine)
        #expect(restarted.contains(.postSession(Self.own)))
        #expect(try Self.hear(7, over: Self.own, at: 4, &machine).contains(Self.alarm()))
        #expect(machine.isOpen)
    }

    @Test("a copy that comes in while a question is on its way is noticed by the next one")
    func besideQuestion() throws {
        var machine = try SessionMachineTests.open()
        #expect(machine.onSharesOtherwise(now: .seconds(2)) == [.postSession(Self.own)])
        _ = machine.onIncomingConnection(Self.second, now: .seconds(3))
        let restarted = try Self.hear(8, over: Self.second, at: 3, &machine)
        #expect(!restarted.contains(.postSession(Self.own)))
        // The answer to what was asked before says nothing of now.
        let late = try Self.hear(7, over: Self.own, at: 4, &machine)
        #expect(late.contains(.postSession(Self.own)) && !late.contains(where: Self.isAlarm))
        #expect(try Self.hear(7, over: Self.own, at: 5, &machine).contains(Self.alarm()))
    }

    @Test("a peer that starts anew and comes in before our old connection ends is no copy")
    func restart() throws {
        var machine = try SessionMachineTests.open()
        _ = machine.onIncomingConnection(Self.second, now: .seconds(2))
        let restarted = try Self.hear(8, over: Self.second, at: 3, &machine)
        #expect(restarted.contains(.postSession(Self.own)))
        // The address is the new process's by now.
        let answer = try Self.hear(8, over: Self.own, at: 4, &machine)
        #expect(!answer.contains(where: Self.isAlarm))
    }
}
