import Casework
import Foundation
import Ledger
import LocalAPI

extension EntryPreview {
    /// What of a body is shown by its fields.
    private struct Body: Decodable {
        let fields: [String: FieldValue]
    }

    /// The text's header; nil for a text in another form than this edition's, which is the node's matter.
    var header: EntryHeader? {
        (try? ApprovalText(parsing: Array(text.utf8)))?.header
    }

    /// The fields of the body and of the header; what was given, where a node answers neither.
    func fields(besides given: [String: FieldValue] = [:]) -> [String: FieldValue] {
        var fields = given
        for fact in header?.facts ?? [] {
            switch fact.value {
            case .integer(let number): fields[fact.field.text] = .integer(number)
            case .string(let value): fields[fact.field.text] = .text(value)
            }
        }
        // A body in another form is shown as it is, below.
        let read = try? JSONDecoder().decode(Body.self, from: Data(body.utf8))
        return fields.merging(read?.fields ?? [:]) { _, signed in signed }
    }
}

extension Renderer {
    /// What a step would sign and who would receive what: in words first, and then the exact text.
    func preview(_ preview: EntryPreview) {
        outline(preview)
        words(of: preview)
        for (key, text) in [("signed_text", preview.text), ("body", preview.body)]
        where !text.isEmpty {
            heading(key)
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                streams.data(TextWidth.harmless(String(line)) + "\n")
            }
        }
    }

    /// The step and its fields as the form calls them; nothing of a text that another edition wrote.
    private func words(of preview: EntryPreview) {
        guard let header = preview.header, let labels = preview.labels else { return }
        let names = preview.names ?? [:]
        let to = header.to.map { place($0.text, names) }
        heading("draft_step")
        pairs([
            (
                "record_kind",
                official(preview.machineTitles ?? [:], else: header.machine.text)
            ),
            ("event", official(preview.eventTitles ?? [:], else: header.event.text)),
            ("who", header.signer.map { place($0.text, names) }),
            ("addressees", to.isEmpty ? nil : list(to)),
        ])
        let said = preview.fields()
        guard !said.isEmpty else { return }
        heading("draft_fields")
        rawPairs(fields(said, labels))
    }

    /// Where a step goes, who signs it, what is to be said of it, and who receives it.
    func outline(_ preview: EntryPreview) {
        pairs([
            ("log", preview.origin), ("signers", list(preview.signers)),
            ("notes", preview.findings.isEmpty ? nil : sentences(preview.findings)),
        ])
        guard !preview.recipients.isEmpty else { return }
        heading("recipients")
        recipients(preview.recipients)
    }
}
