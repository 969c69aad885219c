/// What is wrong with `lianlu.yaml`.
extension Catalogue {
    private static let configuration = (
        zh: "改正后重新启动；各项说明见 README 的“配置”一节。",
        en: "Correct it and start again; the README describes every key."
    )

    static let nodeConfiguration: [String: Text] = [
        "node.configuration_invalid": Text(
            zh: "配置文件 lianlu.yaml 第 {line} 行不是正确的 YAML；解析程序的原话：{detail}。",
            en: "lianlu.yaml is no proper YAML in line {line}; the parser says: {detail}.",
            remedyZh: configuration.zh,
            remedyEn: configuration.en
        ),
        "node.configuration_key_unknown": Text(
            zh: "lianlu.yaml 第 {line} 行：没有 {key} 这一项；可用的有 {known}。",
            en: "lianlu.yaml, line {line}: there is no key {key}; the keys are {known}.",
            remedyZh: configuration.zh,
            remedyEn: configuration.en
        ),
        "node.configuration_key_missing": Text(
            zh: "lianlu.yaml 第 {line} 行起的部分缺少 {key}。",
            en: "lianlu.yaml: the part that begins in line {line} lacks the key {key}.",
            remedyZh: "补上后重新启动；各项说明见 README 的“配置”一节。",
            remedyEn: "Add it and start again; the README describes every key."
        ),
        "node.configuration_key_form": Text(
            zh: "lianlu.yaml 第 {line} 行：{key} 的值类型不对（文字、列表、映射三者应为其一），或者为空。",
            en:
                "lianlu.yaml, line {line}: {key} is of the wrong kind (a text, a list or a mapping is expected), or empty.",
            remedyZh: configuration.zh,
            remedyEn: configuration.en
        ),
        "node.configuration_no_number": Text(
            zh: "lianlu.yaml 第 {line} 行：{key} 应为整数，范围 {limit}。",
            en: "lianlu.yaml, line {line}: {key} must be a whole number, {limit}.",
            remedyZh: configuration.zh,
            remedyEn: configuration.en
        ),
        "node.configuration_key_twice": Text(
            zh: "lianlu.yaml 第 {line} 行：{key} 在同一部分中出现不止一次。",
            en: "lianlu.yaml, line {line}: the key {key} stands more than once in its part.",
            remedyZh: "只留一处，然后重新启动。",
            remedyEn: "Leave one of them and start again."
        ),
        "node.configuration_no_mapping": Text(
            zh: "lianlu.yaml 第 {line} 行：此处应为“项: 值”，一项一行。",
            en: "lianlu.yaml, line {line}: keys with their values are expected here, one a line.",
            remedyZh: configuration.zh,
            remedyEn: configuration.en
        ),
        "node.configuration_too_long": Text(
            zh: "lianlu.yaml 超过 {limit} 字节的上限。",
            en: "lianlu.yaml is longer than the limit of {limit} bytes.",
            remedyZh: configuration.zh,
            remedyEn: configuration.en
        ),
        "node.configuration_too_many": Text(
            zh: "lianlu.yaml 第 {line} 行：{key} 超过 {limit} 项的上限。",
            en: "lianlu.yaml, line {line}: {key} has more than {limit} items.",
            remedyZh: configuration.zh,
            remedyEn: configuration.en
        ),
        "node.configuration_version_unknown": Text(
            zh: "lianlu.yaml 第 {line} 行：version 为 {found}，本程序只支持 {known}。",
            en: "lianlu.yaml, line {line}: version is {found}; this program reads {known}.",
            remedyZh: configuration.zh,
            remedyEn: configuration.en
        ),
        "node.caller_subject_needed": Text(
            zh: "lianlu.yaml 第 {line} 行：callers 的每条规则须写明 user 或 group，二者只写其一。",
            en: "lianlu.yaml, line {line}: a rule under callers names either a user or a group.",
            remedyZh: configuration.zh,
            remedyEn: configuration.en
        ),
        "node.caller_user_unknown": Text(
            zh: "lianlu.yaml 第 {line} 行：本机没有用户 {name}。",
            en: "lianlu.yaml, line {line}: this machine has no user {name}.",
            remedyZh: "核对用户名，或者先建立该用户，然后重新启动。",
            remedyEn: "Check the name, or create the user, then start again."
        ),
        "node.caller_group_unknown": Text(
            zh: "lianlu.yaml 第 {line} 行：本机没有用户组 {name}。",
            en: "lianlu.yaml, line {line}: this machine has no group {name}.",
            remedyZh: "核对组名，或者先建立该用户组，然后重新启动。",
            remedyEn: "Check the name, or create the group, then start again."
        ),
        "node.caller_right_needed": Text(
            zh: "lianlu.yaml 第 {line} 行：callers 的这条规则没有给出任何权限（rights）。",
            en: "lianlu.yaml, line {line}: this rule under callers grants no right (rights).",
            remedyZh: configuration.zh,
            remedyEn: configuration.en
        ),
        "node.caller_right_unknown": Text(
            zh: "lianlu.yaml 第 {line} 行：没有 {right} 这种权限；可用的有 {known}。",
            en: "lianlu.yaml, line {line}: there is no right {right}; the rights are {known}.",
            remedyZh: configuration.zh,
            remedyEn: configuration.en
        ),
        "node.caller_office_needed": Text(
            zh: "lianlu.yaml 第 {line} 行：callers 的这条规则给了 sign 权限，却没有写明部门（offices）。",
            en:
                "lianlu.yaml, line {line}: this rule under callers grants sign and names no office (offices).",
            remedyZh: configuration.zh,
            remedyEn: configuration.en
        ),
        "node.caller_office_unknown": Text(
            zh: "lianlu.yaml 第 {line} 行：callers 写了部门 {office}，本节点没有这个部门；现有 {offices}。",
            en:
                "lianlu.yaml, line {line}: callers names the office {office}, which this node does not have; its offices are {offices}.",
            remedyZh: "改正部门编号后重新启动；新设的部门先用 lianlu office add 登记，再写入 callers。",
            remedyEn:
                "Correct the id and start again; a new office is first added with lianlu office add, then named under callers."
        ),
    ]
}
