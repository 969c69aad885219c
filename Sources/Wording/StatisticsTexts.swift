extension Catalogue {
    /// What is said of statistics: the command, its columns, and what it refuses.
    static let statistics: [String: Text] = [
        "command.help_stats": Text(
            zh: "统计各机制内的记录：发起、答复、按期、逾期、中位天数，以及规则另计的事项（如移送公安机关及其结果）。",
            en:
                "Count the records in mechanisms: opened, answered, on time, overdue, median days, and what the rules count besides, as transfers to the police and their outcome.",
            remedyZh:
                "答复、按期由规则包的期限得出，各成员和审计方结果相同；权利类型写在正文里，您无权阅读的计入“此处不知”。月份按中国时间。CSV 带 BOM，可直接用 WPS、Excel 打开。",
            remedyEn:
                "What answered and on time mean follows from the clocks of the rule packs, the same at every member and auditor; the right stands in bodies, and what you may not read is counted as not known here. Months are by Chinese time. CSV begins with a byte-order mark, for WPS and Excel."
        ),
        "command.option_stats_by": Text(
            zh: "分组：mechanism（机制）、pair（地区间）、kind（事项种类）、right（权利类型）或 month（月份）；不写则只给合计",
            en: "group by mechanism, pair, kind, right or month; without it, one sum"
        ),
        "command.option_stats_from": Text(
            zh: "只计该日（含）以后发起的，如 2026-01-01",
            en: "count what was opened on this day or later, as 2026-01-01"
        ),
        "command.option_stats_to": Text(
            zh: "只计该日（含）以前发起的，如 2026-12-31",
            en: "count what was opened on this day or earlier, as 2026-12-31"
        ),
        "command.option_stats_mechanism": Text(
            zh: "只计一个机制",
            en: "count one mechanism alone"
        ),
        "command.option_stats_kind": Text(
            zh: "只计一种事项，写编号或名称，如 assistance、案件协查",
            en: "count one kind of record alone, by id or name, as assistance"
        ),
        "command.option_stats_exercises": Text(
            zh: "只计演练；不写则演练一律不计入",
            en: "count exercises, and them alone; without it none of them is counted"
        ),
        "command.talk_stats_exercises": Text(
            zh: "另有 {count} 条写明为演练的记录未计入；加 --exercises 单独统计。",
            en:
                "Not counted: {count} records that say they are exercises; --exercises counts them alone."
        ),
        "command.option_csv": Text(
            zh: "输出 CSV（RFC 4180，UTF-8 带 BOM）",
            en: "print CSV (RFC 4180, UTF-8 with a byte-order mark)"
        ),
        "command.talk_stats_unknown": Text(
            zh: "“此处不知”的 {count} 条：所在的正文不在本节点，或者您无权阅读，因而不知归入哪一组；合计已将其计入。",
            en:
                "Not known here: {count} records whose bodies are not at this node, or not for you to read, so that nobody can say to which group they belong. The total counts them."
        ),
        "command.talk_stats_cut_off": Text(
            zh: "其中 {count} 条所在的机制已由修订将本节点排除在外：其后的办理情况此处不知，一律不计入“现逾期”。",
            en:
                "Of these, {count} are in mechanisms that a revision has left this node out of: what became of them since is not known here, and none counts as overdue now."
        ),
        "command.talk_stats_uncounted": Text(
            zh: "另有 {count} 条记录未计入：其首个步骤在此处尚不能判断，或者不算数。",
            en:
                "Not counted: {count} records whose first step cannot be judged here yet, or does not count."
        ),
        "node.dimension_unknown": Text(
            zh: "不能按“{value}”分组。",
            en: "Records are not grouped by “{value}”.",
            remedyZh: "用 --by 加以下之一：{dimensions}。",
            remedyEn: "Use --by with one of: {dimensions}."
        ),
        "node.day_invalid": Text(
            zh: "{option} 的值“{value}”不是日期。",
            en: "The value “{value}” of {option} is no day.",
            remedyZh: "写成 2026-01-31 的形式。",
            remedyEn: "Write it as 2026-01-31."
        ),
        "node.period_reversed": Text(
            zh: "起始日 {first} 晚于截止日 {last}。",
            en: "The first day {first} is after the last day {last}.",
            remedyZh: "对调 --from 与 --to。",
            remedyEn: "Exchange --from and --to."
        ),
        "casework.statistics_groups": Text(
            zh: "分组超过 {limit} 个。",
            en: "There are more than {limit} groups.",
            remedyZh: "用 --from、--to、--mechanism 或 --kind 缩小范围。",
            remedyEn: "Narrow it with --from, --to, --mechanism or --kind."
        ),
    ]
    .merging(statisticsLabels) { first, _ in first }

    private static let statisticsLabels: [String: Text] = [
        "command.label_stats_mechanism": Text(zh: "机制", en: "mechanism"),
        "command.label_stats_pair": Text(zh: "地区间", en: "region pair"),
        "command.label_stats_kind": Text(zh: "事项种类", en: "kind"),
        "command.label_stats_right": Text(zh: "权利类型", en: "right"),
        "command.label_stats_month": Text(zh: "月份", en: "month"),
        "command.label_stats_all": Text(zh: "范围", en: "records"),
        "command.label_stats_id": Text(zh: "编号", en: "id"),
        "command.label_stats_opened": Text(zh: "发起", en: "opened"),
        "command.label_stats_answered": Text(zh: "已答复", en: "answered"),
        "command.label_stats_on_time": Text(zh: "按期", en: "on time"),
        "command.label_stats_late": Text(zh: "超期答复", en: "late"),
        "command.label_stats_untimed": Text(zh: "无期限", en: "no period"),
        "command.label_stats_withheld": Text(zh: "不作判断", en: "not judged"),
        "command.label_stats_overdue": Text(zh: "现逾期", en: "overdue now"),
        "command.label_stats_median_days": Text(zh: "答复天数中位", en: "median days"),
        "command.label_stats_tallies": Text(zh: "另计", en: "also counted"),
        "command.label_stats_pending": Text(zh: "尚无结果", en: "no outcome yet"),
        "command.label_stats_total": Text(zh: "合计", en: "total"),
        "command.label_stats_not_stated": Text(zh: "未写明", en: "not stated"),
        "command.label_stats_not_known_here": Text(zh: "此处不知", en: "not known here"),
    ]
}
