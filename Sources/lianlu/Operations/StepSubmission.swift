import Foundation
import LocalAPI

/// Hands one step of a record to the node, or shows what it would sign.
struct StepSubmission {
    let context: CommandContext
    let options: StepOptions
    /// The kind or the machine as somebody calls it; nil: the record's.
    let kind: String?
    /// The step as somebody calls it; nil: the one with which a record of the kind begins.
    let event: String?
    /// The record's digest or its beginning; nil for a first step.
    let record: String?

    /// Submits the step, or previews it.
    func run() async throws {
        var submission = try options.submission(kind: kind, event: event, context)
        if let record {
            submission.record = try await context.wholeDigest(Identifier.digestPrefix(record))
        }
        guard options.ask else {
            return try await hand(in: submission)
        }
        do {
            let form = try await FormDialogue(context: context).complete(&submission)
            if !options.dryRun {
                submission.reviewedTo =
                    try await StepReview(context: context).confirm(submission, form)
            }
            try await hand(in: submission)
        } catch {
            let isUnknown = (error as? CommandError)?.code == .outcomeUnknown
            AnswerFile(context: context, words: words, options: options)
                .keep(submission, isSentAgain: isUnknown)
            throw error
        }
    }

    /// Removes the files of answers that this program kept of earlier attempts, once the step is taken: they may hold personal data.
    private func removeAnswers() {
        for path in options.file where AnswerFile.remove(path) {
            context.talk("talk_answers_removed", ["path": path])
        }
    }

    /// Keeps those files as long as a draft waits, which may expire or be thrown away before anything is signed.
    private func keepAnswers(until draft: String) {
        for path in options.file where AnswerFile.bind(path, to: draft) {
            context.talk("talk_answers_wait", ["path": path])
        }
    }

    /// The words of the general command for this step.
    private var words: [String] {
        let step = event.map { [$0] } ?? []
        if let record { return ["record", "act", record] + step }
        return ["record", "new"] + (kind.map { [$0] } ?? []) + step
    }

    private func hand(in submission: EntrySubmission) async throws {
        if options.dryRun {
            return try show(try await context.send(.preview(submission)))
        }
        if options.forApproval {
            return keepAnswers(until: try await context.draft(submission))
        }
        let acknowledgement: Acknowledgement
        do {
            acknowledgement = try await context.send(.submit(submission))
        } catch let error as LocalAPIError where [.answerCut, .answerLate].contains(error.code) {
            // The entry may be on disk: the same id asks for its acknowledgement.
            let problem = Problem(error).worded(in: context.renderer.language)
            throw CommandError(
                .outcomeUnknown,
                ["request": submission.request],
                cause: problem.cause
            )
        }
        try show(acknowledgement)
        removeAnswers()
    }

    private func show(_ acknowledgement: Acknowledgement) throws {
        if context.json { return try context.renderer.line(acknowledgement) }
        context.renderer.pairs([
            (record == nil ? "record" : "entry", acknowledgement.entry),
            ("log", acknowledgement.origin), ("index", String(acknowledgement.index)),
            ("document_number", acknowledgement.documentNumber),
        ])
        let isHome = acknowledgement.origin.hasSuffix("/home")
        context.talk(isHome ? "talk_at_home" : "talk_this_disk_only")
        for warning in acknowledgement.told {
            let parts = [context.renderer.sentence(warning), context.renderer.remedy(warning)]
            context.streams.talk(TextWidth.harmless(context.renderer.prose(parts)) + "\n")
        }
    }

    private func show(_ preview: EntryPreview) throws {
        let renderer = context.renderer
        if renderer.json { return try renderer.line(preview) }
        renderer.preview(preview)
        context.talk("talk_dry_run")
    }
}
