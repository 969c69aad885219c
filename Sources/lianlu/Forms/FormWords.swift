import Foundation
import LocalAPI
import Wording

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

    /// What is to be known of a paper before it is used.
    func note(_ note: CodedText) -> Gloss {
        func words(_ language: Language) -> String {
            Catalogue.message(note.code, note.arguments, in: language)?.sentence ?? note.code
        }
        return Gloss(zh: clean(words(.zh)), gloss: isGlossed ? clean(words(.en)) : nil)
    }

    /// A name in both languages.
    func gloss(_ titles: [String: String], else id: String) -> Gloss {
        let zh = titles["zh"] ?? id
        let en = titles["en"].flatMap { isGlossed && $0 != zh ? $0 : nil }
        return Gloss(zh: clean(zh), gloss: en.map(clean))
    }

    /// What a form is called: one that corrects another says so.
    func title(_ form: PrintedForm) -> Gloss {
        let title = gloss(form.titles, else: form.document)
        guard form.corrects != nil else { return title }
        let mark = text("form_correction")
        return Gloss(zh: title.zh + mark.zh, gloss: title.gloss.map { "\($0) \(mark.gloss ?? "")" })
    }

    /// A text that can neither turn the writing direction nor hold control characters.
    func clean(_ text: String) -> String { TextWidth.harmless(text) }

    // MARK: Offices

    /// An office by its title; by its region where the title is not known here, never by its address.
    func name(_ office: PrintedForm.Office) -> String {
        let region = office.region.map(clean)
        guard let title = office.title.map(clean) else {
            if let region, let role = office.role.map(clean) { return region + role }
            if let region, office.isAnyOfSeveral == true {
                return text("form_office_several", ["region": region]).zh
            }
            return region.map { text("form_office_unnamed", ["region": $0]).zh }
                ?? text("form_office_unknown").zh
        }
        guard office.isRepresented == true, let region else { return title }
        return text("form_office_acting", ["region": region, "title": title]).zh
    }

    /// Room to write a name on the paper.
    private static let blank = String(repeating: "＿", count: 10)

    /// The line of whoever is addressed.
    func receivers(_ form: PrintedForm, _ kind: FormKind) -> String? {
        if let party = form.party {
            let title = clean(party.titles["zh"] ?? "")
            guard let name = party.name.map(clean), !name.isEmpty else {
                // A blank to write on: whoever it is, the paper must name him.
                return kind == .sheet
                    ? "\(title)：\(Self.blank)" : "\(Self.blank)（\(title)）："
            }
            return kind == .sheet ? "\(title)：\(name)" : "\(name)："
        }
        guard !form.addressees.isEmpty else { return nil }
        let names = form.addressees.map(name).joined(separator: "、")
        return kind == .sheet ? "\(text("form_to").zh)：\(names)" : "\(names)："
    }

    /// How a letter speaks to the office that it goes to.
    private func you(_ office: PrintedForm.Office, _ form: PrintedForm) -> String {
        guard form.addressees.map(\.address) == [office.address], office.isRepresented != true
        else { return name(office) }
        return "你" + Self.short(office)
    }

    /// How a letter speaks to all that it goes to.
    private func you(_ form: PrintedForm) -> String {
        if form.party != nil { return "你（单位）" }
        guard form.addressees.count < 2 else { return "各单位" }
        return form.addressees.first.map { you($0, form) } ?? "你单位"
    }

    /// What an office calls itself, and is called by others, by the last word of its title.
    private static func short(_ office: PrintedForm.Office) -> String {
        let words = [
            ("局", "局"), ("厅", "厅"), ("委", "委"), ("委员会", "委"), ("院", "院"), ("海关", "关"),
            ("支队", "支队"), ("总队", "总队"), ("大队", "大队"),
        ]
        let title = office.title ?? ""
        return words.first { title.hasSuffix($0.0) }?.1 ?? "单位"
    }

    // MARK: The text

    /// The sentences before the fields: what they answer, on what law, and about what.
    func opening(_ form: PrintedForm, _ kind: FormKind) -> Gloss {
        let subject = form.subject.map(clean)
        let zhLaws = form.laws.map {
            ArticleText.zh(clean($0.titles["zh"] ?? ""), $0.article.map(clean))
        }
        let enLaws = form.laws.map {
            ArticleText.en(clean($0.titles["en"] ?? ""), $0.article.map(clean))
        }
        let basis = zhLaws.isEmpty ? "" : "根据\(zhLaws.joined(separator: "、"))的规定，"
        let under = enLaws.isEmpty ? nil : "Under \(enLaws.joined(separator: "; "))"
        let matter = subject.map { "就“\($0)”一事" } ?? ""
        let isBare = basis.isEmpty && matter.isEmpty
        let letter = form.answered.map { answered($0, form) }
        if let said = sentence(form) {
            let rest = form.fields.isEmpty ? nil : text("form_as_follows")
            let correction =
                form.corrects.map { moved($0, by: form, "form_corrects") }
                ?? form.prolongs.map { moved($0, by: form, "form_prolongs") }
            let parts = [
                letter?.gloss, under.map { "\($0):" }, said.gloss, correction?.gloss, rest?.gloss,
            ]
            return Gloss(
                zh: (letter?.zh ?? "") + basis + said.zh + (correction?.zh ?? "")
                    + (rest?.zh ?? ""),
                gloss: isGlossed ? parts.compactMap(\.self).joined(separator: " ") : nil
            )
        }
        // A sheet with rows to be filled in by hand records what they say.
        let hasBlanks = kind == .sheet && form.blanks?.isEmpty == false
        guard !form.fields.isEmpty || form.body != .held || hasBlanks else {
            return step(form, basis + matter, after: letter)
        }
        if form.repeats == true {
            let (taken, rest) = (step(form, basis + matter, after: letter), text("form_repeated"))
            return Gloss(
                zh: taken.zh + rest.zh,
                gloss: taken.gloss.map { "\($0) \(rest.gloss ?? "")" }
            )
        }
        let zh = (letter?.zh ?? "") + (isBare ? kind.verb : "\(basis)现\(matter)\(kind.verb)")
        guard isGlossed else { return Gloss(zh: zh, gloss: nil) }
        let parts = [under, subject.map { "in the matter “\($0)”" }]
        let head = parts.compactMap(\.self).joined(separator: ", ")
        let en = head.isEmpty ? "As follows:" : "\(head), as follows:"
        return Gloss(zh: zh, gloss: [letter?.gloss, en].compactMap(\.self).joined(separator: " "))
    }

    /// What the rules have a document say, with the matter, the step and the offices filled in; nil where they leave that to its kind.
    private func sentence(_ form: PrintedForm) -> Gloss? {
        guard let says = form.says, let zh = says["zh"] else { return nil }
        let subject = form.subject.map(clean)
        // A title may hold braces: each is filled in once, the matter last.
        func filled(_ text: String, _ values: [(String, String)]) -> String {
            values.reduce(clean(text)) { text, value in
                text.replacing("{\(value.0)}", with: value.1)
            }
        }
        let titles = gloss(form.eventTitles, else: "")
        let chinese = [
            ("step", titles.zh), ("we", "我" + Self.short(form.sender)), ("you", you(form)),
            ("matter", subject.map { "“\($0)”一事" } ?? "本案"),
        ]
        let english = [
            ("step", titles.gloss ?? titles.zh), ("we", "this office"), ("you", "you"),
            ("matter", subject.map { "“\($0)”" } ?? "in hand"),
        ]
        return Gloss(
            zh: filled(zh, chinese),
            gloss: isGlossed ? says["en"].map { filled($0, english) } : nil
        )
    }

    /// What a form says on which nothing is written: the step that was taken, and in which matter.
    private func step(_ form: PrintedForm, _ head: String, after letter: Gloss?) -> Gloss {
        let titles = gloss(form.eventTitles, else: "")
        let zh = (letter?.zh ?? "") + head + text("form_step_taken", ["step": titles.zh]).zh
        guard isGlossed else { return Gloss(zh: zh, gloss: nil) }
        let subject = form.subject.map { "In the matter “\(clean($0))”: " } ?? ""
        let en = text("form_step_taken", ["step": titles.gloss ?? titles.zh]).gloss ?? ""
        return Gloss(
            zh: zh,
            gloss: [letter?.gloss, subject + en].compactMap(\.self).joined(separator: " ")
        )
    }

    /// That a letter has come in, by its number and date.
    private func answered(_ letter: PrintedForm.Answered, _ form: PrintedForm) -> Gloss {
        let titles = gloss(letter.titles, else: "")
        let key =
            letter.documentNumber != nil
            ? "form_answered"
            : letter.body == .held ? "form_answered_unnumbered" : "form_answered_unread"
        var arguments = ["day": Self.day(clean(letter.day)), "title": titles.zh]
        arguments["sender"] = you(letter.sender, form)
        arguments["number"] = letter.documentNumber.map(clean) ?? ""
        let zh = text(key, arguments).zh
        arguments["sender"] = name(letter.sender)
        arguments["day"] = clean(letter.day)
        arguments["title"] = titles.gloss ?? titles.zh
        return Gloss(zh: zh, gloss: text(key, arguments).gloss)
    }

    /// That an earlier letter of the same office is corrected, or its day moved further, by its number and date.
    private func moved(
        _ letter: PrintedForm.Answered,
        by form: PrintedForm,
        _ text: String
    ) -> Gloss {
        let titles = gloss(letter.titles, else: "")
        let key = letter.documentNumber == nil ? "\(text)_unnumbered" : text
        var arguments = ["day": Self.day(clean(letter.day)), "title": titles.zh]
        arguments["sender"] = "我" + Self.short(form.sender)
        arguments["number"] = letter.documentNumber.map(clean) ?? ""
        let zh = self.text(key, arguments).zh
        arguments["day"] = clean(letter.day)
        arguments["title"] = titles.gloss ?? titles.zh
        return Gloss(zh: zh, gloss: self.text(key, arguments).gloss)
    }

    /// That the text of a law was not checked against the official one.
    func unchecked(_ form: PrintedForm) -> Gloss? {
        let laws = form.laws.filter { $0.status != "verified" }
        guard !laws.isEmpty else { return nil }
        func names(_ language: String, _ open: String, _ close: String, _ comma: String) -> String {
            laws.map { "\(open)\(clean($0.titles[language] ?? ""))\(close)" }.joined(
                separator: comma
            )
        }
        let zh = text("form_laws_unchecked", ["laws": names("zh", "《", "》", "、")]).zh
        let en = text("form_laws_unchecked", ["laws": names("en", "", "", "; ")]).gloss
        return Gloss(zh: zh, gloss: en)
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

    /// `2026-11-20T09:05:00+08:00` as 2026年11月20日9时05分; a time of another offset is told by Chinese time, and what is no time is left as
    /// it is.
    static func moment(_ text: String) -> String {
        let suffix = "+08:00"
        guard text.utf8.count == 25, text.hasSuffix(suffix),
            let mark = text.firstIndex(of: "T")
        else {
            // What is no time is shown as it was written.
            guard text.utf8.dropFirst(10).first == UInt8(ascii: "T"),
                let date = try? Date(text, strategy: .iso8601)
            else { return text }
            let parts = date.addingTimeInterval(8 * 3600).formatted(.iso8601)
            // The format says UTC of a time that was moved: what is shown is the clock of China.
            return moment(parts.replacing("Z", with: suffix))
        }
        let clock = text[text.index(after: mark)...].dropLast(suffix.count).split(separator: ":")
        guard clock.count == 3, let hour = Int(clock[0]) else { return text }
        let second = clock[2] == "00" ? "" : "\(clock[2])秒"
        return "\(day(String(text[..<mark])))\(hour)时\(clock[1])分\(second)"
    }

    // MARK: Where it comes from

    /// What leads from the paper back to the entry.
    func proof(_ form: PrintedForm) -> [FormPage.Proof] {
        let pairs: [(String, String?)] = [
            ("form_template", form.form.map { "\($0)" }),
            ("form_step", form.eventTitles["zh"]),
            ("form_mechanism", form.mechanism.map { form.mechanismTitles["zh"] ?? $0 }),
            ("form_record", String(form.record.prefix(Limits.shortDigestDigitCount))),
            ("form_entry", form.entry),
            ("form_log", "\(form.origin) \(form.index)"), ("form_at", Self.moment(form.at)),
            ("form_node", form.node),
            ("form_card", form.cardDay.map { text("form_card_later", ["day": Self.day($0)]).zh }),
            ("form_receipts", form.receipts.map { "\($0.count)/\($0.of)" }),
        ]
        return pairs.compactMap { key, value in
            value.map { FormPage.Proof(name: text(key), value: clean($0)) }
        }
    }
}
