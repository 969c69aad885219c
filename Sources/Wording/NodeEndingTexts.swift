extension Catalogue {
    /// Logs that end by a charter.
    static let nodeEndings: [String: Text] = [
        "node.ended_log_unfit": Text(
            zh: "{origin} 不是退出机制 {mechanism} 的成员的日志，不能用 --ended 写明。",
            en: "{origin} is no log of a member that leaves {mechanism}: --ended cannot end it.",
            remedyZh: "写成 <退出成员的节点>/{mechanism}=<条数>；留任的成员和从未加入的节点不能写。",
            remedyEn:
                "Write <node of a member that leaves>/{mechanism}=<size>; neither a member that stays nor a node that never was one has a log that ends."
        ),
        "node.ended_takes_back": Text(
            zh: "章程在第 {size} 条终止日志 {origin}，而本节点已核验 {held} 条：其后各条今后不算数，其中已生效的步骤有 {count} 个。",
            en:
                "The charter ends the log {origin} at {size}, and this node has verified {held} entries: what follows will no longer count, {count} valid steps among it.",
            remedyZh: "查明这些步骤是否确应失效；不是的，改为 {held} 或者去掉 --ended 后重新起草，不要签署本份。",
            remedyEn:
                "Find out whether these steps are to be taken back; if not, draft the revision anew with {held} or without --ended, and do not sign this one."
        ),
        "node.ended_beyond": Text(
            zh: "章程在第 {size} 条终止日志 {origin}，而本节点只核验了 {held} 条：其余各条本节点没有见过。",
            en:
                "The charter ends the log {origin} at {size}, and this node has verified {held} entries only: nobody here has seen the rest.",
            remedyZh: "先取得其余条目（lianlu status），或者与起草的成员核对条数，再签署。",
            remedyEn:
                "Get the rest first (lianlu status), or compare the size with the member that drew it up, and then sign."
        ),
        "node.ended_not_here": Text(
            zh: "章程在第 {size} 条终止日志 {origin}，而该日志不在本节点，无法核对。",
            en:
                "The charter ends the log {origin} at {size}; the log is not here, so this node cannot compare.",
            remedyZh: "与持有该日志的成员核对条数，再签署。",
            remedyEn: "Compare the size with a member that holds the log, and then sign."
        ),
    ]
}
