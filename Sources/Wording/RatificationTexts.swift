extension Catalogue {
    /// Steps that a revocation voided, their ratification, and what an officer is shown and asked.
    static let ratifications: [String: Text] = [
        "casework.home_ratified": Text(
            zh: "内部手续在发出（{opening}）之后补办：自补办之时起算数，不说明发出之时已经办理。",
            en:
                "A step at home was made up for after the opening {opening}: it counts from then on and says nothing of the time of the opening.",
            remedyZh: "迟延的原因由本单位说明；期限是否届满，以所列时钟为准。",
            remedyEn:
                "The office explains the delay; the clocks shown say whether a time limit was missed."
        ),
        "node.step_voided": Text(
            zh: "{at} 的步骤 {event}（条目 {entry}）不再算数：签署它的密钥已被撤销，撤销的起点早于该步骤。",
            en:
                "The step {event} of {at} (entry {entry}) no longer counts: a key that signed it was revoked, from before it was written.",
            remedyZh: "由该单位重新办理，可办的命令见“下一步”和待办；该步骤只记在本节点的，其他单位看不到，由本单位在机制中告知。",
            remedyEn:
                "Its office takes the step again; the next steps and the inbox show the command. Where the step stands in this node's home log, the others see nothing of it: tell them in the mechanism."
        ),
        "node.revocation_in_future": Text(
            zh: "--since 写的是将来的时间 {since}；本节点现在是 {now}。",
            en: "--since names a time that is still to come, {since}; this node's time is {now}.",
            remedyZh: "写密钥失窃或者不再可信的时间；不写的，从现在起撤销。",
            remedyEn:
                "Give the time from which the key was not to be trusted; without it, it is revoked from now on."
        ),
        "node.officer_name_invisible": Text(
            zh: "姓名中有看不见的字符 {character}。",
            en: "The name holds a character that nobody sees, {character}.",
            remedyZh: "重新输入姓名，不要从网页或者文档中粘贴。",
            remedyEn: "Type the name anew instead of pasting it."
        ),
        "command.officer_name_needed": Text(
            zh: "没有写明办案人员是谁。",
            en: "It was not said who the officer is.",
            remedyZh: "没有登记任何内容。在终端运行并输入姓名，或者用 --name-file 指定只有本人可读的文件；姓名只保存在本节点。",
            remedyEn:
                "Nothing was written. Run it on a terminal and type the name, or name a file with --name-file that nobody else may read; it is kept at this node alone."
        ),
        "command.option_file_missing": Text(
            zh: "没有 {option} 所指的文件 {path}。",
            en: "There is no file {path}, which {option} names.",
            remedyZh: "核对路径。",
            remedyEn: "Check the path."
        ),
        "command.draft_ambiguous": Text(
            zh: "以 {draft} 开头的草稿不止一件：{drafts}。",
            en: "More than one draft begins with {draft}: {drafts}.",
            remedyZh: "多写几位，或者写全编号。",
            remedyEn: "Give more of the id."
        ),
        "command.step_approver": Text(
            zh: "（须由{rank}以本人密钥签批）",
            en: "(an officer signs it too: {rank})"
        ),
        "command.label_draft_fields": Text(zh: "本步骤写明", en: "What the step says"),
        "command.label_draft_step": Text(zh: "待签的步骤", en: "Step to be signed"),
        "command.label_known_fields": Text(
            zh: "该事项此前已写明（不在本次签名之内）",
            en: "What the matter says so far (not part of this signature)"
        ),
    ]
}
