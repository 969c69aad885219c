extension Catalogue {
    /// Texts of the SQLite engine.
    static let sqliteStorage: [String: Text] = [
        "sqlite_storage.database_missing": Text(
            zh: "没有数据库 {path}。",
            en: "There is no database {path}.",
            remedyZh:
                "先检查节点目录是否写对。该节点曾经运行过的：从备份取回 data/lianlu.sqlite（有 -wal 的一并取回，绝不取回 data/instance），不要运行 lianlu init，见 README“备份”。",
            remedyEn:
                "Check the home's path first. Where the node has run before, put data/lianlu.sqlite back from the backup (with its -wal where there is one, never data/instance), and run no lianlu init: see README, \"Backup\"."
        ),
        "sqlite_storage.database_corrupt": Text(
            zh: "数据库 {path} 已损坏或被截断。",
            en: "The database {path} is damaged or cut.",
            remedyZh:
                "停止节点，原样保留目录作为证据；运行 lianlu audit 查明范围，并请其他成员核对其镜像。注意：从备份恢复的节点在本版本中只能查阅、镜像和提供，不能再登记。",
            remedyEn:
                "Stop the node and keep its home as it is, as evidence; run lianlu audit to see how far it goes, and have the other members audit their copies. A home that was restored from a backup reads, mirrors and serves, but appends no more in this edition."
        ),
        "sqlite_storage.database_foreign": Text(
            zh: "{path} 不是联录的数据库。",
            en: "{path} is not a database of Lianlu.",
            remedyZh: "检查节点目录是否写对。",
            remedyEn: "Check the home's path."
        ),
        "sqlite_storage.schema_newer": Text(
            zh: "数据库 {path} 的格式版本是 {found}，本程序只支持到 {supported}；文件未作改动。",
            en:
                "The database {path} has schema version {found}, this program supports up to {supported}; the file was left as it is.",
            remedyZh: "安装写入该数据库的版本或更新的版本。",
            remedyEn: "Install the version that wrote the database, or a later one."
        ),
        "sqlite_storage.home_in_use": Text(
            zh: "另一进程（进程号 {pid}）正在使用这个节点目录：{path}。",
            en: "Another process (pid {pid}) uses this home: {path}.",
            remedyZh: "先停止该进程，或通过它的本地接口操作。",
            remedyEn: "Stop that process first, or work through its local interface."
        ),
        "sqlite_storage.home_being_read": Text(
            zh: "有程序正在读取这个节点目录（audit、log export 或 doctor）：{path}。",
            en: "An audit, an export or doctor reads this home: {path}.",
            remedyZh: "等它结束，再执行同一命令。",
            remedyEn: "Wait until it has ended, and run the command again."
        ),
        "sqlite_storage.home_read_only": Text(
            zh: "节点目录不可写：{path}。",
            en: "The home cannot be written: {path}.",
            remedyZh: "检查文件系统是否只读挂载、目录属主和权限是否正确。",
            remedyEn:
                "Check whether the file system is mounted read-only, and who owns the directory."
        ),
        "sqlite_storage.setting_refused": Text(
            zh: "数据库设置 {setting} 为 {found}，必须是 {required}，否则无法保证数据落盘。",
            en:
                "The database setting {setting} is {found} and must be {required}, or durability is not certain.",
            remedyZh: "使用发行版自带的 SQLite；请报告此问题。",
            remedyEn: "Use the distribution's own SQLite, and please report this."
        ),
        "sqlite_storage.file_failed": Text(
            zh: "文件操作 {operation} 失败：{path}。",
            en: "{operation} failed on {path}.",
            remedyZh: "检查磁盘、权限和系统日志。",
            remedyEn: "Check the disk, the permissions and the system's log."
        ),
        "sqlite_storage.instance_too_large": Text(
            zh: "data/instance 的记录长 {found} 字节，上限 {limit} 字节：日志数量过多。",
            en:
                "The record in data/instance has {found} bytes, at most {limit} are allowed: there are too many logs.",
            remedyZh: "把部分机制移到另一个节点。",
            remedyEn: "Move some mechanisms to another node."
        ),
        "sqlite_storage.write_ahead_log_damaged": Text(
            zh: "预写日志 {path} 已损坏（第 {frame} 帧，0 为文件头），已落盘的事务因此丢失；数据库没有打开，数据库和预写日志未作改动。",
            en:
                "The write-ahead log {path} is damaged at frame {frame} (0 is its header), and transactions that were on disk are lost with it; the database was not opened, and neither it nor this log was changed.",
            remedyZh:
                "不要再启动节点，原样保留 data 目录并另存一份；对副本运行 lianlu audit，并请其他成员核对其镜像到哪里。注意：从备份恢复的节点在本版本中只能查阅、镜像和提供，不能再登记。",
            remedyEn:
                "Do not start the node; keep the data directory as it is and copy it. Run lianlu audit on the copy, and ask the members how far their copies go. A home that was restored from a backup reads, mirrors and serves, but appends no more in this edition."
        ),
        "sqlite_storage.access_denied": Text(
            zh: "没有权限读取 {path}。",
            en: "Permission denied: {path} cannot be read by this user.",
            remedyZh: "以节点的用户或者 root 运行。",
            remedyEn: "Run it as the node's user, or as root."
        ),
    ]
}
