extension Catalogue {
    /// What an audit says of records and their clocks, and of entries whose key was revoked afterwards.
    static let auditedRecords: [String: Text] = [
        "auditing.entry_in_doubt": Text(
            zh: "条目存疑，不计入：{reason}写入时该密钥尚有效，之后的条目才将其吊销并追溯到此前。",
            en:
                "The entry is in doubt and does not count: {reason} When it was written the key held; a later entry of the log revoked it and reaches back.",
            remedyZh: "追溯吊销本身合规（例如密钥遗失），不说明日志被改动；向该单位核实这些条目，需要的由其重新办理。",
            remedyEn:
                "A revocation that reaches back is lawful, as where a key was lost, and no sign of a changed log. Ask the office which of these entries are its own; it takes anew what is needed."
        ),
        "auditing.record_not_judged": Text(
            zh: "该记录的条目有的缺失、被改动或者无法判断：不给出状态和期限。",
            en:
                "Entries of this record are missing, were changed or could not be judged: state and clocks are left out.",
            remedyZh: "见审计发现的问题；改用其他成员的副本审计。",
            remedyEn: "See the findings of the audit; audit another member's copy."
        ),
        "auditing.record_unreadable": Text(
            zh: "该记录的条目现在读不出：{reason}",
            en: "Entries of this record can no longer be read: {reason}",
            remedyZh: "把节点目录复制到完好的磁盘上再审计。",
            remedyEn: "Copy the home to a sound disk and audit that."
        ),
        "auditing.record_logs_short": Text(
            zh: "下列日志有缺失或者未能判断的条目，其中可能有该记录的后续步骤：{logs}。",
            en:
                "Entries of these logs are missing or could not be judged, and may hold further steps of this record: {logs}.",
            remedyZh: "改用其他成员的副本审计。",
            remedyEn: "Audit another member's copy."
        ),
        "auditing.member_left": Text(
            zh:
                "本节点（{node}）已随章程第 {revision} 版退出机制 {mechanism}，其日志在第 {size} 条终止：此后的步骤不再送达此处，所列状态和期限只到退出时为止。",
            en:
                "The node of this home, {node}, left {mechanism} with revision {revision} of its charter; its log ended at {size} entries. Later steps do not come here: states and clocks are those of when it left.",
            remedyZh: "现状以在册成员的节点目录为准，请审计其中之一。",
            remedyEn:
                "How matters stand now, the home of a member in force tells: audit one of them."
        ),
        "auditing.record_member_left": Text(
            zh: "本节点已随第 {revision} 版退出机制 {mechanism}，此后的步骤不在此处。",
            en:
                "The node of this home left {mechanism} with revision {revision}: what was done since is not here.",
            remedyZh: "现状请审计在册成员的节点目录。",
            remedyEn: "For how it stands now, audit the home of a member in force."
        ),
        "auditing.receipts_none": Text(
            zh: "机制 {mechanism} 的日志在此没有一份其他成员的回执：是从未给出，还是已被删去，凭此目录分不清。",
            en:
                "Of the logs of {mechanism} there is no receipt of another member here. Whether none was ever given, or all were deleted, this home cannot tell.",
            remedyZh: "与其他成员目录中的回执对照；是否按期的证明以回执在者为准。",
            remedyEn:
                "Compare it with the receipts in the homes of other members; what was in time is proven where they are."
        ),
        "auditing.receipts_not_kept": Text(
            zh: "本节点不是机制 {mechanism} 的成员（观察员），不留存他人的回执，是否按期不能由此判断。",
            en:
                "The node of this home is no member of {mechanism} but an observer: it keeps no receipts of others, so whether something was in time cannot be judged here.",
            remedyZh: "需要按期证明的，审计成员的节点目录。",
            remedyEn: "Where punctuality is to be proven, audit the home of a member."
        ),
        "auditing.record_receipts_not_kept": Text(
            zh: "本节点不留存机制 {mechanism} 中他人的回执，步骤是否按期得到证明不能由此判断。",
            en:
                "The node of this home keeps no receipts of others in {mechanism}: whether a step is proven to be in time cannot be judged here.",
            remedyZh: "审计成员的节点目录。",
            remedyEn: "Audit the home of a member."
        ),
        "auditing.record_goes_on": Text(
            zh:
                "该记录在此时刻之后还有条目 {count} 条（最早 {first}，最近 {at}），已计入状态，所列状态不是该时刻的状态；此后才起算的期限不列出，此前起算的期限已计入这些条目。",
            en:
                "The record has {count} entries after this moment, the first of {first}, the latest of {at}: its state counts them and is not the state at that moment, and clocks that ran before count them, too; what was set off later is left out."
        ),
        "command.option_audit_records": Text(
            zh: "逐条打印记录的状态和期限，均由条目重新算出；只用于节点目录。",
            en:
                "Print each record with its state and clocks, computed from the entries; of a home alone."
        ),
        "command.option_audit_record": Text(
            zh: "只打印这一条记录：摘要或其开头（不少于 8 位）。",
            en: "Print this record alone: its digest, or 8 digits or more of its beginning."
        ),
        "command.option_audit_at": Text(
            zh: "以哪一时刻看期限，如 2026-11-20T09:30:00+08:00；默认为现在。审计旧副本时写复制的时刻。",
            en:
                "The moment at which clocks are looked at, as 2026-11-20T09:30:00+08:00; by default now. Of an old copy, when it was made."
        ),
        "command.label_as_of": Text(zh: "期限截至", en: "clocks as of"),
        "command.label_no_clocks": Text(zh: "期限：无。", en: "No clock was set off."),
        "command.talk_audit_records": Text(
            zh: "已按条目重新计算并打印记录 {count} 条。",
            en: "Records computed from the entries and printed: {count}."
        ),
        "node.audit_records_unfit": Text(
            zh: "{source} 只有一条日志；记录的步骤分布在各成员的日志里，凭一条日志算不出状态和期限。未审计。",
            en:
                "{source} holds one log. The steps of a record stand in the logs of all members, so its state and clocks cannot be computed from one; nothing was audited.",
            remedyZh: "对任一成员或观察员的节点目录（或其副本）运行 --records；导出的日志照常审计，去掉该选项即可。",
            remedyEn:
                "Run --records on the home of any member or observer, or on a copy of it; an export is audited without it."
        ),
    ]
}
