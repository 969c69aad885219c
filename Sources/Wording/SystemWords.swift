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

    /// What the resolver says of a host's name (gai_strerror), in Chinese.
    static let resolverWords: [String: String] = [
        "Name or service not known": "没有这个主机名",
        "Temporary failure in name resolution": "域名解析暂时失败",
        "Non-recoverable failure in name resolution": "域名解析失败",
        "No address associated with hostname": "该主机名没有对应的地址",
    ]

    /// What OpenSSL says against a certificate (X509_verify_cert_error_string), in Chinese.
    static let certificateWords: [String: String] = [
        "unable to get issuer certificate": "找不到上级颁发机构的证书",
        "unable to get local issuer certificate": "本机不认识签发该证书的颁发机构",
        "unable to verify the first certificate": "本机不认识签发该证书的颁发机构",
        "self-signed certificate": "证书为自签名，本机不认可",
        "self-signed certificate in certificate chain": "证书链中有本机不认可的自签名证书",
        "certificate is not yet valid": "证书尚未生效",
        "certificate has expired": "证书已过期",
        "certificate revoked": "证书已被撤销",
        "certificate signature failure": "证书上的签名无效",
        "hostname mismatch": "证书不是发给该主机名的",
        "IP address mismatch": "证书不是发给该 IP 地址的",
        "invalid CA certificate": "签发者的证书不是颁发机构证书",
        "unsuitable certificate purpose": "证书的用途不符",
    ]

    /// What the YAML reader says against a file (libyaml), in Chinese.
    static let yamlWords: [String: String] = [
        "did not find expected key": "这里应为字段名，或者缩进不一致",
        "did not find expected '-' indicator": "这里应为以 - 开头的列表项",
        "did not find expected ',' or ']'": "列表中缺少逗号或者右方括号 ]",
        "did not find expected ',' or '}'": "映射中缺少逗号或者右花括号 }",
        "did not find expected node content": "这里缺少内容",
        "but found another document": "文件中多于一份文档",
        "did not find expected <document start>": "一份文档到此为止，后面还有内容",
        "could not find expected ':'": "字段名之后缺少冒号",
        "mapping values are not allowed in this context": "这里不能有冒号；内容中含冒号的，用引号括起来",
        "mapping keys are not allowed in this context": "这里不能写字段名",
        "block sequence entries are not allowed in this context": "这里不能写列表项",
        "found a tab character that violates indentation": "缩进不能用制表符，只能用空格",
        "found a tab character where an indentation space is expected": "缩进不能用制表符，只能用空格",
        "found character that cannot start any token": "内容不能以这个字符开头；用引号括起来",
        "found unexpected end of stream": "引号没有闭合，文件就结束了",
        "found unknown escape character": "双引号中有不认识的转义符",
        "found undefined tag handle": "不认识的标记（!）",
        "found undefined alias": "引用（*）没有对应的定义",
        "control characters are not allowed": "文件中有控制字符",
    ]

    /// The arguments that hold names which the program has joined by commas.
    static let joinedArguments: Set<String> = [
        "agreed", "characters", "column", "commands", "digests", "joining", "known", "logs",
        "mechanisms",
        "members", "names",
        "nodes",
        "offices", "others", "own", "remaining", "roles", "sizes", "states", "unsigned",
    ]

    /// The codes whose argument `form` is a form of fork evidence.
    static let forkCodes: Set<String> = ["auditing.log_forked", "replication.fork_detected"]

    /// The forms of fork evidence (FORMATS.md §6) in Chinese.
    static let forkForms: [String: String] = [
        "same-size": "同一长度有两个不同的根",
        "growth": "较长的历史不包含较短的",
        "open": "两个不同的首条条目",
    ]

    /// The first word of places that go on with a number or an id, in Chinese.
    static let firstWordsOfPlaces: [String: String] = [
        "checkpoint": "检查点", "document": "文档", "log": "日志行",
    ]

    /// The places of findings that are neither a path nor the name of a table, in Chinese.
    static let places: [String: String] = [
        "fork evidence": "分叉证据",
        "append-stop": "停止登记的记录",
        "quarantine": "隔离标记",
        "document forkEvidence": "分叉证据",
        "document quarantine": "隔离标记",
        "document receipt": "待发回执",
        "document meta": "停止登记的记录",
    ]
}
