extension Catalogue {
    /// What the node refuses where a kind of record or a step is named.
    static let nodeKinds: [String: Text] = [
        "node.kind_unknown": Text(
            zh: "没有名为“{kind}”的业务类型。",
            en: "There is no kind of record called “{kind}”.",
            remedyZh: "可用：{kinds}；也可以写中文名称。",
            remedyEn: "There are: {kinds}; their Chinese names will do as well."
        ),
        "node.kind_ambiguous": Text(
            zh: "“{kind}”有几个可能的步骤：{steps}。",
            en: "“{kind}” leaves open which step is meant: {steps}.",
            remedyZh: "写明其中一种：lianlu record new 业务类型 步骤。什么都没有签署。",
            remedyEn:
                "Name one of them: lianlu record new KIND STEP. Nothing was signed."
        ),
        "node.kind_needed": Text(
            zh: "没有写明业务类型，也没有写明记录。",
            en: "Neither a kind of record nor a record was named.",
            remedyZh: "新登记的，写明业务类型；后续步骤，写明记录编号。什么都没有签署。",
            remedyEn:
                "Name the kind for a new record, or the record for a later step. Nothing was signed."
        ),
        "node.kind_not_in_force": Text(
            zh: "此处适用的规则包中没有“{kind}”。",
            en: "No rule pack that applies here has “{kind}”.",
            remedyZh: "用 lianlu mechanism show 查看章程采用的规则包；须先修订章程写明含有该类型的规则包。什么都没有签署。",
            remedyEn:
                "See with lianlu mechanism show which packs the charter names; a revision must name one with this kind first. Nothing was signed."
        ),
        "node.record_of_other_kind": Text(
            zh: "记录 {record} 不是“{kind}”，而是 {found}。",
            en: "Record {record} is no “{kind}” but a {found}.",
            remedyZh: "核对记录编号，或者用 lianlu record act {record} 办理。什么都没有签署。",
            remedyEn:
                "Check the record, or take the step with lianlu record act {record}. Nothing was signed."
        ),
        "node.step_not_of_kind": Text(
            zh: "{kind} 没有名为“{event}”的步骤。",
            en: "{kind} has no step called “{event}”.",
            remedyZh: "可用：{steps}；也可以写中文名称。什么都没有签署。",
            remedyEn: "There are: {steps}; their Chinese names will do as well. Nothing was signed."
        ),
    ]
}
