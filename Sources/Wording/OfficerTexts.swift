extension Catalogue {
    /// Officers, their keys and what they approve.
    static let officers: [String: Text] =
        officerErrors
        .merging(officerCommandErrors) { first, _ in first }
        .merging(officerCommandWords) { first, _ in first }
        .merging(approvals) { first, _ in first }
        .merging(ratifications) { first, _ in first }
        .merging(officerRegister) { first, _ in first }

    private static let officerErrors: [String: Text] = [
        "cryptography.passphrase_unfit": Text(
            zh: "口令为 {least} 至 {limit} 字节。",
            en: "A passphrase has {least} to {limit} bytes.",
            remedyZh: "换一个更长的口令；口令文件的第一行即口令。",
            remedyEn: "Choose a longer one; of a passphrase file the first line counts."
        ),
        "node.officer_key_invalid": Text(
            zh: "--key 给出的不是办案人员的公钥。",
            en: "What --key gives is no public key of an officer.",
            remedyZh: "由本人运行 lianlu officer key 取得，形如 officer+…+…，一字不差地写入，或者写出所在的文件。",
            remedyEn:
                "The officer gets it from lianlu officer key; it looks like officer+…+…. Give it exactly so, or the file that holds it."
        ),
        "node.officer_key_taken": Text(
            zh: "这把密钥已经以 {name} 的名义登记。",
            en: "This key stands already under the name {name}.",
            remedyZh: "一把密钥只属于一人、一个部门：由本人运行 lianlu officer key 另制一把；变更级别或者部门，同样先撤销，再用新密钥登记。",
            remedyEn:
                "A key belongs to one person and one office: the officer makes another with lianlu officer key. For another rank or office too, revoke the old one and enrol a new key."
        ),
        "node.officer_name_unfit": Text(
            zh: "姓名须为一行文字，不能为空，最多 {limit} 字节。",
            en: "A name is one line of text, not blank, of at most {limit} bytes.",
            remedyZh: "写姓名和执法证号即可；只保存在本节点，只有可读该部门材料的用户看得到。",
            remedyEn:
                "Name and certificate number will do; it stays at this node and is shown to those alone who read for the office."
        ),
        "node.officer_unknown": Text(
            zh: "本节点没有登记办案人员 {officer}。",
            en: "No officer {officer} is enrolled at this node.",
            remedyZh: "用 lianlu officer list 查看；用 lianlu officer enrol 登记。",
            remedyEn: "lianlu officer list shows them; lianlu officer enrol adds one."
        ),
        "node.officer_revoked": Text(
            zh: "办案人员 {officer} 的密钥已经撤销，撤销的起点不晚于此次所写。",
            en: "The key of officer {officer} was revoked, from no later than that.",
            remedyZh: "撤销不能收回，只能用 --since 写明更早的起点；仍须签批的，由本人另制密钥后重新登记。",
            remedyEn:
                "A revocation is not taken back; --since with an earlier time makes it reach further back. Where the person still approves, enrol a new key."
        ),
        "node.officers_too_many": Text(
            zh: "本节点登记的办案人员已达 {limit} 名上限，包括已撤销的。",
            en: "This node has {limit} officers, the most it takes, revoked ones included.",
            remedyZh: "请与开发方联系。",
            remedyEn: "Speak with the developers."
        ),
        "node.rank_unknown": Text(
            zh: "没有级别“{rank}”；规则包所列的有：{ranks}。",
            en: "There is no rank “{rank}”; the rule packs here know {ranks}.",
            remedyZh: "照列出的编号填写 --rank。",
            remedyEn: "Give --rank one of these ids."
        ),
    ]

    private static let officerCommandErrors: [String: Text] = [
        "command.officer_key_unprotected": Text(
            zh: "密钥文件 {path} 没有用口令加密。",
            en: "The key file {path} is not encrypted under a passphrase.",
            remedyZh: "签批只用本人口令保护的密钥：运行 lianlu officer key 另制一把并登记。",
            remedyEn:
                "An approval takes a key under its owner's passphrase: make one with lianlu officer key and have it enrolled."
        ),
        "command.passphrase_needed": Text(
            zh: "没有终端，无法询问 {path} 的口令。",
            en: "There is no terminal on which to ask for the passphrase of {path}.",
            remedyZh: "在终端运行，或者用 --passphrase-file 指定只有本人可读的文件；口令不写在命令行和环境变量里。",
            remedyEn:
                "Run it on a terminal, or name a file with --passphrase-file that nobody else may read; a passphrase is taken neither from the command line nor from the environment."
        ),
        "command.passphrase_broken_off": Text(
            zh: "口令没有输完（中途退出，或者超过 {limit} 字节）。",
            en:
                "The passphrase was not entered: it was broken off, or is of more than {limit} bytes.",
            remedyZh: "没有制作密钥，也没有签署任何内容；重新运行即可。",
            remedyEn: "No key was made and nothing was signed; run the command again."
        ),
        "command.passphrases_differ": Text(
            zh: "两次输入的口令不一致，没有制作密钥。",
            en: "The two passphrases differ; no key was made.",
            remedyZh: "重新运行。",
            remedyEn: "Run the command again."
        ),
    ]

    private static let officerCommandWords: [String: Text] = [
        "command.help_officer": Text(
            zh: "管理办案人员：各人用自己的密钥签批。",
            en: "Manage officers, who approve steps with keys of their own."
        ),
        "command.help_officer_key": Text(
            zh: "制作本人的签批密钥，用口令加密。",
            en: "Make your own key for approvals, encrypted under a passphrase.",
            remedyZh: "由本人运行，不需要节点。私钥和口令不交给任何人；打印的公钥交给管理员登记，指纹用电话核对。",
            remedyEn:
                "The officer runs it; no node is needed. Key file and passphrase stay with the officer; the public key that is printed goes to the operator, who reads the fingerprint back over the telephone."
        ),
        "command.help_officer_enrol": Text(
            zh: "登记一名办案人员的公钥和级别。",
            en: "Enrol an officer's public key with a rank.",
            remedyZh: "由可代 system 签署的用户运行。其他节点只看到随机代号、部门和级别；姓名只保存在本节点，只有可读该部门材料的用户看得到。",
            remedyEn:
                "For whoever may sign for system. Other nodes see a random pseudonym, the office and the rank; the name stays here, for those who read for the office."
        ),
        "command.help_officer_list": Text(zh: "列出办案人员。", en: "List the officers of this node."),
        "command.help_officer_revoke": Text(
            zh: "撤销一名办案人员的密钥。",
            en: "Take an officer's key out of use.",
            remedyZh: "不能收回。密钥失窃的，用 --since 写明从何时起其签名不再可信：此后用它签批的步骤不再算数。",
            remedyEn:
                "It cannot be taken back. Where a key was stolen, --since says from when on its signatures are not trusted: steps that were approved with it since then no longer count."
        ),
        "command.option_officer_file": Text(
            zh: "要新建的密钥文件；已经存在的不覆盖。",
            en: "The key file to make; one that exists is not overwritten."
        ),
        "command.option_passphrase_file": Text(
            zh: "口令所在文件（第一行），权限须为 0600；不写的，在终端询问。",
            en:
                "The file whose first line is the passphrase, of mode 0600; asked for on the terminal without it."
        ),
        "command.option_officer_office": Text(
            zh: "办案人员所属部门的编号。",
            en: "The officer's office, by id."
        ),
        "command.option_officer_rank": Text(
            zh: "级别，写规则包中的编号，例如 responsible。",
            en: "The rank, by its id in the rule pack, such as responsible."
        ),
        "command.option_officer_public_key": Text(
            zh: "本人运行 lianlu officer key 得到的公钥，或者它所在的文件。",
            en: "The public key that lianlu officer key printed, or the file that holds it."
        ),
        "command.option_name_file": Text(
            zh: "写有姓名、执法证号等的文件（第一行），权限须为 0600；不写的，在终端询问。只保存在本节点。",
            en:
                "The file, of mode 0600, whose first line says who it is; asked for on a terminal without it. Kept at this node alone."
        ),
        "command.ask_officer_name": Text(
            zh: "姓名、执法证号等（只保存在本节点）：",
            en: "Who it is, such as name and certificate number (kept at this node alone): "
        ),
        "command.label_revoked_in": Text(zh: "已写入撤销的日志", en: "revoked in"),
        "command.option_officer": Text(
            zh: "办案人员的代号，见 lianlu officer list。",
            en: "The officer's pseudonym, as lianlu officer list shows it."
        ),
        "command.option_since": Text(
            zh: "从何时起不再可信，例如 2026-11-20T09:30:00+08:00；默认现在。",
            en:
                "From when on it is not trusted, such as 2026-11-20T09:30:00+08:00; by default from now."
        ),
        "command.label_officer": Text(zh: "代号", en: "officer"),
        "command.label_officer_name": Text(zh: "姓名", en: "name"),
        "command.label_public_key": Text(zh: "公钥", en: "public key"),
        "command.label_rank": Text(zh: "级别", en: "rank"),
        "command.label_since": Text(zh: "登记时间", en: "since"),
        "command.label_revoked": Text(zh: "已撤销", en: "revoked"),
        "command.ask_passphrase": Text(zh: "{path} 的口令：", en: "Passphrase of {path}: "),
        "command.ask_new_passphrase": Text(
            zh: "为新密钥设定口令（至少 {least} 字节，输入时不显示）：",
            en: "Choose a passphrase for the new key (at least {least} bytes; it is not shown): "
        ),
        "command.ask_passphrase_again": Text(zh: "再输入一次：", en: "Once more: "),
        "command.talk_officer_key": Text(
            zh: "私钥在 {path}，口令丢失无法找回。把公钥交给管理员登记（lianlu officer enrol），并用电话核对指纹。",
            en:
                "The private key lies in {path}; a lost passphrase cannot be recovered. Give the public key to the operator, who enrols it with lianlu officer enrol, and compare the fingerprint over the telephone."
        ),
        "command.talk_officer_enrolled": Text(
            zh: "已登记，代号 {officer}。请把代号告诉本人，并核对指纹。",
            en: "Enrolled as {officer}. Tell the officer, and compare the fingerprint."
        ),
        "command.talk_officer_revoked": Text(
            zh: "已撤销 {officer} 的密钥：受影响的步骤已重新判断，用 lianlu status 和各事项的详情查看。",
            en:
                "The key of {officer} is revoked: steps that it touches were judged again; see lianlu status and the matters themselves."
        ),
    ]
}
