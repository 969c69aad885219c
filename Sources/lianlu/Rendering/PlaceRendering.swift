import LocalAPI

extension Renderer {
    /// Where a record is and between whom, as pairs: its mechanism, the two sides, and its other part.
    func places(of summary: RecordSummary) -> [(String, String?)] {
        let addressees = summary.addressees.map { place($0, summary.names) }
        return [
            (
                "mechanism",
                summary.mechanism.map { place($0, summary.names) } ?? label("home_log")
            ),
            ("opener", place(summary.opener, summary.names)), ("addressees", list(addressees)),
            ("home_part", summary.home), ("opened_part", summary.opened),
        ]
    }
}
