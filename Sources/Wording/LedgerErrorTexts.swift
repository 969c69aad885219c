extension Catalogue {
    private static let origin: Remedy = (
        zh: "日志名称为“节点/机制”或“节点/home”。",
        en: "A log is named “node/mechanism” or “node/home”."
    )
    private static let keyfile: Remedy = (
        zh: "请检查密钥文件及其口令。",
        en: "Check the key file and its passphrase."
    )
    private static let split: Remedy = (
        zh: "请把文件分成较小的几份。",
        en: "Split the file into smaller ones."
    )
    private static let source: Remedy = (
        zh: "已弃用该来源；将从其他持有者重新获取。",
        en: "That source is dropped; the object is fetched again from another holder."
    )
    private static let restore: Remedy = (
        zh: "请从备份恢复该对象，或从其他持有者重新获取。",
        en: "Restore the object from a backup, or fetch it again from another holder."
    )
    private static let storage: Remedy = (
        zh: "请检查 keys/storage.key 是否与数据库配套。",
        en: "Check that keys/storage.key is the one that belongs to the database."
    )
    private static let rebuild: Remedy = (
        zh: "请停止节点，运行 audit，再由日志重建整理结果。",
        en: "Stop the node, run audit, and make the projection again from the logs."
    )
    private static let audit: Remedy = (
        zh: "请运行 audit 查明缺失之处。",
        en: "Run audit to find what is missing."
    )
    private static let step: Remedy = (
        zh: "请用 mechanism show 查看现行规则包的步骤。",
        en: "See the steps of the current rule pack with mechanism show."
    )

    /// What fails around entries: bodies, objects, keys and the projection.
    static let ledgerErrorTexts: [String: Text] = [
        "ledger.entry_not_built": Text(
            zh: "不能生成条目：{reasons}。",
            en: "The entry cannot be built: {reasons}.",
            remedyZh: ledgerField.zh,
            remedyEn: ledgerField.en
        ),
        "ledger.origin_not_ours": Text(
            zh: "{origin} 不是联录日志的名称。",
            en: "{origin} is not the name of a Lianlu log.",
            remedyZh: origin.zh,
            remedyEn: origin.en
        ),
        "ledger.signer_missing": Text(
            zh: "此处应由 {name} 签名，但没有该密钥。",
            en: "It is the turn of {name} to sign, and that key is not at hand.",
            remedyZh: ledgerEnrol.zh,
            remedyEn: ledgerEnrol.en
        ),
        "ledger.signing_failed": Text(
            zh: "{name} 签名失败。",
            en: "Signing as {name} failed.",
            remedyZh: keyfile.zh,
            remedyEn: keyfile.en
        ),
        "ledger.salt_wrong": Text(
            zh: "对象的盐应恰为 {limit} 字节。",
            en: "The salt of an object has exactly {limit} bytes."
        ),
        "ledger.object_too_large": Text(
            zh: "对象超过 {limit} 字节。",
            en: "The object is larger than {limit} bytes.",
            remedyZh: split.zh,
            remedyEn: split.en
        ),
        "ledger.object_digest_mismatch": Text(
            zh: "收到的对象是 {found}，应为 {required}。",
            en: "The object received is {found}, not {required}.",
            remedyZh: source.zh,
            remedyEn: source.en
        ),
        "ledger.object_tree_mismatch": Text(
            zh: "对象 {object} 的大小或分片树根与条目头不符。",
            en: "The size or tree of the object {object} is not what the header says.",
            remedyZh: source.zh,
            remedyEn: source.en
        ),
        "ledger.sealed_object_damaged": Text(
            zh: "加密对象 {object} 的第 {piece} 片被改动或损坏。",
            en: "Piece {piece} of the sealed object {object} was changed or damaged.",
            remedyZh: restore.zh,
            remedyEn: restore.en
        ),
        "ledger.sealed_object_too_short": Text(
            zh: "加密对象 {object} 不完整。",
            en: "The sealed object {object} is cut short.",
            remedyZh: restore.zh,
            remedyEn: restore.en
        ),
        "ledger.object_key_unusable": Text(
            zh: "对象 {object} 的密钥打不开。",
            en: "The key of the object {object} cannot be opened.",
            remedyZh: storage.zh,
            remedyEn: storage.en
        ),
        "ledger.body_malformed": Text(
            zh: "正文不能写成规定格式（{finding}）。",
            en: "The body cannot be written in its format ({finding}).",
            remedyZh: ledgerField.zh,
            remedyEn: ledgerField.en
        ),
        "ledger.projection_unreadable": Text(
            zh: "本机整理结果“{what}”无法读取。",
            en: "The projection “{what}” of this node cannot be read.",
            remedyZh: rebuild.zh,
            remedyEn: rebuild.en
        ),
        "ledger.projection_out_of_step": Text(
            zh: "日志 {origin} 的整理结果到第 {required} 条，却要从第 {found} 条续写。",
            en:
                "The projection of {origin} stands at entry {required}, but was to go on at {found}.",
            remedyZh: rebuild.zh,
            remedyEn: rebuild.en
        ),
        "ledger.entry_bytes_missing": Text(
            zh: "日志 {origin} 第 {index} 条的内容不在本机。",
            en: "The bytes of entry {index} of {origin} are not here.",
            remedyZh: audit.zh,
            remedyEn: audit.en
        ),
        "ledger.entry_bytes_differ": Text(
            zh: "日志 {origin} 第 {index} 条的内容与当初核验的不符，已损坏。",
            en:
                "The bytes of entry {index} of {origin} are not those that were verified: they are damaged.",
            remedyZh: audit.zh,
            remedyEn: audit.en
        ),
        "ledger.step_unknown": Text(
            zh: "规则包中没有 {machine}/{event} 这一步骤。",
            en: "The rule pack has no step {machine}/{event}.",
            remedyZh: step.zh,
            remedyEn: step.en
        ),
    ]
}
