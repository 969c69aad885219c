/// The words for where a clock stands: by its kind where that makes a difference.
extension Catalogue {
    static let clockStandings: [String: Text] = [
        "casework.clock_limit_running": word("期限内", "running", "在届满前完成。", "Act before the end."),
        "casework.clock_limit_passed": word(
            "已逾期",
            "overdue",
            "立即办理并说明原因。",
            "Act at once and say why."
        ),
        "casework.clock_limit_kept": word("按期完成", "met"),
        "casework.clock_limit_late": word("逾期完成", "missed"),
        "casework.clock_window_running": word("可以行使", "open", "在届满前行使。", "Use it before the end."),
        "casework.clock_window_passed": word("期限已过，未行使", "closed unused"),
        "casework.clock_window_kept": word("已在期限内行使", "used in time"),
        "casework.clock_window_late": word("过期后行使", "used too late"),
        "casework.clock_window_opens_running": word(
            "尚不能行使",
            "not yet open",
            "期满之后再行使。",
            "Wait until the period is over."
        ),
        "casework.clock_window_opens_passed": word("已可行使", "open"),
        "casework.clock_window_opens_kept": word("提前行使", "used too early"),
        "casework.clock_window_opens_late": word("期满后行使", "used after it opened"),
        "casework.clock_lapse_running": word(
            "措施有效",
            "in force",
            "届满前作出处理。",
            "Decide before it ends."
        ),
        "casework.clock_lapse_passed": word("措施已届满", "lapsed", "依法解除。", "Release what it held."),
        "casework.clock_lapse_kept": word("届满前已处理", "ended before it lapsed"),
        "casework.clock_lapse_late": word("届满后才处理", "dealt with after it lapsed"),
        "casework.clock_effect_running": word("尚未到期", "not yet due"),
        "casework.clock_effect_passed": word("期满生效", "in effect"),
        "casework.clock_effect_kept": word("期满前终止", "ended before it took effect"),
        "casework.clock_effect_late": word("期满后终止", "ended after it took effect"),
        "casework.clock_limitation_running": word("时效期间内", "within the limitation period"),
        "casework.clock_limitation_passed": word("时效届满", "limitation period over"),
        "casework.clock_limitation_kept": word("时效内发现", "acted within the limitation period"),
        "casework.clock_limitation_late": word("时效届满后发现", "acted after the limitation period"),
        "casework.clock_paused": word(
            "期限扣除中",
            "paused",
            "事由消除后登记恢复。",
            "Record the end of the pause."
        ),
        "casework.clock_unending": word("已延期，未载明届满日", "extended without a stated end"),
        "casework.clock_ceased": word("记录办结，期限终止", "ended with the record"),
        "casework.clock_uncountable_standing": word("无法计算", "cannot be counted"),
        "casework.clock_proposal": word(
            "建议：依据未经核实，仅供参考",
            "proposal: its source was not verified",
            "核实依据后由规则包启用。",
            "Verify the source and enable it in the rule pack."
        ),
    ]

    private static func word(
        _ zh: String,
        _ en: String,
        _ remedyZh: String = "",
        _ remedyEn: String = ""
    ) -> Text {
        Text(zh: zh, en: en, remedyZh: remedyZh, remedyEn: remedyEn)
    }
}
