import Casework
import Ledger
import LocalAPI
import SQLiteStorage

/// To whom a document goes.
extension FormReader {
    /// Whom the document goes to: the one whom its rules name by a field; else the addressees of the header, by the offices that the body
    /// names among them; else whoever is answered.
    func address(
        _ form: inout PrintedForm,
        _ chosen: Chosen,
        _ fields: [FieldID: BodyValue],
        after before: [PrintableSteps.Taken]
    ) throws {
        let taken = chosen.taken
        // What is for the office's own files goes to nobody.
        guard !chosen.document.isInternal else { return }
        switch chosen.document.addressee {
        case .field(let id)?:
            form.party = try party(id, taken, fields, after: before)
            return
        case .blank(let title)?:
            form.party = PrintedForm.Party(name: nil, titles: title.byLanguage)
            return
        case nil: break
        }
        var lists = taken.officeLists(in: fields)
        if taken.event.to.contains(where: { $0.office == nil }) {
            for earlier in before.reversed()
            where earlier.key == taken.key && earlier.event.signer == taken.event.signer {
                var said: [FieldID: BodyValue] = [:]
                _ = try steps.said(by: earlier, into: &said)
                lists += earlier.officeLists(in: said)
            }
        }
        var addressees = OfficeTitles.named(taken.event.to, in: lists)
        // Before the opening nobody is addressed by a header; the draft names the receivers, and what is no draft goes to nobody.
        let isSent = !form.home || taken.machine.outgoing.contains(chosen.document.id)
        if addressees.isEmpty, form.repeats != true, isSent {
            addressees =
                Names.receivers.flatMap { fields[$0] }.map(PrintableSteps.Taken.addresses) ?? []
        }
        for office in try addressees.flatMap({ try self.addressees($0, taken, after: before) })
        where !form.addressees.contains(office) {
            form.addressees.append(office)
        }
        if form.addressees.isEmpty, let answered = form.answered {
            form.addressees = [answered.sender]
        }
    }

    /// Whoever is addressed; where only a region is named, whoever has acted for it, else the offices of its card that have the words which the
    /// rules ask for, else what the rules call such an office.
    func addressees(
        _ address: Address,
        _ taken: PrintableSteps.Taken,
        after before: [PrintableSteps.Taken] = []
    ) throws -> [PrintedForm.Office] {
        var office = try self.office(address, taken, of: nil)
        guard office.title == nil, address.office == nil else { return [office] }
        let acted = before.filter { earlier in
            let signer = earlier.event.signer
            return earlier.key == taken.key && signer.office != .system && address.contains(signer)
        }
        if let signer = acted.last?.event.signer {
            return try [self.office(signer, taken, of: nil)]
        }
        let bound = taken.machine.roles.filter { role in
            role.bindings.contains { binding in
                if case .addressees(let events) = binding {
                    events.contains(taken.event.event)
                } else {
                    false
                }
            }
        }
        let role = bound.first { !$0.officeWords.isEmpty } ?? bound.first
        let all = try offices.all(in: address, taken.mechanism, at: taken.event.at, cards)
        let called = all.filter { role?.admits($0.title) ?? true }
            .map { Address(region: address.region, office: $0.id) }
            .filter { $0 != taken.event.signer }
        guard called.isEmpty else {
            return try called.map { try self.office($0, taken, of: nil) }
        }
        if let role, !role.officeWords.isEmpty { office.role = role.title.zh }
        return [office]
    }

    /// Whoever is named by a field, by the step itself or by the latest one before it.
    func party(
        _ id: FieldID,
        _ taken: PrintableSteps.Taken,
        _ fields: [FieldID: BodyValue],
        after before: [PrintableSteps.Taken]
    ) throws -> PrintedForm.Party {
        var said = fields
        for earlier in before.reversed() where said[id] == nil {
            _ = try steps.said(by: earlier, into: &said)
        }
        let field = (taken.machine.fields + taken.pack.fields).first { $0.id == id }
        let name: String? =
            switch said[id].flatMap({ FieldValue($0) }) {
            case .text(let text)?: text
            case .object(let members)?:
                if case .text(let text)? = members["name"] { text } else { nil }
            default: nil
            }
        return PrintedForm.Party(name: name, titles: field?.title.byLanguage ?? [:])
    }
}

extension Role {
    /// Whether an office of this title is one of those that usually have the role: it has a word that the rules ask for, and none for which
    /// another procedure is usual.
    fileprivate func admits(_ title: String) -> Bool {
        (officeWords.isEmpty || isCalled(title)) && !unusualWords.contains { title.contains($0) }
    }
}
