extension Catalogue {
    /// The system's words for its error numbers, which it says in English whatever the user's language, in Chinese.
    static let systemWords: [String: String] = [
        "Operation not permitted": "不允许这一操作",
        "No such file or directory": "文件或目录不存在",
        "Input/output error": "磁盘读写出错",
        "Resource temporarily unavailable": "资源暂时不可用",
        "Cannot allocate memory": "内存不足",
        "Permission denied": "没有权限",
        "File exists": "文件已存在",
        "Not a directory": "不是目录",
        "Is a directory": "是目录，不是文件",
        "Invalid argument": "参数无效",
        "Too many open files in system": "系统打开的文件过多",
        "Too many open files": "打开的文件过多",
        "File too large": "文件过大",
        "No space left on device": "磁盘已满",
        "Read-only file system": "文件系统为只读",
        "Broken pipe": "连接已断开",
        "File name too long": "文件名过长",
        "Directory not empty": "目录不是空的",
        "Too many levels of symbolic links": "符号链接层数过多",
        "Address already in use": "该地址和端口已被占用",
        "Cannot assign requested address": "本机没有这个地址",
        "Network is unreachable": "网络不可达",
        "Connection reset by peer": "连接被对方中断",
        "Connection timed out": "连接超时",
        "Connection refused": "对方拒绝连接",
        "No route to host": "无法到达该主机",
        "Disk quota exceeded": "超出磁盘配额",
    ]

    /// The codes whose argument `form` is a form of fork evidence.
    static let forkCodes: Set<String> = ["auditing.log_forked", "replication.fork_detected"]

    /// The forms of fork evidence (FORMATS.md §6) in Chinese.
    static let forkForms: [String: String] = [
        "same-size": "同一长度有两个不同的根",
        "growth": "较长的历史不包含较短的",
        "open": "两个不同的首条条目",
    ]

    /// The places of findings that are neither a path nor the name of a table, in Chinese.
    static let places: [String: String] = [
        "fork evidence": "分叉证据",
        "append-stop": "停止登记的记录",
        "quarantine": "隔离标记",
    ]
}
