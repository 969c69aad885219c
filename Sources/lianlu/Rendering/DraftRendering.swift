import Casework
import Cryptography
import Ledger
import LocalAPI
import Wording

/// Shows an officer what he would sign: the matter, the step and its fields in words, all of them read here from the text that is signed and
/// the body that it names, and the exact text where he asks for it.
struct DraftRendering {
    let draft: ReviewedDraft
    /// Whether the bytes themselves are shown, too.
    let isExact: Bool
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
        if let sent = document.sent {
            renderer.heading("sent_part")
            renderer.pairs([
                ("state", renderer.title(sent.stateTitles, else: sent.state)),
                ("record", sent.record),
            ])
        }
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

    /// The bytes themselves, for whoever wants to compare them, or their digest.
    private func showExact(_ renderer: Renderer) {
        guard isExact else {
            let digest = SHA256.digest(of: draft.text.bytes).hex
            let line = context.text("talk_signed_digest", ["digest": digest])
            return context.streams.talk(TextWidth.harmless(line) + "\n")
        }
        for (key, shown) in [("signed_text", document.text), ("body", document.body)]
        where !shown.isEmpty {
            renderer.heading(key)
            for line in shown.split(separator: "\n", omittingEmptySubsequences: false) {
                renderer.streams.data(TextWidth.harmless(String(line)) + "\n")
            }
        }
    }
}
