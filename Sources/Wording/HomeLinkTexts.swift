extension Catalogue {
    /// What is said of matters at home whose link to what they were sent as is gone, once an operator has stated what is so.
    static let homeLinks: [String: Text] = [
        "node.home_link_stated": Text(
            zh: "用户 {user} 于 {at} 说明：本地事项 {record} 就是已发出的 {opening}。理由：{reason}",
            en:
                "User {user} stated at {at} that the matter {record} at home is the one that was sent as {opening}: {reason}",
            remedyZh: "数据库已不能证明，以此说明为准；本提示保留，备查。",
            remedyEn:
                "The database does not prove it any more, so the statement counts; this notice stays for whoever looks into it."
        ),
        "node.home_link_restated": Text(
            zh:
                "用户 {user} 曾于 {at} 就本地事项 {record} 作出说明（发出的条目：{opening}；none 即未发出过；理由：{reason}），已由后来的说明取代。",
            en:
                "User {user} stated at {at} of the matter {record} at home as which entry it was sent ({opening}; none: it was not; reason: {reason}); a later statement has taken its place.",
            remedyZh: "无需处理；本提示保留备查。",
            remedyEn: "Nothing is to be done; this stays on record."
        ),
        "node.home_link_stated_not_sent": Text(
            zh: "用户 {user} 于 {at} 说明：本地事项 {record} 未发出过，可以办理发出。理由：{reason}",
            en:
                "User {user} stated at {at} that the matter {record} at home was not sent, so it may be: {reason}",
            remedyZh: "数据库已不能证明，以此说明为准；本提示保留，备查。",
            remedyEn:
                "The database does not prove it any more, so the statement counts; this notice stays for whoever looks into it."
        ),
        "node.home_link_not_lost": Text(
            zh: "本地事项 {record} 是否发出过并无疑问，不需要说明。",
            en:
                "There is no doubt whether the matter {record} at home was sent, so there is nothing to state.",
            remedyZh: "用 lianlu record show {record} 查看；只有因关联缺失（home_link_lost）而不能发出的本地事项才需要说明。",
            remedyEn:
                "Look at it with lianlu record show {record}; only a matter that is refused with home_link_lost needs a statement."
        ),
        "node.home_link_other": Text(
            zh: "{opening} 不是本地事项 {record} 可能对应的发出条目，或者不能确定是哪一个。可能的有：{openings}。",
            en:
                "{opening} is not, or not alone, an entry that may have sent the matter {record} at home. Those that may: {openings}.",
            remedyZh: "逐一用 lianlu record show 核对后，写明其中一个；未发出过的，写 --as none。",
            remedyEn:
                "Compare them with lianlu record show and name one of them; for a matter that was not sent give --as none."
        ),
        "node.home_link_reason": Text(
            zh: "理由须为 1 至 {limit} 字节的一行文字，现为 {found} 字节，或者含有控制字符。",
            en:
                "The reason must be one line of 1 to {limit} bytes; it has {found}, or control characters.",
            remedyZh: "写明依据，例如核对过的卷宗和回执。",
            remedyEn: "Say what it rests on, such as the file and the receipt that were looked at."
        ),
        "command.help_record_sent": Text(
            zh: "说明一个关联已缺失的本地事项是否发出过。",
            en: "State whether a matter at home was sent whose link is gone.",
            remedyZh:
                "只用于因 home_link_lost 而不能发出的本地事项。说明人、时间和理由留存，lianlu status 一直列出；说明未发出的，可以再办理发出。",
            remedyEn:
                "Only for a matter that is refused with home_link_lost. Who stated it, when and why is kept, and lianlu status goes on saying it; one that was not sent may be sent then."
        ),
        "node.home_link_open": Text(
            zh: "数据库缺少关联：本事项可能就是在机制 {mechanism} 中已发出的 {opening}，说明之前不能发出。",
            en:
                "The database lacks a link: this may be the matter that went into {mechanism} as {opening}, and it is not sent before somebody states whether it is.",
            remedyZh:
                "由运行节点的用户核对后说明：lianlu record sent {record} --as {opening}（未发出过的写 none）--reason 理由。",
            remedyEn:
                "Whoever runs the node compares them and states it: lianlu record sent {record} --as {opening} (or none) --reason …"
        ),
        "node.home_link_differs": Text(
            zh: "本地事项 {record} 与条目 {opening} 有 {count} 处所载不同，见表中标明的各项。",
            en:
                "The matter {record} at home and the entry {opening} state {count} things differently, as marked in the table.",
            remedyZh: "发出时改写过的，可以不同；不能说明何以不同的，不要作此说明。",
            remedyEn:
                "What was said anew in sending may differ; where nobody can say why it does, do not state this."
        ),
        "node.home_link_agrees": Text(
            zh: "条目 {opening} 载有本地事项 {record} 当时写明的各项，内容一致。",
            en:
                "The entry {opening} says all that the matter {record} at home said by then, and says the same."
        ),
        "node.home_link_unread": Text(
            zh: "本地事项 {record} 与条目 {opening} 的内容不能全部读到，无从比较。",
            en:
                "Not all that the matter {record} at home and the entry {opening} say can be read here, so it cannot be compared.",
            remedyZh: "用纸质卷宗和回执核对。",
            remedyEn: "Compare the paper file and the receipt."
        ),
        "command.talk_openings_left": Text(
            zh: "另有 {count} 个可能的条目没有列出；都比较过，一致的列在最前。",
            en:
                "{count} further entries that may be meant are not shown. They were compared, and those that agree come first."
        ),
        "command.talk_agrees_not_sent": Text(
            zh: "注意：条目 {openings} 与本地事项所载一致，很可能就是它发出的。说明未发出过的，可以再次发出，对方会收到两次。",
            en:
                "Mind: {openings} says the same as the matter, so most likely it was sent as that. Once it is stated not to be sent it may be sent again, and the other side gets it twice."
        ),
        "command.ask_statement": Text(
            zh: "以上说明将留存备查，以后再作的说明取代它。核对无误时输入 是（或者 yes）并回车，其他输入一律不记：",
            en:
                "This statement will be kept; a later one takes its place. Type yes if all is right, anything else keeps nothing: "
        ),
        "command.statement_declined": Text(
            zh: "未经确认，对事项 {record} 没有记下任何说明。",
            en: "It was not confirmed. Nothing was kept of the matter {record}.",
            remedyZh: "核对后重新运行，确认无误时输入 是。",
            remedyEn: "Look into it, run it again and type yes once all is right."
        ),
        "command.statement_needs_yes": Text(
            zh: "没有终端，无法请您核对事项 {record} 后确认。",
            en:
                "There is no terminal on which the matter {record} could be compared and confirmed.",
            remedyZh: "在终端运行；已经核对过的，加 --yes（--json 的输出在 compared 中写明两处所载）。",
            remedyEn:
                "Run it on a terminal; add --yes where it was compared before (with --json the output has what both sides say in compared)."
        ),
        "command.option_sent_yes": Text(
            zh: "已核对过，不再询问。",
            en: "It was compared before: do not ask."
        ),
        "command.label_link_begun": Text(zh: "首次登记", en: "first step"),
        "command.label_link_signed": Text(
            zh: "签署时间（本地事项为最近一步）",
            en: "signed (at home: newest step)"
        ),
        "command.label_link_body": Text(zh: "正文摘要值", en: "digest of the body"),
        "command.label_link_matter": Text(zh: "本地事项", en: "matter at home"),
        "command.label_link_opening": Text(zh: "发出的条目", en: "entry that was sent"),
        "command.label_link_differs": Text(zh: "比较", en: "compared"),
        "command.label_link_differs_mark": Text(zh: "不同", en: "differs"),
        "command.option_sent_as": Text(
            zh: "发出该事项的条目，或其前 8 位以上；未发出过的，写 none。",
            en:
                "The entry that sent the matter, or its first 8 or more digits; none where it was not sent."
        ),
        "command.option_sent_reason": Text(
            zh: "理由和依据，一行，至多 1,024 字节。",
            en: "Why, and what it rests on: one line of at most 1,024 bytes."
        ),
        "command.talk_record_sent": Text(
            zh: "已记下：本地事项 {record} 就是已发出的 {opening}。尚有 {open} 个本地事项不能断定是否发出过。",
            en:
                "Kept: the matter {record} at home was sent as {opening}. Of {open} matters at home it is still not known whether they were sent."
        ),
        "command.talk_record_not_sent": Text(
            zh: "已记下：本地事项 {record} 未发出过，可以办理发出。尚有 {open} 个本地事项不能断定是否发出过。",
            en:
                "Kept: the matter {record} at home was not sent, and may be. Of {open} matters at home it is still not known whether they were sent."
        ),
    ]
}
