import ArgumentParser
import Casework
import Cryptography
import Foundation
import Ledger
import LocalAPI
import NodeService
import TransparencyLog

/// The command `lianlu record approve <draft>`, which an officer runs with a key of his own.
///
/// The key is opened and signs in this process; the node gets the text back with one signature line.
struct RecordApproveCommand: LianluCommand {
    static var configuration: CommandConfiguration {
        Help.command("approve", text: "record_approve")
    }

    @Argument(help: Help.option("draft")) var draft: String
    @Option(help: Help.option("officer_key")) var officerKey: String
    @Option(help: Help.option("passphrase_file")) var passphraseFile: String?
    @Flag(help: Help.option("yes")) var yes = false
    @Flag(help: Help.option("exact")) var exact = false
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let id = try await DraftArgument.id(draft, in: context)
        guard yes || context.streams.canAsk else {
            throw CommandError(.approvalNeedsYes, ["draft": id])
        }
        let key = try await OfficerKeyFile(path: officerKey, passphraseFile: passphraseFile)
            .open(in: context)
        let question = ApprovalQuestion(
            draft: id,
            key: "\(try OfficerKey(publicKey: key.publicKey.rawBytes).handedOver)"
        )
        let signed: ReviewedDraft
        do {
            let shown = try ReviewedDraft(await context.send(.prepare(question)))
            DraftRendering(draft: shown, isExact: exact, context: context).show()
            try confirm(id, context)
            // The time in what is signed is that of the decision, however long it took; all else is what was shown.
            signed = try ReviewedDraft(await context.send(.prepare(question)))
            guard signed.isSame(as: shown) else { throw CommandError(.draftChanged, ["draft": id]) }
        } catch let problem as Problem where problem.code == Self.approvedBefore {
            // This officer's own approval is what was asked for; another's is told as the node tells it.
            let acknowledgement = try await context.send(.approved(question))
            try show(acknowledgement, context) { context.talk("talk_approved_before") }
            return AnswerFile.removeAll(of: id, context)
        }
        try await hand(in: signed, key, context)
        AnswerFile.removeAll(of: id, context)
    }

    private static let approvedBefore = "node.draft_approved"

    private func confirm(_ id: String, _ context: CommandContext) throws {
        guard !yes else { return }
        context.streams.talk(context.text("ask_approval"))
        // Nothing else signs, as the question says.
        guard context.streams.readYes() else {
            throw CommandError(.approvalDeclined, ["draft": id])
        }
    }

    private func hand(
        in reviewed: ReviewedDraft,
        _ key: Ed25519.PrivateKey,
        _ context: CommandContext
    ) async throws {
        let id = reviewed.document.draft
        let note = try await Problems.told {
            guard let name = reviewed.text.approverName else {
                throw CommandError(.draftChanged, ["draft": id])
            }
            let signer = try Ed25519Signer(name: KeyName(name), privateKey: key)
            return try Note(text: reviewed.text.bytes, signers: [signer])
        }
        let approval = ApprovalDocument(
            draft: id,
            note: String(decoding: note.encoded, as: UTF8.self)
        )
        let acknowledgement: Acknowledgement
        do {
            acknowledgement = try await context.send(.approve(approval))
        } catch let error as LocalAPIError where [.answerCut, .answerLate].contains(error.code) {
            // The entry may be on disk: asked again, the node gives the acknowledgement.
            let problem = Problem(error).worded(in: context.language)
            throw CommandError(.approvalUnknown, ["draft": id], cause: problem.cause)
        }
        let step = context.renderer.title(
            reviewed.document.eventTitles,
            else: reviewed.document.event
        )
        try show(acknowledgement, context) { context.talk("talk_approved", ["step": step]) }
    }

    private func show(
        _ acknowledgement: Acknowledgement,
        _ context: CommandContext,
        _ end: () -> Void
    ) throws {
        let renderer = context.renderer
        if context.json { return try renderer.line(acknowledgement) }
        renderer.pairs([
            ("entry", acknowledgement.entry), ("log", acknowledgement.origin),
            ("index", String(acknowledgement.index)),
            ("document_number", acknowledgement.documentNumber),
        ])
        end()
        for warning in acknowledgement.told {
            let parts = [renderer.sentence(warning), renderer.remedy(warning)]
            context.streams.talk(TextWidth.harmless(renderer.prose(parts)) + "\n")
        }
    }
}

/// A draft whose text was read again here: what is shown is what would be signed, and the body is the one that it names.
struct ReviewedDraft {
    let document: DraftDocument
    let text: ApprovalText
    /// The fields of the body that the text names.
    let fields: [String: FieldValue]

    /// Checks what a node answered; throws `draft_body_differs` where text and body do not belong together.
    init(_ document: DraftDocument) throws {
        let differs = CommandError(.draftBodyDiffers, ["draft": document.draft])
        // Whatever is wrong with it, it is not to be signed.
        guard let text = try? ApprovalText(parsing: Array(document.text.utf8)),
            let salt = Hex.decode(Array(document.salt.utf8)), text.approverName != nil
        else { throw differs }
        let body = document.body.isEmpty ? nil : Array(document.body.utf8)
        let salted: SaltedObject?
        do {
            salted = try body.map { try SaltedObject(salt: salt, content: $0) }
        } catch is LedgerError {
            // No body has such a salt or such a size.
            throw differs
        }
        // A body in another than its one written form could be read as something else by somebody else.
        guard text.names(salted), let fields = try? Self.fields(of: body) else {
            throw differs
        }
        self.document = document
        self.fields = fields
        self.text = text
    }

    /// The fields of a body; none where there is no body, and nil for one that is not in its one written form.
    private static func fields(of bytes: [UInt8]?) throws -> [String: FieldValue]? {
        guard let bytes else { return [:] }
        let body = try Body(parsing: bytes)
        guard try body.encoded() == bytes else { return nil }
        var fields: [String: FieldValue] = [:]
        for (id, value) in body.fields { fields[id.text] = FieldValue(value) }
        return fields
    }

    /// Whether another answer shows the same: step, officer, body, recipients, notes and whatever else is shown, the time of the text
    /// apart, also where a note names it.
    func isSame(as other: ReviewedDraft) -> Bool {
        text.isSameStep(as: other.text)
            && text.header.officer == other.text.header.officer && timeless == other.timeless
    }

    /// What is shown beside the text, without the text's own time.
    private var timeless: DraftDocument {
        let at = text.header.at.text
        var timeless = document
        timeless.text = ""
        timeless.findings = document.findings.map { finding in
            var finding = finding
            if finding.arguments["at"] == at { finding.arguments["at"] = nil }
            return finding
        }
        return timeless
    }
}

/// The command `lianlu record drafts`.
struct RecordDraftsCommand: LianluCommand {
    static var configuration: CommandConfiguration {
        Help.command("drafts", text: "record_drafts")
    }

    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        try await context.list(
            .drafts,
            columns: [
                "draft", "event", "office", "rank", "record", "document_number", "drafted",
                "expires",
            ]
        ) { draft, renderer in
            // Of one that is damaged there is nothing but the sentence that says so, and perhaps whose it is and when it ends.
            guard !draft.event.isEmpty else {
                return [
                    draft.draft, renderer.sentences(draft.findings),
                    draft.office.isEmpty ? "-" : draft.office,
                ]
                    + Array(repeating: "-", count: 4)
                    + [draft.expires.isEmpty ? "-" : draft.expires]
            }
            return [
                draft.draft, renderer.title(draft.eventTitles, else: draft.event), draft.office,
                renderer.title(draft.rankTitles, else: draft.rank),
                draft.record.map(renderer.short) ?? "-", draft.documentNumber ?? "-",
                draft.created, draft.expires,
            ]
        }
    }
}

/// The command `lianlu record cancel <draft>`.
struct RecordCancelCommand: LianluCommand {
    static var configuration: CommandConfiguration {
        Help.command("cancel", text: "record_cancel")
    }

    @Argument(help: Help.option("draft")) var draft: String
    @OptionGroup var common: CommonOptions

    func run(in context: CommandContext) async throws {
        let id = try await DraftArgument.id(draft, in: context)
        let done = try await context.send(.cancel(draft: id))
        AnswerFile.removeAll(of: id, context)
        if context.json { return try context.renderer.line(done) }
        context.talk("talk_draft_cancelled", ["draft": id])
    }
}

extension CommandContext {
    /// Has a step drafted for an officer's approval, says which command comes next, and returns the draft's id.
    func draft(_ submission: EntrySubmission) async throws -> String {
        let draft = try await send(.draft(submission))
        if json {
            try renderer.line(draft)
            return draft.draft
        }
        renderer.pairs([
            ("draft", draft.draft), ("log", draft.origin),
            ("rank", renderer.title(draft.rankTitles, else: draft.rank)),
            ("document_number", draft.documentNumber), ("expires", draft.expires),
            ("notes", draft.findings.isEmpty ? nil : renderer.sentences(draft.findings)),
        ])
        if !draft.recipients.isEmpty {
            renderer.heading("recipients")
            renderer.recipients(draft.recipients)
        }
        talk("talk_drafted", ["draft": draft.draft])
        return draft.draft
    }
}

extension Renderer {
    /// The nodes that would receive a step.
    func recipients(_ recipients: [EntryPreview.Recipient]) {
        table(
            ["node", "address", "header", "body", "notes"],
            recipients.map { recipient in
                [
                    recipient.node,
                    list(recipient.addresses.map { place($0, recipient.names) }), yes(true),
                    yes(recipient.body), recipient.reason.map(sentence) ?? "-",
                ]
            }
        )
    }
}
