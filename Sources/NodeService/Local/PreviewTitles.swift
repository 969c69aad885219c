import Casework
import Ledger
import LocalAPI
import TransparencyLog

/// Tells what a previewed step and all that it says are called: the text that would be signed has ids alone.
struct PreviewTitles {
    let view: NodeView

    /// The preview with the titles of its kind, its step, its parties and its fields.
    func titled(
        _ preview: EntryPreview,
        _ header: EntryHeader,
        in origin: Origin,
        saying fields: [FieldID: BodyValue]
    ) throws -> EntryPreview {
        let log = try LogName.required(origin)
        let mechanism = log.isHome ? nil : log.mechanism
        let pack = header.rules.flatMap { view.packs.pack($0) }
        let machine = pack?.machine(header.machine)
        let parties = PartyNames(view: view)
        var said: [String: FieldValue] = [:]
        for (id, value) in fields { said[id.text] = FieldValue(value) }
        for fact in header.facts { said[fact.field.text] = FieldValue(BodyValue(fact.value)) }
        var shown = preview
        shown.machineTitles = machine?.title.byLanguage
        shown.eventTitles = machine?.transition(header.event)?.title.byLanguage
        shown.names = parties.names(
            of: ([header.signer] + header.to).compactMap { $0?.text },
            in: mechanism
        )
        shown.labels = FieldLabels(pack: pack, machine: machine, parties: (parties, mechanism))
            .labels(of: said)
        return shown
    }
}
