extension Catalogue {
    /// What `status` warns of: clocks, logs that stand still, revisions that wait.
    static let nodeWarnings: [String: Text] = [
        "node.revision_not_joined": Text(
            zh: "机制 {mechanism} 的章程第 {revision} 版已经生效，本节点尚未加入这一版：本节点办理的步骤仍按旧版，新增的成员看不到其内容。",
            en:
                "Revision {revision} of the charter of {mechanism} is in force, and this node has not joined it: its steps go on under the older one, and members that came since see nothing of them.",
            remedyZh:
                "运行 lianlu mechanism show {mechanism} 核对新版，再运行 lianlu mechanism show {mechanism} --text > new.charter 和 lianlu mechanism join new.charter。",
            remedyEn:
                "Look at it with lianlu mechanism show {mechanism}, then run lianlu mechanism show {mechanism} --text > new.charter and lianlu mechanism join new.charter."
        ),
        "node.log_behind": Text(
            zh: "日志 {origin} 在本节点核验到 {size} 条，{node} 已出示 {shown} 条；自 {since} 起没有进展，其中的事项在本节点尚不完整。",
            en:
                "The log {origin} is verified here up to {size} of the {shown} entries that {node} has shown; nothing came since {since}, and matters in it are not whole here.",
            remedyZh: "运行 lianlu peer test {node}；任何持有该日志的成员连通之后，其余各条会自动补齐。",
            remedyEn:
                "Run lianlu peer test {node}; the rest comes by itself from any member that holds it, once one is connected."
        ),
        "node.peer_clock_ahead": Text(
            zh: "{node} 的时钟比本节点快 {seconds} 秒。",
            en: "The clock of {node} is {seconds} seconds ahead of this node's.",
            remedyZh:
                "用 timedatectl 或者 chronyc tracking 查明哪一方不准并校准；对多个节点都有此提醒的，不准的是本节点。时钟不准时签署的步骤，其时间今后无法更正。",
            remedyEn:
                "Find out with timedatectl or chronyc tracking which of both is wrong, and set it right; where several peers are named, it is this node's. A time that was signed by a wrong clock cannot be corrected later."
        ),
        "node.peer_clock_behind": Text(
            zh: "{node} 的时钟比本节点慢 {seconds} 秒。",
            en: "The clock of {node} is {seconds} seconds behind this node's.",
            remedyZh:
                "用 timedatectl 或者 chronyc tracking 查明哪一方不准并校准；对多个节点都有此提醒的，不准的是本节点。时钟不准时签署的步骤，其时间今后无法更正。",
            remedyEn:
                "Find out with timedatectl or chronyc tracking which of both is wrong, and set it right; where several peers are named, it is this node's. A time that was signed by a wrong clock cannot be corrected later."
        ),
    ]
}
