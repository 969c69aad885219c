extension Catalogue {
    /// Names of officers that are given later, and rows of the node's own state that cannot be read.
    static let officerRegister: [String: Text] =
        storedRows
        .merging(officerNames) { first, _ in first }

    private static let storedRows: [String: Text] = [
        "node.draft_waits": Text(
            zh: "草稿 {draft} 尚未批准。",
            en: "The draft {draft} has not been approved.",
            remedyZh: "由审批人运行 lianlu record approve {draft}。",
            remedyEn: "Let the officer run lianlu record approve {draft}."
        ),
        "node.draft_after_opening": Text(
            zh: "该事项已经发入机制 {mechanism}（{opening}），在那里是“{state}”：本次签署只记在本单位内部，不改变已发出的部分。",
            en:
                "The matter went into the mechanism {mechanism} before ({opening}), where it stands at “{state}”: this signature stays at home and changes nothing of what was sent.",
            remedyZh: "先看 lianlu record show {opening}；要使对方知悉、撤回或者终止的，在机制中另行办理。",
            remedyEn:
                "Look at it first with lianlu record show {opening}; whatever the others must know, or what is to be withdrawn or ended, is a step in the mechanism."
        ),
        "command.draft_name_unknown": Text(
            zh: "“{draft}”不是草稿编号（或其开头至少 4 位），也没有这个文件。",
            en: "“{draft}” is neither a draft's id or the beginning of one, nor a file.",
            remedyZh: "用 lianlu record drafts 查看待批的草稿。",
            remedyEn: "lianlu record drafts shows those that wait."
        ),
        "command.option_exact": Text(
            zh: "另外显示签名所及的原文和正文的全部字节。",
            en: "Show the exact text that is signed and the body, byte by byte, as well."
        ),
        "command.label_sent_part": Text(zh: "已发入机制的部分", en: "Part that was sent"),
        "command.label_revoked_since": Text(zh: "自何时起不可信", en: "not trusted since"),
        "command.talk_signed_digest": Text(
            zh: "以上各项取自签名所及的原文，其 SHA-256 为 {digest}；要看原文，加 --exact。",
            en:
                "All of this was read from the text that is signed, whose SHA-256 is {digest}; --exact shows it."
        ),
        "node.stored_row_version": Text(
            zh: "本节点数据中的 {row} 是第 {found} 版格式，本程序只认第 {known} 版：没有读取。",
            en:
                "The row {row} of this home has form {found}; this program knows form {known} and did not read it.",
            remedyZh:
                "改用写入它的程序版本；不用的话，草稿用 lianlu record cancel 作废后重新提交，撤销用 lianlu officer revoke 重新提出，姓名用 lianlu officer name 重新登记。",
            remedyEn:
                "Run the edition of the program that wrote it. Otherwise cancel a draft with lianlu record cancel and submit the step again, ask for a revocation again with lianlu officer revoke, give a name again with lianlu officer name."
        ),
        "node.revocation_damaged": Text(
            zh: "办案人员 {officer} 的撤销没有写完，其内容已损坏：该密钥在本节点不再能签批，但可能尚未写入全部日志。",
            en:
                "A revocation of the officer {officer} was cut off, and what was planned of it is damaged: the key approves nothing here any more, but not all logs may say so.",
            remedyZh:
                "再次运行 lianlu officer revoke {officer}，原来写了 --since 的照写；并运行 lianlu audit 检查本节点。",
            remedyEn:
                "Run lianlu officer revoke {officer} again, with --since where it was given; run lianlu audit on this home too."
        ),
        "node.revocation_unfinished": Text(
            zh: "办案人员 {officer} 的撤销尚未写入本节点的全部日志；该密钥在本节点已不能签批。",
            en:
                "The revocation of the officer {officer} does not stand in all logs of this node yet; the key approves nothing here any more.",
            remedyZh: "节点自动续办，每分钟一次；长时间不变的，查看节点日志和 lianlu status 的其他提示。",
            remedyEn:
                "The node goes on with it by itself, each minute; where this stays, look at the node's log and at what else lianlu status says."
        ),
    ]

    private static let officerNames: [String: Text] = [
        "node.officer_nameless": Text(
            zh: "没有登记 {officer} 的姓名：本节点无从知道是谁签批。",
            en: "No name is kept of {officer}: nobody can tell here who signed.",
            remedyZh: "由管理员运行 lianlu officer name {officer} --name-file 姓名文件；姓名另册登记的可以不办。",
            remedyEn:
                "Let the operator run lianlu officer name {officer} --name-file FILE; where the office keeps its register elsewhere, nothing is to be done."
        ),
        "node.officer_name_damaged": Text(
            zh: "{officer} 后来登记的姓名已损坏；所示是登记密钥时的姓名（如有）。",
            en:
                "The names that were given to {officer} later are damaged; what is shown is that of the enrolment, if any.",
            remedyZh: "由管理员运行 lianlu officer name {officer} 重新登记；并运行 lianlu audit 检查本节点。",
            remedyEn:
                "Let the operator give it again with lianlu officer name {officer}; run lianlu audit on this home too."
        ),
        "node.officer_names_too_many": Text(
            zh: "{officer} 的姓名已更正 {limit} 次，这是上限。",
            en: "The name of {officer} was given {limit} times, which is the most.",
            remedyZh: "没有改动。撤销该密钥（lianlu officer revoke {officer}），由本人另制一把重新登记。",
            remedyEn:
                "Nothing was changed. Revoke the key with lianlu officer revoke {officer}, and enrol a new one."
        ),
        "command.help_officer_rename": Text(
            zh: "登记或者更正一名办案人员的姓名。",
            en: "Give or correct the name of an officer who is enrolled.",
            remedyZh: "由可代 system 签署的用户运行。姓名加密保存在本节点，不进入任何日志；每次所写的都留存，连同时间和登记人。",
            remedyEn:
                "For whoever may sign for system. The name stays at this node, sealed, and in no log; every name that was given is kept, with its time and who gave it."
        ),
        "command.label_officer_named": Text(zh: "姓名登记于", en: "named"),
        "command.talk_officer_renamed": Text(
            zh: "已登记 {officer} 的姓名。",
            en: "The name of {officer} is kept."
        ),
        "command.talk_approved_before": Text(
            zh: "此前已由您批准并登记，这次没有另行签署。",
            en: "You had approved it before; nothing was signed now."
        ),
    ]
}
