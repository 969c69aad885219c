/// What is said of days and times that steps state: before their cause, ending at once what they begin, put right, and too late for a right.
extension Catalogue {
    static let statedDates: [String: Text] = [
        "node.field_before_cause": Text(
            zh: "{field} 填写的 {value} 早于 {fields}（{other}）：后者发生在前。",
            en: "{field} says {value}, before {fields} ({other}), which comes first.",
            remedyZh: "请核对这两个日期后再提交；此前由本单位登记的日期有误的，在本步骤中一并重新填写，由其他单位登记的，请该单位更正。什么都没有签署。",
            remedyEn:
                "Check both and submit again; where the earlier one is your own and wrong, state it anew in this same step; where it is another office's, ask that office to correct it. Nothing was signed."
        ),
        "node.step_ends_at_once": Text(
            zh: "填写的日期使期限自 {start} 起算、{due} 已经届满，签署后只能接着办理“{event}”。",
            en:
                "By the date given the period runs from {start} and was over at {due}: once this is signed, \"{event}\" is all that is left to do.",
            remedyZh:
                "请核对填写的日期后再提交。期限确已届满、现在补登的，在本步骤的备注（remarks）中说明后再提交，随后由本单位办理“{event}”。什么都没有签署。",
            remedyEn:
                "Check the date and submit again. Where the period is truly over and this is recorded late, say so in the remarks of this step and submit again; your office then takes \"{event}\" itself. Nothing was signed."
        ),
        "node.step_too_early": Text(
            zh: "{event} 的办理时间 {at} 早于本单位载明的 {field}：{value}。",
            en: "{event} is taken at {at}, before the {field} that was stated here: {value}.",
            remedyZh: "到时间再办理；确需提前的，在本步骤的备注（remarks）中写明原因后再提交。什么都没有签署。",
            remedyEn:
                "Take it when the time has come; where it has to be earlier, give the reason in the remarks of this step and submit again. Nothing was signed."
        ),
        "node.right_lapsed": Text(
            zh: "“{event}”应当在 {due} 前行使，已经逾期：{expiry}。",
            en: "\"{event}\" had to be done by {due}, and that is over: {expiry}.",
            remedyZh: "该项权利已在期限内行使的，先补记行使权利的步骤；没有行使的，办理其他步骤。什么都没有签署。",
            remedyEn:
                "Where the right was used in time, record that step first; where it was not, take another step. Nothing was signed."
        ),
        "node.step_before_end": Text(
            zh: "“{event}”在期限届满（{due}）后才能办理。",
            en: "\"{event}\" follows once the period is over, at {due}.",
            remedyZh: "期满后节点会自动办理的，无须人工办理；确需提前的，按本记录的其他步骤，由有权的单位决定。什么都没有签署。",
            remedyEn:
                "Where the node signs it by itself then, nobody need do anything; an earlier end is another step, decided by the office that the rules name. Nothing was signed."
        ),
        "node.field_of_another": Text(
            zh: "{field} 填写的 {value} 与其他单位载明的 {other} 不同：由载明的单位更正。",
            en: "{field} says {value}; another office stated {other}, and it alone corrects that.",
            remedyZh: "删去本字段后再提交；认为有误的，告知载明的单位，由其更正。什么都没有签署。",
            remedyEn:
                "Leave the field out and submit again; where it is wrong, tell the office that stated it. Nothing was signed."
        ),
        "node.correction_void": Text(
            zh: "{field} 填写的 {value} 不能更正已载明的 {at}：其他单位已经接着办理，或者它晚于首次载明该时间的条目。",
            en:
                "{field} says {value}, which no longer corrects the {at} that was stated: another office has gone on from it, or it lies after the entry that stated it first.",
            remedyZh: "删去本字段后再提交，并在备注（remarks）中说明。什么都没有签署。",
            remedyEn:
                "Leave the field out, say so in the remarks and submit again. Nothing was signed."
        ),
        "casework.clock_end_corrected": Text(
            zh: "条目 {entry} 更正本单位此前载明的办理时间 {at}：按 {stated} 计，据此判断是否逾期。",
            en:
                "Entry {entry} corrects the time {at} at which the same office had said that the act was done: it is judged by {stated}.",
            remedyZh: "核对更正的依据；其他单位以更正后的时间为准。",
            remedyEn:
                "Check what the correction rests on; the corrected time holds for everybody."
        ),
        "casework.clock_start_corrected": Text(
            zh: "条目 {entry} 更正本单位此前载明的起算时间 {at}：期限改自 {stated} 起算。",
            en:
                "Entry {entry} corrects the beginning {at} that the same office had stated: the period runs from {stated}.",
            remedyZh: "核对更正的依据；其他单位以更正后的期限为准。",
            remedyEn:
                "Check what the correction rests on; the corrected period holds for everybody."
        ),
        "casework.clock_stop_stated": Text(
            zh: "条目 {entry} 签署于 {at}，晚于届满时间 {due}；所载办理时间是 {stated}，期限以所载时间为准，按期与否由留存的文书证明。",
            en:
                "Entry {entry} was signed at {at}, after the end {due}; it states that the act was done at {stated}, by which the period is judged. The papers on file prove it.",
            remedyZh: "核对当日的审批文书；今后请在办理当日登记。",
            remedyEn: "Check the approval of that day; record such steps on their day from now on."
        ),
        "casework.clock_right_lapsed": Text(
            zh: "条目 {entry} 于 {at} 行使的权利，期限已于 {due} 届满。",
            en: "Entry {entry} uses at {at} a right whose time was over at {due}.",
            remedyZh: "核对逾期行使是否仍然有效，并在备注（remarks）中写明逾期的原因。",
            remedyEn:
                "Check whether it still counts, and give the reason for the delay in the remarks."
        ),
    ]
}
