extension Catalogue {
    /// What is said of the index of identifiers itself: whether it is whole, and what it could not take in.
    static let identifierIndex: [String: Text] = [
        "auditing.identifier_rows_stray": Text(
            zh: "标识码索引中有 {count} 行不属于任何所存正文。",
            en: "{count} rows of the index of identifiers belong to no stored body.",
            remedyZh: "保留数据库作为证据，查明是谁改动的；之后启动节点，用 lianlu search --rebuild 重建索引。",
            remedyEn:
                "Keep the database as evidence and find out who changed it; then start the node and make the index anew with lianlu search --rebuild."
        ),
        "auditing.identifier_rows_differ": Text(
            zh: "有 {count} 份所存正文在标识码索引中的行数与其登记的不符：有行被删除或者增加，查找和串并的结果不全。",
            en:
                "{count} stored bodies have another number of rows in the index of identifiers than is noted for them: rows were removed or added, and what search and links find is not whole.",
            remedyZh: "保留数据库作为证据，查明是谁改动的。节点启动后会自行核对并重新编入；各条目的内容不受影响。",
            remedyEn:
                "Keep the database as evidence and find out who changed it. A node that starts compares the index and indexes these bodies again; no entry is concerned."
        ),
        "auditing.identifier_objects_missing": Text(
            zh: "有 {count} 份所存正文没有登记在标识码索引中：登记被删除，查找和串并的结果不全。",
            en:
                "{count} stored bodies are not listed in the index of identifiers: their lines were removed, and what search and links find is not whole.",
            remedyZh: "保留数据库作为证据，查明是谁改动的。节点启动后会自行核对并重新编入；各条目的内容不受影响。",
            remedyEn:
                "Keep the database as evidence and find out who changed it. A node that starts compares the index and indexes these bodies again; no entry is concerned."
        ),
        "node.check_identifiers": Text(
            zh: "标识码索引完好（{count} 个所存对象）",
            en: "the index of identifiers is whole ({count} stored objects)"
        ),
        "node.check_identifiers_damaged": Text(
            zh: "标识码索引被改动过：{count} 个所存对象在其中的内容缺失或者不符，查找和串并的结果不全。",
            en:
                "The index of identifiers was changed: what it holds of {count} stored objects is missing or differs, and what search and links find is not whole.",
            remedyZh: "查明是谁改动了数据库。节点启动后（正在运行的，下一次查找时）会自行核对并重新编入。",
            remedyEn:
                "Find out who changed the database. A node that starts, or that runs and is asked the next time, compares the index and indexes these anew."
        ),
        "node.identifiers_damaged": Text(
            zh: "标识码索引被本节点以外的程序改动过，正在重新编入，本次结果可能不全。",
            en:
                "Something else than this node has changed the index of identifiers; it is being mended, and this answer may not be whole.",
            remedyZh: "稍后再查；请管理员运行 lianlu audit，查明是谁改动了数据库。",
            remedyEn:
                "Ask again later; the operator should run lianlu audit and find out who changed the database."
        ),
        "node.identifiers_checking": Text(
            zh: "标识码索引正在核对（节点刚启动，或者数据库被别的程序写过），结果可能不全。",
            en:
                "The index of identifiers is being compared (the node has just started, or another program wrote to the database); the answer may not be whole.",
            remedyZh: "稍后再查。",
            remedyEn: "Ask again in a moment."
        ),
        "node.identifiers_wait_for_rules": Text(
            zh: "有 {count} 份正文所依据的规则包不在本节点，其标识码未编入索引，结果可能不全。",
            en:
                "The rule packs of {count} bodies are not at this node, so that their identifiers are not indexed; the answer may not be whole.",
            remedyZh: "用 lianlu status 查看缺少哪个规则包；规则包到达后自动编入。",
            remedyEn:
                "See lianlu status for the rule pack that is missing; they are indexed as soon as it comes."
        ),
        "node.identifiers_unreadable": Text(
            zh: "有 {count} 份正文在本节点无法打开，其标识码未编入索引，结果可能不全。",
            en:
                "{count} bodies at this node cannot be opened, so that their identifiers are not indexed; the answer may not be whole.",
            remedyZh: "用 lianlu record show 查看是哪些条目，请管理员运行 lianlu audit。",
            remedyEn:
                "See lianlu record show for which entries these are; the operator should run lianlu audit."
        ),
        "node.identifier_search_bounded": Text(
            zh: "本节点的条目超过 {limit} 条：本次答复中，每个号码或者名称片段只保证查看最近收到的 {limit} 份正文，您有权阅读的更早的可能未列出。",
            en:
                "This node has more than {limit} entries: for this answer, of each number or part of a name only the {limit} bodies that came last are sure to be looked at, and earlier ones that you may read may be missing.",
            remedyZh: "请有权阅读全部单位正文的人员代为查找，或者换用更有区别力的标识码。",
            remedyEn:
                "Ask somebody who may read the bodies of all offices, or use an identifier that tells more apart."
        ),
        "node.identifier_words_many": Text(
            zh: "文字中的编号样词语超过 {limit} 个，其余的已保存，但不参与查找和串并。",
            en:
                "The text holds more than {limit} words that look like numbers; the others are kept, and neither found nor linked.",
            remedyZh: "把最重要的标识码填入专门的字段。",
            remedyEn: "Put the most important ones into the fields that are meant for them."
        ),
        "node.text_invisible": Text(
            zh: "{field}：文字中含有不可见字符（{characters}），看到的与签署的不同，按原样保存。",
            en:
                "{field}: the text holds characters without an image ({characters}): what is seen differs from what is signed; it is kept as it is.",
            remedyZh: "重新录入该项，或者确认原件如此。",
            remedyEn: "Enter it again, or make sure that the original has them."
        ),
        "node.text_bidi": Text(
            zh: "{field}：文字中含有改变书写方向的字符（{characters}），显示的次序可能与签署的不同，按原样保存。",
            en:
                "{field}: the text holds characters that turn the direction of writing ({characters}), so that it may show in another order than is signed; it is kept as it is.",
            remedyZh: "重新录入该项，或者确认原件如此。",
            remedyEn: "Enter it again, or make sure that the original has them."
        ),
        "node.names_not_searched": Text(
            zh: "这里只查号码，不查名称。",
            en: "Numbers are searched here, and no names.",
            remedyZh: "输入统一社会信用代码等号码；名称近似的企业用 lianlu links 记录编号 查看。",
            remedyEn:
                "Give a number such as the credit code; lianlu links RECORD proposes firms whose names are alike."
        ),
        "node.wrong_numbers_in_text": Text(
            zh: "这类号码校验码或格式不符的，写在文字之中时，只有前面写明是什么号码（如“条码”“专利号”“组织机构代码”）才能查到；号码栏中填写的都能查到。",
            en:
                "A wrong number of this kind that stands inside text is found only where a word before it says what it is, such as GTIN, 条码 or 专利号; in fields for numbers it is always found.",
            remedyZh: "文字之中是否另有该号码，须打开有关记录查看。",
            remedyEn:
                "Whether a text has it without such a word is seen by opening the records concerned."
        ),
        "node.words_around_number": Text(
            zh: "输入的内容是文字和号码连在一起，不能按号码识别；以下只列正文中原样这样填写的。",
            en:
                "This is words and a number in one, which is no number of any kind; only what bodies hold written just so is listed.",
            remedyZh: "只输入号码部分再查。",
            remedyEn: "Search for the number alone."
        ),
        "command.talk_penalties_scope": Text(
            zh: "以上只包括正文在本节点、且您有权阅读的记录；其他单位的处罚正文未送达本节点的，不在其中。",
            en:
                "These are the records whose bodies are at this node and that you may read; penalties whose bodies other offices have not sent here are not among them."
        ),
        "command.talk_links_partly_unread": Text(
            zh: "本记录有 {count} 个步骤的正文不在本节点，其中的号码未作比对，结果可能不全。",
            en:
                "The bodies of {count} steps of this record are not at this node; the numbers in them were not compared, and the answer may not be whole."
        ),
        "node.linked_places_many": Text(
            zh: "本记录有标识码在其他记录中出现超过 {limit} 处，只比对了最近的。",
            en:
                "An identifier of this record stands in more than {limit} other places; only the newest were compared.",
            remedyZh: "用 lianlu search 单独查找该标识码。",
            remedyEn: "Search for that identifier alone with lianlu search."
        ),
        "node.linked_places_all": Text(
            zh: "本记录的各个标识码合计出现超过 {limit} 处，其余的未作比对。",
            en:
                "The identifiers of this record stand in more than {limit} places in all; the others were not compared.",
            remedyZh: "用 lianlu search 单独查找最重要的标识码。",
            remedyEn: "Search for the most important identifiers alone with lianlu search."
        ),
        "node.linked_names_many": Text(
            zh: "与当事人名称有共同字词的企业过多，只比对了其中 {limit} 处。",
            en:
                "Too many firms share parts of the subject's name; {limit} places of them were compared.",
            remedyZh: "用当事人的统一社会信用代码查找：lianlu search。",
            remedyEn: "Search for the subject's credit code with lianlu search."
        ),
        "node.linked_identifiers_many": Text(
            zh: "本记录的标识码超过 {limit} 个，其余的未作比对。",
            en: "This record has more than {limit} identifiers; the others were not compared.",
            remedyZh: "用 lianlu search 单独查找其余的标识码。",
            remedyEn: "Search for the others alone with lianlu search."
        ),
        "node.penalty_records_many": Text(
            zh: "同一当事人的记录超过 {limit} 件，只查看了最近变动的，更早的处罚可能未列出。",
            en:
                "There are more than {limit} records of the subject; only those that changed last were looked at, and earlier penalties may be missing.",
            remedyZh: "用 lianlu search 查找该当事人的号码。",
            remedyEn: "Search for the subject's number with lianlu search."
        ),
    ]
}
