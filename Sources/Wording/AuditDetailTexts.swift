extension Catalogue {
    /// What an audit finds of a home as a whole, of its receipts and its age, and what lies behind single findings.
    static let auditDetails: [String: Text] = [
        "auditing.database_unusable": Text(
            zh: "数据库文件打不开：它是空的、被截断、被改写，或者不是联录的数据库。其中的日志一条也没有核验。",
            en:
                "The database file cannot be opened: it is empty, was cut or overwritten, or is no database of Lianlu. None of its logs was verified.",
            remedyZh:
                "停止节点，原样保留 data 目录作为证据，另存一份。日志到哪里为止、内容是什么，请审计持有其镜像的成员的节点目录，或者此前的备份和导出；不要用修复工具改动原文件。",
            remedyEn:
                "Stop the node, keep the data directory as it is, as evidence, and copy it. How far the logs went, and what they said, the homes of members that mirror them tell, or an earlier backup or export: audit one of those. Let no repair tool touch the file."
        ),
        "auditing.copy_old": Text(
            zh:
                "查看时刻为 {at}，而此目录中最近的条目和回执是 {newest} 的，早 {days} 天：如果这是旧副本，此后的步骤不在其中，期限和“逾期”可能已不符合实情。",
            en:
                "Clocks are looked at as of {at}, while the newest entry or receipt here is of {newest}, {days} days before. Of an old copy what was done since is not here, and what is called overdue may not be.",
            remedyZh: "确认目录是何时复制的：是旧副本的，用 --at 给出复制的时刻，或者取得新的副本。没有人办理过事项的，不必处理。",
            remedyEn:
                "Find out when the home was copied: of an old copy give that time with --at, or get a newer one. Where nobody did anything since, there is nothing to do."
        ),
        "auditing.receipts_behind": Text(
            zh:
                "{node} 已就此日志前 {acknowledged} 条中的条目签收，而它在此处的存储回执只到 {newest} 条：回执尚未送达，或者已被取走。",
            en:
                "{node} has signed receipts in law for entries among the first {acknowledged} of this log, while its storage receipts here go to {newest} entries: the receipt is still on its way, or it was taken out.",
            remedyZh: "节点运行一段时间后再审计；仍然如此的，与该成员目录中自己的回执对照。",
            remedyEn:
                "Audit again once the node has run for a while; if it stays so, compare with that member's own receipts in its home."
        ),
        "auditing.receipts_removed": Text(
            zh: "数据库中登记有回执签署者 {cosigner}，却一份它的存储回执也没有：签署者只随第一份回执登记，它的回执已被删去。",
            en:
                "The database lists {cosigner} as a cosigner and holds no storage receipt of it. A cosigner is listed with its first receipt: its receipts were deleted.",
            remedyZh: "保留数据库作为证据，查明是谁删除的；该成员的目录中有它自己签署的回执。",
            remedyEn:
                "Keep the database as evidence and find out who deleted them; that member's home has the receipts that it signed."
        ),
        "auditing.receipt_removed": Text(
            zh: "本节点对前 {size} 条签署的存储回执（{cosigner}）还在待发，而同时存下的那一份已不在：它已被删去。",
            en:
                "This node's storage receipt for the first {size} entries ({cosigner}) still waits to be sent, and the copy stored with it is gone: it was deleted.",
            remedyZh: "保留数据库作为证据，查明是谁删除的。",
            remedyEn: "Keep the database as evidence and find out who deleted it."
        ),
        "auditing.verdict_unsupported": Text(
            zh: "节点目录记载该条目为“{stored}”，而它所依据的章程或者规则包不在此处，无法重新判断：作出该结论时是有的，此后被移除。",
            en:
                "The home calls this entry {stored}, while the charter or rule pack by which it counts is not here, so that it cannot be judged again: it was here when that was said, and was removed since.",
            remedyZh: "不要据以认定哪一方有误：向任一成员取得所缺的章程或者规则包，或者审计其他成员的节点目录；查明是谁移除的。",
            remedyEn:
                "This says of neither that it is wrong. Get the charter or pack from any member, or audit another member's home, and find out who removed it."
        ),
        "auditing.rule_pack_newer": Text(
            zh: "规则包 {digest} 在此处，但此版本的程序太旧，读不了：依它判断的条目此处不能判断，不说明节点目录有误。",
            en:
                "Rule pack {digest} is here and too new for this program: what it governs cannot be judged here, which says nothing against the home.",
            remedyZh: "用较新版本的程序再审计。",
            remedyEn: "Audit again with a newer release of the program."
        ),
        "auditing.pack_gone": Text(
            zh:
                "本节点已采用的 {mechanism} 章程第 {revision} 版指明的规则包 {name} 不在此处：采用之前必须有它，它已被移除。依它判断的条目和期限不能判断。",
            en:
                "Rule pack {name}, which revision {revision} of the charter of {mechanism} names, is not here although this node has adopted that revision, which it could not do without it: it was removed. What it governs cannot be judged.",
            remedyZh: "保留数据库作为证据，查明是谁移除的；向任一成员索取该规则包，或者审计其他成员的节点目录。",
            remedyEn:
                "Keep the database as evidence and find out who removed it. Ask any member for the pack, or audit another member's home."
        ),
        "auditing.calendar_gone": Text(
            zh:
                "本节点已采用 {mechanism} 章程第 {revision} 版，其规则包指明的工作日历 {name} 不在此处：按它计算的期限，此处算出的与其他节点不同，不能据以认定按期或者逾期。",
            en:
                "Calendar {name}, which a rule pack of revision {revision} of the charter of {mechanism} names, is not here although this node has adopted that revision. Clocks that it counts come to other ends here than at other nodes, and are neither met nor missed by them.",
            remedyZh: "查明它是从未取到，还是被移除（运行中的节点会自行向成员取回）；审计其他成员的节点目录。",
            remedyEn:
                "Find out whether it never came or was removed; a running node fetches it from the members by itself. Audit another member's home."
        ),
        "auditing.calendar_not_here": Text(
            zh: "{mechanism} 章程第 {revision} 版的规则包指明的工作日历 {name} 不在此处：按它计算的期限未作判断。",
            en:
                "Calendar {name}, which a rule pack of revision {revision} of the charter of {mechanism} names, is not here: clocks that it counts were not judged.",
            remedyZh: "节点运行时会自行取回；现在要判断的，审计其他成员的节点目录。",
            remedyEn: "A running node fetches it. To judge them now, audit another member's home."
        ),
        "auditing.record_rules_gone": Text(
            zh: "章程指明的规则或者日历不在此处：{names}。按它们计算的期限不作按期或者逾期的判断。",
            en:
                "Rules or calendars that the charter names are not here: {names}. Clocks that they count are called neither met nor missed.",
            remedyZh: "审计其他成员的节点目录。",
            remedyEn: "Audit another member's home."
        ),
        "auditing.record_proof_none": Text(
            zh: "此目录中没有其他节点就 {logs} 给出的存储回执，其中的步骤是否按期没有回执可以为证。",
            en:
                "There is no storage receipt of another node for {logs} here, so nothing bears out whether a step in it was in time.",
            remedyZh: "另审计写该日志的成员或者其他成员的节点目录：各处存有的回执不同。",
            remedyEn:
                "Audit the home of the member that writes the log, or of another one, too: each has other receipts."
        ),
        "auditing.record_proof_unanchored": Text(
            zh: "就 {logs} 的存储回执没有一份能以您给出的密钥核验，不作为按期的证明。",
            en:
                "No storage receipt for {logs} verifies under a key that you brought, so none is taken as a proof of time.",
            remedyZh: "用 --trust 给出各成员的名片后再审计。",
            remedyEn: "Audit again with the members' cards (--trust)."
        ),
        "auditing.record_proof_short": Text(
            zh:
                "步骤写在日志 {logs} 中。其他节点为该日志出具的存储回执，在此目录中既没有届满之前出具而已包含该步骤的（可证明按期），也没有届满之后出具而尚不包含该步骤的（可证明逾期）：当时可能没有连通，或者本节点还不是成员。凭此目录不能判断是否按期；不能判断不等于逾期。",
            en:
                "The step stands in {logs}. Of the storage receipts that other nodes gave for it, this home has none from before the end that covers the step, which would prove it in time, and none from after the end that does not cover it yet, which would prove it late: the nodes may not have been connected then, or this one may not have been a member. This home cannot tell; that does not mean that it was late.",
            remedyZh: "另审计其他成员的节点目录：各处存有的回执不同。",
            remedyEn: "Audit the home of another member too: each has other receipts."
        ),
        "casework.clock_rules_gone": Text(
            zh: "不作判断：所需的规则或者日历不在此处",
            en: "not judged: rules or calendars that it needs are not here"
        ),
        "command.clock_calendar_absent": Text(
            zh: "暂定：规则指明了 {years} 年的工作日历，但它不在此处",
            en: "provisional: the rules name a calendar that is not here; none covers {years}"
        ),
        "auditing.detail_rows_of_no_log": Text(
            zh: "{count} 行不属于任何日志。",
            en: "Rows of no log: {count}."
        ),
        "auditing.detail_rows_of_no_entry": Text(
            zh: "{count} 行不属于任何条目。",
            en: "Rows of no entry: {count}."
        ),
        "auditing.detail_rows_beyond_entries": Text(
            zh: "条目 {entries} 条，却有 {rows} 行。",
            en: "Entries: {entries}; rows: {rows}."
        ),
        "auditing.detail_rows_missing": Text(zh: "缺少 {count} 行。", en: "Rows missing: {count}."),
        "auditing.detail_row_of_entry": Text(
            zh: "日志（行号 {number}）第 {index} 条。",
            en: "Entry {index} of the log in row {number}."
        ),
        "auditing.detail_row_of_receipt": Text(
            zh: "日志（行号 {number}）前 {size} 条的回执，{cosigner}。",
            en: "The receipt of {cosigner} for {size} entries of the log in row {number}."
        ),
        "auditing.detail_row_of_dependency": Text(
            zh: "所涉记录或者条目：{dependent}。",
            en: "Of record or entry {dependent}."
        ),
        "auditing.detail_column": Text(zh: "列：{column}。", en: "Column: {column}."),
        "auditing.detail_definition": Text(
            zh: "{name} 的定义缺失、多出或者被改动。",
            en: "The definition of {name} is missing, surplus or changed."
        ),
        "auditing.detail_structure": Text(
            zh: "数据库自检：{said}",
            en: "SQLite says: {said}"
        ),
        "auditing.detail_facts": Text(
            zh: "所记载的判断依据（章程、规则包）不可能有。",
            en: "It says that it judged by charters or rule packs that cannot have been."
        ),
        "auditing.detail_digest_other": Text(
            zh: "其字节的摘要是 {digest}。",
            en: "Its bytes have the digest {digest}."
        ),
        "auditing.detail_kept_elsewhere": Text(
            zh: "存放它所用的摘要不是它自己的。",
            en: "It is kept under another digest than its own."
        ),
        "auditing.detail_file_absent": Text(zh: "此处没有这个文件。", en: "The file is not here."),
        "auditing.detail_file_not_regular": Text(
            zh: "不是普通文件（是链接、管道或者设备）。",
            en: "It is no regular file, but a link, a pipe or a device."
        ),
        "auditing.detail_file_no_beginning": Text(
            zh: "与 {path} 的开头不同。",
            en: "It is not what {path} begins with."
        ),
        "auditing.detail_origin_foreign": Text(
            zh: "这个名称不是联录的日志名称。",
            en: "That is not the name of one of Lianlu's logs."
        ),
        "auditing.detail_checkpoint_other": Text(
            zh: "它是 {origin} 的 {size} 条的检查点。",
            en: "It is a checkpoint of {size} entries of {origin}."
        ),
        "auditing.detail_log_key_none": Text(
            zh: "没有条目给出日志密钥。",
            en: "No entry names a log key."
        ),
        "auditing.detail_log_smaller": Text(zh: "日志没有这么多条目。", en: "The log is smaller."),
        "auditing.detail_mirror_key_retired": Text(
            zh: "签署时间为 {time}，该密钥已于 {end} 停用。",
            en: "It was signed at {time} by a key that was retired at {end}."
        ),
        "auditing.detail_node_key_not_known": Text(
            zh: "不认识指纹为 {fingerprint} 的节点密钥。",
            en: "The node key with fingerprint {fingerprint} is not known."
        ),
        "auditing.detail_pack_other": Text(
            zh: "章程所称的规则包是 {pack}。",
            en: "The charter calls it {pack}."
        ),
        "command.audit_at_alone": Text(
            zh: "--at 是查看记录期限的时刻，要与 --records 或者 --record 一起使用。",
            en:
                "--at is the moment at which clocks of records are looked at, and goes with --records or --record.",
            remedyZh: "加上 --records，或者去掉 --at。",
            remedyEn: "Add --records, or leave --at out."
        ),
        "command.audit_record_unknown": Text(
            zh: "{source} 中没有以 {record} 开头的记录。",
            en: "There is no record in {source} that begins with {record}.",
            remedyZh: "用 --records 列出全部记录，核对摘要。",
            remedyEn: "List all records with --records, and compare the digest."
        ),
        "command.label_kept_receipts": Text(
            zh: "日志到何时，存有哪些存储回执",
            en: "How far logs go, and their storage receipts"
        ),
        "command.label_newest_entry": Text(zh: "最近一条的时间", en: "newest entry"),
        "command.label_cosigner": Text(zh: "回执签署者", en: "cosigner"),
        "command.label_newest_receipt_size": Text(zh: "最近一份所及条数", en: "newest for size"),
        "command.label_newest_receipt_at": Text(zh: "最近一份的时间", en: "newest at"),
        "command.label_kept_receipts_note": Text(
            zh: "时间由各签署者自述。没有人签署回执清单：回执被取走与从未给出，凭这份副本分不清；签署者自己的目录中有它签署的全部回执。",
            en:
                "Times are those that each signer states. Nobody signs a list of receipts: whether one was taken out or never given, this copy cannot tell. The home of whoever signed them has them all."
        ),
    ]
}
