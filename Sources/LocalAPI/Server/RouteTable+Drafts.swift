import Hummingbird

extension RouteTable {
    /// The routes of steps that wait for an officer's signature.
    ///
    /// Whoever hands in an approval needs no right to sign: the officer's signature is his authority, and the office's clerk, who has
    /// the right, has asked for the step.
    func addDrafts(to router: Router<LocalContext>) {
        let service = service
        sign(router, "/v1/drafts", status: .created) { (submission: EntrySubmission, caller) in
            try caller.requireSign(for: submission.office)
            return try await service.draft(submission, caller: caller)
        }
        list(router, "/v1/drafts") { _, cursor, caller in
            try await service.drafts(after: cursor, caller: caller)
        }
        inspect(router, "/v1/drafts/text") { (question: ApprovalQuestion, caller) in
            try await service.prepare(question, caller: caller)
        }
        inspect(router, "/v1/drafts/approve") { (approval: ApprovalDocument, caller) in
            try await service.approve(approval, caller: caller)
        }
        inspect(router, "/v1/drafts/approved") { (question: ApprovalQuestion, caller) in
            try await service.approved(question, caller: caller)
        }
        sign(router, "/v1/drafts/cancel") { (draft: DraftName, caller) in
            try await service.cancel(draft, caller: caller)
            return Done()
        }
    }
}
