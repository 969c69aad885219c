extension LocalCall where Answer == SearchAnswer {
    /// Asks where an identifier stands.
    package static func search(_ query: IdentifierQuery) -> Self {
        Self(request: LocalRequest("POST", "/v1/search", body: query))
    }
}

extension LocalCall where Answer == IndexRebuildAnswer {
    /// Has the index of identifiers made anew.
    package static var rebuildIndex: Self {
        Self(request: LocalRequest("POST", "/v1/search/rebuild", body: IndexRebuild()))
    }
}

extension LocalCall where Answer == HomeLinkAnswer {
    /// States what a matter at home was sent as whose link is gone, or that it was not.
    package static func state(_ statement: HomeLinkStatement) -> Self {
        Self(request: LocalRequest("POST", "/v1/home-links", body: statement))
    }
}

extension LocalCall where Answer == HomeLinkComparison {
    /// Asks what a statement would be about; nothing is kept.
    package static func compare(_ statement: HomeLinkStatement) -> Self {
        Self(request: LocalRequest("POST", "/v1/home-links/comparison", body: statement))
    }
}

extension LocalCall where Answer == LinksAnswer {
    /// Asks what may belong to a record, by its digest or a prefix of at least 8 digits.
    package static func links(of prefix: String, _ query: LinksQuery) -> Self {
        Self(
            request: LocalRequest(
                "GET",
                "/v1/records/\(LocalRequest.escape(prefix))/links",
                query: [
                    ("after", query.after), ("limit", String(query.limit)), ("on", query.on),
                ]
            )
        )
    }
}
