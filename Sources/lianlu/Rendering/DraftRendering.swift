import Casework
import Ledger
import LocalAPI
import Wording

/// Shows an officer what he would sign: the matter, the step and its fields in words, and then the exact text.
struct DraftRendering {
    let draft: ReviewedDraft
    let context: CommandContext

    private var document: DraftDocument { draft.document }

    /// Everything, as talk: data is what the node answers in the end.
    func show() {
        let renderer = Renderer(
            language: context.language,
            json: false,
            streams: TalkOnly(base: context.streams)
        )
        showMatter(renderer)
        showStep(renderer)
        if !draft.fields.isEmpty {
            renderer.heading("draft_fields")
            renderer.rawPairs(renderer.fields(draft.fields, document.labels))
        }
        let known = document.known.filter { draft.fields[$0.key] == nil }
        if !known.isEmpty {
            renderer.heading("known_fields")
            renderer.rawPairs(renderer.fields(known, document.labels))
        }
        if !document.recipients.isEmpty {
            renderer.heading("recipients")
            renderer.recipients(document.recipients)
        }
        showExact(renderer)
    }

    private func showMatter(_ renderer: Renderer) {
        let matter = document.matter
        renderer.pairs([
            (
                "record_kind",
                renderer.official(
                    document.machineTitles ?? matter?.machineTitles ?? [:],
                    else: document.machine
                )
            ),
            ("title", matter?.title),
            ("state", matter.map { renderer.title($0.stateTitles, else: $0.state) }),
            ("record", document.record),
            ("draft", document.draft),
        ])
        guard let record = document.record else { return }
        let shown = context.text("talk_matter", ["record": renderer.short(record)])
        context.streams.talk(TextWidth.harmless(shown) + "\n")
    }

    private func showStep(_ renderer: Renderer) {
        let header = draft.text.header
        let names = document.names
        let to = header.to.map { renderer.place($0.text, names) }
        renderer.heading("draft_step")
        renderer.pairs([
            ("event", renderer.named(document.eventTitles, header.event.text)),
            ("who", header.signer.map { renderer.place($0.text, names) }),
            ("officer", header.officer?.text),
            ("rank", renderer.title(document.rankTitles, else: document.rank)),
            ("log", "\(draft.text.origin)"),
            ("addressees", to.isEmpty ? nil : renderer.list(to)),
            ("document_number", document.documentNumber),
            ("expires", document.expires),
            ("notes", document.findings.isEmpty ? nil : renderer.sentences(document.findings)),
        ])
        let facts = Dictionary(
            header.facts.map { fact -> (String, FieldValue) in
                switch fact.value {
                case .integer(let number): (fact.field.text, .integer(number))
                case .string(let value): (fact.field.text, .text(value))
                }
            }
        ) { first, _ in first }
        guard !facts.isEmpty else { return }
        renderer.heading("facts")
        renderer.rawPairs(renderer.fields(facts, document.labels))
    }

    /// The bytes themselves, for whoever wants to compare them.
    private func showExact(_ renderer: Renderer) {
        for (key, shown) in [("signed_text", document.text), ("body", document.body)]
        where !shown.isEmpty {
            renderer.heading(key)
            for line in shown.split(separator: "\n", omittingEmptySubsequences: false) {
                renderer.streams.data(TextWidth.harmless(String(line)) + "\n")
            }
        }
    }
}
