/// What is said of steps that call on somebody because a period is over.
extension Catalogue {
    static let calls: [String: Text] = [
        "rules.phrase_calls": Text(
            zh: "有期限逾期时提请{roles}处理",
            en: "calls on {roles}, because a period is over"
        ),
        "rules.phrase_call_opens": Text(
            zh: "被提请的一方可以另立关联的{machine}（{step}）",
            en: "whoever is called on may open a linked matter: {machine} ({step})"
        ),
        "casework.pack_call_in_vain": Text(
            zh: "规则包第 {line} 行：{path} 的步骤 {id} 提请的一方，在该步骤之后的某个状态没有步骤可以办理。",
            en:
                "Rule pack, line {line}: whom step {id} at {path} calls on has no step to take from some state in which the record stands then.",
            remedyZh: "改正 calls 的 roles，或者补上该角色的步骤。",
            remedyEn: "Correct the roles of calls, or add a step of that role."
        ),
        "casework.pack_call_opens_own": Text(
            zh: "规则包第 {line} 行：{path} 的步骤 {id} 的 calls 的 opens 写的是本业务种类自己的步骤。",
            en:
                "Rule pack, line {line}: the opens of the calls of step {id} at {path} names a step of its own kind.",
            remedyZh: "opens 只写同一规则包里其他业务种类立案的步骤；不需要另立记录的，删除 opens。",
            remedyEn:
                "Name a beginning of another kind of the same pack, or leave opens out where no other matter is to be opened."
        ),
        "casework.state_called": Text(
            zh: "已提请上级，尚未处理",
            en: "a superior was called on and has not answered"
        ),
        "node.superior_is_party": Text(
            zh: "机制 {mechanism} 的章程写明的“{role}”就是本事项的一方，办理“{event}”提请不到任何人。",
            en:
                "All whom the charter of {mechanism} binds to the role {role} are sides of this matter: \"{event}\" would call on nobody else.",
            remedyZh: "由该方直接办理；需要更高的上级的，先起草章程修订写明。什么都没有签署。",
            remedyEn:
                "That side acts itself; where a higher superior is meant, have a revision of the charter name it first. Nothing was signed."
        ),
        "node.call_before_end": Text(
            zh: "本记录没有已经逾期的期限：最早届满的是 {clock}（{due}）。",
            en: "No period of this record is over: the first to end is {clock} ({due}).",
            remedyZh: "逾期之后再提请；确有理由提前提请的，在备注中写明，上级会看到提请时没有逾期。",
            remedyEn:
                "Call once it is over; who has a reason to call earlier says so in the remarks, and the superior sees that nothing was overdue."
        ),
        "node.call_without_period": Text(
            zh: "本记录没有正在计算的期限，也没有逾期。",
            en: "No period of this record runs, and none is over.",
            remedyZh: "核对记录；确有理由提请的，在备注中写明，上级会看到提请时没有逾期。",
            remedyEn:
                "Look at the record; who has a reason to call says so in the remarks, and the superior sees that nothing was overdue."
        ),
        "node.all_have_left": Text(
            zh: "本事项发给的各方（{addresses}）都已不再参加：签署之后只剩本方。",
            en:
                "All to whom this matter went ({addresses}) take no part any more: whoever signs goes on alone.",
            remedyZh: "需要他方参加的，重启后另行邀请；不再办理的，取消。",
            remedyEn:
                "Where others are to take part, reopen it and invite them; where it ends, cancel it."
        ),
        "command.inbox_called": Text(
            zh: "{by} 于 {at} 办理“{step}”，尚待 {on} 处理",
            en: "{by} took \"{step}\" at {at}; {on} has not answered yet"
        ),
        "command.inbox_called_early": Text(
            zh: "（提请时没有期限逾期）",
            en: " (no period was over then)"
        ),
        "command.inbox_called_again": Text(
            zh: "（此前另有 {count} 次提请未答复）",
            en: " ({count} earlier without an answer)"
        ),
        "command.inbox_latest": Text(
            zh: "最近办理：{by} 于 {at} 办理“{step}”",
            en: "latest: {by} took \"{step}\" at {at}"
        ),
        "command.inbox_opens": Text(
            zh: "另立关联记录：{step}",
            en: "opens a linked record: {step}"
        ),
    ]
}
