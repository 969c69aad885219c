import Foundation

/// Walks one record over the JSON of a rule pack, by the `from` and `to` of its steps alone.
///
/// It shares no code with the rules engine, and judges neither signers nor guards: what a lawful history ends in is the same without.
package struct CaseWalker {
    private typealias Object = [String: Any]

    /// Where the record stands.
    package private(set) var state: String?
    /// The clocks that run.
    package private(set) var running: Set<String> = []
    private let machine: Object
    private var facts: [String: PublishedValue] = [:]

    /// Finds a machine in the bytes of a pack.
    package init(pack: [UInt8], machine: String) throws {
        let root = try JSONSerialization.jsonObject(with: Data(pack)) as? Object
        let machines = Self.list(root, "kinds").flatMap { Self.list($0, "machines") }
        guard let found = machines.first(where: { $0["id"] as? String == machine }) else {
            throw Vectors.Unreadable(description: "no machine \(machine)")
        }
        self.machine = found
    }

    private static func list(_ object: Object?, _ key: String) -> [Object] {
        object?[key] as? [Object] ?? []
    }

    /// Takes a step and says whether it puts the matter into the mechanism; throws where the state does not allow it.
    package mutating func take(_ step: PublishedCase.Step) throws -> Bool {
        let rule = Self.list(machine, "transitions").first { $0["id"] as? String == step.event }
        let from = rule?["from"] as? [String] ?? ["–"]
        guard let rule, state.map(from.contains) ?? from.isEmpty else {
            throw Vectors.Unreadable(description: "\(step.event) from \(state ?? "–")")
        }
        if let to = rule["to"] as? String, to != "=" { state = to }
        facts.merge(step.values) { _, new in new }
        for timer in Self.list(rule, "timers") where Self.list(timer, "when").allSatisfy(holds) {
            guard let clock = timer["clock"] as? String else { continue }
            if timer["op"] as? String == "start" { running.insert(clock) }
            let ends = ["stop", "drop"].contains(timer["op"] as? String)
            if ends, timer["condition"] == nil { running.remove(clock) }
        }
        let ends = Self.list(machine, "states").contains {
            $0["id"] as? String == state && $0["terminal"] as? Bool == true
        }
        if ends { running.formIntersection(machine["outliving_clocks"] as? [String] ?? []) }
        return rule["opens"] as? Bool ?? false
    }

    private func holds(_ condition: Object) -> Bool {
        let value = facts[condition["field"] as? String ?? ""]?.texts.first
        if let flag = condition["is"] as? Bool { return flag == (value == "1") }
        if let not = condition["not"] as? [String] {
            return value.map { !not.contains($0) } ?? false
        }
        return value.map { (condition["is"] as? [String] ?? []).contains($0) } ?? false
    }
}
