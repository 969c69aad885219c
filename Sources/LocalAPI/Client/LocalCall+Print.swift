extension LocalCall where Answer == PrintedForm {
    /// Asks for an official form of a record, by a document's id; nil for that of the newest step that has one.
    package static func printed(_ prefix: String, document: String?) -> Self {
        Self(
            request: LocalRequest(
                "GET",
                "/v1/records/\(LocalRequest.escape(prefix))/print",
                query: [("document", document)]
            )
        )
    }
}
