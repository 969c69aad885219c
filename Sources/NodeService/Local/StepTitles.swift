import Casework
import Ledger
import LocalAPI

/// Says how the ids in a problem read in each language: fields, events, states and roles by the titles of the rules.
struct StepTitles {
    let pack: RulePack
    let machine: Machine

    /// The rules of a machine, newest first; nil where none here has it.
    init?(_ id: MachineID, in packs: PackSet) {
        guard let pack = packs.packs.last(where: { $0.machine(id) != nil }),
            let machine = pack.machine(id)
        else { return nil }
        self.pack = pack
        self.machine = machine
    }

    /// The problem with `<name>_zh` and `<name>_en` beside each argument that the rules name.
    func titled(_ problem: Problem) -> Problem {
        var titled = problem
        titled.arguments = self.titled(problem.arguments)
        titled.reasons = problem.reasons?.map { CodedText($0.code, self.titled($0.arguments)) }
        return titled
    }

    /// The text with the titles of what its arguments name.
    func titled(_ text: CodedText) -> CodedText { CodedText(text.code, titled(text.arguments)) }

    private func titled(_ arguments: [String: String]) -> [String: String] {
        var titled = arguments
        for (name, value) in arguments {
            switch name {
            case "machine" where value == machine.id.text: add(name, machine.title)
            case "event", "last":
                add(name, EventID(value).flatMap { machine.transition($0)?.title })
            case "state": add(name, StateID(value).flatMap { machine.state($0)?.title })
            case "rank", "found":
                let titles = rankTitle(value)
                titled["\(name)_zh"] = titles?.zh
                titled["\(name)_en"] = titles?.en
            case "role": add(name, RoleID(value).flatMap { machine.role($0)?.title })
            // Whoever mends a field has to type its id.
            case "field", "fields":
                let titles = value.split(separator: ", ").map { fieldTitle(String($0)) }
                titled["\(name)_zh"] = titles.map(\.zh).joined(separator: "、")
                titled["\(name)_en"] = titles.map(\.en).joined(separator: ", ")
            case "other", "value":
                let value = arguments["field"].flatMap { valueTitle(value, of: $0) }
                if let value { add(name, value) }
            default: break
            }
        }
        return titled

        func add(_ name: String, _ title: Title?) {
            titled["\(name)_zh"] = title?.zh
            titled["\(name)_en"] = title?.en
        }
    }

    private func rankTitle(_ id: String) -> (zh: String, en: String)? {
        guard let rank = pack.ranks.first(where: { $0.id.text == id }) else { return nil }
        return (zh: "\(rank.title.zh)（\(id)）", en: "\(rank.title.en) (\(id))")
    }

    /// What a value of a field is called, where the rules list its values; nil of what is written as it reads.
    private func valueTitle(_ value: String, of field: String) -> Title? {
        guard let choice = FieldID(field).flatMap({ machine.field($0, in: pack)?.choice }) else {
            return nil
        }
        return pack.choices.first { $0.id == choice }?.values.first { $0.id.text == value }?.title
    }

    private func fieldTitle(_ id: String) -> (zh: String, en: String) {
        guard let title = FieldID(id).flatMap({ machine.field($0, in: pack)?.title }) else {
            return (id, id)
        }
        return ("\(title.zh)（\(id)）", "\(title.en) (\(id))")
    }
}
