extension Catalogue {
    /// What is said of lists: of long ones in one line, of the faults of a file, and of commands that ask for more than they show.
    static let commandLists: [String: Text] = [
        "command.list_shortened": Text(
            zh: "……（共 {count} 项，--json 列出全部）",
            en: " … ({count} in all; --json has them)"
        ),
        "command.file_values_many": Text(
            zh: "文件 {path} 展开后的值超过 {limit} 个的上限。",
            en: "The file {path} has more than {limit} values once its aliases are followed.",
            remedyZh: "别名（*名称）每用一次就算一次；直接写出需要的值。",
            remedyEn:
                "An alias (*name) counts each time that it stands; write the values that are meant."
        ),
        "command.usage_together": Text(
            zh: "{option} 不能与 {other} 同时使用。",
            en: "{option} does not go together with {other}.",
            remedyZh: "只用其中一个。",
            remedyEn: "Use one of them."
        ),
        "command.step_office": Text(zh: "--office 部门", en: "--office OFFICE"),
        "command.talk_kinds_offices": Text(
            zh: "本节点有几个部门，“部门”写明由哪个签署：{offices}。",
            en: "This node has several offices; OFFICE says which one signs: {offices}."
        ),
        "node.rule_faults_more": Text(
            zh: "该文件共有 {count} 处错误，以上是最前的一处；lianlu rules check 列出全部。",
            en:
                "The file has {count} faults, of which this is the first; lianlu rules check lists them all."
        ),
    ]
}
