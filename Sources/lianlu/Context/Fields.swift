import Foundation
import LocalAPI
import Yams

/// `--field name=text` and `--field name:=json`, where a name is a field's id or title and the sign may be full-width.
enum FieldOption {
    /// What the options of one command say.
    struct Given {
        /// The fields with a value.
        var fields: [String: FieldValue] = [:]
        /// Those that are null: nothing is said in them, and nothing is carried along.
        var without: Set<String> = []
    }

    /// What one option says.
    struct Said {
        /// The field's id, hyphens standing for underscores, or the title as it was typed.
        var field: String
        /// Nil for `null`.
        var value: FieldValue?
        /// Whether it was given as JSON.
        var isJSON: Bool
    }

    private static let signs: Set<Character> = ["=", "＝"]

    /// Reads one option; blanks beside the sign count for nothing.
    static func parse(_ text: String) throws(CommandError) -> Said {
        let fault = CommandError(.fieldInvalid, ["text": text])
        guard let sign = text.firstIndex(where: signs.contains) else { throw fault }
        var name = text[..<sign]
        let value = String(text[text.index(after: sign)...].drop(while: \.isWhitespace))
        let isJSON = name.hasSuffix(":") || name.hasSuffix("：")
        if isJSON { name = name.dropLast() }
        let field = try field(String(name), fault)
        guard !value.isEmpty else { throw CommandError(.fieldEmpty, ["field": field]) }
        guard isJSON else { return Said(field: field, value: .text(value), isJSON: false) }
        if value == "null" { return Said(field: field, value: nil, isJSON: true) }
        do {
            let json = try JSONDecoder().decode(FieldValue.self, from: Data(value.utf8))
            return Said(field: field, value: json, isJSON: true)
        } catch {
            throw CommandError(.fieldNotJSON, ["field": field])
        }
    }

    /// The fields of all options; texts of one name are the items of a list, and what is JSON stands once.
    static func all(_ texts: [String]) throws(CommandError) -> Given {
        var given = Given()
        var once: Set<String> = []
        for text in texts {
            let said = try parse(text)
            let other = given.fields[said.field]
            let isKnown = other != nil || given.without.contains(said.field)
            if isKnown, said.isJSON || once.contains(said.field) {
                throw CommandError(.fieldTwice, ["field": said.field])
            }
            if said.isJSON { once.insert(said.field) }
            switch (said.value, other) {
            case (nil, _): given.without.insert(said.field)
            case (let value?, nil): given.fields[said.field] = value
            case (let value?, .list(let values)?):
                given.fields[said.field] = .list(values + [value])
            case (let value?, let first?): given.fields[said.field] = .list([first, value])
            }
        }
        return given
    }

    /// A name without the blanks around it; an id in its one spelling.
    private static func field(
        _ text: String,
        _ fault: CommandError
    ) throws(CommandError) -> String {
        let name = text.trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty, !name.contains(where: \.isNewline) else { throw fault }
        guard name.count <= Limits.fieldNameCharacterCountMax else {
            let limit = "\(Limits.fieldNameCharacterCountMax)"
            throw CommandError(.fieldNameTooLong, ["limit": limit])
        }
        return Identifier.isID(name) ? Identifier.event(name) : name
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
        var count = 0
        guard isCounted(node, &count) else {
            let limit = "\(Limits.fieldFileValueCountMax)"
            return .failure(CommandError(.fileValuesMany, ["path": path, "limit": limit]))
        }
        do {
            return .success(try YAMLDecoder().decode([String: FieldValue].self, from: node))
        } catch {
            return .failure(fault(error, path))
        }
    }

    /// Counts the values of a node, and stops behind the limit: what an alias names is there as often as it is named.
    private static func isCounted(_ node: Node, _ count: inout Int) -> Bool {
        count += 1
        guard count <= Limits.fieldFileValueCountMax else { return false }
        switch node {
        case .scalar, .alias: return true
        case .sequence(let values): return values.allSatisfy { isCounted($0, &count) }
        case .mapping(let pairs):
            return pairs.allSatisfy { isCounted($0.key, &count) && isCounted($0.value, &count) }
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
