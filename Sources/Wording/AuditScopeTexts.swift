extension Catalogue {
    /// What an audit says of how far it reaches: in time, and in what was looked into.
    static let auditScope: [String: Text] = [
        "auditing.entries_after_moment": Text(
            zh:
                "该日志有 {count} 条写于所查时刻（{at}）之后，最早一条写于 {first}：期限截至该时刻计算，记录的状态则计入全部条目，并非该时刻的状态。",
            en:
                "Entries of this log that were written after the moment asked for, {at}: {count}, the first of {first}. Clocks are looked at as of that moment; the states of records count all entries, and are not those of that moment.",
            remedyZh: "需要当时的状态的，审计当时复制的节点目录；逐条记录有几条在后，见该记录的说明。",
            remedyEn:
                "For the state at that moment, audit a copy of a home that was made then. Each record says how many of its entries are later."
        ),
        "command.label_audit_times": Text(
            zh: "各日志首末条目写于何时",
            en: "When the first and last entries were written"
        ),
        "command.label_audit_log_key": Text(zh: "日志密钥编号", en: "log key"),
        "command.label_audit_stated_at": Text(zh: "条目自述时间", en: "says"),
        "command.label_audit_not_before": Text(zh: "已证明不早于", en: "proven not before"),
        "command.label_audit_not_after": Text(zh: "已证明不晚于", en: "proven not after"),
        "command.label_audit_times_note": Text(
            zh: "自述时间由签署该条目的一方写入；已证明的时间只出自由您给出的密钥核验的他方存储回执，“-”表示此处没有回执证明。",
            en:
                "What an entry says of its time is its signer's word. What is proven rests on storage receipts of others under keys that you gave alone; “-”: no receipt that is here proves it."
        ),
        "command.label_audit_unchecked": Text(zh: "未核验的内容", en: "Not checked"),
        "command.label_audit_unchecked_none": Text(
            zh: "无：条目所列的对象均已打开核验，每条机制日志都有由您给出的密钥核验的存储回执，据以判断的内容没有缺少。",
            en:
                "Nothing: each object that entries name was opened and compared, each log of a mechanism has receipts under keys that you gave, and nothing is missing by which to judge."
        ),
        "command.label_audit_unchecked_sealed": Text(
            zh: "对象：已存、已加密、未核验",
            en: "objects: present, sealed, not checked"
        ),
        "command.label_audit_unchecked_not_granted": Text(
            zh: "对象：不提供给本节点",
            en: "objects: not granted"
        ),
        "command.label_audit_unchecked_missing": Text(
            zh: "对象：应有而未到",
            en: "objects: granted, missing"
        ),
        "command.label_audit_unchecked_erased": Text(
            zh: "对象：已依法删除",
            en: "objects: erased"
        ),
        "command.label_audit_unchecked_left_out": Text(
            zh: "对象：条目所列而此处没有（导出）",
            en: "objects: named, not in this export"
        ),
        "command.label_audit_unchecked_no_receipts": Text(
            zh: "日志：没有由您给出的密钥核验的存储回执",
            en: "logs without a storage receipt under keys that you gave"
        ),
        "command.label_audit_unchecked_finding": Text(
            zh: "发现中说明缺少内容或者未作判断的（见下）",
            en: "findings below that tell of what is missing or was not judged"
        ),
        "command.talk_audit_more": Text(
            zh: "其余 {count} 项只计数，不逐项列出。",
            en: "The other {count} are counted, and not listed."
        ),
    ]
}
