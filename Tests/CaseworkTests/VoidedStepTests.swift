import Cryptography
import Testing

@testable import Casework

/// A step that is taken anew because a revocation made the first one void: the first signature that counts is the new one.
@Suite struct VoidedStepTests {
    private static let day: Int64 = 86_400

    /// A report whose first approval is void, and a second approval some days later that states a time; void only where `isVoid`.
    private static func approvedAgain(
        stating seconds: Int64,
        isVoid: Bool = true
    ) throws -> (scene: Scene, void: CaseEvent, again: CaseEvent) {
        var scene = try Scene(CooperationPackTests.pack.get(), "handover-criminal")
        let report = try scene.beginAtHome(
            "report",
            Scene.facts(["reported_at": Federation.time(Federation.start).text])
        )
        var approve = Scene.facts(["approved_at": report.at.text])
        approve.rank = "chief"
        approve.parents = [report.digest]
        let void = try scene.step(Scene.opener, "approve", approve)
        scene.pass(days: 30)
        approve.facts["approved_at"] = .string(try Federation.time(void.at.instant + seconds).text)
        let again = try scene.step(Scene.opener, "approve", approve)
        scene.change(void.digest) { $0.standing = isVoid ? .invalid : .valid }
        return (scene, void, again)
    }

    @Test(
        "the hour of the void approval ends no clock and begins none: the new signature does, and that is told"
    )
    func oldHour() throws {
        for seconds in [-60, 0] as [Int64] {
            let (scene, void, again) = try Self.approvedAgain(stating: seconds)
            #expect(try scene.refusals() == [])
            let report = try scene.clock("B2")
            #expect(report.end?.mark.at == again.at && report.end?.mark.entry == again.digest)
            #expect(report.standing(asOf: again.at).code == "clock_limit_late")
            #expect(report.findings.map(\.code) == [.statedVoided])
            #expect(report.findings.first?.arguments["voided"] == void.digest.hex)
            let transfer = try scene.clock("B3")
            #expect(transfer.started.at == again.at)
            #expect(transfer.findings.map(\.code) == [.statedVoided])
        }
    }

    @Test("a time after the void signature is a new one, and counts")
    func newHour() throws {
        let (scene, void, _) = try Self.approvedAgain(stating: 1)
        let clock = try scene.clock("B2")
        #expect(clock.end?.mark.at.instant == void.at.instant + 1)
        #expect(clock.findings.map(\.code) == [.stopStated])
    }

    @Test("where the first approval counts the second is irregular and moves nothing")
    func valid() throws {
        let (scene, void, _) = try Self.approvedAgain(stating: 0, isVoid: false)
        #expect(try !scene.refusals().isEmpty)
        #expect(try scene.clock("B2").end?.mark.entry == void.digest)
    }

    @Test(
        "a day that a void step told of the world, and that nobody approves, counts in the new one"
    )
    func told() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "handover-customs")
        let notice = try scene.beginAtHome("notify_holder")
        scene.pass(days: 2)
        var applied = Scene.facts(["applied_on": try Scene.day(1)])
        applied.parents = [notice.digest]
        let void = try scene.step(Scene.opener, "holder_applies", applied)
        scene.pass(days: 28)
        let again = try scene.step(Scene.opener, "holder_applies", applied)
        scene.change(void.digest) { $0.standing = .invalid }
        #expect(try scene.refusals() == [])
        let clock = try scene.clock("D2")
        #expect(clock.end?.mark.entry == again.digest)
        #expect(clock.standing(asOf: again.at).code == "clock_window_kept")
        #expect(!clock.findings.map(\.code).contains(.statedVoided))
    }
}
