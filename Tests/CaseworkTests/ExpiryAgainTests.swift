import Cryptography
import Testing

@testable import Casework

/// Ends that nodes bring about by themselves, after what set them off was put right and after one that was signed in vain.
@Suite struct ExpiryAgainTests {
    private static let helper = "350000/scjg"
    private static let node = "350000/system"

    private static func facts(_ facts: [String: String]) -> Scene.Words {
        .init(facts: facts.mapValues { .string($0) })
    }

    private static func day(_ count: Int) throws -> String {
        let today = try #require(LocalDate(inChinaAt: Federation.time(Federation.start)))
        return try #require(LocalDate(dayNumber: today.dayNumber + count)).text
    }

    private static func matter(_ scene: Scene) throws -> MatterClocks {
        var fold = ClockFold(packs: PackSet([scene.pack]), calendars: try CalendarSet.builtIn())
        return MatterClocks(of: try scene.state(), home: nil, by: &fold)
    }

    private static func expiry(_ scene: Scene, _ region: String = "350000") throws -> [ExpiryStep] {
        try scene.state().expirySteps(
            for: Scene.node(of: region),
            parties: scene.charter,
            clocks: matter(scene).shared
        )
    }

    /// A penalty that 福建 publishes for three months from a day on.
    private static func published(_ day: String) throws -> (scene: Scene, publish: CaseEvent) {
        var scene = try Scene(CooperationPackTests.pack.get(), "credit-penalty")
        var push = facts(["penalty_class": "short"])
        push.to = ["350000"]
        _ = try scene.open("push", push)
        try scene.step(node, "receive")
        let publish = try scene.step(helper, "publish", facts(["published_on": day]))
        #expect(try scene.refusals() == [])
        return (scene, publish)
    }

    /// The end as a node signs it, which names the entry that brought it about.
    private static func sign(_ expiry: ExpiryStep, _ scene: inout Scene) throws {
        try scene.step(node, expiry.step.event.text, .init(parents: [expiry.step.trigger]))
    }

    @Test(
        "an end that was signed while the other office had a correction under way is signed again once the day is put right",
        arguments: [-80, nil] as [Int?]
    )
    func inVain(_ corrected: Int?) throws {
        var (scene, publish) = try Self.published(Self.day(-85))
        let first = try #require(try Self.expiry(scene).first)
        #expect(first.step.trigger == publish.digest)
        // The order was written before the end, and came to this node after it.
        try scene.step(Scene.opener, "order_correction")
        try Self.sign(first, &scene)
        #expect(try scene.refusals() == [.stateNotAllowed])
        #expect(try Self.expiry(scene) == [])
        let said = try corrected.map { try Self.facts(["published_on": Self.day($0)]) }
        let confirm = try scene.step(Self.helper, "confirm_correction", said ?? .init())
        #expect(try scene.refusals() == [])
        let again = try #require(try Self.expiry(scene).first)
        #expect(again.step.trigger == confirm.digest)
        #expect((again.last.instant > first.last.instant) == (corrected != nil))
        try Self.sign(again, &scene)
        #expect(try scene.refusals() == [])
        #expect(try scene.state().isTerminal && Self.expiry(scene) == [])
    }

    @Test("an end that was refused is not signed again in the same state")
    func refused() throws {
        var (scene, publish) = try Self.published(Self.day(-85))
        let first = try #require(try Self.expiry(scene).first)
        // It names an entry that comes after it in its own log.
        let later = digest("\(publish.origin) \(publish.index + 2) report_defect")
        let words = Scene.Words(parents: [first.step.trigger, later])
        let end = try scene.step(Self.node, "stop_publication", words)
        #expect(try scene.step(Self.helper, "report_defect").digest == later)
        #expect(try scene.state().reasons(end) == [.parentNotEarlier])
        #expect(try scene.state().state?.text == "published")
        #expect(try Self.expiry(scene) == [])
    }

    @Test("an end that is signed and waits for another entry is not signed again meanwhile")
    func once() throws {
        var (scene, _) = try Self.published(Self.day(-85))
        let first = try #require(try Self.expiry(scene).first)
        // It waits for an entry that is not here, and counts for nothing so far.
        let parents = [first.step.trigger, digest("still to come")]
        try scene.step(Self.node, "stop_publication", .init(parents: parents))
        #expect(try scene.state().state?.text == "published")
        #expect(try Self.expiry(scene) == [])
    }

    @Test(
        "a day that is put right to one whose period is over ends nothing by itself and waits for the office that publishes; put right again, it ends by itself"
    )
    func over() throws {
        var (scene, _) = try Self.published(Self.day(-3))
        #expect(try Self.expiry(scene).count == 1)
        #expect(try scene.state().endsLeftToOffices(among: Self.matter(scene)).isEmpty)
        try scene.step(Scene.opener, "order_correction")
        #expect(try scene.state().waitingFilling(with: Self.matter(scene)).text == "350000")
        try scene.step(
            Self.helper,
            "confirm_correction",
            Self.facts(["published_on": Self.day(-300)])
        )
        #expect(try scene.refusals() == [] && Self.expiry(scene) == [])
        let state = try scene.state()
        let left = try #require(try state.endsLeftToOffices(among: Self.matter(scene)).first)
        #expect(left.clock.clock.id.text == "C4a" && left.signers.text == "350000")
        #expect(state.waitingFilling == .nobody)
        #expect(try state.waitingFilling(with: Self.matter(scene)).text == "350000")
        let rights = LapsedRights(
            among: try Self.matter(scene).shared,
            asOf: try Federation.time(Federation.start)
        )
        let step = try #require(
            state.progress.machine?.transitions.first { $0.id.text == "stop_publication" }
        )
        #expect(rights.isLeftToOffice(step, atHome: false) && !rights.isEarly(step))
        try scene.step(Scene.opener, "order_correction")
        let confirm = try scene.step(
            Self.helper,
            "confirm_correction",
            Self.facts(["published_on": Self.day(-2)])
        )
        #expect(try Self.expiry(scene).map(\.step.trigger) == [confirm.digest])
        #expect(try scene.state().waitingFilling(with: Self.matter(scene)) == .nobody)
    }

    @Test(
        "an end whose extension is corrected, to a later or to an earlier one, hangs on the correction"
    )
    func extended() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "alert")
        func until(_ day: String) -> Scene.Words {
            Self.facts(["valid_until": "\(day)T18:00:00+08:00"])
        }
        var issue = until("2026-12-31")
        issue.to = ["350000"]
        _ = try scene.open("issue", issue)
        for day in ["2027-03-31", "2027-02-28", "2027-04-30"] {
            let step = try scene.step(Scene.opener, "extend_validity", until(day))
            #expect(try scene.refusals() == [])
            let expiry = try #require(try Self.expiry(scene, "360000").first)
            #expect(expiry.step.trigger == step.digest)
            #expect(expiry.last.text == "\(day)T18:00:00+08:00")
        }
        // What extends nothing brings nothing about.
        let kept = try #require(scene.entries.last)
        try scene.step("350000/scjg", "acknowledge")
        #expect(try Self.expiry(scene, "360000").map(\.step.trigger) == [kept.digest])
    }

    // MARK: Ends that are said again

    @Test(
        "what ends and what begins on a day have one date, also where it is put right on another's order"
    )
    func oneDate() throws {
        var (scene, publish) = try Self.published(Self.day(-3))
        func ended() throws -> RecordClock {
            try #require(try Self.matter(scene).shared.first { $0.clock.id.text == "C2b" })
        }
        #expect(try ended().findings.map(\.code) == [.stopBeforeStart])
        try scene.step(Scene.opener, "order_correction")
        try scene.step(
            "350000/zscq",
            "confirm_correction",
            Self.facts(["published_on": Self.day(0)])
        )
        #expect(try scene.refusals() == [])
        #expect(try ended().end?.mark.at == publish.at)
        #expect(try ended().findings.map(\.code) == [.endCorrected])
    }

    @Test(
        "another end that does not count is told, and the one that stands stays"
    )
    func endKept() throws {
        var scene = try Scene(CooperationPackTests.pack.get(), "clue")
        _ = try scene.open("send", .init(to: ["350000"]))
        try scene.step(Self.node, "receive")
        for event in ["accept", "start_verification"] { try scene.step(Self.helper, event) }
        scene.pass(days: 6)
        try scene.step(Self.helper, "file", Self.facts(["filed_on": Self.day(5)]))
        func verified() throws -> RecordClock {
            try #require(try Self.matter(scene).shared.first { $0.clock.id.text == "A1" })
        }
        let end = try #require(try verified().end)
        try scene.step(Self.helper, "send_feedback")
        try scene.step(Scene.opener, "confirm", Self.facts(["filed_on": Self.day(4)]))
        #expect(try scene.refusals() == [])
        #expect(try verified().end == end)
        let told = try verified().findings
        #expect(told.map(\.code) == [.endKept])
        let last = try #require(scene.entries.last?.digest.hex)
        #expect(
            try told.first?.arguments == [
                "at": end.mark.at.text, "entry": last, "stated": "\(Self.day(4))T23:59:59+08:00",
            ]
        )
    }

    @Test("what is put right is no longer said to lie after its entry")
    func laterMended() throws {
        let pack = try CooperationPackTests.pack.get()
        let far = try Federation.time(Federation.start + 9_999_999).text
        for isOwnTime in [false, true] {
            var scene = try Scene(pack, "handover-criminal")
            let sent = try scene.open("send", .init(to: ["350000/gaj"]))
            let told = try scene.step(
                "350000/gaj",
                "acknowledge",
                Self.facts(["received_at": far])
            )
            func review() throws -> RecordClock {
                try #require(try Self.matter(scene).shared.first { $0.clock.id.text == "B6" })
            }
            #expect(try review().findings.map(\.code) == [.startFactLater])
            let right = isOwnTime ? told.at.text : sent.at.text
            try scene.step(
                "350000/gaj",
                "request_supplement",
                Self.facts(["received_at": right])
            )
            #expect(try review().started.at.text == right)
            #expect(try review().findings.map(\.code) == (isOwnTime ? [] : [.startCorrected]))
        }
    }
}
