import TestSupport
import Testing

@testable import Casework

/// Fields and listed values by the words that officers use for them.
@Suite struct FieldNamesTests {
    private static func names(_ machine: String, in bytes: [UInt8]) throws -> FieldNames {
        let pack = try RulePack.load(bytes)
        let found = MachineID(machine).flatMap { pack.machine($0) }
        return FieldNames(pack: pack, machine: try #require(found))
    }

    @Test(
        "a field goes by its id and its titles, whatever blanks, capitals and widths they are written with",
        arguments: [
            ("request_items", "request_items"), ("协查事项", "request_items"),
            ("Items  Requested", "request_items"), ("承办人员（不少于二人）", "handling_officers"),
            ("承办人员(不少于二人)", "handling_officers"), ("承办人员", "handling_officers"),
            (" 承办 人员", "handling_officers"), ("Handling officers", "handling_officers"),
            ("ＧＯＯＤＳ", "goods"), ("承办", nil), ("案由", "cause"),
            ("案件名称", "cause"), ("联络员", "liaison"), ("、", nil), ("已确认不含国家秘密", nil), ("", nil),
            (" ", nil), ("人员）", nil),
        ] as [(String, String?)]
    )
    func fields(_ row: (String, String?)) throws {
        let names = try Self.names("assistance", in: RulePack.cooperationBytes)
        #expect(try names.field(named: row.0)?.id.text == row.1)
    }

    @Test("every title of every machine names its own field, and every listed value itself")
    func all() throws {
        var count = 0
        for bytes in RulePack.builtInBytes {
            let pack = try RulePack.load(bytes)
            for machine in pack.kinds.flatMap(\.machines) {
                let names = FieldNames(pack: pack, machine: machine)
                for field in names.fields {
                    for name in [field.id.text, field.title.zh, field.title.en] {
                        #expect(try names.field(named: name)?.id == field.id, "\(name)")
                    }
                    let list = pack.choices.first { $0.id == field.choice }
                    for value in list?.values ?? [] {
                        for name in [value.id.text, value.title.zh, value.title.en] {
                            let found = try names.choice(named: name, of: field)
                            #expect(found == value.id.text, "\(field.id) \(name)")
                            count += 1
                        }
                    }
                }
            }
        }
        #expect(count > 500)
    }

    @Test("a title that two fields or values have is refused with both, and their ids still go")
    func ambiguous() throws {
        var text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        text = text.replacing("协查事项", with: "案由、案件名称")
        text = text.replacing("协助调查取证", with: "委托送达")
        let names = try Self.names("assistance", in: Array(text.utf8))
        #expect(throws: FieldNames.Ambiguous(ids: ["cause", "request_items"])) {
            try names.field(named: "案由、案件名称")
        }
        #expect(try names.field(named: "cause")?.id.text == "cause")
        let type = try #require(try names.field(named: "协查类型"))
        #expect(throws: FieldNames.Ambiguous(ids: ["investigation", "service"])) {
            try names.choice(named: "委托送达", of: type)
        }
        #expect(try names.choice(named: "service", of: type) == "service")
        let cause = try #require(try names.field(named: "cause"))
        #expect(try names.choice(named: "service", of: cause) == nil)
    }
}
