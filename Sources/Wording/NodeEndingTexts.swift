extension Catalogue {
    /// Logs that end by a charter.
    static let nodeEndings: [String: Text] = [
        "node.membership_ended": Text(
            zh: "按章程第 {revision} 版，本节点不再是机制 {mechanism} 的成员：日志 {origin} 的前 {size} 条有效，此后写入的一概不算数。",
            en:
                "By revision {revision} of its charter this node is no member of {mechanism} any more: the first {size} entries of its log {origin} count, and what it writes there beyond them counts nowhere.",
            remedyZh: "未办结的事项与各成员另行商定；重新加入，须由各成员签署写明本节点的新一版章程，再运行 lianlu mechanism join。",
            remedyEn:
                "Settle with the members what becomes of open matters. To come back, the members sign a revision that names this node, and it runs lianlu mechanism join."
        ),
        "node.membership_would_end": Text(
            zh:
                "章程第 {revision} 版不再写明本节点为机制 {mechanism} 的成员：本节点接受该版后，日志 {origin} 的前 {size} 条有效，此后写入的一概不算数。",
            en:
                "Revision {revision} of the charter does not name this node as a member of {mechanism}: once it is taken here, the first {size} entries of its log {origin} count, and what it writes there beyond them counts nowhere.",
            remedyZh: "退出是商定的，运行 lianlu mechanism join；不是的，不要签署，与起草的成员核对。",
            remedyEn:
                "Where that was agreed, run lianlu mechanism join; where not, do not sign it, and speak with the member that drew it up."
        ),
        "node.log_ended": Text(
            zh: "其节点已随章程第 {revision} 版退出：前 {size} 条有效，此后的条目只保存，不生效。",
            en:
                "Its node left with revision {revision} of the charter: the first {size} entries count, later ones are stored only.",
            remedyZh: "重新加入，须由各成员签署写明该节点的新一版章程。",
            remedyEn: "To take the node in again, the members sign a revision that names it."
        ),
        "node.member_shows_nothing": Text(
            zh: "{node} 已连通，但没有出示机制 {mechanism} 的章程：它尚未加入，或者更新的一版章程已不再写明双方中的一方。",
            en:
                "{node} is connected and shows no charter of {mechanism}: it has not joined it yet, or a newer revision no longer names one of both.",
            remedyZh: "打电话给对方核对最新章程：请对方运行 lianlu mechanism join，或者向其索取新一版章程在本节点加入。",
            remedyEn:
                "Telephone its operator and compare the newest charter: have it run lianlu mechanism join, or take the newer revision from it and join that here."
        ),
        "node.ended_log_unfit": Text(
            zh: "{origin} 不是退出机制 {mechanism} 的成员的日志，不能用 --ended 写明。",
            en: "{origin} is no log of a member that leaves {mechanism}: --ended cannot end it.",
            remedyZh: "写成“节点/{mechanism}=条数”，节点为退出的成员；留任的成员和从未加入的节点不能写。",
            remedyEn:
                "Write NODE/{mechanism}=SIZE with the node of a member that leaves; neither a member that stays nor a node that never was one has a log that ends."
        ),
        "node.ended_log_twice": Text(
            zh: "--ended 写了两次日志 {origin}。",
            en: "--ended names the log {origin} twice.",
            remedyZh: "每条日志只写一次。",
            remedyEn: "Name each log once."
        ),
        "node.ended_successors": Text(
            zh:
                "{node} 退出，而章程没有写明日志 {log} 及其后各条后续日志在哪一条终止：如有这样的日志，终止于 0（以前的版次写明过的，终止于该处），其后各条今后不算数。",
            en:
                "{node} leaves, and the charter states no size for the log {log} or a later one: if there is one, it ends at 0, or where an earlier revision has ended it, and none of its entries beyond will count any more.",
            remedyZh: "问明 {node} 是否恢复过、有无后续日志；有的，取得后重新起草，或者用 --ended 日志=条数 写明。没有的，无需处理。",
            remedyEn:
                "Ask whether {node} was ever restored and writes such a log; if it does, get the log and draft the revision anew, or state the size with --ended LOG=SIZE. If not, there is nothing to do."
        ),
        "node.role_unknown": Text(
            zh: "章程所用的规则包没有由章程指定的角色 {role}；有：{roles}。",
            en:
                "The charter's rule packs leave no role {role} to the charter; those that they leave to it are: {roles}.",
            remedyZh: "核对 --role。什么都没有签署。",
            remedyEn: "Check --role. Nothing was signed."
        ),
        "node.role_outside": Text(
            zh: "角色 {role} 指定给 {address}，而它不属于任何成员：没有节点能办理该角色的步骤。",
            en:
                "The role {role} is bound to {address}, which belongs to no member: no node can take its steps.",
            remedyZh: "核对 --role；有意写没有节点的单位的，无需处理。",
            remedyEn:
                "Check --role; where a body without a node is meant, there is nothing to do."
        ),
        "node.ended_takes_back": Text(
            zh: "章程在第 {size} 条终止日志 {origin}，而本节点已核验 {held} 条：其后各条今后不算数，其中已生效的步骤有 {count} 个。",
            en:
                "The charter ends the log {origin} at {size}, and this node has verified {held} entries: what follows will no longer count, {count} valid steps among it.",
            remedyZh: "查明这些步骤是否确应失效；不是的，改为 {held} 或者去掉 --ended 后重新起草，不要签署本份。",
            remedyEn:
                "Find out whether these steps are to be taken back; if not, draft the revision anew with {held} or without --ended, and do not sign this one."
        ),
        "node.ended_beyond": Text(
            zh: "章程在第 {size} 条终止日志 {origin}，而本节点只核验了 {held} 条：其余各条本节点没有见过。",
            en:
                "The charter ends the log {origin} at {size}, and this node has verified {held} entries only: nobody here has seen the rest.",
            remedyZh: "先取得其余条目（lianlu status），或者与起草的成员核对条数，再签署。",
            remedyEn:
                "Get the rest first (lianlu status), or compare the size with the member that drew it up, and then sign."
        ),
        "node.ended_not_here": Text(
            zh: "章程在第 {size} 条终止日志 {origin}，而该日志不在本节点，无法核对。",
            en:
                "The charter ends the log {origin} at {size}; the log is not here, so this node cannot compare.",
            remedyZh: "与持有该日志的成员核对条数，再签署。",
            remedyEn: "Compare the size with a member that holds the log, and then sign."
        ),
    ]
}
