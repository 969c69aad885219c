extension Catalogue {
    /// What a peer answers, and what dialling it finds.
    static let peerAPI: [String: Text] = [
        "peer_api.not_found": Text(
            zh: "对方节点没有所请求的内容，或者不允许本节点取得。",
            en: "The peer has nothing there, or nothing that this node may see.",
            remedyZh: "与对方核对名片和章程：双方须互相添加，并在同一机制的有效章程之内。",
            remedyEn:
                "Compare cards and charters: both sides must have added each other and share a charter in force."
        ),
        "peer_api.refused": Text(
            zh: "对方节点拒绝了请求（{status}，{code}）：{cause}",
            en: "The peer refused the request ({status}, {code}): {cause}",
            remedyZh: "按所说原因处理；涉及章程、名片的，与对方核对。",
            remedyEn:
                "Act on the cause; where it is about charters or cards, compare them with the peer."
        ),
        "peer_api.unexpected_status": Text(
            zh: "对方节点的答复不合协议（状态码 {status}）。",
            en: "The peer's answer is not one of the protocol (status {status}).",
            remedyZh: "核对双方的程序版本，以及其间是否有代理改动了答复。",
            remedyEn:
                "Compare the program versions, and whether some proxy between both changes answers."
        ),
        "peer_api.failed": Text(
            zh: "与对方节点的往来失败：{reason}",
            en: "An exchange with the peer failed: {reason}",
            remedyZh: "运行 lianlu doctor；仍不能解决时连同日志报告。",
            remedyEn: "Run lianlu doctor; report it with the node's log if that does not help."
        ),
        "peer_api.check_tls": Text(
            zh: "已连通 {url}：TLS 1.3，证书公钥指纹 {pin}… 与名片一致。",
            en:
                "{url} was reached: TLS 1.3, and the certificate's pin {pin}… is the one on the card.",
            remedyZh: "无需处理。",
            remedyEn: "Nothing to do."
        ),
        "peer_api.check_accepted": Text(
            zh: "{peer} 接受本节点的证书和名片。",
            en: "{peer} accepts this node's certificate and card.",
            remedyZh: "无需处理。",
            remedyEn: "Nothing to do."
        ),
        "peer_api.check_view": Text(
            zh: "对方已核验并存储本节点日志 {origin} 的 {size} 条，共 {of} 条。",
            en: "The peer has verified and stored {size} of the {of} entries of our log {origin}.",
            remedyZh: "稍候再试；长时间不增加时，请对方查看 lianlu status 中的错误。",
            remedyEn:
                "Try again shortly; if it does not grow, have the peer look at the errors in lianlu status."
        ),
        "peer_api.check_view_none": Text(
            zh: "对方没有出示本节点日志 {origin} 的任何内容；本盘所存对方的最新存证到第 {size} 条，共 {of} 条。",
            en:
                "The peer shows nothing of our log {origin}; its newest receipt on this disk covers {size} of the {of} entries.",
            remedyZh: "打电话给对方核对最新章程：对方尚未加入该机制，或者更新的一版章程已不再写明本节点；有新一版的，索取后运行 lianlu mechanism join。",
            remedyEn:
                "Telephone its operator and compare the newest charter: it has not joined the mechanism yet, or a newer revision no longer names this node; take such a revision from it and run lianlu mechanism join."
        ),
        "peer_api.check_view_other": Text(
            zh: "对方所存的本节点日志 {origin} 与本盘不是同一份历史：前 {size} 条的树根，对方为 {theirs}，本盘为 {ours}。",
            en:
                "Of our log {origin}, the peer holds another history than this disk: its root over the first {size} entries is {theirs}, ours is {ours}.",
            remedyZh:
                "该日志被签署了两份：把本节点和它的其他副本都停下，原样保留；打电话给机制内各成员，以上述树根核对各自所存的是哪一份。",
            remedyEn:
                "The log was signed twice: stop this node and every other copy of it, keep them all as they are, and telephone the members; these roots tell which history each of them holds."
        ),
        "peer_api.check_view_longer": Text(
            zh: "对方出示本节点日志 {origin} 的 {size} 条，而本盘只有 {of} 条。",
            en: "The peer shows {size} entries of our log {origin}; on this disk are only {of}.",
            remedyZh:
                "数据被回退，或者另有一份本节点在运行：停下本节点，原样保留，不要继续办理；查看 lianlu status 的警报，并打电话给对方核对。",
            remedyEn:
                "Data was rolled back, or a second copy of this node is running: stop this one, keep it as it is, and go on with nothing; see the alarms of lianlu status, and telephone the peer to compare."
        ),
        "peer_api.check_view_forked": Text(
            zh:
                "对方存有本节点日志 {origin} 的 {size} 条（本盘共 {of} 条），与本盘一致；但该日志已被证明分叉，持有证据的节点不再接收它的条目。",
            en:
                "The peer holds {size} of the {of} entries of our log {origin}, and they are those of this disk; but there is proof that the log forked, and whoever has it takes nothing more of the log.",
            remedyZh:
                "把本节点和它的其他副本都停下，原样保留；打电话给机制内各成员，核对各自所存的是哪一份历史。证据在 lianlu status --json 的 alarms 中（notes）。",
            remedyEn:
                "Stop this node and every other copy of it, keep them all as they are, and telephone the members to learn which history each of them holds. The evidence stands in lianlu status --json, under alarms, notes."
        ),
        "peer_api.check_clock": Text(
            zh: "双方时钟相差 {seconds} 秒。",
            en: "Both clocks differ by {seconds} seconds.",
            remedyZh: "相差超过两分钟时，请双方校准时钟。",
            remedyEn: "Where they differ by more than two minutes, set both clocks."
        ),
        "peer_api.check_mechanisms": Text(
            zh: "双方共同有效的机制：{mechanisms}",
            en: "Mechanisms in force on both sides: {mechanisms}",
            remedyZh: "无需处理。",
            remedyEn: "Nothing to do."
        ),
        "peer_api.check_mechanisms_missing": Text(
            zh: "按本节点的章程，双方都在这些机制中，而对方没有出示其章程：{mechanisms}",
            en:
                "By the charters here both sides are in these mechanisms, and the peer shows no charter of them: {mechanisms}",
            remedyZh:
                "打电话给对方核对最新章程：请对方运行 lianlu mechanism join；更新的一版不再写明本节点的，索取后在本节点运行 lianlu mechanism join。",
            remedyEn:
                "Telephone its operator and compare the newest charter: have it run lianlu mechanism join; where a newer revision no longer names this node, take it and join it here."
        ),
        "peer_api.check_mechanisms_none": Text(
            zh: "按本节点的章程，双方没有共同的机制，不传送任何日志。",
            en: "By the charters here both sides share no mechanism, so no log goes between them.",
            remedyZh: "应当共同办案的，起草或者加入双方都写明的章程：lianlu mechanism create、join。",
            remedyEn:
                "Where they are to work together, draft or join a charter that names both: lianlu mechanism create, join."
        ),
    ]
}
