/// What the title of an office in a role must say, or must not, where the record says something.
///
/// As `Role.officeWords` it is looked at before something is signed, by what cards say then; no verdict hangs on it.
package struct OfficeRule: Hashable, Sendable {
    /// What the record must say for the rule to count, all of it; empty for always.
    package let when: [FactCondition]
    /// Words of which the title has one; empty where any title will do but for `excluded`.
    package let words: [String]
    /// Words of which the title has none.
    package let excluded: [String]

    /// Whether the rule counts by what the record has stated last; what nothing decides counts for nothing.
    package func counts(by stated: (FieldID) -> FactValue?) -> Bool {
        when.allSatisfy { $0.holds(for: stated($0.field)) == true }
    }

    /// Whether an office with this title may be in the role.
    package func admits(_ title: String) -> Bool {
        (words.isEmpty || words.contains { title.contains($0) })
            && !excluded.contains { title.contains($0) }
    }
}

extension Role {
    /// The rules for an office in the role by what the record has stated last, that of `offices` among them.
    package func officeRules(by stated: (FieldID) -> FactValue?) -> [OfficeRule] {
        let always = OfficeRule(when: [], words: officeWords, excluded: [])
        return (officeWords.isEmpty ? [] : [always]) + officeRules.filter { $0.counts(by: stated) }
    }
}

/// Reads the rules for the offices of a role.
struct OfficeRuleReader {
    /// What a rule may ask for: open fields of the machine, so that everybody reads the same.
    let conditions: FactConditionReader

    func rule(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> OfficeRule {
        let object = try PackObject(node, path, keys: ["when", "offices", "not_offices"])
        let words = try texts(object, "offices")
        let excluded = try texts(object, "not_offices")
        if words.isEmpty, excluded.isEmpty { throw object.missing("offices | not_offices") }
        return OfficeRule(
            when: try object.list("when", conditions.condition),
            words: words,
            excluded: excluded
        )
    }

    private func texts(_ object: PackObject, _ key: String) throws(CaseworkError) -> [String] {
        guard object.has(key) else { return [] }
        let words = try object.texts(key)
        guard (1...Limits.documentWordCountMax).contains(words.count) else {
            throw object.malformed(key, "1…\(Limits.documentWordCountMax)")
        }
        return words
    }
}
