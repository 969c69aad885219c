extension Catalogue {
    private static let remedyZh =
        "除节点外，没有程序会写它的数据库：数据库被人改动过，或者磁盘出错。停止节点，复制目录，对副本运行 lianlu audit，检查磁盘，查明是谁改动的。不需要从备份恢复。本提示保留，不会自行消失。"
    private static let remedyEn =
        "Nobody but the node writes to its database, so somebody changed it, or the disk fails: stop the node, copy the home, run lianlu audit on the copy, check the disk and find out who did. No backup is needed. This alarm stays."

    private static let leftRemedyZh =
        "数据库已损坏（见 lianlu status 的警报）：停止节点，复制目录作为证据，对副本运行 lianlu audit，查明哪些条目已损坏，请其他成员核对其镜像。从备份恢复的节点只能查阅、镜像和提供，不能再登记。"
    private static let leftRemedyEn =
        "The database is damaged (see the alarms of lianlu status): stop the node, copy the home as evidence, run lianlu audit on the copy to see which entries are, and have the other members audit their copies. A home that was restored from a backup reads, mirrors and serves, but appends no more."

    /// What a node says of rows that its entries give and that somebody removed or changed, and of documents that it had.
    static let derivedRows: [String: Text] = [
        "node.derived_log_made_anew": Text(
            zh: "日志 {origin} 的密钥记录缺失、损坏或落后于日志，已从条目逐条重新判定。",
            en:
                "The keys of the log {origin}, as read from its entries, were missing, damaged or behind the log; its entries were judged anew from the first on.",
            remedyZh: remedyZh,
            remedyEn: remedyEn
        ),
        "node.derived_entries_made_anew": Text(
            zh: "日志 {origin} 中有 {count} 个条目的判定结果缺失、损坏或与条目不符，该日志已从条目重新判定。",
            en:
                "The verdicts of {count} entries of the log {origin} were missing, damaged or not what the entries say; the log was judged anew.",
            remedyZh: remedyZh,
            remedyEn: remedyEn
        ),
        "node.derived_records_made_anew": Text(
            zh: "有 {count} 个事项的状态缺失、损坏或与条目不符，已从条目重新得出。",
            en:
                "The states of {count} records were missing, damaged or not what the entries give; they were made anew from the entries.",
            remedyZh: remedyZh,
            remedyEn: remedyEn
        ),
        "node.derived_duties_made_anew": Text(
            zh: "有 {count} 个事项的待办清单缺失或损坏，已从条目重新得出。",
            en:
                "The list of what waits in {count} records was missing or damaged; it was made anew from the entries.",
            remedyZh: remedyZh,
            remedyEn: remedyEn
        ),
        "node.derived_links_made_anew": Text(
            zh: "有 {count} 个已发出事项与其本地部分的关联不在数据库中（缺失、损坏，或者因更正说明而撤下），已按发出条目和留存的说明重新建立。",
            en:
                "The links of {count} matters that were sent to their parts at home were not in the database (gone, damaged, or taken back as a statement was put right); they were made anew from the entries that sent them and from what was stated.",
            remedyZh:
                "此前有人用 lianlu record sent 更正过说明的（见 lianlu status 列出的说明），逐个核对说明即可。没有更正过的：数据库被人改动过，或者磁盘出错，停止节点，复制目录，对副本运行 lianlu audit，查明是谁改动的。本提示保留。",
            remedyEn:
                "Where somebody put a statement right with lianlu record sent (lianlu status lists them), look into each statement. Where nobody did, somebody changed the database, or the disk fails: stop the node, copy the home, run lianlu audit on the copy and find out who did. This alarm stays."
        ),
        "node.derived_rows_left": Text(
            zh: "有 {count} 行由条目得出的数据未能与条目比对，也不能重新得出，因为条目或日志的数据已损坏；其余的已经比对。",
            en:
                "{count} rows that entries give were neither compared with the entries nor made anew, because entries or logs are damaged; all others were compared.",
            remedyZh:
                "lianlu status 的警报列出前 16 处。\(leftRemedyZh)",
            remedyEn:
                "lianlu status names the first 16 places among its alarms. \(leftRemedyEn)"
        ),
        "node.derived_log_left": Text(
            zh:
                "日志 {origin} 的密钥缺失，其数据又已损坏，不能重新判定：该日志所属机制的事项未与条目比对；该日志的节点参与或者可能参与的事项不能登记，其他事项和其他机制照常。",
            en:
                "The keys of the log {origin} are missing, and it cannot be judged anew because something of it is damaged: records of its mechanism are not compared with the entries, and nothing is signed in those in which its node takes part or may; all others go on.",
            remedyZh: leftRemedyZh,
            remedyEn: leftRemedyEn
        ),
        "node.derived_none_compared": Text(
            zh: "数据库已损坏，由条目得出的各行未与条目比对。",
            en:
                "The database is damaged: the rows that entries give were not compared with the entries.",
            remedyZh: leftRemedyZh,
            remedyEn: leftRemedyEn
        ),
        "node.derived_links_left": Text(
            zh: "数据库已损坏，已发出事项与其本地部分的关联（表 home_link）未与条目比对；本地事项都不再办理发出。",
            en:
                "The database is damaged: the links of matters that were sent to their parts at home (table home_link) were not compared with the entries, and no matter at home is sent.",
            remedyZh: leftRemedyZh,
            remedyEn: leftRemedyEn
        ),
        "node.derived_links_open": Text(
            zh: "有 {count} 个已发出事项与其本地部分的关联缺失，且不能断定各自出自哪个本地事项；可能的本地事项都不再办理发出。",
            en:
                "The links of {count} matters that were sent to their parts at home are missing, and it is not known which matter at home each continues; none that may be meant is sent.",
            remedyZh:
                "数据库被人改动过：停止节点，复制目录，对副本运行 lianlu audit，查明是谁改动的。由运行节点的用户核对后，逐个说明可能的本地事项是否发出过（lianlu record sent），说明留存备查。",
            remedyEn:
                "Somebody changed the database: stop the node, copy the home, run lianlu audit on the copy and find out who did. Whoever runs the node looks into each matter that may be meant and states whether it was sent (lianlu record sent); the statement is kept."
        ),
        "node.home_link_lost": Text(
            zh:
                "数据库缺少本地事项与已发出事项的关联：该事项可能就是在机制 {mechanism} 中已发出的 {opening}，不再办理“{event}”。",
            en:
                "The database lacks the link of a matter at home to what was sent: this may be the matter that went into {mechanism} as {opening}, so \"{event}\" is refused.",
            remedyZh:
                "用 lianlu record show {opening} 核对，再由运行节点的用户说明该事项是否发出过（lianlu record sent），说明留存备查。数据库被人改动过，见 lianlu status 的警报；不要用较早的备份恢复。",
            remedyEn:
                "Compare with lianlu record show {opening}; then whoever runs the node states whether the matter was sent (lianlu record sent), and the statement is kept. Somebody changed the database (see the alarms of lianlu status); do not restore an older backup."
        ),
        "node.charter_row_lost": Text(
            zh: "数据库曾有的章程 {what} 已被删去。即使以后从对等节点重新取得，也说明它被人删去过。",
            en:
                "The charter {what}, which the database had, was gone from it. Where a peer has given it again since, somebody deleted it all the same.",
            remedyZh: remedyZh,
            remedyEn: remedyEn
        ),
        "node.rules_row_lost": Text(
            zh:
                "数据库曾有的规则包或工作日历 {what} 已被删去。即使以后从对等节点或程序重新取得，也说明它被人删去过。程序自带的自行放回；自行加入的，运行中的节点在重新启动之前仍按它判断，重新启动之后不再判断。",
            en:
                "The rule pack or calendar {what}, which the database had, was gone from it. Where a peer or the program has given it again since, somebody deleted it all the same. What the program brings is put back; by what was added here a running node goes on judging until it is started again, and no longer.",
            remedyZh: "自行加入的规则包或工作日历，用 lianlu rules add 重新加入。\(remedyZh)",
            remedyEn: "Add a pack or calendar of your own again with lianlu rules add. \(remedyEn)"
        ),
    ]
}
