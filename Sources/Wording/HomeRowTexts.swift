extension Catalogue {
    /// What an audit and a node say of rows beside the logs, and of what a home alone cannot tell.
    static let homeRows: [String: Text] = [
        "auditing.home_row_missing": Text(
            zh: "节点目录的数据库缺少一行：{row}。运行过的节点目录都有这一行，或者其日志、记录、用过的文号要求有这一行：它被删去，或者整张表是别处的。",
            en:
                "The database of the home lacks the row {row}, which every home has that a node ran on, or which its logs, records or used numbers call for: it was deleted, or the table is another home's.",
            remedyZh: "保留数据库作为证据，查明是谁删除的；各行的用途和恢复办法见 FORMATS.md 第 7 节“日志之外的行”。",
            remedyEn:
                "Keep the database as evidence and find out who deleted it; FORMATS.md §7, “Rows beside the logs”, says what each row is for and how it comes back."
        ),
        "auditing.home_row_foreign": Text(
            zh: "数据库中的这一行不属于这个节点目录：{row}。它与目录中的密钥、实例文件、章程或者日志不符，可能取自别的节点目录。",
            en:
                "The row {row} does not belong to this home: it does not agree with its keys, its instance file, its charters or its logs, and may come from another home.",
            remedyZh: "保留数据库作为证据，查明是谁换入的；各行的用途和恢复办法见 FORMATS.md 第 7 节“日志之外的行”。",
            remedyEn:
                "Keep the database as evidence and find out who put it there; FORMATS.md §7, “Rows beside the logs”, says what each row is for and how it comes back."
        ),
        "node.home_row_missing": Text(
            zh: "启动时数据库缺少一行：{row}。",
            en: "When the node started its database lacked the row {row}.",
            remedyZh:
                "如果不是由较早的版本升级，说明数据库被人改动过：停止节点，复制目录，对副本运行 lianlu audit。anchor/ 缺失的机制，用 mechanism join 重新加入；card/ 缺失的对等节点，用 peer add 重新添加。缺失的是本节点自己的名片（card/ 后为本节点名称）的，启动时已重新制作，连接后由各对等节点自行取得：用 lianlu card 核对。",
            remedyEn:
                "Unless an earlier edition made this home, somebody changed the database: stop the node, copy the home and run lianlu audit on the copy. Join a mechanism anew whose anchor/ is missing (mechanism join), add a peer anew whose card/ is (peer add). Where it is this node's own card, the node has made another one at this start, which its peers get by themselves: look at it with lianlu card."
        ),
        "node.home_row_foreign": Text(
            zh: "启动时数据库中有一行不属于这个节点目录：{row}。",
            en: "When the node started its database had a row that is not of this home: {row}.",
            remedyZh: "数据库被人改动过：停止节点，复制目录，对副本运行 lianlu audit。",
            remedyEn:
                "Somebody changed the database: stop the node, copy the home and run lianlu audit on the copy."
        ),
        "auditing.own_card_not_given": Text(
            zh:
                "您没有给出本目录所属节点 {node} 的名片。它自己的日志由密钥 {fingerprint} 签署，本目录中生效的章程载明的也是这个密钥；但章程也在被审计的目录之中，不能代替名片。",
            en:
                "You did not give the card of {node}, the node of this home. Its own log hangs on key {fingerprint}, which a charter in force here names, too; but the charter stands in the audited home and is no substitute for the card.",
            remedyZh: "向该节点以外的人取得其名片，电话核对指纹，用 --trust 一并给出后重新审计。",
            remedyEn:
                "Get its card from somebody else than that node, compare the fingerprint over the telephone, and audit again with --trust CARD."
        ),
        "auditing.revision_not_adopted": Text(
            zh: "机制 {mechanism} 的章程第 {revision} 版已经生效，本节点（{node}）的日志尚未采用：此后的步骤仍按旧版判断，新增的成员看不到其内容。",
            en:
                "Revision {revision} of the charter of {mechanism} is in force, and the log of this home's node, {node}, has not adopted it: its steps are judged by the older one, and members that came since see nothing of them.",
            remedyZh: "由该节点运行 lianlu mechanism join 加入这一版。",
            remedyEn: "Have that node join the revision with lianlu mechanism join."
        ),
        "casework.state_extension_void": Text(zh: "延长不计", en: "the extension does not count"),
        "casework.clock_cut_off": Text(
            zh: "此处未见办结；本节点退出机制后的情况不在此处，不作判断",
            en: "not judged: no end is here, and what came since this node left is not"
        ),
        "command.label_clock_provisional_due": Text(
            zh: "暂定，工作日历未公布",
            en: "provisional, no calendar yet"
        ),
    ]
}
