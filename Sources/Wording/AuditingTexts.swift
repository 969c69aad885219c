extension Catalogue {
    /// What an audit finds.
    static let auditing: [String: Text] = auditedContainers.merging(keyTexts) { first, _ in first }
        .merging(checkpointTexts) { first, _ in first }
        .merging(entryTexts) { first, _ in first }
        .merging(auditedRecords) { first, _ in first }
        .merging(auditDetails) { first, _ in first }

    private static let keyTexts: [String: Text] = [
        "auditing.keys_not_anchored": Text(
            zh: "仅核验了自身一致，密钥未锚定：节点 {node} 的密钥指纹为 {fingerprint}。",
            en: "Self-consistent only; keys not anchored: the key of node {node} has fingerprint "
                + "{fingerprint}.",
            remedyZh: "通过电话或者公文核对指纹，再用 --trust 给出对方的节点名片或者公钥重新审计。",
            remedyEn:
                "Compare the fingerprint over the telephone or by letter, then audit again with "
                + "--trust and the node's card or key."
        ),
        "auditing.node_key_unknown": Text(
            zh: "日志的第一条条目没有可以核验的节点密钥。",
            en: "No node key is known that verifies the log's first entry.",
            remedyZh: "用 --trust 给出该节点的名片或者公钥。",
            remedyEn: "Give the node's card or key with --trust."
        ),
        "auditing.node_key_not_trusted": Text(
            zh: "日志的第一条条目不是由您信任的密钥 {trusted} 签署的（查明的签署密钥：{found}）：该条目被改动，或者整套日志是用新密钥重写的。",
            en:
                "The log's first entry is not signed by {trusted} that you trust (signed by: {found}): it was "
                + "changed, or the log was rewritten whole under fresh keys.",
            remedyZh: "不要采信。保留原件，与该节点核对指纹。",
            remedyEn: "Do not rely on it. Keep it, and compare fingerprints with the node."
        ),
        "auditing.node_key_rotated": Text(
            zh: "日志始于密钥 {found}，其条目证明该密钥后来更换为您信任的 {trusted}；更换之前的条目以原密钥为准。",
            en:
                "The log begins under key {found}; its entries prove the rotation to {trusted} that you trust. "
                + "What stands before the rotation hangs on the older key.",
            remedyZh: "需要采信更换之前的条目时，与该节点核对原密钥的指纹。",
            remedyEn:
                "To rely on what stands before it, compare the older key's fingerprint with the node."
        ),
        "auditing.log_not_trusted": Text(
            zh: "您给出的密钥没有一个能够锚定节点 {node} 的这条日志，它由密钥 {fingerprint} 签署：可能是他人以相近名称另立的日志。",
            en:
                "None of the keys that you gave anchors this log of node {node}, which hangs on key {fingerprint}: "
                + "somebody may have made it under a similar name.",
            remedyZh: "逐字核对节点名称，通过电话或者公文核对指纹；属实的，用 --trust 一并给出该节点的名片。",
            remedyEn:
                "Compare the node's name letter by letter and the fingerprint over the telephone or by "
                + "letter; if both are right, give that node's card with --trust as well."
        ),
        "auditing.log_key_not_trusted": Text(
            zh: "检查点由日志密钥 {found} 签署，不是您给出的 {trusted}。",
            en: "The checkpoint is signed by log key {found}, not by {trusted} that you gave.",
            remedyZh: "不要采信。日志换过密钥的，向该节点索取现用的日志公钥，核对指纹后再审计。",
            remedyEn:
                "Do not rely on it. If the log's key was changed, ask the node for the present one, compare "
                + "fingerprints, and audit again."
        ),
        "auditing.trust_unusable": Text(
            zh: "给出的 {name} 在此处没有对应的日志，未起任何作用。",
            en: "{name}, which was given, is of no log that is here, and has been of no use.",
            remedyZh: "核对日志名称，给出此处日志的公钥、名片或者策略。",
            remedyEn:
                "Compare the log's name, and give a key, card or policy of a log that is here."
        ),
        "auditing.policy_names_node": Text(
            zh: "策略的 log 行写的是节点 {node} 的公钥，不是日志的公钥，未起任何作用。",
            en:
                "A log line of the policy has the key of node {node}, not of a log, and has been of no use.",
            remedyZh:
                "log 行应写日志现用的公钥，即该日志最新的 log/open 或者 log/rekey 条目中的 key（导出的 keys 文件即为这些条目）；节点的公钥直接用 --trust 给出。",
            remedyEn:
                "Put the key there that the log has now: the key in its newest log/open or log/rekey entry (the file keys of an "
                + "export has these entries); give the node's key with --trust itself."
        ),
        "auditing.node_key_unused": Text(
            zh: "节点 {node} 在此处没有日志，您给出的它的公钥未起作用。",
            en: "Node {node} has no log here; its key, which you gave, was of no use.",
            remedyZh: "无碍；要核验它的存储回执，请给出它的名片。核对名称是否写错。",
            remedyEn:
                "Nothing is wrong with that. Compare the name; for its storage receipts give its card."
        ),
        "auditing.keys_file_differs": Text(
            zh: "随附的密钥条目与日志中的不同。",
            en: "The key entries that come along are not those in the log.",
            remedyZh: "以日志为准，查明差异的来历。",
            remedyEn: "The log counts; find out where the difference comes from."
        ),
        "auditing.region_unknown": Text(
            zh: "没有节点 {node} 的名片，未核对其内部日志签署单位的行政区划。",
            en:
                "No card of node {node} is here; whether signers of its home log lie in its region is "
                + "not checked.",
            remedyZh: "审计该节点的目录，或者带有名片的导出。",
            remedyEn: "Audit the node's home, or an export that brings its card."
        ),
        "auditing.card_unusable": Text(
            zh: "一张节点名片无法核验。",
            en: "A node card cannot be verified.",
            remedyZh: "向该节点重新索取名片。",
            remedyEn: "Ask the node for its card again."
        ),
    ]

    private static let checkpointTexts: [String: Text] = [
        "auditing.checkpoint_missing": Text(
            zh: "日志没有检查点。",
            en: "The log has no checkpoint.",
            remedyZh: "没有检查点就不能证明日志完整，请索取完整的导出。",
            remedyEn: "Without one nothing proves that the log is whole; ask for a complete export."
        ),
        "auditing.checkpoint_unusable": Text(
            zh: "检查点格式有误，或者不是该日志当时的密钥签署的。",
            en: "The checkpoint is malformed, or was not signed by the key that the log then had.",
            remedyZh: "不要采信，保留原件。",
            remedyEn: "Do not rely on it; keep it as evidence."
        ),
        "auditing.checkpoint_not_checked": Text(
            zh: "检查点的签名未作核验：写明日志密钥的条目已经改动，或者不在此处。",
            en:
                "The checkpoint's signature is not checked: entries that may name the log's key were changed "
                + "or are not here.",
            remedyZh: "先处理本日志的其他问题，然后再次审计。",
            remedyEn: "See the other findings of this log first, then audit again."
        ),
        "auditing.heads_not_checked": Text(
            zh: "{count} 份存储回执、其他时候的检查点或者策略未作核验：有条目改动而不能确定是哪些，无从得知日志当时的根。",
            en:
                "{count} storage receipts, other checkpoints or policies are not checked: entries were changed, "
                + "which ones cannot be told, and so the roots that the log then had are not known.",
            remedyZh: "先处理本日志的其他问题，或者取得未改动的副本，然后再次审计。",
            remedyEn:
                "See the other findings of this log first, or get a copy that was not changed, and audit again."
        ),
        "auditing.checkpoint_size_differs": Text(
            zh: "检查点写明 {checkpoint} 条条目，实际有 {entries} 条。",
            en: "The checkpoint says {checkpoint} entries; {entries} are there.",
            remedyZh: "日志不完整或者多出内容，从其他成员取得同一检查点的日志比对。",
            remedyEn: "The log is incomplete or has surplus; compare it with another member's copy."
        ),
        "auditing.checkpoint_root_differs": Text(
            zh: "大小 {size} 的检查点的根是 {root}，由条目算出的是 {computed}：内容被改动。",
            en:
                "The checkpoint of size {size} has root {root}, the entries give {computed}: content "
                + "was changed.",
            remedyZh: "保留原件作为证据，与其他成员的副本逐条比对。",
            remedyEn:
                "Keep it as evidence and compare it entry by entry with another member's copy."
        ),
        "auditing.cosignature_unusable": Text(
            zh: "{cosigner} 的存储回执有 {count} 份无法核验（日志长度最小 {first}，最大 {last}）。",
            en:
                "Storage receipts of {cosigner} that do not verify: {count} (smallest size {first}, largest {last}).",
            remedyZh: "先看本日志的其他问题：条目或者散列块有改动时，回执随之不符。否则不要把它们算作存储回执，向该成员重新索取。",
            remedyEn:
                "See the other findings of this log first: a changed entry or tile makes its receipts fail. Otherwise do not count them; ask that member for its receipts again."
        ),
        "auditing.cosigner_unknown": Text(
            zh: "没有 {cosigner} 的密钥，未核验它的存储回执：{count} 份（日志长度最小 {first}，最大 {last}）。",
            en:
                "The key of {cosigner} is not here. Its storage receipts that are not verified: {count} (smallest size {first}, largest {last}).",
            remedyZh: "用 --trust 给出该成员的名片。",
            remedyEn: "Give that member's card with --trust."
        ),
        "auditing.log_forked": Text(
            zh:
                "该日志的作者签署了两份不同的历史，分叉证据在此：形式 {form}，大小 {sizes}；两份历史最迟从序号 {last} 的条目起不同。",
            en:
                "The author of this log has signed two histories; the fork evidence is here: form {form}, sizes {sizes}. "
                + "They part at entry {last} at the latest.",
            remedyZh: "保留证据和各方副本；各成员查明情况以前，不要采信该条目及其后的任何条目，之前的条目只采信两个成员的副本一致的部分。",
            remedyEn:
                "Keep the evidence and every copy. Until the members have cleared it up, rely on nothing from that entry "
                + "on, and before it only on what the copies of two members have alike."
        ),
        "auditing.fork_evidence_unusable": Text(
            zh: "保存的分叉证据 {digest} 不成立，或者其节点密钥在此不可知。",
            en: "Kept fork evidence {digest} does not hold, or hangs on a node key not known here.",
            remedyZh: "带上该节点的名片（--trust）重新审计；仍不成立的，查明是谁改动的。",
            remedyEn:
                "Audit again with that node's card (--trust); if it still fails, find out who "
                + "changed it."
        ),
        "auditing.quarantine_unproven": Text(
            zh: "日志已标记为隔离，但是分叉证据不在此处，或者不成立。",
            en:
                "The log is quarantined, but the evidence of its fork is not here or does not hold.",
            remedyZh: "查明是谁移走的；向该机制的其他成员索取同一份证据。",
            remedyEn:
                "Find out who took it away; ask another member of the mechanism for the evidence."
        ),
        "auditing.checkpoint_not_in_log": Text(
            zh: "此处另存有大小为 {size} 的已签检查点，所存日志（{stored} 条）与它不符。",
            en:
                "A signed checkpoint of size {size} is kept here, and the stored log of {stored} "
                + "entries does not agree with it.",
            remedyZh: "日志被回退、截短或者另写。不要追加，保留本目录作为证据，与其他成员的副本比对。",
            remedyEn: "The log was set back, cut or written anew. Do not append; keep the home as "
                + "evidence and compare with another member's copy."
        ),
        "auditing.cosigner_not_anchored": Text(
            zh: "{cosigner} 的 {count} 份存储回执只由被审计方自己提供的密钥核验，指纹为 {fingerprint}：不能证明该成员确实持有。",
            en:
                "{count} storage receipts of {cosigner} verify only under a key that the audited source itself "
                + "offers, fingerprint {fingerprint}: they do not prove that this member holds the log.",
            remedyZh: "用 --trust 给出从该成员处取得的名片。",
            remedyEn: "Give the card that you got from that member itself with --trust."
        ),
        "auditing.copy_behind_known": Text(
            zh:
                "您给出的检查点写明 {known} 条条目，此处该日志的副本只有 {entries} 条。检查点取自别处的，是副本尚未取到其后的条目，或者该节点已经退出；取自这份目录以前的审计的，是副本被截短。",
            en:
                "The checkpoint that you gave says {known} entries, and the copy of that log here has {entries}. If you got it elsewhere, the copy has not fetched what came after, or the node has left; if you got it from an earlier audit of this home, the copy was cut.",
            remedyZh: "与其他成员的副本比对；检查点取自这份目录的，两者都作为证据保留。",
            remedyEn:
                "Compare with another member's copy; where the checkpoint is from this home, keep both as evidence."
        ),
        "auditing.log_rolled_back": Text(
            zh: "您给出的检查点写明 {known} 条条目，现在只有 {entries} 条：日志被回退或者截短。",
            en:
                "The checkpoint that you gave says {known} entries; {entries} are here: the log was set back or cut.",
            remedyZh: "不要采信。保留两者作为证据，与其他成员的副本比对。",
            remedyEn:
                "Do not rely on it. Keep both as evidence and compare with another member's copy."
        ),
        "auditing.known_checkpoint_differs": Text(
            zh: "您给出的大小为 {size} 的检查点的根是 {root}，现在的条目给出 {computed}：日志被另写。",
            en:
                "The checkpoint of size {size} that you gave has root {root}, the entries now give {computed}: "
                + "the log was written anew.",
            remedyZh: "不要采信。保留两者作为证据，与其他成员的副本比对。",
            remedyEn:
                "Do not rely on it. Keep both as evidence and compare with another member's copy."
        ),
        "auditing.known_checkpoint_unproven": Text(
            zh:
                "您给出的大小为 {size} 的检查点的根是 {root}，现在的条目给出 {computed}（-：没有那么多条）；"
                + "但日志现在所用的密钥没有签署过这份检查点：或者该文件已被改动，或者日志是用另外的密钥另写的。",
            en:
                "The checkpoint of size {size} that you gave has root {root}, the entries now give {computed} (-: there are "
                + "not so many); but the key that the log now names has not signed it: either that file was changed, or "
                + "the log was written anew under other keys.",
            remedyZh: "先核对该文件的来源，换用另一份保存的检查点再审计一次；仍不一致时不要采信该日志。",
            remedyEn:
                "First check where the file comes from, and audit again with another checkpoint that you kept; if that "
                + "disagrees too, do not rely on the log."
        ),
        "auditing.previous_differs": Text(
            zh: "后续日志写明其前一日志 {previous} 在大小 {size} 时的根为 {root}，前一日志的条目给出 {computed}（-：没有）。",
            en:
                "The successor says that {previous}, the log before it, had root {root} at size {size}; that "
                + "log's entries give {computed} (-: none).",
            remedyZh: "两条日志之一被改动，或者接续的不是这条日志。保留两者，请该节点说明。",
            remedyEn:
                "One of the two was changed, or this is not the log that was continued. Keep both and ask the "
                + "node to explain."
        ),
        "auditing.previous_missing": Text(
            zh: "后续日志所接续的 {previous}（大小 {size}）不在此处，未作比对。",
            en:
                "{previous}, which this log continues from size {size}, is not here and is not compared.",
            remedyZh: "取得前一日志，与本日志一同审计。",
            remedyEn: "Get the log before it and audit both together."
        ),
        "auditing.policy_not_met": Text(
            zh: "大小为 {size} 的检查点未达到策略要求的见证 {quorum}；达到要求的最大大小为 {met}（0 表示没有）。",
            en:
                "The checkpoint of size {size} lacks the quorum {quorum} of the policy; the largest size that has "
                + "it is {met} (0: none).",
            remedyZh: "见证方的回执可能尚未到达；稍后取得更新的副本，或者向见证方索取其持有的最新检查点比对。",
            remedyEn:
                "Receipts may still be on their way: get a newer copy later, or ask the witnesses for the "
                + "newest checkpoint that they hold and compare."
        ),
        "auditing.entries_missing": Text(
            zh: "日志应有 {size} 条条目，只找到 {found} 条。",
            en: "The log should have {size} entries; {found} were found.",
            remedyZh: "请持有镜像的成员审计其副本，看缺失的条目是否在其处。",
            remedyEn:
                "Have a member that mirrors the log audit its copy: the missing entries may be there."
        ),
        "auditing.entries_surplus": Text(
            zh: "日志应有 {size} 条条目，却有 {found} 条。",
            en: "The log should have {size} entries, yet {found} are there.",
            remedyZh: "多出的条目没有检查点证明，不要采信。",
            remedyEn: "No checkpoint covers the surplus; do not rely on it."
        ),
        "auditing.tile_missing": Text(
            zh: "缺少散列块 {tile}。",
            en: "Tile {tile} is missing.",
            remedyZh: "重新导出，或者从其他成员取得。",
            remedyEn: "Export again, or take another copy."
        ),
        "auditing.tile_differs": Text(
            zh: "散列块 {tile} 与由条目算出的不同。",
            en: "Tile {tile} is not what the entries give.",
            remedyZh: "内容被改动或者损坏，保留原件，与其他成员的副本比对。",
            remedyEn: "It was changed or damaged; keep it and compare with another member's copy."
        ),
        "auditing.tile_surplus": Text(
            zh: "散列块 {tile} 不属于这个大小的日志。",
            en: "Tile {tile} does not belong to a log of this size.",
            remedyZh: "查明其来历，不要采信。",
            remedyEn: "Find out where it comes from."
        ),
    ]

    private static let entryTexts: [String: Text] = [
        "auditing.entry_changed": Text(
            zh: "此处的条目不是日志的检查点和散列块所证明的那一条：它在登记之后被改动，不据以判断是谁签署的。",
            en:
                "This is not the entry that the log's checkpoint and tiles commit to: it was changed after it was "
                + "logged. It is not judged, and says nothing of who signed it.",
            remedyZh: "保留原件，查明此副本由谁改动或者因何损坏，从节点或者其他成员重新取得副本。",
            remedyEn:
                "Keep it; find out who changed this copy or what damaged it, and get another copy from the node "
                + "or from a member that mirrors the log."
        ),
        "auditing.entries_not_judged": Text(
            zh:
                "自此起有 {count} 条条目未作判断：它们之前或者其中有条目被改动或者缺失，所依据的密钥和章程可能因此不同；不说明签署者有过错。",
            en:
                "{count} entries, of which this is the first, are not judged: entries before or among them were "
                + "changed or are missing, and may have given or taken keys and charters. That says nothing of those "
                + "who signed them.",
            remedyZh: "先处理本日志的其他问题，然后再次审计。",
            remedyEn: "See the other findings of this log first, then audit again."
        ),
        "auditing.entry_invalid": Text(
            zh: "条目无效：{reason}",
            en: "The entry is invalid: {reason}",
            remedyZh: "它不改变任何状态；请签署它的节点说明。",
            remedyEn: "It moves no state; ask the node that wrote it to explain."
        ),
        "auditing.entry_irregular": Text(
            zh: "条目不合规则：{reason}",
            en: "The entry is irregular: {reason}",
            remedyZh: "它照存照示，不改变状态。",
            remedyEn: "It is kept and shown and moves no state."
        ),
        "auditing.entry_pending": Text(
            zh: "条目待定：{reason}",
            en: "The entry is pending: {reason}",
            remedyZh: "所需内容到齐后再行判断。",
            remedyEn: "It is judged once what it needs is here."
        ),
        "auditing.entry_waits": Text(
            zh: "待定条目 {count} 条，未能判断：所依据的条目 {missing} 条不在此处：{digests}。",
            en:
                "Entries that are pending and were not judged: {count}. Entries that they build on and that are not here: {missing}: {digests}.",
            remedyZh: "所缺的多在其他成员的日志中：单独导出的日志不含它们，请审计节点目录；节点目录中也没有的，到达后再行判断。",
            remedyEn:
                "It mostly stands in the logs of other members, which the export of one log does not hold: audit a home instead. What is missing there, too, is judged once it has come."
        ),
        "auditing.member_log_missing": Text(
            zh: "机制 {mechanism} 的成员 {node} 的日志，此处一条也没有：对方尚未加入，或者本节点尚未取到。本次审计说不出该机制的事项是否完整。",
            en:
                "Nothing of the log of {node}, a member of {mechanism}, is here: it has not joined yet, or this home has not fetched it. Whether matters there are whole, this audit cannot say.",
            remedyZh: "节点运行时，lianlu status 会说明哪些日志落后。",
            remedyEn: "While the node runs, lianlu status says which logs are behind."
        ),
        "auditing.entry_finding": Text(
            zh: "提示：{reason}",
            en: "Worth knowing: {reason}"
        ),
        "auditing.charter_missing": Text(
            zh: "缺少章程 {digest}，或者缺少其先前的版本，依其开立或者采用它的日志暂不能判断。",
            en:
                "Charter {digest} is missing, or revisions before it are: logs that were opened under it or adopt it cannot "
                + "be judged yet.",
            remedyZh: "向任一成员索取该章程。",
            remedyEn: "Ask any member for it."
        ),
        "auditing.charter_unusable": Text(
            zh: "章程 {digest} 格式有误或者签名不足。",
            en: "Charter {digest} is malformed or lacks signatures.",
            remedyZh: "不要采信依它作出的判断。",
            remedyEn: "Do not rely on what is judged by it."
        ),
        "auditing.charters_rival": Text(
            zh:
                "机制 {mechanism} 的日志依互不相承的章程开立：此处按 {used} 判断，未按 {others} 判断。",
            en:
                "Logs of mechanism {mechanism} were opened under charters of which none descends from another: all are "
                + "judged under {used}, and not under {others}.",
            remedyZh: "向各成员核对其签署的是哪一份章程，用 --trust 给出成员的名片后再审计；依另一份章程开立的日志不属于该机制。",
            remedyEn:
                "Ask the members which charter they signed, and audit again with their cards (--trust). Logs under the "
                + "other one are of another mechanism of the same name."
        ),
        "auditing.rule_pack_missing": Text(
            zh: "缺少规则包 {digest}。",
            en: "Rule pack {digest} is missing.",
            remedyZh: "向任一成员索取该规则包。",
            remedyEn: "Ask any member for it."
        ),
        "auditing.rule_pack_unusable": Text(
            zh: "规则包 {digest} 无法读取。",
            en: "Rule pack {digest} cannot be read.",
            remedyZh: "向任一成员重新索取。",
            remedyEn: "Ask any member for it again."
        ),
        "auditing.verdict_differs": Text(
            zh: "节点目录记载的条目结论（{stored}）与由条目重新算出的（{computed}）不同，或者理由不同。",
            en:
                "The verdict that the home keeps of the entry ({stored}) is not what its entries give "
                + "({computed}), or gives other reasons.",
            remedyZh: "以条目为准；停止节点，原样保留，查明是谁改动的，并请持有镜像的成员审计其副本。",
            remedyEn:
                "The entries count; stop the node, keep its home as it is, find out who changed it, "
                + "and have the members that mirror it audit their copies."
        ),
        "auditing.projection_differs": Text(
            zh: "节点目录由条目推导出的内容与重新算出的不同。",
            en: "What the home keeps as derived from its entries is not what they give.",
            remedyZh: "以条目为准；停止节点，原样保留，查明是谁改动的，并请持有镜像的成员审计其副本。",
            remedyEn:
                "The entries count; stop the node, keep its home as it is, find out who changed it, "
                + "and have the members that mirror it audit their copies."
        ),
        "auditing.projections_outdated": Text(
            zh: "节点目录记载的结论不是按现有的章程和规则包作出的，有 {count} 处与重新算出的不同，逐一列出：可能因章程或者规则包新到，也可能是被改动的。",
            en:
                "The home's verdicts were not made under the charters and rule packs that are here; {count} of "
                + "them are not what the entries now give, and each is listed: something new may have come in, "
                + "or somebody changed them.",
            remedyZh: "先原样留存节点目录的副本，再启动节点使其重新判断，然后再次审计。",
            remedyEn:
                "Keep a copy of the home as it is; then start the node, which judges anew, and audit again."
        ),
        "auditing.record_differs": Text(
            zh: "记录 {record} 的状态与由条目重新算出的不同。",
            en: "The state of record {record} is not what its entries give.",
            remedyZh: "以条目为准；停止节点，原样保留，查明是谁改动的，并请持有镜像的成员审计其副本。",
            remedyEn:
                "The entries count; stop the node, keep its home as it is, find out who changed it, "
                + "and have the members that mirror it audit their copies."
        ),
        "auditing.request_differs": Text(
            zh: "一条请求的回执与日志不符。",
            en: "The acknowledgement of a request does not match the log.",
            remedyZh: "以日志为准，查明是谁改动的。",
            remedyEn: "The log counts; find out who changed it."
        ),
        "auditing.object_damaged": Text(
            zh: "对象 {object} 无法解封，或者与其名称（散列）不符。",
            en: "Object {object} does not open, or does not match its name.",
            remedyZh: "从发送方或者有权读取的其他成员重新取得。",
            remedyEn: "Fetch it again from its sender or another member of its audience."
        ),
        "auditing.object_missing": Text(
            zh: "应当持有的对象 {object} 不在此处。",
            en: "Object {object}, which this node may hold, is not here.",
            remedyZh: "可能尚未取回；查看 status 中的同步情况。",
            remedyEn: "It may not have been fetched yet; see status."
        ),
        "auditing.object_unaccounted": Text(
            zh: "本节点有权持有对象 {object}，但既没有它，也没有待取的记载。",
            en:
                "Object {object} is granted to this node, which has neither it nor a note that it is "
                + "wanted.",
            remedyZh: "查明是谁删除的；从发送方或者有权读取的其他成员取得。",
            remedyEn: "Find out who removed it; take it from its sender or another member of its "
                + "audience."
        ),
        "auditing.object_missing_after_receipt": Text(
            zh: "对象 {object} 不在此处，而本节点已就它所属的条目签收。",
            en:
                "Object {object} is not here, although this node has signed the receipt for the entry that "
                + "names it.",
            remedyZh: "从备份恢复的节点会重新取得，取回后不再有此项；否则查明是谁移除的，从发送方取得。",
            remedyEn:
                "A restored node fetches it again, which ends this; otherwise find out who removed it, "
                + "and take it from its sender."
        ),
        "auditing.object_not_erased": Text(
            zh: "对象 {object} 已由签署的条目决定删除，但仍保存在此处。",
            en: "Object {object} is still held here although a signed entry has it erased.",
            remedyZh: "它可能随备份一并恢复；查明原因，依法删除。",
            remedyEn:
                "It may have come back with a backup; find out why it is here, and have it erased."
        ),
        "auditing.object_erased_unsigned": Text(
            zh: "对象 {object} 已被删除，但没有签署的删除条目。",
            en: "Object {object} is erased, and no signed entry has it erased.",
            remedyZh: "查明是谁删除的；从发送方或者有权读取的其他成员取得。",
            remedyEn: "Find out who erased it; take it from its sender or another member of its "
                + "audience."
        ),
        "auditing.storage_key_unfit": Text(
            zh: "存储密钥打不开 {count} 个对象中的任何一个，可能给错了密钥文件；对象没有核验。",
            en:
                "The storage key opens none of {count} objects: most likely it is another home's. The objects were not checked.",
            remedyZh: "用 --storage-key 给出该节点的 keys/storage.key。",
            remedyEn: "Give that node's keys/storage.key with --storage-key."
        ),
        "auditing.storage_key_unusable": Text(
            zh: "节点目录中的存储密钥文件不能使用，对象没有核验。",
            en: "The storage key file of the home cannot be used; the objects were not checked.",
            remedyZh: "按附注处理：文件损坏的，用备份的密钥经 --storage-key 再审计；没有备份，节点目录中的对象将无法打开。",
            remedyEn:
                "See the detail. If the file is damaged, audit again with a copy of the key and "
                + "--storage-key; without a copy nothing opens the home's objects."
        ),
        "auditing.objects_not_judged": Text(
            zh: "没有可以核验的本节点日志，无法判断本节点有权持有哪些对象。",
            en: "No home log that verifies says whose home this is, so who may hold its objects "
                + "cannot be judged.",
            remedyZh: "用 --trust 给出该节点的名片，或者取得完整的节点目录。",
            remedyEn: "Give the node's card with --trust, or get the whole home."
        ),
        "auditing.log_objects_not_judged": Text(
            zh: "本日志有 {count} 个对象未作判断：所属条目不在此处，或者未能读取、核验；对这些对象不下结论。",
            en:
                "{count} objects are noted here for entries of this log that are not here, or could not be "
                + "read or verified: nothing is said of these objects.",
            remedyZh: "先处理本日志的其他问题，然后再次审计。",
            remedyEn: "See the other findings of this log first, then audit again."
        ),
        "auditing.object_not_entitled": Text(
            zh: "持有对象 {object}，但没有任何条目允许本节点持有。",
            en: "Object {object} is held although no entry grants it to this node.",
            remedyZh: "查明其来历，依法处理。",
            remedyEn: "Find out how it came here."
        ),
        "auditing.object_not_checked": Text(
            zh: "对象 {object} 存在、已加密、未核验。",
            en: "Object {object} is present, sealed, not checked.",
            remedyZh: "给出存储密钥后重新审计。",
            remedyEn: "Audit again with the storage key at hand."
        ),
    ]
}
