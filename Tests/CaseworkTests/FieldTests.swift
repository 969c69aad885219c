import TestSupport
import Testing

@testable import Casework

@Suite struct FieldTests {
    private func field(_ type: String) throws -> Field {
        let isChoice = type == "enum"
        let bytes = try cluePack(
            replacing: "\"type\": \"datetime\", \"open\": true",
            with: "\"type\": \"\(type)\", \"open\": true"
                + (isChoice ? ", \"enum\": \"scope\"" : "")
        )
        let machine = try RulePack.load(bytes).machine(MachineID(unchecked: "clue"))
        guard let field = machine?.openField(FieldID(unchecked: "received_at")) else {
            throw TestFailure(description: "received_at is not open")
        }
        return field
    }

    @Test(
        "a fact has the form of its field",
        arguments: [
            ("datetime", FactValue.string("2026-11-20T09:00:00+08:00"), true),
            ("datetime", .string("2026-11-20"), false), ("datetime", .integer(0), false),
            ("date", .string("2026-11-20"), true), ("date", .string("20.11.2026"), false),
            ("boolean", .integer(1), true), ("boolean", .integer(2), false),
            ("integer", .integer(7), true), ("integer", .string("7"), false),
            ("money", .integer(100), true), ("region", .string("360000"), true),
            ("region", .string("36"), false), ("office", .string("360000/scjg"), true),
            ("enum", .string("public"), true), ("enum", .string("secret"), false),
            ("string", .string("x"), true), ("string", .integer(1), false),
            ("list<string>", .string("x"), false), ("attachment", .string("x"), false),
            ("hash", .string(String(repeating: "a", count: 64)), true),
            ("hash", .string("a"), false),
        ]
    )
    func forms(_ type: String, _ value: FactValue, _ isGood: Bool) throws {
        let pack = try RulePack.load(RulePack.clueBytes)
        #expect(try field(type).accepts(value, choices: pack.choices) == isGood)
    }
}
