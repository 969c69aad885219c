import Testing

@testable import Casework

/// What a pack promises as a whole: that every step can be signed, every state left, every clock started.
@Suite struct PackCheckTests {
    typealias Fault = RulePackTests.Fault

    static let machine = RulePackTests.machine

    static let faults: [Fault] = [
        Fault(
            "{\"rank\": \"responsible\"},\n              \"required\": [\"subject_name\"",
            "{\"rank\": \"responsible\"},\n              \"timers\": [{\"op\": \"stop\", \"clock\": \"A7\"}], \"required\": [\"subject_name\"",
            .packReferenceUnknown,
            "\(machine).transitions[1].timers[0].clock"
        ),
        Fault(
            "{\"op\": \"start\", \"clock\": \"A6\"},",
            "",
            .packClockNotStarted,
            "\(machine).transitions[14]"
        ),
        Fault(
            "{\"op\": \"start\", \"clock\": \"A1\"}",
            "{\"op\": \"start\", \"clock\": \"A6\"}",
            .packClockNotStarted,
            "\(machine).transitions[4]"
        ),
        Fault(
            "{\"id\": \"accepted\", \"title\": {\"zh\": \"已受理\", \"en\": \"accepted\"}, \"waits_for\": \"receiver\"}",
            "{\"id\": \"accepted\", \"title\": {\"zh\": \"已受理\", \"en\": \"accepted\"}, \"waits_for\": \"system\"}",
            .packStateWaitsInVain,
            "\(machine).states[5]"
        ),
        Fault(
            "\"bindings\": [{\"bind\": \"charter\"}]",
            "\"bindings\": [{\"bind\": \"outside\"}]",
            .packEventUnsigned,
            "\(machine).transitions[19]"
        ),
        Fault(
            "\"from\": [\"draft\", \"approved\", \"sent\", \"received\", \"misdirected\"],",
            "\"from\": [\"draft\", \"approved\", \"sent\", \"received\", \"misdirected\"], \"guards\": [{\"guard\": \"addressees\", \"min\": 2, \"max\": 1}],",
            .packRangeEmpty,
            "\(machine).transitions[20].guards[0]"
        ),
        Fault(
            "\"to\": \"approved\",\n",
            "\"to\": \"approved\", \"guards\": [{\"guard\": \"addressees\", \"min\": 1, \"max\": 1}],\n",
            .packGuardAtHome,
            "\(machine).transitions[1]"
        ),
        Fault(
            "\"to\": \"approved\",\n",
            "\"to\": \"approved\", \"guards\": [{\"guard\": \"new_addressees\", \"events\": [\"send\"]}],\n",
            .packGuardAtHome,
            "\(machine).transitions[1]"
        ),
        Fault(
            "\"ranks\": [{\"id\": \"responsible\",",
            "\"ranks\": [{\"id\": \"responsible\", \"covers\": [\"responsible\"],",
            .packReferenceCycle,
            "ranks[0]"
        ),
        Fault(
            "\"condition\": {\"zh\": \"特殊情况\", \"en\": \"special circumstances\"}",
            "\"then\": \"A1\"",
            .packReferenceCycle,
            "clocks[0]"
        ),
        Fault(
            "\"kinds\": [\n",
            "\"kinds\": [{\"id\": \"other\", \"code\": \"O\", \"title\": {\"zh\": \"甲\", \"en\": \"a\"}, \"aliases\": [\"案件线索流转\"]},\n",
            .packNameRepeated,
            "kinds[1]"
        ),
        Fault(
            "\"to\": \"draft\",\n",
            "\"to\": \"draft\", \"guards\": [{\"guard\": \"other_signer\", \"roles\": [\"receiver\"]}],\n",
            .packValueMalformed,
            "\(machine).transitions[0].guards[0].guard"
        ),
        Fault(
            "\"to\": \"draft\",\n",
            "\"to\": \"draft\", \"not_before\": \"found_at\",\n",
            .packKeyUnknown,
            "\(machine).transitions[0].not_before"
        ),
        Fault(
            "{\"op\": \"start\", \"clock\": \"A1\"}",
            "{\"op\": \"start\", \"clock\": \"A1\", \"when\": []}",
            .packKeyUnknown,
            "\(machine).transitions[3].timers[0].when"
        ),
        Fault(
            "\"fields\": [\n",
            "\"principles\": [], \"fields\": [\n",
            .packKeyUnknown,
            "principles"
        ),
    ]

    @Test("names what a pack cannot keep, and the element that is wrong", arguments: faults)
    func promises(_ fault: Fault) throws {
        try expectFault(try cluePack(replacing: fault.old, with: fault.new), fault)
    }

    static let newerFaults: [Fault] = [
        Fault(
            "\"calls\": {\"roles\": [\"superior\"]",
            "\"calls\": {\"roles\": [\"system\"]",
            .packCallInVain,
            "kinds[0].machines[0].transitions[18]"
        ),
        Fault(
            "\"opens\": [{\"machine\": \"supervision\", \"event\": \"list\"}]",
            "\"opens\": [{\"machine\": \"clue\", \"event\": \"create\"}]",
            .packCallOpensOwn,
            "kinds[0].machines[0].transitions[18]"
        ),
        Fault(
            "\"opens\": [{\"machine\": \"supervision\", \"event\": \"list\"}]",
            "\"opens\": [{\"machine\": \"supervision\", \"event\": \"warn\"}]",
            .packReferenceUnknown,
            "kinds[0].machines[0]"
        ),
        Fault(
            "{\"guard\": \"some_of_role\", \"role\": \"participant\"",
            "{\"guard\": \"some_of_role\", \"role\": \"lead\"",
            .packGuardInVain,
            "kinds[3].machines[0].transitions[4]"
        ),
        Fault(
            "\"is\": [\"cosign_plan\"], \"after\": [\"freeze_plan\"]",
            "\"is\": [\"cosign_plan\"], \"after\": [\"freeze\"]",
            .packReferenceUnknown,
            "kinds[3].machines[0].transitions[7].guards[0].after[0]"
        ),
        Fault(
            "\"is\": [\"cosign_plan\"], \"after\": [\"freeze_plan\"]",
            "\"is\": [\"join\"], \"after\": [\"freeze_plan\"]",
            .packReferenceUnknown,
            "kinds[3].machines[0].transitions[7].guards[0].is[0]"
        ),
        Fault(
            "\"not_before\": \"t0\"",
            "\"not_before\": \"goods\"",
            .packReferenceUnknown,
            "kinds[3].machines[0].transitions[9].not_before"
        ),
        Fault(
            "{\"guard\": \"first\", \"field\": \"first_filed_at\"}",
            "{\"guard\": \"first\", \"field\": \"cause\"}",
            .packReferenceUnknown,
            "kinds[5].machines[0].transitions[6].guards[0].field"
        ),
        Fault(
            "{\"guard\": \"first\", \"field\": \"first_filed_at\"}",
            "{\"guard\": \"first\"}",
            .packKeyMissing,
            "kinds[5].machines[0].transitions[6].guards[0].field"
        ),
        Fault(
            "{\"guard\": \"other_signer\", \"roles\": [\"sender\", \"receiver\"]}",
            "{\"guard\": \"other_signer\", \"roles\": [\"sender\", \"reciever\"]}",
            .packReferenceUnknown,
            "kinds[5].machines[0].transitions[9].guards[0].roles[1]"
        ),
        Fault(
            "{\"guard\": \"other_addressees\", \"roles\": [\"sender\"]}",
            "{\"guard\": \"other_addressees\", \"roles\": []}",
            .packKeyMissing,
            "kinds[5].machines[0].transitions[2].guards[1].roles"
        ),
        Fault(
            "{\"field\": \"assist_type\", \"not\": [\"identity_check\"]}",
            "{\"field\": \"assist_type\", \"not\": [\"identity\"]}",
            .packReferenceUnknown,
            "kinds[2].machines[0].transitions[3].timers[0].when[0].not[0]"
        ),
        Fault(
            "{\"field\": \"assist_type\", \"not\": [\"identity_check\"]}",
            "{\"field\": \"cause\", \"not\": [\"identity_check\"]}",
            .packReferenceUnknown,
            "kinds[2].machines[0].transitions[3].timers[0].when[0].field"
        ),
        Fault(
            "{\"field\": \"assist_type\", \"not\": [\"identity_check\"]}",
            "{\"field\": \"received_at\", \"is\": [\"identity_check\"]}",
            .packValueMalformed,
            "kinds[2].machines[0].transitions[3].timers[0].when[0].field"
        ),
        Fault(
            "{\"field\": \"assist_type\", \"not\": [\"identity_check\"]}",
            "{\"field\": \"assist_type\", \"is\": [\"seizure\"], \"not\": [\"identity_check\"]}",
            .packKeyMissing,
            "kinds[2].machines[0].transitions[3].timers[0].when[0].is | not"
        ),
        Fault(
            "{\"field\": \"remote_area\", \"is\": false}",
            "{\"field\": \"remote_area\", \"is\": [\"no\"]}",
            .packValueType,
            "kinds[2].machines[0].transitions[3].timers[1].when[1].is"
        ),
        Fault(
            "{\"field\": \"remote_area\", \"is\": false}",
            "{\"field\": \"remote_area\", \"not\": true}",
            .packKeyMissing,
            "kinds[2].machines[0].transitions[3].timers[1].when[1].is"
        ),
        Fault(
            "{\"bind\": \"opener\", \"events\": [\"publish_locally\"]}",
            "{\"bind\": \"charter\"}",
            .packStateStuckAtHome,
            "kinds[7].machines[0].states[6]"
        ),
        Fault(
            "\"other_offices\": [\"公安\", \"经侦\", \"警\"],\n",
            "\n",
            .packValueMalformed,
            "kinds[5].machines[0].roles[1].other_procedure"
        ),
        Fault("\"then\": \"B6f\"", "\"then\": \"B6e\"", .packReferenceCycle, "clocks[25]"),
        Fault("\"id\": \"A14\"", "\"id\": \"A5\"", .packIDRepeated, "principles[1]"),
    ]

    @Test("reads what the second edition of the engine adds as strictly", arguments: newerFaults)
    func newer(_ fault: Fault) throws {
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        guard let place = text.firstRange(of: fault.old) else {
            throw TestFailure(description: "not in the pack: \(fault.old)")
        }
        let changed = text[..<place.lowerBound] + fault.new + text[place.upperBound...]
        try expectFault(Array(changed.utf8), fault)
    }

    private func expectFault(_ bytes: [UInt8], _ fault: Fault) throws {
        #expect {
            try RulePack.load(bytes)
        } throws: { error in
            guard let error = error as? CaseworkError else { return false }
            #expect(error.code == fault.code)
            #expect(error.arguments["path"] == fault.path)
            return true
        }
    }

    @Test("a pack that uses what the second edition adds says so")
    func edition() throws {
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let older = text.replacing("\"engine\": 2,", with: "\"engine\": 1,", maxReplacements: 1)
        #expect {
            try RulePack.load(Array(older.utf8))
        } throws: {
            ($0 as? CaseworkError)?.arguments["path"] == "principles"
        }
    }

    @Test("an error names the line of the state or step that is wrong, not that of the machine")
    func lines() throws {
        let bytes = try cluePack(replacing: "\"terminal\": true, ", with: "")
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let place = try #require(lines.firstIndex { $0.contains("{\"id\": \"closed\"") })
        #expect {
            try RulePack.load(bytes)
        } throws: {
            ($0 as? CaseworkError)?.arguments["line"] == "\(place + 1)"
        }
    }
}
