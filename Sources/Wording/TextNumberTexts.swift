extension Catalogue {
    /// What is said of numbers in running text, and of the day to which the five years of a penalty are counted.
    static let textNumbers: [String: Text] = [
        "node.identifier_text_numbers_many": Text(
            zh: "文字中写明的号码（不论校验码是否相符）超过 {limit} 个，其余的已保存，但不参与查找和串并。",
            en:
                "The text names more than {limit} numbers, right and wrong ones; the others are kept, and neither found nor linked.",
            remedyZh: "把最重要的标识码填入专门的字段。",
            remedyEn: "Put the most important ones into the fields that are meant for them."
        ),
        "node.number_in_words": Text(
            zh: "输入的内容是文字和号码连在一起：查找的是其中的号码（见上），文字部分不参与查找。",
            en:
                "This is words and numbers in one: the numbers above are what is searched, and the words are not."
        ),
        "command.label_as_written_checksum_bad": Text(
            zh: "校验码不符，按原样",
            en: "wrong check digit, as written"
        ),
        "command.label_as_written_format_bad": Text(zh: "格式不符，按原样", en: "wrong form, as written"),
        "command.talk_links_today": Text(
            zh:
                "没有给出 --on，以今日（{until}）为准：五年期限含本案最早一步之日至今日中任何一天的处罚都计入。按违法行为之日计的，用 --on 年-月-日 写明。",
            en:
                "Without --on, today ({until}) counts: penalties are told whose five years hold any day from the matter's first step until today. For the day of the act give --on YYYY-MM-DD."
        ),
        "command.talk_links_on": Text(
            zh: "以 --on 给出的 {until} 为准：只计五年期限含该日的处罚。",
            en: "The day of --on, {until}, counts: penalties are told whose five years hold it."
        ),
    ]
}
