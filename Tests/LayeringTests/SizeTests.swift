import Foundation
import Testing

/// How long files and functions are at the most, in the whole tree.
@Suite struct SizeTests {
    private static let fileLineCountMax = 600
    private static let functionLineCountMax = 70

    /// A function with its place.
    private struct Function: CustomStringConvertible {
        let file: String
        let line: Int
        let lineCount: Int

        var description: String { "\(file):\(line): \(lineCount) lines" }
    }

    /// The Swift files of the tree with their lines, by path.
    private static func files() throws -> [String: [Substring]] {
        var found: [String: [Substring]] = [:]
        for folder in ["Sources", "Tests"] {
            let root = LayeringTests.root.appending(path: folder)
            let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard file.pathExtension == "swift" else { continue }
                let text = try String(contentsOf: file, encoding: .utf8)
                let path = String(file.path.dropFirst(LayeringTests.root.path.count))
                var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                if lines.last?.isEmpty == true { lines.removeLast() }
                found[path] = lines
            }
        }
        return found
    }

    /// The functions of a file as the formatter has laid them out: each ends at the first brace that stands as far in as it begins.
    private static func functions(of file: String, _ lines: [Substring]) -> [Function] {
        var open: [(line: Int, indent: Int)] = []
        var found: [Function] = []
        var isText = false
        for (number, line) in lines.enumerated() {
            let wasText = isText
            if line.ranges(of: "\"\"\"").count % 2 == 1 { isText.toggle() }
            guard !wasText, let first = line.firstIndex(where: { $0 != " " }) else { continue }
            let indent = line.distance(from: line.startIndex, to: first)
            if line[first] == "}", let last = open.last, last.indent == indent {
                open.removeLast()
                let lineCount = number - last.line + 1
                found.append(Function(file: file, line: last.line + 1, lineCount: lineCount))
            }
            guard declares(line[first...]) else { continue }
            // A requirement of a protocol has no body, and one of a single line has its own end.
            if beginsBody(at: number, of: lines, indent) { open.append((number, indent)) }
        }
        return found
    }

    private static let modifiers: Set<Substring> = [
        "public", "package", "internal", "private", "fileprivate", "static", "class", "final",
        "mutating", "nonisolated", "override", "isolated", "required", "convenience", "consuming",
        "borrowing",
    ]

    /// Whether a line, without what indents it, begins a function.
    private static func declares(_ line: Substring) -> Bool {
        guard line.contains("func ") || line.contains("init") || line.contains("subscript(") else {
            return false
        }
        if line.hasPrefix("@") { return line.contains(") func ") }
        let word = line.split(separator: " ").first { !modifiers.contains($0) } ?? ""
        return word == "func" || word == "deinit"
            || ["init(", "init?(", "init<", "subscript("].contains { word.hasPrefix($0) }
    }

    /// Whether what is declared at a line has a body that ends in a line of its own.
    private static func beginsBody(at number: Int, of lines: [Substring], _ indent: Int) -> Bool {
        for line in lines[number...] {
            if line.hasSuffix("{") { return true }
            if line.hasSuffix("}") { return false }
            let inner = line.prefix { $0 == " " }.count
            guard line == lines[number] || inner > indent || line.dropFirst(indent).first == ")"
            else { return false }
        }
        return false
    }

    @Test("no file is longer than 600 lines")
    func longFiles() throws {
        let files = try Self.files()
        #expect(files.count > 1_000)
        for (file, lines) in files where lines.count > Self.fileLineCountMax {
            Issue.record("\(file): \(lines.count) lines")
        }
    }

    @Test("no function is longer than 70 lines, and half of them are far shorter")
    func longFunctions() throws {
        let functions = try Self.files().flatMap { Self.functions(of: $0.key, $0.value) }
        #expect(functions.count > 5_000)
        for function in functions where function.lineCount > Self.functionLineCountMax {
            Issue.record("\(function)")
        }
        let counts = functions.map(\.lineCount).sorted()
        #expect(counts[counts.count / 2] <= 20, "\(counts[counts.count / 2])")
    }

    @Test("the reader of functions sees a long one, and where it ends")
    func reader() {
        func made(_ lineCount: Int) -> [Substring] {
            ["struct A {", "    private static func b("] + ["        _ c: Int", "    ) {"]
                + Array(repeating: "        if d {}", count: lineCount - 7)
                + ["        let e = \"\"\"", "    }", "    \"\"\"", "    }", "    init() {}", "}"]
        }
        let limit = Self.functionLineCountMax
        for lineCount in [limit, limit + 1] {
            let functions = Self.functions(of: "a", made(lineCount))
            #expect(functions.map(\.lineCount) == [lineCount])
            #expect(functions.map(\.line) == [2])
        }
    }
}
