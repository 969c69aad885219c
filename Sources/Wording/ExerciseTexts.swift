extension Catalogue {
    /// What is said of matters that are exercises, and of those that only speak of one.
    static let exercises: [String: Text] = [
        "node.exercise_stated": Text(
            zh: "本事项登记为演练：各份文书均予标明，统计时不计入。已经发出，不能改变。",
            en:
                "This matter is an exercise: all its papers are marked, and statistics leave it out. It has been sent, so that cannot be changed.",
            remedyZh: "不是演练的，撤回本事项，另行登记时加上 --field 演练=否。",
            remedyEn:
                "Where it is none, take the matter back and enter it anew with --field exercise=no."
        ),
        "node.exercise_stated_home": Text(
            zh: "本事项登记为演练：各份文书均予标明，统计时不计入。发出之前，以最后写明的为准；发出之后不能改变。",
            en:
                "This matter is an exercise: all its papers are marked, and statistics leave it out. What is said last before it is sent holds; after that it cannot be changed.",
            remedyZh: "不是演练的，办理发出之前的任一步骤（包括发出）时加上 --field 演练=否。",
            remedyEn:
                "Where it is none, give --field exercise=no with any step up to and including the one that sends it."
        ),
        "node.exercise_not_stated": Text(
            zh: "事项标题或者机制名称中有“演练”，但没有写明本事项是演练：按真实事项办理，计入统计。",
            en:
                "The title of the matter or the name of the mechanism speaks of an exercise (演练), but nothing states that the matter is one: it is a real matter, and statistics count it.",
            remedyZh: "是演练的，标题以“【演练】”开头，或者加上 --field 演练=是；已经签署的，撤回后另行登记。",
            remedyEn:
                "For an exercise begin the title with 【演练】 or give --field exercise=yes; where it is signed already, take it back and enter it anew."
        ),
        "node.exercise_settled": Text(
            zh: "本事项是不是演练，以发起时写明的为准，本步骤不能改变。",
            en:
                "Whether this matter is an exercise was settled when it was opened, and no later step changes it.",
            remedyZh: "去掉“演练”一项再办。写错了的，撤回本事项，另行登记。什么都没有签署。",
            remedyEn:
                "Leave out the field exercise. Where it was wrong, take the matter back and enter it anew. Nothing was signed."
        ),
        "command.label_exercise": Text(zh: "演练", en: "exercise"),
    ]
}
