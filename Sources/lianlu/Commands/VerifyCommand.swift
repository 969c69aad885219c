import ArgumentParser
import LocalAPI

/// The command `lianlu verify <proof> --entry <file>`.
struct VerifyCommand: LianluCommand {
    static var configuration: CommandConfiguration { Help.command("verify", text: "verify") }

    @Argument(help: Help.option("proof_file")) var proof: String
    @Option(help: Help.option("entry_file")) var entry: String
    @Option(parsing: .singleValue, help: Help.option("trust")) var trust: [String] = []
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let verify = try Operations.require(context.operations.verify)
        let document = try await verify(
            VerifyRequest(
                entry: try context.read(entry, limit: Limits.proofByteCountMax),
                proof: try context.read(proof, limit: Limits.proofByteCountMax),
                trust: try trust.map { try context.trust($0) }
            )
        )
        let renderer = context.renderer
        if context.json {
            try renderer.line(document)
        } else {
            renderer.pairs([
                ("entry", document.entry), ("log", document.origin),
                ("index", document.index.map(String.init)),
                ("size", document.size.map(String.init)), ("root", document.root),
                ("anchored", renderer.yes(document.anchored)),
            ])
            renderer.table(
                ["signed_by", "key_id", "checked", "fingerprint"],
                document.signatures.map { signature in
                    [
                        signature.name, signature.keyID,
                        renderer.yes(signature.fingerprint != nil), signature.fingerprint ?? "-",
                    ]
                }
            )
            if !document.signers.isEmpty { renderer.heading("entry_signers") }
            renderer.table(
                ["signed_by", "key_id", "checked", "fingerprint"],
                document.signers.map { signature in
                    [
                        signature.name, signature.keyID,
                        renderer.yes(signature.fingerprint != nil), signature.fingerprint ?? "-",
                    ]
                }
            )
            renderer.table(
                ["what", "remedy"],
                document.findings.map { [renderer.sentence($0), renderer.remedy($0)] }
            )
            context.talk(Self.outcome(document))
        }
        guard document.findings.isEmpty else { throw Ending(exitCode: .verificationFailed) }
    }

    /// What holds: all of it; the arithmetic alone, with nobody's signature; or less.
    private static func outcome(_ document: VerifyDocument) -> String {
        if document.findings.isEmpty { return "talk_verified" }
        let isUnsigned = document.findings.allSatisfy { $0.code == "node.proof_trust_missing" }
        return isUnsigned ? "talk_unsigned" : "talk_not_verified"
    }
}
