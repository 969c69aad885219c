// What `stat` is a part of hangs on what the compiler reads first: of CDispatch, or of what Foundation brings.
import CDispatch
import Foundation
import LocalAPI
import Wording

/// What a command works with besides its own arguments.
struct CommandContext: Sendable {
    /// The default home of a node.
    static let defaultHome = "/var/lib/lianlu"

    /// The language of all texts.
    let language: Language
    /// The node's home.
    let home: String
    /// Whether data is printed as JSON.
    let json: Bool
    /// Where data and talk go.
    let streams: any Streams
    /// What needs no running node.
    let operations: Operations
    /// Where files of answers are kept and looked for: the first folder in which something can be written.
    let answerFolders: [String]

    /// Takes everything explicitly, for tests.
    init(
        language: Language,
        home: String,
        json: Bool,
        streams: any Streams,
        operations: Operations,
        answerFolders: [String] = CommandContext.answerFolders
    ) {
        self.language = language
        self.home = home
        self.json = json
        self.streams = streams
        self.operations = operations
        self.answerFolders = answerFolders
    }

    /// The context of this process.
    init(_ options: CommonOptions) {
        let environment = ProcessInfo.processInfo.environment
        self.init(
            language: options.lang
                ?? LanguageChoice.choose(arguments: [], environment: environment),
            home: Self.home(option: options.home, environment: environment),
            json: options.json,
            streams: StandardStreams(),
            operations: .installed
        )
    }

    /// Here, or where nothing can be written here.
    static var answerFolders: [String] {
        [
            FileManager.default.currentDirectoryPath,
            FileManager.default.temporaryDirectory.path,
        ]
    }

    /// `--home`, then LIANLU_HOME, then `/var/lib/lianlu`.
    static func home(option: String?, environment: [String: String]) -> String {
        if let option { return option }
        if let variable = environment["LIANLU_HOME"], !variable.isEmpty { return variable }
        return defaultHome
    }

    /// A client of the node that runs on the home.
    var client: LocalClient {
        let separator = home.hasSuffix("/") ? "" : "/"
        return LocalClient(
            socketPath: home + separator + "run/lianlu.sock",
            language: language
        )
    }

    /// A text of this module.
    func text(_ key: String, _ arguments: [String: String] = [:]) -> String {
        let message = Catalogue.message("command.\(key)", arguments, in: language)
        assert(message != nil, "no text for command.\(key)")
        return message?.sentence ?? key
    }

    /// What writes tables and lists.
    var renderer: Renderer { Renderer(language: language, json: json, streams: streams) }

    /// Says something to the person at the terminal.
    func talk(_ key: String, _ arguments: [String: String] = [:]) {
        if !json { streams.talk(text(key, arguments) + "\n") }
    }

    /// Makes one call on the node, with a sign of life where it takes over a second.
    func send<Answer>(_ call: LocalCall<Answer>) async throws -> Answer {
        try await Waiting(context: self).during { _ in try await client.send(call) }
    }

    /// Reads a text file, or standard input for `-`.
    func read(_ path: String, limit: Int = Limits.fileByteCountMax) throws(CommandError) -> [UInt8]
    {
        let handle: FileHandle
        if path == "-" {
            handle = .standardInput
        } else {
            try requireNoPipe(path)
            do {
                handle = try FileHandle(forReadingFrom: URL(filePath: path))
            } catch {
                throw Self.unreadable(path)
            }
        }
        var bytes: [UInt8] = []
        do {
            while bytes.count <= limit, let piece = try handle.read(upToCount: 65_536),
                !piece.isEmpty
            {
                bytes += piece
            }
        } catch {
            throw Self.unreadable(path)
        }
        guard bytes.count <= limit else {
            throw CommandError(.fileTooLarge, ["path": path, "limit": String(limit)])
        }
        return bytes
    }

    /// Refuses pipes, devices and sockets: one might be waited for without an end.
    private func requireNoPipe(_ path: String) throws(CommandError) {
        var status = stat()
        // What cannot be asked is told by whoever opens it, and what is wrong with a folder too.
        guard stat(path, &status) == 0,
            ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
        else { return }
        throw CommandError(.fileNotRegular, ["path": path])
    }

    /// Refuses a file that is not there, where an option names one that is read later.
    func requireFile(_ path: String?) throws(CommandError) {
        guard let path, access(path, F_OK) != 0 else { return }
        throw Self.unreadable(path)
    }

    /// Refuses a file that an option names and that is not there; says which option that is.
    func requireFile(_ path: String?, of option: String) throws(CommandError) {
        do {
            try requireFile(path)
        } catch {
            guard error.code == .fileMissing, let path else { throw error }
            throw CommandError(.optionFileMissing, ["option": option, "path": path])
        }
    }

    /// Why a file that is named cannot be read, in the system's own words.
    private static func unreadable(_ path: String) -> CommandError {
        var isFolder: ObjCBool = false
        guard access(path, F_OK) == 0 else {
            let number = errno
            if number == ENOENT { return CommandError(.fileMissing, ["path": path]) }
            return CommandError(
                .fileUnreadable,
                ["path": path],
                cause: String(cString: strerror(number))
            )
        }
        _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let number = isFolder.boolValue ? EISDIR : access(path, R_OK) == 0 ? EIO : errno
        return CommandError(
            .fileUnreadable,
            ["path": path],
            cause: String(cString: strerror(number))
        )
    }

    /// Reads a card, without judging more than that it is meant as one.
    func readCard(_ path: String) throws(CommandError) -> String {
        let text = try readText(path)
        guard text.hasPrefix("lianlu/card/") else {
            throw CommandError(.cardInvalid, ["path": path])
        }
        return text
    }

    /// Reads a charter, without judging more than that it is meant as one.
    func readCharter(_ path: String) throws(CommandError) -> String {
        let text = try readText(path)
        guard text.hasPrefix("lianlu/charter/") else {
            throw CommandError(.charterInvalid, ["path": path])
        }
        return text
    }

    /// Whether there is a directory where the home is to be.
    var hasHome: Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: home, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    /// Reads a file that must be UTF-8.
    func readText(_ path: String) throws(CommandError) -> String {
        guard let text = String(validating: try read(path), as: UTF8.self) else {
            throw CommandError(.fileNotText, ["path": path])
        }
        return text
    }
}
