import LocalAPI
import Wording

/// What stands on a form beside the name of a field.
struct FieldTexts {
    let line: PrintedForm.Line
    let words: FormWords

    /// The field by its official name.
    var formLine: FormPage.Line {
        let names = line.values.values.compactMap { $0["en"] }.filter { _ in line.kind == "enum" }
        return FormPage.Line(
            name: words.gloss(line.titles, else: line.field),
            texts: texts(line.value),
            note: words.isGlossed && !names.isEmpty
                ? words.clean(names.sorted().joined(separator: ", ")) : nil
        )
    }

    private func texts(_ value: FieldValue) -> [String] {
        switch value {
        case .boolean(let flag): return [words.text(flag ? "label_yes" : "label_no").zh]
        case .integer(let number):
            return [line.kind == "money" ? MoneyText.plainYuan(number) : String(number)]
        case .text(let text): return paragraphs(text)
        case .list(let values) where values.count == 1: return texts(values[0])
        case .list(let values):
            return values.map(texts).enumerated().flatMap { number, item in
                item.enumerated().map { place, text in
                    place == 0 ? "\(number + 1)．\(text)" : text
                }
            }
        case .object(let members): return [object(members)]
        }
    }

    /// The parts of a value under their Chinese names, the name first: 甲，执法证号：36048100001.
    private func object(_ members: [String: FieldValue]) -> String {
        let order = members.keys.sorted { a, b in
            (Self.place(a), a) < (Self.place(b), b)
        }
        return order.compactMap { key -> String? in
            let said = members[key].map { texts($0).joined(separator: "、") } ?? ""
            guard !said.isEmpty else { return nil }
            guard key != "name", let name = Self.memberKey(key) else { return said }
            return "\(words.text(name).zh)：\(said)"
        }
        .joined(separator: "，")
    }

    /// The words of the catalogue for the parts of a value that have a name.
    private static let members = [
        "name", "office", "unit", "post", "certificate", "certificate_no", "phone", "telephone",
        "mobile",
        "address", "email", "id", "id_no", "number", "no", "amount", "quantity", "remarks",
    ]

    private static let synonyms = [
        "unit": "office", "certificate_no": "certificate", "telephone": "phone",
        "mobile": "phone", "id_no": "id", "no": "number", "quantity": "amount",
    ]

    private static func place(_ key: String) -> Int {
        members.firstIndex(of: key) ?? members.count
    }

    private static func memberKey(_ key: String) -> String? {
        members.contains(key) ? "form_member_\(synonyms[key] ?? key)" : nil
    }

    private func paragraphs(_ text: String) -> [String] {
        if let name = line.values[text]?["zh"] { return [words.clean(name)] }
        switch line.kind {
        case "date": return [FormWords.day(words.clean(text))]
        case "datetime": return [FormWords.moment(words.clean(text))]
        case "record_ref":
            return [
                "\(words.text("form_record_number").zh)\(words.clean(String(text.prefix(Limits.shortDigestDigitCount))))"
            ]
        case "office": return [words.text("form_office_unknown").zh]
        default:
            return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                .map { words.clean(String($0)) }
        }
    }
}
