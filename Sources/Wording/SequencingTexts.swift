extension Catalogue {
    /// Texts of appending and of starting.
    static let sequencing: [String: Text] = [
        "sequencing.queue_full": Text(
            zh: "等待写入的条目已达 {limit} 条，本次未受理。",
            en: "{limit} entries are waiting to be written; this one was not taken.",
            remedyZh: "稍后用同一请求编号重发。",
            remedyEn: "Send it again later with the same request id."
        ),
        "sequencing.entry_too_long": Text(
            zh: "条目长 {found} 字节，上限 {limit} 字节。",
            en: "The entry has {found} bytes, at most {limit} are allowed.",
            remedyZh: "把内容放进正文或附件，条目头只写流转要素。",
            remedyEn:
                "Put content into the body or a file; the entry's header only says who, to whom, which step."
        ),
        "sequencing.holdings_too_many": Text(
            zh: "一个条目带有 {found} 个对象，上限 {limit} 个。",
            en: "An entry comes with {found} objects, at most {limit} are allowed.",
            remedyZh: "用清单（manifest）合并对象后重试。",
            remedyEn: "Join objects in a manifest and try again."
        ),
        "sequencing.request_conflict": Text(
            zh: "请求编号 {request} 已用于另一项内容。",
            en: "Request id {request} was used for something else.",
            remedyZh: "重试时内容须与首次完全相同；新请求须用新编号。",
            remedyEn: "A retry must be the same as the first request; a new request needs a new id."
        ),
        "sequencing.writer_stopped": Text(
            zh: "日志 {origin} 已停止写入。",
            en: "Log {origin} is no longer written.",
            remedyZh: "节点重新启动后，用同一请求编号重发。",
            remedyEn: "Send the request again with the same id after the node has started again."
        ),
        "sequencing.appending_refused": Text(
            zh: "本节点处于恢复状态，日志 {origin} 拒绝追加（{reasons}）。查询、镜像和对外提供数据照常。",
            en:
                "This node is in recovery, and log {origin} takes no new entry ({reasons}). Reading, mirroring and serving go on.",
            remedyZh:
                "按 lianlu status 中警报所说的办理。在此之前原样保留本节点目录：不要覆盖，不要从备份恢复，切勿删除或伪造 data/instance。",
            remedyEn:
                "Do what lianlu status says under alarms. Until then keep this home as it is: overwrite nothing, restore nothing, and never delete or forge data/instance."
        ),
        "sequencing.instance_missing": Text(
            zh: "缺少 data/instance：节点目录可能来自备份。",
            en: "data/instance is missing: the home seems to come out of a backup.",
            remedyZh: "如原机器上仍有较新的节点目录，请改用它；没有的，按 README 的“备份”由另一名称的新节点接替。",
            remedyEn:
                "Use the newer home on the original machine, if there is one; where there is none, a new node under another name takes its place (README, Backup)."
        ),
        "sequencing.instance_unreadable": Text(
            zh: "data/instance 两份记录均已损坏。",
            en: "Both records in data/instance are damaged.",
            remedyZh: "检查磁盘；运行 lianlu audit，再从其他成员核对日志。",
            remedyEn: "Check the disk, run lianlu audit, and compare the logs with other members."
        ),
        "sequencing.machine_changed": Text(
            zh: "节点目录被移到另一台机器：记录的机器是 {recorded}，当前是 {found}。",
            en:
                "The home was moved to another machine: {recorded} was written down, this is {found}.",
            remedyZh: "确认原机器上的节点不再运行；目前请在原机器上运行。",
            remedyEn:
                "Make sure that the node no longer runs on the original machine; for now run it there."
        ),
        "sequencing.instance_changed": Text(
            zh: "数据库与 data/instance 不属于同一份节点目录：记录的是 {recorded}，数据库中是 {found}。",
            en:
                "The database and data/instance belong to different copies of the home: {recorded} was written down, the database says {found}.",
            remedyZh: "把同一份节点目录的两个文件放回一起。",
            remedyEn: "Put the two files of one and the same home together again."
        ),
        "sequencing.head_lost": Text(
            zh: "日志 {origin} 曾有 {recorded} 条，现只有 {stored} 条：数据被回滚或丢失。",
            en:
                "Log {origin} had {recorded} entries and now has {stored}: it was rolled back, or data was lost.",
            remedyZh: "停止节点，保留现场；运行 lianlu audit，并请其他成员核对其镜像到哪里。如另有更新的原节点目录，请用它启动；从备份恢复的不能再登记。",
            remedyEn:
                "Stop the node and keep everything as it is; run lianlu audit, and ask the members how far their copies go. If there is a newer home of this node, start that; one that was restored from a backup appends no more."
        ),
        "sequencing.head_conflicting": Text(
            zh: "日志 {origin} 的前 {recorded} 条与此前写下的根不符：内容被替换。",
            en:
                "The first {recorded} entries of log {origin} are not those whose root was written down: its content was replaced.",
            remedyZh: "停止节点，保留现场；运行 lianlu audit，与其他成员的副本比对。",
            remedyEn:
                "Stop the node and keep everything as it is; run lianlu audit and compare with other members' copies."
        ),
    ]
}
