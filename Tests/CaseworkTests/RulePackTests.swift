import Cryptography
import TestSupport
import Testing

@testable import Casework

/// The clue pack with one text replaced.
func cluePack(replacing old: String, with new: String) throws -> [UInt8] {
    let text = String(decoding: RulePack.clueBytes, as: UTF8.self)
    guard let place = text.firstRange(of: old) else {
        throw TestFailure(description: "not in the pack: \(old)")
    }
    return Array(text.replacingCharacters(in: place, with: new).utf8)
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}

@Suite struct RulePackTests {
    @Test("the clue pack loads, and its digest is that of its bytes")
    func loads() throws {
        let pack = try RulePack.load(RulePack.clueBytes)
        #expect(pack.reference.id.text == "clue")
        #expect(pack.reference.digest == SHA256.digest(of: RulePack.clueBytes))
        #expect((pack.version, pack.engine) == (1, 1))
        let machine = try #require(pack.machine(MachineID(unchecked: "clue")))
        #expect(machine.states.count == 13)
        #expect(machine.transitions.count == 21)
        #expect(machine.fields.count == 36)
        #expect(pack.fields.count == 15)
        #expect(machine.beginnings.map(\.id.text) == ["create"])
        #expect(machine.transitions.filter(\.opens).map(\.id.text) == ["send"])
        #expect(
            machine.transitions.filter { $0.automatic == .receipt }.map(\.id.text) == ["receive"]
        )
        #expect(machine.completeAt.map(\.text) == ["send"])
        #expect(pack.clocks.map(\.id.text) == ["A1", "A6", "A16"])
    }

    @Test("the first edition shows ranks and asks for no approver's signature")
    func noSignatures() throws {
        let pack = try RulePack.load(RulePack.clueBytes)
        let machine = try #require(pack.machine(MachineID(unchecked: "clue")))
        let approvals = machine.transitions.compactMap(\.approval)
        #expect(approvals.count == 6)
        #expect(approvals.allSatisfy { !$0.isSigned && $0.rank.text == "responsible" })
    }

    @Test("the first edition's send and redirect take exactly one addressee")
    func oneAddressee() throws {
        let pack = try RulePack.load(RulePack.clueBytes)
        let machine = try #require(pack.machine(MachineID(unchecked: "clue")))
        for event in ["send", "redirect"] {
            let step = try #require(EventID(event).flatMap { machine.transition($0) })
            #expect(step.guards.contains(.addressees(min: 1, max: 1)))
        }
    }

    @Test("only the time of receipt may stand in a header, and no personal field may")
    func openFields() throws {
        let pack = try RulePack.load(RulePack.clueBytes)
        let machine = try #require(pack.machine(MachineID(unchecked: "clue")))
        let fields = pack.fields + machine.fields
        #expect(fields.filter(\.isOpen).map(\.id.text) == ["received_at"])
        #expect(!fields.contains { $0.isOpen && $0.isPersonal })
        #expect(machine.openField(FieldID(unchecked: "received_at")) != nil)
        #expect(machine.openField(FieldID(unchecked: "goods")) == nil)
    }

    @Test(
        "a kind is found by id, code, title and alias",
        arguments: ["clue", "CLUE", "线索通报", "Clue notice", "案件线索流转"]
    )
    func names(_ name: String) throws {
        let pack = try RulePack.load(RulePack.clueBytes)
        #expect(pack.kind(named: name)?.id.text == "clue")
        #expect(pack.kind(named: "线索") == nil)
    }

    /// What to replace, by what, and the code and path of the error.
    struct Fault: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let code: CaseworkError.Code
        let path: String?

        init(_ old: String, _ new: String, _ code: CaseworkError.Code, _ path: String? = nil) {
            (self.old, self.new, self.code, self.path) = (old, new, code, path)
        }

        var testDescription: String { "\(code.rawValue) at \(path ?? "–")" }
    }

    static let machine = "kinds[0].machines[0]"

    @Test("names what is wrong with a pack and where", arguments: formFaults + machineFaults)
    func faults(_ fault: Fault) throws {
        let bytes = try cluePack(replacing: fault.old, with: fault.new)
        #expect {
            try RulePack.load(bytes)
        } throws: { error in
            guard let error = error as? CaseworkError else { return false }
            #expect(error.code == fault.code)
            #expect(error.arguments["path"] == fault.path)
            return true
        }
    }

    static let formFaults: [Fault] = [
        Fault("lianlu/rules/v1", "lianlu/rules/v2", .packFormat),
        Fault("\"engine\": 1,", "\"engine\": 3,", .packEngineNewer),
        Fault("\"engine\": 1,", "\"engine\": 3, \"new\": 1,", .packEngineNewer),
        Fault("\"engine\": 1,", "\"engine\": 1, \"new\": 1,", .packKeyUnknown, "new"),
        Fault("\"engine\": 1,", "", .packKeyMissing, "engine"),
        Fault("\"engine\": 1,", "\"engine\": 0,", .packValueMalformed, "engine"),
        Fault("\"version\": 1,", "\"version\": \"1\",", .packValueType, "version"),
        Fault("\"version\": 1,", "\"version\": 1, \"version\": 1,", .jsonDuplicateKey),
        Fault("\"version\": 1,", "\"version\": 1.5,", .jsonNumber),
        Fault("\"version\": 1,", "\"version\": null,", .packValueType, "version"),
        Fault("2022-09-29", "2022-02-29", .packValueMalformed, "effective_from"),
        Fault(
            "\"effective_from\"",
            "\"effective_to\": \"2022-09-28\", \"effective_from\"",
            .packRangeEmpty,
            "effective_to"
        ),
        Fault("\"id\": \"clue\"", "\"id\": \"Clue\"", .packValueMalformed, "id"),
        Fault(
            "\"en\": \"Rules for clue notices\"",
            "\"fr\": \"Règles\"",
            .packKeyUnknown,
            "title.fr"
        ),
        Fault(
            ", \"en\": \"Rules for clue notices\"",
            "",
            .packKeyMissing,
            "title.en"
        ),
        Fault("\"Rules for clue notices\"", "\"\"", .packTextEmpty, "title.en"),
        Fault("\"Rules for clue notices\"", "\"a\\nb\"", .packTextControl, "title.en"),
        Fault("\"Rules for clue notices\"", "\"a\\u007fb\"", .packTextControl, "title.en"),
        Fault(
            "\"status\": \"verified\"",
            "\"status\": \"sure\"",
            .packValueMalformed,
            "laws[0].status"
        ),
        Fault(
            "\"id\": \"samr-complaints\"",
            "\"id\": \"samr-penalty-procedure\"",
            .packIDRepeated,
            "laws[1]"
        ),
        Fault(
            "\"rank\": \"responsible\"",
            "\"rank\": \"chief\"",
            .packReferenceUnknown,
            "clocks[0].extension.rank"
        ),
        Fault(
            "\"unit\": \"working_day\"",
            "\"unit\": \"week\"",
            .packValueMalformed,
            "clocks[0].unit"
        ),
        Fault("\"length\": 15", "\"length\": 0", .packValueMalformed, "clocks[0].length"),
        Fault(
            "\"enum\": \"scope\"",
            "\"enum\": \"scopes\"",
            .packReferenceUnknown,
            "fields[3].enum"
        ),
        Fault(
            "\"type\": \"enum\",\n      \"required\": true,",
            "\"type\": \"text\",\n      \"required\": true,",
            .packFieldEnum,
            "fields[3]"
        ),
        Fault(
            "\"type\": \"list<office>\"",
            "\"type\": \"list<list<office>>\"",
            .packValueMalformed,
            "fields[6].type"
        ),
        Fault(
            "\"personal\": true,",
            "\"personal\": true, \"open\": true,",
            .packFieldPersonalOpen,
            "fields[7]"
        ),
        Fault("\"id\": \"urgent\"", "\"id\": \"title\"", .packIDRepeated, "fields[9]"),
        Fault(
            "\"id\": \"subject_name\"",
            "\"id\": \"title\"",
            .packIDRepeated,
            "\(machine).fields[0]"
        ),
        Fault(
            "\"law\": [{\"law\": \"samr-penalty-procedure\", \"article\": \"18–20\"}",
            "\"law\": [{\"law\": \"unknown\", \"article\": \"18–20\"}",
            .packReferenceUnknown,
            "kinds[0].law[0].law"
        ),
    ]

    static let machineFaults: [Fault] = [
        Fault(
            "\"machines\": [\n        {\n          \"id\": \"clue\"",
            "\"machines\": [\n        {\n          \"id\": \"record\"",
            .packMachineReserved,
            machine
        ),
        Fault(
            "\"bind\": \"opener\"",
            "\"bind\": \"anyone\"",
            .packValueMalformed,
            "\(machine).roles[0].bindings[0].bind"
        ),
        Fault("[{\"bind\": \"opener\"}]", "[]", .packRoleBinding, "\(machine).roles[0]"),
        Fault(
            "[{\"bind\": \"system\"}]",
            "[{\"bind\": \"system\"}, {\"bind\": \"charter\"}]",
            .packRoleBinding,
            "\(machine).roles[3]"
        ),
        Fault(
            "{\"bind\": \"charter\"}",
            "{\"bind\": \"addressees\"}",
            .packKeyMissing,
            "\(machine).roles[2].bindings[0].events"
        ),
        Fault(
            "\"events\": [\"send\", \"redirect\"]",
            "\"events\": [\"send\", \"forward\"]",
            .packReferenceUnknown,
            "\(machine).roles[1].bindings[0].events[1]"
        ),
        Fault(
            "\"terminal\": true, \"resting\": true}",
            "\"terminal\": true, \"resting\": true, \"waits_for\": \"sender\"}",
            .packStateWaiting,
            "\(machine).states[11]"
        ),
        Fault(", \"waits_for\": \"sender\"}", "}", .packStateWaiting, "\(machine).states[0]"),
        Fault(
            "\"waits_for\": \"sender\"",
            "\"waits_for\": \"nobody\"",
            .packReferenceUnknown,
            "\(machine).states[0].waits_for"
        ),
        Fault("\"terminal\": true, ", "", .packStateDeadEnd, "\(machine).states[11]"),
        Fault(
            "\"to\": \"cancelled\"",
            "\"to\": \"closed\"",
            .packStateUnreachable,
            "\(machine).states[12]"
        ),
        Fault(
            "\"from\": [\"filed\", \"not_filed\"]",
            "\"from\": [\"filed\", \"not_filed\", \"closed\"]",
            .packStateTerminalLeft,
            "\(machine).transitions[13]"
        ),
        Fault("\"from\": [],", "\"from\": [\"draft\"],", .packCreationMissing, machine),
        Fault("\"opens\": true,", "", .packOpeningMissing, machine),
        Fault(
            "\"to\": \"approved\",\n              \"by\": [\"sender\"]",
            "\"to\": \"approved\",\n              \"by\": [\"superior\"]",
            .packOpeningUnreachable,
            "\(machine).transitions[2]"
        ),
        Fault(
            "\"to\": \"draft\",\n              \"by\": [\"sender\"]",
            "\"to\": \"draft\",\n              \"by\": [\"receiver\"]",
            .packEventBeginner,
            "\(machine).transitions[0]"
        ),
        Fault("\"to\": \"draft\"", "\"to\": \"=\"", .packEventStays, "\(machine).transitions[0]"),
        Fault(
            "\"to\": \"draft\"",
            "\"to\": \"drafted\"",
            .packReferenceUnknown,
            "\(machine).transitions[0].to"
        ),
        Fault(
            "\"from\": [\"draft\"]",
            "\"from\": [\"drafted\"]",
            .packReferenceUnknown,
            "\(machine).transitions[1].from[0]"
        ),
        Fault(
            "\"from\": [\"draft\"]",
            "\"from\": [\"draft\", \"draft\"]",
            .packIDRepeated,
            "\(machine).transitions[1].from[1]"
        ),
        Fault(
            "\"by\": [\"sender\"]",
            "\"by\": []",
            .packKeyMissing,
            "\(machine).transitions[0].by"
        ),
        Fault(
            "\"by\": [\"sender\"]",
            "\"by\": [\"owner\"]",
            .packReferenceUnknown,
            "\(machine).transitions[0].by[0]"
        ),
        Fault(
            "\"id\": \"approve\"",
            "\"id\": \"create\"",
            .packIDRepeated,
            "\(machine).transitions[1]"
        ),
        Fault(
            "\"from\": [],\n",
            "\"from\": [], \"per\": \"receiver\",\n",
            .packRoleNotSigning,
            "\(machine).transitions[0]"
        ),
        Fault(
            "\"by\": [\"receiver\", \"system\"]",
            "\"by\": [\"receiver\"]",
            .packAutomaticWithoutSystem,
            "\(machine).transitions[3]"
        ),
        Fault(
            "\"automatic\": \"receipt\"",
            "\"automatic\": \"always\"",
            .packValueMalformed,
            "\(machine).transitions[3].automatic"
        ),
        Fault(
            "\"approval\": {\"rank\": \"responsible\"}",
            "\"approval\": {\"rank\": \"chief\"}",
            .packReferenceUnknown,
            "\(machine).transitions[1].approval.rank"
        ),
        Fault(
            "\"source_channel\", \"found_at\"",
            "\"source_channel\", \"found_on\"",
            .packReferenceUnknown,
            "\(machine).transitions[0].required[1]"
        ),
        Fault(
            "\"documents\": [\"f1\"]",
            "\"documents\": [\"f2\"]",
            .packReferenceUnknown,
            "\(machine).transitions[0].documents[0]"
        ),
        Fault(
            "{\"op\": \"start\", \"clock\": \"A1\"}",
            "{\"op\": \"start\", \"clock\": \"A2\"}",
            .packReferenceUnknown,
            "\(machine).transitions[3].timers[0].clock"
        ),
        Fault(
            "\"min\": 1, \"max\": 1",
            "\"min\": 2, \"max\": 1",
            .packRangeEmpty,
            "\(machine).transitions[2].guards[0]"
        ),
        Fault(
            "\"min\": 1, \"max\": 1",
            "\"min\": 1, \"max\": 65",
            .packValueMalformed,
            "\(machine).transitions[2].guards[0].max"
        ),
        Fault(
            "\"guard\": \"addressees\"",
            "\"guard\": \"wish\"",
            .packValueMalformed,
            "\(machine).transitions[2].guards[0].guard"
        ),
        Fault(
            "{\"guard\": \"addressees\", \"min\": 1, \"max\": 1}",
            "{\"guard\": \"facts\", \"fields\": [\"goods\"]}",
            .packReferenceUnknown,
            "\(machine).transitions[2].guards[0].fields[0]"
        ),
        Fault(
            "{\"guard\": \"addressees\", \"min\": 1, \"max\": 1}",
            "{\"guard\": \"once\", \"scope\": \"record\", \"min\": 1}",
            .packKeyUnknown,
            "\(machine).transitions[2].guards[0].min"
        ),
        Fault(
            "\"complete_at\": [\"send\"]",
            "\"complete_at\": [\"post\"]",
            .packReferenceUnknown,
            "\(machine).complete_at[0]"
        ),
    ]

    @Test("every code of a pack's errors is met by some faulty pack")
    func everyCode() {
        let met = Set(
            (Self.formFaults + Self.machineFaults + CrossingTests.faults).map(\.code)
        )
        let elsewhere: Set<CaseworkError.Code> = [
            .jsonTooLarge, .jsonNotUTF8, .jsonSyntax, .jsonTooDeep, .packLimit, .jsonEmpty,
            .jsonByteOrderMark, .jsonUnclosed, .jsonMismatched,
            // Faults of a file's name: PackExaminationTests.
            .packFileDigest, .packFileVersion,
            // What a pack takes from others: PackClashTests.
            .packNameTaken, .packMachineTaken, .packNameIsCommand,
        ]
        let ofPacks = CaseworkError.Code.allCases.filter { code in
            ["json_", "pack_"].contains { code.rawValue.hasPrefix($0) }
        }
        let ofParts = Set((PackCheckTests.faults + PackCheckTests.newerFaults).map(\.code))
        #expect(met.union(elsewhere).union(ofParts) == Set(ofPacks))
    }

    @Test("an error names the line of the fault")
    func line() throws {
        let bytes = try cluePack(replacing: "\"to\": \"draft\"", with: "\"to\": \"drafted\"")
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        let place = try #require(lines.firstIndex { $0.contains("drafted") })
        #expect {
            try RulePack.load(bytes)
        } throws: {
            ($0 as? CaseworkError)?.arguments["line"] == "\(place + 1)"
        }
    }

    @Test("a text may have 2000 bytes and not 2001")
    func textLimit() throws {
        for (count, isGood) in [(2_000, true), (2_001, false)] {
            let text = String(repeating: "a", count: count)
            let bytes = try cluePack(replacing: "Rules for clue notices", with: text)
            #expect(Self.loads(bytes) == isGood, "\(count)")
        }
    }

    @Test("a list may have 512 elements and not 513")
    func listLimit() throws {
        for (count, isGood) in [(512, true), (513, false)] {
            let list = Array(repeating: "\"a\"", count: count).joined(separator: ",")
            let bytes = try cluePack(replacing: "\"线索移送\", \"案件线索流转\", \"违法线索通报\"", with: list)
            #expect(Self.loads(bytes) == isGood, "\(count)")
        }
    }

    @Test(
        "states, fields, roles, kinds and machines have their own limits",
        arguments: [
            ("          \"states\": [", 128), ("          \"fields\": [", 256),
            ("          \"roles\": [", 32), ("          \"transitions\": [", 256),
            ("  \"kinds\": [", 64), ("      \"machines\": [", 16),
        ]
    )
    func partLimits(_ part: String, _ limit: Int) throws {
        // Elements beyond the limit are refused before they are read.
        let list = Array(repeating: "0", count: limit + 1).joined(separator: ",")
        let bytes = try cluePack(replacing: part, with: "\(part)\(list),")
        #expect {
            try RulePack.load(bytes)
        } throws: { error in
            let error = error as? CaseworkError
            return error?.code == .packLimit && error?.arguments["limit"] == "\(limit)"
        }
    }

    @Test("a machine may have 32 roles and 256 fields")
    func fullParts() throws {
        let title = "\"title\": {\"zh\": \"甲\", \"en\": \"a\"}"
        let roles = (0..<28).map {
            "{\"id\": \"r\($0)\", \(title), \"bindings\": [{\"bind\": \"outside\"}]},"
        }
        let fields = (0..<220).map { "{\"id\": \"f\($0)\", \(title), \"type\": \"text\"}," }
        for (part, elements) in [("roles", roles), ("fields", fields)] {
            let key = "          \"\(part)\": ["
            let bytes = try cluePack(replacing: key, with: key + elements.joined())
            let machine = try RulePack.load(bytes).machine(MachineID(unchecked: "clue"))
            #expect(machine?.roles.count == 32 || machine?.fields.count == 256)
        }
    }

    @Test("a pack may have 2 MiB and not one byte more")
    func sizeLimit() {
        let limit = Limits.packByteCountMax
        var bytes = RulePack.clueBytes
        bytes += Array(repeating: UInt8(ascii: " "), count: limit - bytes.count)
        #expect(Self.loads(bytes))
        #expect(!Self.loads(bytes + [UInt8(ascii: " ")]))
    }

    private static func loads(_ bytes: [UInt8]) -> Bool {
        do throws(CaseworkError) {
            _ = try RulePack.load(bytes)
            return true
        } catch {
            return false
        }
    }

    @Test("every single-byte change of the pack is refused or gives another digest")
    func digestChanges() throws {
        let pack = try RulePack.load(RulePack.clueBytes)
        var random = SeededGenerator(seed: 7)
        for _ in 0..<20 {
            var bytes = RulePack.clueBytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            bytes[place] ^= UInt8.random(in: 1...255, using: &random)
            do throws(CaseworkError) {
                let other = try RulePack.load(bytes)
                #expect(other.reference != pack.reference, "byte \(place)")
            } catch {
                continue
            }
        }
    }

    @Test("a set knows what is loaded, too new, unusable and missing")
    func packSet() throws {
        let pack = try RulePack.load(RulePack.clueBytes)
        var packs = PackSet([pack])
        #expect(packs.pack(pack.reference)?.reference == pack.reference)
        let newer = try cluePack(replacing: "\"engine\": 1,", with: "\"engine\": 9,")
        let id = pack.reference.id
        let newerReference = PackReference(id: id, digest: SHA256.digest(of: newer))
        #expect(packs.insert(newer, as: newerReference)?.code == .packEngineNewer)
        guard case .needsNewerEngine = packs[newerReference] else {
            Issue.record("not held as too new")
            return
        }
        let broken = PackReference(id: id, digest: SHA256.digest(of: [1]))
        #expect(packs.insert([1], as: broken) != nil)
        guard case .unusable = packs[broken],
            case .missing = packs[PackReference(id: id, digest: digest("x"))]
        else {
            Issue.record("not held as unusable")
            return
        }
        let otherID = PackReference(id: PackID(unchecked: "other"), digest: pack.reference.digest)
        packs.insert(RulePack.clueBytes, as: otherID)
        #expect(packs.pack(otherID) == nil)
        #expect(packs.references == [pack.reference])
    }
}
