/// What roles ask of offices, how clocks fall away, and what own rule packs must not take.
extension Catalogue {
    static let handoverFlow: [String: Text] = [
        "casework.clock_dropped": Text(
            zh: "未行使、未办理：事项已撤回或者转入其他程序，期限终止",
            en: "unused: the matter was withdrawn or took another way"
        ),
        "rules.word_drop": Text(zh: "不再适用", en: "drops"),
        "rules.phrase_timer_at": Text(zh: "{timer}（以{field}为准）", en: "{timer} as of {field}"),
        "rules.phrase_office_named": Text(
            zh: "单位名称含有：{words}",
            en: "its title has one of: {words}"
        ),
        "rules.phrase_office_unusual": Text(
            zh: "单位名称含有以下字样的，通常适用其他程序：{words}",
            en: "another procedure is usual for an office whose title has one of: {words}"
        ),
        "node.addressee_unusual": Text(
            zh: "接收方 {address}（{found}）通常不是本步骤的{role}：名称含有 {words} 的单位，规则包另有程序。",
            en:
                "The addressee {address} ({found}) is not usually: {role}. The rules have another procedure for offices whose title has one of {words}.",
            remedyZh: "核对是否应改用其他程序；lianlu rules show 显示规则包中的各种程序。",
            remedyEn:
                "Make sure that no other procedure applies; lianlu rules show has those of the rule pack."
        ),
        "node.addressee_has_procedure": Text(
            zh: "接收方 {address}（{found}）通常不是本步骤的{role}：名称含有 {words} 的单位，规则包另有程序。{procedure}",
            en:
                "The addressee {address} ({found}) is not usually: {role}. The rules have another procedure for offices whose title has one of {words}. {procedure}",
            remedyZh: "核对是否应改用该程序。",
            remedyEn: "Make sure that it does not apply here."
        ),
        "casework.pack_machine_taken": Text(
            zh: "种类 {kind} 的流程编号 {name} 已由规则包 {pack} 的种类 {other} 使用：存入后，{other} 的命令会变成 {kind} 的命令。",
            en:
                "The machine {name} of kind {kind} is that of kind {other} of rule pack {pack}: its commands would mean {kind} from then on.",
            remedyZh: "给流程另起编号。",
            remedyEn: "Give the machine another id."
        ),
        "casework.pack_name_taken": Text(
            zh: "种类 {kind} 的名称“{name}”已是规则包 {pack} 的种类 {other} 的名称：用该名称办理时无法分辨是哪一种。",
            en:
                "The name “{name}” of kind {kind} is that of kind {other} of rule pack {pack}: nobody could tell which one is meant.",
            remedyZh: "改用别的编号、代码、名称或者别名。",
            remedyEn: "Choose another id, code, title or alias."
        ),
        "casework.pack_name_is_command": Text(
            zh: "种类 {kind} 的名称“{name}”是本程序的命令，不能用它办理这类事项。",
            en:
                "The name “{name}” of kind {kind} is a command of the program, so that no matter of this kind could be begun by it.",
            remedyZh: "改用别的编号、代码、名称或者别名。",
            remedyEn: "Choose another id, code, title or alias."
        ),
        "casework.clock_start_over": Text(
            zh: "期限 {clock} 自条目 {entry} 所载的 {at} 起算，签署时已于 {due} 届满。",
            en:
                "The clock {clock} counts from {at}, as entry {entry} states, and was over at {due}, before that was signed.",
            remedyZh: "核对所载时间；无误的，立即办理并说明原因。",
            remedyEn: "Check the time that is stated; where it is right, act at once and say why."
        ),
        "node.pack_built_in": Text(
            zh: "规则包 {rules} 随本程序提供，不能移除。",
            en: "Rule pack {rules} comes with the program and cannot be removed."
        ),
        "node.pack_in_use": Text(
            zh: "规则包 {rules} 正在使用，不能移除：列入章程的机制 {mechanisms}；本节点内按该包办理的事项 {count} 件。",
            en:
                "Rule pack {rules} is used and stays: charters of these mechanisms name it: {mechanisms}; matters at home that go by it: {count}.",
            remedyZh: "已经据以办理的规则包须一直保留，否则记录无法核验。不想再用的，存入版次更高的新规则包（lianlu rules add）。",
            remedyEn:
                "What steps were taken under has to stay, or nobody could verify them. To replace it, add a newer version (lianlu rules add)."
        ),
        "node.addressee_not_of_role": Text(
            zh:
                "步骤 {event} 的接收方应为{role}（单位名称含有：{words}），{address} 不是，其节点名片上写的是：{found}。该节点名片上符合的单位：{fitting}。",
            en:
                "The addressee of {event} has to be: {role} (an office whose title has one of {words}); {address} is none, which its card calls: {found}. Offices on that card that fit: {fitting}.",
            remedyZh:
                "在 --to 中写该机关的地址（区划代码/部门）；该机关不是机制成员的，不能用本步骤移送。单位名称有误的，请对方更正节点名片。什么都没有签署。",
            remedyEn:
                "Give that office's address (region/office) with --to; one that is no member cannot be sent to by this step. Where the title is wrong, have the other side correct its card. Nothing was signed."
        ),
        "node.office_not_of_role": Text(
            zh: "步骤 {event} 只能由{role}（单位名称含有：{words}）签署，{found} 不是。",
            en:
                "The step {event} is signed by: {role} (an office whose title has one of {words}); {found} is none.",
            remedyZh: "用 --office 写明该机关。单位名称有误的，更正节点名片。什么都没有签署。",
            remedyEn:
                "Name that office with --office. Where the title is wrong, correct the card. Nothing was signed."
        ),
        "node.addressee_offices_unknown": Text(
            zh: "{address} 的节点名片不在本节点，无法核对接收方是否为{role}（单位名称含有：{words}）。",
            en:
                "The card for {address} is not here, so that nobody here can tell whether the addressee is: {role} (an office whose title has one of {words}).",
            remedyZh: "签署之前自行核对。",
            remedyEn: "Make sure before you sign."
        ),
        "node.charter_leaves_calendars": Text(
            zh: "章程第 {revision} 版不再列入规则包 {pack}，其中的工作日历没有其他规则包列入：{calendars}。采用该版之后，期限不再按这些日历计算。",
            en:
                "Revision {revision} of the charter leaves out rule pack {pack}, and no other pack of it names these calendars: {calendars}. Once it is adopted clocks count by them no more.",
            remedyZh: "须继续使用的，重新起草并加上 --rules {pack}，其余规则包一并写明。",
            remedyEn:
                "Where they shall count on, draw it up again with --rules {pack} beside the other packs."
        ),
        "node.charter_calendars_same_day": Text(
            zh:
                "章程第 {revision} 版的规则包列有 {year} 年的多个工作日历，所载通知的印发日期相同，也不是同一规则包的先后版本：将按 {calendar} 计算，不按 {others}。",
            en:
                "The packs of revision {revision} of the charter name several calendars of {year} whose notices are of one day, and they are no versions of one pack: {calendar} will count, and {others} will not.",
            remedyZh: "只留一个；更正日历的，以同一规则包的更高版本列入，再重新起草章程。",
            remedyEn:
                "Keep one; name a corrected calendar in a higher version of the same pack, and draw the charter up again."
        ),
        "command.help_rules_remove": Text(
            zh: "移除存入本节点的规则包。",
            en: "Take a rule pack that was added out of the node.",
            remedyZh: "随本程序提供的、列入过章程的、已据以办理事项的规则包不能移除。",
            remedyEn:
                "One that comes with the program, that a charter has named, or by which a matter went stays."
        ),
        "command.talk_rules_removed": Text(
            zh: "规则包 {pack} 第 {version} 版（{digest}）已从本节点移除。",
            en: "Rule pack {pack} version {version} ({digest}) is removed from the node."
        ),
    ]
}
