extension Catalogue {
    /// Searching for identifiers and linking records; no text quotes a person's number whole.
    static let linking: [String: Text] = linkingNotices.merging(linkingWarnings) { first, _ in first
    }
    .merging(linkingCommands) { first, _ in first }

    private static let linkingNotices: [String: Text] = [
        "node.identifier_kind_unknown": Text(
            zh: "没有名为 {kind} 的标识码种类。",
            en: "There is no kind of identifier named {kind}.",
            remedyZh: "可用的种类：{kinds}。也可以不指定种类。",
            remedyEn: "Use one of: {kinds}. Or name none."
        ),
        "node.identifier_length_wrong": Text(
            zh: "标识码应为 1 至 {limit} 字节。",
            en: "An identifier has 1 to {limit} bytes.",
            remedyZh: "只填写标识码本身。",
            remedyEn: "Give the identifier alone."
        ),
        "node.identifier_was_compatible": Text(
            zh: "含有全角等兼容字符，已按普通字符比对",
            en: "full-width or other compatibility characters were compared as ordinary ones"
        ),
        "node.identifier_was_dash": Text(
            zh: "各种横线已按连字符比对",
            en: "dashes were compared as hyphens"
        ),
        "node.identifier_was_space": Text(zh: "空格已略去", en: "blanks were left out"),
        "node.identifier_was_upper": Text(
            zh: "小写字母已按大写比对",
            en: "small letters were compared as capitals"
        ),
        "node.identifier_was_form": Text(
            zh: "前后缀和标点已按该种类的规范形式整理",
            en: "prefixes and points were brought into the kind's own form"
        ),
        "node.identifier_check_differs": Text(
            zh: "校验码不符（应为 {expected}），仍按原样查找",
            en: "the check digit is wrong ({expected} would fit); searched as written all the same"
        ),
        "node.identifier_check_bad": Text(
            zh: "校验码不符，仍按原样查找",
            en: "the check digit is wrong; searched as written all the same"
        ),
        "node.identifier_core_check_bad": Text(
            zh: "第 17 位（组织机构代码的校验码）与第 9 至 16 位不符，仍按原样查找",
            en:
                "its 17th character, the check digit of the organisation code, does not fit the 9th to 16th; searched as written all the same"
        ),
        "node.identifier_form_bad": Text(
            zh: "不符合该种类的格式，仍按原样查找",
            en: "not in the form of its kind; searched as written all the same"
        ),
        "node.identifier_rather_another": Text(
            zh: "这串数字更可能是{kind}",
            en: "these digits are more likely of the kind: {kind}"
        ),
        "node.identifier_field_check_bad": Text(
            zh: "{field}：{value} 的校验码不符（{kind}）。",
            en: "{field}: the check digit of {value} is wrong ({kind}).",
            remedyZh: "与原件核对。货物上的假号码本身就是证据，照原样保存即可。",
            remedyEn:
                "Compare it with the original. A false number on goods is evidence: keep it as it is."
        ),
        "node.identifier_field_form_bad": Text(
            zh: "{field}：{value} 不符合{kind}的格式。",
            en: "{field}: {value} does not have the form of this kind: {kind}.",
            remedyZh: "与原件核对。货物上的假号码本身就是证据，照原样保存即可。",
            remedyEn:
                "Compare it with the original. A false number on goods is evidence: keep it as it is."
        ),
        "node.identifiers_too_many": Text(
            zh: "标识码超过 {limit} 个，其余的已保存，但不参与查找和串并。",
            en:
                "There are more than {limit} identifiers; the others are kept, and neither found nor linked.",
            remedyZh: "把最重要的标识码分到另一步骤或者另一记录中。",
            remedyEn: "Put the most important ones into a step or a record of their own."
        ),
        "node.identifiers_not_indexed": Text(
            zh: "本节点有正文正在编入索引，结果可能不全。",
            en:
                "Some bodies at this node are being indexed, and the answer may not be whole.",
            remedyZh: "稍后再查。",
            remedyEn: "Ask again later."
        ),
        "node.identifiers_cut": Text(
            zh: "这些条目的标识码过多，只有一部分编入了索引：{entries}。",
            en: "These entries hold more identifiers than are indexed: {entries}.",
            remedyZh: "打开这些记录人工查看。",
            remedyEn: "Open these records and look for yourself."
        ),
        "node.identifier_places_many": Text(
            zh: "有标识码出现超过 {limit} 处，只看了最近的。",
            en: "An identifier stands in more than {limit} places; only the newest were looked at.",
            remedyZh: "换用更有区别力的标识码。",
            remedyEn: "Use an identifier that tells more apart."
        ),
        "node.penalties_many": Text(
            zh: "该当事人的处罚超过 {limit} 件，只列出最近的。",
            en: "The subject has more than {limit} penalties; the newest are told.",
            remedyZh: "用 lianlu search 查找该当事人的号码。",
            remedyEn: "Search for the subject's number with lianlu search."
        ),
        "node.record_not_legible": Text(
            zh: "您无权阅读记录 {record} 的内容。",
            en: "You may not read what {record} says.",
            remedyZh: "该事项属于本节点的其他单位；请由其经办人查看，或请管理员在 lianlu.yaml 的 callers 中授权。",
            remedyEn:
                "It is another office's matter: let its officers look, or ask the operator for the right (callers in lianlu.yaml)."
        ),
        "node.linking_page_wrong": Text(
            zh: "每页应为 1 至 {limit} 件。",
            en: "A page has 1 to {limit} records.",
            remedyZh: "给出该范围内的数目。",
            remedyEn: "Give a number within that range."
        ),
    ]

    /// Warnings on the fields of a step.
    private static let linkingWarnings: [String: Text] = [
        "node.identifier_field_invisible": Text(
            zh: "{field}：含有不可见字符（{characters}），比对时已略去。",
            en:
                "{field}: it holds characters without an image ({characters}), left out for comparison.",
            remedyZh: "与原件核对；仍按原样保存。",
            remedyEn: "Compare it with the original; it is kept as it was written."
        ),
        "node.identifier_field_bidi": Text(
            zh: "{field}：含有改变书写方向的字符（{characters}），显示的次序可能与实际不同，比对时已略去。",
            en:
                "{field}: characters turn the direction of writing ({characters}), so that it may show in another order; left out for comparison.",
            remedyZh: "与原件核对；仍按原样保存。",
            remedyEn: "Compare it with the original; it is kept as it was written."
        ),
        "node.identifier_field_look_alike": Text(
            zh: "{field}：含有与其他字符形似的字符（{characters}），未作替换，与正常写法的号码不会匹配。",
            en:
                "{field}: it holds characters that look like others ({characters}); none was replaced, and it matches no number in ordinary letters.",
            remedyZh: "与原件核对；仍按原样保存。",
            remedyEn: "Compare it with the original; it is kept as it was written."
        ),
        "node.identifier_field_traditional": Text(
            zh: "{field}：含有繁体字（{characters}），未作转换，与简体写法的号码不会匹配。",
            en:
                "{field}: it holds traditional characters ({characters}); none was converted, and it matches no number in simplified ones.",
            remedyZh: "与原件核对；仍按原样保存。",
            remedyEn: "Compare it with the original; it is kept as it was written."
        ),
        "node.identifier_field_replacement": Text(
            zh: "{field}：含有替换字符（U+FFFD），文字在转码时已经损坏。",
            en:
                "{field}: it holds the replacement character U+FFFD; the text was damaged on its way.",
            remedyZh: "与原件核对；仍按原样保存。",
            remedyEn: "Compare it with the original; it is kept as it was written."
        ),
        "node.identifier_field_too_long": Text(
            zh: "{field}：超过 {limit} 字节，未作核对，也不参与查找。",
            en: "{field}: longer than {limit} bytes; it was not checked and is not found.",
            remedyZh: "与原件核对；仍按原样保存。",
            remedyEn: "Compare it with the original; it is kept as it was written."
        ),
        "node.identifier_field_first_generation": Text(
            zh: "{field}：可能是 15 位的旧身份证号码，没有校验码，无法核对。",
            en:
                "{field}: it may be an identity number of the first generation, 15 digits without a check character.",
            remedyZh: "与原件核对；仍按原样保存。",
            remedyEn: "Compare it with the original; it is kept as it was written."
        ),
        "node.identifier_field_no_public_number": Text(
            zh: "{field}：商业秘密没有公开的编号，不得把秘密内容填入。",
            en: "{field}: a trade secret has no public number; never write the secret here.",
            remedyZh: "与原件核对；仍按原样保存。",
            remedyEn: "Compare it with the original; it is kept as it was written."
        ),
        "node.identifier_field_link_user_part": Text(
            zh: "{field}：链接在主机名之前带有用户部分（@ 之前），真正的主机名在 @ 之后。",
            en: "{field}: the link has a user part before the @; the true host stands behind it.",
            remedyZh: "与原件核对；仍按原样保存。",
            remedyEn: "Compare it with the original; it is kept as it was written."
        ),
        "node.identifier_field_link_ambiguous": Text(
            zh: "{field}：链接中同一编号参数出现多次且取值不同，无法确定所指。",
            en: "{field}: the link gives the same number more than once, with different values.",
            remedyZh: "与原件核对；仍按原样保存。",
            remedyEn: "Compare it with the original; it is kept as it was written."
        ),
        "node.identifier_person_elsewhere": Text(
            zh: "{field}：其中的 {value} 像是公民身份号码，而该项不是填写身份证号码的。",
            en:
                "{field}: {value} in it looks like an identity number, and it is no field for one.",
            remedyZh: "如确是个人号码，请改填在自然人身份信息一项，或者删去；签署之后会随正文送达全部接收单位。",
            remedyEn:
                "If it is one, put it into the field for a person's identity, or leave it out: once signed it goes to all who receive the body."
        ),
        "node.text_damaged": Text(
            zh: "{field}：文字可能在转码或者繁简转换时损坏（见“{sign}”），按原样保存。",
            en:
                "{field}: the text seems damaged by a conversion (see “{sign}”); it is kept as it is.",
            remedyZh: "对照原文重新录入，再签发。",
            remedyEn: "Enter it again from the original before it is signed."
        ),
    ]

    private static let linkingCommands: [String: Text] = [
        "command.help_search": Text(
            zh: "查找标识码（信用代码、权利号、条码、店铺、电话、运单号等）出现在哪些记录中。",
            en: "Find the records in which an identifier stands.",
            remedyZh: """
                只列出您有权阅读正文的记录。命令行参数对本机其他用户可见：身份证号、电话、运单号等个人号码，请用 --file - 从标准输入给出，\
                或者不给参数，在终端上输入。个人号码一律遮盖显示。
                """,
            remedyEn: """
                Lists only records whose bodies you may read. Arguments are visible to other users of this machine: give \
                the numbers of persons (identity, telephone, parcel) by --file - on standard input, or give none and \
                type it at the terminal. They are never printed whole.
                """
        ),
        "command.help_links": Text(
            zh: "提示可能串并的记录，以及当事人五年内的处罚。",
            en: "Propose records that may belong together, and prior penalties within five years.",
            remedyZh: "仅为提示，不作任何认定，也不写入任何内容；只列出您有权阅读正文的记录。",
            remedyEn: """
                These are proposals: nothing is decided and nothing is written. Lists only records whose bodies you may \
                read.
                """
        ),
        "command.option_identifier": Text(
            zh: "标识码，按所见原样书写；个人号码请用 --file -。",
            en: "The identifier as it was seen; for numbers of persons use --file -."
        ),
        "command.option_identifier_file": Text(
            zh: "含有标识码的文件；- 表示标准输入。",
            en: "A file that holds the identifier; - is standard input."
        ),
        "command.option_identifier_kind": Text(
            zh: "标识码种类，例如 uscc、citizen-id、trademark-no；不给则按所有可能的种类查找。",
            en:
                "Its kind, such as uscc, citizen-id or trademark-no; without it, every kind it may be."
        ),
        "command.option_linking_limit": Text(
            zh: "最多列出多少件，1 至 20000。",
            en: "How many records at most, 1 to 20,000."
        ),
        "command.option_search_rebuild": Text(
            zh: "由节点从所存正文重建标识码索引；不改动任何记录。",
            en:
                "Have the node make the index of identifiers anew from its bodies; no record is changed."
        ),
        "command.option_links_on": Text(
            zh: "违法行为之日（YYYY-MM-DD）：只列出五年期限含该日的处罚；不给则自本案最早一步之日起至今日均计。",
            en: """
                The day of the act (YYYY-MM-DD): tells only penalties whose five years hold it; without it, those whose \
                five years hold any day from the matter's first step until today.
                """
        ),
        "command.label_by_entry": Text(zh: "（按条目日期）", en: "(the day of the entry)"),
        "command.talk_linking_more": Text(
            zh: "只列出了前 {count} 件；用 --limit 列出更多。",
            en: "Only the first {count} are listed; --limit lists more."
        ),
        "command.talk_index_rebuilt": Text(
            zh: "节点正从 {count} 个所存对象逐页重建索引；完成之前查找结果可能不全，届时会说明。",
            en: """
                The node makes the index anew from {count} stored objects, page by page; until then answers may lack \
                something, and say so.
                """
        ),
        "command.talk_penalties": Text(
            zh: """
                《商标法》：五年内实施两次以上商标侵权行为的，应当从重处罚（2019 年文本第六十条，2027-01-01 起第七十四条）。以上以决定日期计，决定自送达时生效；\
                是否撤销、如何适用由办案人员查明。
                """,
            en: """
                Trademark Law: whoever infringes twice or more within five years is punished more heavily (article 60 of \
                the text of 2019, 74 from 2027-01-01). The days above are those of the decisions, which take effect with \
                their service; whether one was revoked, and what follows, is for the officers to find out.
                """
        ),
        "command.label_alike_names": Text(zh: "名称近似", en: "names alike"),
        "command.label_field": Text(zh: "字段", en: "field"),
        "command.label_here_in": Text(zh: "本记录", en: "here"),
        "command.label_hint_only": Text(zh: "仅供参考", en: "a hint only"),
        "command.label_linked_records": Text(zh: "可能串并的记录", en: "Records that may belong together"),
        "command.label_machine": Text(zh: "记录种类", en: "record kind"),
        "command.label_other_region": Text(zh: "不同地区", en: "another region"),
        "command.label_penalty": Text(zh: "处罚", en: "penalty"),
        "command.label_prior_penalties": Text(
            zh: "同一当事人的处罚",
            en: "Penalties of the same subject"
        ),
        "command.label_penalties_not_standing": Text(
            zh: "不计入：已撤回的，以及演练",
            en: "Not counted: withdrawn, or an exercise"
        ),
        "command.talk_penalties_not_standing": Text(
            zh: "已撤回的，处罚决定可能已经变更、撤销、确认违法或者无效，是否仍有处罚由办案人员查明；演练中的处罚没有作出过。",
            en:
                "Of a withdrawn one the decision may have been changed, revoked or held unlawful or void: whether a penalty remains is for the officers to find out. A penalty of an exercise was never imposed."
        ),
        "command.label_same_region": Text(zh: "同地区", en: "the same region"),
        "command.label_score": Text(zh: "近似度", en: "score"),
        "command.label_shown": Text(zh: "标识码", en: "identifier"),
        "command.label_status": Text(zh: "核对", en: "check"),
        "command.label_status_checksum_bad": Text(zh: "校验码不符", en: "wrong check digit"),
        "command.label_status_form_only": Text(
            zh: "符合格式（无校验码可核）",
            en: "fits the form (no check digit)"
        ),
        "command.label_status_format_bad": Text(zh: "格式不符", en: "wrong form"),
        "command.label_status_unknown_type": Text(zh: "无法核对", en: "cannot be checked"),
        "command.label_status_valid": Text(zh: "相符", en: "right"),
        "command.label_strength": Text(zh: "强度", en: "strength"),
        "command.label_there_in": Text(zh: "对方记录", en: "there"),
        "command.talk_identifier_ask": Text(
            zh: "标识码：",
            en: "Identifier: "
        ),
        "command.talk_identifier_visible": Text(
            zh: "注意：这可能是个人号码，而命令行参数对本机其他用户可见。请改用 --file - 或者在终端上输入。",
            en: """
                Note: this may be a person's number, and arguments are visible to other users of this machine. Use \
                --file - or type it at the terminal instead.
                """
        ),
        "command.talk_identifier_unknown": Text(
            zh: "不符合任何已知种类，按原样查找。",
            en: "It fits no known kind; it was searched as written."
        ),
        "command.talk_no_places": Text(
            zh: "在您有权阅读的正文中没有找到。",
            en: "It stands in no body that you may read."
        ),
        "command.talk_no_links": Text(
            zh: "在您有权阅读的记录中没有可能串并的。",
            en: "No record that you may read seems to belong to it."
        ),
        "command.talk_no_penalties": Text(
            zh: "在您有权阅读的记录中没有该当事人 {since} 至 {until} 的处罚。",
            en:
                "No record that you may read tells a penalty of its subject from {since} to {until}."
        ),
        "command.talk_subject_unknown": Text(
            zh: "无法判断该当事人 {since} 至 {until} 有无处罚：您能读到的步骤没有写明其号码。",
            en:
                "Whether its subject was punished from {since} to {until} cannot be told: no step that you may read gives its number."
        ),
        "command.talk_subject_unread": Text(
            zh: "无法判断该当事人 {since} 至 {until} 有无处罚：有 {count} 个步骤的正文不在本节点，不知其号码。",
            en:
                "Whether its subject was punished from {since} to {until} cannot be told: the bodies of {count} steps are not at this node, and its number is not known here."
        ),
        "command.talk_links_unread": Text(
            zh: "有 {count} 个步骤的正文不在本节点，无法比对；在其余内容和您有权阅读的记录中没有可能串并的。",
            en:
                "The bodies of {count} steps are not at this node and were compared with nothing; of the rest, no record that you may read seems to belong to it."
        ),
        "command.option_record_full": Text(
            zh: "完整显示个人号码（身份证号、电话等），仅限办案所需；不给则遮盖。",
            en:
                "Show numbers of persons (identity, telephone) whole, where the case needs it; masked without it."
        ),
        "command.talk_masked": Text(
            zh: "个人号码已遮盖；确为办案所需时，加 --full 完整显示。",
            en: "Numbers of persons are masked; --full shows them whole where the case needs it."
        ),
        "command.talk_print_personal": Text(
            zh: "本件完整载有个人信息：只交给依法需要的单位和当事人，另行公开前应当遮盖。",
            en:
                "This page holds personal data whole: hand it only to those who need it by law, and mask it before it is published."
        ),
        "command.talk_proposals": Text(
            zh: "以上仅为提示，是否串并由办案人员认定。",
            en:
                "These are proposals; whether records belong together is for the officers to decide."
        ),
    ]
}
