extension Catalogue {
    /// What stands on official forms besides fields, and what is said of printing them.
    static let forms: [String: Text] = [
        "command.help_record_print": Text(
            zh: "把记录的文书打印成一页网页（A4，可直接打印），或者 PDF。",
            en: "Print an official form of a record as one web page (A4), or as PDF.",
            remedyZh:
                "默认打印最近一个有文书的步骤的文书；--document 指定文书编号（如 f17），--entry 指定步骤；record show 列出每一步可以打印的文书。规则包规定的条件不符的文书不提供。页面为中文，--lang en 时附英文注释。个人信息只有您有权阅读正文时才会出现。文书字段按规则包的顺序和名称。",
            remedyEn:
                "Prints the document of the newest step that has one; --document names another, as f17, and --entry a step; record show lists what may be printed of each. A document that the rules do not mean for the step is not offered. The page is Chinese, with an English gloss under --lang en. Personal fields appear only where you may read the body. Fields stand in the order and under the names of the rule pack."
        ),
        "command.option_document": Text(
            zh: "文书编号，如 f17（协助调查函）",
            en: "the document's id, as f17, the letter requesting assistance"
        ),
        "command.option_print_output": Text(
            zh: "写入该文件（不得已存在，仅本人可读），而不是标准输出",
            en: "write to this file, which must not exist and which only you may read"
        ),
        "command.option_pdf": Text(
            zh: "输出 PDF（需要 --output，并需系统装有 chromium 或 wkhtmltopdf）",
            en:
                "make a PDF (needs --output, and chromium or wkhtmltopdf on this system)"
        ),
        "command.talk_printed": Text(
            zh: "文书 {document} 已写入 {path}。",
            en: "The document {document} was written to {path}."
        ),
        "command.talk_print_others": Text(
            zh: "还可以打印：{documents}（--document）。",
            en: "May be printed as well: {documents} (--document)."
        ),
        "command.pdf_program_missing": Text(
            zh: "本机没有可以生成 PDF 的程序。",
            en: "This system has no program that makes a PDF.",
            remedyZh: "安装以下软件包之一：{packages}；或者不用 --pdf，在浏览器里打开网页打印。",
            remedyEn:
                "Install one of these packages: {packages}. Or leave --pdf out, and print the web page from a browser."
        ),
        "command.pdf_failed": Text(
            zh: "{program} 没有生成 PDF（{exit}）。",
            en: "{program} made no PDF ({exit}).",
            remedyZh: "不用 --pdf，在浏览器里打开网页打印。",
            remedyEn: "Leave --pdf out, and print the web page from a browser."
        ),
        "command.output_exists": Text(
            zh: "文件 {path} 已经存在。",
            en: "The file {path} exists.",
            remedyZh: "换一个文件名，或者先移走它。",
            remedyEn: "Choose another name, or move it away first."
        ),
        "command.output_failed": Text(
            zh: "无法写入 {path}。",
            en: "{path} could not be written.",
            remedyZh: "检查目录是否存在、权限和剩余空间。",
            remedyEn: "Check the folder, its rights and the free space."
        ),
        "node.document_none": Text(
            zh: "记录 {record} 到目前为止的步骤都没有适用的文书。",
            en: "No step of the record {record} so far has a document that fits it.",
            remedyZh: "先办理有文书的步骤；lianlu rules show 列出各步骤的文书。",
            remedyEn: "Take a step that has one first; lianlu rules show lists them."
        ),
        "node.document_unknown": Text(
            zh: "记录到目前为止的步骤没有文书“{document}”。",
            en: "No step of the record so far has the document “{document}”.",
            remedyZh: "可以打印：{documents}。",
            remedyEn: "May be printed: {documents}."
        ),
    ]
    .merging(formWords) { first, _ in first }
    .merging(numbers) { first, _ in first }

    private static let formWords: [String: Text] = [
        "command.form_home": Text(
            zh: "本件存于本节点内部日志，尚未发往其他单位。",
            en: "This lies in the node's own log and has gone to no other office."
        ),
        "command.form_body_missing": Text(
            zh: "正文尚未到达本节点，以下各项从略。",
            en: "The body has not reached this node; its fields are left out."
        ),
        "command.form_body_denied": Text(
            zh: "正文不提供给本节点，以下各项从略。",
            en: "The body is not for this node; its fields are left out."
        ),
        "command.form_body_erased": Text(
            zh: "正文已依法删除，以下各项从略。",
            en: "The body was erased under a legal basis; its fields are left out."
        ),
        "command.form_body_unreadable": Text(
            zh: "正文无法读取，以下各项从略。",
            en: "The body cannot be read; its fields are left out."
        ),
        "command.form_body_withheld": Text(
            zh: "打印人无权阅读正文，以下各项从略。",
            en: "Whoever printed this may not read the body; its fields are left out."
        ),
        "command.form_attachments": Text(zh: "附件", en: "Attachments"),
        "command.form_seal": Text(zh: "（印章）", en: "(seal)"),
        "command.form_template": Text(
            zh: "文书格式范本（2021年修订版）编号",
            en: "number of the official form of 2021"
        ),
        "command.form_step": Text(zh: "办理步骤", en: "step"),
        "command.form_mechanism": Text(zh: "协作机制", en: "mechanism"),
        "command.form_record": Text(zh: "记录", en: "record"),
        "command.form_entry": Text(zh: "条目摘要（SHA-256）", en: "digest of the entry"),
        "command.form_log": Text(zh: "日志及序号", en: "log and index"),
        "command.form_at": Text(zh: "签署时间", en: "signed at"),
        "command.form_node": Text(zh: "打印节点", en: "printed by the node"),
        "command.form_receipts": Text(
            zh: "存储回执（已存成员/其他成员）",
            en: "storage receipts, of the other members"
        ),
        "command.form_verify": Text(
            zh:
                "本打印件本身不证明任何事项。请用 lianlu record show {record} 查看所载条目，用 lianlu audit 核验日志；以经核验的条目为准。",
            en:
                "This print proves nothing by itself. Look at the entry with lianlu record show {record}, and verify the log with lianlu audit; what was verified there holds."
        ),
    ]
}
