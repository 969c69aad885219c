extension Catalogue {
    /// Texts of the commands for records of every kind.
    static let commandRecords: [String: Text] = [
        "command.help_record": Text(
            zh: "办理各类业务记录。",
            en: "Handle records of every kind.",
            remedyZh:
                "业务类型本身也是命令：lianlu clue send 与 lianlu record act 相同；类型和步骤可以写编号，也可以写中文名称。各类型见 lianlu record kinds。",
            remedyEn:
                "Kinds are commands too: lianlu clue send is lianlu record act. Kinds and steps may be given by id or by name; lianlu record kinds lists them."
        ),
        "command.help_record_new": Text(
            zh: "登记一条新记录。",
            en: "Begin a record.",
            remedyZh: "加 --ask 逐项询问所需字段；lianlu record form 列出这些字段。",
            remedyEn: "With --ask each field is asked for; lianlu record form lists them."
        ),
        "command.help_record_act": Text(
            zh: "办理记录的一个步骤。",
            en: "Take a step of a record.",
            remedyZh: "可以办理的步骤见 lianlu record show。编号可只写前 8 位以上，只要不重复。",
            remedyEn:
                "lianlu record show lists the steps that are possible. A record may be given by its first 8 or more digits if they are unique."
        ),
        "command.help_record_list": Text(zh: "列出记录。", en: "List records."),
        "command.help_record_show": Text(
            zh: "查看一条记录及其全部经过。",
            en: "Show one record with its whole timeline."
        ),
        "command.help_record_timeline": Text(
            zh: "按时间先后查看一条记录的经过：本节点内部和机制中的步骤合为一条线。",
            en: "Show one record as a line of time: what was done at home and in the mechanism."
        ),
        "command.help_record_form": Text(
            zh: "列出一个步骤需要填写的字段及其含义。",
            en: "List the fields that a step asks for, with their meaning.",
            remedyZh: "加 --yaml 写出可供 --file 使用的空白文件。只写记录编号的，列出可办的步骤。",
            remedyEn:
                "With --yaml it writes an empty file for --file. For a record without a step it lists those that may follow."
        ),
        "command.help_record_kinds": Text(
            zh: "列出业务类型：本程序附带的，以及存入节点的规则包中的。",
            en:
                "List the kinds of record: those that come with the program, and those of the packs that were added to the node."
        ),
        "command.kind_steps": Text(zh: "步骤：", en: "Steps:"),
        "command.kind_by_record": Text(
            zh: "用 lianlu record new 或者 act 办理",
            en: "taken by lianlu record new or act"
        ),
        "command.kind_words": Text(
            zh: "另有 new、list、show、timeline，与 lianlu record 的同名命令相同；步骤名中的下划线可写成连字符，也可以写中文名称。",
            en:
                "new, list, show and timeline are those of lianlu record. Hyphens stand for underscores in steps, and their Chinese names will do as well."
        ),
        "command.option_kind": Text(
            zh: "业务类型，例如 clue、案件协查；有几种程序的写明一种，例如 handover-criminal。",
            en:
                "The kind, such as clue or 案件协查; of several procedures one, such as handover-criminal."
        ),
        "command.option_first_step": Text(
            zh: "第一个步骤；只有一个的可以不写。",
            en: "The first step; not needed where there is only one."
        ),
        "command.option_step": Text(
            zh: "步骤，例如 send 或者“移送”。",
            en: "The step, such as send, or its Chinese name."
        ),
        "command.option_kind_or_record": Text(
            zh: "业务类型，或者记录编号。",
            en: "A kind of record, or a record's digest."
        ),
        "command.option_filter_kind": Text(zh: "只列该业务类型的。", en: "Only those of a kind."),
        "command.option_yaml": Text(
            zh: "写成 YAML 空白文件。",
            en: "Write an empty YAML file."
        ),
        "command.option_ask": Text(
            zh: "在终端上逐项询问所需字段，签署之前显示全文并请确认。",
            en: "Ask at the terminal for each required field, and show all before it is signed."
        ),
        "command.ask_step": Text(
            zh: "以上内容将签署并发出，不能撤销。确认无误时输入 是（或者 yes）并回车，其他输入一律不签署：",
            en:
                "This will be signed and sent and cannot be undone. Type yes to sign it; anything else signs nothing: "
        ),
        "command.ask_step_home": Text(
            zh: "以上内容将签署并登记在本节点，不发给任何其他节点。确认无误时输入 是（或者 yes）并回车，其他输入一律不签署：",
            en:
                "This will be signed and kept at this node; no other node gets it. Type yes to sign it; anything else signs nothing: "
        ),
        "command.ask_items": Text(
            zh: "每行一项，空行结束。",
            en: "One item a line; an empty line ends the list."
        ),
        "command.ask_again": Text(
            zh: "不能这样填写；应为：{form}",
            en: "That cannot be a value here; it is: {form}"
        ),
        "command.terminal_needed": Text(
            zh: "没有终端，无法逐项询问。",
            en: "There is no terminal on which a person could be asked.",
            remedyZh: "去掉 --ask，用 --field 或者 --file 填写；字段见 lianlu record form。",
            remedyEn:
                "Leave --ask out and give the fields with --field or --file; lianlu record form lists them."
        ),
        "command.dialogue_ended": Text(
            zh: "填写到“{field}”时输入中断，什么都没有签署。",
            en: "The input ended at {field}. Nothing was signed.",
            remedyZh: "重新运行；已有的内容可以用 --field 或者 --file 给出。",
            remedyEn: "Run it again; what is known already can be given with --field or --file."
        ),
        "command.step_declined": Text(
            zh: "未经确认，什么都没有签署。",
            en: "It was not confirmed. Nothing was signed.",
            remedyZh: "重新运行，确认无误时输入 是。",
            remedyEn: "Run it again and type yes once all is right."
        ),
        "command.label_record_kind": Text(zh: "业务类型", en: "kind of record"),
        "command.talk_form": Text(
            zh:
                "命令行写法：--field {example}（字段写名称或者编号都可以；列表逐项重复 --field）；也可以加 --yaml 写出空白文件，填好后用 --file 读入。",
            en:
                "On the command line: --field {example} (a field goes by title or id; each item of a list is a --field of its own). Or write a file with --yaml, fill it in, and give it with --file."
        ),
        "command.label_required_fields": Text(zh: "必填", en: "Required"),
        "command.label_other_fields": Text(zh: "还可以填写", en: "May be given too"),
        "command.option_all_fields": Text(
            zh: "可填可不填的也详细列出。",
            en: "List those that are not required in full as well."
        ),
        "command.label_law": Text(zh: "依据", en: "law"),
        "command.label_said_before": Text(zh: "已填", en: "said before"),
        "command.label_list_of": Text(zh: "可多项，每项为", en: "list of"),
        "command.label_field_open": Text(
            zh: "写入公开的条目头，机制内都能看到",
            en: "stands in the header: the whole mechanism sees it"
        ),
        "command.label_field_personal": Text(zh: "个人信息", en: "personal data"),
        "command.label_type_text": Text(zh: "文字", en: "text"),
        "command.label_type_string": Text(zh: "文字", en: "text"),
        "command.label_type_boolean": Text(
            zh: "是或者否",
            en: "yes or no"
        ),
        "command.label_type_integer": Text(zh: "整数，如 12", en: "integer, as 12"),
        "command.label_type_money": Text(
            zh: "金额，写明单位，如 76万元、760000.00元；或者以分为单位的整数，如 :=76000000",
            en: "money with its unit, as 76万元 or 760000.00元; or an integer in fen, as :=76000000"
        ),
        "command.label_type_quantity": Text(zh: "数量，整数", en: "quantity: an integer"),
        "command.label_type_date": Text(zh: "日期，如 2026-11-20", en: "date, as 2026-11-20"),
        "command.label_type_datetime": Text(
            zh: "时间，如 2026-11-20T09:30:00+08:00",
            en: "time, as 2026-11-20T09:30:00+08:00"
        ),
        "command.label_type_identifier": Text(zh: "证号或编号", en: "identifier"),
        "command.label_type_region": Text(zh: "地区代码，如 360000", en: "region code, as 360000"),
        "command.label_type_office": Text(
            zh: "部门地址（如 360000/scjg）或者名片上的名称",
            en: "office, as 360000/scjg, or its title on a card"
        ),
        "command.label_type_officer": Text(zh: "办案人员姓名", en: "officer's name"),
        "command.label_type_person": Text(zh: "姓名", en: "person's name"),
        "command.label_type_party": Text(zh: "当事人名称", en: "party's name"),
        "command.label_type_contact": Text(zh: "联系方式", en: "contact"),
        "command.label_type_hash": Text(zh: "SHA-256，64 位十六进制", en: "SHA-256, 64 hex digits"),
        "command.label_type_attachment": Text(zh: "附件名称", en: "name of an attachment"),
        "command.label_type_mechanism": Text(zh: "机制编号", en: "mechanism's id"),
        "command.label_type_result": Text(zh: "结论", en: "result"),
        "command.label_type_enum": Text(zh: "所列之一", en: "one of a list"),
        "command.label_type_law_ref": Text(zh: "法律条款", en: "article of a law"),
        "command.label_type_record_ref": Text(zh: "另一记录的编号", en: "another record's digest"),
    ]
}
