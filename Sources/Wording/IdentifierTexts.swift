extension Catalogue {
    /// Findings on identifiers of persons, firms, rights and things; no text quotes one.
    static let identifiers: [String: Text] = [
        "casework.identifier_too_long": Text(
            zh: "标识码超过 {limit} 字节，未作核对。",
            en: "The identifier is longer than {limit} bytes and was not checked.",
            remedyZh: "只填写标识码本身，其余内容写入说明。",
            remedyEn: "Give the identifier alone and put the rest into the description."
        ),
        "casework.identifier_not_utf8": Text(
            zh: "标识码不是 UTF-8 编码，未作核对。",
            en: "The identifier is not UTF-8 and was not checked.",
            remedyZh: "以 UTF-8 编码重新填写；原始字节仍作为证据保存。",
            remedyEn: "Write it again as UTF-8; the bytes as they came are kept as evidence."
        ),
        "casework.identifier_invisible": Text(
            zh: "标识码含有不可见字符，比对时已略去：{characters}。",
            en:
                "The identifier held characters without an image, left out for comparison: {characters}.",
            remedyZh: "与实物或者原件核对；原始写法仍然保存。",
            remedyEn: "Compare it with the goods or the original; it is kept as it was written."
        ),
        "casework.identifier_bidi": Text(
            zh: "标识码含有改变书写方向的字符，显示的次序可能与实际不同，比对时已略去：{characters}。",
            en: """
                The identifier held characters that turn the direction of writing, so that it may show in another order \
                than it has; left out for comparison: {characters}.
                """,
            remedyZh: "逐字与实物或者原件核对；原始写法仍然保存。",
            remedyEn:
                "Compare it letter by letter with the goods or the original; it is kept as it was written."
        ),
        "casework.identifier_look_alike": Text(
            zh: "标识码含有与其他字符形似的字符，未作替换：{characters}。",
            en:
                "The identifier holds characters that look like others; none was replaced: {characters}.",
            remedyZh: "与实物或者原件核对后，由经办人决定是否改写。",
            remedyEn:
                "Compare it with the goods or the original; the officer decides whether to rewrite it."
        ),
        "casework.identifier_traditional": Text(
            zh: "标识码含有繁体字，未作转换：{characters}。",
            en: "The identifier holds traditional characters; none was converted: {characters}.",
            remedyZh: "官方编号以简体字书写的，由经办人改写。",
            remedyEn:
                "Where the official number has simplified characters, the officer rewrites it."
        ),
        "casework.identifier_replacement": Text(
            zh: "标识码含有替换字符（U+FFFD），说明文字在转码时已经损坏。",
            en:
                "The identifier holds the replacement character U+FFFD: text was damaged on its way.",
            remedyZh: "从原件重新录入。",
            remedyEn: "Enter it again from the original."
        ),
        "casework.identifier_first_generation": Text(
            zh: "该号码可能是 15 位的旧身份证号码，没有校验码，无法核对。",
            en:
                "This may be an identity number of the first generation: 15 digits without a check character.",
            remedyZh: "尽可能补充 18 位公民身份号码。",
            remedyEn: "Add the number of 18 characters where it can be had."
        ),
        "casework.identifier_no_public_number": Text(
            zh: "商业秘密没有公开的编号。",
            en: "A trade secret has no public number.",
            remedyZh: "使用案件内部编号；不得把秘密内容填入标识码。",
            remedyEn:
                "Use a number of the case's own, and never write the secret into an identifier."
        ),
        "casework.identifier_link_user_part": Text(
            zh: "链接在主机名之前带有用户部分（@ 之前），容易被误认为另一网站；真正的主机名在 @ 之后。",
            en: """
                The link has a user part before its host (what stands before the @), which makes it look like another \
                site; the true host stands behind the @.
                """,
            remedyZh: "以 @ 之后的主机名为准。",
            remedyEn: "Go by the host behind the @."
        ),
        "casework.identifier_link_ambiguous": Text(
            zh: "链接中同一编号参数出现多次且取值不同，无法确定所指商品或者店铺。",
            en:
                "The link gives the number of the item or shop more than once, with different values.",
            remedyZh: "打开链接核实后，只保留一个编号。",
            remedyEn: "Open the link, find out which one counts, and keep that alone."
        ),
    ]
}
