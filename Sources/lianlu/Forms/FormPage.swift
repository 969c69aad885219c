import LocalAPI
import Mustache
import Wording

/// A Chinese text of a form, with its English below where that was asked for.
struct Gloss {
    let zh: String
    let gloss: String?
}

/// An official form as the template takes it: texts alone, laid out as a Chinese official letter.
///
/// Everything that somebody wrote goes through the template's escaping, and no attribute holds any of it.
struct FormPage {
    /// One field.
    struct Line {
        let name: Gloss
        let texts: [String]
        let note: String?
    }

    /// What leads back to the entry.
    struct Proof {
        let name: Gloss
        let value: String
    }

    let title: Gloss
    let sender: String
    let number: String?
    let home: Gloss?
    let receivers: String?
    let opening: Gloss
    let missing: Gloss?
    let lines: [Line]
    let attachmentsName: Gloss
    let attachments: [String]
    let seal: Gloss
    let date: String
    let proof: [Proof]
    let verify: Gloss

    // A section of the template repeats for each element of a list: these say whether there are any.
    let hasLines: Bool
    let hasAttachments: Bool

    /// Lays out a form; with `isGlossed` English stands below the Chinese.
    init(_ form: PrintedForm, isGlossed: Bool) {
        let words = FormWords(isGlossed: isGlossed)
        title = words.gloss(form.titles, else: form.document)
        sender = words.clean(form.sender.title ?? form.sender.address)
        number = form.documentNumber.map(words.clean)
        home = form.home ? words.text("form_home") : nil
        receivers = form.addressees.isEmpty ? nil : words.names(form.addressees)
        opening = words.opening(form)
        missing = form.body == .held ? nil : words.text("form_body_\(form.body.rawValue)")
        lines = form.fields.map(words.line)
        attachmentsName = words.text("form_attachments")
        attachments = form.attachments.enumerated().map { number, name in
            "\(number + 1)．\(words.clean(name))"
        }
        seal = words.text("form_seal")
        date = FormWords.day(form.day)
        proof = words.proof(form)
        verify = words.text("form_verify", ["record": String(form.record.prefix(12))])
        hasLines = !lines.isEmpty
        hasAttachments = !attachments.isEmpty
    }

    /// The page: one HTML file without script that loads nothing.
    func html() throws -> String {
        let template = String(decoding: PackageResources.letter_mustache, as: UTF8.self)
        return try MustacheTemplate(string: template).render(self)
    }
}

/// The words of a form.
struct FormWords {
    let isGlossed: Bool

    /// A text of the catalogue.
    func text(_ key: String, _ arguments: [String: String] = [:]) -> Gloss {
        func words(_ language: Language) -> String {
            Catalogue.message("command.\(key)", arguments, in: language)?.sentence ?? key
        }
        return Gloss(zh: clean(words(.zh)), gloss: isGlossed ? clean(words(.en)) : nil)
    }

    /// A name in both languages.
    func gloss(_ titles: [String: String], else id: String) -> Gloss {
        let zh = titles["zh"] ?? id
        let en = titles["en"].flatMap { isGlossed && $0 != zh ? $0 : nil }
        return Gloss(zh: clean(zh), gloss: en.map(clean))
    }

    /// A text that can neither turn the writing direction nor hold control characters.
    func clean(_ text: String) -> String { TextWidth.harmless(text) }

    /// Offices by their titles, by their addresses where those are not known here.
    func names(_ offices: [PrintedForm.Office]) -> String {
        offices.map { clean($0.title ?? $0.address) }.joined(separator: "、")
    }

    // MARK: The text

    /// The sentence before the fields: on what law, and about what.
    func opening(_ form: PrintedForm) -> Gloss {
        let subject = form.subject.map(clean)
        let zhLaws = form.laws.map {
            ArticleText.zh(clean($0.titles["zh"] ?? ""), $0.article.map(clean))
        }
        let basis = zhLaws.isEmpty ? "" : "根据\(zhLaws.joined(separator: "、"))的规定，"
        let matter = subject.map { "就“\($0)”一事" } ?? ""
        let title = form.titles["zh"] ?? ""
        let verb =
            title.hasSuffix("函")
            ? "函告如下：" : title.hasSuffix("通知书") || title.hasSuffix("告知书") ? "通知如下：" : "记载如下："
        let isBare = basis.isEmpty && matter.isEmpty
        let zh = isBare ? verb : "\(basis)现\(matter)\(verb)"
        guard isGlossed else { return Gloss(zh: zh, gloss: nil) }
        let enLaws = form.laws.map {
            ArticleText.en(clean($0.titles["en"] ?? ""), $0.article.map(clean))
        }
        let parts = [
            enLaws.isEmpty ? nil : "Under \(enLaws.joined(separator: "; "))",
            subject.map { "in the matter “\($0)”" },
        ]
        let head = parts.compactMap(\.self).joined(separator: ", ")
        return Gloss(zh: zh, gloss: head.isEmpty ? "As follows:" : "\(head), as follows:")
    }

    /// One field by its official name.
    func line(_ line: PrintedForm.Line) -> FormPage.Line {
        let names = line.values.values.compactMap { $0["en"] }.filter { _ in line.kind == "enum" }
        return FormPage.Line(
            name: gloss(line.titles, else: line.field),
            texts: texts(line.value, of: line),
            note: isGlossed && !names.isEmpty
                ? clean(names.sorted().joined(separator: ", ")) : nil
        )
    }

    private func texts(_ value: FieldValue, of line: PrintedForm.Line) -> [String] {
        switch value {
        case .boolean(let flag): return [text(flag ? "label_yes" : "label_no").zh]
        case .integer(let number):
            return [line.kind == "money" ? MoneyText.yuan(number) : String(number)]
        case .text(let text): return paragraphs(text, of: line)
        case .list(let values) where values.count == 1: return texts(values[0], of: line)
        case .list(let values):
            return values.enumerated().flatMap { number, value in
                texts(value, of: line).enumerated().map { place, text in
                    place == 0 ? "\(number + 1)．\(text)" : text
                }
            }
        case .object(let members):
            return members.sorted { $0.key < $1.key }.flatMap { key, value in
                texts(value, of: line).map { "\(clean(key))：\($0)" }
            }
        }
    }

    private func paragraphs(_ text: String, of line: PrintedForm.Line) -> [String] {
        if let name = line.values[text]?["zh"] {
            return [clean(line.kind == "office" ? "\(name)（\(text)）" : name)]
        }
        switch line.kind {
        case "date": return [Self.day(clean(text))]
        case "datetime": return [Self.moment(clean(text))]
        default:
            return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .map { clean(String($0)) }
        }
    }

    // MARK: Times

    /// `2026-11-20` as 2026年11月20日; anything else as it is.
    static func day(_ text: String) -> String {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2] else { return text }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == 3 else { return text }
        return "\(numbers[0])年\(numbers[1])月\(numbers[2])日"
    }

    /// `2026-11-20T09:05:00+08:00` as 2026年11月20日9时05分; another offset is left as it is.
    static func moment(_ text: String) -> String {
        let suffix = "+08:00"
        guard text.utf8.count == 25, text.hasSuffix(suffix),
            let mark = text.firstIndex(of: "T")
        else { return text }
        let clock = text[text.index(after: mark)...].dropLast(suffix.count).split(separator: ":")
        guard clock.count == 3, let hour = Int(clock[0]) else { return text }
        let second = clock[2] == "00" ? "" : "\(clock[2])秒"
        return "\(day(String(text[..<mark])))\(hour)时\(clock[1])分\(second)"
    }

    // MARK: Where it comes from

    /// What leads from the paper back to the entry.
    func proof(_ form: PrintedForm) -> [FormPage.Proof] {
        let mechanism = form.mechanism.map { id in
            form.mechanismTitles["zh"].map { "\($0)（\(id)）" } ?? id
        }
        let pairs: [(String, String?)] = [
            ("form_template", form.form.map { "\($0)" }),
            ("form_step", form.eventTitles["zh"]),
            ("form_mechanism", mechanism),
            ("form_record", form.record), ("form_entry", form.entry),
            ("form_log", "\(form.origin) \(form.index)"), ("form_at", form.at),
            ("form_node", form.node),
            ("form_receipts", form.receipts.map { "\($0.count)/\($0.of)" }),
        ]
        return pairs.compactMap { key, value in
            value.map { FormPage.Proof(name: text(key), value: clean($0)) }
        }
    }
}
