extension Catalogue {
    /// What an officer or an operator is told before signing: conditions that people judge, packs that a charter leaves out.
    static let stepNotices: [String: Text] = [
        "node.condition_for_people": Text(
            zh: "须由您判断：{condition}。程序不作此项判断。",
            en: "For you to judge, since no program does: {condition}.",
            remedyZh: "核对后再签署；条件不具备的，不要签署。",
            remedyEn: "Look at it before you sign; where it does not hold, do not sign."
        ),
        "node.answers_so_far": Text(
            zh: "各方最近的答复：{answers}。",
            en: "What each side has answered last: {answers}.",
            remedyZh: "与本步骤的条件和接收方逐一核对。",
            remedyEn: "Compare it with the conditions of the step and with its addressees."
        ),
        "node.addressee_wider": Text(
            zh: "接收方写作 {address}，比所写的接收单位 {receivers} 宽：该节点的任何单位都可以签收、受理。",
            en:
                "The addressee {address} is wider than the receiving offices {receivers}: any office of that node could receive and accept the matter.",
            remedyZh: "只交给所写单位的，改用 {option}。",
            remedyEn: "Where it is for those offices alone, use {option}."
        ),
        "node.charter_leaves_pack": Text(
            zh:
                "章程第 {revision} 版不再列入规则包 {pack}：机制 {mechanism} 中按该包办理的 {count} 件未终结事项，在采用该版之后不能再按该包办理任何步骤（到期自动失效的仍自动失效）。",
            en:
                "Revision {revision} of the charter leaves out rule pack {pack}: once it is adopted no step counts of the {count} matters of {mechanism} that go by this pack and have not ended, but for those that a clock brings about.",
            remedyZh: "须继续办理的，重新起草并加上 --rules {pack}，其余规则包一并写明；确需停用的，先办结这些事项。",
            remedyEn:
                "Where they shall go on, draw it up again with --rules {pack} beside the other packs; where the pack shall end, close those matters first."
        ),
        "node.charter_pack_awaited": Text(
            zh: "章程列入的规则包 {rules} 不在本节点：本节点无法查看其内容，在取得之前也不能加入。",
            en:
                "The charter names rule pack {rules}, which is not here: nobody here can have read it, and this node cannot join before it has come.",
            remedyZh:
                "签署之前请起草的成员提供文件，用 lianlu rules check 查看，再用 lianlu rules add 存入；有成员加入该版之后，也会经连接自动取得。",
            remedyEn:
                "Before you sign, ask the member that drew it up for the file, look at it with lianlu rules check and keep it with lianlu rules add; once a member has joined the revision it also comes over the connection."
        ),
        "node.pack_left_out": Text(
            zh: "机制 {mechanism} 的章程第 {revision} 版没有列入本记录所用的规则包 {pack}：本节点不能对本记录办理任何步骤。",
            en:
                "Revision {revision} of the charter of {mechanism} does not name {pack}, the rule pack of this record: this node can take no step in it.",
            remedyZh:
                "请机制的运行人员起草列入该包的新一版章程：lianlu mechanism create {mechanism} … --rules {pack}，其余规则包一并写明。",
            remedyEn:
                "Have the operators draw up a revision that names it: lianlu mechanism create {mechanism} … --rules {pack}, beside the other packs."
        ),
    ]
}
