import LocalAPI
import Mustache
import Wording

/// A Chinese text of a form, with its English below where that was asked for.
struct Gloss {
    let zh: String
    let gloss: String?
}

/// An official form as the template takes it: texts alone, laid out as a Chinese official letter (GB/T 9704-2012, 信函格式).
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
    let isSheet: Bool
    let mark: Gloss?
    let draft: Gloss?
    let sender: String
    let urgent: Gloss?
    let number: String?
    let home: Gloss?
    let receivers: String?
    let opening: Gloss
    let missing: Gloss?
    let notes: [Gloss]
    let lines: [Line]
    let closing: Gloss?
    let attachments: [String]
    let seal: Gloss?
    let date: String?
    let unchecked: Gloss?
    let proof: [Proof]
    let verify: Gloss

    // A section of the template repeats for each element of a list: these say whether there are any.
    let hasLines: Bool
    let hasAttachments: Bool

    /// Lays out a form; with `isGlossed` English stands below the Chinese.
    init(_ form: PrintedForm, isGlossed: Bool) {
        let words = FormWords(isGlossed: isGlossed)
        let kind = FormKind(form)
        title = words.title(form)
        isSheet = kind == .sheet
        mark = form.exercise ? words.text("form_exercise") : nil
        draft = form.draft ? words.text("form_draft") : nil
        sender = words.name(form.sender)
        urgent = form.urgent ? words.text("form_urgent") : nil
        number = form.documentNumber.map(words.clean) ?? kind.blankNumber(form)
        home = form.home ? words.text("form_home") : nil
        receivers = words.receivers(form, kind)
        opening = words.opening(form, kind)
        missing = form.body == .held ? nil : words.text("form_body_\(form.body.rawValue)")
        lines =
            form.fields.map { FieldTexts(line: $0, words: words).formLine }
            + (form.blanks ?? []).map {
                Line(name: words.gloss($0, else: ""), texts: ["　"], note: nil)
            }
        notes = (form.notes ?? []).map(words.note)
        // A letter that only names a step has no sentence to close.
        closing =
            form.fields.isEmpty && form.says == nil ? nil : kind.closing.map { words.text($0) }
        let attachmentsName = words.text("form_attachments").zh
        attachments = form.attachments.enumerated().map { number, name in
            let head = number == 0 ? "\(attachmentsName)：" : ""
            return "\(head)\(number + 1)．\(words.clean(name))"
        }
        // A draft was neither sealed nor dated by anybody, and what stays in the office's files is not sealed.
        let sealed = form.copy == true ? "form_seal_original" : "form_seal"
        seal = form.draft || form.inHouse ? nil : words.text(sealed)
        date = form.draft ? nil : FormWords.day(form.day)
        unchecked = words.unchecked(form)
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

/// How a document is laid out and what it ends with, by the last word of its title, as the official names have it.
enum FormKind: Equatable {
    /// A letter that asks for something, whatever it follows.
    case request
    /// A letter or a receipt that answers another one.
    case reply
    /// Another letter.
    case letter
    /// A notice that orders or decides something.
    case notice
    /// A notice that only tells something, to a party or to another office.
    case telling
    /// A circular.
    case circular
    /// Another writ.
    case writ
    /// A table, a list or a record, which is addressed to nobody in a sentence.
    case sheet

    private static let sheets = ["表", "单", "记录", "笔录", "封条", "回证", "报告", "方案", "摘要"]
    /// What is handed to a party under a number of its own, though its name ends like that of a list.
    private static let voucher = "凭单"
    private static let notices = ["通知书", "通知"]
    /// What is itself the answer, and no letter that gives one.
    private static let writs = ["决定书", "说明书", "回执"]

    init(_ form: PrintedForm) {
        let title = form.titles["zh"].map { Self.bare($0) } ?? ""
        if title.hasSuffix(Self.voucher) {
            self = .writ
        } else if Self.sheets.contains(where: { title.hasSuffix($0) }) {
            self = .sheet
        } else if Self.notices.contains(where: { title.hasSuffix($0) }) {
            self = .notice
        } else if title.hasSuffix("告知书") {
            self = .telling
        } else if title.hasSuffix("通报") {
            self = .circular
        } else if form.asks {
            self = .request
        } else if Self.writs.contains(where: { title.hasSuffix($0) }) {
            self = .writ
        } else if form.answered != nil, !title.hasSuffix("告知函") {
            self = .reply
        } else {
            self = title.hasSuffix("函") ? .letter : .writ
        }
    }

    /// A title without what stands in brackets behind it.
    private static func bare(_ title: String) -> String {
        guard title.hasSuffix("）"), let open = title.lastIndex(of: "（"), open > title.startIndex
        else { return title }
        return String(title[..<open])
    }

    /// Room for the number of a letter that has none yet and goes out; nil for what needs none, a sheet, a receipt or what was not sent.
    func blankNumber(_ form: PrintedForm) -> String? {
        guard self != .sheet, !form.draft, !form.inHouse, form.body == .held,
            !form.home || form.party != nil,
            form.titles["zh"]?.hasSuffix("回执") != true
        else { return nil }
        return "＿＿＿＿〔＿＿＿＿〕＿＿号"
    }

    /// What stands before the fields.
    var verb: String {
        switch self {
        case .request: "函商如下："
        case .reply: "函复如下："
        case .letter: "函告如下："
        case .notice: "通知如下："
        case .telling: "告知如下："
        case .circular: "通报如下："
        case .writ, .sheet: "记载如下："
        }
    }

    /// The catalogue's key of the sentence behind the fields.
    var closing: String? {
        switch self {
        case .request: "form_closing_request"
        case .reply: "form_closing_reply"
        case .letter: "form_closing_letter"
        case .notice: "form_closing_notice"
        case .telling: "form_closing_telling"
        case .circular: "form_closing_circular"
        case .writ, .sheet: nil
        }
    }
}
