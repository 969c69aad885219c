extension Catalogue {
    /// What an audit of a home says of the alarms and statements that its node has kept.
    static let standingAlarms: [String: Text] = [
        "auditing.alarm_stands": Text(
            zh: "节点留有警报（{at} 首次提出）：{reason}",
            en: "The node keeps an alarm, first raised at {at}: {reason}",
            remedyZh: "在该节点运行 lianlu status，按其中的处理办法办理；写明数据库被人改动过的，查明是谁改动的。",
            remedyEn:
                "See what lianlu status of that node says of it; where it says that somebody changed the database, find out who did."
        ),
        "auditing.alarm_recurs": Text(
            zh: "节点留有警报（首次 {at}，最近 {last}，共 {times} 次）：{reason}",
            en:
                "The node keeps an alarm, first raised at {at}, last at {last} (count {times}): {reason}",
            remedyZh: "在该节点运行 lianlu status，按其中的处理办法办理；写明数据库被人改动过的，查明是谁改动的。",
            remedyEn:
                "See what lianlu status of that node says of it; where it says that somebody changed the database, find out who did."
        ),
        "auditing.link_stated": Text(
            zh: "数据库不能证明、由人说明的事项：{reason}",
            en: "Stated by a person, as the database does not prove it: {reason}",
            remedyZh: "与卷宗和对方的回执核对。",
            remedyEn: "Compare it with the file and with the other side's receipt."
        ),
    ]
}
