import ArgumentParser
import Ledger
import LocalAPI

/// The command `lianlu officer`.
struct OfficerCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        Help.command(
            "officer",
            text: "officer",
            subcommands: [
                OfficerKeyCommand.self, OfficerEnrolCommand.self, OfficerListCommand.self,
                OfficerNameCommand.self, OfficerRevokeCommand.self,
            ]
        )
    }
}

/// The public half of a new key: what `officer key` prints.
struct OfficerKeyReport: LocalDocument, Hashable {
    /// The path of the key file.
    var file: String
    /// The fingerprint that is read over the telephone.
    var fingerprint: String
    /// The public key to hand over.
    var key: String
    var version = documentVersion
}

/// The command `lianlu officer key <file>`, which needs no node.
struct OfficerKeyCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("key", text: "officer_key") }

    @Argument(help: Help.option("officer_file")) var file: String
    @Option(help: Help.option("passphrase_file")) var passphraseFile: String?
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let bytes = try await OfficerKeyFile(path: file, passphraseFile: passphraseFile)
            .create(in: context)
        let key = try OfficerKey(publicKey: bytes)
        let report = OfficerKeyReport(
            file: file,
            fingerprint: key.fingerprint.text,
            key: "\(key.handedOver)"
        )
        if context.json { return try context.renderer.line(report) }
        context.renderer.pairs([
            ("public_key", report.key), ("fingerprint", report.fingerprint),
        ])
        context.talk("talk_officer_key", ["path": file])
    }
}

/// The command `lianlu officer enrol`.
struct OfficerEnrolCommand: LianluCommand {
    static var configuration: CommandConfiguration {
        Help.command("enrol", text: "officer_enrol")
    }

    @Option(help: Help.option("officer_office")) var office: String
    @Option(help: Help.option("officer_rank")) var rank: String
    @Option(help: Help.option("officer_public_key")) var key: String
    @Option(help: Help.option("name_file")) var nameFile: String?
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let enrolment = OfficerEnrolment(
            key: try publicKey(in: context),
            office: office,
            rank: Identifier.isID(rank) ? Identifier.event(rank) : rank,
            name: try await OfficerName(file: nameFile).ask(in: context)
        )
        let officer = try await context.send(.enrol(enrolment))
        if context.json { return try context.renderer.line(officer) }
        context.renderer.officer(officer)
        context.talk("talk_officer_enrolled", ["officer": officer.officer])
    }

    /// The key itself, or what stands in the file that is named.
    private func publicKey(in context: CommandContext) throws -> String {
        guard !key.hasPrefix("\(OfficerKey.name)+") else { return key }
        // A file may hold what the command printed for a person, with the name of the line before the key, or with `--json`.
        let words = try context.readText(key).split { $0.isWhitespace || $0 == "\"" }
        return words.first { $0.hasPrefix("\(OfficerKey.name)+") }.map(String.init) ?? ""
    }
}

/// The command `lianlu officer list`.
struct OfficerListCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("list", text: "officer_list") }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        try await context.list(
            .officers,
            columns: [
                "officer", "office", "rank", "officer_name", "since", "revoked", "revoked_since",
                "fingerprint",
            ]
        ) { officer, renderer in
            [
                officer.officer, officer.office,
                renderer.title(officer.rankTitles, else: officer.rank), officer.name ?? "-",
                officer.since, officer.revoked ?? "-", officer.revokedSince ?? "-",
                officer.fingerprint,
            ]
        }
    }
}

/// The command `lianlu officer revoke <pseudonym>`.
struct OfficerRevokeCommand: LianluCommand {
    static var configuration: CommandConfiguration {
        Help.command("revoke", text: "officer_revoke")
    }

    @Argument(help: Help.option("officer")) var officer: String
    @Option(help: Help.option("since")) var since: String?
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let revocation = OfficerRevocation(officer: officer, since: since)
        let revoked = try await context.send(.revoke(revocation))
        if context.json { return try context.renderer.line(revoked) }
        context.renderer.officer(revoked)
        context.talk("talk_officer_revoked", ["officer": revoked.officer])
    }
}

extension Renderer {
    /// An officer, one value a line.
    func officer(_ officer: OfficerDocument) {
        pairs([
            ("officer", officer.officer), ("office", officer.office),
            ("rank", title(officer.rankTitles, else: officer.rank)), ("officer_name", officer.name),
            ("officer_named", officer.named),
            ("key", officer.key), ("fingerprint", officer.fingerprint), ("since", officer.since),
            ("revoked", officer.revoked), ("revoked_since", officer.revokedSince),
            ("enrolled_in", officer.enrolledIn.isEmpty ? nil : list(officer.enrolledIn)),
            ("revoked_in", officer.revokedIn.isEmpty ? nil : list(officer.revokedIn)),
            ("notes", officer.findings.isEmpty ? nil : sentences(officer.findings)),
        ])
    }
}
