extension Catalogue {
    /// What an audit finds in a home, an export or a download apart from its logs.
    static let auditedContainers: [String: Text] = [
        "auditing.source_unreadable": Text(
            zh: "读取时出错，此处内容未能核验。",
            en: "This part could not be read and is not verified.",
            remedyZh: "检查磁盘和权限后重新审计；仍然读不出的，请持有镜像的成员审计其副本。",
            remedyEn: "Check the disk and the permissions and audit again; what stays unreadable, "
                + "have a member that mirrors the log audit in its copy."
        ),
        "auditing.database_damaged": Text(
            zh: "数据库文件有损坏。",
            en: "The database file is damaged.",
            remedyZh: "停止节点，保留原文件作为证据，并请其他成员核对其镜像。从备份恢复的节点在本版本中不能再登记。",
            remedyEn:
                "Stop the node, keep the file as evidence, and have the other members audit their copies. "
                + "A home that was restored from a backup appends no more in this edition."
        ),
        "auditing.wal_damaged": Text(
            zh: "预写日志自第 {frame} 帧（0 为文件头）起有损坏，其后的已提交事务可能丢失。",
            en:
                "The write-ahead log is damaged from frame {frame} on (0 is its header); transactions committed after "
                + "that point may be lost.",
            remedyZh: "停止节点，保留原文件作为证据，对照其他成员的检查点核对日志大小。",
            remedyEn: "Stop the node, keep the file as evidence, and compare the logs' sizes with "
                + "the checkpoints that other members hold."
        ),
        "auditing.wal_not_checked": Text(
            zh: "节点正在运行（或者它的锁文件无法打开），预写日志的各帧未作核验；其中的内容已随数据库逐行核验。",
            en:
                "The node is running, or its lock file cannot be opened: the frames of the write-ahead log are not checked. "
                + "What is in it was read with the database, row by row.",
            remedyZh: "要连同预写日志核验，停止节点后再次审计。",
            remedyEn: "To have the frames checked too, stop the node and audit again."
        ),
        "auditing.row_unaccounted": Text(
            zh: "数据库中有一行内容与其校验和或者所属日志不符，或者不属于任何条目。",
            en:
                "A row of the database does not match its checksum or its log, or belongs to no "
                + "entry.",
            remedyZh: "保留数据库作为证据，查明是谁改动的。",
            remedyEn: "Keep the database as evidence and find out who changed it."
        ),
        "auditing.file_surplus": Text(
            zh: "有不属于任何日志的文件。",
            en: "A file belongs to no log.",
            remedyZh: "查明该文件的来历，不要据以办案。",
            remedyEn: "Find out where the file comes from; do not rely on it."
        ),
        "auditing.file_differs": Text(
            zh: "文件与导出时记下的摘要（SHA256SUMS）不同。",
            en: "The file differs from the digest that SHA256SUMS noted when it was exported.",
            remedyZh: "内容被改动或者损坏，保留原件，重新导出或者与其他成员的副本比对。",
            remedyEn:
                "It was changed or damaged: keep it, export again, or compare with another member's copy."
        ),
        "auditing.file_missing": Text(
            zh: "SHA256SUMS 列出的文件不存在。",
            en: "A file that SHA256SUMS lists is not there.",
            remedyZh: "导出不完整，请重新取得。",
            remedyEn: "The export is not whole; get it again."
        ),
        "auditing.file_not_listed": Text(
            zh: "SHA256SUMS 没有列出此文件：它是后来加入的，或者清单中的这一行被删去。",
            en: "SHA256SUMS does not list this file: it was added, or its line was removed.",
            remedyZh: "查明该文件的来历，不要据以办案。",
            remedyEn: "Find out where the file comes from; do not rely on it."
        ),
        "auditing.digests_missing": Text(
            zh: "没有摘要清单（SHA256SUMS）：对象、回执、分叉证据等没有树证明的文件如有遗失，无从查知。",
            en:
                "There is no list of digests (SHA256SUMS): that an object, a receipt, fork evidence or another file that "
                + "no tree proves was lost would not be seen.",
            remedyZh:
                "lianlu log export 总是写出该清单。清单没有人签名，只能查出意外：有意取走的，要与导出方核对“条目所列而此处没有”的数目，"
                + "并向其他成员询问该日志有无分叉证据。",
            remedyEn:
                "lianlu log export always writes it. Nobody signs it, so that it finds accidents only: compare the number "
                + "of objects that entries name and that are not here with whoever exported, and ask another member "
                + "whether there is fork evidence against this log."
        ),
        "auditing.digests_malformed": Text(
            zh: "摘要清单（SHA256SUMS）的此行不是“摘要、两个空格、路径”，未起作用；以下再有这样的行不逐一列出。",
            en:
                "This line of the list of digests (SHA256SUMS) is not a digest, two spaces and a path, and was of no use; "
                + "further ones like it are not listed.",
            remedyZh: "清单被改动或者损坏：重新取得导出，或者与其他成员的副本比对。",
            remedyEn:
                "The list was changed or damaged: get the export again, or compare with another member's copy."
        ),
        "auditing.files_not_asked": Text(
            zh:
                "该地址没有摘要清单（SHA256SUMS）：只取了树、密钥、最新检查点的回执，以及条目和章程所列的章程、规则包；"
                + "对象、分叉证据和其他大小的存储回执没有取，有无均未判断。",
            en:
                "No list of digests (SHA256SUMS) is published here. The tree, the keys, the receipts of the newest "
                + "checkpoint, and the charters and rule packs that entries and charters name were asked for; objects, "
                + "fork evidence and receipts of other sizes were not, and nothing is said of them.",
            remedyZh: "请发布方按 lianlu log export 写出的目录原样发布，或者取得该目录后在本机审计。",
            remedyEn:
                "Have it published as lianlu log export wrote it, or get the directory and audit it on this machine."
        ),
        "auditing.instance_missing": Text(
            zh: "没有实例文件，例如从备份恢复的节点目录：不能据以判断日志是否被回退。",
            en:
                "There is no instance file, as in a home that was restored from a backup: it cannot show "
                + "whether a log was rolled back.",
            remedyZh: "向其他成员核对本节点各日志的最新检查点。",
            remedyEn: "Compare the newest checkpoints of this node's logs with those that other "
                + "members hold."
        ),
        "auditing.instance_unreadable": Text(
            zh: "实例文件损坏，无法据以判断日志是否被回退。",
            en:
                "The instance file is damaged, so it cannot show whether a log was rolled back.",
            remedyZh: "向其他成员核对本节点各日志的最新检查点。",
            remedyEn: "Compare the newest checkpoints of this node's logs with those that other "
                + "members hold."
        ),
        "auditing.instance_slot_unreadable": Text(
            zh: "实例文件的两份记录之一无法读取：断电时正在写入，或者被改动过。它可能是较新的一份，因此不能排除最后几步被回退。",
            en:
                "One of the two records in the instance file cannot be read: it was being written when the power failed, or it was "
                + "changed. It may have been the newer one, so it cannot be excluded that the last steps were rolled back.",
            remedyZh: "向其他成员核对本节点各日志的最新检查点；节点下次启动时会重新写好这两份记录。",
            remedyEn:
                "Compare the newest checkpoints of this node's logs with those that other members hold. The node writes both "
                + "records anew at its next start."
        ),
        "auditing.head_beyond_log": Text(
            zh: "实例文件记载的日志大小为 {head}，数据库中只有 {stored}：日志被回退或者丢失了数据。",
            en: "The instance file says {head} entries, the database holds {stored}: the log was "
                + "rolled back, or data is lost.",
            remedyZh: "不要继续追加，原样保留；机制的日志，请持有其镜像的成员审计其副本（内部日志 home 没有他人的镜像，见您留存的检查点和导出）。",
            remedyEn:
                "Do not append, and keep the home as it is. Of a mechanism's log, have a member that mirrors it audit its "
                + "copy; nobody mirrors a home log: see the checkpoints and exports that you kept."
        ),
        "auditing.head_conflicts": Text(
            zh: "实例文件记载的大小为 {size} 的根与数据库中的不同。",
            en:
                "The root that the instance file gives for size {size} is not that of the database.",
            remedyZh: "不要继续追加，保留两份文件作为证据。",
            remedyEn: "Do not append; keep both files as evidence."
        ),
    ]
}
