/// What rule packs say: the words and phrases of the rules engine, for `lianlu rules`.
extension Catalogue {
    static let rules: [String: Text] = [ruleSubjects, ruleAspects, ruleWords, rulePhrases]
        .reduce(into: [:]) { all, texts in all.merge(texts) { first, _ in first } }

    /// What an element of a pack is, and what happened to it.
    private static let ruleSubjects: [String: Text] = [
        "rules.subject_pack": Text(zh: "规则包", en: "rule pack"),
        "rules.subject_law": Text(zh: "法律依据", en: "law"),
        "rules.subject_rank": Text(zh: "批准层级", en: "approver rank"),
        "rules.subject_calendar": Text(zh: "工作日日历", en: "calendar"),
        "rules.subject_clock": Text(zh: "时限", en: "clock"),
        "rules.subject_principle": Text(zh: "原则", en: "principle"),
        "rules.subject_kind": Text(zh: "事项类型", en: "kind of record"),
        "rules.subject_machine": Text(zh: "流程", en: "machine"),
        "rules.subject_role": Text(zh: "角色", en: "role"),
        "rules.subject_state": Text(zh: "状态", en: "state"),
        "rules.subject_step": Text(zh: "步骤", en: "step"),
        "rules.subject_field": Text(zh: "字段", en: "field"),
        "rules.subject_document": Text(zh: "文书", en: "document"),
        "rules.subject_forbidden": Text(zh: "法律不允许的行为", en: "act that the law rules out"),
        "rules.subject_enum": Text(zh: "取值表", en: "list of values"),
        "rules.change_added": Text(zh: "新增", en: "added"),
        "rules.change_removed": Text(zh: "删除", en: "removed"),
        "rules.change_changed": Text(zh: "修改", en: "changed"),
    ]

    /// What a pack says of an element.
    private static let ruleAspects: [String: Text] = [
        "rules.aspect_title": Text(zh: "名称", en: "title"),
        "rules.aspect_version": Text(zh: "版次", en: "version"),
        "rules.aspect_engine": Text(zh: "规则引擎", en: "engine"),
        "rules.aspect_status": Text(zh: "核实情况", en: "verification"),
        "rules.aspect_number": Text(zh: "文号", en: "number"),
        "rules.aspect_covers": Text(zh: "可代行", en: "also signs for"),
        "rules.aspect_digest": Text(zh: "摘要", en: "digest"),
        "rules.aspect_length": Text(zh: "期限", en: "length"),
        "rules.aspect_roll": Text(zh: "末日顺延", en: "last day"),
        "rules.aspect_excluded": Text(zh: "不计入", en: "not counted"),
        "rules.aspect_expiry": Text(zh: "届满后", en: "after it ends"),
        "rules.aspect_bearer": Text(zh: "义务人", en: "bound"),
        "rules.aspect_trigger": Text(zh: "起算", en: "starts when"),
        "rules.aspect_due": Text(zh: "应完成", en: "due"),
        "rules.aspect_bounds": Text(zh: "性质", en: "nature"),
        "rules.aspect_enabled": Text(zh: "适用", en: "in use"),
        "rules.aspect_note": Text(zh: "说明", en: "note"),
        "rules.aspect_code": Text(zh: "代码", en: "code"),
        "rules.aspect_aliases": Text(zh: "别称", en: "other names"),
        "rules.aspect_summary": Text(zh: "用途", en: "purpose"),
        "rules.aspect_source": Text(zh: "来源", en: "source"),
        "rules.aspect_law": Text(zh: "依据", en: "law"),
        "rules.aspect_machines": Text(zh: "流程", en: "machines"),
        "rules.aspect_bindings": Text(zh: "由谁担任", en: "filled by"),
        "rules.aspect_terminal": Text(zh: "终结状态", en: "terminal"),
        "rules.aspect_from": Text(zh: "从", en: "from"),
        "rules.aspect_to": Text(zh: "到", en: "to"),
        "rules.aspect_by": Text(zh: "由谁办理", en: "who"),
        "rules.aspect_per": Text(zh: "分别办理", en: "one each by"),
        "rules.aspect_approval": Text(zh: "批准", en: "approval"),
        "rules.aspect_opens": Text(zh: "进入协作机制", en: "opens in the mechanism"),
        "rules.aspect_automatic": Text(zh: "自动办理", en: "by the node itself"),
        "rules.aspect_required": Text(zh: "必填", en: "required"),
        "rules.aspect_documents": Text(zh: "文书", en: "documents"),
        "rules.aspect_guards": Text(zh: "条件", en: "allowed if"),
        "rules.aspect_conditions": Text(zh: "须由人判断的条件", en: "conditions for people to judge"),
        "rules.aspect_timers": Text(zh: "时限", en: "clocks"),
        "rules.aspect_basis": Text(zh: "性质", en: "rests on"),
        "rules.aspect_type": Text(zh: "类型", en: "type"),
        "rules.aspect_personal": Text(zh: "个人信息", en: "personal"),
        "rules.aspect_open": Text(zh: "对机制公开", en: "open fact"),
        "rules.aspect_identifier": Text(zh: "号码种类", en: "identifier"),
        "rules.aspect_values": Text(zh: "取值", en: "values"),
        "rules.aspect_form": Text(zh: "格式文书编号", en: "official form"),
        "rules.aspect_tally": Text(zh: "统计", en: "counted"),
        "rules.aspect_notes": Text(zh: "说明", en: "notes"),
        "rules.aspect_extension": Text(zh: "延长", en: "extension"),
        "rules.aspect_effective_from": Text(zh: "施行日期", en: "in force from"),
        "rules.aspect_effective_to": Text(zh: "失效日期", en: "in force until"),
        "rules.aspect_text_version": Text(zh: "文本日期", en: "text of"),
        "rules.aspect_sub_kind": Text(zh: "分类", en: "sub-kind"),
        "rules.aspect_waits_for": Text(zh: "等待", en: "waits for"),
        "rules.aspect_recorded_by": Text(zh: "可由谁代录", en: "recorded by"),
        "rules.aspect_meaning": Text(zh: "对串并的意义", en: "what it says for links"),
        "rules.aspect_tense": Text(zh: "时间先后", en: "past or future"),
        "rules.aspect_after": Text(zh: "不早于", en: "not before"),
        "rules.word_tense_past": Text(zh: "说明已经发生的事", en: "what has happened"),
        "rules.word_tense_future": Text(zh: "说明将来的日期", en: "what is still to come"),
        "rules.aspect_per_item": Text(zh: "逐项填写", en: "once for each item"),
        "rules.aspect_complete_at": Text(zh: "须填齐的步骤", en: "complete at"),
        "rules.aspect_outliving_clocks": Text(
            zh: "办结后继续的时限",
            en: "clocks that go on after the end"
        ),
    ]

    /// Values that are words.
    private static let ruleWords: [String: Text] = [
        "rules.word_yes": Text(zh: "是", en: "yes"),
        "rules.word_advisory": Text(
            zh: "建议（未核实，不具约束力）",
            en: "advisory: not verified, binds nobody"
        ),
        "rules.word_limit": Text(zh: "办理期限", en: "limit"),
        "rules.word_window": Text(zh: "办理窗口", en: "window"),
        "rules.word_lapse": Text(zh: "逾期失效", en: "lapse"),
        "rules.word_effect": Text(zh: "生效期间", en: "effect"),
        "rules.word_limitation": Text(zh: "时效", en: "limitation"),
        "rules.word_window_opens": Text(zh: "最早办理时间", en: "earliest time"),
        "rules.word_hour": Text(zh: "小时", en: "hours"),
        "rules.word_month": Text(zh: "个月", en: "months"),
        "rules.word_calendar_day": Text(zh: "日", en: "calendar days"),
        "rules.word_working_day": Text(zh: "个工作日", en: "working days"),
        "rules.word_roll_none": Text(zh: "不顺延", en: "does not move"),
        "rules.word_roll_holiday": Text(zh: "遇法定节假日顺延", en: "moves past public holidays"),
        "rules.word_roll_holiday_and_weekend": Text(
            zh: "遇法定节假日、休息日顺延",
            en: "moves past holidays and weekends"
        ),
        "rules.word_roll_not_applicable": Text(zh: "不适用", en: "does not apply"),
        "rules.word_meaning_subject_name": Text(zh: "当事人名称", en: "the name of the subject"),
        "rules.word_meaning_subject_number": Text(zh: "当事人号码", en: "the number of the subject"),
        "rules.word_meaning_penalty": Text(zh: "处罚", en: "a penalty"),
        "rules.word_meaning_penalty_date": Text(zh: "处罚决定日期", en: "the day of the penalty"),
        "rules.word_meaning_penalty_withdrawal": Text(
            zh: "处罚撤回理由",
            en: "why the penalty was taken back"
        ),
        "rules.word_verified": Text(zh: "已核实原文", en: "verified against the text"),
        "rules.word_secondary": Text(zh: "据转载或者报道", en: "from a secondary source"),
        "rules.word_memory": Text(zh: "凭记忆，未核实", en: "from memory, not verified"),
        "rules.word_law": Text(zh: "法律规定", en: "a rule of law"),
        "rules.word_design": Text(zh: "设计约定", en: "a choice of the design"),
        "rules.word_receipt": Text(zh: "材料到齐即自动签收", en: "when everything granted is stored"),
        "rules.word_clock": Text(zh: "时限届满", en: "when a clock has run out"),
        "rules.word_start": Text(zh: "开始", en: "starts"),
        "rules.word_stop": Text(zh: "停止", en: "stops"),
        "rules.word_pause": Text(zh: "中止", en: "pauses"),
        "rules.word_resume": Text(zh: "恢复", en: "resumes"),
        "rules.word_extend": Text(zh: "延长", en: "extends"),
        "rules.word_type_text": Text(zh: "长文本", en: "text"),
        "rules.word_type_string": Text(zh: "短文本", en: "short text"),
        "rules.word_type_boolean": Text(zh: "是/否", en: "yes or no"),
        "rules.word_type_integer": Text(zh: "整数", en: "integer"),
        "rules.word_type_money": Text(zh: "金额（分）", en: "money in fen"),
        "rules.word_type_quantity": Text(zh: "数量", en: "quantity"),
        "rules.word_type_date": Text(zh: "日期", en: "date"),
        "rules.word_type_datetime": Text(zh: "时间", en: "date and time"),
        "rules.word_type_identifier": Text(zh: "号码", en: "identifier"),
        "rules.word_type_region": Text(zh: "行政区划", en: "region"),
        "rules.word_type_office": Text(zh: "部门", en: "office"),
        "rules.word_type_officer": Text(zh: "办案人员", en: "officer"),
        "rules.word_type_person": Text(zh: "自然人", en: "person"),
        "rules.word_type_party": Text(zh: "当事人", en: "party"),
        "rules.word_type_contact": Text(zh: "联系方式", en: "contact"),
        "rules.word_type_hash": Text(zh: "摘要值", en: "digest"),
        "rules.word_type_attachment": Text(zh: "附件", en: "attachment"),
        "rules.word_type_mechanism": Text(zh: "协作机制", en: "mechanism"),
        "rules.word_type_result": Text(zh: "处理结果", en: "result"),
        "rules.word_type_enum": Text(zh: "选项", en: "choice"),
        "rules.word_type_law_ref": Text(zh: "法律条文", en: "article of law"),
        "rules.word_type_record_ref": Text(zh: "其他事项", en: "another record"),
    ]

    /// Values that are a few words around others.
    private static let rulePhrases: [String: Text] = [
        "rules.phrase_period": Text(zh: "{count} {unit}", en: "{count} {unit}"),
        "rules.phrase_list_of": Text(zh: "多项{type}", en: "list of: {type}"),
        "rules.phrase_article": Text(zh: "《{law}》第 {article} 条", en: "{law}, art. {article}"),
        "rules.phrase_law": Text(zh: "《{law}》", en: "{law}"),
        "rules.phrase_tagged": Text(zh: "{text}（{tag}）", en: "{text} ({tag})"),
        "rules.phrase_signed": Text(zh: "{rank}（须亲自签名）", en: "{rank}, who signs the entry"),
        "rules.phrase_form": Text(
            zh: "{title}（总局格式文书第 {number} 号）",
            en: "{title} (official form {number})"
        ),
        "rules.phrase_template": Text(zh: "{title}（本程序自拟样式）", en: "{title} (own template)"),
        "rules.phrase_field": Text(zh: "{title}（{id}，{type}）", en: "{title} ({id}, {type})"),
        "rules.phrase_named": Text(zh: "{title}（{id}）", en: "{title} ({id})"),
        "rules.phrase_field_noted": Text(
            zh: "{title}（{id}，{type}）：{note}",
            en: "{title} ({id}, {type}): {note}"
        ),
        "rules.phrase_timer": Text(zh: "{operation}“{clock}”", en: "{operation} {clock}"),
        "rules.phrase_timer_when": Text(
            zh: "{operation}“{clock}”，条件：{condition}",
            en: "{operation} {clock} if {condition}"
        ),
        "rules.phrase_one_of": Text(zh: "{field}为{values}", en: "{field} is {values}"),
        "rules.phrase_none_of": Text(zh: "{field}不是{values}", en: "{field} is not {values}"),
        "rules.phrase_is_true": Text(zh: "{field}为“是”", en: "{field} is yes"),
        "rules.phrase_is_false": Text(zh: "{field}为“否”或者未说明", en: "{field} is no or not stated"),
        "rules.phrase_open_end": Text(zh: "没有上限", en: "no maximum"),
        "rules.phrase_approved_by": Text(zh: "由{rank}批准", en: "approved by: {rank}"),
        "rules.phrase_at_most": Text(zh: "最多 {count} 次", en: "at most {count} times"),
        "rules.phrase_then": Text(zh: "其后适用{clock}", en: "then {clock}"),
        "rules.phrase_opener": Text(zh: "发起方", en: "whoever opened the record"),
        "rules.phrase_opener_of": Text(zh: "以{events}发起的一方", en: "whoever opened by {events}"),
        "rules.phrase_addressees_of": Text(zh: "{events}的接收方", en: "the addressees of {events}"),
        "rules.phrase_charter": Text(zh: "由章程指定", en: "named by the charter"),
        "rules.phrase_system": Text(zh: "节点自动签署", en: "the nodes' own signer"),
        "rules.phrase_outside": Text(
            zh: "没有节点的机关（由他方代录）",
            en: "a body without a node, recorded by others"
        ),
        "rules.phrase_addressees": Text(
            zh: "接收方最少 {min} 个、最多 {max} 个",
            en: "at least {min} and at most {max} addressees"
        ),
        "rules.phrase_new_addressees": Text(
            zh: "接收方未在{events}中出现过",
            en: "no addressee of {events} again"
        ),
        "rules.phrase_latest": Text(
            zh: "{events}中最近一次是{is}",
            en: "the latest of {events} is {is}"
        ),
        "rules.phrase_once": Text(zh: "每件事项一次", en: "once in a record"),
        "rules.phrase_once_each": Text(zh: "每个办理方一次", en: "once by each signer"),
        "rules.phrase_facts": Text(zh: "公开说明{fields}", en: "states {fields} openly"),
        "rules.phrase_other_addressees": Text(zh: "接收方不是{roles}", en: "no addressee is {roles}"),
        "rules.phrase_other_signer": Text(zh: "办理方不是{roles}", en: "the signer is not {roles}"),
        "rules.phrase_first": Text(
            zh: "{field}最早的一方",
            en: "the signer's {field} is the first of all"
        ),
        "rules.phrase_beginning": Text(zh: "（开始）", en: "(begins a record)"),
        "rules.phrase_stays": Text(zh: "（状态不变）", en: "(the state stays)"),
    ]
}
