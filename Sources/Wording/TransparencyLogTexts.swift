extension Catalogue {
    /// The texts of module TransparencyLog.
    static let transparencyLog: [String: Text] = [
        "transparency_log.key_name_malformed": Text(
            zh: "密钥名称为空，或者含有空白、加号、控制字符或无效的 UTF-8。",
            en:
                "The key name is empty, or holds white space, a plus sign, a control character or invalid UTF-8.",
            remedyZh: "请核对名称，常见写法为 jiangxi.ipr.example/home。",
            remedyEn: "Check the name; it usually looks like jiangxi.ipr.example/home."
        ),
        "transparency_log.key_name_too_long": Text(
            zh: "密钥名称超过 {limit} 字节。",
            en: "The key name has more than {limit} bytes.",
            remedyZh: "请使用较短的名称。",
            remedyEn: "Use a shorter name."
        ),
        "transparency_log.verifier_key_malformed": Text(
            zh: "验证公钥格式不对，应为“名称+八位十六进制标识+base64”。",
            en: "The verifier key is not of the form name+eight hex digits+base64.",
            remedyZh: "请从对方提供的原文重新复制整行。",
            remedyEn: "Copy the whole line again from what its owner published."
        ),
        "transparency_log.verifier_key_too_long": Text(
            zh: "验证公钥超过 {limit} 字节。",
            en: "The verifier key has more than {limit} bytes.",
            remedyZh: "请核对是否误将其他内容作为公钥。",
            remedyEn: "Check that it is a verifier key and nothing else."
        ),
        "transparency_log.verifier_key_algorithm_unknown": Text(
            zh: "验证公钥的算法类型 0x{type} 不认识。",
            en: "The verifier key is of unknown algorithm type 0x{type}.",
            remedyZh: "请向对方索取 Ed25519 公钥。",
            remedyEn: "Ask its owner for an Ed25519 key."
        ),
        "transparency_log.verifier_key_algorithm_unsupported": Text(
            zh: "本版本不能验证 {algorithm} 签名。",
            en: "This version cannot verify {algorithm} signatures.",
            remedyZh: "请改用同一持有人的 Ed25519 公钥。",
            remedyEn: "Use an Ed25519 key of the same owner instead."
        ),
        "transparency_log.verifier_key_unusable": Text(
            zh: "{algorithm} 公钥的长度或内容不对。",
            en: "The {algorithm} public key has a wrong length or content.",
            remedyZh: "请从对方提供的原文重新复制整行。",
            remedyEn: "Copy the whole line again from what its owner published."
        ),
        "transparency_log.verifier_key_id_mismatch": Text(
            zh: "“{name}”的公钥标识为 {found}，按内容应为 {required}。",
            en: "The key of \"{name}\" bears id {found}; its content gives {required}.",
            remedyZh: "公钥可能抄错或被改动，请向对方核对指纹。",
            remedyEn: "The key may be mistyped or altered; compare the fingerprint with its owner."
        ),
        "transparency_log.verifier_key_role_mismatch": Text(
            zh: "“{name}”的公钥类型为 {found}，此处需要 {required}。",
            en: "The key of \"{name}\" is of type {found}; {required} is needed here.",
            remedyZh: "日志使用 0x01 类公钥，见证方和镜像使用 0x04 类公钥。",
            remedyEn: "Logs use keys of type 0x01, witnesses and mirrors of type 0x04."
        ),
        "transparency_log.note_too_long": Text(
            zh: "签名文本超过 {limit} 字节。",
            en: "The signed note has more than {limit} bytes.",
            remedyZh: "请核对文件是否完整、是否为签名文本。",
            remedyEn: "Check that the file is a signed note and nothing else."
        ),
        "transparency_log.note_not_text": Text(
            zh: "签名文本不是有效的 UTF-8，或者含有换行以外的控制字符。",
            en: "The signed note is not valid UTF-8, or holds a control character other than LF.",
            remedyZh: "请勿转换换行符或编码，按原字节重新传送。",
            remedyEn: "Transfer it again byte for byte, without changing line ends or encoding."
        ),
        "transparency_log.note_text_unfinished": Text(
            zh: "待签名的文本没有以换行结尾。",
            en: "The text to be signed does not end in a line feed.",
            remedyZh: "请在文本末尾加一个换行。",
            remedyEn: "End the text with a line feed."
        ),
        "transparency_log.note_signature_block_missing": Text(
            zh: "签名文本缺少空行或签名行，或者没有以换行结尾。",
            en: "The note has no blank line, no signature line, or no line feed at its end.",
            remedyZh: "文件可能被截断，请重新取得。",
            remedyEn: "The file may be cut short; get it again."
        ),
        "transparency_log.note_signature_line_malformed": Text(
            zh: "第 {line} 个签名行格式不对。",
            en: "Signature line {line} is malformed.",
            remedyZh: "文件可能被改动，请重新取得。",
            remedyEn: "The file may be altered; get it again."
        ),
        "transparency_log.note_signature_count_exceeded": Text(
            zh: "签名行超过 {limit} 个。",
            en: "There are more than {limit} signature lines.",
            remedyZh: "请只保留需要的签名。",
            remedyEn: "Keep only the signatures that are needed."
        ),
        "transparency_log.note_signature_invalid": Text(
            zh: "“{name}”（公钥标识 {key}）的签名与文本不符。",
            en: "The signature of \"{name}\" (key id {key}) does not fit the text.",
            remedyZh: "文本或签名已被改动，不得采信；请从其他来源重新取得。",
            remedyEn:
                "Text or signature was altered; do not trust it, and get it from another source."
        ),
        "transparency_log.note_key_ambiguous": Text(
            zh: "“{name}”有两把标识同为 {key} 的公钥。",
            en: "\"{name}\" has two keys with the same id {key}.",
            remedyZh: "请与持有人核对，只保留真实的一把。",
            remedyEn: "Compare with the owner and keep the true one only."
        ),
        "transparency_log.note_unverified": Text(
            zh: "没有一个签名出自已知公钥。",
            en: "No signature is by a known key.",
            remedyZh: "请先添加并核对签名人的名片或公钥。",
            remedyEn: "Add the signer’s card or key first, and compare its fingerprint."
        ),
        "transparency_log.signer_failed": Text(
            zh: "“{name}”的密钥不能签名。",
            en: "The key of \"{name}\" could not sign.",
            remedyZh: "请检查密钥文件或密码设备，然后运行 lianlu doctor。",
            remedyEn: "Check the key file or token, then run lianlu doctor."
        ),
        "transparency_log.checkpoint_malformed": Text(
            zh: "检查点第 {line} 行格式不对。",
            en: "Line {line} of the checkpoint is malformed.",
            remedyZh: "请从日志或其他持有人重新取得检查点。",
            remedyEn: "Get the checkpoint again from the log or another holder."
        ),
        "transparency_log.checkpoint_empty_root_wrong": Text(
            zh: "检查点称日志为空，但根哈希不是空树的根。",
            en: "The checkpoint says that the log is empty, but its root is not the empty tree’s.",
            remedyZh: "请勿采信，并告知日志的管理员。",
            remedyEn: "Do not trust it, and tell the log’s operator."
        ),
        "transparency_log.checkpoint_origin_mismatch": Text(
            zh: "检查点属于日志“{found}”，不是“{required}”。",
            en: "The checkpoint is of log \"{found}\", not of \"{required}\".",
            remedyZh: "请核对日志名称和公钥。",
            remedyEn: "Check the log’s name and key."
        ),
        "transparency_log.cosignature_time_out_of_range": Text(
            zh: "联署时间超过 {limit} 秒。",
            en: "The time of the cosignature is above {limit} seconds.",
            remedyZh: "请检查本机时钟。",
            remedyEn: "Check this machine’s clock."
        ),
        "transparency_log.hash_missing": Text(
            zh: "缺少第 {level} 层第 {index} 个子树的哈希。",
            en: "The hash of subtree {index} at height {level} is missing.",
            remedyZh: "请运行 lianlu audit 检查日志是否完整。",
            remedyEn: "Run lianlu audit to see whether the log is complete."
        ),
        "transparency_log.entry_out_of_range": Text(
            zh: "序号 {index} 超出日志长度 {size}。",
            en: "Index {index} is beyond the tree size {size}.",
            remedyZh: "请核对序号，或等待日志同步。",
            remedyEn: "Check the index, or wait until the log has caught up."
        ),
        "transparency_log.subtree_out_of_range": Text(
            zh: "区间 {subtree} 不在长度为 {size} 的日志内。",
            en: "The range {subtree} is not inside a tree of size {size}.",
            remedyZh: "请核对区间，或等待日志同步。",
            remedyEn: "Check the range, or wait until the log has caught up."
        ),
        "transparency_log.bundle_entry_too_long": Text(
            zh: "条目超过 {limit} 字节。",
            en: "An entry has more than {limit} bytes.",
            remedyZh: "请把较大的内容作为附件存放。",
            remedyEn: "Store larger content as an object."
        ),
        "transparency_log.bundle_entry_count_exceeded": Text(
            zh: "条目包含有 {limit} 个以上的条目。",
            en: "The bundle has more than {limit} entries.",
            remedyZh: "来源提供的数据不对，请换一个来源。",
            remedyEn: "The source served wrong data; try another one."
        ),
        "transparency_log.bundle_truncated": Text(
            zh: "条目包在第 {entry} 个条目处中断（从 0 起数）。",
            en: "The bundle breaks off in entry {entry}, counted from 0.",
            remedyZh: "传输可能中断，请重新取得。",
            remedyEn: "The transfer may have been cut; get it again."
        ),
        "transparency_log.bundle_width_mismatch": Text(
            zh: "{path} 应有 {required} 个条目，实有 {found} 个。",
            en: "{path} should have {required} entries and has {found}.",
            remedyZh: "来源提供的数据不对，请换一个来源。",
            remedyEn: "The source served wrong data; try another one."
        ),
        "transparency_log.tile_width_mismatch": Text(
            zh: "{path} 应有 {required} 字节，实有 {found} 字节。",
            en: "{path} should have {required} bytes and has {found}.",
            remedyZh: "来源提供的数据不对，请换一个来源。",
            remedyEn: "The source served wrong data; try another one."
        ),
        "transparency_log.tile_not_in_tree": Text(
            zh: "检查点的树中没有 {path}。",
            en: "The checkpoint’s tree has no {path}.",
            remedyZh: "请按检查点的长度索取哈希块。",
            remedyEn: "Ask for tiles by the size of the checkpoint."
        ),
        "transparency_log.tile_missing": Text(
            zh: "缺少哈希块 {path}，不能继续验证。",
            en: "Tile {path} is missing; verification cannot go on.",
            remedyZh: "请从日志或其他持有人取得该块。",
            remedyEn: "Get that tile from the log or another holder."
        ),
        "transparency_log.tile_not_authentic": Text(
            zh: "哈希块 {path} 与检查点的根哈希不符。",
            en: "Tile {path} does not belong under the checkpoint’s root.",
            remedyZh: "来源提供的数据不对或已损坏，请换一个来源。",
            remedyEn: "The source served wrong or damaged data; try another one."
        ),
        "transparency_log.tlog_proof_too_long": Text(
            zh: "日志证明超过 {limit} 字节，或其附加数据过长。",
            en: "The proof has more than {limit} bytes, or its extra data is too long.",
            remedyZh: "请核对文件是否为日志证明。",
            remedyEn: "Check that the file is a tlog-proof and nothing else."
        ),
        "transparency_log.tlog_proof_malformed": Text(
            zh: "日志证明第 {line} 行格式不对。",
            en: "Line {line} of the proof is malformed.",
            remedyZh: "文件可能被改动，请重新取得。",
            remedyEn: "The file may be altered; get it again."
        ),
        "transparency_log.tlog_proof_size_mismatch": Text(
            zh: "包含证明的树长为 {found}，检查点的树长为 {required}。",
            en: "The inclusion proof is for tree size {found}, the checkpoint for {required}.",
            remedyZh: "请用同一检查点生成证明。",
            remedyEn: "Make the proof for the checkpoint that goes with it."
        ),
        "transparency_log.tlog_proof_invalid": Text(
            zh: "日志证明不成立：序号 {index}、树长 {size} 处不是该条目。",
            en:
                "The proof does not hold: this entry is not at index {index} of the tree of size {size}.",
            remedyZh: "条目或证明已被改动，不得采信。",
            remedyEn: "Entry or proof was altered; do not trust it."
        ),
        "transparency_log.policy_too_long": Text(
            zh: "信任策略文件超过 {limit} 字节。",
            en: "The policy file has more than {limit} bytes.",
            remedyZh: "请核对文件是否为信任策略。",
            remedyEn: "Check that the file is a policy and nothing else."
        ),
        "transparency_log.policy_too_complex": Text(
            zh: "信任策略第 {line} 行：同类定义超过 {limit} 个。",
            en: "Policy line {line}: more than {limit} definitions of this kind.",
            remedyZh: "请精简信任策略。",
            remedyEn: "Make the policy smaller."
        ),
        "transparency_log.policy_line_unfinished": Text(
            zh: "信任策略第 {line} 行没有以换行结尾。",
            en: "Policy line {line} does not end in a line feed.",
            remedyZh: "文件可能被截断；如内容完整，请在末尾加换行。",
            remedyEn: "The file may be cut short; if it is complete, end it with a line feed."
        ),
        "transparency_log.policy_byte_forbidden": Text(
            zh: "信任策略第 {line} 行含有不允许的控制字符。",
            en: "Policy line {line} holds a forbidden control character.",
            remedyZh: "请用 LF 换行保存文件，去掉回车等控制字符。",
            remedyEn: "Save the file with LF line ends and without control characters."
        ),
        "transparency_log.policy_keyword_unknown": Text(
            zh: "信任策略第 {line} 行的关键字“{keyword}”不认识。",
            en: "Policy line {line} begins with the unknown word \"{keyword}\".",
            remedyZh: "只能用 log、witness、group、quorum；注释须独占一行。",
            remedyEn: "Use log, witness, group or quorum; comments stand on lines of their own."
        ),
        "transparency_log.policy_word_count": Text(
            zh: "信任策略第 {line} 行的项数不对。",
            en: "Policy line {line} has a wrong number of items.",
            remedyZh: "请按该关键字的格式补齐或删去多余的项。",
            remedyEn: "Add what its keyword needs, or remove what is too much."
        ),
        "transparency_log.policy_key_refused": Text(
            zh: "信任策略第 {line} 行的公钥不能使用。",
            en: "The key on policy line {line} cannot be used.",
            remedyZh: "日志须用 Ed25519（0x01）公钥，见证方须用 0x04 类公钥；请向对方核对。",
            remedyEn: "Logs need an Ed25519 key (0x01), witnesses one of type 0x04; ask the owner."
        ),
        "transparency_log.policy_key_repeated": Text(
            zh: "信任策略第 {line} 行重复了已有的公钥。",
            en: "Policy line {line} repeats a key that stands above.",
            remedyZh: "每把公钥只能定义一次。",
            remedyEn: "Define each key once."
        ),
        "transparency_log.policy_name_reserved": Text(
            zh: "信任策略第 {line} 行使用了保留名称 none。",
            en: "Policy line {line} defines the reserved name none.",
            remedyZh: "请换一个名称。",
            remedyEn: "Choose another name."
        ),
        "transparency_log.policy_name_taken": Text(
            zh: "信任策略第 {line} 行：名称“{name}”已定义。",
            en: "Policy line {line}: the name \"{name}\" is taken.",
            remedyZh: "请换一个名称。",
            remedyEn: "Choose another name."
        ),
        "transparency_log.policy_name_unknown": Text(
            zh: "信任策略第 {line} 行：名称“{name}”在此之前没有定义。",
            en: "Policy line {line}: the name \"{name}\" is not defined above.",
            remedyZh: "请先定义再引用。",
            remedyEn: "Define it on a line above."
        ),
        "transparency_log.policy_member_repeated": Text(
            zh: "信任策略第 {line} 行：“{name}”已是某个组的成员。",
            en: "Policy line {line}: \"{name}\" is a member of a group already.",
            remedyZh: "每个名称只能属于一个组。",
            remedyEn: "Each name can be in one group only."
        ),
        "transparency_log.policy_threshold_out_of_range": Text(
            zh: "信任策略第 {line} 行：门限应为 all、any 或 1 至 {limit}。",
            en: "Policy line {line}: the threshold must be all, any, or 1 to {limit}.",
            remedyZh: "请改正门限。",
            remedyEn: "Correct the threshold."
        ),
        "transparency_log.policy_quorum_repeated": Text(
            zh: "信任策略第 {line} 行重复了 quorum。",
            en: "Policy line {line} repeats quorum.",
            remedyZh: "只保留一行 quorum。",
            remedyEn: "Keep one quorum line only."
        ),
        "transparency_log.policy_quorum_missing": Text(
            zh: "信任策略没有 quorum 行。",
            en: "The policy has no quorum line.",
            remedyZh: "请在末尾加上 quorum；不需要见证时写 quorum none。",
            remedyEn: "Add a quorum line at the end; quorum none asks for no witness."
        ),
        "transparency_log.policy_log_unknown": Text(
            zh: "信任策略没有列出日志“{origin}”。",
            en: "The policy does not list the log \"{origin}\".",
            remedyZh: "确属可信时，请把它的公钥加入策略。",
            remedyEn: "If it is to be trusted, add its key to the policy."
        ),
        "transparency_log.policy_quorum_not_met": Text(
            zh: "检查点的联署没有达到信任策略的要求“{quorum}”。",
            en: "The checkpoint’s cosignatures do not meet the policy’s quorum \"{quorum}\".",
            remedyZh: "请稍后取得带有更多联署的检查点。",
            remedyEn: "Get the checkpoint again later, with more cosignatures."
        ),
    ]
}
