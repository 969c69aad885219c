import Foundation

@testable import Casework

/// A second reading of a pack's machine, straight from its JSON: who may take which step from a state, and where it leads.
///
/// It shares no code with the engine. It knows one office for each region, and it states no moments.
struct PackWalker {
    typealias Object = [String: Any]

    /// A step that the rules allow now, with its signer and what its entry must carry.
    struct Move {
        let event: String
        let signer: String
        let to: [String]
        let facts: [String: FactValue]
        let rank: String?
    }

    let machine: Object
    private let fields: [String: Object]
    private let choices: [String: [String]]
    private(set) var state: String?
    private(set) var isHome: Bool
    /// Where what was begun at home may stand, beside what goes on in the mechanism.
    private var line: Set<String> = []
    private var opening: String?
    private var openerAddress = Scene.opener
    private var history: [(event: String, signer: String)] = []
    private var named: [(event: String, to: [String])] = []

    init(_ bytes: [UInt8], _ machine: String) throws {
        guard
            let pack = try JSONSerialization.jsonObject(with: Data(bytes)) as? Object,
            let kinds = pack["kinds"] as? [Object],
            let found = kinds.flatMap({ $0["machines"] as? [Object] ?? [] })
                .first(where: { $0["id"] as? String == machine })
        else { throw TestFailure(description: machine) }
        self.machine = found
        let all =
            (pack["fields"] as? [Object] ?? []) + (found["fields"] as? [Object] ?? [])
        fields = Dictionary(
            all.map { ($0["id"] as? String ?? "", $0) },
            uniquingKeysWith: { first, _ in first }
        )
        choices = Dictionary(
            (pack["enums"] as? [Object] ?? []).map { list in
                let values = list["values"] as? [Object] ?? []
                return (list["id"] as? String ?? "", values.compactMap { $0["id"] as? String })
            },
            uniquingKeysWith: { first, _ in first }
        )
        isHome = true
    }

    var transitions: [Object] { machine["transitions"] as? [Object] ?? [] }

    var isTerminal: Bool {
        let states = machine["states"] as? [Object] ?? []
        return states.contains {
            $0["id"] as? String == state && $0["terminal"] as? Bool == true
        }
    }

    /// Whether a step ends the record.
    func ends(_ step: Object) -> Bool {
        guard !isBeside(step) else { return false }
        let states = machine["states"] as? [Object] ?? []
        return states.contains {
            $0["id"] as? String == step["to"] as? String && $0["terminal"] as? Bool == true
        }
    }

    private static func texts(_ object: Object, _ key: String) -> [String] {
        object[key] as? [String] ?? []
    }

    private static func opens(_ step: Object) -> Bool { step["opens"] as? Bool ?? false }

    /// The steps that the state and what came before allow, whoever signs them and whatever the entry carries.
    var allowed: [Object] {
        transitions.filter { step in
            let from = Self.texts(step, "from")
            let isPlace =
                state.map {
                    from.contains($0) && (isHome || !Self.opens(step)) || isBeside(step)
                } ?? from.isEmpty
            return isPlace && guards(step).allSatisfy(historyAllows(step))
        }
    }

    /// Whether a step is taken beside the mechanism's.
    private func isBeside(_ step: Object) -> Bool {
        state.map(Self.texts(step, "beside").contains) ?? false
            && !line.isDisjoint(with: Self.texts(step, "from"))
    }

    /// The ids of the steps from the state that some office could sign; the automatic signer counts where it is alone.
    var openEvents: Set<String> {
        Set(
            allowed.filter { step in
                signers(of: step).contains { !$0.hasSuffix("/system") }
                    || isSystemAlone(step)
            }
            .compactMap { $0["id"] as? String }
        )
    }

    // MARK: Guards

    private func guards(_ step: Object) -> [Object] { step["guards"] as? [Object] ?? [] }

    private func historyAllows(_ step: Object) -> (Object) -> Bool {
        { condition in
            switch condition["guard"] as? String {
            case "once" where condition["scope"] as? String == "record":
                let id = step["id"] as? String
                return !since(condition).contains { $0.event == id }
            case "latest":
                let events = Self.texts(condition, "events")
                guard let last = history.last(where: { events.contains($0.event) }) else {
                    return false
                }
                return Self.texts(condition, "is").contains(last.event)
            case "all_of_role":
                return asked(condition).allSatisfy { answered($0, condition) }
            case "some_of_role":
                return asked(condition).contains { answered($0, condition) }
            default: return true
            }
        }
    }

    /// The steps after the latest of those that a guard counts from.
    private func since(_ condition: Object) -> ArraySlice<(event: String, signer: String)> {
        let after = Self.texts(condition, "after")
        return history.suffix(
            from: history.lastIndex { after.contains($0.event) }.map { $0 + 1 } ?? 0
        )
    }

    /// Whether the latest of a guard's events that an office has taken is one that it asks for; nil where it has taken none.
    private func said(_ office: String, _ condition: Object) -> Bool? {
        let events = Self.texts(condition, "events")
        return since(condition).last { $0.signer == office && events.contains($0.event) }
            .map { Self.texts(condition, "is").contains($0.event) }
    }

    private func answered(_ office: String, _ condition: Object) -> Bool {
        said(office, condition) ?? false
    }

    /// The offices of a role of which a guard asks something.
    private func asked(_ condition: Object) -> [String] {
        let all = offices(condition["role"] as? String ?? "")
        guard let among = condition["among"] as? Object else { return all }
        return all.filter { answered($0, among) }
    }

    /// Whether what an office has taken itself lets it take a step.
    private func ownHistoryAllows(_ office: String, _ step: Object) -> Bool {
        guards(step).allSatisfy { condition in
            switch condition["guard"] as? String {
            case "once" where condition["scope"] as? String == "signer":
                let id = step["id"] as? String
                return !since(condition).contains { $0.event == id && $0.signer == office }
            case "own_latest":
                return said(office, condition) ?? (condition["or_none"] as? Bool ?? false)
            default: return true
            }
        }
    }

    // MARK: Signers

    private func bindings(_ role: String) -> [Object] {
        let roles = machine["roles"] as? [Object] ?? []
        return roles.first { $0["id"] as? String == role }?["bindings"] as? [Object] ?? []
    }

    private func isSystem(_ role: String) -> Bool {
        bindings(role).contains { $0["bind"] as? String == "system" }
    }

    private func isSystemAlone(_ step: Object) -> Bool {
        let by = Self.texts(step, "by")
        return !by.isEmpty && by.allSatisfy(isSystem)
    }

    /// The offices that fill a role now, one for each region.
    private func offices(_ role: String) -> [String] {
        bindings(role).flatMap { binding -> [String] in
            let events = Self.texts(binding, "events")
            switch binding["bind"] as? String {
            case "opener":
                let counts = isHome || events.isEmpty || events.contains(opening ?? "")
                return counts ? [openerAddress] : []
            case "addressees":
                let latest = named.last { events.contains($0.event) }
                return (latest?.to ?? []).map { $0.contains("/") ? $0 : "\($0)/scjg" }
            case "charter": return isHome ? [] : [Scene.superior]
            default: return []
            }
        }
    }

    private func signers(of step: Object) -> [String] {
        // Before the first entry, whoever begins the record is its opener.
        var copy = self
        if state == nil || Self.opens(step) { copy.opening = step["id"] as? String }
        if Self.opens(step) { copy.isHome = false }
        let by = Self.texts(step, "by")
        let roles = by + Self.texts(step, "recorded_by")
        var found = roles.filter { !isSystem($0) }.flatMap(copy.offices)
        if by.contains(where: isSystem) {
            let others = by.filter { !isSystem($0) }
            let nodes = others.isEmpty ? [openerAddress] : others.flatMap(copy.offices)
            found += nodes.map { "\($0.prefix(6))/system" }
        }
        let kept = guards(step).filter { $0["guard"] as? String == "other_signer" }
            .flatMap { Self.texts($0, "roles") }.flatMap(copy.offices)
        return Set(found).subtracting(kept).filter { ownHistoryAllows($0, step) }.sorted()
    }

    // MARK: Moves

    /// A move of a step by one of its signers, or nil where nobody can sign it or nobody is left to be addressed.
    func move(_ step: Object, using random: inout SeededGenerator) -> Move? {
        guard let event = step["id"] as? String,
            let signer = signers(of: step).randomElement(using: &random)
        else { return nil }
        var to: [String] = []
        var facts: [String: FactValue] = [:]
        var count: (least: Int, most: Int) = (0, 0)
        var excluded: Set<String> = [String(signer.prefix(6))]
        for condition in guards(step) {
            switch condition["guard"] as? String {
            case "addressees":
                count = (condition["min"] as? Int ?? 0, condition["max"] as? Int ?? 0)
            case "new_addressees":
                let events = Self.texts(condition, "events")
                excluded.formUnion(
                    named.filter { events.contains($0.event) }.flatMap(\.to)
                )
            case "other_addressees":
                excluded.formUnion(
                    Self.texts(condition, "roles").flatMap(offices).map { String($0.prefix(6)) }
                )
            case "addressees_without":
                excluded.formUnion(
                    Set(history.map(\.signer)).filter { answered($0, condition) }
                        .map { String($0.prefix(6)) }
                )
            case "facts":
                for field in Self.texts(condition, "fields") { facts[field] = value(of: field) }
            default: break
            }
        }
        // Whoever takes a step that moves a clock says what decides it; a boolean that nobody states is false.
        let timers = step["timers"] as? [Object] ?? []
        for condition in timers.flatMap({ $0["when"] as? [Object] ?? [] }) {
            guard let field = condition["field"] as? String, !(condition["is"] is Bool) else {
                continue
            }
            facts[field] = value(of: field)
        }
        let isInside = !isHome || Self.opens(step)
        if isInside, Self.opens(step) { count = (max(1, count.least), max(1, count.most)) }
        if isInside, count.most > 0 {
            let pool = Scene.provinces.filter { !excluded.contains($0) }.shuffled(using: &random)
            to = Array(
                pool.prefix(Int.random(in: count.least...min(count.most, 3), using: &random))
            )
        }
        guard to.count >= count.least else { return nil }
        let approval = step["approval"] as? Object
        let isSigned = approval?["signed"] as? Bool ?? false
        return Move(
            event: event,
            signer: signer,
            to: to.sorted(),
            facts: facts,
            rank: isSigned ? approval?["rank"] as? String : nil
        )
    }

    private func value(of id: String) -> FactValue {
        let field = fields[id] ?? [:]
        switch field["type"] as? String {
        case "date": return .string("2026-12-01")
        case "datetime": return .string("2026-12-01T09:00:00+08:00")
        case "enum": return .string(choices[field["enum"] as? String ?? ""]?.first ?? "")
        case "boolean": return .integer(1)
        default: return .string("x")
        }
    }

    /// Takes a move; true where it begins a record: the first one at home, and the opening.
    mutating func take(_ move: Move) -> Bool {
        guard let step = transitions.first(where: { $0["id"] as? String == move.event })
        else { return false }
        let begins = state == nil || Self.opens(step)
        if begins {
            (history, named) = ([], [])
            opening = move.event
            openerAddress = move.signer
            isHome = !Self.opens(step)
            line = isHome ? [] : Set(Self.texts(step, "from"))
        }
        let to = step["to"] as? String
        if isBeside(step) {
            line = to == "=" ? line.intersection(Self.texts(step, "from")) : [to ?? "–"]
        } else if let to, to != "=" {
            state = to
        }
        history.append((move.event, move.signer))
        if !move.to.isEmpty { named.append((move.event, move.to)) }
        return begins
    }
}
