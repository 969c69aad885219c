extension LocalCall where Answer == StepForm {
    /// Asks what a step wants to be told.
    package static func form(_ query: StepFormQuery) -> Self {
        Self(
            request: LocalRequest(
                "GET",
                "/v1/forms",
                query: [
                    ("event", query.event), ("kind", query.kind), ("mechanism", query.mechanism),
                    ("record", query.record), ("rules", query.rules),
                ]
            )
        )
    }
}
