/// Takes one machine of a rule pack apart for people.
struct MachineItems {
    let items: PackItems
    let kind: Kind
    let machine: Machine

    var all: [PackItem] {
        [whole] + machine.roles.map(item) + machine.states.map(item)
            + machine.transitions.map(item)
            + machine.fields.map { field in
                let after = field.afterSteps.map(step)
                return items.item(
                    field,
                    kind: kind.id,
                    machine: machine.id,
                    after: after.isEmpty ? nil : .phrase(.afterStep, ["events": .list(after)])
                )
            }
            + machine.documents.map(item) + machine.forbidden.map(item)
    }

    private var whole: PackItem {
        item(.machine, machine.id.text, machine.title) { said in
            said(.aliases, machine.aliases.map { .text($0) })
            said(.subKind, machine.subKind.map { .text($0.text) })
            said(.completeAt, machine.completeAt.map(step))
            said(.outlivingClocks, machine.outlivingClocks.map(items.clock))
            said(
                .tally,
                machine.tally.map {
                    [items.named($0.title, $0.id.text)]
                        + $0.outcomes.map { items.named($0.title, $0.id.text) }
                } ?? []
            )
            said(.notes, machine.notes.map { .title($0) })
        }
    }

    private func item(_ role: Role) -> PackItem {
        item(.role, role.id.text, role.title) { said in
            let named = role.officeWords.map { PackValue.text($0) }
            let unusual = role.unusualWords.map { PackValue.text($0) }
            let procedure = role.unusualProcedure.map { [PackValue.title($0)] } ?? []
            said(
                .bindings,
                role.bindings.map(binding)
                    + (named.isEmpty ? [] : [.phrase(.officeNamed, ["words": .list(named)])])
                    + (unusual.isEmpty
                        ? [] : [.phrase(.officeUnusual, ["words": .list(unusual)])])
                    + procedure + role.officeRules.flatMap(rules)
            )
        }
    }

    /// What offices in a role are called, as far as it depends on what the record says.
    private func rules(_ rule: OfficeRule) -> [PackValue] {
        let conditions = rule.when.map { items.condition($0, machine.fields) }
        return [(rule.words, PackPhrase.officeNamed), (rule.excluded, .officeExcluded)]
            .filter { !$0.0.isEmpty }
            .map { words, phrase in
                let office = PackValue.phrase(
                    phrase,
                    ["words": .list(words.map { .text($0) })]
                )
                guard !conditions.isEmpty else { return office }
                return .phrase(.officeWhen, ["office": office, "conditions": .list(conditions)])
            }
    }

    private func item(_ state: State) -> PackItem {
        item(.state, state.id.text, state.title) { said in
            said(.terminal, items.flag(state.isTerminal))
            let answers = state.answeredBy.map(step)
            let until = answers.isEmpty ? nil : PackValue.phrase(.until, ["is": .list(answers)])
            let then = state.then.map { PackValue.phrase(.thenRole, ["role": role($0)]) }
            said(.waitsFor, [state.waitsFor.map(role), until, then].compactMap(\.self))
        }
    }

    private func item(_ step: Transition) -> PackItem {
        item(.step, step.id.text, step.title) { said in
            let from = step.from.isEmpty ? [.phrase(.anyTime, [:])] : step.from.map(state)
            said(.from, from + beside(step))
            said(.to, [target(step.to)] + step.crossings.map(crossing))
            said(.by, step.by.map(role))
            said(.recordedBy, step.recordedBy.map(role))
            said(.per, step.per.map(role))
            said(.approval, step.approval.map(approval))
            said(.opens, items.flag(step.opens))
            said(.automatic, step.automatic.map { .word(PackWord($0)) })
            said(.required, step.requiredFields.map(field))
            said(.documents, step.documents.map(document))
            let time = step.notBefore.map {
                PackValue.phrase(.notBefore, ["field": fieldTitle($0)])
            }
            let over = step.afterClocks.map(items.clock)
            let after = over.isEmpty ? nil : PackValue.phrase(.afterClock, ["clocks": .list(over)])
            said(.guards, step.guards.map(condition) + [time, after].compactMap(\.self))
            said(.conditions, step.conditions.map { .title($0) })
            said(.timers, step.timers.map(timer) + calls(of: step))
            said(.law, step.law.map { items.cited($0, machine.fields) })
            said(.basis, .word(PackWord(step.basis)))
        }
    }

    /// Whom a step calls on, and what they may open.
    private func calls(of step: Transition) -> [PackValue] {
        guard let call = step.calls else { return [] }
        let opened = call.opens.map { opening -> PackValue in
            let other = items.pack.machine(opening.machine)
            let begun = other?.transition(opening.event)
            return .phrase(
                .callOpens,
                [
                    "machine": other.map { .title($0.title) } ?? .text(opening.machine.text),
                    "step": begun.map { .title($0.title) } ?? .text(opening.event.text),
                ]
            )
        }
        return [.phrase(.calls, ["roles": .list(call.roles.map(role))])] + opened
    }

    private func item(_ document: Document) -> PackItem {
        item(.document, document.id.text, document.title) { said in
            said(.form, document.form.map { .text("\($0)") })
            said(.when, document.when.map(condition))
            said(.answers, document.answers.map(step))
            said(.asks, items.flag(document.asks))
            said(.addressee, document.addressee.map(party))
            said(.carries, document.carries.map(step))
            said(.omits, document.omits.map(fieldTitle))
            said(.inside, items.flag(document.isInternal))
            said(.says, document.says.map { .title(DocumentPlaceholder.read($0)) })
            said(.blanks, document.blanks.map { .title($0) })
        }
    }

    private func item(_ forbidden: Forbidden) -> PackItem {
        item(.forbidden, forbidden.id.text, forbidden.title) { said in
            said(.law, forbidden.law.map(items.law))
        }
    }

    // MARK: Values

    private func step(_ id: EventID) -> PackValue {
        machine.transition(id).map { .title($0.title) } ?? .text(id.text)
    }

    private func state(_ id: StateID) -> PackValue {
        machine.state(id).map { .title($0.title) } ?? .text(id.text)
    }

    private func role(_ id: RoleID) -> PackValue {
        machine.role(id).map { .title($0.title) } ?? .text(id.text)
    }

    private func field(_ id: FieldID) -> PackValue {
        guard let field = items.found(id, machine.fields) else { return .text(id.text) }
        var parts: [String: PackValue] = [
            "title": .title(field.title), "id": .text(id.text), "type": items.type(of: field),
        ]
        guard let note = field.note else { return .phrase(.field, parts) }
        parts["note"] = .title(note)
        return .phrase(.fieldNoted, parts)
    }

    private func fieldTitle(_ id: FieldID) -> PackValue { items.title(of: id, machine.fields) }

    private func party(_ party: PartyAddressed) -> PackValue {
        switch party {
        case .field(let id): fieldTitle(id)
        case .blank(let title): .title(title)
        }
    }

    private func document(_ id: DocumentID) -> PackValue {
        guard let document = machine.documents.first(where: { $0.id == id }) else {
            return .text(id.text)
        }
        let title = PackValue.title(document.title)
        return document.form.map { .phrase(.form, ["title": title, "number": .text("\($0)")]) }
            ?? .phrase(.template, ["title": title])
    }

    private func approval(_ approval: Transition.Approval) -> PackValue {
        let rank = items.rank(approval.rank)
        return approval.isSigned ? .phrase(.signed, ["rank": rank]) : rank
    }

    private func target(_ state: StateID?) -> PackValue {
        state.map(self.state) ?? .phrase(.stays, [:])
    }

    private func beside(_ step: Transition) -> [PackValue] {
        step.beside.isEmpty
            ? [] : [.phrase(.beside, ["states": .list(step.beside.map(state))])]
    }

    private func crossing(_ crossing: Transition.Crossing) -> PackValue {
        var parts: [String: PackValue] = [
            "states": .list(crossing.from.map(state)), "to": target(crossing.to),
        ]
        guard !crossing.timers.isEmpty else { return .phrase(.crossing, parts) }
        parts["timers"] = .list(crossing.timers.map(timer))
        return .phrase(.crossingTimed, parts)
    }

    private func timer(_ timer: Timer) -> PackValue {
        let what = operation(of: timer)
        guard let at = timer.at else { return what }
        return .phrase(.timerAt, ["timer": what, "field": fieldTitle(at)])
    }

    private func operation(of timer: Timer) -> PackValue {
        var parts: [String: PackValue] = [
            "operation": .word(PackWord(timer.operation)), "clock": items.clock(timer.clock),
        ]
        let conditions =
            timer.when.map { items.condition($0, machine.fields) }
            + [timer.condition].compactMap(\.self)
            .map { .title($0) }
        guard !conditions.isEmpty else { return .phrase(.timer, parts) }
        parts["condition"] = .list(conditions)
        return .phrase(.timerWhen, parts)
    }

    /// What a document asks for, as people read it.
    func condition(_ condition: DocumentCondition) -> PackValue {
        items.condition(condition, machine.fields)
    }

    private func condition(_ condition: Guard) -> PackValue {
        switch condition {
        case .addressees(let least, let most):
            .phrase(.addressees, ["min": .text("\(least)"), "max": .text("\(most)")])
        case .newAddressees(let events):
            .phrase(.newAddressees, ["events": .list(events.map(step))])
        case .latest(let events, let allowed):
            .phrase(
                .latest,
                ["events": .list(events.map(step)), "is": .list(allowed.map(step))]
            )
        case .once(let perSigner, let after) where after.isEmpty:
            .phrase(perSigner ? .oncePerSigner : .once, [:])
        case .once(let perSigner, let after):
            .phrase(
                perSigner ? .oncePerSignerAfter : .onceAfter,
                ["events": .list(after.map(step))]
            )
        case .ownLatest(_, let allowed, let orNone):
            .phrase(orNone ? .ownLatestOrNone : .ownLatest, ["is": .list(allowed.map(step))])
        case .allOfRole(let answers):
            .phrase(.allOfRole, ["role": asked(answers), "is": wanted(answers)])
        case .someOfRole(let answers):
            .phrase(.someOfRole, ["role": asked(answers), "is": wanted(answers)])
        case .addresseesWithout(_, let left):
            .phrase(.addresseesWithout, ["is": .list(left.map(step))])
        case .facts(let fields): .phrase(.facts, ["fields": .list(fields.map(fieldTitle))])
        case .otherAddressees(let roles):
            .phrase(.otherAddressees, ["roles": .list(roles.map(role))])
        case .otherSigner(let roles): .phrase(.otherSigner, ["roles": .list(roles.map(role))])
        case .first(let field): .phrase(.first, ["field": fieldTitle(field)])
        }
    }

    /// Whose answers a guard asks for.
    private func asked(_ answers: RoleAnswers) -> PackValue {
        guard let among = answers.among else { return role(answers.role) }
        return .phrase(
            .roleAmong,
            ["role": role(answers.role), "is": .list(among.isOneOf.map(step))]
        )
    }

    /// The answers that it asks for.
    private func wanted(_ answers: RoleAnswers) -> PackValue {
        let steps = PackValue.list(answers.isOneOf.map(step))
        guard !answers.after.isEmpty else { return steps }
        return .phrase(.answersAfter, ["is": steps, "events": .list(answers.after.map(step))])
    }

    private func binding(_ binding: Role.Binding) -> PackValue {
        switch binding {
        case .opener(let openings) where openings.isEmpty: .phrase(.opener, [:])
        case .opener(let openings): .phrase(.openerOf, ["events": .list(openings.map(step))])
        case .addressees(let events):
            .phrase(.addresseesOf, ["events": .list(events.map(step))])
        case .charter: .phrase(.charter, [:])
        case .system: .phrase(.system, [:])
        case .outside: .phrase(.outside, [:])
        }
    }

    private func item(
        _ subject: PackItem.Subject,
        _ id: String,
        _ title: Title?,
        _ fill: (inout PackItems.Statements) -> Void
    ) -> PackItem {
        items.item(subject, id, title, kind.id, machine.id, fill)
    }
}
