extension Catalogue {
    /// What each command does; the remedy is what stands below it in its help.
    static let commandHelp: [String: Text] = [
        "command.help_lianlu": Text(
            zh: "联录：地区知识产权执法协作节点。",
            en: "Lianlu: the node of a regional IP-enforcement office.",
            remedyZh: "退出码：0 完成；1 失败；2 用法错误；3 核验未通过；4 不存在；5 无法连接。",
            remedyEn:
                "Exit codes: 0 done, 1 failed, 2 usage, 3 verification failed, 4 not found, 5 unreachable."
        ),
        "command.help_init": Text(
            zh: "建立节点：目录、密钥、证书、配置和名片。",
            en: "Set up a node: home, keys, certificate, configuration and card."
        ),
        "command.help_serve": Text(
            zh: "运行节点，直到被要求停止。",
            en: "Run the node until it is told to stop."
        ),
        "command.help_status": Text(
            zh: "查看节点、各日志和各对等节点的情况。",
            en: "Show the node, its logs and its peers.",
            remedyZh: "每条日志显示：核验至第几条、何时、落后多少、存储回执几分之几；第一份回执之前为“仅存于本机磁盘”。",
            remedyEn:
                "For each log: verified up to N at T, behind by, storage receipts k of n, and “this disk only” until the first."
        ),
        "command.help_doctor": Text(
            zh: "检查本机、节点和各对等节点，并给出每个问题的解决办法。",
            en: "Check this machine, the node and its peers, with the fix for each fault."
        ),
        "command.help_card": Text(
            zh: "打印本节点的名片，可交给对等节点。",
            en: "Print the node's own card, to be handed to peers."
        ),
        "command.help_peer": Text(zh: "管理对等节点。", en: "Manage peer nodes."),
        "command.help_peer_add": Text(
            zh: "加入对等节点：核对名片指纹后生效。",
            en: "Add a peer once the fingerprint of its card is confirmed.",
            remedyZh: "在终端上会显示指纹并请人确认；无终端时须用 --fingerprint。",
            remedyEn:
                "On a terminal a person is asked to confirm; without one, --fingerprint is needed."
        ),
        "command.help_peer_list": Text(zh: "列出已添加的对等节点。", en: "List the added peers."),
        "command.help_peer_show": Text(zh: "查看一个对等节点的名片。", en: "Show the card of one peer."),
        "command.help_peer_test": Text(
            zh: "立即连接一个对等节点并逐步检查。",
            en: "Dial a peer now and check each step."
        ),
        "command.help_peer_remove": Text(zh: "移除一个对等节点。", en: "Remove a peer."),
        "command.help_mechanism": Text(
            zh: "管理协作机制及其章程。",
            en: "Manage mechanisms and their charters."
        ),
        "command.help_mechanism_create": Text(
            zh: "起草章程（或下一版）并签署，文本写到标准输出。",
            en: "Write and sign a charter, or its next revision; its text goes to standard output."
        ),
        "command.help_mechanism_sign": Text(
            zh: "签署章程，文本写到标准输出。",
            en: "Sign a charter; its text goes to standard output."
        ),
        "command.help_mechanism_join": Text(
            zh: "采用已生效的章程，开立本节点在该机制的日志。",
            en: "Adopt a charter in force and open this node's log in the mechanism."
        ),
        "command.help_mechanism_list": Text(
            zh: "列出本节点所知的机制。",
            en: "List the mechanisms that this node knows."
        ),
        "command.help_mechanism_show": Text(
            zh: "查看一个机制的章程。",
            en: "Show the charter of a mechanism."
        ),
        "command.help_office": Text(zh: "管理本节点的部门。", en: "Manage the offices of this node."),
        "command.help_office_add": Text(
            zh: "增加部门：建立其签名密钥并在各日志登记。",
            en: "Add an office: make its signing key and enrol it in the logs."
        ),
        "command.help_office_list": Text(zh: "列出本节点的部门。", en: "List the offices of this node."),
        "command.help_log": Text(zh: "查看和导出日志。", en: "Look at logs and export them."),
        "command.help_log_list": Text(zh: "列出本节点保存的日志。", en: "List the logs that this node holds."),
        "command.help_log_show": Text(zh: "列出一条日志的条目。", en: "List the entries of a log."),
        "command.help_log_export": Text(
            zh: "把日志导出为 tlog-tiles 目录，可由任何静态文件服务器发布。",
            en: "Export a log as a tlog-tiles directory that any static file server can publish."
        ),
        "command.help_audit": Text(
            zh: "重读并重算一个节点目录、导出目录或网址的全部内容。",
            en: "Re-read and re-compute everything in a home, an export or at a URL.",
            remedyZh: "不需要运行中的节点，也不改动所读内容；发现任何问题时退出码为 3。",
            remedyEn: "Needs no running node and changes nothing; exit code 3 on any fault."
        ),
        "command.help_verify": Text(zh: "凭证明文件核验一条条目。", en: "Verify one entry by its proof."),
        "command.help_why": Text(
            zh: "说明某地址能否得到某条目的内容，以及理由。",
            en: "Say why an address may or may not hold what an entry names."
        ),
    ]

    /// What each option and argument means.
    static let commandOptions: [String: Text] = [
        "command.option_lang": Text(
            zh: "语言：zh 或 en；默认按 LC_ALL、LC_MESSAGES、LANG。",
            en: "Language: zh or en; by default that of LC_ALL, LC_MESSAGES, LANG."
        ),
        "command.option_home": Text(
            zh: "节点目录；默认取 LIANLU_HOME，再取 /var/lib/lianlu。",
            en: "The node's home; by default LIANLU_HOME, then /var/lib/lianlu."
        ),
        "command.option_json": Text(
            zh: "以 JSON 输出，每行一个对象，带 version。",
            en: "Print JSON, one object a line, with a version."
        ),
        "command.option_audience": Text(
            zh: "谁可以得到正文：addressees、mechanism、none，或以逗号分隔的地址。",
            en: "Who may hold the body: addressees, mechanism, none, or addresses joined by commas."
        ),
        "command.option_audit_source": Text(
            zh: "节点目录、导出目录，或 https 网址。",
            en: "A home, an exported directory, or an https URL."
        ),
        "command.option_ca": Text(
            zh: "网址服务器证书的 CA 文件（PEM）；默认采用本机系统的。",
            en: "The file of authorities (PEM) for a URL's server; by default this machine's."
        ),
        "command.option_card_file": Text(
            zh: "名片文件；- 表示标准输入。",
            en: "The file of the card; - is standard input."
        ),
        "command.option_charter_file": Text(
            zh: "章程文件；- 表示标准输入。",
            en: "The file of the charter; - is standard input."
        ),
        "command.option_charter_text": Text(zh: "只打印章程文本。", en: "Print the charter's text only."),
        "command.option_count": Text(zh: "最多列出多少条。", en: "How many entries at most."),
        "command.option_dry_run": Text(
            zh: "只预览将签署和发送的内容，不签名、不保存。",
            en: "Show what would be signed and who would receive it; sign and store nothing."
        ),
        "command.option_ended": Text(
            zh: "退出成员的日志在哪一条终止，可重复：日志=条数；默认为本节点已核验的条数。",
            en:
                "Where the log of a member that leaves ends, repeatable: log=size; by default the size verified here."
        ),
        "command.option_entry": Text(
            zh: "条目编号，或其前 8 位以上。",
            en: "The entry's digest, or its first 8 or more digits."
        ),
        "command.option_entry_file": Text(zh: "条目文件。", en: "The file of the entry."),
        "command.option_entry_text": Text(
            zh: "打印条目全文。",
            en: "Print the whole text of the entries."
        ),
        "command.option_export_directory": Text(
            zh: "写入的目录，须不存在或为空。",
            en: "The directory to write, absent or empty."
        ),
        "command.option_field": Text(
            zh:
                "正文字段：字段=内容，或 字段:=JSON。字段和所列取值写编号或者中文名称都可以；列表逐项重复 --field（一项之内可以有顿号），也可以用 --file；null 表示不带入。",
            en:
                "A field of the body: name=text, or name:=JSON. Fields and listed values go by id or title; each item of a list is a --field of its own (an item may hold any comma), or use --file."
        ),
        "command.option_file": Text(
            zh: "含正文字段的 JSON 或 YAML 文件，可重复；- 表示标准输入（JSON）。",
            en: "A JSON or YAML file of fields, repeatable; - is standard input (JSON)."
        ),
        "command.option_filter_mechanism": Text(
            zh: "只列该机制的；home 为内部日志。",
            en: "Only those of a mechanism; home for those at home."
        ),
        "command.option_filter_state": Text(zh: "只列该状态的。", en: "Only those in a state."),
        "command.option_fingerprint": Text(
            zh: "已核对过的名片指纹；给出后不再询问。",
            en: "The fingerprint that was confirmed; no question is asked then."
        ),
        "command.option_from": Text(
            zh: "以哪个地区的名义办理；默认为本节点的地区。",
            en: "The region to act from; by default the node's own."
        ),
        "command.option_from_index": Text(zh: "从第几条起。", en: "The first index to list."),
        "command.option_label": Text(
            zh: "正文的信息标签：public、internal 或 personal；默认由系统按所含字段确定。",
            en: "The body's label: public, internal or personal; by default as its fields ask for."
        ),
        "command.option_mechanism": Text(
            zh: "写入哪个机制；发出时必需，其余默认为记录所在处。",
            en: "The mechanism to write to; needed to send, else where the record is."
        ),
        "command.option_mechanism_id": Text(zh: "机制编号。", en: "The mechanism's id."),
        "command.option_member": Text(
            zh: "成员，可重复：地址=节点名[,cross-border]。",
            en: "A member, repeatable: address=node[,cross-border]."
        ),
        "command.option_node_listen": Text(
            zh: "供对等节点连接的地址和端口。",
            en: "The address and port to serve peers on."
        ),
        "command.option_node_name": Text(
            zh: "节点名，例如 jiangxi.ipr.example。",
            en: "The node's name, such as jiangxi.ipr.example."
        ),
        "command.option_node_office": Text(
            zh: "部门，可重复：编号=名称。",
            en: "An office, repeatable: id=title."
        ),
        "command.option_node_region": Text(
            zh: "地区代码，例如 360000。",
            en: "The region code, such as 360000."
        ),
        "command.option_node_url": Text(
            zh: "名片上的网址，例如 https://node.jiangxi.ipr.example:7443。",
            en: "The URL on the card, such as https://node.jiangxi.ipr.example:7443."
        ),
        "command.option_observer": Text(
            zh: "观察员，可重复：地址=节点名；地址只供阅读，不写入章程。",
            en:
                "An observer, repeatable: address=node; the address is for the reader and does not go into the charter."
        ),
        "command.option_office": Text(
            zh: "以哪个部门的名义签名；只有一个有权的部门时可省略。",
            en: "The office that signs; may be left out where only one is yours."
        ),
        "command.option_office_id": Text(zh: "部门编号，例如 scjg。", en: "The office's id, such as scjg."),
        "command.option_office_title": Text(zh: "部门名称。", en: "The office's title."),
        "command.option_origin": Text(
            zh: "日志的 origin，例如 jiangxi.ipr.example/pan-pearl-river-delta。",
            en: "The log's origin, such as jiangxi.ipr.example/pan-pearl-river-delta."
        ),
        "command.option_parent": Text(
            zh: "本步骤所依据的条目，可重复；默认为本节点所见的最新条目。",
            en:
                "An entry that this step was decided upon, repeatable; by default the newest ones here."
        ),
        "command.option_peer_node": Text(zh: "对等节点的节点名。", en: "The peer's node name."),
        "command.option_proof_file": Text(
            zh: "证明文件（tlog-proof）。",
            en: "The file of the proof (tlog-proof)."
        ),
        "command.option_record": Text(
            zh: "记录编号，或其前 8 位以上。",
            en: "The record's digest, or its first 8 or more digits."
        ),
        "command.option_request": Text(
            zh: "本次请求的编号（UUID）；重试时用同一编号不会重复登记。",
            en: "The id of this request (UUID); a retry with the same id stores nothing twice."
        ),
        "command.option_role": Text(
            zh: "规则包中的角色，可重复：角色=地址。",
            en: "A role of the rule packs, repeatable: role=address."
        ),
        "command.option_rules": Text(
            zh: "规则包，可重复：编号@摘要；默认为已安装的全部。",
            en: "A rule pack, repeatable: id@digest; by default every installed one."
        ),
        "command.option_rules_one": Text(
            zh: "依据的规则包：编号@版本，或者编号@摘要（可只写前 8 位以上）。",
            en: "The rule pack to judge by: id@version, or id@digest (its first 8 digits or more)."
        ),
        "command.option_known": Text(
            zh: "以前核验过的检查点文件，可重复：日志当时如此，现在仍须如此。",
            en:
                "A checkpoint file from before, repeatable: what the log was then it must be still."
        ),
        "command.option_storage_key": Text(
            zh: "存储密钥文件，用于核验已加密的对象。",
            en: "The file of the storage key, to check sealed objects."
        ),
        "command.option_threshold": Text(
            zh: "以后的版次需要多少个原成员签署；默认全部。",
            en: "How many remaining members must sign a later revision; by default all."
        ),
        "command.option_title_en": Text(zh: "英文名称。", en: "The English title."),
        "command.option_title_zh": Text(zh: "中文名称。", en: "The Chinese title."),
        "command.option_to": Text(
            zh: "接收方地址，可重复或以逗号分隔。",
            en: "An addressee, repeatable or joined by commas."
        ),
        "command.option_trust": Text(
            zh: "可信的依据，可重复：名片、节点公钥或 tlog-policy（文件或公钥文本）。",
            en:
                "What to trust, repeatable: a card, a node vkey or a tlog-policy, as a file or as the vkey itself."
        ),
        "command.option_why_peer": Text(
            zh: "询问的地址或节点名。",
            en: "The address or node name to ask about."
        ),
        "command.option_with_objects": Text(
            zh: "连同本节点持有的对象一并导出，正文不加密；不要公开这样的目录。",
            en:
                "Export the objects that this node holds too, bodies in the clear; do not publish such a "
                + "directory."
        ),
    ]
}
