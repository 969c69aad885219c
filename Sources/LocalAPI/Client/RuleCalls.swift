extension LocalListCall where Line == RulePackDocument {
    /// Lists the known rule packs.
    package static var rules: Self { Self(request: LocalRequest("GET", "/v1/rules")) }
}

extension LocalBytesCall {
    /// Asks for the bytes of a rule pack by its digest.
    package static func rulePack(_ digest: String) -> Self {
        Self(request: LocalRequest("GET", "/v1/rules/\(LocalRequest.escape(digest))"))
    }
}

extension LocalCall where Answer == RulePackDocument {
    /// Has a rule pack taken out of the home, by its digest.
    package static func remove(rulePack digest: String) -> Self {
        Self(request: LocalRequest("DELETE", "/v1/rules/\(LocalRequest.escape(digest))"))
    }

    /// Has a rule pack taken into the home.
    package static func add(rulePack text: String) -> Self {
        Self(
            request: LocalRequest(
                "POST",
                "/v1/rules",
                body: TextSubmission(text),
                byteCountMax: Limits.packRequestByteCountMax
            )
        )
    }
}
