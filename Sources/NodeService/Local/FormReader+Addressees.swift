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
            form.addressees = try known(as: title, taken, after: before)
            if form.addressees.isEmpty {
                form.party = PrintedForm.Party(name: nil, titles: title.byLanguage)
            }
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

    /// Whom a paper addresses that the rules address by a title alone: of those whom the charter binds to the role of that title the ones in
    /// the header, else whoever the header names that had no part in the matter so far, else the one who has acted, else the only one;
    /// empty for a blank on the paper.
    private func known(
        as title: Title,
        _ taken: PrintableSteps.Taken,
        after before: [PrintableSteps.Taken]
    ) throws -> [PrintedForm.Office] {
        guard let role = taken.machine.chartered(as: title) else { return [] }
        func meet(_ one: Address, _ other: Address) -> Bool {
            one.contains(other) || other.contains(one)
        }
        let event = taken.event
        let bound = (offices.newest(taken.mechanism)?.addresses(of: role.id) ?? [])
            .filter { $0 != event.signer }
        let earlier = before.filter { $0.key == taken.key }
        let parties = [event.signer] + earlier.flatMap { [$0.event.signer] + $0.event.to }
        let named = bound.filter { one in event.to.contains { meet($0, one) } }
        let strangers = event.to.filter { one in !parties.contains { meet($0, one) } }
        let acted = bound.filter { one in earlier.contains { one.contains($0.event.signer) } }
        let only = bound.count == 1 ? bound : []
        let chosen = [named, strangers, acted, only].first { !$0.isEmpty } ?? []
        return try chosen.flatMap { try addressees($0, taken, after: before, as: role) }
    }

    /// Whoever is addressed; where only a region is named, whoever has acted for it, else the only office of its card that has the words which
    /// the rules ask for, else what the rules call such an office: no office is named that neither header nor body names.
    func addressees(
        _ address: Address,
        _ taken: PrintableSteps.Taken,
        after before: [PrintableSteps.Taken] = [],
        as role: Role? = nil
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
        let role = role ?? bound.first { !$0.officeWords.isEmpty } ?? bound.first
        let all = try offices.all(in: address, taken.mechanism, at: taken.event.at, cards)
        let called = all.filter { role?.admits($0.title) ?? true }
            .map { Address(region: address.region, office: $0.id) }
            .filter { $0 != taken.event.signer }
        if called.count == 1 { return try called.map { try self.office($0, taken, of: nil) } }
        if !called.isEmpty { office.isAnyOfSeveral = true }
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
    func admits(_ title: String) -> Bool {
        (officeWords.isEmpty || isCalled(title)) && !unusualWords.contains { title.contains($0) }
    }
}
