import LocalAPI
import Wording

/// How rule packs are printed for people.
extension Renderer {
    /// What names a pack.
    func identity(of pack: RulePackDocument) {
        pairs([
            ("pack", "\(pack.pack)  \(title(pack.titles, else: pack.pack))"),
            ("edition", String(pack.edition)), ("engine", String(pack.engine)),
            ("effective_from", pack.effectiveFrom), ("effective_to", pack.effectiveTo),
            ("built_in", pack.builtIn ? label("with_program") : nil),
            ("named_by", pack.mechanisms.isEmpty ? nil : list(pack.mechanisms.map(use))),
            ("digest", pack.digest),
        ])
    }

    /// A mechanism whose charter names a pack.
    func use(_ use: RulePackDocument.Use) -> String {
        let since = Help.text("label_since_revision", in: language)
            .replacing("{since}", with: String(use.since))
        return language == .zh ? "\(use.mechanism)（\(since)）" : "\(use.mechanism) (\(since))"
    }

    /// The elements of a pack, under a heading for each sort of them.
    func items(_ items: [RuleItemDocument]) {
        var last: String?
        for item in items {
            if item.subject != last, item.subject != "machine" {
                streams.data("\n\(word("subject", item.subject))\n")
            }
            last = item.subject
            self.item(item)
        }
    }

    private func item(_ item: RuleItemDocument) {
        if item.subject == "machine" {
            streams.data("\n\(word("subject", item.subject))\n")
        }
        paragraph(head(item), item.statements.flatMap(lines))
    }

    private func head(_ item: RuleItemDocument) -> String {
        [item.id, item.title.map(text)].compactMap(\.self).joined(separator: "  ")
    }

    /// One line where it fits, else one for each value.
    private func lines(_ statement: RuleItemDocument.Statement) -> [String] {
        let name = word("aspect", statement.aspect)
        let colon = language == .zh ? "：" : ": "
        let values = statement.values.map(text)
        let line = name + colon + joined(values)
        guard values.count > 1, TextWidth.columns(line) > Limits.ruleLineColumnCount else {
            return [line]
        }
        return [name + colon.trimmingSuffix(" ")] + values.map { "    " + $0 }
    }

    /// A fault or a notice of a file.
    func finding(_ finding: RulesCheckDocument.Finding, _ sort: String, in file: String) {
        let place = finding.line.map { "\(file):\($0)" } ?? file
        let parts = [label(sort), place, finding.path, "[\(finding.text.code)]"]
        paragraph(
            parts.compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "  "),
            [text(finding.sentence), text(finding.remedy)]
        )
    }

    /// The differences between two packs, one paragraph for each element.
    func changes(_ changes: [RulesDifferenceDocument.Change]) {
        var last: RuleItemDocument?
        var rows: [String] = []
        func flush() {
            if let last { paragraph(place(last), rows) }
            rows = []
        }
        for change in changes {
            if change.item != last {
                flush()
                last = change.item
            }
            rows += lines(change)
        }
        flush()
    }

    private func place(_ item: RuleItemDocument) -> String {
        let within = [item.kind, item.machine].compactMap(\.self).filter { $0 != item.id }
        return ([word("subject", item.subject)] + within + [head(item)]).joined(separator: "  ")
    }

    private func lines(_ change: RulesDifferenceDocument.Change) -> [String] {
        let what = word("change", change.change)
        guard let aspect = change.aspect else {
            return [what] + change.item.statements.flatMap(lines).map { "    " + $0 }
        }
        let head =
            language == .zh
            ? "\(what)：\(word("aspect", aspect))" : "\(what): \(word("aspect", aspect))"
        if change.before.count == 1, change.after.count == 1 {
            return [head, "    " + text(change.before[0]) + " → " + text(change.after[0])]
        }
        return [head] + change.before.map { "    - " + text($0) }
            + change.after.map { "    + " + text($0) }
    }

    private func text(_ texts: BothTexts) -> String { language == .zh ? texts.zh : texts.en }

    /// A word of the catalogue of rules, or its code where this program is older than the node.
    private func word(_ group: String, _ code: String) -> String {
        Catalogue.message("rules.\(group)_\(code)", in: language)?.sentence ?? code
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
