extension LocalCall where Answer == SearchAnswer {
    /// Asks where an identifier stands.
    package static func search(_ query: IdentifierQuery) -> Self {
        Self(request: LocalRequest("POST", "/v1/search", body: query))
    }
}

extension LocalCall where Answer == LinksAnswer {
    /// Asks what may belong to a record, by its digest or a prefix of at least 8 digits.
    package static func links(of prefix: String) -> Self {
        Self(request: LocalRequest("GET", "/v1/records/\(LocalRequest.escape(prefix))/links"))
    }
}
