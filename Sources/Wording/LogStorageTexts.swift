extension Catalogue {
    /// Texts of the storage ports.
    static let logStorage: [String: Text] = [
        "log_storage.checkpoint_conflict": Text(
            zh: "日志 {origin} 已被另一写入者改动：预期检查点为 {expected}，实际存储的是 {stored}。",
            en:
                "Another writer has moved log {origin}: expected checkpoint {expected}, stored {stored}.",
            remedyZh: "确认本节点只有一个进程、一份副本在运行，然后重新启动。",
            remedyEn:
                "Make sure that only one process and one copy of this node runs, then start it again."
        ),
        "log_storage.log_unknown": Text(
            zh: "本节点没有日志 {origin}。",
            en: "This node has no log {origin}.",
            remedyZh: "用 lianlu log list 查看现有日志。",
            remedyEn: "See the logs that are here with lianlu log list."
        ),
        "log_storage.log_exists": Text(
            zh: "日志 {origin} 已经存在。",
            en: "Log {origin} exists already.",
            remedyZh: "无需再次建立。",
            remedyEn: "There is no need to create it again."
        ),
        "log_storage.log_kind_mismatch": Text(
            zh: "日志 {origin} 的类别是 {kind}，不能这样写入。",
            en: "Log {origin} is of kind {kind} and cannot be written this way.",
            remedyZh: "本节点自己的日志只能追加，镜像日志只能按其来源复制。请报告此问题。",
            remedyEn:
                "An own log can only be appended to, a mirrored one only copied from its origin. Please report this."
        ),
        "log_storage.batch_malformed": Text(
            zh: "写入内容前后矛盾，未写入任何数据：{detail}。",
            en: "What was to be written contradicts itself, and nothing was written: {detail}.",
            remedyZh: "请报告此问题。",
            remedyEn: "Please report this."
        ),
        "log_storage.limit_exceeded": Text(
            zh: "超出限制（{what}）：{found}，上限 {limit}。",
            en: "Over the limit ({what}): {found}, at most {limit}.",
            remedyZh: "减小内容后重试。",
            remedyEn: "Make it smaller and try again."
        ),
        "log_storage.data_missing": Text(
            zh: "存储中缺少应有的数据：{what}。",
            en: "Something is missing from the store: {what}.",
            remedyZh:
                "停止节点，原样保留目录作为证据；运行 lianlu audit 查明范围，并请其他成员核对其镜像。注意：从备份恢复的节点在本版本中只能查阅、镜像和提供，不能再登记。",
            remedyEn:
                "Stop the node and keep its home as it is, as evidence; run lianlu audit to see how far it goes, and have the other members audit their copies. A home that was restored from a backup reads, mirrors and serves, but appends no more in this edition."
        ),
        "log_storage.data_corrupt": Text(
            zh: "存储的数据已损坏，拒绝提供：{what}。",
            en: "Stored data is damaged and is not served: {what}.",
            remedyZh:
                "停止节点，原样保留目录作为证据；运行 lianlu audit 查明范围，并请其他成员核对其镜像。注意：从备份恢复的节点在本版本中只能查阅、镜像和提供，不能再登记。",
            remedyEn:
                "Stop the node and keep its home as it is, as evidence; run lianlu audit to see how far it goes, and have the other members audit their copies. A home that was restored from a backup reads, mirrors and serves, but appends no more in this edition."
        ),
        "log_storage.disk_full": Text(
            zh: "磁盘空间不足，未写入任何数据：{path} 剩余 {free} 字节，须保留 {reserve} 字节。",
            en:
                "The disk is full and nothing was written: {path} has {free} bytes free, {reserve} are kept in reserve.",
            remedyZh: "腾出空间后重试；同一请求不会重复登记。",
            remedyEn: "Free some space and try again; the same request is not stored twice."
        ),
        "log_storage.storage_read_only": Text(
            zh: "数据库不可写：{path}。",
            en: "The database cannot be written: {path}.",
            remedyZh: "检查文件系统是否只读、文件属主和权限是否正确。",
            remedyEn: "Check whether the file system is read-only and who owns the files."
        ),
        "log_storage.storage_failed": Text(
            zh: "存储操作失败（{operation}），未写入任何数据。",
            en: "The store failed ({operation}) and nothing was written.",
            remedyZh: "检查磁盘和系统日志，再重新发送同一请求。",
            remedyEn: "Check the disk and the system's log, then send the same request again."
        ),
        "log_storage.storage_closed": Text(
            zh: "节点正在停止，存储已关闭。",
            en: "The node is stopping; its store is closed.",
            remedyZh: "重新启动后再发送同一请求。",
            remedyEn: "Send the same request again after the next start."
        ),
        "log_storage.durability_unknown": Text(
            zh: "写盘失败（{operation}），磁盘上的内容须重新读取才能确定；节点停止运行。已确认的条目不受影响。",
            en:
                "Writing to disk failed ({operation}); what the disk holds is unknown until it is read again, so the node stops. Acknowledged entries are not affected.",
            remedyZh: "检查磁盘空间和磁盘健康状况，重新启动，再用原请求编号重发未得到确认的请求。",
            remedyEn:
                "Check the disk's free space and health, start the node again, and resend unanswered requests with their request ids."
        ),
    ]
}
