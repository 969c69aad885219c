import Foundation
import Testing

/// What the pages say is there is there, and what they are to name they name.
@Suite struct DocumentationTests {
    private static func text(_ path: String) throws -> String {
        try String(contentsOf: LayeringTests.root.appending(path: path), encoding: .utf8)
    }

    /// What stands in code spans, word by word.
    private static func words(in page: some StringProtocol) -> Set<Substring> {
        var words: Set<Substring> = []
        for (number, part) in page.split(
            separator: "`",
            omittingEmptySubsequences: false
        ).enumerated() where number % 2 == 1 {
            words.formUnion(
                part.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map { Substring($0) }
            )
        }
        return words
    }

    private static func files(in folder: String) throws -> [String] {
        let url = LayeringTests.root.appending(path: folder)
        return try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    }

    /// The keys of a source file's documents: its stored properties, by the names that their coding keys give them.
    private static func keys(of source: String) -> Set<Substring> {
        let renamed = source.matches(of: /case (\w+) = "(\w+)"/)
            .reduce(into: [Substring: Substring]()) { $0[$1.1] = $1.2 }
        let stored = source.split(separator: "\n").compactMap { line -> Substring? in
            // One with a body is computed, and no part of the document.
            guard !line.contains("{") else { return nil }
            return line.prefixMatch(of: /\s+package (?:let|var) (\w+):/)?.1
        }
        return Set(stored.map { renamed[$0] ?? $0 })
    }

    @Test("FORMATS.md names every field of the documents between a node and its clients")
    func documents() throws {
        let page = try Self.text("FORMATS.md")
        let start = try #require(page.range(of: "## 8. LocalAPI\n")?.lowerBound)
        let end = try #require(page.range(of: "## 9. Limits\n")?.lowerBound)
        let named = Self.words(in: page[start..<end])
        let folder = "Sources/LocalAPI/Documents"
        var count = 0
        for file in try Self.files(in: folder) where file.hasSuffix(".swift") {
            let keys = Self.keys(of: try Self.text("\(folder)/\(file)"))
            count += keys.count
            let missing = keys.subtracting(named).sorted()
            #expect(missing.isEmpty, "\(file): \(missing)")
        }
        #expect(count > 300, "\(count)")
    }

    @Test(
        "each file and folder that a page names by its path exists",
        arguments: [
            "README.md", "README.zh-CN.md", "OFFICERS.md", "OFFICERS.zh-CN.md", "AUDITORS.md",
            "AUDITORS.zh-CN.md", "ARCHITECTURE.md", "FORMATS.md", "SECURITY.md",
        ]
    )
    func paths(_ page: String) throws {
        let text = try Self.text(page)
        let paths = text.matches(of: /`((?:Sources|Tests|scripts)\/[\w+.\-\/]+)`/).map(\.1)
        for path in paths {
            let file = LayeringTests.root.appending(path: String(path)).path
            #expect(FileManager.default.fileExists(atPath: file), "\(path)")
        }
        #expect(page != "ARCHITECTURE.md" || !paths.isEmpty, "\(paths)")
    }

    @Test(
        "ARCHITECTURE.md has every module in its map, on its layer, and in its table, and no other"
    )
    func modules() throws {
        let page = try Self.text("ARCHITECTURE.md")
        let modules = try LayeringTests.modules()
        let rows = page.matches(of: /\n\| (\w+) \| [^|]+ \| [^|]+ \|/).map { String($0.1) }
        let table = rows.filter { LayeringTests.layers[$0] != nil }
        #expect(table.sorted() == modules)
        var layer: Int?
        var found: [String] = []
        for line in page.split(separator: "\n") where line.hasPrefix("    ") {
            if let number = line.firstMatch(of: /^ {4}([0-4])\b/) { layer = Int(number.1) }
            // The last part of a line says what the layer is for.
            let names = line.split(separator: /\s{2,}/).flatMap { $0.split(separator: /[ ,→]+/) }
            for name in names.map(String.init) where modules.contains(name) {
                #expect(LayeringTests.layers[name] == layer, "\(name)")
                found.append(name)
            }
        }
        #expect(Set(found) == Set(modules))
    }

    @Test(
        "of a page in two languages each has what the other has: the same commands in the same blocks",
        arguments: [("README", 7), ("OFFICERS", 1), ("AUDITORS", 2)]
    )
    func blocks(_ page: String, _ count: Int) throws {
        func commands(_ page: String) throws -> [[Substring]] {
            try Self.text(page).split(separator: "```", omittingEmptySubsequences: false)
                .enumerated().filter { $0.offset % 2 == 1 }
                .map { block in
                    // What programs print and comments is in the page's language.
                    block.element.split(separator: "\n").dropFirst()
                        .flatMap { $0.matches(of: /\blianlu [a-z]+(?: [a-z]+)?/).map { $0.output } }
                }
                .filter { !$0.isEmpty }
        }
        let english = try commands("\(page).md")
        #expect(try commands("\(page).zh-CN.md") == english)
        #expect(english.count >= count, "\(english.count)")
    }
}
