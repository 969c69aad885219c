package import LocalAPI

/// Documents with something in every column.
package enum Samples {
    /// Fingerprint of the sample card.
    package static let fingerprint = "01234 56789 01234 56789 01234 56789 01234 56789"

    /// What was counted, with a mechanism whose title would be a formula in a spreadsheet.
    package static func statistics(_ query: StatisticsQuery) -> StatisticsDocument {
        let transfers = StatisticsTally(
            id: "police-transfer",
            titles: ["zh": "移送公安机关", "en": "transfers to the police"],
            count: 3,
            pending: 1,
            outcomes: [
                .init(id: "filed", titles: ["zh": "公安立案", "en": "filed"], count: 2),
                .init(id: "not_filed", titles: ["zh": "公安不立案", "en": "not filed"], count: 0),
            ]
        )
        let known = StatisticsRow(
            group: "exercise",
            titles: ["zh": "=演练,\"一\"", "en": "=exercise,\"1\""],
            opened: 4,
            answered: 3,
            onTime: 2,
            late: 1,
            overdue: 1,
            unansweredLate: 1,
            medianSeconds: 3 * 86_400 + 43_200,
            tallies: [transfers]
        )
        let unknown = StatisticsRow(group: nil, standing: .notKnownHere, opened: 1)
        let total = StatisticsRow(
            group: nil,
            opened: 5,
            answered: 3,
            onTime: 2,
            late: 1,
            overdue: 1,
            unansweredLate: 1,
            medianSeconds: 3 * 86_400 + 43_200,
            tallies: [transfers]
        )
        return StatisticsDocument(
            query,
            asOf: "2026-11-22T09:00:00+08:00",
            rows: query.by == nil ? [] : [known, unknown],
            total: total,
            uncounted: 2
        )
    }

    /// A letter whose writers tried what a page might do with it.
    package static let letter: PrintedForm = {
        var form = PrintedForm(
            document: "f17",
            titles: ["zh": "协助调查函", "en": "Letter requesting assistance in an investigation"],
            record: String(repeating: "a", count: 64),
            entry: String(repeating: "b", count: 64),
            origin: "jiangxi.ipr.example/exercise",
            index: 7,
            at: "2026-11-20T09:30:00+08:00",
            day: "2026-11-20",
            node: "jiangxi.ipr.example",
            sender: .init(address: "360000/scjg", title: "江西省市场监督管理局")
        )
        form.addressees = [
            .init(address: "350000/scjg", title: "福建省市场监督管理局"),
            .init(address: "440000", title: nil, region: "广东省"),
        ]
        form.attachments = ["<script>alert(1)</script>.pdf", "照片"]
        form.body = .held
        form.documentNumber = "赣市监协查〔2026〕12号"
        form.eventTitles = ["zh": "发出", "en": "send"]
        form.fields = [
            .init(
                field: "assist_type",
                kind: "enum",
                personal: false,
                titles: ["zh": "协查类型", "en": "kind of assistance"],
                value: .text("investigate"),
                values: ["investigate": ["zh": "协助调查取证", "en": "investigation"]]
            ),
            .init(
                field: "cause",
                kind: "text",
                personal: false,
                titles: ["zh": "案由", "en": "cause"],
                value: .text("<img src=x onerror=alert(1)>\n{{title.zh}} & \u{202E}cod"),
                values: [:]
            ),
            .init(
                field: "request_items",
                kind: "text",
                personal: false,
                titles: ["zh": "协查事项", "en": "what is asked"],
                value: .list([.text("核实标价"), .text("调取发票")]),
                values: [:]
            ),
            .init(
                field: "found_at",
                kind: "datetime",
                personal: false,
                titles: ["zh": "发现时间", "en": "found at"],
                value: .text("2026-11-19T08:05:00+08:00"),
                values: [:]
            ),
        ]
        form.form = 17
        form.laws = [
            .init(
                titles: ["zh": "中华人民共和国行政处罚法", "en": "Administrative Penalty Law"],
                article: "26"
            )
        ]
        form.mechanism = "exercise"
        form.mechanismTitles = ["zh": "演练", "en": "Exercise"]
        form.receipts = Tally(count: 1, of: 2)
        form.subject = "【演练】<b>赣南脐橙</b>"
        form.others = ["f18"]
        return form
    }()

    /// A card of Fujian.
    package static func card(_ standing: CardDocument.Standing) -> CardDocument {
        var card = CardDocument(
            card: "lianlu/card/v1\nnode fujian.ipr.example\n",
            node: "fujian.ipr.example",
            region: "350000",
            url: "https://node.fujian.ipr.example:7443",
            key: "fujian.ipr.example+00000000+AQ==",
            fingerprint: fingerprint,
            serial: 1_763_712_000,
            expires: "2027-11-20T00:00:00+08:00",
            daysLeft: 364,
            standing: standing
        )
        card.offices = ["scjg": "福建省市场监督管理局"]
        return card
    }

    /// A charter of two members, one of which has signed.
    package static let charter = CharterDocument(
        text: "lianlu/charter/v1\nmechanism pan-pearl-river-delta\n",
        digest: ScriptedService.digest("d"),
        mechanism: "pan-pearl-river-delta",
        revision: 1,
        titleZh: "泛珠三角区域知识产权执法协作",
        titleEn: "Pan-Pearl River Delta",
        members: [
            .init(address: "350000", node: "fujian.ipr.example", signed: false),
            .init(address: "360000", node: "jiangxi.ipr.example", signed: true),
        ],
        inForce: false,
        adopted: false
    )

    /// A status with an own, a home and a mirrored log.
    package static var status: NodeStatus {
        var own = log("pan-pearl-river-delta", kind: .own, size: 4, thisDiskOnly: false)
        own.receipts = Tally(count: 1, of: 2)
        own.peers = [
            .init(
                node: "fujian.ipr.example",
                verifiedUpTo: 3,
                verifiedAt: "2026-11-20T09:30:00+08:00",
                behindBy: 1,
                lastContact: "2026-11-20T09:31:00+08:00"
            )
        ]
        let home = log("home", kind: .home, size: 9, thisDiskOnly: true)
        return NodeStatus(
            node: "jiangxi.ipr.example",
            region: "360000",
            now: "2026-11-20T09:31:00+08:00",
            started: "2026-11-20T08:00:00+08:00",
            logs: [own, home],
            peers: [
                PeerStatus(
                    node: "fujian.ipr.example",
                    region: "350000",
                    connected: true,
                    lastContact: "2026-11-20T09:31:00+08:00",
                    lastError: CodedText("tls_transport.connect_failed", ["reason": "refused"]),
                    lastErrorAt: "2026-11-20T09:15:00+08:00",
                    cardDaysLeft: 364
                )
            ]
        )
    }

    private static func log(
        _ name: String,
        kind: LogKind,
        size: UInt64,
        thisDiskOnly: Bool
    ) -> LogStatus {
        LogStatus(
            id: ScriptedService.digest("1"),
            origin: "jiangxi.ipr.example/\(name)",
            kind: kind,
            mechanism: kind == .home ? nil : name,
            size: size,
            root: ScriptedService.digest("2"),
            thisDiskOnly: thisDiskOnly
        )
    }

    /// What the first step of a clue asks for, in part.
    package static let form: StepForm = {
        var goods = StepForm.Field(
            "goods",
            titles: ["zh": "涉案商品", "en": "goods"],
            type: "text",
            list: false,
            personal: false,
            open: false,
            required: true,
            said: false
        )
        goods.notes = ["zh": "商品名称及规格", "en": "name and kind"]
        var right = goods
        right.field = "ip_right"
        right.titles = ["zh": "权利类型", "en": "right"]
        right.notes = [:]
        right.type = "enum"
        right.values = [
            StepForm.Value("patent_design", titles: ["zh": "外观设计专利", "en": "design patent"]),
            StepForm.Value("trademark", titles: ["zh": "注册商标专用权", "en": "registered trademark"]),
        ]
        var said = goods
        said.field = "found_at"
        said.said = true
        var other = goods
        other.field = "case_value"
        other.titles = ["zh": "货值", "en": "value of the goods"]
        other.type = "money"
        other.required = false
        other.open = true
        var form = StepForm(
            machine: "clue",
            machineTitles: ["zh": "线索通报", "en": "Clue notice"],
            event: "create",
            eventTitles: ["zh": "登记线索", "en": "create"],
            rules: "cooperation@" + ScriptedService.digest("c"),
            first: true,
            opens: false,
            fields: [goods, right, said, other]
        )
        form.law = [["zh": "《市场监督管理行政处罚程序规定》第18条", "en": "Provisions, art. 18"]]
        return form
    }()

    /// A record whose digest begins with the given hex digits.
    package static func record(_ prefix: String, title: String = "【演练】白酒商标") -> RecordSummary {
        let digest = prefix + String(repeating: "0", count: 64 - prefix.count)
        return RecordSummary(
            record: digest,
            machine: "clue",
            mechanism: "pan-pearl-river-delta",
            state: "sent",
            stateTitles: ["zh": "已发出", "en": "sent"],
            opener: "360000/scjg",
            addressees: ["350000"],
            updated: "2026-11-20T09:30:00+08:00",
            entryCount: 2,
            title: title
        )
    }
}
