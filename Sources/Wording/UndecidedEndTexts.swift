extension Catalogue {
    /// What is said of ends that nobody can tell, because rules are not here that give them, and of what is not signed because it is damaged.
    static let undecidedEnds: [String: Text] = [
        "casework.state_extension_undecided": Text(
            zh: "延长是否计入不作判断，所需的规则或者日历不在此处",
            en: "whether the extension counts is not judged: rules or calendars are not here"
        ),
        "node.records_left_unsigned": Text(
            zh: "有 {count} 个事项的数据已损坏，本节点对其不自动签署（签收、期满的步骤等）；其他事项照常。",
            en:
                "Something of {count} records is damaged, and in these the node signs nothing by itself (acknowledgements, ends of periods); all others go on.",
            remedyZh:
                "数据库已损坏（见 lianlu status 的警报）：停止节点，复制目录作为证据，对副本运行 lianlu audit，并请其他成员核对其镜像。从备份恢复的节点不能再登记。",
            remedyEn:
                "The database is damaged (see the alarms of lianlu status): stop the node, copy the home, run lianlu audit on the copy, and have the other members audit theirs. A home that was restored from a backup appends no more."
        ),
        "node.end_not_judged": Text(
            zh: "“{clock}”的届满时间所需的规则包或者工作日历不在本节点：本步骤是否在期限内，不作判断，也不因此拒绝。",
            en:
                "Rule packs or calendars by which the end of \"{clock}\" is counted are not at this node: whether this step is in time is not judged, and it is not refused for it.",
            remedyZh: "自行核对期限后再办理；缺少什么、如何补齐，见 lianlu status。",
            remedyEn:
                "Check the period yourself before you go on; lianlu status names what is missing and how it comes back."
        ),
    ]
}
