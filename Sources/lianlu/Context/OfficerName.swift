import Cryptography
import Foundation
import NodeService

/// Who an officer is: from a file that nobody else may read, or asked for on a terminal.
///
/// Never from the command line, which every user of the machine can see and which the shell keeps.
struct OfficerName {
    /// The path of the file whose first line it is; nil: it is asked for where there is a terminal.
    let file: String?

    /// The name; throws `officer_name_needed` where none is given: who signed would stay unknown to the office itself.
    func ask(in context: CommandContext) async throws -> String {
        if let file {
            try context.requireFile(file, of: "--name-file")
            let bytes = try await Problems.told { try OwnerFile.firstLine(of: file) }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw CommandError(.fileNotText, ["path": file])
            }
            return text
        }
        guard context.streams.canAsk else { throw CommandError(.officerNameNeeded) }
        context.streams.talk(context.text("ask_officer_name"))
        guard let line = context.streams.readLine() else {
            throw CommandError(.dialogueEnded, ["field": context.text("label_officer_name")])
        }
        let name = line.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty else { throw CommandError(.officerNameNeeded) }
        return name
    }
}
