extension Catalogue {
    /// What is wrong with a step that somebody asks the node for.
    static let nodeSubmission: [String: Text] = [
        "node.submission_malformed": Text(
            zh: "{key} 的值“{value}”格式不对。",
            en: "The value \"{value}\" of {key} has the wrong form.",
            remedyZh: "应为：{form}。",
            remedyEn: "Expected: {form}."
        ),
        "node.fields_missing": Text(
            zh: "步骤 {event} 还缺少：{fields}。",
            en: "The step {event} still lacks: {fields}.",
            remedyZh:
                "用 --field 名称=内容（编号或者中文名称都可以）或者 --file 补上，或者加 --ask 逐项填写；lianlu record form 列出各字段的填法。",
            remedyEn:
                "Give them with --field name=text (id or title) or --file, or add --ask to be asked for each; lianlu record form says what goes into them."
        ),
        "node.addressee_needed": Text(
            zh: "步骤“{event}”须写明接收方。",
            en: "The step \"{event}\" needs an addressee.",
            remedyZh: "用 --to 写明，例如 --to 350000。",
            remedyEn: "Give it with --to, such as --to 350000."
        ),
        "node.addressee_at_home": Text(
            zh: "步骤“{event}”留在本节点，没有接收方。",
            en: "The step \"{event}\" stays at home and has no addressee.",
            remedyZh: "去掉 --to；发出时再写明接收方。什么都没有签署。",
            remedyEn: "Leave --to out, and name the addressee when you send. Nothing was signed."
        ),
        "node.mechanism_at_home": Text(
            zh: "步骤“{event}”留在本节点，不进入机制。",
            en: "The step \"{event}\" stays at home and goes into no mechanism.",
            remedyZh: "去掉 --mechanism；发出时再写明机制。什么都没有签署。",
            remedyEn: "Leave --mechanism out, and name it when you send. Nothing was signed."
        ),
        "node.addressee_outside": Text(
            zh: "机制 {mechanism} 没有管辖 {address} 的成员；成员有：{members}。",
            en: "{mechanism} has no member for {address}; its members are {members}.",
            remedyZh: "核对 --to，或者改用有该成员的机制（--mechanism）。什么都没有签署。",
            remedyEn:
                "Check --to, or use a mechanism that has such a member (--mechanism). Nothing was signed."
        ),
        "node.audience_outside": Text(
            zh: "机制 {mechanism} 没有管辖 {address} 的成员，无人可凭它读取正文；成员有：{members}。",
            en:
                "{mechanism} has no member for {address}, so nobody could read the body by it; its members are {members}.",
            remedyZh: "核对 --audience。什么都没有签署。",
            remedyEn: "Check --audience. Nothing was signed."
        ),
        "node.audience_office_unknown": Text(
            zh: "{node} 的节点名片上没有部门 {address}；名片上有：{offices}。",
            en: "The card of {node} names no office {address}; it names: {offices}.",
            remedyZh: "改写 --audience，或者只写区划代码；对方新设的部门要等其新名片到达。什么都没有签署。",
            remedyEn:
                "Correct --audience, or give the region alone; a new office is known once its new card has come. Nothing was signed."
        ),
        "node.addressee_is_sender": Text(
            zh: "{address} 就是发出方自己。",
            en: "{address} is the sender itself.",
            remedyZh: "在 --to 中写对方的地址。什么都没有签署。",
            remedyEn: "Give the other side's address with --to. Nothing was signed."
        ),
        "node.addressee_office_unknown": Text(
            zh: "{node} 的节点名片上没有部门 {address}；名片上有：{offices}。",
            en: "The card of {node} names no office {address}; it names: {offices}.",
            remedyZh: "改写 --to，或者只写区划代码由该节点分派；对方新设的部门要等其新名片到达。什么都没有签署。",
            remedyEn:
                "Correct --to, or give the region alone and let that node assign it; a new office is known once its new card has come. Nothing was signed."
        ),
        "node.sender_not_ours": Text(
            zh: "{address} 不是本节点的地址；本节点的地址：{own}。",
            en: "{address} is no address of this node; its own are: {own}.",
            remedyZh: "用 --office、--from 写明由本节点办理的部门和地址；由其他节点办理的，请在该节点办理。什么都没有签署。",
            remedyEn:
                "Name an office and an address for which this node acts with --office and --from; what is another node's to do is done there. Nothing was signed."
        ),
        "node.sender_office_not_ours": Text(
            zh: "{field} 填写的 {value} 不由本节点代为办理；本节点的地址：{own}。",
            en:
                "{field} says {value}, for which this node does not act; its own addresses are {own}.",
            remedyZh: "写本单位的地址，或者辖区内没有节点的单位的地址。什么都没有签署。",
            remedyEn:
                "Give the office's own address, or that of an office below it that has no node. Nothing was signed."
        ),
        "node.sender_no_member": Text(
            zh: "本节点 {node} 不是机制 {mechanism} 的成员，不能在其中办理步骤；观察者只能查阅和审计。",
            en:
                "This node {node} is no member of the mechanism {mechanism} and takes no steps in it; an observer reads and audits.",
            remedyZh: "由成员的节点办理。什么都没有签署。",
            remedyEn: "A member's node takes the step. Nothing was signed."
        ),
        "node.steps_open": Text(zh: "目前可以办理：{steps}。", en: "Possible now: {steps}."),
        "node.steps_none": Text(zh: "该记录已没有可以办理的步骤。", en: "No step of the record is possible now."),
        "node.goes_on": Text(
            zh: "该事项已经发出，请用它在机制中的记录编号 {opened} 办理。",
            en: "The matter was sent and goes on as record {opened}: name that number."
        ),
        "node.step_signers": Text(
            zh: "该步骤由以下一方签署：{signers}。",
            en: "The step is signed by: {signers}."
        ),
        "node.role_unfilled": Text(
            zh: "机制 {mechanism} 的章程没有写明谁是“{role}”，没有人能接办“{event}”。",
            en:
                "The charter of {mechanism} binds nobody to the role {role}: nobody could take up \"{event}\".",
            remedyZh:
                "用 lianlu mechanism create {mechanism} … {option}地址 起草章程修订，由成员签署并加入之后再办理。什么都没有签署。",
            remedyEn:
                "Draw up a revision with lianlu mechanism create {mechanism} … {option}ADDRESS, have it signed and join it, then take the step. Nothing was signed."
        ),
        "node.already_opened": Text(
            zh: "该事项已在机制 {mechanism} 中发出，记录为 {opening}；“{event}”只能办理一次。",
            en:
                "This matter went into {mechanism} already, as record {opening}; \"{event}\" is done once.",
            remedyZh: "用 lianlu record show {opening} 查看；确需再次办理的，用 lianlu record new 另行登记一个同类事项。",
            remedyEn:
                "See lianlu record show {opening}. To do it once more, draw up another matter of the kind with lianlu record new."
        ),
        "node.entry_awaits": Text(
            zh: "所依据的 {awaited} 不在本节点。",
            en: "It builds on {awaited}, which is not here.",
            remedyZh: "等它到达后再试；lianlu status 显示各日志同步到哪里。",
            remedyEn: "Wait until it has come; lianlu status shows how far each log is here."
        ),
        "node.field_contradicts": Text(
            zh: "字段 {field} 与 {option} {value} 不一致。",
            en: "The field {field} does not agree with {option} {value}.",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_unknown": Text(
            zh: "没有字段 {field}。",
            en: "There is no field {field}.",
            remedyZh: "可用的字段：{fields}。什么都没有签署。",
            remedyEn: "The fields are: {fields}. Nothing was signed."
        ),
        "node.field_no_text": Text(
            zh: "字段 {field} 须为文字。",
            en: "The field {field} must be a text.",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_no_boolean": Text(
            zh: "字段 {field} 须为“是”或者“否”。",
            en: "The field {field} must be yes or no.",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_no_integer": Text(
            zh: "字段 {field} 须为不小于 0 的整数，例如 12。",
            en: "The field {field} must be a whole number of at least 0, such as 12.",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_no_money": Text(
            zh:
                "字段 {field} 须为不小于 0 的金额，并写明单位，例如 76万元、760000.00元；或者写以分为单位的整数（命令行用 :=，例如 :=76000000）。",
            en:
                "The field {field} must be an amount of at least 0 with its unit, such as 76万元 or 760000.00元, or a whole number of fen (on the command line with :=, as :=76000000).",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_no_date": Text(
            zh: "字段 {field} 须为日期，例如 2026-11-20。",
            en: "The field {field} must be a date, such as 2026-11-20.",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_no_time": Text(
            zh: "字段 {field} 须为带时区的时间，例如 2026-11-20T09:00:00+08:00。",
            en:
                "The field {field} must be a time with its offset, such as 2026-11-20T09:00:00+08:00.",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_no_such_day": Text(
            zh: "字段 {field} 写的 {value} 不存在：历法中没有这一天，或者没有这个时刻、时区。",
            en:
                "{value}, which the field {field} says, does not exist: there is no such day, hour or offset.",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_no_offset": Text(
            zh: "字段 {field} 写的 {value} 没有写明时区。",
            en: "{value}, which the field {field} says, lacks its offset from UTC as +hh:mm.",
            remedyZh: "北京时间在末尾写 +08:00，不写 Z。什么都没有签署。",
            remedyEn:
                "For Beijing time write +08:00 at its end; Z is not taken. Nothing was signed."
        ),
        "node.field_no_region": Text(
            zh: "字段 {field} 须为六位行政区划代码，例如 350000。",
            en: "The field {field} must be a region code of six digits, such as 350000.",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_no_office": Text(
            zh: "字段 {field} 须为“区划代码”或者“区划代码/部门”，例如 350000/scjg。",
            en: "The field {field} must be a region or region/office, such as 350000/scjg.",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_no_digest": Text(
            zh: "字段 {field} 须为 64 位十六进制摘要；是本节点的记录的，可以只写开头 8 位以上，须只有一条与之相符。",
            en:
                "The field {field} must be a digest of 64 hex digits; of a record that is here its first 8 or more will do, if they fit only one.",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_no_text_or_object": Text(
            zh: "字段 {field} 须为文字或者一组内容。",
            en: "The field {field} must be a text or an object.",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_no_list": Text(
            zh: "字段 {field} 须为列表，每项是文字（命令行上每项一个 --field）。",
            en:
                "The field {field} must be a list of texts (on the command line one --field for each).",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.body_not_for_party": Text(
            zh: "{addresses} 是本事项的一方，却读不到“{event}”的内容。",
            en: "{addresses}: a party of this matter that cannot read what \"{event}\" says.",
            remedyZh: "应当让其读到的，签署前改正 --to 或者 --audience（都不写即可；用 --dry-run 查看）；已登记的，再登记一个它能读到的步骤。",
            remedyEn:
                "Where it should, correct --to or --audience before it is signed (leave both out; see --dry-run); once it is, take a step that it can read."
        ),
        "node.body_too_large": Text(
            zh: "正文共 {found} 字节，最多 {limit} 字节（一个汉字通常占 3 字节）。",
            en: "The body has {found} bytes, and {limit} is the most.",
            remedyZh: "删减各字段的文字（带入的先前内容也计算在内），长篇材料通过其他途径送交；什么都没有签署。",
            remedyEn:
                "Shorten the fields (what is carried along from earlier steps counts too) and hand long material over by another way; nothing was signed."
        ),
        "node.field_no_names": Text(
            zh: "字段 {field} 须逐项写明名称（命令行上每项一个 --field，例如照片.jpg）。",
            en:
                "The field {field} must give a name for each item (on the command line one --field for each, as photo.jpg).",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_named_twice": Text(
            zh: "字段 {field} 中“{value}”写了两次。",
            en: "The field {field} names \"{value}\" twice.",
            remedyZh: "每个名称写一次，再提交；什么都没有签署。",
            remedyEn: "Give each name once and submit again; nothing was signed."
        ),
        "node.names_without_files": Text(
            zh: "{field}只随本步骤送出名称，不送出文件。",
            en: "{field}: only the names go with this step, and no file.",
            remedyZh: "文件请通过其他途径送交对方。",
            remedyEn: "Hand the files over by another way."
        ),
        "node.field_no_choice": Text(
            zh: "字段 {field} 须为下列之一：{values}。",
            en: "The field {field} must be one of: {values}.",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.field_not_confirmed": Text(
            zh: "字段 {field} 未予确认：含有国家秘密、工作秘密的内容不得经本系统发出。",
            en:
                "The field {field} is not confirmed: state and work secrets must not leave through this system.",
            remedyZh: "属于秘密的，走法定的保密渠道；确认不含后写 --field no_state_secret=是。什么都没有签署。",
            remedyEn:
                "Secrets go by the channels that the law provides; once it is certain that there are none, say --field no_state_secret=yes. Nothing was signed."
        ),
        "node.officers_too_few": Text(
            zh: "字段 {field} 少于 {limit} 人（行政处罚法第四十二条）。",
            en:
                "The field {field} names fewer than {limit} officers (Administrative Penalty Law, article 42).",
            remedyZh: "更正后再提交；什么都没有签署。",
            remedyEn: "Correct it and submit again; nothing was signed."
        ),
        "node.matter_changed": Text(
            zh: "事项 {record} 刚刚有新的办理步骤，未发出。",
            en: "A step was added to the matter {record} a moment ago; it was not sent.",
            remedyZh: "查看该事项的最新情况，再决定是否发出。",
            remedyEn: "Look at the matter again, and send it if it still stands."
        ),
        "node.matter_of_another_office": Text(
            zh: "该事项由本节点的 {opener} 登记，{office} 不能办理“{event}”。",
            en: "This matter was begun by {opener} of this node; {office} cannot do \"{event}\".",
            remedyZh: "请由 {opener} 发出；确需以 {office} 名义通报的，另行登记一条。",
            remedyEn:
                "Let {opener} send it, or begin a matter of {office}'s own. Nothing was signed."
        ),
        "node.record_not_readable": Text(
            zh: "您无权查看记录 {record} 的内容，不能在其上办理。",
            en: "You may not read what {record} says, and so take no step in it.",
            remedyZh: "该事项属于本节点的其他单位；请由其经办人办理，或请管理员在 lianlu.yaml 的 callers 中授权。",
            remedyEn:
                "It is another office's matter: let its officers act, or ask the operator for the right (callers in lianlu.yaml). Nothing was signed."
        ),
        "node.label_not_offered": Text(
            zh: "本版本不支持标签 {label}：设定的公开时间不会生效，内容永不提供给任何人。",
            en:
                "This edition does not offer the label {label}: its time would never come, and nobody would ever get the content.",
            remedyZh: "可用标签：public、internal、personal；需要定时公开的，到时再发。什么都没有签署。",
            remedyEn:
                "Use public, internal or personal, and send what is under embargo when its time has come. Nothing was signed."
        ),
        "node.label_over_text": Text(
            zh: "内容标为 {label}，而{fields}是自由填写的文字：其中不得出现个人信息（姓名、证件号码、电话、住址等）。",
            en:
                "The content is labelled {label}, and {fields} is free text: it must hold no personal data (names, numbers of documents, telephones, addresses).",
            remedyZh: "如有个人信息，请不要使用 --label（系统自动标为 personal）；已办理的步骤不能撤回标签。",
            remedyEn:
                "If it does, leave --label out (it is personal then); the label of a step that was taken stays."
        ),
        "node.field_in_future": Text(
            zh: "{field} 填写的 {value} 晚于现在，而该项说明的是已经发生的事。",
            en: "{field} says {value}, which is still to come; the field tells what has happened.",
            remedyZh: "请核对年月日后再提交；如果填写无误，请检查本节点的时钟。什么都没有签署。",
            remedyEn:
                "Check the date and submit again; if it is right, check this node's clock. Nothing was signed."
        ),
        "node.field_before_another": Text(
            zh: "{field} 早于 {fields}。",
            en: "{field} is before {fields}.",
            remedyZh: "请核对这两个日期后再提交；什么都没有签署。",
            remedyEn: "Check both dates and submit again; nothing was signed."
        ),
        "node.field_day_differs": Text(
            zh: "{field} 填写的 {value} 与 {fields} 的 {day} 不是同一天。",
            en: "{field} says {value}, which is not the day of {fields}, {day}.",
            remedyZh: "两项说的是同一次立案：请核对后再提交。什么都没有签署。",
            remedyEn: "Both tell of one filing: check them and submit again. Nothing was signed."
        ),
        "node.field_out_of_range": Text(
            zh: "{field} 填写的 {value} 不在可填的范围内：{first} 至 {last}。",
            en: "{field} says {value}; days from {first} to {last} are taken.",
            remedyZh: "请核对年月日后再提交；如果填写无误，请检查本节点的时钟。什么都没有签署。",
            remedyEn:
                "Check the date and submit again; if it is right, check this node's clock. Nothing was signed."
        ),
        "node.own_clock_doubtful": Text(
            zh: "本节点的时钟与已连接的 {peers} 个对等节点都相差 {seconds} 秒以上：本步骤的时间签署之后无法更正。",
            en:
                "This node's clock differs by {seconds} seconds or more from that of every connected peer ({peers}): the time of this step cannot be corrected later.",
            remedyZh: "先用 timedatectl 或者 chronyc tracking 校准时钟，再办理步骤；已经签署的，在下一步的备注（remarks）中说明。",
            remedyEn:
                "Set the clock right with timedatectl or chronyc tracking before the next step; say in the remarks of a later step what was signed with a wrong time."
        ),
        "node.party_left": Text(
            zh: "{addresses} 已退出机制 {mechanism}：此事项不再送达该方，该方也不能再办理步骤。",
            en:
                "{addresses} has left the mechanism {mechanism}: nothing of this matter goes there any more, and no step comes from there.",
            remedyZh: "与该方另行联系办结；需要其他成员知悉或者办理的，用 --to 写明其地址，通报方也可以撤回后另行通报。",
            remedyEn:
                "Settle it with that office by another way; where another member shall know or act, name it with --to, or let the sender cancel and send the matter anew."
        ),
        "node.nothing_left_out": Text(
            zh: "“{event}”没有带入这些字段，无从略去：{fields}。",
            en:
                "\"{event}\" does not carry these fields along, so they cannot be left out: {fields}.",
            remedyZh: "只有另行通报带入先前所写的内容，“--field 字段:=null”才略去其中一项；用 --dry-run 看带入了什么。什么都没有签署。",
            remedyEn:
                "Only a redirect carries along what was said before, and --field id:=null leaves out one of these fields; see with --dry-run what it carries. Nothing was signed."
        ),
        "node.not_handed_on": Text(
            zh:
                "先前写给原接收方的内容有的没有带入“{event}”：本节点读不到该正文，该步骤没有生效（不合规），该正文当时就没有给原接收方看，或者 --audience 所写的范围比它当时的宽。",
            en:
                "Some of what was said before is not carried into \"{event}\": its body cannot be read here, its step came to stand irregular, it was not for those who had the matter, or was for fewer than --audience names.",
            remedyZh:
                "签署之前用 --dry-run 看新接收方能读到什么，缺少的用 --field 或者 --file 写明；已经签署的，用 lianlu clue supplement 补充。",
            remedyEn:
                "See with --dry-run, before it is signed, what the new receiver can read, and give what it lacks with --field or --file; afterwards lianlu clue supplement adds it."
        ),
        "node.earlier_not_handed_on": Text(
            zh: "这些字段先后写过不同的内容，带入“{event}”的只是最新的：{fields}。",
            en:
                "These fields were given more than once with different values; \"{event}\" carries the newest alone: {fields}.",
            remedyZh: "新接收方还须知道先前所写的，用 --field 一并写明，例如写在备注（remarks）里。",
            remedyEn:
                "What the new receiver has to know of the earlier values goes into --field, such as remarks."
        ),
        "node.fields_not_handed_on": Text(
            zh: "现行规则包中没有这些字段，先前所写的没有带入“{event}”：{fields}。",
            en:
                "The rules in force no longer have these fields; what was said in them is not carried into \"{event}\": {fields}.",
            remedyZh: "仍然要告知新接收方的，写在其他字段里，例如备注（remarks）。",
            remedyEn:
                "What the new receiver still has to know goes into another field, such as remarks."
        ),
        "node.filed_before_matter": Text(
            zh: "{field} 填写的 {value} 早于 {fields}（{other}）。",
            en: "{field} says {value}, before {fields} ({other}).",
            remedyZh:
                "只有本单位在收到通报之前已自行立案，或者并入已有案件的，才会如此；请核对。签署的条目不能删改：有误的，在其他单位接着办理之前，本单位在后续步骤中重新填写即予更正；此后在备注（remarks）中说明。",
            remedyEn:
                "That is so only where your office had filed by itself before this notice, or joins the matter to an older case: check it. The entry stays as it is signed: a wrong one you put right by stating it anew in a later step while no other office has gone on from it, and in the remarks after that."
        ),
        "node.day_before_another": Text(
            zh: "{field} 填写的 {value} 早于 {fields}（{other}）。",
            en: "{field} says {value}, before {fields} ({other}).",
            remedyZh:
                "请核对这两个时间：通常不会如此（扣除期限的，同一天不应扣除两次，接收之前也没有期限可扣除）。签署的条目不能删改：有误的，在其他单位接着办理之前，本单位在后续步骤中重新填写即予更正；此后在备注（remarks）中说明。",
            remedyEn:
                "Check both: it is seldom so (of time that is excluded, no day counts twice, and none before the matter came). The entry stays as it is signed: a wrong one you put right by stating it anew in a later step while no other office has gone on from it, and in the remarks after that."
        ),
        "node.pause_open": Text(
            zh: "期限扣除已经开始，尚未结束：自 {from} 起，见条目 {entry}；不能再次“{event}”。",
            en:
                "Time is excluded already since {from}, by entry {entry}; \"{event}\" cannot be done again.",
            remedyZh: "先办理结束扣除的步骤（resume）并写明止日（pause_to），再开始下一次扣除。什么都没有签署。",
            remedyEn:
                "End it with resume and its last day (pause_to) first, then begin the next one. Nothing was signed."
        ),
        "node.pause_not_open": Text(
            zh: "没有尚未结束的期限扣除，不能办理“{event}”。",
            en: "No time is being excluded, so that \"{event}\" has nothing to end.",
            remedyZh: "期限扣除由开始扣除的步骤（pause）写明事由和起日（pause_from）；各次扣除见 lianlu record show。什么都没有签署。",
            remedyEn:
                "pause begins it, with its reason and first day (pause_from); lianlu record show lists each. Nothing was signed."
        ),
        "node.label_too_open": Text(
            zh: "内容含个人信息（{fields}），不能标为 {label}。",
            en: "The content holds personal data ({fields}) and cannot be labelled {label}.",
            remedyZh:
                "去掉 --label（系统自动标为 personal），或删去这些字段；主体不是自然人的，请写明 --field subject_is_person=false。另行通报带入的内容原来标为 personal 的，仍须标为 personal。什么都没有签署。",
            remedyEn:
                "Leave --label out (it is personal then), or leave these fields out; where the subject is no natural person, say subject_is_person=false. What a redirect carries along stays personal where it was. Nothing was signed."
        ),
    ]
}
