extension LocalCall where Answer == StatisticsDocument {
    /// Asks for what was counted.
    package static func statistics(_ query: StatisticsQuery) -> Self {
        Self(
            request: LocalRequest(
                "GET",
                "/v1/statistics",
                query: [
                    ("by", query.by), ("from", query.from), ("to", query.to),
                    ("mechanism", query.mechanism), ("kind", query.kind),
                    ("exercises", query.exercises ? "true" : nil),
                ]
            )
        )
    }
}
