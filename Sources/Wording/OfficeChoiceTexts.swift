/// What is said of the offices that a step names, and of what the node adds to it.
extension Catalogue {
    static let officeChoice: [String: Text] = [
        "node.addressee_office_named": Text(
            zh: "规则规定{role}的单位名称须含有下列字样之一：{words}。接收方已由 {address} 写明为 {found}。",
            en:
                "The rules ask for: {role} (an office whose title has one of {words}); the addressee {address} is named as {found}.",
            remedyZh: "要交给别的单位的，用 --to 写明区划代码/部门。",
            remedyEn: "For another office give its address (region/office) with --to."
        ),
        "node.addressee_office_meant": Text(
            zh: "接收单位写明了 {address} 的一个单位，接收方已由 {address} 写明为 {found}。",
            en:
                "The receiving offices name one office of {address}; the addressee {address} is named as {found}.",
            remedyZh: "要由该地的任何单位都可以办理的，不写接收单位的部门；要交给别的单位的，改正接收单位。",
            remedyEn:
                "Where any office there may take it, name no office among the receiving ones; for another office put the receiving offices right."
        ),
        "node.addressee_office_open": Text(
            zh: "接收方 {address} 有几个单位，没有写明是哪一个：{offices}。文书只写该地有关单位。",
            en:
                "The addressee {address} has several offices, and none is named: {offices}. The letter names none of them.",
            remedyZh: "要写明单位的，--to 写其中一个（区划代码/部门）；有几个单位的，--to 只写该地，各单位写在接收单位（receiver_offices）中。",
            remedyEn:
                "To name one of them, give its address (region/office) with --to; for several, leave --to as the region and name them among the receiving offices (receiver_offices)."
        ),
        "command.inbox_offices_other": Text(
            zh: "（也可由 {offices} 办理：改写 --office）",
            en: "(or {offices}: change --office)"
        ),
        "node.addressee_offices_several": Text(
            zh: "{address} 有几个单位可以是{role}（单位名称含有：{words}）：{offices}。",
            en:
                "{address} has several offices that could be: {role} (an office whose title has one of {words}): {offices}.",
            remedyZh: "在 --to 中写明其中一个（区划代码/部门）。什么都没有签署。",
            remedyEn: "Name one of them with --to (region/office). Nothing was signed."
        ),
        "node.exercise_added": Text(
            zh: "文字或者机制名称以“【演练】”开头，节点已在条目头写明“演练”为“是”：机制各成员都能看到，各份文书均予标明，统计时不计入。",
            en:
                "A text or the name of the mechanism begins with 【演练】, so the node states exercise = yes in the header: every member of the mechanism sees it, all papers are marked, and statistics leave it out.",
            remedyZh: "不是演练的，加上 --field 演练=否。",
            remedyEn: "Where it is none, give --field exercise=no."
        ),
        "command.step_addressee": Text(zh: "--to 接收方", en: "--to ADDRESSEE"),
        "command.output_name_wrong": Text(
            zh: "文件名 {path} 的结尾与内容不符：要写的是 {format}。",
            en: "The name {path} ends like another kind of file: what is written is {format}.",
            remedyZh: "改用以 {ending} 结尾的文件名；要 PDF 的加 --pdf，要网页的不加。",
            remedyEn:
                "Use a name that ends in {ending}; --pdf makes a PDF, without it a page is written."
        ),
        "command.talk_answers_removed": Text(
            zh: "已经办成：留存所填内容的文件 {path} 不再需要，已删除。",
            en:
                "It is done: the file {path}, which kept the answers, is needed no more and removed."
        ),
    ]
}
