import Casework
import Foundation
import Ledger
import LocalAPI
import Testing
import Wording

@testable import NodeService
@testable import lianlu

/// What `record form --yaml` writes, filled in, is what a step takes.
@Suite struct FormRoundTripTests {
    /// A value of a field as somebody writes it in YAML.
    private static func value(_ field: StepForm.Field, _ language: Language) -> String {
        if let value = field.values?.first {
            return "\"\(value.titles[language.rawValue] ?? value.value)\""
        }
        return switch field.type {
        case "boolean": language == .zh ? "是" : "yes"
        case "integer", "money", "quantity": "12"
        case "date": "\"2026-06-01\""
        case "datetime": "\"2026-06-01T09:00:00+08:00\""
        case "region": "360000"
        case "office": "360000/scjg"
        case "mechanism": "delta"
        case "hash", "record_ref": String(repeating: "ab", count: 32)
        default: "甲、乙：一"
        }
    }

    /// The template with every remark that holds a field taken away and its value written down.
    private static func filled(
        _ template: String,
        _ form: StepForm,
        _ language: Language
    ) throws -> String {
        var text = ""
        var list: String?
        for line in template.split(separator: "\n")
        where !line.hasPrefix("# ") || line.hasPrefix("#  - ") {
            if let item = list {
                #expect(line == "#  - ")
                // Two, since the law asks for two officers.
                text += "  - \(item)\n  - \(item.hasPrefix("甲") ? item + "丙" : item)\n"
                list = nil
                continue
            }
            let id = try #require(line.dropFirst().split(separator: ":").first)
            let field = try #require(form.fields.first { $0.field == id })
            let said = value(field, language)
            // Whoever fills it in may write the title for the id.
            let title = field.titles[language.rawValue] ?? field.field
            text += field.list ? "\"\(title)\":\n" : "\"\(title)\": \(said)\n"
            list = field.list ? said : nil
        }
        return text
    }

    @Test(
        "the file of every step of every machine, filled in, is accepted",
        arguments: Language.allCases
    )
    func everyStep(_ language: Language) async throws {
        let node = try await NodeProcess.make("jiangxi.ipr.example", region: "360000")
        try await node.start()
        let path = node.home + ".form.yaml"
        var count = 0
        let pack = try RulePack.load(RulePack.cooperationBytes)
        for machine in pack.kinds.flatMap(\.machines) {
            let names = StatedFields(names: FieldNames(pack: pack, machine: machine))
            for step in machine.transitions {
                let query = StepFormQuery(kind: machine.id.text, event: step.id.text)
                let form = try await node.client.send(.form(query))
                let shown = try await InProcess.run(
                    ["record", "form", machine.id.text, step.id.text, "--yaml"],
                    home: node.home,
                    language: language
                )
                #expect(shown.code == .done, "\(shown.talk)")
                let text = try Self.filled(shown.data, form, language)
                try Data((text.isEmpty ? "{}" : text).utf8).write(to: URL(filePath: path))
                let context = CommandContext(
                    language: language,
                    home: node.home,
                    json: false,
                    streams: Captured(),
                    operations: Operations()
                )
                var submission = EntrySubmission(request: "", machine: nil, event: nil)
                submission.fields = try FieldFile.read(path, in: context)
                let fields = try names.resolved(submission).fields
                    .reduce(into: [FieldID: BodyValue]()) { body, pair in
                        if let id = FieldID(pair.key) { body[id] = BodyValue(pair.value) }
                    }
                let rules = try #require(
                    BodyRules(pack: pack, machine: machine.id, event: step.id)
                )
                let place = "\(machine.id) \(step.id)\n\(text)"
                #expect(rules.faults(in: fields) == [], "\(place)")
                #expect(
                    rules.missingFields(body: Body(fields: fields), facts: []) == [],
                    "\(place)"
                )
                #expect(Set(fields.keys) == rules.offeredFields, "\(place)")
                count += 1
            }
        }
        #expect(count > 150)
        try FileManager.default.removeItem(atPath: path)
        try await node.remove()
    }

    @Test("a form lists what the step asks for or takes, and nothing of other steps")
    func own() throws {
        let pack = try RulePack.load(RulePack.cooperationBytes)
        func offered(_ machine: String, _ event: String) throws -> Set<String> {
            let machine = try #require(MachineID(machine))
            let event = try #require(EventID(event))
            let rules = BodyRules(pack: pack, machine: machine, event: event)
            return Set(try #require(rules).offeredFields.map(\.text))
        }
        let create = try offered("assistance", "create")
        #expect(
            create.isSuperset(of: ["request_items", "goods", "document_no", "remarks", "batch"])
        )
        #expect(create.isDisjoint(with: ["reply", "decline_reason", "new_due", "received_at"]))
        let decline = try offered("assistance", "decline")
        #expect(decline.isSuperset(of: ["decline_reason", "attachments", "remarks"]))
        #expect(decline.isDisjoint(with: ["reply", "request_items", "extension_reason", "scope"]))
        let redirect = try offered("clue", "redirect")
        #expect(redirect.isSuperset(of: ["goods", "evidence_summary", "receiver_offices"]))
        #expect(redirect.isDisjoint(with: ["pause_reason", "feedback"]))
    }
}
