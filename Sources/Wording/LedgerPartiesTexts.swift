extension Catalogue {
    /// What is said of cards, charters, fork evidence, and of what the two gates decide.
    static let ledgerParties: [String: Text] =
        ledgerPartyTexts
        .merging(ledgerCharterTexts) { first, _ in first }
        .merging(ledgerForkTexts) { first, _ in first }
        .merging(ledgerScopeTexts) { first, _ in first }
        .merging(ledgerAccessTexts) { first, _ in first }

    private static let askSender = (
        zh: "请对方按 FORMATS.md 重新生成并再次发送。",
        en: "Ask whoever sent it to make it again as FORMATS.md says, and to send it again."
    )

    private static let ledgerPartyTexts: [String: Text] = [
        "ledger_parties.text_too_long": Text(
            zh: "{document} 文本超过 {limit} 字节。",
            en: "The {document} text is longer than {limit} bytes.",
            remedyZh: askSender.zh,
            remedyEn: askSender.en
        ),
        "ledger_parties.text_not_canonical": Text(
            zh: "{document} 文本不是唯一的规范写法。",
            en: "The {document} text is not in its one canonical form.",
            remedyZh: askSender.zh,
            remedyEn: askSender.en
        ),
        "ledger_parties.document_unknown": Text(
            zh: "这不是 {document} 文本，或者其版本本节点不认识。",
            en: "This is not a {document} text, or its version is not known here.",
            remedyZh: "检查文件；如版本较新，请升级本节点。",
            remedyEn: "Check the file; if its version is later, upgrade this node."
        ),
        "ledger_parties.note_malformed": Text(
            zh: "{document} 文本不是完整的签名文件（{detail}）。",
            en: "The {document} text is not a whole signed note ({detail}).",
            remedyZh: "可能在传送中被截断或改动，请对方再次发送原文件。",
            remedyEn: "It may have been cut or changed on its way; ask for the original file again."
        ),
        "ledger_parties.signatures_too_many": Text(
            zh: "{document} 文本的签名多于 {limit} 个。",
            en: "The {document} text has more than {limit} signatures.",
            remedyZh: askSender.zh,
            remedyEn: askSender.en
        ),
        "ledger_parties.line_missing": Text(
            zh: "{document} 第 {line} 行处缺少“{keyword}”行。",
            en: "The {document} text lacks the line “{keyword}” at line {line}.",
            remedyZh: askSender.zh,
            remedyEn: askSender.en
        ),
        "ledger_parties.line_unknown": Text(
            zh: "{document} 第 {line} 行是未知的行。",
            en: "Line {line} of the {document} text is unknown.",
            remedyZh: askSender.zh,
            remedyEn: askSender.en
        ),
        "ledger_parties.line_repeated": Text(
            zh: "{document} 第 {line} 行的“{keyword}”重复或位置不对。",
            en:
                "The line “{keyword}” is repeated or misplaced at line {line} of the {document} text.",
            remedyZh: askSender.zh,
            remedyEn: askSender.en
        ),
        "ledger_parties.line_malformed": Text(
            zh: "{document} 第 {line} 行“{keyword}”的值格式不对。",
            en: "The value of “{keyword}” at line {line} of the {document} text is malformed.",
            remedyZh: askSender.zh,
            remedyEn: askSender.en
        ),
        "ledger_parties.lines_unsorted": Text(
            zh: "{document} 第 {line} 行的“{keyword}”未按字节顺序排列。",
            en: "The line “{keyword}” at line {line} of the {document} text is not in byte order.",
            remedyZh: askSender.zh,
            remedyEn: askSender.en
        ),
        "ledger_parties.lines_too_many": Text(
            zh: "{document} 的“{keyword}”行超过允许的数量（此处至多再有 {limit} 行）。",
            en:
                "The {document} text has too many lines “{keyword}”: at most {limit} more may stand there.",
            remedyZh: askSender.zh,
            remedyEn: askSender.en
        ),
        "ledger_parties.key_not_of_node": Text(
            zh: "密钥 {key} 不是所要求的密钥（{required}）。",
            en: "The key {key} is not the one that is required ({required}).",
            remedyZh: askSender.zh,
            remedyEn: askSender.en
        ),
        "ledger_parties.signing_failed": Text(
            zh: "无法以 {name} 签名。",
            en: "Signing as {name} failed.",
            remedyZh: "检查密钥文件及其口令。",
            remedyEn: "Check the key file and its passphrase."
        ),
        "ledger_parties.card_signature_count": Text(
            zh: "节点名片应恰有一个签名，现有 {count} 个。",
            en: "A peer card has exactly one signature; this one has {count}.",
            remedyZh: askSender.zh,
            remedyEn: askSender.en
        ),
        "ledger_parties.card_signature_invalid": Text(
            zh: "节点名片的签名不是 {node} 的节点密钥所签，或内容被改动。",
            en:
                "The peer card's signature is not by the node key of {node}, or its content was changed.",
            remedyZh: "不要使用这张名片；请对方再次发送。",
            remedyEn: "Do not use this card; ask for it again."
        ),
        "ledger_parties.card_key_repeated": Text(
            zh: "{node} 的名片把同一个密钥用于两种用途。",
            en: "The card of {node} uses one key for two purposes.",
            remedyZh: "请对方为每种用途生成各自的密钥。",
            remedyEn: "Ask that node to make a key of its own for each purpose."
        ),
        "ledger_parties.card_expired": Text(
            zh: "{node} 的名片已于 {expires} 过期，不能再添加。",
            en: "The card of {node} expired at {expires} and can no longer be added.",
            remedyZh: "请对方签发新名片（lianlu card）。",
            remedyEn: "Ask that node for a new card (lianlu card)."
        ),
        "ledger_parties.card_names_own_node": Text(
            zh: "这张名片使用了本节点的名称 {node}，但不是本节点现在的名片。",
            en: "This card bears our own node's name {node} and is not our present card.",
            remedyZh: "核实是否有人冒用名称，或本节点是否有另一份副本在运行。",
            remedyEn:
                "Find out whether somebody uses the name, or a second copy of this node is running."
        ),
        "ledger_parties.card_serial_lower": Text(
            zh: "{node} 的名片序号 {serial} 小于已有的 {known}，保留已有名片。",
            en:
                "The card of {node} has serial {serial}, below the known {known}; the known card is kept.",
            remedyZh: "请对方发送最新的名片。",
            remedyEn: "Ask that node for its newest card."
        ),
        "ledger_parties.card_serial_conflict": Text(
            zh: "警报：{node} 有两张序号同为 {serial} 而内容不同的名片。",
            en: "Alarm: {node} has two different cards with the serial {serial}.",
            remedyZh: "立即电话联系对方核对指纹：其密钥可能被盗，或有两份副本在运行。",
            remedyEn:
                "Call that node and compare fingerprints: its key may be stolen, or two copies of it are running."
        ),
        "ledger_parties.card_key_reused": Text(
            zh: "{node} 的名片使用了 {other} 的密钥。",
            en: "The card of {node} uses a key of {other}.",
            remedyZh: "不要添加；向双方核实。",
            remedyEn: "Do not add it; ask both nodes."
        ),
        "ledger_parties.card_pin_reused": Text(
            zh: "{node} 的名片使用了 {other} 的 TLS 证书。",
            en: "The card of {node} uses the TLS pin of {other}.",
            remedyZh: "不要添加；向双方核实。",
            remedyEn: "Do not add it; ask both nodes."
        ),
        "ledger_parties.card_box_reused": Text(
            zh: "{node} 的名片使用了 {other} 的收件密钥证书。",
            en: "The card of {node} uses the box certificate of {other}.",
            remedyZh: "不要添加；向双方核实。",
            remedyEn: "Do not add it; ask both nodes."
        ),
        "ledger_parties.card_key_changed": Text(
            zh: "{node} 换了节点密钥：已知指纹 {known}，这张名片的指纹 {fingerprint}。",
            en:
                "{node} has another node key: the known fingerprint is {known}, this card's is {fingerprint}.",
            remedyZh: "电话核对指纹无误后，由操作员用 lianlu peer add 重新添加。",
            remedyEn:
                "Compare the fingerprint by telephone; then the operator adds it with lianlu peer add."
        ),
    ]

    private static let ledgerCharterTexts: [String: Text] = [
        "ledger_parties.charter_mechanism_reserved": Text(
            zh: "机制不能取名为“{mechanism}”，该名称留给内部日志。",
            en: "No mechanism may be called “{mechanism}”: the name is that of home logs.",
            remedyZh: "换一个机制标识。",
            remedyEn: "Choose another mechanism id."
        ),
        "ledger_parties.charter_predecessor_wrong": Text(
            zh: "章程第 {revision} 版的前一版写法不对：第 1 版写 none，其后各版写前一版的摘要。",
            en:
                "Revision {revision} names its predecessor wrongly: revision 1 has none, every later one a digest.",
            remedyZh: askSender.zh,
            remedyEn: askSender.en
        ),
        "ledger_parties.charter_address_repeated": Text(
            zh: "章程有两个成员使用同一地址 {address}。",
            en: "The charter has two members at the address {address}.",
            remedyZh: "每个地址只能属于一个成员，请修改章程后重新签名。",
            remedyEn: "An address belongs to one member: correct the charter and sign it again."
        ),
        "ledger_parties.charter_node_keys_differ": Text(
            zh: "章程为节点 {node} 写了两个不同的密钥。",
            en: "The charter names the node {node} under two different keys.",
            remedyZh: "核实哪个是真正的节点密钥，修改章程后重新签名。",
            remedyEn: "Find out which key is the node's, correct the charter and sign it again."
        ),
        "ledger_parties.charter_observer_is_member": Text(
            zh: "章程把节点 {node} 同时列为成员和观察员。",
            en: "The charter names the node {node} both as a member and as an observer.",
            remedyZh: "只保留其一，修改章程后重新签名。",
            remedyEn: "Keep one of the two, correct the charter and sign it again."
        ),
        "ledger_parties.charter_threshold_wrong": Text(
            zh: "章程的生效门槛 {threshold} 应在 1 和成员节点数 {limit} 之间。",
            en:
                "The threshold {threshold} must be between 1 and {limit}, the number of member nodes.",
            remedyZh: "起草时用 --threshold 写明这样的数，不写则为全部；修改后重新签名。",
            remedyEn:
                "Draw it up with such a number at --threshold, or without it for all; then sign it again."
        ),
        "ledger_parties.charter_signature_invalid": Text(
            zh: "章程上 {name} 的签名无效。",
            en: "The signature of {name} on the charter is not valid.",
            remedyZh: "文本可能被改动；向该成员索取其签名的原件。",
            remedyEn: "The text may have been changed; ask that member for the copy that it signed."
        ),
        "ledger_parties.charter_signer_unknown": Text(
            zh: "{name} 既不是本章程的成员，也不是前一版的成员，不能签署。",
            en:
                "{name} is a member neither of this charter nor of its predecessor, and cannot sign it.",
            remedyZh: "由成员节点签署。",
            remedyEn: "Let a member node sign."
        ),
        "ledger_parties.charter_texts_differ": Text(
            zh: "两份章程文本不同：{first} 与 {second}，签名不能合并。",
            en: "The two charters differ, {first} and {second}: their signatures cannot be joined.",
            remedyZh: "各方须签署同一文本。",
            remedyEn: "All members must sign the same text."
        ),
        "ledger_parties.charter_of_other_mechanism": Text(
            zh: "章程属于机制 {found}，不是 {required}。",
            en: "The charter is of the mechanism {found}, not {required}.",
            remedyZh: "检查文件。",
            remedyEn: "Check the file."
        ),
        "ledger_parties.charter_chain_full": Text(
            zh: "本机制已保存 {limit} 版章程，不再接受新的版本。",
            en: "{limit} revisions of this mechanism are stored; no more are taken.",
            remedyZh: "请管理员检查是否有人大量发送章程。",
            remedyEn: "Let the administrator find out who floods this node with charters."
        ),
        "ledger_parties.charter_lacks_signatures": Text(
            zh:
                "章程 {digest} 尚未生效。缺新加入成员的签名：{joining}；缺留任成员的签名：{remaining}；前一版成员过半数还缺 {majority} 个签名，可由这些成员（包括退出的）签署：{unsigned}。",
            en:
                "The charter {digest} is not in force. Joining members yet to sign: {joining}; remaining members yet to sign: {remaining}; signatures lacking for more than half of the predecessor's members: {majority}, of these, also where they leave: {unsigned}.",
            remedyZh: "请这些成员用 lianlu mechanism sign 签署。",
            remedyEn: "Ask these members to sign it with lianlu mechanism sign."
        ),
        "ledger_parties.charter_unsigned": Text(
            zh: "章程 {digest} 尚未生效。这些成员还没有签署：{members}。",
            en:
                "The charter {digest} is not in force. These members have yet to sign it: {members}.",
            remedyZh: "请这些成员用 lianlu mechanism sign 签署。",
            remedyEn: "Ask these members to sign it with lianlu mechanism sign."
        ),
        "ledger_parties.charter_lacks_ends": Text(
            zh: "章程 {digest} 不能生效：有成员退出，却没有写明其日志 {logs} 在哪一条终止。",
            en:
                "The charter {digest} cannot come into force: members leave, and it does not say at which size their logs {logs} end.",
            remedyZh: "不要签署。请起草者用 lianlu mechanism create 重新起草，写明终止处。",
            remedyEn:
                "Do not sign it. Ask its author to draft it again with lianlu mechanism create, with these ends."
        ),
        "ledger_parties.charter_predecessor_unknown": Text(
            zh: "章程 {digest} 的前一版 {predecessor} 不在本节点。",
            en: "The predecessor {predecessor} of the charter {digest} is not here.",
            remedyZh: "请先与已加入该版章程的成员互相添加并保持连接（lianlu status），再执行同一命令：章程链由其提供。",
            remedyEn:
                "Have this node and a member that has joined this revision add each other, wait until they are connected (lianlu status), and run the command again: that member gives the chain."
        ),
        "ledger_parties.charter_predecessor_not_in_force": Text(
            zh: "章程 {digest} 的前一版 {predecessor} 本身没有生效。",
            en: "The predecessor {predecessor} of the charter {digest} is not in force itself.",
            remedyZh: "先为前一版补齐签名。",
            remedyEn: "Gather the predecessor's signatures first."
        ),
        "ledger_parties.charter_skips_predecessor": Text(
            zh: "章程 {digest} 是第 {found} 版，但在其前一版之后应为第 {required} 版。",
            en:
                "The charter {digest} is revision {found}, but {required} comes after its predecessor.",
            remedyZh: "修改版本号后重新签名。",
            remedyEn: "Correct the revision and sign it again."
        ),
        "ledger_parties.charters_rival": Text(
            zh: "警报：两份章程 {first} 与 {second} 互不为前后版。两份都签了名的节点：{signers}。",
            en:
                "Alarm: of the charters {first} and {second} neither is the other's ancestor. Nodes that signed both: {signers}.",
            remedyZh: "各成员协商确定采用哪一份；在此之前只按两者共同的前一版办理。",
            remedyEn:
                "Let the members agree on one; until then only their common predecessor counts."
        ),
    ]

    private static let ledgerForkTexts: [String: Text] = [
        "ledger_parties.fork_form_unknown": Text(
            zh: "分叉证据的类型未知。",
            en: "The form of the fork evidence is unknown.",
            remedyZh: notAFork.zh,
            remedyEn: notAFork.en
        ),
        "ledger_parties.fork_block_malformed": Text(
            zh: "分叉证据的“{block}”部分格式不对。",
            en: "The block “{block}” of the fork evidence is malformed.",
            remedyZh: notAFork.zh,
            remedyEn: notAFork.en
        ),
        "ledger_parties.fork_block_count_wrong": Text(
            zh: "分叉证据的部分数目不对：应为 {required}，现为 {count}。",
            en:
                "The fork evidence has the wrong number of blocks: {required} required, {count} found.",
            remedyZh: notAFork.zh,
            remedyEn: notAFork.en
        ),
        "ledger_parties.fork_key_entry_invalid": Text(
            zh: "分叉证据的第 {block} 个密钥条目不是该节点密钥所签的开立或密钥轮换条目。",
            en:
                "Key entry {block} of the fork evidence is not a log/open or log/rekey entry signed by that node key.",
            remedyZh: notAFork.zh,
            remedyEn: notAFork.en
        ),
        "ledger_parties.fork_origins_differ": Text(
            zh: "分叉证据涉及两个不同的日志：{found} 与 {required}。",
            en: "The fork evidence speaks of two logs: {found} and {required}.",
            remedyZh: notAFork.zh,
            remedyEn: notAFork.en
        ),
        "ledger_parties.fork_checkpoint_invalid": Text(
            zh: "分叉证据的第 {checkpoint} 个检查点格式不对。",
            en: "Checkpoint {checkpoint} of the fork evidence is malformed.",
            remedyZh: notAFork.zh,
            remedyEn: notAFork.en
        ),
        "ledger_parties.fork_checkpoint_key_unnamed": Text(
            zh: "分叉证据的第 {checkpoint} 个检查点不是其密钥条目所列的密钥所签。",
            en:
                "Checkpoint {checkpoint} of the fork evidence is not signed by a key that its entries name.",
            remedyZh: notAFork.zh,
            remedyEn: notAFork.en
        ),
        "ledger_parties.fork_sizes_wrong": Text(
            zh: "两个检查点的大小 {first} 和 {second} 与证据类型不符。",
            en: "The checkpoints' sizes {first} and {second} do not fit the form of the evidence.",
            remedyZh: notAFork.zh,
            remedyEn: notAFork.en
        ),
        "ledger_parties.fork_hash_count_wrong": Text(
            zh: "分叉证据应有 {required} 个子树哈希，现有 {count} 个。",
            en: "The fork evidence needs {required} subtree hashes and has {count}.",
            remedyZh: notAFork.zh,
            remedyEn: notAFork.en
        ),
        "ledger_parties.fork_root_not_recomputed": Text(
            zh: "由所给子树哈希算不出大小为 {size} 的检查点的根。",
            en: "The hashes do not recompute the root of the checkpoint of size {size}.",
            remedyZh: notAFork.zh,
            remedyEn: notAFork.en
        ),
        "ledger_parties.fork_proves_nothing": Text(
            zh: "两份内容一致，不构成分叉。",
            en: "The two histories agree: this is no fork.",
            remedyZh: notAFork.zh,
            remedyEn: notAFork.en
        ),
    ]

    private static let notAFork = (
        zh: "证据不成立，没有日志因此被隔离；留意是谁发来的。",
        en: "The evidence is refused and no log was quarantined; note who sent it."
    )

    private static let ledgerScopeTexts: [String: Text] = [
        "ledger_parties.scope_member": Text(
            zh: "允许：{node} 是机制 {mechanism} 的成员。",
            en: "Allowed: {node} is a member of the mechanism {mechanism}."
        ),
        "ledger_parties.scope_observer": Text(
            zh: "允许：{node} 是机制 {mechanism} 的观察员。",
            en: "Allowed: {node} is an observer of the mechanism {mechanism}."
        ),
        "ledger_parties.scope_home_log": Text(
            zh: "拒绝：{origin} 是内部日志，不对任何节点开放。",
            en: "Denied: {origin} is a home log, which nobody else sees."
        ),
        "ledger_parties.scope_origin_unknown": Text(
            zh: "拒绝：{origin} 不是日志名称。",
            en: "Denied: {origin} is not the name of a log."
        ),
        "ledger_parties.scope_charter_unknown": Text(
            zh: "拒绝：本节点没有机制 {mechanism} 的生效章程。",
            en: "Denied: no charter in force of the mechanism {mechanism} is known here.",
            remedyZh: "用 lianlu mechanism show 查看还缺谁的签名。",
            remedyEn: "lianlu mechanism show says whose signature is missing."
        ),
        "ledger_parties.scope_self_outside": Text(
            zh: "拒绝：本节点不在机制 {mechanism} 之内。",
            en: "Denied: this node is not in the mechanism {mechanism}."
        ),
        "ledger_parties.scope_outside": Text(
            zh: "拒绝：{node} 不在机制 {mechanism} 之内。",
            en: "Denied: {node} is not in the mechanism {mechanism}."
        ),
        "ledger_parties.scope_no_common_charter": Text(
            zh: "拒绝：{node} 与 {subject} 没有共同的机制。",
            en: "Denied: {node} and {subject} share no mechanism."
        ),
        "ledger_parties.scope_key_differs": Text(
            zh: "拒绝：机制 {mechanism} 的章程为 {node} 列的是另一个节点密钥。",
            en:
                "Denied: the charter of the mechanism {mechanism} names {node} under another node key.",
            remedyZh: "核对指纹；如确已轮换密钥，须有轮换记录或新版章程。",
            remedyEn:
                "Compare fingerprints; a new key needs a proven rotation or a new revision of the charter."
        ),
    ]

    private static let ledgerAccessTexts: [String: Text] = [
        "ledger_parties.access_sender": Text(
            zh: "允许：{node} 是发送方。",
            en: "Allowed: {node} is the sender."
        ),
        "ledger_parties.access_addressee": Text(
            zh: "允许：{node} 是接收方。",
            en: "Allowed: {node} is an addressee."
        ),
        "ledger_parties.access_member": Text(
            zh: "允许：材料对全体成员开放，{node} 是成员。",
            en: "Allowed: the object is open to the mechanism, and {node} is a member."
        ),
        "ledger_parties.access_listed": Text(
            zh: "允许：{node} 在共享范围之内。",
            en: "Allowed: {node} is in the object's audience."
        ),
        "ledger_parties.access_observer_public": Text(
            zh: "允许：材料公开且对全体成员开放，观察员 {node} 可以持有。",
            en:
                "Allowed: the object is public and open to the mechanism, so the observer {node} may hold it."
        ),
        "ledger_parties.access_participant": Text(
            zh: "允许：{node} 是行动保密的参加方。",
            en: "Allowed: {node} is a participant of the embargo."
        ),
        "ledger_parties.access_released": Text(
            zh: "允许：行动保密期已满，{node} 在共享范围之内。",
            en: "Allowed: the embargo has ended, and {node} is in the object's audience."
        ),
        "ledger_parties.access_home_log": Text(
            zh: "拒绝：{origin} 序号 {index} 的条目属于内部日志。",
            en: "Denied: entry {index} of {origin} stands in no log of a mechanism."
        ),
        "ledger_parties.access_entry_invalid": Text(
            zh: "拒绝：{origin} 序号 {index} 的条目无效，不授予任何权限。",
            en: "Denied: entry {index} of {origin} is invalid and grants nothing."
        ),
        "ledger_parties.access_entry_beyond_end": Text(
            zh: "拒绝：{origin} 序号 {index} 的条目写于该成员退出之后，不授予任何权限。",
            en:
                "Denied: entry {index} of {origin} was written after its member had left, and grants nothing."
        ),
        "ledger_parties.access_object_unnamed": Text(
            zh: "拒绝：该条目没有列出材料 {object}。",
            en: "Denied: the entry does not name the object {object}."
        ),
        "ledger_parties.access_erased": Text(
            zh: "拒绝：材料 {object} 已依法删除，任何节点不得再提供。",
            en: "Denied: the object {object} was erased, and nobody supplies it again."
        ),
        "ledger_parties.access_charter_unknown": Text(
            zh: "拒绝：缺少该条目所依据的章程或现行章程。",
            en:
                "Denied: the charter that the entry stands under, or the one in force, is not known here."
        ),
        "ledger_parties.access_not_member_then": Text(
            zh: "拒绝：该条目写入时 {node} 还不是成员。",
            en: "Denied: {node} was not in the mechanism when the entry was written."
        ),
        "ledger_parties.access_not_member_now": Text(
            zh: "拒绝：{node} 已不是成员。",
            en: "Denied: {node} is not in the mechanism any more."
        ),
        "ledger_parties.access_key_differs": Text(
            zh: "拒绝：章程为 {node} 列的是另一个节点密钥。",
            en: "Denied: the charter names {node} under another node key."
        ),
        "ledger_parties.access_nobody": Text(
            zh: "拒绝：材料只限发送方持有，{node} 不在其内。",
            en: "Denied: the object is for its sender alone, and {node} is not the sender."
        ),
        "ledger_parties.access_not_addressee": Text(
            zh: "拒绝：材料只给接收方，{node} 不是接收方。",
            en: "Denied: the object is for the addressees, and {node} is none of them."
        ),
        "ledger_parties.access_not_listed": Text(
            zh: "拒绝：{node} 不在共享范围之内。",
            en: "Denied: {node} is not in the object's audience."
        ),
        "ledger_parties.access_cross_border": Text(
            zh: "拒绝：{node} 是跨境成员，不得接收个人信息。",
            en: "Denied: {node} is a cross-border member and never receives personal data."
        ),
        "ledger_parties.access_observer": Text(
            zh: "拒绝：观察员 {node} 只能持有对全体成员开放的公开材料。",
            en:
                "Denied: the observer {node} receives only public objects that are open to the mechanism."
        ),
        "ledger_parties.access_embargo": Text(
            zh: "拒绝：行动保密期未满（解除时间：POSIX 秒 {release}）。",
            en: "Denied: the embargo has not ended yet (release at POSIX second {release})."
        ),
        "ledger_parties.access_embargo_time_unknown": Text(
            zh: "拒绝：材料尚在行动保密期内，而本节点没有写明解除时间的正文。",
            en:
                "Denied: the object is under embargo, and the body that says until when is not here."
        ),
        "ledger_parties.access_embargo_withdrawn": Text(
            zh: "拒绝：该行动已撤回或延期，材料不予解除保密。",
            en: "Denied: the operation was withdrawn or postponed, so the object is not released."
        ),
        "ledger_parties.access_clock_unsynchronised": Text(
            zh: "拒绝：本节点时钟未同步，暂不解除任何保密材料。",
            en:
                "Denied: this node's clock is not synchronised, so nothing is released from embargo.",
            remedyZh: "检查时间同步服务（lianlu doctor）。",
            remedyEn: "Check the time service (lianlu doctor)."
        ),
        "ledger_parties.access_clock_ahead": Text(
            zh: "拒绝：本节点时钟比各节点的中位数快 {lead} 秒（至多 {limit} 秒），暂不解除任何保密材料。",
            en:
                "Denied: this node's clock is {lead} seconds ahead of its peers' median (at most {limit}), so nothing is released from embargo.",
            remedyZh: "检查时间同步服务（lianlu doctor）。",
            remedyEn: "Check the time service (lianlu doctor)."
        ),
    ]
}
