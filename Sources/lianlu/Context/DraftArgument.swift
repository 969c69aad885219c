import Foundation
import LocalAPI

/// A draft as it is named on the command line: by its id, by the beginning of it, or by a file with the node's answer to whoever
/// drafted it.
enum DraftArgument {
    private struct Named: Decodable {
        let draft: String
    }

    /// The id, in lower case.
    static func id(_ text: String, in context: CommandContext) async throws -> String {
        if UUID(uuidString: text) != nil { return text.lowercased() }
        if isBeginning(text) {
            if let found = try await id(beginningWith: text.lowercased(), in: context) {
                return found
            }
            // A file may be called so; else the node says what it knows of a draft that waits no more.
            guard FileManager.default.fileExists(atPath: text) else { return text.lowercased() }
        }
        // Neither an id nor anything that could be read.
        guard FileManager.default.fileExists(atPath: text) else {
            throw CommandError(.draftNameUnknown, ["draft": text])
        }
        let bytes = Data(try context.read(text))
        // A file with anything else names no draft, whatever is wrong with it.
        guard let named = try? JSONDecoder().decode(Named.self, from: bytes),
            UUID(uuidString: named.draft) != nil
        else { throw CommandError(.draftInvalid, ["path": text]) }
        return named.draft.lowercased()
    }

    /// Whether a text may be the beginning of an id.
    private static func isBeginning(_ text: String) -> Bool {
        text.utf8.count >= Limits.draftPrefixCharacterCountMin
            && text.utf8.allSatisfy { byte in
                switch byte | 0x20 {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
                    true
                default: byte == UInt8(ascii: "-")
                }
            }
    }

    /// The one draft that begins so; nil where none does.
    private static func id(
        beginningWith text: String,
        in context: CommandContext
    ) async throws -> String? {
        var found: [String] = []
        try await Waiting(context: context).during { _ in
            try await context.client.list(.drafts) { line in
                if line.draft.hasPrefix(text) { found.append(line.draft) }
            }
        }
        guard found.count < 2 else {
            throw CommandError(
                .draftAmbiguous,
                ["draft": text, "drafts": found.joined(separator: ", ")]
            )
        }
        return found.first
    }
}
