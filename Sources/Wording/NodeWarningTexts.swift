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
        "node.other_copy_lives": Text(
            zh: "本节点目录另有一份副本在运行或运行过（其名片上的地址是 {url}）：两份各自登记，日志就会分叉，所办的步骤可能不被承认。",
            en:
                "Another copy of this node's home is running, or was (its card says {url}): when both take steps, the log forks, and this step may come to count for nothing.",
            remedyZh: "先不要再办理，立即打电话给本节点的运行人员；详情见 lianlu status 的警报。",
            remedyEn:
                "Take no further steps, and telephone the operator of this node at once; the alarms of lianlu status say more."
        ),
        "node.certificate_ends": Text(
            zh: "{name} 的 TLS 证书还有 {days} 天到期。",
            en: "The TLS certificate of {name} has {days} days left.",
            remedyZh: "到期前换发，见 certs/README.zh-CN.md。",
            remedyEn: "Renew it in time; see certs/README.md."
        ),
        "node.certificate_expired": Text(
            zh: "{name} 的 TLS 证书已过期 {days} 天：以名片上的指纹为准的对等节点照常连接，配置了 certificate-authorities 的一律拒绝。",
            en:
                "The TLS certificate of {name} expired {days} days ago: peers that go by the pin on our card connect all the same, those with certificate-authorities refuse it.",
            remedyZh: "换发证书，见 certs/README.zh-CN.md。",
            remedyEn: "Renew it; see certs/README.md."
        ),
        "node.check_mode": Text(
            zh: "{path} 的权限是 {mode}：本机其他用户可以换掉其中的内容。",
            en: "{path} has mode {mode}: other users of this machine can replace what is there.",
            remedyZh: "查明内容没有被动过，然后运行 chmod {wanted} {path}。",
            remedyEn: "Make sure that nothing there was changed, then run chmod {wanted} {path}."
        ),
        "node.check_mode_open": Text(
            zh: "{path} 的权限是 {mode}：本机其他用户可以进入。",
            en: "{path} has mode {mode}: other users of this machine can look into it.",
            remedyZh: "运行 chmod {wanted} {path}。",
            remedyEn: "Run chmod {wanted} {path}."
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
