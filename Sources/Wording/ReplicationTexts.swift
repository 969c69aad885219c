extension Catalogue {
    /// What replication between nodes says: refused documents, bad sources, alarms, and why nothing may be appended.
    static let replication: [String: Text] = replicationErrors.merging(replicationSources) { a, _ in
        a
    }
    .merging(replicationAlarms) { a, _ in a }
    .merging(replicationRecovery) { a, _ in a }

    private static let replicationErrors: [String: Text] = [
        "replication.document_too_long": Text(
            zh: "对方发来的 {document} 超过 {limit} 字节，未予接收。",
            en: "A peer's {document} is longer than {limit} bytes and was not accepted.",
            remedyZh: "请对方检查其节点软件的版本和运行状况。",
            remedyEn: "Ask the peer to check the version and the health of its node."
        ),
        "replication.document_malformed": Text(
            zh: "对方发来的 {document} 格式不正确（{detail}），未予接收。",
            en: "A peer's {document} is malformed ({detail}) and was not accepted.",
            remedyZh: "请对方检查其节点软件的版本。",
            remedyEn: "Ask the peer to check the version of its node."
        ),
        "replication.document_version_unsupported": Text(
            zh: "对方发来的 {document} 是版本 {found}，本节点只支持版本 1。",
            en: "A peer's {document} has version {found}; this node knows version 1.",
            remedyZh: "升级本节点，或请对方使用版本 1。",
            remedyEn: "Upgrade this node, or ask the peer to speak version 1."
        ),
        "replication.list_too_long": Text(
            zh: "{document} 中的列表 {list} 超过 {limit} 项，未予接收。",
            en: "The list {list} in {document} has more than {limit} members and was not accepted.",
            remedyZh: "请对方检查其节点软件的版本和配置。",
            remedyEn: "Ask the peer to check the version and the configuration of its node."
        ),
        "replication.list_not_sorted": Text(
            zh: "{document} 中的列表 {list} 没有排序，或有重复项，未予接收。",
            en: "The list {list} in {document} is not sorted, or names something twice.",
            remedyZh: "请对方检查其节点软件的版本。",
            remedyEn: "Ask the peer to check the version of its node."
        ),
        "replication.notice_kind_unknown": Text(
            zh: "收到的通告既不是节点名片、章程，也不是分叉证据，未予接收。",
            en: "A notice is neither a peer card, nor a charter, nor fork evidence.",
            remedyZh: "请对方检查其节点软件的版本。",
            remedyEn: "Ask the peer to check the version of its node."
        ),
        "replication.cosignature_missing": Text(
            zh: "对日志 {origin} 的存储回执中没有对方镜像密钥的签名。",
            en:
                "A storage receipt for the log {origin} bears no signature of the peer's mirror key.",
            remedyZh: "核对对方节点名片中的镜像密钥是否为最新。",
            remedyEn: "Check that the peer's card here names its current mirror key."
        ),
    ]

    private static let replicationSources: [String: Text] = [
        "replication.source_unreachable": Text(
            zh: "从节点 {peer} 取日志 {origin} 时连接不上。",
            en: "The node {peer} could not be reached for the log {origin}.",
            remedyZh: "本节点会自动重试，并改向其他持有者取；长期不通时请检查网络。",
            remedyEn:
                "This node tries again by itself and asks other holders; check the network if it lasts."
        ),
        "replication.source_slow": Text(
            zh: "节点 {peer} 传送日志 {origin} 过慢，已改向其他持有者取。",
            en: "The node {peer} was too slow with the log {origin}; other holders are asked.",
            remedyZh: "持续出现时请检查两地之间的网络。",
            remedyEn: "Check the network between the two nodes if it goes on."
        ),
        "replication.source_lacks_bytes": Text(
            zh: "节点 {peer} 曾出示日志 {origin} 的条目，现在不给出：它已不再持有，或者按它所知的章程不可给出。",
            en:
                "The node {peer} had shown entries of the log {origin} and does not give them now: it no longer has them, or may not by the charters that it knows.",
            remedyZh: "本节点会改向其他持有者取；持续出现时请与对方核对最新章程是否仍写明双方。",
            remedyEn:
                "Other holders are asked; if it goes on, compare with the peer whether the newest charter still names both sides."
        ),
        "replication.bundle_malformed": Text(
            zh: "节点 {peer} 给出的日志 {origin} 条目包长度或格式不对，已弃用。",
            en:
                "A bundle of the log {origin} from the node {peer} is shorter, longer or malformed.",
            remedyZh: "本节点会改向其他持有者取；请对方审计其副本。",
            remedyEn: "Other holders are asked; ask the peer to audit its copy."
        ),
        "replication.bundle_mismatch": Text(
            zh: "节点 {peer} 给出的日志 {origin} 条目与已签名的检查点不符，已弃用。",
            en:
                "Entries of the log {origin} from the node {peer} do not match the signed checkpoint.",
            remedyZh: "本节点会改向其他持有者取；请对方审计其副本。",
            remedyEn: "Other holders are asked; ask the peer to audit its copy."
        ),
        "replication.tiles_mismatch": Text(
            zh: "节点 {peer} 给出的日志 {origin} 哈希块与已签名的检查点不符，已弃用。",
            en:
                "Tiles of the log {origin} from the node {peer} do not match the signed checkpoint.",
            remedyZh: "本节点会改向其他持有者取；请对方审计其副本。",
            remedyEn: "Other holders are asked; ask the peer to audit its copy."
        ),
        "replication.checkpoint_unverified": Text(
            zh: "节点 {peer} 给出的日志 {origin} 检查点，其签名密钥没有任何条目指明。",
            en: "A checkpoint of the log {origin} from the node {peer} is signed by no key that an "
                + "entry names.",
            remedyZh: "请与日志所属节点核对其密钥指纹。",
            remedyEn: "Compare the key's fingerprint with the node that writes the log."
        ),
        "replication.checkpoint_stale": Text(
            zh: "节点 {peer} 给出的日志 {origin} 检查点小于它声称的大小。",
            en: "The node {peer} gave a checkpoint of the log {origin} smaller than it had shown.",
            remedyZh: "本节点会改向其他持有者取；持续出现时请联系对方。",
            remedyEn: "Other holders are asked; tell the peer if it goes on."
        ),
        "replication.keys_unverified": Text(
            zh: "节点 {peer} 给出的日志 {origin} 密钥条目没有通过节点密钥的验证。",
            en: "The key entries of the log {origin} from the node {peer} do not verify under the "
                + "node key.",
            remedyZh: "请与日志所属节点核对其节点密钥指纹。",
            remedyEn: "Compare the node key's fingerprint with the node that writes the log."
        ),
    ]

    private static let replicationAlarms: [String: Text] = [
        "replication.two_live_copies": Text(
            zh: "节点 {peer} 似有两份副本同时在运行（启动标识 {older} 在 {newer} 之后再次出现）。",
            en:
                "Two copies of the node {peer} seem to be alive: boot nonce {older} came back after "
                + "{newer}.",
            remedyZh:
                "立即打电话给 {peer} 的运行人员：其节点目录有两份在运行，两份各自签署，日志就会分叉。两份都须停下、原样保留，不要删除；再向机制内各成员查明它们持有的是哪一份历史。",
            remedyEn:
                "Telephone the operators of {peer} at once: two copies of its home are running, and when both sign, a log forks. Both must stop and be kept as they are, neither deleted; then ask the members which history they hold."
        ),
        "replication.own_card_newer": Text(
            zh:
                "节点 {holder} 持有本节点 {node} 密钥签署的另一张名片（序号 {serial}，地址 {url}），本机没有这张名片：本节点目录另有一份副本在运行或运行过，或者本机数据曾被回退。",
            en:
                "The node {holder} holds a card of this node {node} (serial {serial}, address {url}) that our own key has signed and that is not here: another copy of this home is running, or was, or this home was set back.",
            remedyZh:
                "立即查明 {url} 处运行的是什么：两份各自签署，日志就会分叉。两份都先停下、原样保留，不要删除；再打电话给机制内各成员，查明它们持有的是哪一份历史。该名片在 lianlu status --json 的 alarms 中（notes）。",
            remedyEn:
                "Find out at once what runs at {url}: when both sign, a log forks. Stop both and keep both as they are; delete neither; then telephone the members to learn which history they hold. The card stands in lianlu status --json, under alarms, notes."
        ),
        "replication.own_copy_live": Text(
            zh:
                "另有一个程序在用本节点 {node} 的密钥运行：本节点目录的另一份副本（其名片上的地址是 {url}）刚刚连接到本机。两份各自签署，日志就会分叉。",
            en:
                "Another process is running with the keys of this node {node}: another copy of this home, whose card says {url}, has called this one. When both sign, a log forks.",
            remedyZh:
                "立即查明 {url} 处和原来的机器上运行的是什么。两份都先停下、原样保留，不要删除；再打电话给机制内各成员，查明它们持有的是哪一份历史。",
            remedyEn:
                "Find out at once what runs at {url} and on the machine that this home was on before. Stop both and keep both as they are; delete neither; then telephone the members to learn which history they hold."
        ),
        "replication.origin_rolled_back": Text(
            zh: "日志 {origin} 的所属节点只出示大小 {shown}，而它签过的检查点已到 {held}，疑似回退。",
            en:
                "The node of the log {origin} shows size {shown} after it had signed {held}: it was "
                + "rolled back.",
            remedyZh:
                "立即打电话给该节点的运行人员：停止节点，原样保留数据目录，并找回它最新的节点目录（备份不能替代：从备份恢复的目录不再登记）。两份签名检查点在 lianlu status --json 的 alarms 中（notes）。",
            remedyEn:
                "Telephone that node's operators at once: they must stop it, keep its data as it is, and find its newest home (a backup is none: a home that was restored appends nothing any more). Both signed checkpoints stand in lianlu status --json, under alarms, notes."
        ),
        "replication.node_key_rotated": Text(
            zh:
                "{node} 更换了节点密钥，并在其日志中证明：已知指纹 {known}，新指纹 {fingerprint}。本版程序不自动沿用新密钥，其新名片未被接受。",
            en:
                "{node} has rotated its node key, and its log proves it: the known fingerprint is {known}, the new one {fingerprint}. This edition does not follow it by itself; the new card was not taken.",
            remedyZh:
                "电话核对新指纹，用 lianlu peer add 添加新名片，再由各成员签署并加入写有新公钥的章程修订；在此之前双方互不提供日志和对象。旧名片到期不影响连接。",
            remedyEn:
                "Compare the new fingerprint by telephone, add the new card with lianlu peer add, then draft a charter revision with the new key, which the members sign and join: between the two steps nothing is exchanged with the node. Until then the old card goes on serving."
        ),
        "replication.fork_detected": Text(
            zh: "日志 {origin} 已分叉（证据形式：{form}），该日志已隔离，其他日志照常。",
            en:
                "The log {origin} has forked (evidence of form {form}) and is quarantined; all other "
                + "logs go on.",
            remedyZh:
                "打电话给该节点的运行人员，查明其密钥和备份的情况，并通报机制内各成员。证据在 lianlu status --json 的 alarms 中（notes），任何人都可核验，请另存一份。",
            remedyEn:
                "Telephone that node's operators, find out what happened to its keys and backups, and tell the members of the mechanism. The evidence, which convinces anyone, stands in lianlu status --json, under alarms, notes: save it."
        ),
        "replication.charter_rivals_found": Text(
            zh: "机制 {mechanism} 与节点 {peer} 的章程互不承接：本节点为 {ours}，对方为 {theirs}。",
            en: "The charters of {mechanism} here and at {peer} are rivals: ours is {ours}, theirs "
                + "is {theirs}.",
            remedyZh: "与各成员核对两份章程的签名人，商定以哪一份为准。",
            remedyEn: "Compare the signers of both with the other members and agree on one."
        ),
        "replication.peer_stalled": Text(
            zh: "与节点 {peer} 的连接一分钟没有进展，已重新连接（第 {count} 次）。",
            en:
                "Nothing moved from {peer} for a minute; the connection was replaced ({count} times).",
            remedyZh: "持续出现时请检查网络和对方节点的运行状况。",
            remedyEn: "Check the network and the health of the peer if it goes on."
        ),
        "replication.evidence_refused": Text(
            zh: "日志 {origin} 的疑似分叉材料没有通过验证，未隔离任何日志。",
            en:
                "What looked like a fork of the log {origin} did not verify; nothing is quarantined.",
            remedyZh: "保留运行日志，并报告给软件维护人员。",
            remedyEn: "Keep the node's own log and report it to the maintainers."
        ),
        "replication.receipt_refused": Text(
            zh: "日志 {origin} 的所属节点拒收本节点对大小 {size} 的存储回执。",
            en: "The node of the log {origin} refused our storage receipt for size {size}.",
            remedyZh: "先比对双方的时钟（lianlu doctor）；时钟一致的，请对方核对本节点名片中的镜像密钥是否为最新。待送的回执每小时重送一次。",
            remedyEn:
                "Compare both clocks first (lianlu doctor); where they agree, ask the peer whether its copy of our card names our current mirror key. A receipt that waits is sent again each hour."
        ),
        "replication.own_copy_damaged": Text(
            zh: "本节点所存日志 {origin} 在大小 {size} 处的副本已损坏。",
            en: "The copy of the log {origin} stored here is damaged at size {size}.",
            remedyZh: "运行 lianlu audit 查明损坏的位置，并请其他成员审计其副本。",
            remedyEn: "Run lianlu audit to find the place, and have another member audit its copy."
        ),
        "replication.object_damaged": Text(
            zh: "本节点所存日志 {origin} 第 {index} 条的对象 {object} 已损坏，无法打开，暂不向其他节点提供。",
            en:
                "The object {object} of entry {index} of the log {origin} stored here is damaged: it cannot be opened, and peers do not get it from here.",
            remedyZh: "检查磁盘，运行 lianlu audit 查明还有哪些数据损坏；该内容仍在发送方和其他接收方处。",
            remedyEn:
                "Check the disk, and run lianlu audit to find what else is damaged; the sender and the other addressees still hold it."
        ),
    ]

    private static let replicationRecovery: [String: Text] = [
        "replication.instance_missing": Text(
            zh: "缺少 data/instance，本节点可能是从备份恢复的，因此拒绝写入任何日志。",
            en:
                "data/instance is missing: this home may be a restored one, so nothing is appended.",
            remedyZh: "保持原样不动；恢复流程由后续版本提供，在此之前只能查阅和审计。",
            remedyEn: "Leave everything as it is; a later version brings recovery. Reading and "
                + "auditing work."
        ),
        "replication.instance_mismatch": Text(
            zh: "data/instance 属于另一台机器或另一份副本，因此拒绝写入任何日志。",
            en: "data/instance belongs to another machine or copy, so nothing is appended.",
            remedyZh: "确认原节点已停用；恢复流程由后续版本提供，在此之前只能查阅和审计。",
            remedyEn: "Make sure that the first node is stopped; a later version brings recovery. "
                + "Reading and auditing work."
        ),
        "replication.instance_head_beyond_log": Text(
            zh: "日志 {origin} 曾写到 {shown} 条，现在只存有 {stored} 条：数据被回退或已丢失，因此拒绝写入。",
            en:
                "The log {origin} had {shown} entries and now has {stored}: data was rolled back or "
                + "lost, so nothing is appended.",
            remedyZh: "停止节点并保留数据目录，运行 lianlu audit，并请其他成员审计其副本，看缺失的条目是否在其处。",
            remedyEn: "Stop the node, keep its data, run lianlu audit; members hold the missing "
                + "entries."
        ),
        "replication.own_head_larger": Text(
            zh: "节点 {peer} 出示了本节点日志 {origin} 大小为 {shown} 的签名检查点，而本地只有 {stored}，"
                + "已停止写入该日志。",
            en:
                "The node {peer} holds a signed checkpoint of our log {origin} of size {shown}; here "
                + "it has {stored}. Appending to it has stopped.",
            remedyZh:
                "查明是否另有一份本节点在运行，或者数据曾被回退；本份停止，原样保留。打电话给 {peer} 的运行人员核对，并改用原机器上最新的节点目录；没有的，按 README 的“备份”由另一名称的新节点接替。证明它的签名检查点在 lianlu status --json 的 alarms 中（notes）。",
            remedyEn:
                "Find out whether a second copy of this node is running or its data was rolled back; stop this one and keep it as it is. Telephone the operators of {peer} to compare, and go on with the newest home on its own machine; where there is none, a new node under another name takes its place (README, Backup). The signed checkpoint that proves it stands in lianlu status --json, under alarms, notes."
        ),
        "replication.own_head_conflicting": Text(
            zh: "节点 {peer} 出示了与本节点日志 {origin} 在大小 {shown} 处相冲突的签名检查点，已停止写入该日志。",
            en: "The node {peer} holds a signed checkpoint of our log {origin} that conflicts with "
                + "ours at size {shown}. Appending to it has stopped.",
            remedyZh:
                "原样保留数据目录；查明是否另有一份本节点在运行，或者日志密钥被他人使用；打电话给 {peer} 的运行人员，并通报机制内各成员。证明它的签名检查点在 lianlu status --json 的 alarms 中（notes）。",
            remedyEn:
                "Keep the data as it is; find out whether a second copy of this node is running or who else used the log key. Telephone the operators of {peer} and tell the members. The signed checkpoint that proves it stands in lianlu status --json, under alarms, notes."
        ),
        "replication.asking_peers": Text(
            zh: "正在向其他节点核对日志 {origin} 的大小，最多两秒后即可写入。",
            en:
                "The peers are being asked for the size of the log {origin}; appending begins within "
                + "two seconds.",
            remedyZh: "请稍候重试。",
            remedyEn: "Try again in a moment."
        ),
    ]
}
