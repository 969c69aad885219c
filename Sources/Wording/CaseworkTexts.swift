/// The texts of module Casework: errors of rule packs and JSON, reasons of irregular steps, findings.
extension Catalogue {
    static let casework: [String: Text] = caseworkErrors.merging(
        caseworkReasons.merging(caseworkFindings, uniquingKeysWith: { first, _ in first }),
        uniquingKeysWith: { first, _ in first }
    )

    private static let caseworkErrors: [String: Text] = [
        "casework.json_too_large": Text(
            zh: "JSON 文件超过 {limit} 字节。",
            en: "The JSON document is larger than {limit} bytes.",
            remedyZh: "缩小文件后重试。",
            remedyEn: "Make the document smaller and try again."
        ),
        "casework.json_not_utf8": Text(
            zh: "JSON 文件不是 UTF-8 编码。",
            en: "The JSON document is not UTF-8.",
            remedyZh: "以 UTF-8 编码保存后重试。",
            remedyEn: "Save it as UTF-8 and try again."
        ),
        "casework.json_syntax": Text(
            zh: "JSON 第 {line} 行第 {column} 字节处有语法错误。",
            en: "JSON syntax error in line {line}, byte {column}.",
            remedyZh: "改正该处。",
            remedyEn: "Correct that place."
        ),
        "casework.json_duplicate_key": Text(
            zh: "JSON 第 {line} 行重复出现键 {key}。",
            en: "Key {key} appears a second time in line {line} of the JSON document.",
            remedyZh: "只保留一个。",
            remedyEn: "Keep one of them."
        ),
        "casework.json_number": Text(
            zh: "JSON 第 {line} 行的数不是规范的整数。",
            en: "The number in line {line} of the JSON document is no plain integer.",
            remedyZh: "写成不带小数、指数和前导零的整数，金额以分为单位。",
            remedyEn:
                "Write an integer without fraction, exponent or leading zero; write money in fen."
        ),
        "casework.json_too_deep": Text(
            zh: "JSON 第 {line} 行的嵌套超过 {limit} 层。",
            en: "The JSON document is nested deeper than {limit} levels in line {line}.",
            remedyZh: "减少嵌套。",
            remedyEn: "Nest it less deeply."
        ),
        "casework.pack_format": Text(
            zh: "该文件不是规则包：format 为“{found}”，应为“{expected}”。",
            en: "This file is no rule pack: format is “{found}”, not “{expected}”.",
            remedyZh: "选择规则包文件；如由更新的版本制作，请升级本程序。",
            remedyEn:
                "Choose a rule pack; if a newer release made this one, upgrade this program."
        ),
        "casework.pack_engine_newer": Text(
            zh: "规则包需要第 {engine} 版规则引擎，本程序支持到第 {supported} 版。",
            en:
                "The rule pack needs rules engine {engine}; this program supports up to {supported}.",
            remedyZh: "升级本程序；在此之前，适用该规则包的步骤显示为待定。",
            remedyEn: "Upgrade this program; until then steps under this pack are pending."
        ),
        "casework.pack_key_unknown": Text(
            zh: "规则包或者日历第 {line} 行：{path} 不是本格式的键。",
            en: "Rule pack or calendar, line {line}: {path} is no key of this format.",
            remedyZh: "删除或者改正该键。",
            remedyEn: "Remove or correct the key."
        ),
        "casework.pack_key_missing": Text(
            zh: "规则包或者日历第 {line} 行起的对象缺少 {path}，或者其内容为空。",
            en: "Rule pack or calendar, object from line {line}: {path} is missing or empty.",
            remedyZh: "补上该键。",
            remedyEn: "Add it."
        ),
        "casework.pack_value_type": Text(
            zh: "规则包或者日历第 {line} 行：{path} 的类型应为 {expected}。",
            en: "Rule pack or calendar, line {line}: {path} must be of type {expected}.",
            remedyZh: "改正该值。",
            remedyEn: "Correct the value."
        ),
        "casework.pack_value_malformed": Text(
            zh: "规则包或者日历第 {line} 行：{path} 的值应为：{expected}。",
            en: "Rule pack or calendar, line {line}: the value of {path} must be: {expected}.",
            remedyZh: "改正该值。",
            remedyEn: "Correct the value."
        ),
        "casework.pack_limit": Text(
            zh: "规则包或者日历第 {line} 行：{path} 超过上限 {limit}。",
            en: "Rule pack or calendar, line {line}: {path} exceeds the limit of {limit}.",
            remedyZh: "缩短，或者拆分为几个规则包。",
            remedyEn: "Shorten it, or split the pack."
        ),
        "casework.pack_id_repeated": Text(
            zh: "规则包第 {line} 行：{path} 处的 id {id} 已经用过。",
            en: "Rule pack, line {line}: id {id} at {path} is already taken.",
            remedyZh: "另取 id。",
            remedyEn: "Choose another id."
        ),
        "casework.pack_reference_unknown": Text(
            zh: "规则包第 {line} 行：{path} 引用的 {id}（{kind}）不存在。",
            en: "Rule pack, line {line}: {path} refers to {id} ({kind}), which does not exist.",
            remedyZh: "改正引用，或者先定义它。",
            remedyEn: "Correct the reference or define it."
        ),
        "casework.pack_machine_reserved": Text(
            zh: "规则包第 {line} 行：{path} 使用了保留的流程名 {id}。",
            en: "Rule pack, line {line}: machine name {id} at {path} is reserved.",
            remedyZh: "另取名称。",
            remedyEn: "Choose another name."
        ),
        "casework.pack_state_unreachable": Text(
            zh: "规则包第 {line} 行：流程 {path} 中没有步骤通向状态 {id}。",
            en: "Rule pack, line {line}: no step of {path} leads to state {id}.",
            remedyZh: "补上步骤，或者删除该状态。",
            remedyEn: "Add a step or remove the state."
        ),
        "casework.pack_state_dead_end": Text(
            zh: "规则包第 {line} 行：流程 {path} 从状态 {id} 无法到达任何终结状态。",
            en: "Rule pack, line {line}: in {path} no terminal state can be reached from {id}.",
            remedyZh: "补上步骤，或者将其标为终结状态。",
            remedyEn: "Add a step, or mark the state as terminal."
        ),
        "casework.pack_state_terminal_left": Text(
            zh: "规则包第 {line} 行：流程 {path} 中有步骤离开终结状态 {id}。",
            en: "Rule pack, line {line}: a step of {path} leaves terminal state {id}.",
            remedyZh: "删除该步骤，或者不标为终结状态。",
            remedyEn: "Remove the step, or do not mark the state as terminal."
        ),
        "casework.pack_state_waiting": Text(
            zh: "规则包第 {line} 行：{path} 的状态 {id} 应当写明等待何方；终结状态不得写明。",
            en:
                "Rule pack, line {line}: state {id} at {path} must say whom it waits for; a terminal state must not.",
            remedyZh: "补上或者删除 waits_for，或者标为 resting。",
            remedyEn: "Add or remove waits_for, or mark the state as resting."
        ),
        "casework.pack_creation_missing": Text(
            zh: "规则包第 {line} 行：流程 {id}（{path}）没有起始步骤。",
            en: "Rule pack, line {line}: machine {id} at {path} has no step that begins a record.",
            remedyZh: "增加一个 from 为空的步骤。",
            remedyEn: "Add a step whose from is empty."
        ),
        "casework.pack_opening_missing": Text(
            zh: "规则包第 {line} 行：流程 {id}（{path}）没有进入机制的步骤。",
            en:
                "Rule pack, line {line}: machine {id} at {path} has no step that opens a record in a mechanism.",
            remedyZh: "将发出的步骤标为 opens。",
            remedyEn: "Mark the step that sends the record with opens."
        ),
        "casework.pack_opening_unreachable": Text(
            zh: "规则包第 {line} 行：流程 {path} 的步骤 {id} 无法由发起方在本节点内到达。",
            en:
                "Rule pack, line {line}: in {path} the opener's own roles cannot reach opening {id} at home.",
            remedyZh: "使之前的步骤都可由发起方签署。",
            remedyEn: "Let the opener's roles sign every step before it."
        ),
        "casework.pack_event_stays": Text(
            zh: "规则包第 {line} 行：{path} 的步骤 {id} 是起始步骤，或者进入机制的步骤，不得不改变状态。",
            en:
                "Rule pack, line {line}: step {id} at {path} begins or opens a record and must lead to a state.",
            remedyZh: "写明 to 的状态。",
            remedyEn: "Name a state in to."
        ),
        "casework.pack_event_beginner": Text(
            zh: "规则包第 {line} 行：流程 {path} 的步骤 {id} 是起始步骤，或者进入机制的步骤，但不能由发起方签署。",
            en:
                "Rule pack, line {line}: step {id} of {path} begins or opens a record, but no role of the opener may sign it.",
            remedyZh: "在 by 中列入绑定 opener 的角色。",
            remedyEn: "List a role in by that is bound to the opener."
        ),
        "casework.pack_automatic_without_system": Text(
            zh: "规则包第 {line} 行：{path} 的步骤 {id} 标为自动，但 by 中没有系统角色。",
            en:
                "Rule pack, line {line}: step {id} at {path} is automatic but lists no system role in by.",
            remedyZh: "在 by 中列入系统角色，或者删除 automatic。",
            remedyEn: "List the system role in by, or remove automatic."
        ),
        "casework.pack_role_binding": Text(
            zh: "规则包第 {line} 行：{path} 的角色 {id} 没有绑定，或者 system、outside 与其他绑定并列。",
            en:
                "Rule pack, line {line}: role {id} at {path} has no binding, or has system or outside beside another.",
            remedyZh: "改正绑定。",
            remedyEn: "Correct the bindings."
        ),
        "casework.pack_role_not_signing": Text(
            zh: "规则包第 {line} 行：{path} 的 per 所列角色 {id} 不在 by 中。",
            en: "Rule pack, line {line}: role {id} in per of {path} is not listed in by.",
            remedyZh: "改正 per 或者 by。",
            remedyEn: "Correct per or by."
        ),
        "casework.pack_field_personal_open": Text(
            zh: "规则包第 {line} 行：{path} 的字段 {id} 属于个人信息，不得公开于条目头。",
            en:
                "Rule pack, line {line}: field {id} at {path} is personal data and must not be open.",
            remedyZh: "删除 open。",
            remedyEn: "Remove open."
        ),
        "casework.pack_field_enum": Text(
            zh: "规则包第 {line} 行：{path} 的字段 {id} 为 enum 类型时必须、否则不得写明取值表。",
            en:
                "Rule pack, line {line}: field {id} at {path} must name a value list if, and only if, its type is enum.",
            remedyZh: "改正 type 或者 enum。",
            remedyEn: "Correct type or enum."
        ),
        "casework.pack_range_empty": Text(
            zh: "规则包第 {line} 行：{path} 的下限大于上限。",
            en: "Rule pack, line {line}: the range at {path} ends before it begins.",
            remedyZh: "改正上下限。",
            remedyEn: "Correct its limits."
        ),
        "casework.pack_reference_cycle": Text(
            zh: "规则包第 {line} 行：{path} 处 {id} 的引用绕回其自身。",
            en: "Rule pack, line {line}: the references of {id} at {path} lead back to it.",
            remedyZh: "删除其中一处引用。",
            remedyEn: "Remove one of the references."
        ),
        "casework.pack_name_repeated": Text(
            zh: "规则包第 {line} 行：{path} 的名称“{id}”已经是另一种类的名称。",
            en: "Rule pack, line {line}: the name “{id}” of {path} is that of another kind.",
            remedyZh: "从其中一个种类删除该名称。",
            remedyEn: "Take it from one of the two kinds."
        ),
        "casework.pack_event_unsigned": Text(
            zh: "规则包第 {line} 行：{path} 的步骤 {id} 没有任何单位可以签署。",
            en: "Rule pack, line {line}: no office can ever sign step {id} at {path}.",
            remedyZh: "在 by 或者 recorded_by 中列入有单位的角色。",
            remedyEn: "List a role in by or recorded_by that an office can fill."
        ),
        "casework.pack_state_stuck_at_home": Text(
            zh: "规则包第 {line} 行：{path} 的状态 {id} 在本节点内既不能进入机制，也不能终结。",
            en:
                "Rule pack, line {line}: from state {id} at {path} a matter at home can neither be opened nor ended.",
            remedyZh: "补上可由发起方签署的步骤。",
            remedyEn: "Add a step that a role of the opener may sign."
        ),
        "casework.pack_state_waits_in_vain": Text(
            zh: "规则包第 {line} 行：{path} 的状态 {id} 所等待的一方在该状态没有步骤可以办理。",
            en:
                "Rule pack, line {line}: whoever state {id} at {path} waits for has no step to take from it.",
            remedyZh: "改正 waits_for，或者补上步骤。",
            remedyEn: "Correct waits_for, or add a step."
        ),
        "casework.pack_clock_not_started": Text(
            zh: "规则包第 {line} 行：{path} 用到期限 {id}，但本流程没有步骤使其起算。",
            en:
                "Rule pack, line {line}: {path} names clock {id}, which no step of the machine starts.",
            remedyZh: "补上起算的步骤，或者改正期限的 id。",
            remedyEn: "Add the step that starts it, or correct the clock's id."
        ),
        "casework.pack_guard_at_home": Text(
            zh: "规则包第 {line} 行：{path} 的步骤 {id} 只能在本节点内办理，却以接收方为条件；本节点内的条目没有接收方。",
            en:
                "Rule pack, line {line}: step {id} at {path} is taken at home only, where entries have no addressees, but a guard asks about them.",
            remedyZh: "删除该条件，或者将步骤放在进入机制之后。",
            remedyEn: "Remove the guard, or place the step after the opening."
        ),
    ]

    private static let caseworkReasons: [String: Text] = [
        "casework.machine_unknown": Text(
            zh: "规则包 {pack} 中没有流程 {machine}。",
            en: "Rule pack {pack} has no machine {machine}.",
            remedyZh: "由签署单位按规则重新办理。",
            remedyEn: "The signing office takes the step again under the rules."
        ),
        "casework.event_unknown": Text(
            zh: "流程 {machine} 中没有步骤 {event}。",
            en: "Machine {machine} has no event {event}.",
            remedyZh: "由签署单位按规则重新办理。",
            remedyEn: "The signing office takes the step again under the rules."
        ),
        "casework.machine_differs": Text(
            zh: "该记录的流程是 {expected}，条目写的是 {machine}。",
            en: "The record runs on machine {expected}; the entry names {machine}.",
            remedyZh: "核对所指的记录。",
            remedyEn: "Check which record was meant."
        ),
        "casework.pack_not_named": Text(
            zh: "该日志当时采用的章程没有列入规则包 {pack}；在本节点内则是没有安装。",
            en:
                "The charter that the log had adopted does not name rule pack {pack}; at home, it is not installed.",
            remedyZh: "先以章程修订列入该规则包，或者改用章程所列的规则包。",
            remedyEn: "Name the pack in a charter revision first, or use one that it names."
        ),
        "casework.pack_unusable": Text(
            zh: "文件 {pack} 不是可用的规则包。",
            en: "The file {pack} is no usable rule pack.",
            remedyZh: "以章程修订换成可用的规则包。",
            remedyEn: "Name a usable pack in a charter revision."
        ),
        "casework.pack_switch_by_stranger": Text(
            zh: "签署单位在该记录中没有角色，不能改用规则包 {pack}。",
            en: "The signing office has no role in the record and cannot move it to pack {pack}.",
            remedyZh: "由记录的一方办理。",
            remedyEn: "A party to the record takes the step."
        ),
        "casework.role_not_allowed": Text(
            zh: "{signer} 无权签署步骤 {event}。",
            en: "{signer} may not sign step {event}.",
            remedyZh: "由规则列明的一方签署；lianlu record show 在“下一步”中列出各步骤的办理方。",
            remedyEn:
                "The party that the rules name signs it; lianlu record show lists under Next steps who takes which step."
        ),
        "casework.state_not_allowed": Text(
            zh: "状态为 {state} 时不能办理步骤 {event}。",
            en: "Step {event} is not possible in state {state}.",
            remedyZh: "办理当前允许的步骤；lianlu record show 在“下一步”中列出。",
            remedyEn:
                "Take a step that its state allows; lianlu record show lists them under Next steps."
        ),
        "casework.first_step_not_allowed": Text(
            zh: "记录不能以步骤 {event} 开始。",
            en: "A record cannot begin with step {event}.",
            remedyZh: "在本节点以登记步骤开始，在机制中以发出步骤开始。",
            remedyEn:
                "Begin with a creating step at home, and with an opening step in a mechanism."
        ),
        "casework.addressee_outside": Text(
            zh: "接收方 {address} 不属于本机制。",
            en: "Addressee {address} is outside the mechanism.",
            remedyZh: "核对地址和章程成员。",
            remedyEn: "Check the address and the members of the charter."
        ),
        "casework.addressee_count": Text(
            zh: "该步骤有 {count} 个接收方，规则要求最少 {min} 个、最多 {max} 个。",
            en:
                "The step names {count} addressees; the rules ask for at least {min} and at most {max}.",
            remedyZh:
                "按规则写明接收方；多方的事项分别登记为相互关联的记录。同一地的几个单位，--to 只写该地的区划代码，各单位写在接收单位（receiver_offices）中。",
            remedyEn:
                "Name as many as the rules ask for; make linked records for several offices. For several offices of one region give the region alone with --to and name them among the receiving offices (receiver_offices)."
        ),
        "casework.addressee_repeated": Text(
            zh: "接收方 {address} 先前已经通报过。",
            en: "Addressee {address} was named before.",
            remedyZh: "另选接收方。",
            remedyEn: "Choose another addressee."
        ),
        "casework.latest_not_allowed": Text(
            zh: "按本事项此前办理的步骤，现在不能办理 {event}。",
            en: "After the steps that were taken before, {event} cannot follow now.",
            remedyZh: "办理当前允许的步骤；lianlu record show 在“下一步”中列出，并显示经过。",
            remedyEn:
                "Take a step that is possible now; lianlu record show lists them under Next steps, with the history."
        ),
        "casework.once_only": Text(
            zh: "步骤 {event} 只能办理一次。",
            en: "Step {event} can be taken only once.",
            remedyZh: "无须再办；lianlu record show 在“下一步”中列出可以办理的步骤。",
            remedyEn:
                "It need not be taken again; lianlu record show lists what is possible under Next steps."
        ),
        "casework.fact_missing": Text(
            zh: "本步骤须公开填写“{field}”，条目中没有。",
            en: "The header lacks field {field}, which the rules ask for.",
            remedyZh: "补上该字段后重新签署。",
            remedyEn: "Add the field and sign again."
        ),
        "casework.addressee_is_party": Text(
            zh: "{address} 可以由担任 {role} 的单位代为办理，不得作为本步骤的接收方。",
            en: "{address} cannot be addressed: an office that is {role} could act for it.",
            remedyZh: "写明另一单位，同一地区的写到具体单位。",
            remedyEn: "Name another office; within one region, name the office itself."
        ),
        "casework.signer_is_party": Text(
            zh: "{signer} 在本记录中担任 {role}，不得签署该步骤。",
            en: "{signer} is {role} of this record and may not sign the step.",
            remedyZh: "由当事各方以外的上级办理。",
            remedyEn: "A superior that is no party to the matter takes the step."
        ),
        "casework.not_first": Text(
            zh: "本单位载明的 {field}（{found}）不早于另一单位载明的 {other}。",
            en:
                "The signer's {field} ({found}) is not before {other}, which another office stated.",
            remedyZh: "由最先的单位办理；相同或者有争议的，报请共同的上级指定。",
            remedyEn:
                "The first one handles the matter; equal or contested moments go to the common superior."
        ),
        "casework.approver_missing": Text(
            zh: "该步骤须由 {rank} 签署批准，条目上没有。",
            en: "The step needs the signature of an approver of rank {rank}; the entry has none.",
            remedyZh:
                "同一命令加上 --for-approval 再运行一次，得到草稿编号；再由审批人本人运行 lianlu record approve 草稿编号 --officer-key 本人密钥文件。",
            remedyEn:
                "Give the same command once more with --for-approval, which gives the id of a draft; then the officer runs lianlu record approve DRAFT --officer-key KEYFILE."
        ),
        "casework.approver_rank": Text(
            zh: "该步骤须由 {rank} 批准，签署人的级别是 {found}。",
            en: "The step needs an approver of rank {rank}; the signer's rank is {found}.",
            remedyZh: "由相应级别的审批人批准。",
            remedyEn: "Let an officer of that rank approve it."
        ),
        "casework.duplicate": Text(
            zh: "与同一日志第 {index} 号条目字节相同。",
            en: "The same bytes stand at index {index} of this log already.",
            remedyZh: "以先前的条目为准，无须处理。",
            remedyEn: "The earlier one counts; nothing is to be done."
        ),
        "casework.record_not_first": Text(
            zh: "{record} 不是一条记录的首个条目。",
            en: "{record} is not the first entry of a record.",
            remedyZh: "核对所指的记录。",
            remedyEn: "Check which record was meant."
        ),
        "casework.record_not_opened": Text(
            zh: "记录 {record} 的首个条目没有生效。",
            en: "The first entry of record {record} has no effect.",
            remedyZh: "查看首个条目的原因。",
            remedyEn: "See the reasons at its first entry."
        ),
        "casework.parent_invalid": Text(
            zh: "所依据的条目 {parent} 无效。",
            en: "The entry {parent}, on which this one builds, is invalid.",
            remedyZh: "由签署单位依据有效条目重新办理。",
            remedyEn: "The signing office takes the step again on valid entries."
        ),
        "casework.parent_not_earlier": Text(
            zh: "所依据的条目 {parent} 排在本条目之后。",
            en: "The entry {parent}, on which this one builds, comes after it.",
            remedyZh: "核查签署节点：正常的节点不会产生这种条目。",
            remedyEn: "Examine the signing nodes: a sound node never writes this."
        ),
        "casework.second_opening": Text(
            zh: "该记录已经以 {opening} 进入机制，不能再次发出。",
            en: "The record was opened by {opening} and cannot be opened again.",
            remedyZh: "另立记录并相互关联。",
            remedyEn: "Make another record and link the two."
        ),
        "casework.opens_at_home": Text(
            zh: "步骤 {event} 使事项进入机制，不能写入内部日志。",
            en: "Step {event} puts a matter into a mechanism and cannot stand in a home log.",
            remedyZh: "将该步骤写入机制日志。",
            remedyEn: "Write it to the log of a mechanism."
        ),
        "casework.home_after_opening": Text(
            zh: "该事项已经以 {opening} 进入机制，此后的步骤应当写入机制日志。",
            en: "The matter was opened by {opening}; later steps belong in the mechanism's log.",
            remedyZh: "在机制中办理。",
            remedyEn: "Take the step in the mechanism."
        ),
        "casework.correct_by_other": Text(
            zh: "{signer} 不能更正 {expected} 签署的条目。",
            en: "{signer} cannot correct an entry that {expected} signed.",
            remedyZh: "由原签署单位更正。",
            remedyEn: "The office that signed it corrects it."
        ),
        "casework.target_not_in_record": Text(
            zh: "所更正的条目 {target} 不属于该记录，或者排在更正之后。",
            en:
                "The corrected entry {target} is not in this record, or comes after its correction.",
            remedyZh: "核对所指的条目。",
            remedyEn: "Check which entry was meant."
        ),
        "casework.record_steps_too_many": Text(
            zh: "同一日志中同一事项的条目最多 {limit} 条，超出的不生效。",
            en: "One log has at most {limit} entries of one matter; further ones do not count.",
            remedyZh: "请联系写入这些条目的节点：正常办理只有几十步。",
            remedyEn: "Ask the node that writes them: a matter has tens of steps."
        ),
        "casework.log_ended": Text(
            zh: "日志 {origin} 已按章程终止，此后的条目只保存，不生效。",
            en: "The charter ended log {origin}; what is written after that is stored only.",
            remedyZh: "如需恢复，由各成员签署新的章程修订。",
            remedyEn: "To resume, the members sign a new revision of the charter."
        ),
    ]

    private static let caseworkFindings: [String: Text] = [
        "casework.clock_went_back": Text(
            zh: "条目时间 {at} 早于同一日志中较早条目的 {earlier}。",
            en: "The time {at} is before {earlier} of an earlier entry in the same log.",
            remedyZh: "检查签署单位的时钟；证明时间以联署的时间区间为准。",
            remedyEn:
                "Check the office's clock; the proven time is the interval between cosignatures."
        ),
        "casework.fact_not_open": Text(
            zh: "条目头中的字段 {field} 未被规则标为公开。",
            en: "The rules do not mark field {field} in the header as open.",
            remedyZh: "以后将该字段写入正文。",
            remedyEn: "Put the field into the body from now on."
        ),
        "casework.fact_malformed": Text(
            zh: "条目头中字段 {field} 的值不符合其类型。",
            en: "The value of field {field} in the header does not have the field's form.",
            remedyZh: "由签署单位更正。",
            remedyEn: "The signing office corrects it."
        ),
        "casework.pack_not_in_force": Text(
            zh: "条目时间 {at} 不在规则包 {pack} 的有效期内。",
            en: "The time {at} is outside the dates for which rule pack {pack} is in force.",
            remedyZh:
                "核对时间。违法行为发生在新规则施行之前、依法适用原规则的，照此办理；否则用 --rules 写明现行规则包（lianlu rules list 列出各包的有效期），章程没有列入的，由各成员修订章程。",
            remedyEn:
                "Check the time. Where the act was before the new rules and the old ones apply by law, go on; else name the pack in force with --rules (lianlu rules list shows the dates of each), and where the charter names none, the members revise it."
        ),
        "casework.revoked_afterwards": Text(
            zh: "签署密钥（{signer}）事后被撤销；因其他节点的有效条目已经引用，效力保留，标为有争议。",
            en:
                "The key of {signer} was revoked afterwards; another node's valid entry builds on this one, so it keeps its effect and is disputed.",
            remedyZh: "由有关单位核实。",
            remedyEn: "The offices concerned look into it."
        ),
        "casework.home_part_unprepared": Text(
            zh: "该事项在本节点内的状态是 {state}，尚不能办理 {event}。",
            en: "At home the matter was in state {state}, from which {event} is not possible.",
            remedyZh: "补办内部审批：命令见该事项在本节点部分的“下一步”和待办；并在机制中告知有关单位。",
            remedyEn:
                "Make up for the steps at home: its next steps there and the inbox show the command. Tell the others in the mechanism."
        ),
        "casework.home_part_other_opener": Text(
            zh: "该事项由 {expected} 登记，却由 {signer} 发出。",
            en: "The matter was created by {expected} but opened by {signer}.",
            remedyZh: "核实两个单位的分工。",
            remedyEn: "Clear up which of the two offices is responsible."
        ),
    ]
}
