extension Catalogue {
    /// What is said where a charter that logs name is not here.
    static let lackingCharters: [String: Text] = [
        "auditing.charter_gone": Text(
            zh:
                "机制 {mechanism} 的章程第 {revision} 版（{digest}）不在此处，而本节点目录曾据以采用或者判断：它已被移除。采用它或者因它终止的日志有 {logs}，依它办理的 {count} 条条目不能判断；谁是成员、按哪些规则包和工作日历计算，凭此目录不能认定，该机制的记录一律不给出状态和期限。",
            en:
                "Revision {revision} of the charter of {mechanism} ({digest}) is not here, although this home has adopted it or judged by it: it was removed. Logs that name it or were ended by it: {logs}; entries that cannot be judged without it: {count}. Who is a member, and by which rule packs and calendars clocks run, this home cannot say; of no record of the mechanism are state and clocks given.",
            remedyZh: "保留数据库作为证据，查明是谁移除的；向任一成员索取该章程，或者审计其他成员的节点目录。",
            remedyEn:
                "Keep the database as evidence and find out who removed it. Ask any member for the charter, or audit another member's home."
        ),
        "auditing.charter_awaited": Text(
            zh:
                "机制 {mechanism} 的日志 {logs} 开立于或者采用了章程第 {revision} 版（{digest}），而该章程不在此处：是从未送达还是已被移除，此处分不清。依它办理的 {count} 条条目不能判断。",
            en:
                "Logs of {mechanism} were opened under revision {revision} of its charter ({digest}) or adopt it ({logs}), and it is not here; whether it never came or was removed cannot be told. Entries that cannot be judged without it: {count}.",
            remedyZh: "向任一成员索取该章程，或者审计其他成员的节点目录。",
            remedyEn: "Ask any member for the charter, or audit another member's home."
        ),
        "auditing.record_charter_gone": Text(
            zh: "机制 {mechanism} 的章程 {digests} 不在此处，它可能改变该记录所依据的规则包、工作日历和承担单位。",
            en:
                "Charters of {mechanism} are not here, and may change by which rule pack and calendar this record goes and who is bound: {digests}.",
            remedyZh: "见审计发现的问题；向任一成员索取所缺的章程，或者审计其他成员的节点目录。",
            remedyEn:
                "See the findings of the audit. Ask any member for what is missing, or audit another member's home."
        ),
        "node.charter_gone": Text(
            zh:
                "机制 {mechanism} 的章程 {digest} 不在本节点，而本节点曾经采用它，或者因它退出（日志 {logs}）：它已被移除。依它办理的条目待定，本节点在该机制中不签署步骤；所示的成员、状态和期限按较早的章程得出，不能据以认定逾期与否。",
            en:
                "Charter {digest} of {mechanism} is not here although a log of this node names it or was ended by it ({logs}): it was removed. Entries wait for it, and this node signs no step in the mechanism; members, states and clocks are shown by an older charter, and by them nothing is met or missed.",
            remedyZh:
                "复制节点目录并对副本运行 lianlu audit，查明是谁移除的；再用节点目录 charters/ 中的章程文件，或者向任一成员索取，运行 lianlu mechanism join。重新启动节点的，与成员连接后也会自行取回；在运行中被移除的，节点在一分钟内自行补回，并留下警报。",
            remedyEn:
                "Copy the home and run lianlu audit on the copy to find out who removed it. Then take its file in charters/ of the home, or ask any member for it, and run lianlu mechanism join. After a restart the node fetches it from connected members by itself, too; what is removed while it runs it puts back within a minute, and an alarm stays."
        ),
        "node.charter_awaited": Text(
            zh:
                "机制 {mechanism} 的日志 {logs} 已采用章程 {digest}，该章程尚不在本节点：依它办理的条目待定；所示的成员、状态和期限按较早的章程得出，可能改变。",
            en:
                "Logs of {mechanism} have adopted charter {digest}, which is not here ({logs}). Entries wait for it; members, states and clocks are shown by an older charter and may change.",
            remedyZh: "与成员连接后会自行取得；仍未取得的，向日志所属成员索取该章程文件，运行 lianlu mechanism join。",
            remedyEn:
                "It comes from connected members by itself. Where it does not, ask the members whose logs these are for the file and run lianlu mechanism join."
        ),
        "node.charter_not_here": Text(
            zh: "机制 {mechanism} 已有更新的章程 {digest}（{logs} 已采用），它不在本节点：没有起草，另写一版会与它占据同一版次而使机制停摆。",
            en:
                "There is a newer charter of {mechanism}, {digest}, which {logs} name and which is not here. Nothing was written: a revision beside it would take its place and suspend the mechanism.",
            remedyZh:
                "先取得该章程：与成员连接，或者向日志所属成员索取文件并运行 lianlu mechanism join，然后在其后起草。只有其中的成员全部退出的新版才可以不等它。",
            remedyEn:
                "Get it first: connect to the members, or ask those whose logs these are for the file and run lianlu mechanism join, and write the revision after it. Only a revision that leaves all of them out need not wait."
        ),
        "node.calendars_too_many": Text(
            zh: "机制 {mechanism} 的章程及其规则包指明的工作日历有 {count} 部，一个机制最多 {limit} 部。",
            en:
                "The rule packs of the charters of {mechanism} name {count} calendars; a mechanism has {limit} at most.",
            remedyZh: "减少章程所列规则包指明的工作日历，重新起草；以前各版指明的也计算在内。",
            remedyEn:
                "Write a revision whose rule packs name fewer; those of earlier revisions are counted too."
        ),
        "node.mechanism_calendars_beyond": Text(
            zh:
                "机制 {mechanism} 的章程及其规则包指明的工作日历有 {count} 部，超过一个机制的上限 {limit} 部：本节点优先取用较新各版的，其余不取，按其计算的期限为暂定。",
            en:
                "The rule packs of the charters of {mechanism} name {count} calendars, more than the {limit} of a mechanism: those of newer revisions are fetched, the others are not, and what they count stays provisional.",
            remedyZh: "与各成员商定，改用指明工作日历较少的规则包。",
            remedyEn: "Agree with the members on rule packs that name fewer."
        ),
        "node.pack_gone": Text(
            zh:
                "机制 {mechanism} 的章程第 {revision} 版指明的规则包 {name} 不在本节点：已被移除，或者尚未取到。依它办理的条目不能判断，期限可能依它指明的工作日历变动的，不作按期或者逾期的判断。",
            en:
                "Rule pack {name}, which revision {revision} of the charter of {mechanism} names, is not here: it was removed or has not come. What it governs cannot be judged, and clocks that a calendar it names may move are called neither met nor missed.",
            remedyZh:
                "尚未取到的，与成员连接后会自行取得；在运行中被移除的，重新启动节点之后才会取回。不能等的，向任一成员索取该规则包，运行 lianlu rules add。本节点曾有而现在没有的，复制节点目录并对副本运行 lianlu audit，查明是谁移除的。",
            remedyEn:
                "What has not come yet comes from connected members by itself; what was removed while the node runs is fetched after a restart. Not to wait, ask any member for the file and run lianlu rules add. If this node had it before, copy the home and run lianlu audit on the copy to find out who removed it."
        ),
        "node.calendar_gone": Text(
            zh:
                "机制 {mechanism} 的章程第 {revision} 版的规则包指明的工作日历 {name} 不在本节点：已被移除，或者尚未取到。可能因它变动的期限，不作按期或者逾期的判断。",
            en:
                "Calendar {name}, which a rule pack of revision {revision} of the charter of {mechanism} names, is not here: it was removed or has not come. Clocks that it may move are called neither met nor missed.",
            remedyZh:
                "尚未取到的，与成员连接后会自行取得；在运行中被移除的，重新启动节点之后才会取回。不能等的，向任一成员索取该日历文件，运行 lianlu rules add。本节点曾有而现在没有的，复制节点目录并对副本运行 lianlu audit，查明是谁移除的。",
            remedyEn:
                "What has not come yet comes from connected members by itself; what was removed while the node runs is fetched after a restart. Not to wait, ask any member for the file and run lianlu rules add. If this node had it before, copy the home and run lianlu audit on the copy to find out who removed it."
        ),
        "command.talk_stats_withheld": Text(
            zh:
                "其中 {count} 条因本节点缺少其机制的章程、规则包或者工作日历，有期限不作判断：已答复的列入“不作判断”，不计入“按期”“超期答复”“无期限”，也不计入“现逾期”，见 lianlu status。",
            en:
                "Of these, {count} have clocks that are not judged, because a charter, rule pack or calendar of their mechanism is not here; where they are answered they count as not judged, neither as in time, nor as late, nor as without a period, and none counts as overdue. See lianlu status."
        ),
        "command.label_adopted_gone": Text(zh: "是（章程已被移除）", en: "yes (charter removed)"),
        "command.label_state_not_judged": Text(zh: "待判断", en: "not judged yet"),
        "command.label_clock_own_word": Text(
            zh: "办理方自述，无回执为证",
            en: "by the signer's own word, no receipt bears it out"
        ),
        "command.label_clock_own_time": Text(
            zh: "办理方自己写明的时间",
            en: "by the time that the signer states"
        ),
        "command.talk_audit_sound_open": Text(
            zh: "审计发现问题 {count} 处；但有 {pending} 条条目因所依据的内容不在此处而未作判断，不能据以认定完整。",
            en:
                "The audit found {count} faults, but {pending} entries could not be judged, because what they build on is not here: it does not say that all is well."
        ),
        "command.talk_audit_faults_open": Text(
            zh: "审计未通过：{count} 处问题，见上；另有 {pending} 条条目因所依据的内容不在此处而未作判断。",
            en:
                "The audit failed; faults, see above: {count}. Besides, {pending} entries could not be judged, because what they build on is not here."
        ),
        "command.talk_audit_records_open": Text(
            zh: "已按条目打印记录 {count} 条，其中 {open} 条不能判断，未给出状态和期限。",
            en:
                "Records printed from the entries: {count}; of these {open} could not be judged and have neither state nor clocks."
        ),
        "node.due_charter_gone": Text(
            zh: "期限不作判断：机制 {mechanism} 的章程有缺失",
            en: "no clock is judged: a charter of {mechanism} is gone"
        ),
        "node.due_pack_gone": Text(
            zh: "有期限不作判断：机制 {mechanism} 的章程指明的规则包 {name} 不在本节点",
            en:
                "a clock is not judged: rule pack {name}, which the charter of {mechanism} names, is not here"
        ),
        "node.due_calendar_gone": Text(
            zh: "有期限不作判断：机制 {mechanism} 的章程指明的工作日历 {name} 不在本节点",
            en:
                "a clock is not judged: calendar {name}, which the charter of {mechanism} names, is not here"
        ),
        "node.due_calendar_missing": Text(
            zh: "有期限不作判断：规则指明的工作日历不在本节点",
            en: "a clock is not judged: a calendar that the rules name is not here"
        ),
        "command.clock_rules_absent": Text(
            zh: "暂定：规则指明的工作日历或者规则包不在此处，届满日可能不同",
            en:
                "provisional: a calendar or a pack that the rules name is not here, and may give another end"
        ),
        "node.clock_bound_was_out": Text(
            zh:
                "承担单位 {address} 自 {from}（章程第 {left} 版）至 {to}（第 {back} 版）不是机制成员，其间的条目和材料不送达该单位；规则未规定因此扣除时间，期限连续计算。",
            en:
                "{address}, who is bound, was no member of the mechanism from {from} (revision {left}) to {to} (revision {back}), and nothing reached it then; the rules take off no time for that, and the clock ran on.",
            remedyZh: "因此不能按期的，由承担单位在步骤中说明；规则允许延期的，由有权的单位决定。",
            remedyEn:
                "Where that made it late, whoever is bound says so in the step; where the rules allow an extension, whoever may grant it decides."
        ),
    ]
}
