import Cryptography
import TestSupport
import Testing

@testable import Casework

/// One test for each reason for which a well-signed step is irregular, and for what waits.
@Suite struct IrregularTests {
    private func expect(
        _ codes: [IrregularReason.Code],
        _ event: StaticString,
        by node: NodeName = Federation.fujian,
        outside: EntryKnowledge = .missing,
        sourceLocation: SourceLocation = #_sourceLocation,
        change: (inout CaseEvent) throws -> Void = { _ in }
    ) throws {
        var federation = try Federation()
        let clue = try federation.open()
        let step = try federation.step(node, event, of: clue, change: change)
        let state = federation.state(of: clue) { _ in outside }
        #expect(state.reasons(step) == codes, sourceLocation: sourceLocation)
        #expect(state.state?.text == "sent", sourceLocation: sourceLocation)
    }

    @Test("an event that the machine does not have")
    func unknownEvent() throws {
        try expect([.eventUnknown], "forward")
    }

    @Test("a machine that the pack does not have, and one that is not the record's")
    func unknownMachine() throws {
        try expect([.machineDiffers, .machineUnknown], "receive") {
            $0.machine = MachineID(unchecked: "assistance")
        }
        var federation = try Federation()
        let clue = try federation.open { $0.machine = MachineID(unchecked: "assistance") }
        #expect(federation.state(of: clue).reasons(clue) == [.machineUnknown])
    }

    @Test("a pack that the charter does not name, whether its bytes are here or not")
    func packNotNamed() throws {
        try expect([.packNotNamed, .packSwitchByStranger], "receive", by: Federation.jiangxi) {
            $0.office = OfficeID(unchecked: "fgj")
            $0.rules = PackReference(id: PackID(unchecked: "clue"), digest: digest("other"))
        }
        try expect([.packNotNamed], "receive") {
            $0.rules = PackReference(id: PackID(unchecked: "clue"), digest: digest("other"))
        }
        try expect([.packNotNamed], "receive") { $0.rules = nil }
        var federation = try Federation()
        federation.charter.packs = []
        let clue = try federation.open()
        #expect(federation.state(of: clue).reasons(clue) == [.packNotNamed])
    }

    @Test("a pack that the charter names but that is no pack")
    func packUnusable() throws {
        var federation = try Federation()
        let broken = PackReference(id: PackID(unchecked: "clue"), digest: digest("broken"))
        federation.charter.packs.insert(broken)
        federation.packs.insert([1, 2, 3], as: broken)
        let clue = try federation.open { $0.rules = broken }
        let step = try federation.step(Federation.fujian, "receive", of: clue)
        let state = federation.state(of: clue)
        #expect(state.reasons(clue) == [.packUnusable])
        #expect(state.reasons(step) == [.recordNotOpened])
    }

    @Test("a role that the step does not list, for each of its parties")
    func role() throws {
        try expect([.roleNotAllowed], "receive", by: Federation.guizhou)
        try expect([.roleNotAllowed], "receive", by: Federation.jiangxi)
        try expect([.roleNotAllowed], "cancel", by: Federation.fujian)
        try expect([.roleNotAllowed], "cancel", by: Federation.jiangxi) {
            $0.office = OfficeID(unchecked: "fgj")
        }
    }

    @Test("a state that the step does not leave")
    func state() throws {
        try expect([.stateNotAllowed], "accept")
        try expect([.stateNotAllowed, .roleNotAllowed], "create")
    }

    @Test("all reasons are named, not the first only")
    func allReasons() throws {
        try expect(
            [.parentInvalid, .stateNotAllowed, .roleNotAllowed, .addresseeOutside],
            "accept",
            by: Federation.guizhou,
            outside: .invalid
        ) {
            $0.parents.append(digest("bad"))
            $0.to = [try address("110000")]
        }
    }

    @Test("an addressee outside the mechanism, also of an opening")
    func addressee() throws {
        try expect([.addresseeOutside], "receive") { $0.to = [try address("330000")] }
        var federation = try Federation()
        let clue = try federation.open(to: ["330000"])
        #expect(federation.state(of: clue).reasons(clue) == [.addresseeOutside])
        #expect(federation.state(of: clue).state == nil)
    }

    @Test("send takes exactly one addressee")
    func addresseeCount() throws {
        for to in [[], ["350000", "520000"]] {
            var federation = try Federation()
            let clue = try federation.open(to: to)
            #expect(federation.state(of: clue).reasons(clue) == [.addresseeCount])
        }
    }

    @Test("a pause can end only while one is open")
    func pause() throws {
        var federation = try Federation()
        let clue = try federation.open()
        for event: StaticString in ["receive", "accept", "start_verification"] {
            try federation.step(Federation.fujian, event, of: clue)
        }
        let early = try federation.step(Federation.fujian, "resume", of: clue)
        try federation.step(Federation.fujian, "pause", of: clue)
        let good = try federation.step(Federation.fujian, "resume", of: clue)
        let late = try federation.step(Federation.fujian, "resume", of: clue)
        let state = federation.state(of: clue)
        #expect(state.reasons(early) == [.latestNotAllowed])
        #expect(state.verdict(good) == .applied)
        #expect(state.reasons(late) == [.latestNotAllowed])
        let next = state.nextSteps(
            for: try address("350000/scjg"),
            node: Federation.fujian,
            parties: federation.charter
        )
        #expect(!next.map(\.id.text).contains("resume"))
        #expect(next.map(\.id.text).contains("pause"))
    }

    @Test("what may be done once is not done twice", arguments: ["record", "signer"])
    func once(_ scope: String) throws {
        var federation = try Federation(
            pack: cluePack(
                replacing: "\"id\": \"supplement\",",
                with:
                    "\"id\": \"supplement\", \"guards\": [{\"guard\": \"once\", \"scope\": \"\(scope)\"}],"
            )
        )
        let clue = try federation.open()
        let first = try federation.step(Federation.jiangxi, "supplement", of: clue)
        let second = try federation.step(Federation.jiangxi, "supplement", of: clue)
        #expect(federation.state(of: clue).verdict(first) == .applied)
        #expect(federation.state(of: clue).reasons(second) == [.onceOnly])
    }

    @Test("a fact that the rules ask for in the header")
    func fact() throws {
        var federation = try Federation(
            pack: cluePack(
                replacing: "\"automatic\": \"receipt\",",
                with:
                    "\"automatic\": \"receipt\", \"guards\": [{\"guard\": \"facts\", \"fields\": [\"received_at\"]}],"
            )
        )
        let clue = try federation.open()
        let step = try federation.step(Federation.fujian, "receive", of: clue)
        let fact = Fact(
            field: FieldID(unchecked: "received_at"),
            value: .string("2026-11-20T09:04:00+08:00")
        )
        let good = try federation.step(Federation.fujian, "receive", of: clue) { $0.facts = [fact] }
        let state = federation.state(of: clue)
        #expect(state.reasons(step) == [.factMissing])
        #expect(state.verdict(good) == .applied)
    }

    @Test("an approver's signature and rank where the rules ask for them")
    func approver() throws {
        let text = String(decoding: RulePack.clueBytes, as: UTF8.self)
            .replacing("\"approval\": {\"rank\"", with: "\"approval\": {\"signed\": true, \"rank\"")
            .replacing(
                "\"ranks\": [",
                with: """
                    "ranks": [{"id": "chief", "title": {"zh": "正职", "en": "chief"}, "covers": ["responsible"]},
                    {"id": "clerk", "title": {"zh": "科员", "en": "clerk"}},
                    """
            )
        var federation = try Federation(pack: Array(text.utf8))
        let clue = try federation.open()
        let without = try federation.step(Federation.jiangxi, "cancel", of: clue)
        let clerk = try federation.step(Federation.jiangxi, "cancel", of: clue) {
            $0.officer = OfficerID(unchecked: "a1")
            $0.officerRank = RankID(unchecked: "clerk")
        }
        let chief = try federation.step(Federation.jiangxi, "cancel", of: clue) {
            $0.officer = OfficerID(unchecked: "a2")
            $0.officerRank = RankID(unchecked: "chief")
        }
        let state = federation.state(of: clue)
        #expect(state.reasons(without) == [.approverMissing])
        #expect(state.reasons(clerk) == [.approverRank])
        #expect(state.verdict(chief) == .applied)
    }

    @Test("the same bytes a second time")
    func duplicate() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let receive = try federation.step(Federation.fujian, "receive", of: clue)
        let again = try federation.add(Federation.fujian, "receive") {
            let index = $0.index
            $0 = receive
            $0.index = index
        }
        let state = federation.state(of: clue)
        #expect(state.verdict(receive) == .applied)
        #expect(state.reasons(again) == [.duplicate])
        #expect(state.steps.count == 3)
        #expect(state.placedCount == 2)
    }

    @Test("a record that is known but is no first entry")
    func recordNotFirst() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let receive = try federation.step(Federation.fujian, "receive", of: clue)
        let step = try federation.step(Federation.fujian, "accept", of: receive)
        let state = federation.state(of: receive) { _ in .valid }
        #expect(state.reasons(step) == [.recordNotFirst, .recordNotOpened])
        var other = try Federation()
        let elsewhere = try other.add(Federation.fujian, "accept") { $0.record = digest("x") }
        let fold = RecordFold(record: digest("x"), packs: other.packs) { _ in .valid }
        let reasons = fold.state(of: [elsewhere]).reasons(elsewhere)
        #expect(reasons.contains(.recordNotFirst))
    }

    @Test("a parent that is invalid, in the record or outside it")
    func parentInvalid() throws {
        try expect([.parentInvalid], "receive", outside: .invalid) {
            $0.parents.append(digest("outside"))
        }
        var federation = try Federation()
        let clue = try federation.open()
        let bad = try federation.step(Federation.guizhou, "urge", of: clue) {
            $0.standing = .invalid
        }
        let step = try federation.step(Federation.fujian, "receive", of: clue)
        let state = federation.state(of: clue)
        #expect(state.verdict(bad) == .invalid)
        #expect(state.reasons(step) == [.parentInvalid])
    }

    @Test("a record whose first entry is invalid, irregular or beyond the log's end")
    func recordNotOpened() throws {
        for standing in [CaseEvent.Standing.invalid, .beyondEnd] {
            var federation = try Federation()
            let clue = try federation.open { $0.standing = standing }
            let step = try federation.add(Federation.fujian, "receive") { $0.record = clue.digest }
            #expect(federation.state(of: clue).reasons(step).contains(.recordNotOpened))
        }
        var federation = try Federation()
        let clue = try federation.add(Federation.jiangxi, "accept")
        let step = try federation.step(Federation.fujian, "receive", of: clue)
        let state = federation.state(of: clue)
        #expect(state.reasons(clue) == [.firstStepNotAllowed, .roleNotAllowed])
        #expect(state.reasons(step) == [.recordNotOpened])
    }

    @Test("a second opening of one record")
    func secondOpening() throws {
        try expect([.secondOpening], "send", by: Federation.jiangxi) {
            $0.to = [try address("520000")]
        }
    }

    @Test("what is written beyond the end of a log")
    func logEnded() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let step = try federation.step(Federation.fujian, "receive", of: clue) {
            $0.standing = .beyondEnd
        }
        #expect(federation.state(of: clue).reasons(step) == [.logEnded])
        #expect(federation.state(of: clue).state?.text == "sent")
    }

    @Test("a parent that comes later in the same log is a fault of that entry alone")
    func parentNotEarlier() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let later = digest("later")
        let early = try federation.step(Federation.guizhou, "urge", of: clue) {
            $0.parents = [later]
        }
        let named = try federation.step(Federation.guizhou, "urge", of: clue) {
            $0.digest = later
            $0.parents = [clue.digest]
        }
        let receive = try federation.step(Federation.fujian, "receive", of: clue)
        let state = federation.state(of: clue)
        #expect(state.reasons(early).contains(.parentNotEarlier))
        #expect(!state.reasons(named).contains(.parentNotEarlier))
        #expect(state.verdict(receive) == .applied)
        #expect(state.placedCount == 4)
    }

    @Test("a step that stands before the opening in the opener's own log")
    func beforeOpening() throws {
        var federation = try Federation()
        let future = digest("future")
        let early = try federation.add(Federation.jiangxi, "cancel") { $0.record = future }
        let clue = try federation.open { $0.digest = future }
        let state = federation.state(of: clue)
        #expect(state.reasons(early).contains(.parentNotEarlier))
        #expect(state.state?.text == "sent")
    }

    @Test("a step waits for its record, its parents and the rules, and so does what builds on it")
    func pending() throws {
        var federation = try Federation()
        let clue = try federation.open()
        let missing = digest("missing")
        let receive = try federation.step(Federation.fujian, "receive", of: clue) {
            $0.parents.append(missing)
        }
        let accept = try federation.step(Federation.fujian, "accept", of: clue) { $0.parents = [] }
        let urge = try federation.step(Federation.guizhou, "urge", of: clue) {
            $0.parents = [accept.digest]
        }
        let supplement = try federation.step(Federation.jiangxi, "supplement", of: clue) {
            $0.parents = [clue.digest]
        }
        let state = federation.state(of: clue)
        for step in [receive, accept, urge] {
            #expect(state.verdict(step) == .pending([.entry(missing)]))
        }
        #expect(state.verdict(supplement) == .applied)
        #expect(state.awaited == [.entry(missing)])
        #expect(state.state?.text == "sent")
        let later = federation.state(of: clue) { $0 == missing ? .valid : .missing }
        #expect(later.state?.text == "accepted")
        let alone = RecordFold(record: clue.digest, packs: federation.packs) { _ in .missing }
        let orphan = alone.state(of: [supplement])
        #expect(orphan.verdict(supplement) == .pending([.entry(clue.digest)]))
        #expect(orphan.state == nil)
    }

    @Test("a pack whose bytes are missing or too new makes all that builds on it wait")
    func pendingPack() throws {
        let newer = try cluePack(replacing: "\"engine\": 1,", with: "\"engine\": 9,")
        let reference = PackReference(
            id: PackID(unchecked: "clue"),
            digest: SHA256.digest(of: newer)
        )
        for isHere in [false, true] {
            var federation = try Federation()
            federation.charter.packs.insert(reference)
            if isHere { federation.packs.insert(newer, as: reference) }
            let clue = try federation.open { $0.rules = reference }
            let step = try federation.step(Federation.fujian, "receive", of: clue)
            let state = federation.state(of: clue)
            #expect(state.verdict(clue) == .pending([.pack(reference)]))
            #expect(state.verdict(step) == .pending([.pack(reference)]))
            #expect(state.awaited == [.pack(reference)])
        }
    }

    @Test(
        "a party to the record moves it to another pack that the charter names; a stranger does not"
    )
    func packSwitch() throws {
        let bytes = try cluePack(
            replacing: "\"version\": 1,",
            with: "\"version\": 2,"
        )
        let second = try RulePack.load(bytes)
        var federation = try Federation()
        federation.packs.insert(second)
        federation.charter.packs.insert(second.reference)
        let clue = try federation.open()
        // 贵州 fills a role as the common superior; an office of 江西 that is no party fills none.
        let stranger = try federation.step(Federation.jiangxi, "supplement", of: clue) {
            $0.office = OfficeID(unchecked: "fgj")
            $0.rules = second.reference
        }
        let before = federation.state(of: clue)
        let receive = try federation.step(Federation.fujian, "receive", of: clue) {
            $0.rules = second.reference
        }
        let state = federation.state(of: clue)
        #expect(before.reasons(stranger) == [.packSwitchByStranger, .roleNotAllowed])
        #expect(before.pack == federation.pack.reference)
        #expect(state.verdict(receive) == .applied)
        #expect(state.pack == second.reference)
    }
}
