/// What the commands `lianlu rules …` say, and what is refused of rule packs.
extension Catalogue {
    static let ruleCommands: [String: Text] = [
        "casework.pack_file_digest": Text(
            zh: "文件名写的摘要是 {expected}，而文件内容的摘要是 {found}。",
            en: "The name of the file says digest {expected}; its bytes have {found}.",
            remedyZh: "重新取得该文件，或者改正文件名：内容与其名称不符的文件不应使用。",
            remedyEn:
                "Get the file again, or correct its name: a file that is not what its name says should not be used."
        ),
        "casework.pack_file_version": Text(
            zh: "文件名写的是第 {expected} 版，而规则包写明的是第 {found} 版。",
            en: "The name of the file says version {expected}; the pack says {found}.",
            remedyZh: "改正文件名，或者改正 version。",
            remedyEn: "Correct the name of the file, or version."
        ),
        "casework.pack_calendar_missing": Text(
            zh: "规则包以工作日计算时限（如 {clock}），但没有列出日历：到期日只能暂定。",
            en:
                "The pack counts working days (as in {clock}) and names no calendar: ends of periods stay provisional.",
            remedyZh: "在 calendars 中列出国务院办公厅放假安排的日历及其摘要。",
            remedyEn:
                "Name the calendars of the State Council notices with their digests under calendars."
        ),
        "casework.pack_calendar_unknown": Text(
            zh: "规则包列出的日历 {calendar} 不是本程序附带的：节点取得它以前，相关到期日只能暂定。",
            en:
                "Calendar {calendar} that the pack names does not come with the program: ends of periods stay provisional until the node has it.",
            remedyZh: "将日历文件存入本节点：lianlu rules add 日历文件；机制的其他成员会自行取得。",
            remedyEn:
                "Keep its file in the node: lianlu rules add FILE; other members of a mechanism fetch it by themselves."
        ),
        "casework.pack_clocks_unverified": Text(
            zh: "有 {count} 项时限没有对照原文核实，只作为“建议”显示：{clocks}。",
            en:
                "{count} clocks were not verified against the text of the law and are shown as advice only: {clocks}.",
            remedyZh: "核对原文后将 status 改为 verified，并将 enabled 改为 true。",
            remedyEn:
                "Check them against the text, then set status to verified and enabled to true."
        ),
        "node.pack_ambiguous": Text(
            zh: "{rules} 可以指多个规则包：{packs}。",
            en: "{rules} may mean several rule packs: {packs}.",
            remedyZh: "写出版次或者更多位摘要，如 编号@2。",
            remedyEn: "Give the version or more digits of the digest, as in id@2."
        ),
        "node.pack_version_taken": Text(
            zh: "本节点已有另一个 {pack} 第 {version} 版，摘要为 {digest}。",
            en: "This node has another pack {pack} of version {version}, with digest {digest}.",
            remedyZh: "内容有改动时，提高 version 或者换一个 id。",
            remedyEn: "A pack that was changed needs a higher version, or another id."
        ),
        "node.packs_too_many": Text(
            zh: "本节点保存的规则包和工作日历已达上限 {limit} 个。",
            en:
                "This node keeps {limit} rule packs and calendars, which is the most that it takes.",
            remedyZh: "不再添加：已保存的规则包可能仍被条目引用，因此不能删除。",
            remedyEn:
                "Add no more: what is kept may still be named by entries and cannot be removed."
        ),
        "node.pack_kind_unknown": Text(
            zh: "规则包没有事项类型 {kind}；可选：{kinds}。",
            en: "The pack has no kind of record {kind}; it has: {kinds}.",
            remedyZh: "改用所列编号或者其名称。",
            remedyEn: "Use one of these ids, or its name."
        ),
        "node.pack_machine_unknown": Text(
            zh: "规则包没有流程 {machine}；可选：{machines}。",
            en: "The pack has no machine {machine}; it has: {machines}.",
            remedyZh: "改用所列编号。",
            remedyEn: "Use one of these ids."
        ),
        "command.help_rules": Text(
            zh: "查看、检查、比较和添加规则包。",
            en: "Show, check, compare and add rule packs."
        ),
        "command.help_rules_list": Text(
            zh: "列出本节点的规则包：来源、施行日期、由哪些机制的章程列入、是否已被新版取代。",
            en:
                "List the rule packs of the node: where from, in force since, named by which charters, superseded or not."
        ),
        "command.help_rules_show": Text(
            zh: "查看规则包：事项类型、流程、状态、步骤、必填字段、文书和时限。",
            en:
                "Show a rule pack: kinds, machines, states, steps, required fields, documents and clocks.",
            remedyZh:
                "规则包写作 编号、编号@版次、编号@摘要（至少 8 位），或者文件路径。不加选项时列出事项类型；用 --kind 查看一类，用 --clocks 查看时限。",
            remedyEn:
                "A pack is written as id, id@version, id@digest (8 digits at least), or the path of a file. Without options its kinds are listed; --kind shows one of them, --clocks the clocks."
        ),
        "command.help_rules_check": Text(
            zh: "检查规则包或者工作日历文件，逐一指出每个错误所在的行；不需要节点和网络。",
            en:
                "Check the file of a rule pack or a calendar and name every fault with its line; needs no node and no network.",
            remedyZh: "退出码：0 无误；3 有错误；4 没有这个文件；1 读不了，或者超过 2 MiB。",
            remedyEn:
                "Exit codes: 0 sound, 3 with faults, 4 where there is no such file, 1 for one that cannot be read or is larger than 2 MiB."
        ),
        "command.help_rules_diff": Text(
            zh: "比较两个规则包：增加、删除和修改了哪些规定。",
            en: "Compare two rule packs: what was added, removed and changed.",
            remedyZh: "两个规则包均可写作 编号@版次、编号@摘要或者文件路径。",
            remedyEn: "Each is written as id@version, id@digest, or the path of a file."
        ),
        "command.help_rules_add": Text(
            zh: "将规则包或者工作日历文件存入本节点。",
            en: "Keep the file of a rule pack or a calendar in the node.",
            remedyZh: "存入后即可用于本节点内的事项；在协作机制中，须由章程修订列入（lianlu mechanism create --rules）后才有效。",
            remedyEn:
                "It counts at home at once; in a mechanism it counts once a charter revision names it (lianlu mechanism create --rules)."
        ),
        "command.option_rules_file": Text(
            zh: "规则包或者工作日历文件；- 表示标准输入。",
            en: "The file of the rule pack or calendar; - is standard input."
        ),
        "command.option_rules_pack": Text(
            zh: "规则包或者工作日历：编号、编号@版次、编号@摘要，或者文件路径。",
            en: "The rule pack or calendar: id, id@version, id@digest, or the path of a file."
        ),
        "command.option_rules_from": Text(zh: "作为比较基础的规则包。", en: "The pack to compare with."),
        "command.option_rules_to": Text(zh: "要比较的规则包。", en: "The pack to compare."),
        "command.option_rules_kind": Text(
            zh: "只看一类事项：编号、代码或者名称。",
            en: "One kind of record only: its id, code or name."
        ),
        "command.option_rules_machine": Text(zh: "只看一个流程：编号。", en: "One machine only: its id."),
        "command.option_rules_clocks": Text(zh: "只看时限。", en: "Clocks only."),
        "command.label_pack": Text(zh: "规则包", en: "pack"),
        "command.label_edition": Text(zh: "版次", en: "version"),
        "command.label_engine": Text(zh: "规则引擎", en: "engine"),
        "command.label_effective_from": Text(zh: "施行日期", en: "in force from"),
        "command.label_effective_to": Text(zh: "失效日期", en: "in force until"),
        "command.label_built_in": Text(zh: "来源", en: "origin"),
        "command.label_with_program": Text(zh: "本程序附带", en: "with the program"),
        "command.label_added_here": Text(zh: "后来取得", en: "came later"),
        "command.label_named_by": Text(zh: "列入章程的机制", en: "named by"),
        "command.label_superseded_by": Text(zh: "已被取代", en: "superseded by"),
        "command.label_digest": Text(zh: "摘要", en: "digest"),
        "command.label_since_revision": Text(zh: "自第 {since} 版章程", en: "since revision {since}"),
        "command.label_line": Text(zh: "行", en: "line"),
        "command.talk_rules_sound": Text(
            zh: "规则包 {pack} 第 {version} 版没有错误，摘要 {digest}。",
            en: "Rule pack {pack} version {version} has no fault; digest {digest}."
        ),
        "command.talk_rules_faults": Text(zh: "发现 {count} 处错误。", en: "Faults found: {count}."),
        "command.talk_rules_cut_short": Text(
            zh: "错误太多，只列出前 {count} 处；改正后再检查。",
            en: "There are more faults than the {count} listed; correct these and check again."
        ),
        "command.talk_rules_unexamined": Text(
            zh: "以下流程的组成部分有误，尚未作整体检查：{machines}。",
            en:
                "These machines were not judged as a whole, since parts of them are wrong: {machines}."
        ),
        "command.talk_rules_same": Text(zh: "两个规则包的规定相同。", en: "The two packs say the same."),
        "command.talk_rules_without_node": Text(
            zh: "节点没有应答：以下是本程序附带的规则包。",
            en: "The node does not answer: these are the packs that come with the program."
        ),
        "command.talk_rules_chosen": Text(
            zh: "有多个版次，以下是现行的第 {version} 版（{digest}）。",
            en: "There are several versions; this is version {version}, in force now ({digest})."
        ),
        "command.talk_rules_more": Text(
            zh: "用 --kind 类型 查看一类事项的流程，用 --clocks 查看时限。",
            en: "Use --kind KIND for the machines of one kind, --clocks for the clocks."
        ),
        "command.talk_rules_added": Text(
            zh:
                "规则包 {pack} 第 {version} 版已存入本节点。要用于协作机制，须以章程修订列入：lianlu mechanism create … --rules {pack}@{digest}",
            en:
                "Rule pack {pack} version {version} is kept. To use it in a mechanism, name it in a charter revision: lianlu mechanism create … --rules {pack}@{digest}"
        ),
    ]
}
