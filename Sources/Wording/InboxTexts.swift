/// What waits for an office.
extension Catalogue {
    static let inbox: [String: Text] = [
        "command.help_inbox": Text(
            zh: "列出等待本部门办理的事项，届满早的在前，逾期的最先，并给出可以办理的步骤和命令。",
            en:
                "List what waits for your office, what is due first at the top, with the steps that may be taken and their commands.",
            remedyZh:
                "第二部分是等待他方办理的事项：本部门发出或者接收的，以及有期限涉及本部门或者对方已逾期的；可以办理的步骤（如提请上级、催办）列在各事项之下。--json 每页输出一行。",
            remedyEn:
                "The second part is what others must do: matters that your office sent or received, and those in which a clock binds you or others are overdue. The steps that you may take, such as to escalate or urge, stand below each. With --json each page is one line."
        ),
        "command.option_inbox_office": Text(
            zh: "只列该部门的；默认为您所代表的全部部门。",
            en: "Only those of one office; by default of every office that you stand for."
        ),
        "command.option_inbox_limit": Text(zh: "最多列出多少件。", en: "How many records at most."),
        "command.talk_inbox_more": Text(
            zh: "只列出了前 {count} 件；用 --limit 列出更多。",
            en: "Only the first {count} are listed; --limit lists more."
        ),
        "command.label_inbox_act": Text(zh: "待本部门办理", en: "Waits for you"),
        "command.label_inbox_others": Text(
            zh: "等待他方办理",
            en: "Waits for others"
        ),
        "command.inbox_counts": Text(
            zh: "待办 {waiting} 件，等待他方 {others} 件，其中逾期 {overdue} 件（{at}）",
            en: "{waiting} for you, {others} with others, {overdue} of them overdue ({at})"
        ),
        "command.inbox_empty": Text(zh: "没有待办事项。", en: "Nothing waits for you."),
        "command.inbox_record": Text(
            zh: "发出方 {opener}，{opened}；{mechanism}，记录 {record}",
            en: "from {opener}, {opened}; {mechanism}, record {record}"
        ),
        "command.inbox_awaits": Text(zh: "等待：{who}", en: "waits for {who}"),
        "command.inbox_no_due": Text(zh: "没有届满日", en: "not due by any clock"),
        "node.inbox_incomplete": Text(
            zh: "有 {count} 件记录的条目无法读取，未列入待办。",
            en: "Records whose entries cannot be read are not listed: {count}.",
            remedyZh: "运行 lianlu audit 查明受损的条目。",
            remedyEn: "Run lianlu audit to find the damaged entries."
        ),
    ]
}
