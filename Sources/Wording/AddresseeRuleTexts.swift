/// What is said of offices to which the rules do not let a step go, of days before the step that brought them about, and of steps that
/// say that a time ran out.
extension Catalogue {
    static let addresseeRules: [String: Text] = [
        "rules.phrase_office_excluded": Text(
            zh: "单位名称不含：{words}",
            en: "its title has none of: {words}"
        ),
        "rules.phrase_office_when": Text(
            zh: "{office}（{conditions}时）",
            en: "{office} (where {conditions})"
        ),
        "rules.phrase_after_clock": Text(
            zh: "期限已经届满且未曾行使：{clocks}",
            en: "these have run out unused: {clocks}"
        ),
        "rules.phrase_after_step": Text(
            zh: "以下步骤的签署：{events}",
            en: "the signing of: {events}"
        ),
        "node.addressee_other_office": Text(
            zh: "步骤 {event} 的接收方应为{expected}，{address} 的节点名片上是：{found}。{reason}",
            en:
                "The addressee of {event} has to be {expected}; the card for {address} names: {found}. {reason}",
            remedyZh:
                "在 --to 中改写应当接收的单位（区划代码/部门），或者更正所填的接收方类型等字段；单位名称有误的，请对方更正节点名片。什么都没有签署。",
            remedyEn:
                "Give the office that should receive it (region/office) with --to, or put right the field that says what the receiver is; where the title is wrong, have the other side correct its card. Nothing was signed."
        ),
        "node.received_here": Text(
            zh: "允许：接收方是本节点 {node} 的部门，存入本节点即可查阅，不向其他节点索取。",
            en:
                "Allowed: the addressee is an office of this node, {node}; it reads it here, and nothing is fetched from elsewhere."
        ),
        "node.addressee_differs": Text(
            zh: "步骤 {event} 已送往 {address}（按本机现有的节点名片：{found}），而接收方应为{expected}。{reason}",
            en:
                "Step {event} went to {address} (by the cards that are here: {found}), and its addressee should be {expected}. {reason}",
            remedyZh: "核对接收单位；送错的，告知发出单位另行移送，并按应当适用的期限办理。",
            remedyEn:
                "Check the addressee; where it is wrong, tell the office that sent it, and go by the periods that apply to the right one."
        ),
        "node.field_before_step": Text(
            zh: "{field} 填写的 {value} 早于“{event}”的签署时间 {at}：后者发生在前。",
            en: "{field} says {value}, before \"{event}\" was signed at {at}, which comes first.",
            remedyZh:
                "请核对该日期后再提交；确有其事的（例如纸质文书已先行送达），在本步骤的备注（remarks）中写明后再提交。什么都没有签署。",
            remedyEn:
                "Check the date and submit again; where it is right, because a paper went before, say so in the remarks of this step and submit again. Nothing was signed."
        ),
        "node.day_before_step": Text(
            zh: "{field} 填写的 {value} 早于“{event}”的签署时间 {at}。",
            en: "{field} says {value}, before \"{event}\" was signed at {at}.",
            remedyZh: "核对该日期；先行收到纸质文书的，保留能够证明的材料。",
            remedyEn: "Check the date; where a paper came before, keep what proves it."
        ),
        "node.time_was_used": Text(
            zh: "“{event}”以期限 {clock} 届满而未行使为前提，而该期限内已于 {at} 行使。",
            en:
                "\"{event}\" presumes that nobody used the time of {clock}, and it was used at {at}.",
            remedyZh:
                "按已经行使的权利办理其他步骤；事后撤回申请、未提供担保等确需办理本步骤的，在备注（remarks）中写明原因后再提交。什么都没有签署。",
            remedyEn:
                "Take the step that follows from its use; where the application was withdrawn or no security was given, say so in the remarks and submit again. Nothing was signed."
        ),
        "casework.clock_presumed_over": Text(
            zh: "条目 {entry} 于 {at} 办理的步骤以该期限届满为前提，而期限至 {due} 才届满。",
            en:
                "Entry {entry} takes at {at} a step that follows from the end of this period, which is not over before {due}.",
            remedyZh: "请签署单位核对：期限届满之前办理没有依据的，依法纠正。",
            remedyEn:
                "Ask the office that signed it: what was done before the end without a ground has to be put right."
        ),
        "casework.clock_presumed_unused": Text(
            zh: "条目 {entry} 于 {at} 办理的步骤以该期限届满而未行使为前提，而期限内已于 {used} 行使。",
            en:
                "Entry {entry} takes at {at} a step that presumes that nobody used this time, and it was used at {used}.",
            remedyZh: "请签署单位核对，并查看该条目的备注。",
            remedyEn: "Ask the office that signed it, and read that entry's remarks."
        ),
    ]
}
