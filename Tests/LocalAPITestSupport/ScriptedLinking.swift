package import LocalAPI

extension ScriptedService {
    package func search(_ query: IdentifierQuery, caller: Caller) async throws -> SearchAnswer {
        try note("search", [query.identifier, query.kind ?? "*"].joined(separator: " "), caller)
        return Samples.searchAnswer
    }

    package func links(
        of prefix: String,
        _ query: LinksQuery,
        caller: Caller
    ) async throws -> LinksAnswer {
        let asked = [prefix, query.on ?? "*", "\(query.limit)", query.after ?? "*"]
        try note("links", asked.joined(separator: " "), caller)
        return script { $0.links }
    }

    package func state(
        _ statement: HomeLinkStatement,
        caller: Caller
    ) async throws -> HomeLinkAnswer {
        let stated = [statement.record, statement.sentAs ?? "-", statement.reason]
        try note("state_home_link", stated.joined(separator: " "), caller)
        return HomeLinkAnswer(record: statement.record, sentAs: statement.sentAs, openCount: 0)
    }

    package func compare(
        _ statement: HomeLinkStatement,
        caller: Caller
    ) async throws -> HomeLinkComparison {
        let stated = [statement.record, statement.sentAs ?? "-", statement.reason]
        try note("compare_home_link", stated.joined(separator: " "), caller)
        return script { $0.homeLinkComparison }
    }

    package func rebuild(
        _ request: IndexRebuild,
        caller: Caller
    ) async throws -> IndexRebuildAnswer {
        try note("rebuild", "", caller)
        return IndexRebuildAnswer(objectCount: 1_234)
    }
}

extension Samples {
    private static func side(_ digit: Character, _ goods: String) -> HomeLinkSide {
        var side = HomeLinkSide(entry: ScriptedService.digest(digit), machine: "clue")
        side.machineTitles = ["zh": "线索移送", "en": "transfer of a clue"]
        side.at = "2026-11-19T10:00:00+08:00"
        side.office = "360000/scjg"
        side.body = ScriptedService.digest("b")
        side.fields = ["goods": .text(goods), "title": .text("【演练】运动鞋")]
        side.labels = [
            FieldLabel(field: "title", titles: ["zh": "标题", "en": "title"]),
            FieldLabel(field: "goods", titles: ["zh": "商品", "en": "goods"]),
        ]
        side.readable = true
        return side
    }

    /// A matter at home and an entry that says something else of the goods.
    package static var homeLinkComparison: HomeLinkComparison {
        var matter = side("a", "皮鞋")
        matter.begun = "2026-11-18T10:00:00+08:00"
        var opening = side("d", "运动鞋")
        opening.differs = ["goods"]
        opening.findings = [
            CodedText(
                "node.home_link_differs",
                ["count": "1", "opening": opening.entry, "record": matter.entry]
            )
        ]
        return HomeLinkComparison(matter: matter, openings: [opening], openingCount: 1)
    }

    /// A record of a neighbouring region.
    private static var other: RecordSummary {
        RecordSummary(
            record: ScriptedService.digest("d"),
            machine: "clue",
            mechanism: "exercise",
            state: "received",
            stateTitles: ["zh": "已接收", "en": "received"],
            opener: "350000/scjg",
            addressees: ["360000"],
            updated: "2026-11-20T09:30:00+08:00",
            entryCount: 2,
            title: "仿冒运动鞋"
        )
    }

    private static func place(_ kind: String, _ field: String) -> MentionPlace {
        var place = MentionPlace(
            entry: ScriptedService.digest("e"),
            origin: "fujian.ipr.example/exercise",
            event: "send",
            at: "2026-11-19T10:00:00+08:00",
            field: field,
            kind: kind,
            verdict: .valid
        )
        place.eventTitles = ["zh": "发出", "en": "send"]
        place.fieldTitles = ["zh": "统一社会信用代码", "en": "USCC of the business"]
        place.from = "350000"
        return place
    }

    /// One hit for a firm's number.
    package static var searchAnswer: SearchAnswer {
        SearchAnswer(
            readings: [
                IdentifierReading(
                    kind: "uscc",
                    kindTitles: ["zh": "统一社会信用代码", "en": "Unified Social Credit Code"],
                    shown: "91440300192203821X",
                    status: "checksum_bad",
                    personal: false,
                    findings: [CodedText("node.identifier_was_compatible")]
                )
            ],
            hits: [
                SearchHit(
                    record: other,
                    region: "350000",
                    places: [place("uscc", "subject_uscc")]
                )
            ]
        )
    }

    /// One link of two reasons, and one prior penalty.
    package static var linksAnswer: LinksAnswer {
        LinksAnswer(
            record: ScriptedService.digest("a"),
            region: "360000",
            links: [
                LinkProposal(
                    record: other,
                    region: "350000",
                    sameRegion: false,
                    strength: 100,
                    reasons: [
                        LinkReason(
                            kind: "uscc",
                            kindTitles: ["zh": "统一社会信用代码", "en": "Unified Social Credit Code"],
                            shown: "914403001922038216",
                            hint: false,
                            here: [place("uscc", "subject_uscc")],
                            there: [place("uscc", "subject_uscc")]
                        ),
                        LinkReason(
                            kind: nil,
                            kindTitles: [:],
                            shown: "某某鞋业有限公司",
                            hint: true,
                            score: 90,
                            here: [place("", "subject_name")],
                            there: [place("", "subject_name")]
                        ),
                    ]
                )
            ],
            penalties: [
                PriorPenalty(
                    record: other,
                    region: "350000",
                    decided: "2024-03-01",
                    entry: ScriptedService.digest("e"),
                    kinds: ["uscc"],
                    penalties: ["penalty": .text("罚款5万元")],
                    labels: [
                        FieldLabel(field: "penalty", titles: ["zh": "处罚内容", "en": "penalty"])
                    ]
                )
            ],
            since: "2021-11-20",
            until: "2026-11-22"
        )
    }
}
