package import LocalAPI

extension ScriptedService {
    /// A draft of the scripted node, of which nobody could sign the text.
    package static let draft: DraftDocument = {
        var draft = DraftDocument(
            draft: "11111111-2222-3333-4444-555555555555",
            machine: "clue",
            event: "approve",
            office: "scjg",
            origin: "jiangxi.ipr.example/home"
        )
        draft.created = "2026-11-20T09:30:00+08:00"
        draft.expires = "2026-12-20T09:30:00+08:00"
        draft.rank = "responsible"
        draft.rankTitles = ["en": "responsible person", "zh": "负责人"]
        draft.text = "lianlu/entry/v1\njiangxi.ipr.example/home\n{}\n"
        return draft
    }()

    package func draft(
        _ submission: EntrySubmission,
        caller: Caller
    ) async throws -> DraftDocument {
        try note("draft", submission.event ?? "", caller)
        return Self.draft
    }

    package func drafts(
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<DraftDocument> {
        try note("drafts", "", caller)
        return Page([Self.draft])
    }

    package func prepare(
        _ question: ApprovalQuestion,
        caller: Caller
    ) async throws -> DraftDocument {
        try note("prepare", question.draft, caller)
        return script { script in
            let count = script.calls.filter { $0.operation == "prepare" }.count
            return (count > 1 ? script.preparedLater : nil) ?? script.prepared ?? Self.draft
        }
    }

    package func approve(
        _ approval: ApprovalDocument,
        caller: Caller
    ) async throws -> Acknowledgement {
        try note("approve", approval.draft, caller)
        script { $0.approvals.append(approval) }
        return Self.approved
    }

    /// The acknowledgement of what an officer approved.
    package static let approved = Acknowledgement(
        entry: digest("a"),
        index: 1,
        origin: "jiangxi.ipr.example/home",
        proof: "c2sp.org/tlog-proof@v1\n"
    )

    package func approved(
        _ question: ApprovalQuestion,
        caller: Caller
    ) async throws -> Acknowledgement {
        try note("approved", question.draft, caller)
        return Self.approved
    }

    package func cancel(_ draft: DraftName, caller: Caller) async throws {
        try note("cancel", draft.draft, caller)
    }
}
