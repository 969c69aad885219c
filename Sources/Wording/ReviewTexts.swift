/// What binds a person's review to what is signed, files of answers that wait with a draft, and steps that are called as a command is.
extension Catalogue {
    static let reviews: [String: Text] = [
        "node.addressees_not_reviewed": Text(
            zh: "确认时所示的接收方是 {expected}，现在签署的将是 {addresses}：单位名片或者章程在此期间有变动。",
            en:
                "The addressees that were shown are {expected}; signed now the step would go to {addresses}, since a card or a charter has changed meanwhile.",
            remedyZh: "重新运行同一命令，核对接收方后再确认；要指定接收方的，用 --to 写明。什么都没有签署。",
            remedyEn:
                "Run the same command again and look at the addressees before you agree, or name them with --to. Nothing was signed."
        ),
        "auditing.charter_file_alone": Text(
            zh:
                "机制 {mechanism} 的章程第 {revision} 版（{digest}）只在文件 {path} 中，数据库里没有。节点先存入数据库再写文件：数据库中的这一版可能被移除，也可能是有人把文件放进了这个目录。",
            en:
                "Revision {revision} of the charter of {mechanism} ({digest}) lies in the file {path} alone, and not in the database. The node writes the file after the database has the charter: its row may have been removed, or somebody put the file there.",
            remedyZh: "保留数据库和该文件作为证据，查明由来；与任一成员的章程核对（lianlu mechanism show {mechanism} --text）。",
            remedyEn:
                "Keep the database and the file as evidence and find out which it is; compare with a member's charter (lianlu mechanism show {mechanism} --text)."
        ),
        "node.pack_ended": Text(
            zh:
                "机制 {mechanism} 的章程第 {revision} 版所列的规则包{pack}第 {version} 版，有效期已于 {to} 届满，且没有列入接续的规则包：有关的新事项仍按已届满的规则办理，并逐条注明。",
            en:
                "Version {version} of rule pack {pack}, which revision {revision} of the charter of {mechanism} names, was in force until {to}, and the charter names none that follows it: new matters of its kinds still go by rules that have ended, and each says so.",
            remedyZh:
                "用 lianlu rules list 查看现行的规则包，用 lianlu mechanism create {mechanism} 起草列入它的新一版章程；原有的规则包仍须列入，已经开始的事项照它办理。",
            remedyEn:
                "See the packs in force with lianlu rules list, and draft a revision that names one besides with lianlu mechanism create {mechanism}; keep the old one named, by which matters go that have begun."
        ),
        "node.pack_ends": Text(
            zh:
                "机制 {mechanism} 的章程第 {revision} 版所列的规则包{pack}第 {version} 版，有效期到 {to} 为止，且没有列入接续的规则包：此后有关的新事项仍按已届满的规则办理，并逐条注明。",
            en:
                "Version {version} of rule pack {pack}, which revision {revision} of the charter of {mechanism} names, is in force until {to}, and the charter names none that follows it: after that day new matters of its kinds still go by rules that have ended, and each says so.",
            remedyZh:
                "在此之前用 lianlu mechanism create {mechanism} 起草列入接续规则包的新一版章程，由各成员签署并加入；原有的规则包仍须列入，已经开始的事项照它办理。",
            remedyEn:
                "Before that day draft a revision that names the next pack besides with lianlu mechanism create {mechanism}, and have the members sign and join it; keep the old one named, by which matters go that have begun."
        ),
        "command.talk_answers_wait": Text(
            zh: "留存所填内容的文件 {path} 保留到草稿签批或者作废；在本目录中由本账号签批或者作废的，届时自动删除，否则请自行删除。",
            en:
                "The file {path}, which keeps the answers, stays until the draft is signed or thrown away. It is removed where that is done in this directory by this account; else remove it yourself."
        ),
        "command.talk_inbox_places": Text(
            zh: "命令中的“机制”“接收方”请换成编号：lianlu mechanism list 列出机制，lianlu mechanism show 列出其成员的地址。",
            en:
                "For MECHANISM and ADDRESSEE put ids: lianlu mechanism list has the mechanisms, lianlu mechanism show the addresses of the members of one."
        ),
        "command.kind_or_list": Text(
            zh: "写明记录或者 --to、--field 等步骤选项的，办理这一步骤；不写的，列出记录",
            en:
                "with a record, or options of a step such as --to and --field; else it lists records"
        ),
        "command.talk_answers_replaced": Text(
            zh: "此前留存所填内容的文件 {path} 已由上述文件取代，已删除。",
            en:
                "The file {path}, which kept earlier answers, is replaced by the one above and removed."
        ),
    ]
}
