/// How a value must look that somebody gives, by the key under which he gives it.
struct ValueForm {
    /// In Chinese.
    let zh: String
    /// In English.
    let en: String

    /// The form of a key's values; the general one for a key of which nothing more is to be said.
    static func of(_ key: String) -> ValueForm {
        forms[key]
            ?? ValueForm(
                zh: "由小写字母、数字、连字符或下划线组成",
                en: "lower-case letters, digits, hyphens or underscores"
            )
    }

    private static let address = ValueForm(
        zh: "六位行政区划代码，如 360000；指明部门的加“/部门编号”，如 360000/scjg",
        en: "a region code of six digits, as 360000; with an office, as 360000/scjg"
    )
    private static let digest = ValueForm(
        zh: "64 位小写十六进制数字；查询时可只写前 8 位以上",
        en: "64 lower-case hexadecimal digits; to look something up, its first 8 or more"
    )
    private static let node = ValueForm(
        zh: "节点名，如 jiangxi.ipr.example：小写字母、数字和连字符，以点分隔，最多 100 字节",
        en:
            "a node's name, as jiangxi.ipr.example: lower-case letters, digits and hyphens between dots, at most 100 bytes"
    )

    private static let title = ValueForm(
        zh: "一行文字，不能为空，不含换行等控制字符",
        en: "one line of text, not blank, without control characters"
    )

    private static let forms: [String: ValueForm] = [
        "address": address, "to": address, "from": address,
        "at": ValueForm(
            zh: "时间，如 2026-11-20T09:30:00+08:00",
            en: "a time, as 2026-11-20T09:30:00+08:00"
        ),
        "audience": ValueForm(
            zh: "addressees、mechanism、none，或者以逗号分隔的地址",
            en: "addressees, mechanism, none, or addresses separated by commas"
        ),
        "ended": ValueForm(
            zh: "日志=条数，即 节点名/机制=条数，如 fujian.ipr.example/pan-pearl-river-delta=12，条数不超过日志所能有的条数",
            en:
                "<node>/<mechanism>=<size>, as fujian.ipr.example/pan-pearl-river-delta=12, with a size that a log can have"
        ),
        "entry": digest, "record": digest, "parents": digest,
        "label": ValueForm(
            zh: "public、internal 或者 personal",
            en: "public, internal or personal"
        ),
        "node": node,
        "office": ValueForm(
            zh: "部门编号，如 scjg：1 至 64 个小写字母、数字或连字符；不能是 system",
            en:
                "an office's id, as scjg: 1 to 64 lower-case letters, digits and hyphens; not system"
        ),
        "since": ValueForm(
            zh: "时间，如 2026-11-20T09:30:00+08:00，不晚于现在",
            en: "a time, as 2026-11-20T09:30:00+08:00, not after now"
        ),
        "origin": ValueForm(
            zh: "节点名/机制，如 jiangxi.ipr.example/pan-pearl-river-delta",
            en: "<node>/<mechanism>, as jiangxi.ipr.example/pan-pearl-river-delta"
        ),
        "rules": ValueForm(
            zh: "规则包编号，可加“@版次”或者“@摘要”（64 位，或者其前 8 位以上），如 cooperation@1；lianlu rules list 列出各规则包",
            en:
                "<pack>, alone or with @<version> or @<64 digits of its digest, or its first 8 or more>, as cooperation@1; lianlu rules list has them all"
        ),
        "title-en": title, "title-zh": title,
        "threshold": ValueForm(zh: "不小于 1 的整数", en: "a whole number, 1 or more"),
        "title": title,
    ]
}

extension NodeError {
    /// A value that has not the form of its key; the text says which form that is.
    static func malformed(_ key: String, _ value: String) -> NodeError {
        let form = ValueForm.of(key)
        return NodeError(
            .submissionMalformed,
            ["form": form.en, "form_en": form.en, "form_zh": form.zh, "key": key, "value": value]
        )
    }
}
