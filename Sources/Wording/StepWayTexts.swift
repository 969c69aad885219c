/// What steps do that cross others, and those that are taken beside the mechanism's.
extension Catalogue {
    static let stepWays: [String: Text] = [
        "casework.pack_way_in_vain": Text(
            zh: "规则包第 {line} 行：{path} 在状态 {id} 中的交叉办理（crossings）或者并行办理（beside）永远不会发生。",
            en:
                "Rule pack, line {line}: the way of {path} in state {id} (crossings or beside) can never be taken.",
            remedyZh:
                "crossings 只列他人的步骤可能把本步骤 from 的状态变成的状态；beside 只列进入协作之后的状态，且本步骤的 from 要能由移送前的状态到达。",
            remedyEn:
                "In crossings name states to which a step of others leads from one of its from; in beside states of the mechanism, of a step whose from can be reached from where the matter stood at home."
        ),
        "node.beside_open": Text(
            zh: "本单位移送前开始的程序尚未了结：{states}。办结之后不能再登记其后续步骤；货物已随案移送的除外。",
            en:
                "What was begun here before the matter was sent is not done: {states}. Once the record is closed no step of it can be recorded; leave this aside where the goods went with the case.",
            remedyZh: "先登记认定、放行、没收等步骤（record show 列出可以办理的步骤），再办结。",
            remedyEn:
                "Record first what became of it, such as a finding, a release or a confiscation (record show lists the steps), and close then."
        ),
        "rules.phrase_beside": Text(
            zh: "并行：{states}（状态不变）",
            en: "beside {states}, which stays"
        ),
        "rules.phrase_crossing": Text(
            zh: "签署时尚未得知、记录已进入{states}的：{to}",
            en: "from {states}, where the signer had not heard of what led there: {to}"
        ),
        "rules.phrase_crossing_timed": Text(
            zh: "签署时尚未得知、记录已进入{states}的：{to}；{timers}",
            en: "from {states}, where the signer had not heard of what led there: {to}; {timers}"
        ),
    ]
}
