extension Catalogue {
    /// Steps that wait for an officer's signature.
    static let approvals: [String: Text] =
        approvalErrors
        .merging(approverErrors) { first, _ in first }
        .merging(approvalCommandErrors) { first, _ in first }
        .merging(approvalWords) { first, _ in first }

    private static let approvalErrors: [String: Text] = [
        "node.approval_not_asked": Text(
            zh: "规则没有要求步骤 {event} 经人审批。",
            en: "The rules ask for nobody's approval of the step {event}.",
            remedyZh: "去掉 --for-approval，直接办理。",
            remedyEn: "Take the step without --for-approval."
        ),
        "node.approval_text_differs": Text(
            zh: "审批人签署的不是草稿 {draft} 的内容。",
            en: "What the officer signed is not what the draft {draft} says.",
            remedyZh: "没有登记任何内容。由审批人重新运行 lianlu record approve。",
            remedyEn: "Nothing was written. Let the officer run lianlu record approve again."
        ),
        "node.approval_signature_wrong": Text(
            zh: "审批人的签名不对。",
            en: "The officer's signature does not verify.",
            remedyZh: "没有登记任何内容。由审批人重新运行 lianlu record approve；仍不行的，核对密钥文件。",
            remedyEn:
                "Nothing was written. Let the officer run lianlu record approve again; if that does not help, look at the key file."
        ),
        "node.approval_too_old": Text(
            zh: "签署时间 {at} 已超过 {limit} 秒。",
            en: "The text that was signed is of {at}, which is more than {limit} seconds ago.",
            remedyZh: "由审批人重新运行 lianlu record approve。",
            remedyEn: "Let the officer run lianlu record approve again."
        ),
        "node.draft_unknown": Text(
            zh: "没有待批的草稿 {draft}。",
            en: "No draft {draft} waits for approval.",
            remedyZh:
                "已签批、已作废或者已过期清除的草稿不再留存；用 lianlu record drafts 查看待批的，用 lianlu record show 查看事项是否已有该步骤。",
            remedyEn:
                "A draft that was signed, cancelled or cleared away after its time is kept no longer; lianlu record drafts shows those that wait, lianlu record show whether the matter has the step."
        ),
        "node.draft_expired": Text(
            zh: "草稿 {draft} 已于 {expired} 过期。",
            en: "The draft {draft} expired at {expired}.",
            remedyZh: "由经办人重新提交（--for-approval）。",
            remedyEn: "Have the step submitted again with --for-approval."
        ),
        "node.draft_outdated": Text(
            zh: "草稿 {draft} 之后事项又有进展，草稿已不符合现状。",
            en: "The matter has gone on since the draft {draft} was made: it no longer fits.",
            remedyZh: "没有签署任何内容。由经办人运行 lianlu record cancel 作废，看过新进展后重新提交。",
            remedyEn:
                "Nothing was signed. Cancel it with lianlu record cancel, look at what is new, and submit the step again."
        ),
        "node.draft_approved": Text(
            zh: "草稿 {draft} 已经批准并登记为 {entry}。",
            en: "The draft {draft} was approved already: it is the entry {entry}.",
            remedyZh: "无须处理。",
            remedyEn: "There is nothing to do."
        ),
        "node.draft_damaged": Text(
            zh: "草稿 {draft} 已损坏，无人能批准。",
            en: "The draft {draft} is damaged, and nobody can approve it.",
            remedyZh:
                "由该部门或者管理员用 lianlu record cancel {draft} 作废（到期也会自动作废），重新提交该步骤（--for-approval）；并运行 lianlu audit 检查本节点。",
            remedyEn:
                "Its office or the operator throws it away with lianlu record cancel {draft} (it ends by itself, too, when its time is over); submit the step again with --for-approval, and run lianlu audit on this home."
        ),
        "node.draft_not_readable": Text(
            zh: "草稿 {draft} 属于部门 {office}，您无权阅读该部门的材料。",
            en: "The draft {draft} is of the office {office}, for which you may not read.",
            remedyZh: "审批人要看到所签的全部内容：请管理员在 lianlu.yaml 的 callers 中授予 read。",
            remedyEn:
                "Who approves sees all that is signed: ask the operator for read under callers in lianlu.yaml."
        ),
        "node.draft_number_taken": Text(
            zh: "草稿 {draft} 所拟的文号 {number} 已被另一步骤取用。",
            en: "Another step has taken the number {number} that the draft {draft} was shown with.",
            remedyZh: "没有签署任何内容。由审批人重新运行 lianlu record approve：将改用下一个文号，看过再签。",
            remedyEn:
                "Nothing was written. Let the officer run lianlu record approve again: it shows the draft with the next number."
        ),
        "node.document_number_provisional": Text(
            zh: "文号 {number} 为拟用：批准之时才取号，其间被取用的，改用下一个。",
            en:
                "The number {number} is provisional: it is given in the moment of the approval, and is the next one where another step takes it before."
        ),
        "node.drafts_too_many": Text(
            zh: "待批的草稿已达 {limit} 件上限。",
            en: "{limit} drafts wait for approval, the most that this node keeps.",
            remedyZh: "先批准，或者用 lianlu record cancel 作废不再需要的。",
            remedyEn: "Approve some, or cancel with lianlu record cancel what is no longer wanted."
        ),
        "ledger.approval_text_malformed": Text(
            zh: "待签的内容不是条目的标准写法。",
            en: "What is to be signed is no entry's text in its one written form.",
            remedyZh: "没有签署任何内容；请确认所连的是本单位的节点，必要时与开发方联系。",
            remedyEn:
                "Nothing was signed; make sure that this is your own node, and tell the developers if it is."
        ),
    ]

    private static let approverErrors: [String: Text] = [
        "node.approver_revoked": Text(
            zh: "办案人员 {officer} 的密钥已经撤销，不能再用来审批。",
            en: "The key of officer {officer} was revoked: it approves nothing any more.",
            remedyZh: "没有签署任何内容。仍须审批的，由本人运行 lianlu officer key 另制密钥，请管理员登记。",
            remedyEn:
                "Nothing was written. Where the person still approves, a new key is made with lianlu officer key and enrolled."
        ),
        "node.officer_not_enrolled": Text(
            zh: "指纹为 {fingerprint} 的密钥没有登记，不能为部门 {office} 审批。",
            en:
                "The key with the fingerprint {fingerprint} is not enrolled and approves nothing for {office}.",
            remedyZh: "核对 --officer-key；尚未登记的，由管理员运行 lianlu officer enrol。",
            remedyEn: "Check --officer-key; the operator enrols a key with lianlu officer enrol."
        ),
        "node.officer_of_another_office": Text(
            zh: "办案人员 {officer} 属于部门 {own}，不能为部门 {office} 审批。",
            en: "The officer {officer} is of the office {own} and approves nothing for {office}.",
            remedyZh: "由部门 {office} 的审批人办理。",
            remedyEn: "An officer of {office} approves it."
        ),
        "node.approver_signs_already": Text(
            zh: "这把密钥就是部门 {office} 的签名密钥：一人不能签两次。",
            en: "This key signs for the office {office} already: one person does not sign twice.",
            remedyZh: "由另一人用其本人的密钥审批。",
            remedyEn: "Somebody else approves, with a key of their own."
        ),
    ]

    private static let approvalCommandErrors: [String: Text] = [
        "command.approval_declined": Text(
            zh: "没有签署草稿 {draft}。",
            en: "The draft {draft} was not signed.",
            remedyZh: "草稿仍在待批；不同意的，由经办人运行 lianlu record cancel。",
            remedyEn:
                "It still waits; where it is not agreed, have it cancelled with lianlu record cancel."
        ),
        "command.approval_needs_yes": Text(
            zh: "没有终端，无法请审批人确认草稿 {draft}。",
            en: "There is no terminal on which the officer could confirm the draft {draft}.",
            remedyZh: "在终端运行；已经看过内容的，加 --yes。",
            remedyEn: "Run it on a terminal; add --yes where the contents were read before."
        ),
        "command.approval_unknown": Text(
            zh: "签名已经交给节点，但没有收到答复：草稿 {draft} 可能已经登记。",
            en:
                "The signature was handed in and no answer came: the draft {draft} may be in the log.",
            remedyZh:
                "再运行一次同一命令：已经登记的，会说明已经批准并写出条目，无须再办；没有登记的，会再次显示内容，可以再签。",
            remedyEn:
                "Run the same command again: it says that the draft was approved and names the entry, and all is done; or it shows the draft once more, to be signed."
        ),
        "command.draft_body_differs": Text(
            zh: "节点给出的草稿 {draft} 前后不符：待签的内容与所示的正文对不上。",
            en:
                "What the node answered for the draft {draft} does not hold together: the text is not of the body that is shown.",
            remedyZh: "没有签署任何内容。请管理员检查节点。",
            remedyEn: "Nothing was signed. Have the operator look at the node."
        ),
        "command.draft_changed": Text(
            zh: "草稿 {draft} 在确认之时发生了变化。",
            en: "The draft {draft} changed while it was being confirmed.",
            remedyZh: "没有签署任何内容。重新运行，再看一遍。",
            remedyEn: "Nothing was signed. Run the command again and read it once more."
        ),
        "command.draft_invalid": Text(
            zh: "{path} 既不是草稿编号，也不是草稿文件。",
            en: "{path} is neither a draft's id nor a file with one.",
            remedyZh: "用 lianlu record drafts 查看编号；文件由带 --for-approval --json 的命令写出。",
            remedyEn:
                "lianlu record drafts shows the ids; a file is what a command with --for-approval --json writes."
        ),
    ]

    private static let approvalWords: [String: Text] = [
        "command.help_record_approve": Text(
            zh: "用本人的密钥批准一项待批的步骤。",
            en: "Approve a step that waits, with your own key.",
            remedyZh: "先显示要签的全部内容，输入 yes 才签。密钥和口令只在本命令中使用，不交给节点。",
            remedyEn:
                "It shows all that would be signed and signs after yes. Key and passphrase stay in this command; the node gets the signature alone."
        ),
        "command.help_record_drafts": Text(
            zh: "列出待批的步骤。",
            en: "List the steps that wait for an officer's approval."
        ),
        "command.help_record_cancel": Text(
            zh: "作废一件待批的草稿。",
            en: "Throw away a draft that waits for approval."
        ),
        "command.option_draft": Text(
            zh: "草稿编号或者其开头，或者带 --for-approval --json 的命令写出的文件。",
            en:
                "The draft's id or the beginning of it, or the file that a command with --for-approval --json wrote."
        ),
        "command.option_officer_key": Text(
            zh: "审批人本人的密钥文件。",
            en: "The officer's own key file."
        ),
        "command.option_yes": Text(
            zh: "已看过内容，不再询问。",
            en: "The contents were read: do not ask."
        ),
        "command.option_for_approval": Text(
            zh: "只拟稿，交有权的人审批（lianlu record approve）；批准之前不签名。",
            en:
                "Only draft the step for an officer (lianlu record approve); nothing is signed before."
        ),
        "command.label_drafted": Text(zh: "拟稿时间", en: "drafted"),
        "command.label_draft": Text(zh: "草稿", en: "draft"),
        "command.label_facts": Text(zh: "公开字段", en: "open fields"),
        "command.label_entry_signers": Text(zh: "条目的签名", en: "signatures of the entry"),
        "command.ask_approval": Text(
            zh: "以上内容以您的名义签署。同意的输入 是（或者 yes）并回车，其他输入一律不签：",
            en: "This is signed in your name. Type yes if you agree, anything else signs nothing: "
        ),
        "command.talk_matter": Text(
            zh: "所涉事项的全部经过：lianlu record show {record}",
            en: "The whole matter: lianlu record show {record}"
        ),
        "command.talk_approved": Text(
            zh: "已签批“{step}”：部门和审批人的签名在同一条目上，已登记。",
            en:
                "Signed: {step}. One entry bears the office's signature and the officer's, and is in the log."
        ),
        "command.talk_draft_cancelled": Text(
            zh: "草稿 {draft} 已作废，没有签署任何内容。",
            en: "The draft {draft} is thrown away; nothing was signed."
        ),
        "command.talk_drafted": Text(
            zh: "尚未签名。接下来由审批人运行（“本人密钥文件”换成其路径）：lianlu record approve {draft} --officer-key 本人密钥文件",
            en:
                "Nothing is signed yet. Next the officer runs, with the path of the own key for KEYFILE: lianlu record approve {draft} --officer-key KEYFILE"
        ),
    ]
}
