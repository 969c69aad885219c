import Foundation
import LocalAPI
import TestSupport
import Testing

@testable import lianlu

/// The officers of a replay: each has a key of his own under a passphrase, and is enrolled when his rank is first asked for.
struct ReplayOfficers {
    /// Who has to sign.
    struct Seat: Hashable {
        let province: String
        let office: String
        let rank: String
    }

    private let folder: URL
    private let passphrase: String
    private let name: String
    private var files: [Seat: String] = [:]

    /// Keeps keys in a folder.
    init(folder: URL) throws {
        self.folder = folder
        passphrase = folder.appending(path: "passphrase").path
        name = folder.appending(path: "name").path
        for (path, text) in [(passphrase, "青山不改-绿水长流\n"), (name, "演练人员\n")] {
            try Data(text.utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        }
    }

    /// The options with which the officer signs.
    mutating func options(of seat: Seat, in world: ReplayWorld) async throws -> [String] {
        if files[seat] == nil { files[seat] = try await enrol(seat, in: world) }
        let file = try #require(files[seat])
        return ["--officer-key", file, "--passphrase-file", passphrase]
    }

    private func enrol(_ seat: Seat, in world: ReplayWorld) async throws -> String {
        let name = "\(seat.province)-\(seat.office)-\(seat.rank).pem"
        let file = folder.appending(path: name).path
        let made = try await world.run(
            ["officer", "key", file, "--passphrase-file", passphrase, "--json"],
            at: seat.province
        )
        try #require(made.code == .done, "\(made.talk)")
        let key = try JSONDecoder().decode(OfficerKeyReport.self, from: Data(made.data.utf8)).key
        let enrolled = try await world.run(
            [
                "officer", "enrol", "--office", seat.office, "--rank", seat.rank, "--key", key,
                "--name-file", self.name, "--json",
            ],
            at: seat.province
        )
        try #require(enrolled.code == .done, "\(enrolled.talk)")
        return file
    }
}
