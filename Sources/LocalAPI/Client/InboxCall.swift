extension LocalCall where Answer == InboxPage {
    /// Asks what waits for the caller's offices.
    package static func inbox(_ query: InboxQuery) -> Self {
        Self(
            request: LocalRequest(
                "GET",
                "/v1/inbox",
                query: [
                    ("after", query.after), ("limit", String(query.limit)),
                    ("mechanism", query.mechanism), ("office", query.office),
                ]
            )
        )
    }
}
