extension LocalCall where Answer == PrintedForm {
    /// Asks for an official form of a record, by a document's id and a step's digest or its beginning; nil for any document, and for the
    /// newest step that has one.
    package static func printed(_ prefix: String, document: String?, entry: String? = nil) -> Self {
        Self(
            request: LocalRequest(
                "GET",
                "/v1/records/\(LocalRequest.escape(prefix))/print",
                query: [("document", document), ("entry", entry)]
            )
        )
    }
}
