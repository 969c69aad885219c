import Casework
import Testing

@testable import Ledger

/// An identity number in a field of any type: masked where it is shown, and found.
@Suite struct PersonEveryFieldTests {
    private static let number = "36010219900307404X"

    /// Values that hold the number: a text, one among others, in an object, in a list of objects, and glued to letters.
    private static let values: [BodyValue] = [
        .string("张三\(number)"), .string("身份证 \(number)，住南昌"), .string("ID\(number)"),
        .object(["name": .string("张三\(number)"), "phone": .string("0791-86350001")]),
        .array([.string("甲"), .object(["name": .string("身份证\(number).jpg")])]),
    ]

    @Test(
        "a walk through every field of every machine of the packs that ship",
        arguments: RulePack.builtInBytes.indices
    )
    func everyField(_ index: Int) throws {
        let pack = try RulePack.load(RulePack.builtInBytes[index])
        var kinds: Set<Field.Kind> = []
        var count = 0
        for machine in pack.kinds.flatMap(\.machines) {
            for field in pack.fields + machine.fields {
                kinds.insert(field.kind)
                for value in Self.values {
                    count += 1
                    let shown = MaskedFields(of: [field.id: value], machine: machine, pack: pack)
                    let place: Comment = "\(machine.id) \(field.id) \(field.kind): \(value)"
                    #expect(shown.masked == [field.id], place)
                    #expect(!"\(shown.fields)".contains(Self.number), place)
                    #expect(!"\(shown.fields)".contains("19900307"), place)
                    let found = BodyIdentifiers(of: [field.id: value], machine: machine, pack: pack)
                        .mentions.filter { $0.identifier.kind == .citizenNumber }
                    #expect(found.map(\.identifier.text) == [Self.number], place)
                    #expect(found.allSatisfy { $0.identifier.status == .valid }, place)
                }
            }
        }
        #expect(count > 1_000 && kinds.isSuperset(of: [.officer, .contact, .attachment]))
        #expect(kinds.isSuperset(of: [.lawReference, .hash, .office, .recordReference, .choice]))
    }

    @Test(
        "digests, certificates, telephones and laws stay as they are, and are no numbers of persons"
    )
    func others() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let machine = try #require(MachineID("clue").flatMap { pack.machine($0) })
        // A digest in which a right identity number stands, glued to letters.
        let digest = "e3bf360102198001011235ffaae3bf360102198001011235ffaae3bf98fc1c14"
        let texts: [String: BodyValue] = [
            "handling_officers": .array([.string("赣市监执法36000123456"), .string("甲")]),
            "liaison": .object(["name": .string("乙"), "phone": .string("13800138000")]),
            "related_records": .array([.string(digest)]),
            "legal_basis": .array([.string("《商标法》第五十七条第二项")]),
            "attachments": .array([.object(["name": .string("照片20260115.jpg")])]),
            "document_no": .string("赣市监协查〔2026〕12号"),
        ]
        var fields: [FieldID: BodyValue] = [:]
        for (id, value) in texts { fields[try #require(FieldID(id))] = value }
        let shown = MaskedFields(of: fields, machine: machine, pack: pack)
        #expect(shown.masked.isEmpty && shown.fields == fields)
        let found = BodyIdentifiers(of: fields, machine: machine, pack: pack).mentions
        #expect(found.map(\.identifier.kind) == [.officialDocument])
    }

    @Test("a document number's form hides a right identity number from neither mask nor index")
    func withinForm() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        let machine = try #require(MachineID("clue").flatMap { pack.machine($0) })
        let field = try #require(FieldID("document_no"))
        let value = BodyValue.string("赣市监案〔2026〕360102199003074517号")
        let shown = MaskedFields(of: [field: value], machine: machine, pack: pack)
        #expect(shown.fields[field] == .string("赣市监案〔2026〕360***********4517号"))
        let found = BodyIdentifiers(of: [field: value], machine: machine, pack: pack).mentions
        #expect(found.contains { $0.identifier.kind == .citizenNumber })
    }
}
