extension Catalogue {
    /// What the node itself refuses or fails at.
    static let node: [String: Text] = [
        "node.node_name_invalid": Text(
            zh: "“{value}”不能作为节点名。",
            en: "“{value}” cannot be a node's name.",
            remedyZh:
                "节点名由小写字母、数字和连字符组成的各段以点连接，每段至多 63 字节，合计至多 100 字节，例如 jiangxi.ipr.example（--node，或者 lianlu.yaml 的 node）。",
            remedyEn:
                "A node's name is labels of lower-case letters, digits and hyphens, each at most 63 bytes, joined by dots, at most 100 bytes in all, such as jiangxi.ipr.example (--node, or node in lianlu.yaml)."
        ),
        "node.region_invalid": Text(
            zh: "“{value}”不是地区代码。",
            en: "“{value}” is no region code.",
            remedyZh: "地区代码为六位数字，例如 360000（--region，或者 lianlu.yaml 的 region，须加引号）。",
            remedyEn:
                "A region code has six digits, such as 360000 (--region, or region in lianlu.yaml, in quotes)."
        ),
        "node.url_invalid": Text(
            zh: "“{value}”不能作为节点的网址。",
            en: "“{value}” cannot be a node's URL.",
            remedyZh:
                "网址写作 https://主机[:端口]，主机名各段至多 63 字节，不带路径和末尾的斜杠，例如 https://node.jiangxi.ipr.example:7443（--url，或者 lianlu.yaml 的 url）。",
            remedyEn:
                "It is https://host[:port], each label of the host at most 63 bytes, without a path and a final slash, such as https://node.jiangxi.ipr.example:7443 (--url, or url in lianlu.yaml)."
        ),
        "node.listen_invalid": Text(
            zh: "“{value}”不是可以监听的地址。",
            en: "“{value}” is no address to listen at.",
            remedyZh: "写作 主机:端口，例如 0.0.0.0:7443（--listen，或者 lianlu.yaml 的 listen）。",
            remedyEn:
                "It is host:port, such as 0.0.0.0:7443 (--listen, or listen in lianlu.yaml)."
        ),
        "node.office_invalid": Text(
            zh: "“{value}”不能作为部门编号。",
            en: "“{value}” cannot be an office's id.",
            remedyZh:
                "部门编号由小写字母、数字和连字符组成，至多 64 字节，不能是 system，例如 scjg（--office，或者 lianlu.yaml 的 offices）。",
            remedyEn:
                "An office's id is 1 to 64 lower-case letters, digits and hyphens, not system, such as scjg (--office, or offices in lianlu.yaml)."
        ),
        "node.home_no_folder": Text(
            zh: "{path} 是文件，不是目录，不能在此建立节点。",
            en: "{path} is a file and no folder: no node can be made there.",
            remedyZh: "用 --home 指明另一个目录，或者先移走该文件。什么都没有改动。",
            remedyEn: "Name another place with --home, or move the file away. Nothing was changed."
        ),
        "node.home_no_space": Text(
            zh: "空间不足，未建立节点：{path} 剩余 {free} 字节，新节点需要 {required} 字节。",
            en:
                "There is no room for a node: {path} has {free} bytes free, a new one needs {required}.",
            remedyZh: "腾出空间，或者用 --home 指明另一个磁盘上的目录。什么都没有改动。",
            remedyEn:
                "Free some space, or name a place on another disk with --home. Nothing was changed."
        ),
        "node.nothing_to_audit": Text(
            zh: "{path} 中没有任何日志，没有审计任何内容。",
            en: "There is no log in {path}: nothing was audited.",
            remedyZh: "核对路径：应为节点目录，或者 lianlu log export 写出的目录。",
            remedyEn: "Check the path: a home, or a directory that lianlu log export wrote."
        ),
        "node.card_is_own": Text(
            zh: "这是本节点 {node} 自己的名片。",
            en: "This is the card of this node itself, {node}.",
            remedyZh: "添加对方的名片；本节点的名片交给对方，由对方添加。",
            remedyEn: "Add the other side's card; this one is for the other side to add."
        ),
        "node.peer_not_connected": Text(
            zh: "未与 {node} 连接，自 {since} 起没有收到它的任何消息。",
            en: "{node} is not connected; nothing was heard from it since {since}.",
            remedyZh: "运行 lianlu peer test {node} 逐项检查；本节点会一直重试。",
            remedyEn: "Run lianlu peer test {node}; this node goes on trying by itself."
        ),
        "node.member_not_added": Text(
            zh: "{node} 是机制 {mechanism} 的成员或者观察方，但没有添加为对等节点：与它之间不传送任何内容。",
            en:
                "{node} is a member or an observer of {mechanism} and was not added as a peer: nothing goes to it or comes from it.",
            remedyZh: "向对方索取名片，电话核对指纹后用 lianlu peer add 添加。",
            remedyEn:
                "Obtain its card, compare the fingerprint over the telephone, and add it with lianlu peer add."
        ),
        "node.source_unknown": Text(
            zh: "{path} 既不是节点目录，也不是导出的日志。",
            en: "{path} is neither a home nor an exported log.",
            remedyZh: "给出节点目录，或者 lianlu log export 写出的目录。",
            remedyEn: "Name a home, or a directory that lianlu log export wrote."
        ),
        "node.state_unknown": Text(
            zh: "没有 {state} 这一状态；可用的有 {states}。",
            en: "There is no state {state}; the states are {states}.",
            remedyZh: "用其中之一重试。",
            remedyEn: "Try again with one of them."
        ),
        "node.node_name_changed": Text(
            zh: "本节点目录属于节点 {stored}，而 lianlu.yaml 写的是 {found}：没有启动。",
            en:
                "This is the home of the node {stored}; lianlu.yaml says {found}. Nothing was started.",
            remedyZh: "把 lianlu.yaml 的 node 改回 {stored}。节点名写在每条日志和每把密钥里，不能更改；要用新名称，请另建节点目录。",
            remedyEn:
                "Put node back to {stored} in lianlu.yaml. The name stands in every log and key and never changes; a new name needs a new home."
        ),
        "node.region_changed": Text(
            zh: "本节点的名片和日志写的是地区 {stored}，而 lianlu.yaml 写的是 {found}：没有启动。",
            en:
                "This node's card and logs are of the region {stored}; lianlu.yaml says {found}. Nothing was started.",
            remedyZh: "把 lianlu.yaml 的 region 改回 {stored}。更改地区会使以往的本地条目失效；需要更改的，请另建节点。",
            remedyEn:
                "Put region back to {stored} in lianlu.yaml. Another region would make earlier entries at home invalid; it needs a new node."
        ),
        "node.clock_unusable": Text(
            zh: "本机时钟的时间 {second} 无法使用。",
            en: "The time {second} of this machine's clock cannot be used.",
            remedyZh: "校准本机时钟。",
            remedyEn: "Set the clock of this machine."
        ),
        "node.log_empty": Text(
            zh: "日志 {origin} 没有第一条条目。",
            en: "Log {origin} has no first entry.",
            remedyZh: "这是程序的错误，请连同日志文件报告。",
            remedyEn: "This is a fault of the program; report it with its log."
        ),
        "node.log_unknown": Text(
            zh: "本节点没有日志 {origin}。",
            en: "This node has no log {origin}.",
            remedyZh: "用 lianlu log list 查看本节点有哪些日志；加入协作机制后才有该机制的日志。",
            remedyEn:
                "See those that are here with lianlu log list; a mechanism's logs come by joining it."
        ),
        "node.log_key_missing": Text(
            zh: "缺少日志 {origin} 的密钥文件。",
            en: "The key file of log {origin} is missing.",
            remedyZh: "从备份恢复 keys 目录；没有它不能再向该日志追加。",
            remedyEn: "Restore keys/ from a backup; without it nothing can be appended to that log."
        ),
        "node.own_entry_not_valid": Text(
            zh: "本节点要写入 {origin} 的第 {index} 条条目没有通过自己的核验，未写入。",
            en: "Entry {index} that this node was about to append to {origin} did not pass its own "
                + "checks; nothing was written.",
            remedyZh: "运行 lianlu doctor；仍不能解决时报告。",
            remedyEn: "Run lianlu doctor; report it if that does not help."
        ),
        "node.file_failed": Text(
            zh: "文件 {path} 无法读写：{reason}",
            en: "{path} cannot be read or written: {reason}",
            remedyZh: "检查权限和磁盘空间。",
            remedyEn: "Check permissions and disk space."
        ),
        "node.peers_not_served": Text(
            zh: "节点没有开启对等同步。",
            en: "The node does not serve peers.",
            remedyZh: "查看节点日志中 listen 一项的错误。",
            remedyEn: "See the node's log about listen."
        ),
        "node.entry_refused": Text(
            zh: "该步骤不会生效，未签署也未写入：{reasons}",
            en: "The step would not count, so nothing was signed or written: {reasons}",
            remedyZh: "逐项改正后再试；lianlu record show 在“下一步”中列出该记录现在可以办理的步骤。",
            remedyEn:
                "Correct each point and try again; lianlu record show lists what is possible under Next steps."
        ),
        "node.record_unknown": Text(
            zh: "没有记录 {record}。",
            en: "There is no record {record}.",
            remedyZh: "用 lianlu record list 查看现有记录。",
            remedyEn: "lianlu record list shows all records."
        ),
        "node.record_ambiguous": Text(
            zh: "{record} 对应不止一条。",
            en: "{record} fits more than one.",
            remedyZh: "多给几位。",
            remedyEn: "Give more digits."
        ),
        "node.entry_ambiguous": Text(
            zh: "{entry} 对应不止一个条目。",
            en: "{entry} fits more than one entry.",
            remedyZh: "多给几位。",
            remedyEn: "Give more digits."
        ),
        "node.entry_unknown": Text(
            zh: "没有条目 {entry}。",
            en: "There is no entry {entry}.",
            remedyZh: "用 lianlu log show 查看条目。",
            remedyEn: "lianlu log show lists entries."
        ),
        "node.mechanism_needed": Text(
            zh: "步骤 {event} 要写明发往哪个协作机制。",
            en: "The step {event} needs a mechanism to go into.",
            remedyZh: "加上 --mechanism。",
            remedyEn: "Add --mechanism."
        ),
        "node.mechanism_unknown": Text(
            zh: "本节点没有加入协作机制 {mechanism}。",
            en: "This node has not joined mechanism {mechanism}.",
            remedyZh: "用 lianlu mechanism list 查看；用 lianlu mechanism join 加入。",
            remedyEn: "lianlu mechanism list shows them; lianlu mechanism join joins one."
        ),
        "node.office_needed": Text(
            zh: "要写明由哪个部门签署，可选：{offices}。",
            en: "Say which office signs; there are: {offices}.",
            remedyZh: "加上 --office。",
            remedyEn: "Add --office."
        ),
        "node.office_unknown": Text(
            zh: "本节点没有部门 {office}。",
            en: "This node has no office {office}.",
            remedyZh: "用 lianlu office list 查看；用 lianlu office add 增加。",
            remedyEn: "lianlu office list shows them; lianlu office add adds one."
        ),
        "node.office_exists": Text(
            zh: "部门 {office} 已经存在。",
            en: "The office {office} exists already.",
            remedyZh: "另选一个编号。",
            remedyEn: "Choose another id."
        ),
        "node.pack_awaited": Text(
            zh: "规则包 {rules} 还没有到达本节点。",
            en: "The rule pack {rules} has not come to this node yet.",
            remedyZh: "与持有它的任一成员连通后自动取得；用 lianlu status 查看连接，随后重试。",
            remedyEn:
                "It comes from any member that has it, once one is connected: see lianlu status, then try again."
        ),
        "node.pack_unknown": Text(
            zh: "本节点没有规则包 {rules}。",
            en: "This node does not have rule pack {rules}.",
            remedyZh: "连接任一成员后自动取得；或者检查写法。",
            remedyEn: "It comes from any member once one is reachable; or check the spelling."
        ),
        "node.peer_unknown": Text(
            zh: "没有添加过节点 {node}。",
            en: "No peer {node} was added.",
            remedyZh: "用 lianlu peer list 查看；用 lianlu peer add 添加其名片。",
            remedyEn: "lianlu peer list shows them; lianlu peer add adds a card."
        ),
        "node.fingerprint_differs": Text(
            zh: "指纹不符：名片为 {card}，给出的是 {given}。",
            en: "The fingerprint differs: the card's is {card}, {given} was given.",
            remedyZh: "不要添加。重新取得名片，再用电话核对。",
            remedyEn: "Do not add it. Get the card again and compare over the telephone."
        ),
        "node.charter_not_ours": Text(
            zh: "{mechanism} 的这份章程没有写本节点，或者不接在本节点已采用的章程之后。",
            en:
                "This charter of {mechanism} does not name this node, or does not follow the one it "
                + "has adopted.",
            remedyZh: "向起草该章程的成员索取最新章程。",
            remedyEn: "Ask the member that drew it up for the newest one."
        ),
        "node.draft_lacks_own_node": Text(
            zh: "{mechanism} 的这份草案没有写本节点 {node}，本节点不能签署，也就不能起草。",
            en:
                "This draft for {mechanism} does not name this node, {node}, which could not sign it, and so cannot draw it up.",
            remedyZh: "加上 --member {region}={node}；本节点不参加的，由其成员起草。",
            remedyEn:
                "Add --member {region}={node}; where this node is to be no member, let one draw it up."
        ),
        "node.charter_beside_another": Text(
            zh: "章程 {digest} 与已生效的 {other} 占据同一版次，互不承接：没有签署。",
            en:
                "The charter {digest} stands beside {other}, which is in force, and does not follow it: it was not signed.",
            remedyZh: "向起草人说明已有生效的章程，请其在最新一版之后另行起草；同时签署两份的节点会在各成员的警报中被点名。",
            remedyEn:
                "Tell whoever drew it up that there is one in force, and have it drawn up after the newest revision. A node that signs both is named in every member's alarm."
        ),
        "node.charter_superseded": Text(
            zh: "章程 {digest} 是以前的版次，本节点已采用后来的 {adopted}。",
            en:
                "The charter {digest} is an older revision; this node has adopted {adopted} after it.",
            remedyZh: "无需再加入。用 lianlu mechanism show 查看现行版次。",
            remedyEn:
                "Nothing is to be joined. See the present revision with lianlu mechanism show."
        ),
        "node.ended_log_unknown": Text(
            zh: "退出成员的日志 {origin} 不在本节点，或者尚未取全，无法得知应在哪一条终止。",
            en:
                "The log {origin} of a member that leaves is not here, or only in part, so that nobody can say at which size it ends.",
            remedyZh:
                "先取得这条日志（添加该成员或其他持有者为对等节点），或者由持有它的节点起草；也可以用 --ended 日志=条数 写明，写 0 会使其全部条目失效。",
            remedyEn:
                "Get the log first (add the member or another holder as a peer), or let a node that holds it draft the revision. Or state the size with --ended LOG=SIZE; 0 takes back all its entries."
        ),
        "node.charter_key_differs": Text(
            zh: "章程写的节点 {node} 的密钥（{charter}）与其名片上的（{card}）不同。",
            en: "The charter names {node} under the key {charter}; its card here has {card}.",
            remedyZh: "打电话给 {node} 的运行人员核对密钥指纹；不符的章程不要签署，也不要采用。",
            remedyEn:
                "Telephone the operators of {node} and compare fingerprints. Do not sign or adopt a charter that names another key."
        ),
        "node.charter_unknown": Text(
            zh: "没有章程 {digest}。",
            en: "There is no charter {digest}.",
            remedyZh: "用 lianlu mechanism list 查看。",
            remedyEn: "lianlu mechanism list shows them."
        ),
        "node.cursor_unknown": Text(
            zh: "翻页标记无效。",
            en: "The page cursor is not valid.",
            remedyZh: "从头重新列出。",
            remedyEn: "List again from the start."
        ),
        "node.address_unknown": Text(
            zh: "{address} 不是该机制的成员地址，也不是已添加的节点。",
            en: "{address} is no address of the mechanism and no added peer.",
            remedyZh: "写成区划代码、区划代码/部门或者节点名称。",
            remedyEn: "Write a region code, region/office, or a node name."
        ),
        "node.waits_for": Text(zh: "等待 {what}", en: "waits for {what}"),
        "node.alarm": Text(
            zh: "警报：{text}",
            en: "Alarm: {text}",
            remedyZh: "查明原因后用 lianlu doctor 核对。",
            remedyEn: "Find the cause; lianlu doctor helps."
        ),
        "node.log_stopped": Text(
            zh: "已停止写入，原因见警报。",
            en: "Nothing is appended to it; the alarms say why.",
            remedyZh: "查看 lianlu status 的警报。",
            remedyEn: "See the alarms in lianlu status."
        ),
        "node.log_quarantined": Text(
            zh: "日志 {origin} 已被隔离：有它分叉的证据。",
            en: "Log {origin} is quarantined: there is evidence that it forked.",
            remedyZh: "打电话给该节点的运行人员；证据在 lianlu status --json 的 alarms 中（notes）。",
            remedyEn:
                "Telephone that node's operators; the evidence stands in lianlu status --json, under alarms, notes."
        ),
        "node.record_in_doubt": Text(
            zh: "本记录有条目在日志 {origin} 中，而该日志已被隔离：有证据表明其节点签署了两份不同的历史，本记录所依据的可能是不算数的那一份。",
            en:
                "The record has entries in the log {origin}, which is quarantined: there is evidence that its node signed two histories, and what this record rests on may be the one that does not count.",
            remedyZh:
                "办理之前，打电话给该节点的运行人员核对本记录；证据在 lianlu status --json 的 alarms 中（notes）。已登记的步骤不能撤回。",
            remedyEn:
                "Before anything is done on it, telephone that node's operators about this record; the evidence stands in lianlu status --json, under alarms, notes. A step that was taken stays."
        ),
        "node.card_ends": Text(
            zh: "节点 {node} 的名片将于 {expires} 到期。",
            en: "The card of {node} ends at {expires}.",
            remedyZh: "请该节点换发名片。",
            remedyEn: "Have that node issue a new card."
        ),
        "node.card_ended": Text(
            zh: "节点 {node} 的名片已于 {expires} 到期；连接不受影响。",
            en: "The card of {node} ended at {expires}; connections go on.",
            remedyZh: "请该节点换发名片。",
            remedyEn: "Have that node issue a new card."
        ),
        "node.check_configuration": Text(
            zh: "配置文件可以读取",
            en: "the configuration file is sound"
        ),
        "node.check_keys": Text(
            zh: "密钥文件齐全，他人不可读",
            en: "all key files are there and readable by their owner alone"
        ),
        "node.check_certificate": Text(
            zh: "TLS 证书可以读取",
            en: "the TLS certificate can be read"
        ),
        "node.check_authorities": Text(
            zh: "证书颁发机构文件可以读取",
            en: "the file of certificate authorities can be read"
        ),
        "node.check_callers": Text(
            zh: "callers 规则中的部门本节点都有",
            en: "the node has every office that the rules under callers name"
        ),
        "node.check_certificate_key": Text(
            zh: "TLS 证书与 keys/tls.pem 是一对",
            en: "the TLS certificate belongs to keys/tls.pem"
        ),
        "node.check_certificate_name": Text(
            zh: "TLS 证书不是发给 {name} 的（还有 {days} 天到期）。",
            en: "The TLS certificate does not name {name} ({days} days left).",
            remedyZh: "换成主体别名为该节点名称的证书，见 certs/README.zh-CN.md。",
            remedyEn: "Use a certificate whose subject alternative name it is; see certs/README.md."
        ),
        "node.check_certificate_days": Text(
            zh: "{name} 的 TLS 证书还有 {days} 天到期",
            en: "the TLS certificate of {name} has {days} days left",
            remedyZh: "到期前换发，见 certs/README.zh-CN.md。",
            remedyEn: "Renew it in time; see certs/README.md."
        ),
        "node.check_database": Text(
            zh: "数据库文件的开头和预写日志完好；其余部分较大，由 lianlu audit 核验。",
            en:
                "The database's first page and its write-ahead log are whole; the rest is large and left to lianlu audit."
        ),
        "node.check_database_in_use": Text(
            zh: "节点正在运行，数据库文件由其自行检查，此处未查看。",
            en: "The node runs and minds its own database files; they were not looked at.",
            remedyZh: "如需检查，停下节点后再运行 lianlu doctor 和 lianlu audit。",
            remedyEn:
                "To have them looked at, stop the node and run lianlu doctor and lianlu audit."
        ),
        "node.check_space": Text(
            zh: "数据目录剩余空间 {mebibytes} MiB",
            en: "{mebibytes} MiB are free where the data lies",
            remedyZh: "不足 1 GiB 时清理或者扩容；空间用尽时节点拒绝写入。",
            remedyEn: "Below 1 GiB make room: the node refuses to write when none is left."
        ),
        "node.check_sync": Text(
            zh: "写入并落盘 4 KiB 用时 {milliseconds} 毫秒",
            en: "writing 4 KiB and syncing it took {milliseconds} ms"
        ),
        "node.check_clock": Text(zh: "本机时钟已同步", en: "this machine's clock is synchronised"),
        "node.check_clock_unsynchronised": Text(
            zh: "内核未报告时钟已同步；设有行动保密期限的材料不会放出。",
            en:
                "The kernel does not say that the clock is synchronised; nothing under an embargo is "
                + "released.",
            remedyZh: "启用 chrony 或者 systemd-timesyncd。",
            remedyEn: "Run chrony or systemd-timesyncd."
        ),
        "node.check_failed": Text(
            zh: "检查失败：{reason}",
            en: "The check failed: {reason}",
            remedyZh: "按原因处理后重试。",
            remedyEn: "Mend the reason and run doctor again."
        ),
        "node.trust_unreadable": Text(
            zh: "第 {position} 个 --trust 既不是名片，也不是公钥或者 tlog-policy。",
            en: "--trust number {position} is no card, no verifier key and no tlog-policy.",
            remedyZh: "给出名片文件、公钥文本或者 tlog-policy 文件。",
            remedyEn: "Give a card's file, a key's text, or a tlog-policy's file."
        ),
        "node.trust_damaged": Text(
            zh: "第 {position} 个 --trust 是名片或者 tlog-policy，但有误，未予采用。",
            en:
                "--trust number {position} is a card or a tlog-policy, and there is a fault in it; it is not used.",
            remedyZh: "按所附原因改正，或者重新取得该文件。",
            remedyEn: "See the reason that stands with it; correct the file or get it again."
        ),
        "node.known_damaged": Text(
            zh: "第 {position} 个 --known 不是检查点，或者已经损坏。",
            en: "--known number {position} is no checkpoint, or is damaged.",
            remedyZh: "给出留存的检查点文件，例如导出目录中的 checkpoint。",
            remedyEn: "Give a checkpoint that you kept, such as the file checkpoint of an export."
        ),
        "node.folder_not_empty": Text(
            zh: "目录 {path} 不是空的。",
            en: "The directory {path} is not empty.",
            remedyZh: "另选一个新目录。",
            remedyEn: "Choose a new one."
        ),
        "node.audit_option_unfit": Text(
            zh: "{option} 对 {source} 不起作用，未审计。",
            en: "{option} is of no use for {source}; nothing was audited.",
            remedyZh: "--storage-key 只用于节点目录，--ca 只用于 https 网址；去掉该选项，或者检查路径。",
            remedyEn:
                "--storage-key is for the home of a node, --ca for an https URL: leave it out, or check the path."
        ),
        "node.download_no_space": Text(
            zh: "{path} 所在磁盘只有 {free} 字节可用，下载估计需要 {required} 字节（含保留空间）；已下载的没有保留。",
            en:
                "The disk of {path} has {free} bytes free; the download needs about {required}, with what has to stay "
                + "free. Nothing of it was kept.",
            remedyZh: "把环境变量 TMPDIR 指向空间足够的目录后再审计。",
            remedyEn: "Set TMPDIR to a folder on a disk with enough room, and audit again."
        ),
        "node.export_too_large": Text(
            zh: "导出目录的摘要清单（SHA256SUMS）将有 {found} 字节，超过审计所能读取的 {limit} 字节，什么都没有写出。",
            en:
                "The list of digests (SHA256SUMS) of this export would have {found} bytes, more than the {limit} that an "
                + "audit reads; nothing was written.",
            remedyZh: "用了 --with-objects 的，去掉后再导出；否则让审计人员在本机核验节点目录。",
            remedyEn:
                "If you gave --with-objects, export without it; otherwise have the home itself audited on this machine."
        ),
        "node.keys_too_many": Text(
            zh: "随附的密钥条目（keys）超过 {limit} 条，任何日志都不会有这么多。",
            en: "More than {limit} key entries come along (keys); no log can have as many.",
            remedyZh: "以日志为准；向导出方重新索取。",
            remedyEn: "The log counts; get the export again."
        ),
        "node.export_lacks_entries": Text(
            zh: "本机所存日志 {origin} 缺少曾经落盘的条目，或者与当时的记录不符，未导出。",
            en:
                "The log {origin} on this machine lacks entries that were on disk once, or has others in their place; "
                + "nothing was exported.",
            remedyZh: "保留节点目录原样，运行 lianlu audit 查明缺损；向存有该日志的成员索取其导出。",
            remedyEn:
                "Keep the home as it is, run lianlu audit to see what is lost, and ask a member that holds the log "
                + "for its export."
        ),
        "node.folder_no_export": Text(
            zh: "{path} 不是节点目录，也不是日志导出目录。",
            en: "{path} is neither the home of a node nor an exported log.",
            remedyZh: "检查路径；导出目录中应有 checkpoint 文件。",
            remedyEn: "Check the path; an export has a file named checkpoint."
        ),
        "node.log_incomplete": Text(
            zh: "日志 {origin} 在 {index} 处不完整，未导出。",
            en: "Log {origin} is incomplete at {index} and was not exported whole.",
            remedyZh: "先运行 lianlu audit 查明原因。",
            remedyEn: "Run lianlu audit to find out why."
        ),
        "node.source_unsupported": Text(
            zh: "不能审计 {source}：只支持节点目录、导出目录和不带查询的 https 网址。",
            en:
                "{source} cannot be audited: homes, exported directories and https URLs without a query "
                + "can.",
            remedyZh: "检查网址，或者先把日志下载到本地目录。",
            remedyEn: "Check the URL, or download the log into a directory first."
        ),
        "node.url_no_log": Text(
            zh: "{url} 处没有可读的日志检查点。",
            en: "There is no readable checkpoint of a log at {url}.",
            remedyZh: "检查网址；它下面应有名为 checkpoint 的文件。节点之间的接口不能这样审计。",
            remedyEn:
                "Check the URL; a file named checkpoint must lie under it. What nodes serve to each "
                + "other cannot be audited this way."
        ),
        "node.url_checkpoint_missing": Text(
            zh: "{url} 处发布的日志缺少检查点（checkpoint 文件），或者检查点读不出，无法核验。",
            en:
                "What is published at {url} lacks its checkpoint (the file checkpoint), or it cannot be read: it does not verify.",
            remedyZh: "向发布方询问原因，向其他成员索取该日志的检查点；其余文件可下载到目录，再审计该目录。",
            remedyEn:
                "Ask its publisher why, and another member for the log's checkpoint; the other files can be downloaded into a directory and audited there."
        ),
        "node.url_unreachable": Text(
            zh: "没有从 {url} 收到完整的应答。",
            en: "No whole answer came from {url}.",
            remedyZh: "请检查网址中的主机名和端口、网站服务器是否运行，以及域名解析、防火墙和网络，然后重试。",
            remedyEn:
                "Check the URL's host and port, that the web server runs, name resolution, firewalls and the network; then try again."
        ),
        "node.url_not_trusted": Text(
            zh: "不认可 {url} 的服务器证书，没有取用任何内容。",
            en: "The server's certificate at {url} is not trusted; nothing was taken from it.",
            remedyZh: "证书由本机不认识的颁发机构签发的，用 --ca 证书文件 给出该机构的证书；否则请核对网址中的主机名、证书有效期和本机时钟。",
            remedyEn:
                "Where an authority issued it that this machine does not know, give that authority's certificate with --ca FILE. Otherwise check the URL's host name, the certificate's dates and this machine's clock."
        ),
        "node.url_refused": Text(
            zh: "服务器对 {path} 应答的状态码是 {status}。",
            en: "The server answered {path} with status {status}.",
            remedyZh: "请发布方检查服务器；不跟随重定向，请直接给出最终网址。",
            remedyEn:
                "Ask the publisher to look at the server; redirects are not followed, so give the "
                + "final URL."
        ),
        "node.url_file_too_long": Text(
            zh: "{path} 超过 {limit} 字节的上限，没有取用。",
            en: "{path} is longer than the limit of {limit} bytes and was not taken.",
            remedyZh: "该处发布的不是这种日志，或者服务器有误；请询问发布方。",
            remedyEn:
                "What is published there is no such log, or the server is wrong; ask its publisher."
        ),
        "node.url_too_large": Text(
            zh: "{url} 处的日志超过 {limit} 的上限。",
            en: "The log at {url} is beyond the limit of {limit}.",
            remedyZh: "用其他工具下载到目录，再审计该目录。",
            remedyEn: "Download it into a directory with another tool, and audit that."
        ),
        "node.url_changed": Text(
            zh: "{url} 处的日志在下载期间换了检查点。",
            en: "The log at {url} got another checkpoint while it was downloaded.",
            remedyZh: "再次运行审计。",
            remedyEn: "Run the audit again."
        ),
        "node.checkpoint_key_unknown": Text(
            zh: "日志 {origin} 的检查点由 {signed} 签署，不是您给出的 {given}。",
            en:
                "The checkpoint of the log {origin} is signed by {signed}, not by {given}, which you gave.",
            remedyZh: "向该节点核对日志公钥；公钥确实如您所给，则此证明不可采信。",
            remedyEn:
                "Compare the log's key with its node; if yours is right, do not believe this proof."
        ),
        "node.proof_trust_missing": Text(
            zh: "没有给出日志 {origin} 的公钥，检查点的签名没有核验。",
            en:
                "No key of the log {origin} was given: the signature on its checkpoint was not checked.",
            remedyZh:
                "用 --trust 给出该日志的公钥：即日志第一条条目中的 key，在可信的节点上用 lianlu log show {origin} --count 1 --text 查看。",
            remedyEn:
                "Give the log's key with --trust: it is the key in the log's first entry, which lianlu log show {origin} --count 1 --text shows at a node that you trust."
        ),
        "node.proof_trust_node": Text(
            zh: "您给出的是节点 {node} 的名片或者公钥；证明由日志 {origin} 自己的密钥签署，须用日志公钥核验。",
            en:
                "You gave the card or the key of the node {node}; the proof is signed by a key of its own, that of the log {origin}.",
            remedyZh:
                "改为给出日志公钥：即日志第一条条目中的 key，在可信的节点上用 lianlu log show {origin} --count 1 --text 查看；名片用于 lianlu audit。",
            remedyEn:
                "Give the log's key instead: it is the key in the log's first entry, which lianlu log show {origin} --count 1 --text shows at a node that you trust. Cards serve lianlu audit."
        ),
        "node.proof_trust_other": Text(
            zh: "您给出的密钥属于 {given}，而证明属于日志 {origin}。",
            en: "The key that you gave is of {given}, and the proof is of the log {origin}.",
            remedyZh:
                "给出日志 {origin} 的公钥：在可信的节点上用 lianlu log show {origin} --count 1 --text 查看其第一条条目中的 key。",
            remedyEn:
                "Give the key of the log {origin}: the key in its first entry, which lianlu log show {origin} --count 1 --text shows at a node that you trust."
        ),
    ]
}
