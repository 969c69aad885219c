extension Catalogue {
    /// What an office of a node is told of what another office of the node has at home.
    static let homeParts: [String: Text] = [
        "node.entry_of_another_office": Text(
            zh: "本节点其他部门的内部步骤：您只能看到序号和摘要。",
            en:
                "An internal step of another office of this node: you see its place and digest alone.",
            remedyZh: "需要查看的，请该部门或者管理节点的人查看；您的部门由配置文件的 callers 决定。",
            remedyEn:
                "Ask that office or whoever administers the node; which offices you stand for is set by callers in the configuration file."
        )
    ]
}
