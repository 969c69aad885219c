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
