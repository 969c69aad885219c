extension Catalogue {
    /// What is said of the rows by which a node knows a request again, and of ids of requests.
    static let requests: [String: Text] = [
        "node.requests_lost": Text(
            zh: "日志 {origin} 的请求登记（数据库表 request）被人删改过：缺少 {count} 条，或者有改动、计数缺失。",
            en:
                "Somebody removed or changed rows of acknowledged requests of the log {origin} (table request); missing: {count}, others may be changed, or their count is gone.",
            remedyZh:
                "除节点外，没有程序会写它的数据库：停止节点，复制目录，对副本运行 lianlu audit，查明是谁改动的。此前发出的请求可能已经登记，重发前先用 lianlu record list 核对；新的请求照常办理。本提示保留，不会自行消失。",
            remedyEn:
                "Nobody but the node writes to its database: stop the node, copy the home, run lianlu audit on the copy and find out who did. What was sent before may be signed already: look with lianlu record list before sending it again. New requests go on. This alarm stays."
        ),
        "node.request_unknown_again": Text(
            zh: "请求 {request} 不能办理：数据库的请求登记在 {at} 前被人删改过，该编号看不出是此后新生成的，可能已经登记过。",
            en:
                "The request {request} is refused: the rows of acknowledged requests were tampered with before {at}, and the id does not say that it was made since, so it may be signed already.",
            remedyZh:
                "用 lianlu record list、lianlu record show 核对该步骤是否已经登记。已经登记的不要再发；没有登记的，不带 --request 重发（由程序生成新编号），或者用此后新生成的第 7 版 UUID。",
            remedyEn:
                "Look with lianlu record list and lianlu record show whether the step is there. If it is, do not send it again; if not, send it without --request (the program makes a new id), or with a UUID of version 7 made since then."
        ),
        "auditing.requests_missing": Text(
            zh: "日志 {origin} 的请求登记被人删改过：缺少 {count} 条，或者有改动、计数缺失；同一请求可能已被登记两次。",
            en:
                "Rows of acknowledged requests of the log {origin} were removed or changed; missing: {count}, others may be changed, or their count is gone. One request may have been signed twice.",
            remedyZh: "查明是谁改动的；在该日志中查找内容相同的两个条目。",
            remedyEn:
                "Find out who changed them, and look for two entries of the same content in that log."
        ),
        "command.request_no_uuid": Text(
            zh: "--request 应是 UUID（8-4-4-4-12 位十六进制数字，以连字符分隔），不能取值 “{value}”。",
            en:
                "--request takes a UUID (hexadecimal digits in groups of 8, 4, 4, 4 and 12 with hyphens between), not “{value}”.",
            remedyZh: "去掉 --request，由程序生成；重发同一请求时，照原样给出第一次的编号。",
            remedyEn:
                "Leave --request out, and the program makes one; to send the same request again, give the id of the first time."
        ),
    ]
}
