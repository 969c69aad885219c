extension Catalogue {
    /// What is said of document numbers.
    static let numbers: [String: Text] = [
        "command.label_document_number": Text(zh: "文号", en: "document number"),
        "node.document_number_form": Text(
            zh: "“{number}”不是公文文号的写法。",
            en: "“{number}” has not the form of a document number.",
            remedyZh: "应如 赣市监协查〔2026〕12号；登记照旧。",
            remedyEn: "It should read as 赣市监协查〔2026〕12号. The step stands all the same."
        ),
        "node.document_number_used": Text(
            zh: "文号 {number} 本部门已经用过，见条目 {entry}。",
            en: "This office used the number {number} before, in entry {entry}.",
            remedyZh: "核对登记簿；登记照旧。",
            remedyEn: "Check the office's registry. The step stands all the same."
        ),
        "node.document_number_taken": Text(
            zh: "文号 {number} 刚刚被另一步骤取用。",
            en: "Another step has just taken the number {number}.",
            remedyZh: "重新办理，将取下一个文号。",
            remedyEn: "Take the step again; it gets the next number."
        ),
        "node.document_numbers_used_up": Text(
            zh: "“{prefix}”{year} 年的文号已经用完。",
            en: "The numbers of “{prefix}” for {year} are used up.",
            remedyZh:
                "用 --field document_no=… 写明登记簿给出的文号，或者在 lianlu.yaml 的 document-numbers 中改用另一个代字。",
            remedyEn:
                "Give the number of the office's registry with --field document_no=…, or another head under document-numbers in lianlu.yaml."
        ),
        "node.number_prefix_invalid": Text(
            zh: "“{prefix}”不能作为文号的代字。",
            en: "“{prefix}” is no head of document numbers.",
            remedyZh: "代字为 2 至 30 个汉字，可以有全角括号，如 赣市监协查。",
            remedyEn:
                "A head is 2 to 30 Chinese characters, with full-width brackets where needed, as 赣市监协查."
        ),
        "node.configuration_number_prefix": Text(
            zh: "lianlu.yaml 第 {line} 行：“{prefix}”不能作为文号的代字。",
            en: "lianlu.yaml, line {line}: “{prefix}” is no head of document numbers.",
            remedyZh: "代字为 2 至 30 个汉字，可以有全角括号，如 赣市监协查。",
            remedyEn:
                "A head is 2 to 30 Chinese characters, with full-width brackets where needed, as 赣市监协查."
        ),
        "node.configuration_number_office": Text(
            zh: "lianlu.yaml 的 document-numbers 写了本节点没有的部门“{office}”。",
            en:
                "document-numbers in lianlu.yaml names the office “{office}”, which this node does not have.",
            remedyZh: "改正部门编号；本节点的部门：{offices}。",
            remedyEn: "Correct the office's id. This node has: {offices}."
        ),
    ]
}
