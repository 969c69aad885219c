extension LocalCall where Answer == DraftDocument {
    /// Has a step planned that an officer is to approve.
    package static func draft(_ submission: EntrySubmission) -> Self {
        Self(request: LocalRequest("POST", "/v1/drafts", body: submission))
    }

    /// Asks for the text that an officer would sign.
    package static func prepare(_ question: ApprovalQuestion) -> Self {
        Self(request: LocalRequest("POST", "/v1/drafts/text", body: question))
    }
}

extension LocalListCall where Line == DraftDocument {
    /// Lists the steps that wait for an officer.
    package static var drafts: Self { Self(request: LocalRequest("GET", "/v1/drafts")) }
}

extension LocalCall where Answer == Acknowledgement {
    /// Hands in an officer's approval.
    package static func approve(_ approval: ApprovalDocument) -> Self {
        Self(request: LocalRequest("POST", "/v1/drafts/approve", body: approval))
    }

    /// Asks for the acknowledgement of what an officer has approved before.
    package static func approved(_ question: ApprovalQuestion) -> Self {
        Self(request: LocalRequest("POST", "/v1/drafts/approved", body: question))
    }
}

extension LocalCall where Answer == Done {
    /// Throws a draft away.
    package static func cancel(draft id: String) -> Self {
        Self(request: LocalRequest("POST", "/v1/drafts/cancel", body: DraftName(id)))
    }
}
