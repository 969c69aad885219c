extension Catalogue {
    private static let entryRemedyZh =
        "条目本身已损坏，不能据以重新得出。停止节点，原样保留目录作为证据，对副本运行 lianlu audit 查明范围。其他成员日志的条目，本版本的节点不会重新取得已存的条目，也没有单独取回一个条目的命令；条目以该成员和其他镜像节点的为准，请其核对并提供。本节点日志的条目，请镜像它的成员核对。从备份恢复的节点只能查阅、镜像和提供，不能再登记。"
    private static let entryRemedyEn =
        "Entries themselves are damaged, so that nothing can be made anew from them. Stop the node, keep its home as it is, as evidence, and run lianlu audit on a copy to see how far it goes. Of another member's log this edition fetches no entry again that it has stored, and has no command that does: the copies of that member and of those who mirror it hold, so ask them. Of an own log, ask the members that mirror it. A home that was restored from a backup reads, mirrors and serves, but appends no more."

    private static let removedRemedyZh =
        "除节点外，没有程序会写它的数据库：数据库被人改动过，或者磁盘出错。停止节点，复制目录，对副本运行 lianlu audit，检查磁盘，查明是谁改动的。不需要从备份恢复。本提示保留，不会自行消失。"
    private static let removedRemedyEn =
        "Nobody but the node writes to its database, so somebody changed it, or the disk fails: stop the node, copy the home, run lianlu audit on the copy, check the disk and find out who did. No backup is needed. This alarm stays."

    /// What lists say of records of which something is damaged, and what a node says of damaged rows that it has removed.
    static let damagedRows: [String: Text] = [
        "node.record_damaged": Text(
            zh: "事项 {record} 的条目在本节点的数据库中已损坏：所示内容可能不全，不能据以办理。",
            en:
                "Entries of the record {record} are damaged in this node's database: what is shown of it may not be all, and nothing can be decided by it.",
            remedyZh: entryRemedyZh,
            remedyEn: entryRemedyEn
        ),
        "node.records_left_out": Text(
            zh: "有 {count} 个事项未列出，因为其条目在本节点的数据库中已损坏：{records}。",
            en:
                "{count} records are left out, because entries of them are damaged in this node's database: {records}.",
            remedyZh: entryRemedyZh,
            remedyEn: entryRemedyEn
        ),
        "command.talk_stats_damaged": Text(
            zh: "另有 {count} 条因其条目在本节点的数据库中已损坏，未计入任何一行，见 lianlu status 的警报。",
            en:
                "{count} more are in no row, because entries of them are damaged in this node's database; see the alarms of lianlu status."
        ),
        "node.derived_strays_removed": Text(
            zh: "有 {count} 行由条目得出的数据不属于任何日志、条目或事项（损坏或被改动），已移除；应有的已从条目重新得出。",
            en:
                "{count} rows that entries give were of no log, entry or record (damaged or changed) and were removed; those in whose place they stood were made anew from the entries.",
            remedyZh: removedRemedyZh,
            remedyEn: removedRemedyEn
        ),
        "node.derived_waits_made_anew": Text(
            zh: "有 {count} 行等待关系（表 dependency）已损坏，已从条目重新得出。",
            en:
                "{count} rows of what waits for what (table dependency) were damaged; they were made anew from the entries.",
            remedyZh: removedRemedyZh,
            remedyEn: removedRemedyEn
        ),
        "node.derived_links_removed": Text(
            zh:
                "有 {count} 个已发出事项与其本地部分的关联（表 home_link）已损坏，已移除；能由发出条目断定的已重新建立，不能断定的，可能的本地事项都不再办理发出。",
            en:
                "{count} links of matters that were sent to their parts at home (table home_link) were damaged and were removed; those that the sending entries prove were made anew, and of the others no matter that may be meant is sent.",
            remedyZh: removedRemedyZh,
            remedyEn: removedRemedyEn
        ),
        "node.home_link_taken": Text(
            zh:
                "可能发出本地事项 {record} 的条目 {opening}，已由用户 {user} 于 {at} 说明是本地事项 {other} 的发出条目：先更正该说明，才能说明 {record}。",
            en:
                "The entry {opening} that may have sent the matter {record} at home was stated by user {user} at {at} to have sent the matter {other}: that statement comes first.",
            remedyZh:
                "用 lianlu record show {opening} 核对。该说明有误的，由运行节点的用户先用 lianlu record sent 说明 {other} 并未发出（写明理由），再说明 {record}；前后说明都留存备查。",
            remedyEn:
                "Compare with lianlu record show {opening}. If the statement is wrong, whoever runs the node first states with lianlu record sent that {other} was not sent, with the reason, and then states {record}; both statements are kept."
        ),
    ]
}
