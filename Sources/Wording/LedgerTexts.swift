extension Catalogue {
    /// What is said of entries: why one does not count, findings on its body, and what fails around them.
    static let ledger: [String: Text] =
        ledgerEntryTexts
        .merging(ledgerFormTexts) { first, _ in first }
        .merging(ledgerKeyTexts) { first, _ in first }
        .merging(ledgerFindingTexts) { first, _ in first }
        .merging(ledgerErrorTexts) { first, _ in first }

    typealias Remedy = (zh: String, en: String)

    private static let fault: Remedy = (
        zh: "该条目照存，不产生效力；请写入方另写正确的条目。",
        en: "The entry is kept and has no effect; ask its node to write a right one."
    )
    private static let update: Remedy = (
        zh: "更新程序后将自动重新判断。",
        en: "It is judged again once the program is updated."
    )
    static let ledgerEnrol: Remedy = (
        zh: "请用 office add 登记该部门的密钥，或改用已登记的密钥。",
        en: "Enrol the key with office add, or sign with one that is enrolled."
    )
    private static let redo: Remedy = (
        zh: "如该步骤确属有效，请用新密钥重新办理。",
        en: "If the step was in order, take it again under the new key."
    )
    private static let charter: Remedy = (
        zh: "请取得已由各成员签署的章程，再依次采用。",
        en: "Get the charter signed by its members, then adopt the revisions in turn."
    )
    private static let wait: Remedy = (
        zh: "收到后将自动重新判断；可用 status 查看与其他节点的连接。",
        en: "It is judged again when that arrives; status shows the links to other nodes."
    )
    private static let clock: Remedy = (
        zh: "请检查该节点的时钟同步。",
        en: "Check the clock synchronisation of that node."
    )
    private static let body: Remedy = (
        zh: "请写入方更正；不影响办理状态。",
        en: "Ask its writer to correct it; the state is not affected."
    )
    private static let manifest: Remedy = (
        zh: "请改用清单对象列出文件。",
        en: "List the files in a manifest object."
    )
    static let ledgerField: Remedy = (
        zh: "请按规则包补正后再提交。",
        en: "Complete it as the rule pack says, and submit it again."
    )

    private static let ledgerEntryTexts: [String: Text] = [
        "ledger.entry_too_long": Text(
            zh: "条目超过 {limit} 字节。",
            en: "The entry is longer than {limit} bytes.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.entry_version_unknown": Text(
            zh: "条目的首行不是“lianlu/entry/v1”。",
            en: "The first line of the entry is not “lianlu/entry/v1”.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.entry_version_later": Text(
            zh: "条目使用第 {version} 版格式，本程序不认识。",
            en: "The entry is of format version {version}, which this program does not know.",
            remedyZh: update.zh,
            remedyEn: update.en
        ),
        "ledger.entry_note_malformed": Text(
            zh: "条目不是完整的签名文件（{detail}）。",
            en: "The entry is not a whole signed note ({detail}).",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.entry_line_count_wrong": Text(
            zh: "条目正文应为三行，现有 {count} 行。",
            en: "The text of an entry has three lines; this one has {count}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.entry_origin_mismatch": Text(
            zh: "条目写给日志 {found}，却出现在日志 {required} 中。",
            en: "The entry was written for the log {found} and stands in the log {required}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_syntax": Text(
            zh: "条目头第 {position} 字节处不是唯一的规范写法。",
            en: "The header is not in its one canonical form at byte {position}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_not_ascii": Text(
            zh: "条目头第 {position} 字节不是可打印的 ASCII 字符。",
            en: "Byte {position} of the header is not printable ASCII.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_key_unknown": Text(
            zh: "条目头含有未知的键 {key}。",
            en: "The header has an unknown key, {key}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_keys_unsorted": Text(
            zh: "条目头的键 {key} 未按字节顺序排列。",
            en: "The key {key} of the header is not in the order of the bytes.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_key_repeated": Text(
            zh: "条目头的键 {key} 重复。",
            en: "The key {key} of the header is repeated.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_value_malformed": Text(
            zh: "条目头中 {key} 的值格式不对。",
            en: "The value of {key} in the header is malformed.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_verifier_key_malformed": Text(
            zh: "条目头中的公钥格式不对（{detail}）。",
            en: "The verifier key in the header is malformed ({detail}).",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_string_too_long": Text(
            zh: "条目头中 {key} 的值超过 {limit} 字节。",
            en: "The value of {key} in the header is longer than {limit} bytes.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_integer_too_large": Text(
            zh: "条目头中 {key} 的整数超过 {limit}。",
            en: "The integer {key} in the header is larger than {limit}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_list_empty": Text(
            zh: "条目头中 {key} 为空；没有内容时应省去该键。",
            en: "The list {key} in the header is empty; a key without content is left out.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_list_unsorted": Text(
            zh: "条目头中 {key} 的内容未按字节顺序排列。",
            en: "The list {key} in the header is not in the order of the bytes.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_list_repeated": Text(
            zh: "条目头中 {key} 的内容有重复。",
            en: "The list {key} in the header has a repeated element.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_list_too_long": Text(
            zh: "条目头中 {key} 的内容多于 {limit} 项。",
            en: "The list {key} in the header has more than {limit} elements.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_body_repeated": Text(
            zh: "一个条目只能有一份正文。",
            en: "An entry has at most one body.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_object_size_wrong": Text(
            zh: "对象大小 {size} 不是允许的 2 的幂。",
            en: "The object size {size} is not an allowed power of two.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_object_tree_wrong": Text(
            zh: "大小为 {size} 的对象：超过 1 MiB 时应有、否则不应有分片树根（tree）。",
            en: "An object of size {size}: a tree stands exactly for objects of more than 1 MiB.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
    ]

    private static let ledgerFormTexts: [String: Text] = [
        "ledger.header_key_missing": Text(
            zh: "条目头缺少必需的键 {key}。",
            en: "The header lacks the required key {key}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.header_key_forbidden": Text(
            zh: "{machine}/{event} 的条目头不得有键 {key}。",
            en: "The header of {machine}/{event} must not have the key {key}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.reserved_event_unknown": Text(
            zh: "格式中没有 {machine}/{event} 这一步骤。",
            en: "The format has no step {machine}/{event}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.enrolment_facts_wrong": Text(
            zh: "登记人员的条目应只写明其职级（rank）。",
            en: "The enrolment of an officer states the rank and nothing else.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.enrolment_objects_wrong": Text(
            zh: "登记人员的条目所附对象应标为个人信息，且不提供给任何其他节点。",
            en:
                "The objects of an officer’s enrolment are labelled personal and are for nobody else.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.signature_missing": Text(
            zh: "缺少 {name} 的签名。",
            en: "The signature of {name} is missing.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.signature_unexpected": Text(
            zh: "{name} 的签名不应出现在这里。",
            en: "The signature of {name} does not belong here.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.signature_misplaced": Text(
            zh: "{name} 的签名位置不对。",
            en: "The signature of {name} is in the wrong place.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.signature_invalid": Text(
            zh: "{name} 的签名无效：内容与签名不符。",
            en: "The signature of {name} is not valid for these bytes.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
    ]

    private static let ledgerKeyTexts: [String: Text] = [
        "ledger.log_not_opened": Text(
            zh: "日志没有以可信节点密钥签署的 log/open 条目开头。",
            en: "The log does not begin with a log/open entry by a trusted node key.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.log_open_misplaced": Text(
            zh: "log/open 只能是日志的首个条目（序号 0），现出现在序号 {index}。",
            en: "log/open is entry 0 only; here it is entry {index}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.key_name_wrong": Text(
            zh: "密钥名称为 {found}，应为 {required}。",
            en: "The key is named {found}; it should be {required}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.key_algorithm_wrong": Text(
            zh: "密钥 {name} 的算法 {algorithm} 不能用于此处。",
            en: "The algorithm {algorithm} of the key {name} cannot be used here.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.key_not_enrolled": Text(
            zh: "在此位置，{name} 的这个密钥没有登记。",
            en: "This key of {name} is not enrolled at this place of the log.",
            remedyZh: ledgerEnrol.zh,
            remedyEn: ledgerEnrol.en
        ),
        "ledger.key_revoked": Text(
            zh: "{name} 的密钥自日志序号 {since} 的条目起已撤销。",
            en: "The key of {name} is revoked from entry {since} on.",
            remedyZh: ledgerEnrol.zh,
            remedyEn: ledgerEnrol.en
        ),
        "ledger.key_revoked_afterwards": Text(
            zh: "{name} 的密钥后来被撤销，撤销溯及日志中第 {since} 号及以后的条目。",
            en: "The key of {name} was revoked afterwards, back to entry {since}.",
            remedyZh: redo.zh,
            remedyEn: redo.en
        ),
        "ledger.key_already_used": Text(
            zh: "{name} 的这个密钥以前用过，不能再次启用。",
            en: "This key of {name} was used before and cannot be taken again.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.since_wrong": Text(
            zh: "since 写为 {since}：启用新密钥时应为本条的位置 {index}，撤销时不得晚于它。",
            en:
                "since is {since}: for a new key it should be this entry’s own index, {index}, and for a "
                + "revocation no later one.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.key_steps_too_many": Text(
            zh: "该日志中载明密钥或章程的条目已达上限 {limit} 条，本条不计。",
            en:
                "The log holds {limit} entries that name a key or a charter, as many as count; this one does not.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.charter_not_in_force": Text(
            zh: "章程 {charter} 尚未生效。",
            en: "The charter {charter} is not in force.",
            remedyZh: charter.zh,
            remedyEn: charter.en
        ),
        "ledger.charter_not_child": Text(
            zh: "章程 {charter} 不是此前所采用章程的下一版。",
            en: "The charter {charter} is not the next revision of the one adopted before.",
            remedyZh: charter.zh,
            remedyEn: charter.en
        ),
        "ledger.charter_of_another_mechanism": Text(
            zh: "章程 {charter} 属于另一个机制。",
            en: "The charter {charter} is that of another mechanism.",
            remedyZh: charter.zh,
            remedyEn: charter.en
        ),
        "ledger.charter_missing": Text(
            zh: "尚未收到章程 {charter}。",
            en: "The charter {charter} is not here yet.",
            remedyZh: wait.zh,
            remedyEn: wait.en
        ),
        "ledger.signer_not_of_node": Text(
            zh: "{signer} 不是节点 {node} 的地址。",
            en: "{signer} is not an address of the node {node}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.entry_repeated": Text(
            zh: "同样的条目已在序号 {index} 写过。",
            en: "The same bytes stand already at entry {index}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.target_missing": Text(
            zh: "尚未收到所指的条目 {target}。",
            en: "The entry {target} that it names is not here yet.",
            remedyZh: wait.zh,
            remedyEn: wait.en
        ),
        "ledger.target_invalid": Text(
            zh: "所指的条目 {target} 无效。",
            en: "The entry {target} that it names is not valid.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.target_of_another_record": Text(
            zh: "所指的条目 {target} 属于另一个事项。",
            en: "The entry {target} that it names belongs to another record.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.object_not_of_target": Text(
            zh: "所指的条目没有引入对象 {object}。",
            en: "The entry that it names does not introduce the object {object}.",
            remedyZh: fault.zh,
            remedyEn: fault.en
        ),
        "ledger.clock_ahead": Text(
            zh: "时间 {at} 比本节点时钟快 {limit} 秒以上。",
            en: "The time {at} is more than {limit} seconds ahead of this node’s clock.",
            remedyZh: clock.zh,
            remedyEn: clock.en
        ),
    ]

    private static let ledgerFindingTexts: [String: Text] = [
        "ledger.clock_went_back": Text(
            zh: "时间 {at} 早于本日志此前条目的时间 {latest}。",
            en: "The time {at} is before that of an earlier entry of the log, {latest}.",
            remedyZh: clock.zh,
            remedyEn: clock.en
        ),
        "ledger.key_enrolled_again": Text(
            zh: "{name} 的这个密钥此前已登记，再次登记没有作用。",
            en: "This key of {name} was enrolled before; doing so again has no effect."
        ),
        "ledger.body_too_long": Text(
            zh: "正文超过 {limit} 字节。",
            en: "The body is longer than {limit} bytes.",
            remedyZh: body.zh,
            remedyEn: body.en
        ),
        "ledger.body_not_json": Text(
            zh: "正文不是规范的 JSON（{detail}）。",
            en: "The body is not proper JSON ({detail}).",
            remedyZh: body.zh,
            remedyEn: body.en
        ),
        "ledger.body_not_normalized": Text(
            zh: "正文的文字不是 Unicode NFC 形式。",
            en: "A text of the body is not in Unicode NFC.",
            remedyZh: body.zh,
            remedyEn: body.en
        ),
        "ledger.body_key_repeated": Text(
            zh: "正文中的键 {key} 重复。",
            en: "The key {key} of the body is repeated.",
            remedyZh: body.zh,
            remedyEn: body.en
        ),
        "ledger.body_number_not_integer": Text(
            zh: "正文第 {line} 行有不是整数的数；金额以分为单位。",
            en: "Line {line} of the body has a number that is no integer; money is in fen.",
            remedyZh: body.zh,
            remedyEn: body.en
        ),
        "ledger.body_too_deep": Text(
            zh: "正文嵌套超过 {limit} 层。",
            en: "The body nests deeper than {limit} levels.",
            remedyZh: body.zh,
            remedyEn: body.en
        ),
        "ledger.body_format_unknown": Text(
            zh: "正文不是本程序认识的格式。",
            en: "The body is not of a format that this program knows.",
            remedyZh: body.zh,
            remedyEn: body.en
        ),
        "ledger.body_files_malformed": Text(
            zh: "正文文件清单第 {position} 项写法不对。",
            en: "Item {position} of the body’s list of files is malformed.",
            remedyZh: body.zh,
            remedyEn: body.en
        ),
        "ledger.body_file_count_exceeded": Text(
            zh: "正文列出的文件多于 {limit} 个。",
            en: "The body lists more than {limit} files.",
            remedyZh: manifest.zh,
            remedyEn: manifest.en
        ),
        "ledger.body_field_missing": Text(
            zh: "缺少必填项 {field}。",
            en: "The required field {field} is missing.",
            remedyZh: ledgerField.zh,
            remedyEn: ledgerField.en
        ),
        "ledger.body_field_unknown": Text(
            zh: "规则包中没有字段 {field}。",
            en: "The rule pack has no field {field}.",
            remedyZh: ledgerField.zh,
            remedyEn: ledgerField.en
        ),
        "ledger.body_field_wrong_type": Text(
            zh: "字段 {field} 的内容类型不对。",
            en: "The field {field} has a value of another type.",
            remedyZh: ledgerField.zh,
            remedyEn: ledgerField.en
        ),
        "ledger.body_fact_mismatch": Text(
            zh: "字段 {field} 在正文和条目头中不一致。",
            en: "The field {field} is not the same in the body and in the header.",
            remedyZh: ledgerField.zh,
            remedyEn: ledgerField.en
        ),
        "ledger.body_file_not_named": Text(
            zh: "正文提到的文件对象 {object} 未列入条目。",
            en: "The file object {object} of the body is not named by the entry.",
            remedyZh: body.zh,
            remedyEn: body.en
        ),
    ]
}
