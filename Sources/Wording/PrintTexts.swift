extension Catalogue {
    /// Which documents fit, what letters cite, and what is said of making PDFs.
    static let print: [String: Text] = [
        "rules.aspect_when": Text(zh: "适用条件", en: "fits if"),
        "rules.aspect_answers": Text(zh: "答复的来文", en: "answers the letter of"),
        "rules.phrase_stated": Text(zh: "已填写“{field}”", en: "{field} is given"),
        "rules.phrase_signer_named": Text(
            zh: "签署单位名称含有：{words}",
            en: "the title of the office that signs has one of: {words}"
        ),
        "rules.phrase_signer_not_named": Text(
            zh: "签署单位名称不含：{words}",
            en: "the title of the office that signs has none of: {words}"
        ),
        "rules.document_recorded": Text(
            zh: "该步骤由没有节点的单位作出，签署单位只是代为记载，文书由作出单位制发",
            en:
                "the step was taken by a body without a node, which issues its own papers; the office that signed only recorded it"
        ),
        "node.document_unfit": Text(
            zh: "文书“{document}”不适用于这一步：{reason}。",
            en: "The document “{document}” does not fit this step: {reason}.",
            remedyZh: "可以打印：{documents}。按本节点所能读到的内容判断；lianlu rules show 列出各文书的适用条件。",
            remedyEn:
                "May be printed: {documents}. It is decided by what can be read here; lianlu rules show lists when each document fits."
        ),
        "node.document_step_unknown": Text(
            zh: "记录中没有生效的步骤 {entry}。",
            en: "No step of the record that took effect begins with {entry}.",
            remedyZh: "用 lianlu record show 查看记录的步骤和可以打印的文书。",
            remedyEn: "lianlu record show lists the steps of the record and what may be printed."
        ),
        "command.option_print_entry": Text(
            zh: "打印这一步骤（条目摘要，至少前 8 位）的文书，而不是最近一个步骤的",
            en: "the step whose document it is, by the digest of its entry or its first 8 digits"
        ),
        "command.label_printable": Text(zh: "可以打印的文书", en: "Documents that may be printed"),
        "command.label_command": Text(zh: "命令", en: "command"),
        "command.label_document": Text(zh: "文书", en: "document"),
        "command.talk_printed_by": Text(
            zh: "PDF 由 {program} 生成。",
            en: "The PDF was made by {program}."
        ),
        "command.pdf_timed_out": Text(
            zh: "{program} 在 {seconds} 秒内没有完成，已被终止。",
            en: "{program} was not done within {seconds} seconds and was ended.",
            remedyZh: "再试一次；仍然如此时不用 --pdf，在浏览器里打开网页打印。",
            remedyEn:
                "Try again; if it stays so, leave --pdf out, and print the web page from a browser."
        ),
        "command.pdf_too_large": Text(
            zh: "{program} 写出的内容超过 {limit} 字节，已被终止。",
            en: "{program} wrote more than {limit} bytes and was ended.",
            remedyZh: "不用 --pdf，在浏览器里打开网页打印。",
            remedyEn: "Leave --pdf out, and print the web page from a browser."
        ),
    ]
    .merging(letterWords) { first, _ in first }

    private static let letterWords: [String: Text] = [
        "command.form_exercise": Text(zh: "演练文书　不具有法律效力", en: "Exercise: without legal effect"),
        "command.form_office_unnamed": Text(
            zh: "{region}有关单位（单位名称本节点不详）",
            en: "an office in {region} whose title is not known here"
        ),
        "command.form_office_several": Text(
            zh: "{region}有关单位",
            en: "the office concerned in {region}"
        ),
        "command.form_office_unknown": Text(
            zh: "单位名称本节点不详",
            en: "an office whose title is not known here"
        ),
        "command.form_office_acting": Text(
            zh: "{region}（由{title}代办）",
            en: "{region} (through {title})"
        ),
        "command.form_to": Text(zh: "送", en: "to"),
        "command.form_answered": Text(
            zh: "{sender}{day}《{title}》（{number}）收悉。",
            en: "We have received the {title} of {sender} of {day}, {number}."
        ),
        "command.form_answered_unnumbered": Text(
            zh: "{sender}{day}《{title}》（来文未编文号）收悉。",
            en: "We have received the {title} of {sender} of {day}, which has no number."
        ),
        "command.form_answered_unread": Text(
            zh: "{sender}{day}《{title}》（来文文号在本件打印处不可查阅）收悉。",
            en:
                "We have received the {title} of {sender} of {day}; its number cannot be read where this was printed."
        ),
        "command.form_closing_letter": Text(zh: "特此函告。", en: "This is to inform you."),
        "command.form_closing_reply": Text(zh: "特此函复。", en: "This is our reply."),
        "command.form_closing_notice": Text(zh: "特此通知。", en: "You are hereby notified."),
        "command.form_laws_unchecked": Text(
            zh: "建议：{laws}的条文尚未逐字核对，用印前请核对。",
            en: "Proposal: the text of {laws} was not checked; do so before sealing."
        ),
        "command.form_record_number": Text(zh: "记录编号", en: "record"),
        "command.form_member_name": Text(zh: "姓名", en: "name"),
        "command.form_member_certificate": Text(zh: "执法证号", en: "certificate"),
        "command.form_member_phone": Text(zh: "电话", en: "telephone"),
        "command.form_member_address": Text(zh: "地址", en: "address"),
        "command.form_member_office": Text(zh: "单位", en: "office"),
        "command.form_member_post": Text(zh: "职务", en: "post"),
        "command.form_member_id": Text(zh: "证件号码", en: "identity number"),
        "command.form_member_email": Text(zh: "电子邮箱", en: "mail address"),
        "command.form_member_number": Text(zh: "编号", en: "number"),
        "command.form_member_amount": Text(zh: "数量", en: "amount"),
        "command.form_member_remarks": Text(zh: "备注", en: "remarks"),
    ]
}
