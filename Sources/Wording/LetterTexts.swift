extension Catalogue {
    /// Whom letters are addressed to and by what right, drafts of them, and what cannot be printed.
    static let letters: [String: Text] = [
        "rules.aspect_asks": Text(zh: "请求对方办理", en: "asks for something"),
        "rules.aspect_addressee": Text(
            zh: "主送（字段；不是字段的，打印后填写）",
            en: "addressed to (a field; what is no field is filled in on the paper)"
        ),
        "rules.aspect_carries": Text(zh: "一并载明的步骤内容", en: "repeats what was said at"),
        "rules.aspect_omits": Text(zh: "不列入的字段", en: "leaves out"),
        "rules.aspect_internal": Text(zh: "内部事项（不列入发出的文书）", en: "internal, on no letter"),
        "rules.phrase_mechanism_named": Text(
            zh: "协作机制名称含有：{words}",
            en: "the title of the mechanism has one of: {words}"
        ),
        "rules.phrase_law_when": Text(
            zh: "{law}（文书引用的条件：{conditions}）",
            en: "{law} (cited by a letter if {conditions})"
        ),
        "rules.document_nameless": Text(
            zh: "该步骤由节点自动签署，收件单位是其中哪一个不明，不能以节点的名义制发文书",
            en:
                "the node signed the step by itself, for which of its offices cannot be told, and a node issues no papers"
        ),
        "rules.document_unread_held": Text(zh: "正文已在本节点", en: "the body is here"),
        "rules.document_unread_missing": Text(
            zh: "正文尚未到达本节点，没有正文不能打印文书",
            en: "the body has not reached this node, and without it there is no document"
        ),
        "rules.document_unread_denied": Text(
            zh: "正文不提供给本节点，没有正文不能打印文书",
            en: "the body is not for this node, and without it there is no document"
        ),
        "rules.document_unread_erased": Text(
            zh: "正文已依法删除，没有正文不能打印文书",
            en: "the body was erased under a legal basis, and without it there is no document"
        ),
        "rules.document_unread_unreadable": Text(
            zh: "正文无法读取，没有正文不能打印文书",
            en: "the body cannot be read, and without it there is no document"
        ),
        "rules.document_unread_withheld": Text(
            zh: "打印人无权阅读正文，没有正文不能打印文书",
            en: "whoever asks may not read the body, and without it there is no document"
        ),
        "rules.aspect_printed": Text(zh: "文书上的名称", en: "on papers"),
        "casework.letter_extension_late": Text(
            zh: "作出本函时，期限已于{day}届满：所告知的延期不计，期限不变。",
            en:
                "The period had ended on {day} when this letter was made: the extension does not count."
        ),
        "casework.letter_extension_void": Text(
            zh: "本函所告知的延期不计，期限不变。",
            en: "The extension of this letter does not count; the period stays as it was."
        ),
        "command.form_correction": Text(zh: "（更正）", en: "(correction)"),
        "command.form_corrects": Text(
            zh: "{sender}{day}《{title}》（{number}）所载日期有误，现予更正，以本函为准。",
            en: "It corrects the {title} of this office of {day}, {number}, and holds in its place."
        ),
        "command.form_corrects_unnumbered": Text(
            zh: "{sender}{day}《{title}》（未编文号）所载日期有误，现予更正，以本函为准。",
            en:
                "It corrects the {title} of this office of {day}, which has no number, and holds in its place."
        ),
        "command.form_prolongs": Text(
            zh: "继{sender}{day}《{title}》（{number}）之后，现再次延期，以本函所载日期为准。",
            en: "It moves the day of the {title} of this office of {day}, {number}, further."
        ),
        "command.form_prolongs_unnumbered": Text(
            zh: "继{sender}{day}《{title}》（未编文号）之后，现再次延期，以本函所载日期为准。",
            en:
                "It moves the day of the {title} of this office of {day}, which has no number, further."
        ),
        "casework.letter_withdrawn": Text(
            zh: "已撤回：签发单位已于{day_zh}办理“{step_zh}”。",
            en: "Withdrawn: its office has taken the step “{step_en}” on {day}."
        ),
        "command.form_card": Text(zh: "发文单位名称所据名片", en: "card that the title is from"),
        "command.form_card_later": Text(
            zh: "{day}制作（签发之时的名片没有留存）",
            en: "of {day} (that of the day of signing is not kept)"
        ),
        "rules.aspect_blanks": Text(zh: "打印后填写", en: "to be filled in on the paper"),
        "rules.document_required": Text(zh: "须符合条件“{condition}”", en: "it takes that {condition}"),
        "command.form_seal_original": Text(zh: "（印章见原件）", en: "(seal: see the original)"),
        "rules.aspect_says": Text(zh: "开头语", en: "says"),
        "command.form_as_follows": Text(zh: "具体如下：", en: "As follows:"),
        "command.form_repeated": Text(zh: "来文载明如下：", en: "It says:"),
        "command.talk_print_number_blank": Text(
            zh: "该文书没有文号，文书上留有空白，登记编号后填写。",
            en: "The document has no number: it has a blank, to be filled in once it is registered."
        ),
        "command.form_urgent": Text(zh: "加急", en: "urgent"),
        "command.form_draft": Text(zh: "草稿（未发出）", en: "Draft, not sent"),
        "command.talk_print_blank": Text(
            zh: "记录中没有“{party}”的名称，文书上留有空白，打印后填写。",
            en: "The record does not name the {party}: the document has a blank to be filled in."
        ),
        "command.form_step_taken": Text(zh: "办理“{step}”。", en: "the step “{step}” was taken."),
        "command.form_closing_telling": Text(zh: "特此告知。", en: "This is for your information."),
        "command.form_closing_circular": Text(
            zh: "特此通报。",
            en: "This goes to all whom it concerns."
        ),
        "command.form_closing_request": Text(zh: "特此函达。", en: "We ask for your assistance."),
    ]
}
