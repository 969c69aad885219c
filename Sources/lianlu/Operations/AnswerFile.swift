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
        for folder in context.answerFolders {
            let path = folder + (folder.hasSuffix("/") ? "" : "/") + name
            let command = command(submission, path, isSentAgain)
            do {
                try NewFile.write(Array(text(submission, command).utf8), to: path)
            } catch {
                continue
            }
            let told = context.text("talk_answers_kept", ["command": command, "path": path])
            context.streams.talk(TextWidth.harmless(told) + "\n")
            // What earlier files kept stands in the new one, unless their names are still to be compared with those of options.
            for old in options.file where submission.defaults == nil && Self.remove(old) {
                context.talk("talk_answers_replaced", ["path": old])
            }
            return
        }
    }

    /// Removes a file that `keep` wrote, and says whether it did; anything else is somebody's own file and stays.
    static func remove(_ path: String) -> Bool {
        guard text(of: path) != nil else { return false }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            // The step is taken; its owner sees by himself that the file is there still.
            return false
        }
        return true
    }

    /// Notes in a file that `keep` wrote that it goes with a draft, and says whether it did.
    static func bind(_ path: String, to draft: String) -> Bool {
        guard text(of: path) != nil, let file = FileHandle(forUpdatingAtPath: path) else {
            return false
        }
        do {
            try file.seekToEnd()
            try file.write(contentsOf: Data("\(note(of: draft))\n".utf8))
            try file.close()
        } catch {
            // The draft stands; without the note its owner removes the file by himself.
            return false
        }
        return true
    }

    /// Removes the files that go with a draft, once it is signed or thrown away, and says which; looked for where `keep` puts them.
    static func removeAll(of draft: String, _ context: CommandContext) {
        for folder in Set(context.answerFolders) {
            // Of a folder that cannot be read no file is known.
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            for name in names.sorted() where isKept(name) {
                let path = folder + (folder.hasSuffix("/") ? "" : "/") + name
                guard release(path, from: draft) else { continue }
                context.talk("talk_answers_removed", ["path": path])
            }
        }
    }

    /// Takes a draft's note out of a file, which goes with the last one, and says whether it is gone.
    private static func release(_ path: String, from draft: String) -> Bool {
        var lines = text(of: path)?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
        guard let line = lines.firstIndex(of: Substring(note(of: draft))) else { return false }
        lines.remove(at: line)
        guard lines.contains(where: { $0.hasPrefix(note(of: "")) }) else { return remove(path) }
        do {
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            // Shorter than before, so that nothing of it is lost when the disk is full; and nobody else may read it still.
            try file.write(contentsOf: Data(lines.joined(separator: "\n").utf8))
            try file.truncate(atOffset: file.offset())
            try file.close()
        } catch {
            // The file stays with its note, and its owner removes it by himself.
            return false
        }
        return false
    }

    private static func note(of draft: String) -> String { "# lianlu draft \(draft)" }

    private static func isKept(_ name: String) -> Bool {
        name.hasPrefix(namePrefix) && name.hasSuffix(nameSuffix)
            && name.count == namePrefix.count + nameDigitCount + nameSuffix.count
    }

    /// The text of a file that `keep` wrote; nil of any other, and of what is no file.
    private static func text(of path: String) -> String? {
        // What cannot be asked or read any more is left alone.
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        guard isKept(URL(filePath: path).lastPathComponent),
            facts?[.type] as? FileAttributeType == .typeRegular,
            let size = (facts?[.size] as? NSNumber)?.intValue, size <= Limits.fileByteCountMax,
            let text = try? String(contentsOfFile: path, encoding: .utf8), text.hasPrefix(opening)
        else { return nil }
        return text
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
        let environment = ProcessInfo.processInfo.environment
        if CommandContext.home(option: nil, environment: environment) != context.home {
            parts += ["--home", context.home]
        }
        return parts.map(Self.quoted).joined(separator: " ")
    }

    /// A word as a shell takes it.
    private static func quoted(_ word: String) -> String {
        let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./:=@,".contains($0) }
        return isPlain && !word.isEmpty
            ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
}
