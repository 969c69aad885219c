extension Catalogue {
    /// What those who take part in a matter have answered, each for itself, and steps that wait for a stated time.
    static let answers: [String: Text] = [
        "casework.own_latest_not_allowed": Text(
            zh: "{signer} 在本记录中最近一次办理的是“{last}”，不能办理 {event}。",
            en: "{signer} has last taken {last} in this record and may not take {event}.",
            remedyZh:
                "本步骤以办理方本身最近一次办理的步骤为条件；已经答复的不必重复答复，重复的不计。lianlu record show 显示各方的经过和现在可以办理的步骤。",
            remedyEn:
                "The step depends on what the signer itself has taken last, and an answer counts once. lianlu record show has what each has taken, and the steps that are open now."
        ),
        "casework.answers_lacking": Text(
            zh: "{role}尚未全部办理规则要求的步骤，还差 {addresses}，不能办理 {event}。",
            en:
                "Not every {role} has answered as the rules ask; {addresses} has not, so {event} is not possible.",
            remedyZh: "等待或者联系这些单位办理；lianlu record show 显示各方的经过。",
            remedyEn:
                "Wait for these offices or call them; lianlu record show has what each has taken."
        ),
        "casework.answers_none": Text(
            zh: "还没有{role}办理规则要求的步骤，不能办理 {event}。",
            en: "No {role} has answered as the rules ask, so {event} is not possible.",
            remedyZh: "至少有一方办理规则要求的步骤之后再办理；lianlu record show 显示各方的经过和现在可以办理的步骤。",
            remedyEn:
                "Take the step once somebody has answered so; lianlu record show has what each has taken, and the steps that are open now."
        ),
        "casework.addressee_left": Text(
            zh: "{address} 已表示不参加或者已经退出，不能再作为该步骤的接收方。",
            en:
                "{address} has declined or withdrawn and cannot be an addressee of this step any more.",
            remedyZh: "从 --to 中删去该单位；不写 --to 的，只发给仍参加的各方。",
            remedyEn:
                "Leave it out of --to; without --to the step goes to those alone that still take part."
        ),
        "casework.pack_guard_in_vain": Text(
            zh: "规则包第 {line} 行：{path} 的步骤 {id} 以某些答复为条件，而该角色不能办理这些步骤，或者步骤只在本节点内办理；该条件永远不能满足。",
            en:
                "Rule pack, line {line}: a guard of step {id} at {path} asks for answers that the role cannot give, or of a step that is taken at home only; it can never be met.",
            remedyZh: "在 is 和 among 中写该角色（own_latest 为该步骤的办理方）能够办理的步骤，并将该步骤放在进入机制之后。",
            remedyEn:
                "Name in is and among steps that the role signs (for own_latest, whoever signs this step), and place the step after the opening."
        ),
        "node.step_before_time": Text(
            zh: "{event} 的办理时间 {at} 早于载明的 {field}：{value}。",
            en: "{event} is taken at {at}, before the {field} that was stated: {value}.",
            remedyZh: "请核对：到时间再办理；确需提前的，先重启方案并重新载明时间，或者在备注（remarks）中说明原因。",
            remedyEn:
                "Check it: take the step when the time has come; where it has to be earlier, reopen the plan and state the time anew, or give the reason in the remarks."
        ),
        "rules.phrase_own_latest": Text(
            zh: "办理方本身最近一次答复是{is}",
            en: "the signer's own latest answer is {is}"
        ),
        "rules.phrase_own_latest_or_none": Text(
            zh: "办理方本身尚未答复，或者最近一次是{is}",
            en: "the signer has not answered, or its own latest answer is {is}"
        ),
        "rules.phrase_all_of_role": Text(
            zh: "{role}各方均已办理{is}",
            en: "every {role} has answered {is}"
        ),
        "rules.phrase_some_of_role": Text(
            zh: "至少一个{role}最近一次答复是{is}",
            en: "some {role} has answered {is}"
        ),
        "rules.phrase_role_among": Text(
            zh: "{role}（最近一次答复是{is}的）",
            en: "{role} (whose latest answer is {is})"
        ),
        "rules.phrase_answers_after": Text(
            zh: "{is}（在最近一次{events}之后）",
            en: "{is} (after the latest {events})"
        ),
        "rules.phrase_addressees_without": Text(
            zh: "接收方没有最近一次答复是{is}的单位",
            en: "no addressee whose latest answer is {is}"
        ),
        "rules.phrase_once_after": Text(
            zh: "每次{events}之后一次",
            en: "once after each {events}"
        ),
        "rules.phrase_once_each_after": Text(
            zh: "每个办理方在每次{events}之后一次",
            en: "once by each signer after each {events}"
        ),
        "rules.phrase_until": Text(
            zh: "各方办理{is}即完成",
            en: "each until it has taken {is}"
        ),
        "rules.phrase_then_role": Text(
            zh: "各方完成后为{role}",
            en: "{role} once all have"
        ),
        "rules.phrase_not_before": Text(
            zh: "不早于载明的{field}",
            en: "not before the stated {field}"
        ),
    ]
}
