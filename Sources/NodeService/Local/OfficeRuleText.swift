import Casework
import Ledger
import LocalAPI

/// What a rule for the offices of a role says, for the office that sends something to another one.
struct OfficeRuleText {
    let rule: OfficeRule
    let role: Role
    let machine: Machine
    let pack: RulePack

    init(_ rule: OfficeRule, role: Role, machine: Machine, pack: RulePack) {
        self.rule = rule
        self.role = role
        self.machine = machine
        self.pack = pack
    }

    /// The arguments of a text about an address whose offices are called otherwise.
    func arguments(
        _ address: Address,
        _ offices: [String],
        in event: EventID
    ) -> [String: String] {
        let (expected, reason) = (self.expected, self.reason(offices))
        return [
            "address": address.text, "event": event.text,
            "found": offices.joined(separator: "、"),
            "expected": expected.en, "expected_en": expected.en, "expected_zh": expected.zh,
            "reason": reason.en, "reason_en": reason.en, "reason_zh": reason.zh,
        ]
    }

    private var expected: (zh: String, en: String) {
        let words = rule.words.joined(separator: "、")
        let excluded = rule.excluded.joined(separator: "、")
        let parts: [(zh: String, en: String)] = [
            rule.words.isEmpty
                ? nil : ("名称含有“\(words)”之一的单位", "an office whose title has one of \(words)"),
            rule.excluded.isEmpty
                ? nil
                : ("名称不含“\(excluded)”的单位", "an office whose title has none of \(excluded)"),
        ]
        .compactMap(\.self)
        return (
            zh: parts.map(\.zh).joined(separator: "、"), en: parts.map(\.en).joined(separator: ", ")
        )
    }

    /// When the rule counts, and which procedure another office has, where the rules say so of one like this.
    private func reason(_ offices: [String]) -> (zh: String, en: String) {
        let conditions = rule.when.map {
            PackWording.texts(pack.words(of: .says($0), in: machine))
        }
        let isUnusual = offices.contains { title in
            role.unusualWords.contains { title.contains($0) }
        }
        let procedure = isUnusual ? role.unusualProcedure : nil
        let zh = conditions.map(\.zh) + [procedure?.zh].compactMap(\.self)
        let en = conditions.map(\.en) + [procedure?.en].compactMap(\.self)
        return (zh: zh.joined(separator: "；"), en: en.joined(separator: "; "))
    }
}

extension Role {
    /// Whether what offices in it are called matters to whoever addresses it.
    var asksForOffices: Bool {
        !(officeWords + unusualWords).isEmpty || !officeRules.isEmpty
    }
}

extension BodyValue {
    /// The value as a header would have it, as far as conditions of the rules ask for it.
    var fact: FactValue? {
        switch self {
        case .string(let text): .string(text)
        case .integer(let number): .integer(number)
        case .bool(let isTrue): .integer(isTrue ? 1 : 0)
        case .null, .array, .object: nil
        }
    }
}
