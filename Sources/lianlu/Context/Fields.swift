import Foundation
import LocalAPI
import Yams

/// `--field id=text` and `--field id:=json`.
enum FieldOption {
    /// What the options of one command say.
    struct Given {
        /// The fields with a value.
        var fields: [String: FieldValue] = [:]
        /// Those that are null: nothing is said in them, and nothing is carried along.
        var without: Set<String> = []
    }

    /// The field's id, hyphens standing for underscores, and its value; nil for `null`.
    static func parse(_ text: String) throws(CommandError) -> (String, FieldValue?) {
        let fault = CommandError(.fieldInvalid, ["text": text])
        guard let sign = text.firstIndex(of: "=") else { throw fault }
        var id = text[..<sign]
        let value = String(text[text.index(after: sign)...])
        let isJSON = id.hasSuffix(":")
        if isJSON { id = id.dropLast() }
        guard isFieldID(id) else { throw fault }
        let field = Identifier.event(String(id))
        guard !value.isEmpty else { throw CommandError(.fieldEmpty, ["field": field]) }
        guard isJSON else { return (field, .text(value)) }
        if value == "null" { return (field, nil) }
        do {
            return (field, try JSONDecoder().decode(FieldValue.self, from: Data(value.utf8)))
        } catch {
            throw CommandError(.fieldNotJSON, ["field": field])
        }
    }

    /// The fields of all options; each may stand once.
    static func all(_ texts: [String]) throws(CommandError) -> Given {
        var given = Given()
        for text in texts {
            let (id, value) = try parse(text)
            guard given.fields[id] == nil, !given.without.contains(id) else {
                throw CommandError(.fieldTwice, ["field": id])
            }
            if let value { given.fields[id] = value } else { given.without.insert(id) }
        }
        return given
    }

    private static func isFieldID(_ id: Substring) -> Bool {
        (1...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            }
    }
}

/// `--file`: the fields of a body as one JSON object or one YAML mapping.
enum FieldFile {
    /// Reads a file; what ends in `.yaml` or `.yml` is YAML, anything else JSON.
    static func read(
        _ path: String,
        in context: CommandContext
    ) throws(CommandError) -> [String: FieldValue] {
        let text = try context.readText(path)
        let isYAML = path.hasSuffix(".yaml") || path.hasSuffix(".yml")
        switch isYAML ? yaml(text, path) : json(text, path) {
        case .success(let fields): return fields
        case .failure(let fault): throw fault
        }
    }

    private typealias Outcome = Result<[String: FieldValue], CommandError>

    private static func json(_ text: String, _ path: String) -> Outcome {
        do {
            // JSONDecoder keeps one of two fields of one name; YAML's reader takes JSON, and names them.
            _ = try compose(yaml: text)
        } catch let error as YamlError {
            if case .duplicatedKeysInMapping = error { return .failure(fault(error, path)) }
        } catch {
            // What JSON is wrong with is JSONDecoder's to say.
        }
        do {
            let decoder = JSONDecoder()
            return .success(try decoder.decode([String: FieldValue].self, from: Data(text.utf8)))
        } catch {
            return .failure(fault(error, path))
        }
    }

    private static func yaml(_ text: String, _ path: String) -> Outcome {
        let node: Node?
        do {
            node = try compose(yaml: text)
        } catch {
            return .failure(fault(error, path))
        }
        guard let node, node.mapping != nil else {
            return .failure(CommandError(.fileNoFields, ["path": path]))
        }
        do {
            return .success(try YAMLDecoder().decode([String: FieldValue].self, from: node))
        } catch {
            return .failure(fault(error, path))
        }
    }

    private static func fault(_ error: any Error, _ path: String) -> CommandError {
        switch error {
        case let error as YamlError: fault(error, path)
        case let error as DecodingError: fault(error, path)
        default: malformed(path, (1, 1), "\(error)")
        }
    }

    private static func malformed(
        _ path: String,
        _ place: (line: Int, column: Int),
        _ words: String?
    ) -> CommandError {
        CommandError(
            .fileInvalid,
            ["path": path, "line": "\(place.line)", "column": "\(place.column)"],
            cause: words
        )
    }

    /// What the parser says, at its place.
    private static func fault(_ error: YamlError, _ path: String) -> CommandError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            malformed(path, (mark.line, mark.column), problem)
        case .duplicatedKeysInMapping(let keys, _):
            CommandError(
                .fileFieldTwice,
                ["path": path, "fields": keys.sorted().joined(separator: ", ")]
            )
        default: malformed(path, (1, 1), "\(error)")
        }
    }

    /// A value that no field can have, by its field; what is no object at all; or what is no JSON.
    private static func fault(_ error: DecodingError, _ path: String) -> CommandError {
        let context: DecodingError.Context
        switch error {
        case .dataCorrupted(let found), .keyNotFound(_, let found), .typeMismatch(_, let found),
            .valueNotFound(_, let found):
            context = found
        @unknown default: return CommandError(.fileNoFields, ["path": path])
        }
        if let field = context.codingPath.first {
            return CommandError(.fileFieldInvalid, ["path": path, "field": field.stringValue])
        }
        guard case .dataCorrupted = error else {
            return CommandError(.fileNoFields, ["path": path])
        }
        return CommandError(.fileNotJSON, ["path": path])
    }
}
