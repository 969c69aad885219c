import Foundation
import LocalAPI

/// Keeps what a person has answered where a step came to nothing, so that nobody types it again.
struct AnswerFile {
    let context: CommandContext
    /// The words of the command up to its options.
    let words: [String]
    let options: StepOptions

    /// Writes the answers into a new file that its owner alone may read, and says with which command they go on; nothing without answers.
    func keep(_ submission: EntrySubmission, isSentAgain: Bool) {
        guard !submission.fields.isEmpty else { return }
        let name = "lianlu-\(UUID().uuidString.prefix(8).lowercased()).yaml"
        let here = FileManager.default.currentDirectoryPath
        for folder in [here, FileManager.default.temporaryDirectory.path] {
            let path = folder + (folder.hasSuffix("/") ? "" : "/") + name
            let command = command(submission, path, isSentAgain)
            do {
                try NewFile.write(Array(text(submission, command).utf8), to: path)
            } catch {
                continue
            }
            let told = context.text("talk_answers_kept", ["command": command, "path": path])
            context.streams.talk(TextWidth.harmless(told) + "\n")
            return
        }
    }

    /// One field a line; JSON values are YAML as well.
    private func text(_ submission: EntrySubmission, _ command: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = submission.fields.sorted { $0.key < $1.key }.compactMap { field, value in
            // Whatever was typed is a JSON value.
            (try? encoder.encode([value])).map { bytes in
                "\(Self.key(field)): \(String(decoding: bytes, as: UTF8.self).dropFirst().dropLast())\n"
            }
        }
        return "# \(TextWidth.harmless(command))\n" + lines.joined()
    }

    /// A title may hold what YAML has a use for.
    private static func key(_ field: String) -> String {
        Identifier.isID(field) ? field : "\"\(field.replacing("\"", with: "\\\""))\""
    }

    /// The command that takes the file, with all that was given besides the fields.
    private func command(
        _ submission: EntrySubmission,
        _ path: String,
        _ isSentAgain: Bool
    ) -> String {
        let pairs: [(String, String?)] = [
            ("--mechanism", submission.mechanism),
            ("--to", submission.to.isEmpty ? nil : submission.to.joined(separator: ",")),
            ("--office", submission.office), ("--from", submission.from),
            ("--audience", options.audience), ("--label", submission.label),
            ("--rules", submission.rules),
            ("--request", isSentAgain ? submission.request : nil),
        ]
        var parts = ["lianlu"] + words + ["--file", path]
        for (option, value) in pairs { parts += value.map { [option, $0] } ?? [] }
        for parent in options.parent { parts += ["--parent", parent] }
        for field in submission.without ?? [] { parts += ["--field", "\(field):=null"] }
        if options.forApproval { parts.append("--for-approval") }
        return parts.map(Self.quoted).joined(separator: " ")
    }

    /// A word as a shell takes it.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./:=@,".contains($0) }
        return isPlain && !word.isEmpty
            ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
}
