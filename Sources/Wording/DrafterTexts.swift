extension Catalogue {
    /// What is said where one login drafts a step and approves it, and where an act is older than its rules.
    static let drafters: [String: Text] = [
        "node.drafter_approves": Text(
            zh: "起草和审批是本机的同一登录用户（uid {uid}）：节点无法证明经办人与审批人是两个人。",
            en:
                "This was drafted under the login that approves it (uid {uid}): the node cannot tell that two persons act.",
            remedyZh:
                "经办人与审批人应为两人。各用各的登录用户，并在 lianlu.yaml 写明 approver-login: other 的，节点拒绝此种审批。",
            remedyEn:
                "Clerk and approver are two persons. With a login for each, approver-login: other in lianlu.yaml makes the node refuse this."
        ),
        "node.drafter_not_approver": Text(
            zh: "草稿 {draft} 是本机的同一登录用户（uid {uid}）起草的，本节点要求由另一用户审批（approver-login: other）。",
            en:
                "The draft {draft} was made under this login (uid {uid}), and this node has another one approve (approver-login: other).",
            remedyZh: "没有签署任何内容。请审批人用其本人的登录用户运行 lianlu record approve。",
            remedyEn:
                "Nothing was signed. The approver runs lianlu record approve under a login of their own."
        ),
        "node.home_notes_of_others": Text(
            zh: "另有 {count} 条提示涉及其他部门在本节点内的事项，此处不列。",
            en: "{count} more notes name matters at home of other offices, and are not shown here."
        ),
        "node.edition_changes": Text(
            zh: "该事项在本机关内依据规则包 {home} 登记、审批，现依据 {rules} 发出：所引法条和时限以后者为准。",
            en:
                "The matter was begun and approved at home under {home} and goes out under {rules}: articles and terms are those of the latter.",
            remedyZh: "应继续适用原规定的，发出时加 --rules {home}。",
            remedyEn: "Where the rules of before go on to apply, send it with --rules {home}."
        ),
        "node.edition_changes_alone": Text(
            zh: "该事项在本机关内依据规则包 {home} 登记、审批，现依据 {rules} 发出；协作机制的章程没有列明前者。",
            en:
                "The matter was begun and approved at home under {home} and goes out under {rules}: the mechanism's charter does not name the former.",
            remedyZh: "应继续适用原规定的，先由各成员修订章程列入 {home}，再发出。",
            remedyEn:
                "Where the rules of before go on to apply, the members revise the charter to name {home} first."
        ),
        "node.older_edition": Text(
            zh: "{field}（{day}）早于所用规则版本的施行之日（{first}）；行为发生在此之前的，原则上适用当时的规定（从旧兼从轻）。",
            en:
                "{field} ({day}) lies before the first day of the rules that are used here ({first}); an act of before goes by the rules of its time, unless the newer are milder.",
            remedyZh: "应适用当时规定的，办理该事项的第一步时加 --rules {rules}；新规定较轻或者不再认为违法的，照此办理。",
            remedyEn:
                "Where the rules of its time apply, take the matter's first step with --rules {rules}; where the newer are milder, go on."
        ),
        "node.configuration_value_unknown": Text(
            zh: "lianlu.yaml 第 {line} 行：{key} 不能是“{found}”，只能是：{known}。",
            en: "lianlu.yaml, line {line}: {key} cannot be \"{found}\"; it is one of: {known}.",
            remedyZh: "改正该行，再重新启动节点。",
            remedyEn: "Correct the line, and start the node again."
        ),
    ]
}
