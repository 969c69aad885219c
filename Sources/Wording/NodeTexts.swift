extension Catalogue {
    /// What the node itself refuses or fails at.
    static let node: [String: Text] = [
        "node.configuration_invalid": Text(
            zh: "配置文件 lianlu.yaml 第 {line} 行有误：{detail}",
            en: "lianlu.yaml is wrong in line {line}: {detail}",
            remedyZh: "改正后重新启动；各项说明见 README 的“配置”一节。",
            remedyEn: "Correct it and start again; the README describes every key."
        ),
        "node.configuration_value": Text(
            zh: "配置文件 lianlu.yaml 中 {key} 的值“{value}”格式不对。",
            en: "In lianlu.yaml the value \"{value}\" of {key} has the wrong form.",
            remedyZh: "改正后重新启动；格式见 FORMATS.md 第 0 节和第 1 节。",
            remedyEn: "Correct it and start again; FORMATS.md §0 and §1 give the forms."
        ),
        "node.home_exists": Text(
            zh: "{path} 已经是一个节点的主目录。",
            en: "{path} is the home of a node already.",
            remedyZh: "另选一个目录；已有的密钥不会被覆盖。",
            remedyEn: "Choose another directory; existing keys are never overwritten."
        ),
        "node.home_missing": Text(
            zh: "{path} 不是节点的主目录，或者没有建完。",
            en: "{path} is not the home of a node, or was not finished.",
            remedyZh: "先运行 lianlu init，或者用 --home 指明主目录。",
            remedyEn: "Run lianlu init first, or name the home with --home."
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
            remedyZh: "先加入该协作机制：lianlu mechanism join。",
            remedyEn: "Join the mechanism first: lianlu mechanism join."
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
        "node.node_stopping": Text(
            zh: "节点正在停止。",
            en: "The node is stopping.",
            remedyZh: "节点重新启动后再试。",
            remedyEn: "Try again once the node is running."
        ),
        "node.file_failed": Text(
            zh: "文件 {path} 无法读写：{reason}",
            en: "{path} cannot be read or written: {reason}",
            remedyZh: "检查权限和磁盘空间。",
            remedyEn: "Check permissions and disk space."
        ),
    ]
}
