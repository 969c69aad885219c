import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing
import Wording

@testable import lianlu

@Suite struct FormPageTests {
    private func page(isGlossed: Bool = false) throws -> String {
        try FormPage(Samples.letter, isGlossed: isGlossed).html()
    }

    @Test(
        "nothing that somebody wrote becomes markup, a template or a turn of the writing direction"
    )
    func escaped() throws {
        let html = try page(isGlossed: true)
        for bad in ["<script", "<img", "<b>", "\u{202E}", "javascript:", "<a "] {
            #expect(!html.contains(bad), "\(bad)")
        }
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;.pdf"))
        #expect(html.contains("&lt;img src"))
        #expect(html.contains("{{title.zh}} &amp; \u{FFFD}cod"))
    }

    @Test(
        "the page loads nothing and runs nothing: no link, no script, and a policy that forbids both"
    )
    func selfContained() throws {
        let html = try page()
        #expect(html.contains("default-src 'none'; style-src 'unsafe-inline'"))
        for bad in ["http:", "https:", "url(", "@import", "<link", "<iframe", "<object"] {
            #expect(!html.contains(bad), "\(bad)")
        }
    }

    @Test(
        "a letter has number, title, receivers, text, fields, attachments, signature and its way back, in this order"
    )
    func order() throws {
        let html = try page()
        let body = try #require(html.range(of: "<body>")).upperBound
        var place = body
        for text in [
            "江西省市场监督管理局", "赣市监协查〔2026〕12号", "<h1>协助调查函", "福建省市场监督管理局、广东省有关单位（单位名称本节点不详）：",
            "根据《中华人民共和国行政处罚法》第二十六条的规定，现就“【演练】&lt;b&gt;赣南脐橙&lt;/b&gt;”一事函告如下：",
            "协查类型", "协助调查取证", "1．核实标价", "2．调取发票", "2026年11月19日8时05分", "附件", "1．&lt;script",
            "2．照片", "江西省市场监督管理局（印章）", "2026年11月20日", "存储回执", "1/2",
            "本打印件本身不证明任何事项",
        ] {
            let found = try #require(html.range(of: text, range: place..<html.endIndex), "\(text)")
            place = found.upperBound
        }
        #expect(html.contains("size: A4") && html.contains("counter(page)"))
    }

    @Test("English stands below the Chinese only where it was asked for")
    func gloss() throws {
        #expect(try !page().contains("lang=\"en\">"))
        let glossed = try page(isGlossed: true)
        #expect(glossed.contains("Letter requesting assistance in an investigation"))
        #expect(glossed.contains("<h1>协助调查函<span class=\"en\""))
        #expect(glossed.contains("This print proves nothing by itself"))
    }

    @Test(
        "where the body cannot be read the form says why, and the home part that nobody else has it",
        arguments: TimelineEntry.Body.State.allCases
    )
    func withoutBody(_ state: TimelineEntry.Body.State) throws {
        var form = Samples.letter
        (form.body, form.fields, form.home, form.subject) = (state, [], true, nil)
        (form.laws, form.attachments, form.documentNumber) = ([], [], nil)
        let html = try FormPage(form, isGlossed: false).html()
        #expect(html.contains("以下各项从略") == (state != .held))
        #expect(html.contains("尚未发往其他单位"))
        #expect(!html.contains("<table class=\"fields\">") && !html.contains("class=\"number\""))
        // A form that says nothing names its step, and promises nothing below.
        #expect(
            html.contains(
                "<p class=\"text\">" + (state == .held ? "办理“发出”。" : "函告如下：")
            )
        )
        #expect(html.contains("如下") == (state != .held))
    }

    @Test(
        "days and times are written as Chinese papers write them, and anything else is left as it is",
        arguments: [
            ("2026-01-05", "2026年1月5日"), ("2026-1-5", "2026-1-5"), ("soon", "soon"),
        ]
    )
    func days(_ text: String, _ shown: String) {
        #expect(FormWords.day(text) == shown)
        #expect(
            FormWords.moment("\(text)T08:05:00+08:00")
                == (shown == text && text.utf8.count != 10
                    ? "\(text)T08:05:00+08:00" : "\(shown)8时05分")
        )
    }

    @Test(
        "a print goes to standard output or to a new file that only its owner reads, never over another one"
    )
    func output() async throws {
        try await RunningNode.serving { node in
            let path = node.home + "/letter.html"
            let first = try await InProcess.run(
                ["record", "print", "aaaaaaaa", "--document", "f17", "--output", path],
                home: node.home
            )
            #expect(first.code == .done && first.data.isEmpty)
            #expect(first.talk.contains("f18"))
            #expect(node.service.script { $0.calls.last?.argument } == "aaaaaaaa f17")
            let written = try String(contentsOfFile: path, encoding: .utf8)
            #expect(try written == page())
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect((mode as? NSNumber)?.intValue == 0o600)
            let again = try await InProcess.run(
                ["record", "print", "aaaaaaaa", "--output", path],
                home: node.home
            )
            #expect(again.code == .failed && again.talk.contains("command.output_exists"))
            // Nothing is asked for and nothing written under a name that ends like another kind of file.
            for (name, isPDF) in [("f17.html", true), ("F17.HTM", true), ("f17.pdf", false)] {
                let wrong = try await InProcess.run(
                    ["record", "print", "aaaaaaaa", "--output", "\(node.home)/\(name)"]
                        + (isPDF ? ["--pdf"] : []),
                    home: node.home
                )
                #expect(wrong.code == .usage, "\(wrong.talk)")
                #expect(wrong.talk.contains("command.output_name_wrong"))
                #expect(!FileManager.default.fileExists(atPath: "\(node.home)/\(name)"))
            }
            let shown = try await InProcess.run(
                ["record", "print", "aaaaaaaa", "--lang", "en"],
                home: node.home
            )
            #expect(shown.data == (try page(isGlossed: true)))
            let json = try await InProcess.run(
                ["record", "print", "aaaaaaaa", "--json"],
                home: node.home
            )
            #expect(json.data.contains("\"document\":\"f17\""))
            let bare = try await InProcess.run(
                ["record", "print", "aaaaaaaa", "--pdf"],
                home: node.home
            )
            #expect(bare.code == .usage)
        }
    }

    @Test("without a program that makes PDFs the error names the packages")
    func noProgram() {
        let error = #expect(throws: CommandError.self) {
            try PDFProgram.find(searchPath: "/nowhere:/")
        }
        #expect(error?.code == .pdfProgramMissing)
        #expect(error?.arguments["packages"]?.contains("chromium") == true)
    }
}
