import TransparencyLog
import Yams

/// One mapping of a YAML file whose keys are all known, with errors that name the line.
struct ConfigurationMapping {
    private let values: [String: Yams.Node]
    /// The line on which the mapping begins, counted from 1.
    let line: Int

    /// Takes a mapping; `allowed` nil leaves its keys open.
    init(_ mapping: Yams.Node.Mapping, allowed: Set<String>?) throws {
        line = mapping.mark?.line ?? 1
        var values: [String: Yams.Node] = [:]
        for (key, value) in mapping {
            let at = key.mark?.line ?? line
            guard let name = key.string else {
                throw NodeError(.configurationNoMapping, ["line": "\(at)"])
            }
            if let allowed, !allowed.contains(name) {
                let known = allowed.sorted().joined(separator: ", ")
                throw NodeError(
                    .configurationKeyUnknown,
                    ["key": name, "known": known, "line": "\(at)"]
                )
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw NodeError(.configurationKeyTwice, ["key": name, "line": "\(at)"])
            }
        }
        self.values = values
    }

    /// The keys, sorted.
    var keys: [String] { values.keys.sorted() }

    /// The line of a key's value; the mapping's own where the key is missing.
    func line(of key: String) -> Int { values[key]?.mark?.line ?? line }

    private func form(of key: String) -> NodeError {
        NodeError(.configurationKeyForm, ["key": key, "line": "\(line(of: key))"])
    }

    /// A text that must be there.
    func string(_ key: String) throws -> String {
        guard let value = try optionalString(key) else {
            throw NodeError(.configurationKeyMissing, ["key": key, "line": "\(line)"])
        }
        return value
    }

    /// A text that may be left out.
    func optionalString(_ key: String) throws -> String? {
        guard let node = values[key] else { return nil }
        guard let scalar = node.scalar, !scalar.string.isEmpty else {
            throw form(of: key)
        }
        return scalar.string
    }

    /// A number in its one spelling that may be left out.
    func number(_ key: String, in range: ClosedRange<UInt64>) throws -> Int? {
        guard let node = values[key] else { return nil }
        guard let text = node.scalar?.string, let number = Decimal.decode(text.utf8),
            range.contains(number)
        else {
            let limit = "\(range.lowerBound)–\(range.upperBound)"
            throw NodeError(
                .configurationNoNumber,
                ["key": key, "limit": limit, "line": "\(line(of: key))"]
            )
        }
        return Int(number)
    }

    /// A list of texts; empty where the key is missing.
    func strings(_ key: String) throws -> [String] {
        guard let node = values[key] else { return [] }
        guard let sequence = node.sequence else {
            throw form(of: key)
        }
        return try sequence.map { item in
            guard let scalar = item.scalar else {
                throw form(of: key)
            }
            return scalar.string
        }
    }

    /// A mapping that may be left out.
    func mapping(_ key: String, allowed: Set<String>?) throws -> ConfigurationMapping? {
        guard let node = values[key] else { return nil }
        guard let mapping = node.mapping else {
            throw form(of: key)
        }
        return try ConfigurationMapping(mapping, allowed: allowed)
    }

    /// A list of mappings; empty where the key is missing.
    func mappings(_ key: String, allowed: Set<String>) throws -> [ConfigurationMapping] {
        guard let node = values[key] else { return [] }
        guard let sequence = node.sequence else {
            throw form(of: key)
        }
        return try sequence.map { item in
            guard let mapping = item.mapping else {
                throw form(of: key)
            }
            return try ConfigurationMapping(mapping, allowed: allowed)
        }
    }
}
