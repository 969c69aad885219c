import Foundation
import Testing

@testable import Casework

@Suite struct DocumentConditionTests {
    private static let pack = Result { try RulePack.load(RulePack.cooperationBytes) }

    private func documents(
        _ machine: String,
        _ event: String,
        _ facts: DocumentFacts
    ) throws -> [String] {
        let machine = try #require(
            MachineID(machine).flatMap { id in (try? Self.pack.get())?.machine(id) }
        )
        let step = try #require(EventID(event).flatMap { machine.transition($0) })
        return step.documents.filter { id in
            machine.documents.first { $0.id == id }.map { $0.unmet(by: facts) == nil } ?? false
        }
        .map(\.text)
    }

    private func facts(
        _ values: [String: FactValue],
        _ title: String? = "江西省市场监督管理局"
    ) -> DocumentFacts {
        let pairs = values.compactMap { key, value in FieldID(key).map { ($0, value) } }
        let values = Dictionary(uniqueKeysWithValues: pairs)
        return DocumentFacts(values: values, stated: Set(values.keys), signerTitle: title)
    }

    @Test(
        "a request has the letter of its kind and of its office, and no other",
        arguments: [
            ("investigation", "江西省市场监督管理局", ["f17"]), ("seizure", "江西省市场监督管理局", ["f18"]),
            ("service", "江西省市场监督管理局", ["own-assist-request"]),
            ("investigation", "江西省公安厅", ["own-police-cooperation"]),
            ("seizure", "江西省公安厅", ["own-police-cooperation"]), ("seizure", "南昌海关", []),
        ]
    )
    func letters(_ type: String, _ title: String, _ expected: [String]) throws {
        let facts = facts(["assist_type": .string(type)], title)
        #expect(try documents("assistance", "send", facts) == expected)
    }

    @Test(
        "each type of assistance has one letter of an administrative office, and one of the police"
    )
    func everyType() throws {
        let list = try #require(
            try Self.pack.get().choices.first { $0.id.text == "assist_type" }
        )
        #expect(list.values.count == 9)
        for value in list.values {
            let type = ["assist_type": FactValue.string(value.id.text)]
            #expect(try documents("assistance", "send", facts(type)).count == 1, "\(value.id)")
            #expect(
                try documents("assistance", "send", facts(type, "南昌市公安局"))
                    == ["own-police-cooperation"]
            )
        }
    }

    @Test(
        "what nobody stated decides for no document, and an office without a known title is no police"
    )
    func undecided() throws {
        #expect(try documents("assistance", "send", facts([:])).isEmpty)
        let stated = facts(["assist_type": .string("investigation")], nil)
        #expect(try documents("assistance", "send", stated) == ["f17"])
        let pause = facts(["pause_reason": .string("rightholder_identification")])
        #expect(try documents("clue", "pause", pause).isEmpty)
        #expect(
            try documents("clue", "pause", facts(["pause_reason": .string("testing")])) == ["f31"]
        )
    }

    @Test("a list of items goes along only where items were listed")
    func stated() throws {
        #expect(try documents("handover-administrative", "send", facts([:])) == ["f4"])
        var some = facts([:])
        some.stated = [FieldID(unchecked: "item_list")]
        #expect(try documents("handover-administrative", "send", some) == ["f4", "f24"])
    }

    @Test("the papers of courts and procuratorates are theirs")
    func others() throws {
        let machine = "handover-criminal"
        #expect(try documents(machine, "indict", facts([:], "江西省公安厅")).isEmpty)
        #expect(
            try documents(machine, "indict", facts([:], "江西省人民检察院")) == ["st-indictment"]
        )
        let customs = try #require(
            try Self.pack.get().machine(MachineID(unchecked: "handover-customs"))
        )
        let notice = try #require(customs.transition(EventID(unchecked: "court_notice")))
        #expect(customs.isRecordedForAnother(notice))
        let release = try #require(customs.transition(EventID(unchecked: "release")))
        #expect(!customs.isRecordedForAnother(release))
    }

    // MARK: Reading

    /// The pack with one text replaced.
    private func fault(_ old: String, _ new: String) throws -> CaseworkError? {
        let text = String(decoding: RulePack.cooperationBytes, as: UTF8.self)
        let place = try #require(text.range(of: old))
        let changed = text.replacingCharacters(in: place, with: new)
        do throws(CaseworkError) {
            _ = try RulePack.load(Array(changed.utf8))
            return nil
        } catch {
            return error
        }
    }

    private static let seizure = "{\"field\": \"assist_type\", \"is\": [\"seizure\"]}"

    @Test(
        "a condition that cannot be decided is refused with its place",
        arguments: [
            (
                "{\"field\": \"no_such\", \"is\": [\"seizure\"]}",
                CaseworkError.Code.packReferenceUnknown
            ),
            ("{\"field\": \"assist_type\", \"is\": [\"no_such\"]}", .packReferenceUnknown),
            ("{\"field\": \"assist_type\", \"is\": []}", .packKeyMissing),
            ("{\"field\": \"assist_type\"}", .packKeyMissing),
            ("{\"field\": \"cause\", \"is\": [\"a\"]}", .packValueMalformed),
            ("{\"field\": \"cause\", \"stated\": false}", .packValueMalformed),
            ("{\"field\": \"no_such\", \"stated\": true}", .packReferenceUnknown),
            ("{\"signer\": []}", .packValueMalformed),
            ("{\"signer\": [\"公安\"], \"other_signer\": [\"海关\"]}", .packKeyMissing),
            ("{\"signer\": [\"公安\"], \"is\": [\"a\"]}", .packValueMalformed),
            ("{\"words\": []}", .packKeyUnknown),
        ]
    )
    func refused(_ condition: String, _ code: CaseworkError.Code) throws {
        let fault = try #require(try fault(Self.seizure, condition))
        #expect(fault.code == code, "\(fault)")
        #expect(fault.arguments["path"]?.contains("documents[1].when[0]") == true, "\(fault)")
    }

    @Test("a document answers steps of its machine, and the first engine knows neither key")
    func answers() throws {
        let answers = "\"answers\": [\"send\", \"resend\", \"request_supplement\"]"
        let unknown = try #require(try fault(answers, "\"answers\": [\"no_such\"]"))
        #expect(unknown.code == .packReferenceUnknown)
        let old = try cluePack(
            replacing: "\"form\": 1}",
            with: "\"form\": 1, \"when\": [{\"signer\": [\"公安\"]}]}"
        )
        let fault = #expect(throws: CaseworkError.self) { try RulePack.load(old) }
        #expect(fault?.code == .packKeyUnknown)
    }

    @Test("as many conditions and words as the limits allow are read, and one more is not")
    func limits() throws {
        func list(_ element: String, _ count: Int) -> String {
            Array(repeating: element, count: count).joined(separator: ", ")
        }
        let (conditions, words) = (Limits.documentConditionCountMax, Limits.documentWordCountMax)
        #expect(try fault(Self.seizure, list(Self.seizure, conditions - 1)) == nil)
        #expect(try fault(Self.seizure, list(Self.seizure, conditions))?.code == .packLimit)
        #expect(try fault(Self.seizure, "{\"signer\": [\(list("\"公\"", words))]}") == nil)
        let more = try fault(Self.seizure, "{\"signer\": [\(list("\"公\"", words + 1))]}")
        #expect(more?.code == .packValueMalformed)
    }

    @Test("people read when a document fits")
    func items() throws {
        let item = try #require(
            try Self.pack.get().items.first {
                $0.place.subject == .document && $0.place.id == "f18"
            }
        )
        #expect(item.values(.when).count == 2)
        let reply = try #require(
            try Self.pack.get().items.first {
                $0.place.subject == .document && $0.place.id == "own-assist-reply"
            }
        )
        #expect(reply.values(.answers).count == 3)
    }

    @Test(
        "a region is called by its full name, and one that the table lacks by its code within its province",
        arguments: [
            ("360000", "江西省"), ("360734", "江西省赣州市寻乌县"), ("310107", "上海市普陀区"),
            ("469030", "海南省琼中黎族苗族自治县"), ("361199", "江西省上饶市（区划代码361199）"),
            ("000000", "全国"), ("360000-kfq", "江西省（360000-kfq）"), ("990000", nil),
        ]
    )
    func regions(_ code: String, _ name: String?) throws {
        #expect(try #require(RegionCode(code)).fullName == name)
    }
}
