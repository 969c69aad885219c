import Foundation
import LocalAPI
import Yams

/// `--field id=text` and `--field id:=json`.
enum FieldOption {
    /// The field's id, hyphens standing for underscores, and its value.
    static func parse(_ text: String) throws(CommandError) -> (String, FieldValue) {
        let fault = CommandError(.fieldInvalid, ["text": text])
        guard let sign = text.firstIndex(of: "=") else { throw fault }
        var id = text[..<sign]
        let value = String(text[text.index(after: sign)...])
        let isJSON = id.hasSuffix(":")
        if isJSON { id = id.dropLast() }
        guard isFieldID(id) else { throw fault }
        let field = Identifier.event(String(id))
        guard isJSON else { return (field, .text(value)) }
        do {
            return (field, try JSONDecoder().decode(FieldValue.self, from: Data(value.utf8)))
        } catch {
            throw fault
        }
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
        let bytes = try context.read(path)
        let isYAML = path.hasSuffix(".yaml") || path.hasSuffix(".yml")
        do {
            return isYAML
                ? try YAMLDecoder().decode([String: FieldValue].self, from: Data(bytes))
                : try JSONDecoder().decode([String: FieldValue].self, from: Data(bytes))
        } catch {
            throw CommandError(
                .fileInvalid,
                ["path": path, "detail": isYAML ? "YAML" : "JSON"],
                cause: "\(error)"
            )
        }
    }
}
