import Cryptography
import Testing

@testable import Casework

@Suite struct HomePartTests {
    private func draft(_ federation: inout Federation) throws -> CaseEvent {
        let created = try federation.add(Federation.jiangxi, "create", home: true)
        try federation.step(Federation.jiangxi, "approve", of: created)
        return created
    }

    @Test("a draft is created and approved at home, and sending comes next")
    func drafting() throws {
        var federation = try Federation()
        let created = try draft(&federation)
        let state = federation.state(of: created)
        #expect(state.state?.text == "approved")
        let next = state.nextSteps(
            for: try address("360000/scjg"),
            node: Federation.jiangxi,
            parties: created.parties
        )
        #expect(next.map(\.id.text) == ["send", "cancel"])
        #expect(state.automaticSteps(for: Federation.jiangxi, parties: created.parties).isEmpty)
    }

    @Test("a matter that ends at home ends there")
    func cancelled() throws {
        var federation = try Federation()
        let created = try draft(&federation)
        try federation.step(Federation.jiangxi, "cancel", of: created)
        #expect(federation.state(of: created).isTerminal)
    }

    @Test("an opening cannot stand in a home log, first or later")
    func opensAtHome() throws {
        var federation = try Federation()
        let created = try draft(&federation)
        let send = try federation.step(Federation.jiangxi, "send", of: created) {
            $0.to = [try address("360000")]
        }
        #expect(federation.state(of: created).reasons(send) == [.opensAtHome])
        let first = try federation.add(Federation.jiangxi, "send", home: true) {
            $0.to = [try address("360000")]
        }
        #expect(federation.state(of: first).reasons(first) == [.opensAtHome])
    }

    @Test("a home record begins with a creating step")
    func beginning() throws {
        var federation = try Federation()
        let step = try federation.add(Federation.jiangxi, "approve", home: true)
        #expect(federation.state(of: step).reasons(step) == [.firstStepNotAllowed])
    }

    @Test("another office of the node is not the opener, and no role line acts at home")
    func otherOffice() throws {
        var federation = try Federation()
        let created = try federation.add(Federation.jiangxi, "create", home: true)
        let other = try federation.step(Federation.jiangxi, "approve", of: created) {
            $0.office = OfficeID(unchecked: "fgj")
        }
        #expect(federation.state(of: created).reasons(other) == [.roleNotAllowed])
        let parties = created.parties
        #expect(parties.addresses(of: RoleID(unchecked: "superior")).isEmpty)
        #expect(parties.party(of: try address("350000")) == nil)
        #expect(parties.party(of: try address("360100/psb"))?.node == Federation.jiangxi)
    }

    @Test("a pack that is not installed does not count at home")
    func notInstalled() throws {
        var federation = try Federation()
        federation.charter.packs = []
        let created = try federation.add(Federation.jiangxi, "create", home: true)
        #expect(federation.state(of: created).reasons(created) == [.packNotNamed])
    }

    private func opened(
        _ federation: Federation,
        _ created: CaseEvent,
        by opening: CaseEvent,
        size: UInt64,
        origin: String = "jiangxi.ipr.example/home"
    ) -> RecordState {
        RecordFold(
            record: created.digest,
            packs: federation.packs,
            homeOpening: HomeOpening(event: opening, origin: origin, size: size),
            known: { _ in .missing }
        ).state(of: federation.entries)
    }

    @Test("a home step after the opening is irregular; one before it is not")
    func afterOpening() throws {
        var federation = try Federation()
        let created = try draft(&federation)
        let opening = try federation.open()
        let late = try federation.step(Federation.jiangxi, "cancel", of: created) {
            $0.parents = []
        }
        #expect(late.index == 6)
        let state = opened(federation, created, by: opening, size: 6)
        #expect(state.reasons(late) == [.homeAfterOpening])
        #expect(state.state?.text == "approved")
        #expect(state.findings.isEmpty)
        #expect(state.openedBy == opening.digest)
        #expect(
            state.nextSteps(
                for: try address("360000/scjg"),
                node: Federation.jiangxi,
                parties: created.parties
            ).isEmpty
        )
        let covered = opened(federation, created, by: opening, size: 7)
        #expect(covered.verdict(late) == .applied)
        #expect(covered.findings.map(\.code) == [.homePartUnprepared])
    }

    @Test(
        "an approval that the home part lacks is made up for after the opening, once, and nothing else is done there"
    )
    func ratified() throws {
        var federation = try Federation()
        let created = try federation.add(Federation.jiangxi, "create", home: true)
        let opening = try federation.open()
        let size = created.index + 1
        let lacking = opened(federation, created, by: opening, size: size)
        #expect(lacking.ratifications.map(\.id.text) == ["approve"])
        #expect(!lacking.hasLeft)
        #expect(lacking.openSteps(parties: created.parties).map(\.id.text) == ["approve"])
        #expect(lacking.waitingFilling.addresses == [try address("360000/scjg")])
        let cancel = try federation.step(Federation.jiangxi, "cancel", of: created) {
            $0.parents = []
        }
        let approve = try federation.step(Federation.jiangxi, "approve", of: created) {
            $0.parents = []
        }
        let again = try federation.step(Federation.jiangxi, "approve", of: created) {
            $0.parents = []
        }
        let state = opened(federation, created, by: opening, size: size)
        #expect(state.reasons(cancel) == [.homeAfterOpening])
        #expect(state.verdict(approve) == .applied)
        #expect(state.reasons(again).contains(.homeAfterOpening))
        #expect(state.state?.text == "approved")
        #expect(state.findings.map(\.code) == [.homeRatified])
        let step = try #require(state.steps.first { $0.event.digest == approve.digest })
        #expect(step.findings.map(\.code) == [.homeRatified])
        #expect(state.hasLeft && state.ratifications.isEmpty)
        #expect(state.openSteps(parties: created.parties).isEmpty)
        #expect(state.waitingFilling == .nobody)
    }

    @Test("a step in a successor of the home log comes after every size of its predecessor")
    func successorHome() throws {
        var federation = try Federation()
        let created = try draft(&federation)
        let opening = try federation.open()
        let late = try federation.step(Federation.jiangxi, "cancel", of: created) {
            $0.origin = "jiangxi.ipr.example/home/2"
            $0.parents = []
        }
        let state = opened(federation, created, by: opening, size: 100)
        #expect(state.reasons(late) == [.homeAfterOpening])
        let other = opened(
            federation,
            created,
            by: opening,
            size: 100,
            origin: "jiangxi.ipr.example/home/2"
        )
        #expect(other.verdict(late) == .applied)
    }

    @Test(
        "an opening without the approval at home, or by another office, is a finding of the home part"
    )
    func findings() throws {
        var federation = try Federation()
        let created = try federation.add(Federation.jiangxi, "create", home: true)
        let opening = try federation.open { $0.office = OfficeID(unchecked: "fgj") }
        let state = opened(federation, created, by: opening, size: 6)
        #expect(state.findings.map(\.code) == [.homePartUnprepared, .homePartOtherOpener])
        #expect(federation.state(of: opening).state?.text == "sent")
    }
}
