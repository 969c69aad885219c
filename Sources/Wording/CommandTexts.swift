extension Catalogue {
    /// Texts of the command line.
    static let command: [String: Text] =
        commandErrors
        .merging(commandTalk) { first, _ in first }
        .merging(commandLabels) { first, _ in first }
        .merging(commandHelp) { first, _ in first }
        .merging(commandOptions) { first, _ in first }
        .merging(commandRecords) { first, _ in first }

    private static let commandErrors: [String: Text] = [
        "command.card_invalid": Text(
            zh: "文件 {path} 不是名片。",
            en: "{path} is no card.",
            remedyZh: "名片由对方的 lianlu card 写出，第一行是 lianlu/card/v1。",
            remedyEn:
                "A card is what lianlu card writes at the other side; it begins with lianlu/card/v1."
        ),
        "command.charter_invalid": Text(
            zh: "文件 {path} 不是章程。",
            en: "{path} is no charter.",
            remedyZh: "章程由 lianlu mechanism create 或者 sign 写出，第一行是 lianlu/charter/v1。",
            remedyEn:
                "A charter is what lianlu mechanism create or sign writes; it begins with lianlu/charter/v1."
        ),
        "command.command_unknown": Text(
            zh: "没有命令 {command}；可用的有：{commands}。",
            en: "There is no command {command}; there are {commands}.",
            remedyZh: "在命令后加 --help 查看用法。存入节点的规则包中的业务类型，节点运行时才能作为命令使用。",
            remedyEn:
                "Add --help to see what each does. The kinds of packs that were added to a node are commands while it runs."
        ),
        "command.confirmation_declined": Text(
            zh: "没有加入 {node}：指纹未经确认。",
            en: "{node} was not added: its fingerprint was not confirmed.",
            remedyZh: "请与对方电话核对指纹后重新运行，核对一致时输入 yes。",
            remedyEn:
                "Compare the fingerprint with the other side over the telephone, then run the command again and type yes."
        ),
        "command.confirmation_needed": Text(
            zh: "没有终端，无法请人确认 {node} 的指纹。",
            en: "There is no terminal on which a person could confirm the fingerprint of {node}.",
            remedyZh: "请先用 lianlu peer add 名片 --dry-run 查看指纹，电话核对后再加 --fingerprint \"指纹\" 运行。",
            remedyEn:
                "Show the fingerprint with lianlu peer add CARD --dry-run, compare it over the telephone, then run with --fingerprint \"FINGERPRINT\"."
        ),
        "command.digest_invalid": Text(
            zh: "“{text}” 不是记录或条目的编号。",
            en: "“{text}” names no record or entry.",
            remedyZh: "编号为 {limit} 至 64 位十六进制数字，可以只写开头；用 record list 或 log show 查看。",
            remedyEn:
                "A digest has {limit} to 64 hex digits, its beginning will do; record list and log show print it."
        ),
        "command.digest_not_whole": Text(
            zh: "“{text}” 不是完整的编号：此处须写全 64 位十六进制数字。",
            en: "“{text}” is no whole digest: here all 64 hex digits are needed.",
            remedyZh: "record list 和 log show 只显示前几位；加 --json 运行即显示全部。",
            remedyEn:
                "record list and log show print its beginning; with --json they print it whole."
        ),
        "command.failed": Text(
            zh: "命令没有完成：{detail}",
            en: "The command failed: {detail}",
            remedyZh: "请查看以上信息；不能自行解决的，请连同本条信息报给维护人员。",
            remedyEn: "Read the message above; if it does not help, report it."
        ),
        "command.field_invalid": Text(
            zh: "“{text}” 不是字段。",
            en: "“{text}” is no field.",
            remedyZh:
                "请写成 --field 字段=内容（例如 --field 涉案商品=运动鞋），或 --field 字段:=JSON（数字、是否、列表）；字段名见 lianlu record form。",
            remedyEn:
                "Write --field name=text, or --field name:=JSON for numbers, truth values and lists; lianlu record form lists the names."
        ),
        "command.field_empty": Text(
            zh: "字段 {field} 没有内容。",
            en: "The field {field} has no value.",
            remedyZh: "写上内容；不填的字段整个去掉。",
            remedyEn: "Give it one, or leave it out."
        ),
        "command.field_not_json": Text(
            zh: "字段 {field} 的 := 之后不是可用的 JSON：只能是文字、整数、是否、列表或者对象。",
            en:
                "What follows := of the field {field} is no JSON that can be used: a text, a whole number, a truth value, a list or an object.",
            remedyZh:
                "例如 urgent:=true、goods_value:=76000000、shop:=[\"甲\",\"乙\"]；整个参数用单引号括起来。普通文字用 = 而不是 :=。",
            remedyEn:
                "Such as urgent:=true, goods_value:=76000000 or shop:=[\"a\",\"b\"], the whole argument in single quotes. For plain text write = and not :=."
        ),
        "command.field_twice": Text(
            zh: "字段 {field} 用 --field 写了两次，其中有 JSON（:=）。",
            en: "The field {field} is given twice with --field, and as JSON (:=).",
            remedyZh: "只留一个；列表逐项写 --field 字段=内容，或者整个写成一个 字段:=[\"甲\",\"乙\"]。",
            remedyEn:
                "Keep one of them; a list is one --field name=text for each item, or one name:=[\"a\",\"b\"]."
        ),
        "command.file_field_invalid": Text(
            zh: "文件 {path} 中字段 {field} 的值不能使用：只能是文字、整数、是否、列表或者映射。",
            en:
                "{path}: the value of the field {field} cannot be used; a value is a text, a whole number, a truth value, a list or a mapping.",
            remedyZh: "改正该字段；不填的字段请整行删去。",
            remedyEn: "Correct the field; leave a field without a value out."
        ),
        "command.file_field_twice": Text(
            zh: "文件 {path} 中有的字段写了两次：{fields}。",
            en: "{path} gives fields twice: {fields}.",
            remedyZh: "每个字段只写一次；列表写成一个字段的多个列表项。",
            remedyEn: "Give each once; a list is one field with several items."
        ),
        "command.file_invalid": Text(
            zh: "文件 {path} 第 {line} 行第 {column} 列有误。",
            en: "{path}, line {line}, column {column}: not well-formed.",
            remedyZh: "改正该处；扩展名为 .yaml 或 .yml 的是 YAML，其他是 JSON。",
            remedyEn: "Correct that place; a file named .yaml or .yml is YAML, any other is JSON."
        ),
        "command.file_missing": Text(
            zh: "没有文件 {path}。",
            en: "There is no file {path}.",
            remedyZh: "请核对路径。",
            remedyEn: "Check its path."
        ),
        "command.file_no_fields": Text(
            zh: "文件 {path} 中不是“字段: 值”的形式，或者是空的。",
            en: "{path} holds no fields with values, or is empty.",
            remedyZh: "每行写一个字段，例如 goods: 运动鞋；JSON 文件应为一个对象。",
            remedyEn: "Write a field a line, such as goods: shoes; a JSON file is one object."
        ),
        "command.file_not_json": Text(
            zh: "文件 {path} 不是有效的 JSON。",
            en: "{path} is not valid JSON.",
            remedyZh: "用 jq . {path} 查看错在何处；YAML 文件的扩展名应为 .yaml 或 .yml。",
            remedyEn: "See the place with jq . {path}; a YAML file is to be named .yaml or .yml."
        ),
        "command.file_not_regular": Text(
            zh: "{path} 是管道、设备或者套接字，不是文件。",
            en: "{path} is a pipe, a device or a socket, and no file.",
            remedyZh: "先把内容存为文件，或者写 - 从标准输入读取。",
            remedyEn: "Save the content as a file first, or write - to read standard input."
        ),
        "command.file_not_text": Text(
            zh: "文件 {path} 不是 UTF-8 编码（可能是 GB 18030）。",
            en: "{path} is not UTF-8 (GB 18030, perhaps).",
            remedyZh: "请另存为 UTF-8 编码。",
            remedyEn: "Save it as UTF-8."
        ),
        "command.file_too_large": Text(
            zh: "文件 {path} 超过 {limit} 字节的上限。",
            en: "The file {path} is longer than the limit of {limit} bytes.",
            remedyZh: "请核对是否选错了文件。",
            remedyEn: "Check that this is the right file."
        ),
        "command.file_unreadable": Text(
            zh: "无法读取文件 {path}。",
            en: "The file {path} cannot be read.",
            remedyZh: "请核对路径和权限。",
            remedyEn: "Check its path and its permissions."
        ),
        "command.fingerprint_differs": Text(
            zh: "指纹不一致：给出的是 {expected}，名片上的是 {found}。",
            en: "The fingerprints differ: {expected} was given, the card has {found}.",
            remedyZh: "名片可能被调换。请不要加入，另行向对方索取名片并再次电话核对。",
            remedyEn:
                "The card may have been exchanged on its way: do not add it, obtain it again and compare over the telephone."
        ),
        "command.fingerprint_invalid": Text(
            zh: "“{text}”不是指纹：指纹为八组数字，每组五位。",
            en: "“{text}” is no fingerprint: it is eight groups of five digits.",
            remedyZh: "照电话核对的指纹完整输入。",
            remedyEn: "Type the whole fingerprint as it was compared over the telephone."
        ),
        "command.home_missing": Text(
            zh: "没有节点目录 {path}。",
            en: "There is no home {path}.",
            remedyZh: "用 --home 指明节点目录；新节点先运行 lianlu init。",
            remedyEn: "Name the home with --home; a new node begins with lianlu init."
        ),
        "command.ended_invalid": Text(
            zh: "“{text}” 没有写明日志在哪一条终止。",
            en: "“{text}” does not say at which size a log ends.",
            remedyZh: "请写成 --ended 日志=条数，例如 hainan.ipr.example/pan-pearl-river-delta=120。",
            remedyEn:
                "Write --ended LOG=SIZE, such as hainan.ipr.example/pan-pearl-river-delta=120."
        ),
        "command.member_invalid": Text(
            zh: "“{text}” 不是成员。",
            en: "“{text}” is no member.",
            remedyZh: "请写成 --member 地址=节点名，例如 360000=jiangxi.ipr.example；跨境成员在末尾加 ,cross-border。",
            remedyEn:
                "Write --member ADDRESS=NODE, such as 360000=jiangxi.ipr.example; append ,cross-border for a member across the border."
        ),
        "command.office_invalid": Text(
            zh: "“{text}” 不是部门，或者重复。",
            en: "“{text}” is no office, or stands twice.",
            remedyZh: "请写成 --office 编号=名称，例如 scjg=江西省市场监督管理局。",
            remedyEn: "Write --office ID=TITLE, such as scjg=Jiangxi Market Regulation."
        ),
        "command.outcome_unknown": Text(
            zh: "没有收到节点的完整答复，不知道是否已登记。",
            en: "The node's answer did not come whole: nobody knows whether the entry was stored.",
            remedyZh: "请在原命令后加 --request {request} 重新执行：已登记的不会重复登记，会得到原来的结果。",
            remedyEn:
                "Run the same command again with --request {request}: what was stored is not stored twice, and you get its acknowledgement."
        ),
        "command.role_invalid": Text(
            zh: "“{text}” 不是角色。",
            en: "“{text}” is no role.",
            remedyZh: "请写成 --role 角色=地址，例如 superior=000000。",
            remedyEn: "Write --role ROLE=ADDRESS, such as superior=000000."
        ),
        "command.usage_invalid_value": Text(
            zh: "{option} 不能取值 “{value}”。",
            en: "{option} cannot be “{value}”.",
            remedyZh: "在命令后加 --help 查看可用的值。",
            remedyEn: "Add --help to the command to see what it takes."
        ),
        "command.usage_missing_argument": Text(
            zh: "缺少参数 {argument}。",
            en: "The argument {argument} is missing.",
            remedyZh: "在命令后加 --help 查看用法。",
            remedyEn: "Add --help to the command to see its usage."
        ),
        "command.usage_missing_value": Text(
            zh: "选项 {option} 后缺少值。",
            en: "The option {option} needs a value.",
            remedyZh: "在命令后加 --help 查看用法；以 - 开头的值用等号连写（--选项=-值）。",
            remedyEn:
                "Add --help to the command to see its usage; a value that begins with - is joined by an equals sign (--option=-value)."
        ),
        "command.usage_other": Text(
            zh: "命令的写法不对：{detail}",
            en: "The command line is wrong: {detail}",
            remedyZh: "在命令后加 --help 查看用法。",
            remedyEn: "Add --help to the command to see its usage."
        ),
        "command.usage_unexpected_argument": Text(
            zh: "多余的参数或未知的命令：{argument}。",
            en: "Unknown command or surplus argument: {argument}.",
            remedyZh: "运行 lianlu --help 查看所有命令。",
            remedyEn: "Run lianlu --help to see all commands."
        ),
        "command.usage_unknown_option": Text(
            zh: "没有选项 {option}。",
            en: "There is no option {option}.",
            remedyZh: "在命令后加 --help 查看所有选项。",
            remedyEn: "Add --help to the command to see its options."
        ),
    ]

    /// What commands say besides their data.
    private static let commandTalk: [String: Text] = [
        "command.ask_peer": Text(
            zh:
                "指纹：{fingerprint}\n请与对方电话逐组核对；完全一致时输入 yes 并回车，其他输入一律不加入：",
            en:
                "Fingerprint: {fingerprint}\nCompare it group by group with the other side over the telephone; type yes if all agree, anything else adds nothing: "
        ),
        "command.check_node_at_rest": Text(
            zh: "节点没有运行（{path}）。",
            en: "The node does not run ({path}).",
            remedyZh: "请先处理上面未通过的各项，不要先启动节点。",
            remedyEn: "First see to the checks above that failed; do not start the node before."
        ),
        "command.check_node_ready": Text(
            zh: "节点正在运行，可以登记。",
            en: "The node runs and is ready to append."
        ),
        "command.talk_at_home": Text(
            zh: "已登记在本节点，不发给任何其他节点。",
            en: "Stored at home; no other node learns of it."
        ),
        "command.talk_audit_faults": Text(
            zh: "审计未通过：{count} 处问题，见上。",
            en: "The audit failed; faults, see above: {count}."
        ),
        "command.talk_finding_more": Text(
            zh: "同类的还有未逐一列出的 {count} 处，这是其中第一处。",
            en: "And more: this is the first of {count} of its kind that are not listed one by one."
        ),
        "command.talk_anchored": Text(
            zh: "此处全部 {logs} 条日志（共 {entries} 条条目）都以您给出的密钥为准。",
            en: "All {logs} logs here, with {entries} entries, hang on keys that you gave."
        ),
        "command.talk_audit_sound": Text(
            zh: "审计发现问题 {count} 处。",
            en: "The audit found {count} faults."
        ),
        "command.talk_charter_in_force": Text(
            zh: "章程已生效：各成员现在运行 lianlu mechanism join，加入 {mechanism}。",
            en:
                "The charter is in force: each member now runs lianlu mechanism join to enter {mechanism}."
        ),
        "command.talk_charter_predecessor_missing": Text(
            zh:
                "各成员均已签署；前一版章程 {digest} 不在本节点，因此无法在此判断是否已生效。请已加入前一版的成员先运行 lianlu mechanism join，本节点再运行。",
            en:
                "All members have signed. The revision before it, {digest}, is not at this node, so it cannot be told here whether it is in force: let the members of that revision run lianlu mechanism join first, then this node."
        ),
        "command.talk_charter_unsigned": Text(
            zh: "尚待签署：{nodes}。请把以上文本发给下一个成员运行 lianlu mechanism sign。",
            en:
                "Still to sign: {nodes}. Send the text above to the next member for lianlu mechanism sign."
        ),
        "command.talk_dry_run": Text(
            zh: "仅为预览：没有签名，没有保存，没有发出。实际办理时，时间和各对象的摘要（每次重新加盐）与此不同。",
            en:
                "A preview only: nothing was signed, stored or sent. The real step has its own time, and other digests of its objects, since each gets a fresh salt."
        ),
        "command.talk_initialised": Text(
            zh: "节点已建立。接下来：lianlu serve --home {home}",
            en: "The node is set up. Next: lianlu serve --home {home}"
        ),
        "command.talk_export_receipts_left_out": Text(
            zh: "存储回执过多：较早的 {count} 个日志长度的回执没有写出，每个成员最新的回执都在。",
            en:
                "There are too many storage receipts: those of {count} earlier sizes were left out; every member's newest is there."
        ),
        "command.talk_export_forked": Text(
            zh: "注意：该日志已分叉，作者签署了两份不同的历史。分叉证据已放入导出目录的 forks/，审计时会指出；使用该导出时请一并说明。",
            en:
                "This log has forked: its author has signed two histories. The evidence lies in forks/ of the export, and an audit names it; say so wherever you use the export."
        ),
        "command.talk_not_anchored": Text(
            zh: "仅自身一致，密钥未锚定：请用 --trust 给出可信的名片、节点公钥或策略，并核对上列指纹。",
            en:
                "Self-consistent only; keys not anchored: give a trusted card, node vkey or policy with --trust, and compare the fingerprints above."
        ),
        "command.talk_not_anchored_faults": Text(
            zh: "密钥未锚定：没有用 --trust 给出可信的名片、节点公钥或策略，因此相符的部分也不能说明是谁的日志。",
            en:
                "Keys not anchored: nothing was given with --trust, so what does hold here does not say whose logs they are either."
        ),
        "command.talk_not_verified": Text(
            zh: "核验未通过，原因列于上。",
            en: "It does not verify; the reasons are listed above."
        ),
        "command.talk_nothing": Text(zh: "没有内容。", en: "Nothing to list."),
        "command.talk_own_fingerprint": Text(
            zh: "本节点指纹（电话核对用）：{fingerprint}",
            en: "Fingerprint of this node, to be read over the telephone: {fingerprint}"
        ),
        "command.talk_peer_added": Text(
            zh: "已添加 {node}。对方也须添加本节点，双方才能通信。",
            en: "{node} was added. The other side must add this node too before they talk."
        ),
        "command.talk_peer_removed": Text(
            zh: "已移除 {node}：不再与其通信，已存的内容保留。",
            en: "{node} was removed: no more contact, what is stored stays."
        ),
        "command.talk_this_disk_only": Text(
            zh: "已存入本机磁盘；收到第一份存储回执之前，这是唯一副本（见 lianlu status）。",
            en:
                "Stored on this disk, which is the only copy until the first storage receipt (see lianlu status)."
        ),
        "command.talk_keys_alone": Text(
            zh:
                "各条日志的密钥都以您用 --trust 给出的密钥为准；但“已锚定”为“仅密钥”的日志，其条目算不出经该密钥签名的根：条目有改动或者缺失，详见上列各项。",
            en:
                "The keys of every log hang on one that you gave with --trust; where “anchored” says “keys only”, the entries give no root that such a key has signed: some were changed or are missing, see above."
        ),
        "command.talk_trust_reaches_not": Text(
            zh: "并非每条日志都以您用 --trust 给出的密钥为准，详见上列各项。",
            en:
                "Not every log here hangs on a key that you gave with --trust; see the findings above."
        ),
        "command.talk_unsigned": Text(
            zh: "没有核验任何人的签名：条目确在证明所述的散列树中，但未证明该树属于哪一条日志。",
            en:
                "Nobody's signature was verified: the entry stands in the tree of the proof, but nothing proves whose tree it is."
        ),
        "command.talk_verified": Text(zh: "核验通过。", en: "Verified."),
        "command.talk_working": Text(zh: "处理中…", en: "Working…"),
    ]
}
