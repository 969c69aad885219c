extension Catalogue {
    /// What is wrong with the words by which somebody names fields and their values, and the documents that are numbered.
    static let fieldNames: [String: Text] = [
        "command.field_name_too_long": Text(
            zh: "--field 的字段名超过 {limit} 个字符。",
            en: "The name of a field after --field has more than {limit} characters.",
            remedyZh: "写成 --field 字段=内容；字段名见 lianlu record form 业务类型 步骤。",
            remedyEn:
                "Write --field name=text; lianlu record form KIND STEP lists the names."
        ),
        "node.field_not_list": Text(
            zh: "字段 {field} 只填一项内容，给出的是多项。",
            en: "The field {field} takes one value, and several were given.",
            remedyZh: "只留一个 --field；在 --file 中不要写成列表。什么都没有签署。",
            remedyEn: "Keep one --field, and write no list in a --file. Nothing was signed."
        ),
        "node.field_name_ambiguous": Text(
            zh: "“{field}”可以指几个字段：{fields}。",
            en: "“{field}” may mean several fields: {fields}.",
            remedyZh: "改写括号中的编号。什么都没有签署。",
            remedyEn: "Give the id in brackets instead. Nothing was signed."
        ),
        "node.field_value_ambiguous": Text(
            zh: "字段 {field} 的“{value}”可以指几个取值：{values}。",
            en: "“{value}” of the field {field} may mean several values: {values}.",
            remedyZh: "改写取值的编号；lianlu record form 列出各取值。什么都没有签署。",
            remedyEn:
                "Give the id of the value; lianlu record form lists them. Nothing was signed."
        ),
        "node.field_named_by_two": Text(
            zh: "“{name}”与“{other}”是同一个字段 {field}，只能写一次。",
            en: "“{name}” and “{other}” are one field, {field}, which is given once.",
            remedyZh: "只留一个名称；列表的各项用同一个名称重复 --field。什么都没有签署。",
            remedyEn:
                "Keep one of the names; the items of a list repeat --field with one name. Nothing was signed."
        ),
        "node.configuration_number_key": Text(
            zh: "lianlu.yaml 第 {line} 行：document-numbers 写了“{key}”，规则包中没有这一文书，也没有这一业务类型。",
            en:
                "lianlu.yaml, line {line}: document-numbers says “{key}”; no rule pack here has a document or a kind of this id.",
            remedyZh: "编号写错的，改正；规则包还没有到的，用 lianlu rules add 添加，在此之前该代字不起作用。可用：{known}。",
            remedyEn:
                "Correct the id, or add the pack that has it with lianlu rules add; until then nothing is numbered by this head. There are: {known}."
        ),
        "node.configuration_number_twice": Text(
            zh:
                "lianlu.yaml 第 {line} 行：{key} 的代字“{prefix}”与第 {other_line} 行 {other} 的相同，两处的文号会连成一个序列，无法分辨。",
            en:
                "lianlu.yaml, line {line}: {key} has the head “{prefix}”, as {other} has on line {other_line}; their numbers would be one series, and nobody could tell them apart.",
            remedyZh: "两个部门各用各的代字；同一部门的几种文书可以共用一个。",
            remedyEn:
                "Give each of the two offices a head of its own; documents of one office may share one."
        ),
    ]
}
