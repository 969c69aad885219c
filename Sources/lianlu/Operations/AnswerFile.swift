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
        let digits = UUID().uuidString.prefix(Self.nameDigitCount).lowercased()
        let name = Self.namePrefix + digits + Self.nameSuffix
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

    /// Removes a file that `keep` wrote, and says whether it did; anything else is somebody's own file and stays.
    static func remove(_ path: String) -> Bool {
        let url = URL(filePath: path)
        let name = url.lastPathComponent
        guard name.hasPrefix(namePrefix), name.hasSuffix(nameSuffix),
            name.count == namePrefix.count + nameDigitCount + nameSuffix.count,
            // A file that cannot be read any more is left alone.
            let text = try? String(contentsOf: url, encoding: .utf8), text.hasPrefix(opening)
        else { return false }
        do {
            try FileManager.default.removeItem(at: url)
        } catch {
            // The step is taken; its owner sees by himself that the file is there still.
            return false
        }
        return true
    }

    private static let namePrefix = "lianlu-"
    private static let nameSuffix = ".yaml"
    private static let nameDigitCount = 8
    /// How the file begins: with the command that takes it.
    private static let opening = "# lianlu record "

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
