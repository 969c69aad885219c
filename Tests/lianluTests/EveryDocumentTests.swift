import Casework
import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

/// Every document of every kind of both editions of the built-in pack, laid out with a value in each field that it could have.
@Suite struct EveryDocumentTests {
    private static let sender = PrintedForm.Office(
        address: "360000/scjg",
        title: "江西省市场监督管理局",
        region: "江西省"
    )
    private static let receiver = PrintedForm.Office(
        address: "350000/scjg",
        title: "福建省市场监督管理局",
        region: "福建省"
    )

    /// A value of a field, with the names that the node gives along.
    private static func value(
        _ field: Field,
        _ pack: RulePack
    ) -> (value: FieldValue, names: [String: [String: String]]) {
        var names: [String: [String: String]] = [:]
        let one: FieldValue
        switch field.kind {
        case .boolean: one = .boolean(true)
        case .integer: one = .integer(3)
        case .money: one = .integer(123_400)
        case .quantity: one = .text("36万斤")
        case .date: one = .text("2026-11-20")
        case .datetime: one = .text("2026-11-20T09:05:00+08:00")
        case .region:
            names["360734"] = RegionCode("360734")?.fullName.map { ["zh": $0] }
            one = .text("360734")
        case .office:
            names["350000/scjg"] = ["zh": "福建省市场监督管理局"]
            one = .text("350000/scjg")
        case .hash: one = .text("哈希值")
        case .recordReference: one = .text(String(repeating: "1", count: 64))
        case .choice:
            let value = pack.choices.first { $0.id == field.choice }?.values.first
            names[value?.id.text ?? ""] = value.map { ["en": $0.title.en, "zh": $0.title.zh] }
            one = .text(value?.id.text ?? "")
        case .officer, .person, .party, .contact:
            one = .object(["name": .text("甲"), "phone": .text("0791-00000000")])
        default: one = .text("某内容")
        }
        return (field.isList ? .list([one, one]) : one, names)
    }

    /// What the node would say of a document that a step issues.
    private static func form(
        _ document: Document,
        of step: Transition,
        _ machine: Machine,
        _ pack: RulePack
    ) -> PrintedForm {
        func titles(_ title: Title) -> [String: String] { ["en": title.en, "zh": title.zh] }
        var form = PrintedForm(
            document: document.id.text,
            titles: titles(document.title),
            record: String(repeating: "1", count: 64),
            entry: String(repeating: "2", count: 64),
            origin: "jiangxi.ipr.example/exercise",
            index: 7,
            at: "2026-11-20T09:05:00+08:00",
            day: "2026-11-20",
            node: "jiangxi.ipr.example",
            sender: sender
        )
        form.asks = document.asks
        form.attachments = ["照片"]
        form.body = .held
        form.documentNumber = "赣市监协查〔2026〕12号"
        form.eventTitles = titles(step.title)
        form.exercise = true
        form.form = document.form
        form.mechanism = "exercise"
        form.mechanismTitles = ["en": "Exercise", "zh": "演练"]
        form.subject = "【演练】赣南脐橙"
        form.inHouse = document.isInternal
        form.says = document.says.map(titles)
        form.blanks = document.blanks.map(titles)
        form.urgent = true
        let fields = (pack.fields + machine.fields).filter { !document.omits.contains($0.id) }
        form.fields = fields.map { field in
            let (value, names) = value(field, pack)
            return PrintedForm.Line(
                field: field.id.text,
                kind: field.kind.rawValue,
                personal: field.isPersonal,
                titles: titles(field.title),
                value: value,
                values: names
            )
        }
        let facts = DocumentFacts(signerTitle: sender.title, mechanismTitle: "演练")
        form.laws = pack.lawsCited(by: step, of: machine, for: document.id, facts).map {
            .init(titles: titles($0.law.title), article: $0.article, status: "memory")
        }
        switch document.addressee {
        case .field(let id)?:
            let title = fields.first { $0.id == id }?.title
            form.party = .init(name: "某公司", titles: title.map(titles) ?? [:])
        case .blank(let title)?: form.party = .init(name: nil, titles: titles(title))
        case nil: form.addressees = document.isInternal ? [] : [receiver]
        }
        if let answered = machine.transitions.first(where: { document.answers.contains($0.id) }) {
            form.answered = PrintedForm.Answered(
                titles: titles(answered.title),
                sender: receiver,
                day: "2026-11-19",
                entry: String(repeating: "3", count: 64),
                body: .held
            )
        }
        return form
    }

    /// Keeps a page for people to read, where `LIANLU_TEST_PAGES` names a folder.
    private static func keep(_ page: String, as name: String, _ version: Int) throws {
        guard let folder = ProcessInfo.processInfo.environment["LIANLU_TEST_PAGES"] else { return }
        let file = URL(filePath: folder).appending(path: "\(version)-\(name).html")
        try Data(page.utf8).write(to: file)
    }

    /// What of a page stands in it as it must not: templates, empty places, raw ids, and English but for the short names of digests and marks of quality.
    static func faults(in page: String) -> [String] {
        guard let start = page.range(of: "<body"), let end = page.range(of: "<div class=\"proof\">")
        else { return ["no body or no way back"] }
        let body = page[start.lowerBound..<end.lowerBound]
        let empty = [
            "{{", "}}", "<th scope=\"row\"></th>", "<td></td>", "<p></p>", "<h1></h1>",
            "class=\"head\"></p>", "class=\"to\"></p>", "“”", "《》", "：：",
        ]
        var faults = empty.filter { body.contains($0) }
        let words = body.replacing(/<[^>]*>/, with: " ")
            .replacing(/&[a-z]+;/, with: " ")
            .replacing(/SM3|SHA-256|CMA|CNAS/, with: "")
            .replacing(/记录编号[0-9a-f]{12}/, with: "")
        for match in words.matches(of: /[A-Za-z_][A-Za-z0-9_-]*|[0-9]+(?:\/[a-z]+)?/) {
            let word = String(match.output)
            let digits = word.prefix { $0.isNumber }.count
            // The code of a region has six digits.
            if digits == 0 || digits == 6 { faults.append(word) }
        }
        return faults
    }

    @Test(
        "each document of each step is laid out with a value in each field: no empty name, no raw id, no template, no English, and somebody to whom it goes",
        arguments: [RulePack.cooperationBytes, RulePack.cooperation2027Bytes]
    )
    func everyDocument(_ bytes: [UInt8]) throws {
        let pack = try RulePack.load(bytes)
        var printed: Set<String> = []
        for machine in pack.kinds.flatMap(\.machines) {
            for step in machine.transitions {
                for id in step.documents {
                    let document = try #require(machine.documents.first { $0.id == id })
                    let form = Self.form(document, of: step, machine, pack)
                    let page = try FormPage(form, isGlossed: false).html()
                    let name = "\(machine.id) \(step.id) \(id)"
                    #expect(Self.faults(in: page).isEmpty, "\(name)")
                    try Self.keep(page, as: name.replacing(" ", with: "-"), pack.version)
                    #expect(page.contains("<h1>\(document.title.zh)</h1>"), "\(name)")
                    // What stays in the office's files goes to nobody, and is not sealed.
                    #expect(page.contains("<p class=\"to\">") != document.isInternal, "\(name)")
                    #expect(page.contains("（印章）") != document.isInternal, "\(name)")
                    #expect(page.contains("<p class=\"urgent\">加急</p>"), "\(name)")
                    let glossed = try FormPage(form, isGlossed: true).html()
                    #expect(glossed.contains(document.title.en), "\(name)")
                    printed.insert("\(machine.id) \(id)")
                }
            }
        }
        let all = pack.kinds.flatMap(\.machines).flatMap { machine in
            machine.documents.map { "\(machine.id) \($0.id)" }
        }
        #expect(printed == Set(all))
    }

    @Test("a raw id, English or an empty place is found where a page has one")
    func found() throws {
        func page(_ text: String) -> String { "<body><p>\(text)</p><div class=\"proof\">" }
        #expect(Self.faults(in: page("某内容，SHA-256 校验值，&lt;")) == [])
        for bad in ["subject_name", "350000/scjg", "350000", "trademark", "“”"] {
            #expect(Self.faults(in: page("某内容" + bad + "。")) == [bad], "\(bad)")
        }
        #expect(Self.faults(in: page("")) == ["<p></p>"])
    }
}
