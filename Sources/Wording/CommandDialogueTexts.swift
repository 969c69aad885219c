/// What the commands say to whoever types answers, and of kinds that come with packs of a node's own.
extension Catalogue {
    static let commandDialogue: [String: Text] = [
        "command.talk_kinds_without_node": Text(
            zh: "节点没有应答：以下是本程序附带的业务类型，后来存入节点的规则包另有类型的，没有列出。",
            en:
                "The node does not answer: these are the kinds that come with the program, without those of packs that were added to the node."
        ),
        "command.talk_answers_kept": Text(
            zh: "已填写的内容存入 {path}（只有您本人可以读取，用它签署之后即删除）。改正后继续：{command}",
            en:
                "Your answers are in {path}, which you alone may read; the file is removed once the step is signed with it. To go on after mending them: {command}"
        ),
        "command.step_place": Text(
            zh: "--mechanism 机制 --to 接收方",
            en: "--mechanism MECHANISM --to ADDRESSEE"
        ),
        "command.option_rules_text": Text(
            zh: "原样输出文件本身的 JSON，可另存后修改。",
            en: "Print the file's own JSON, byte by byte, to save and change it."
        ),
        "casework.pack_kind_taken": Text(
            zh: "规则包 {pack} 已有事项类型 {kind}，本规则包也有：本节点内新的此类事项按施行日期在后的规则包办理，协作机制按章程列入的办理。",
            en:
                "Rule pack {pack} has a kind {kind} already, and so has this one: new matters of it at home go by whichever took force last, those in a mechanism by what its charter names.",
            remedyZh: "不是要取代原有规则的，换一个 id；要取代的，先用 lianlu rules diff 核对。",
            remedyEn:
                "Choose another id unless it is to take the other's place; then compare both with lianlu rules diff first."
        ),
        "casework.pack_text_control": Text(
            zh: "规则包或者日历第 {line} 行：{path} 中有换行、制表符等控制字符，应为一行文字。",
            en:
                "Rule pack or calendar, line {line}: {path} holds a control character, such as a line end or a tab; it must be one line of text.",
            remedyZh: "删除该字符。",
            remedyEn: "Remove the character."
        ),
        "casework.pack_text_empty": Text(
            zh: "规则包或者日历第 {line} 行：{path} 是空的。",
            en: "Rule pack or calendar, line {line}: {path} is empty.",
            remedyZh: "填写文字，或者删除这一键。",
            remedyEn: "Write a text, or leave the key out."
        ),
        "casework.json_empty": Text(
            zh: "文件是空的。",
            en: "The file is empty.",
            remedyZh: "核对路径；该文件可能没有写完。",
            remedyEn: "Check the path; the file may not have been written to its end."
        ),
        "casework.json_byte_order_mark": Text(
            zh: "文件开头有字节顺序标记（BOM）。",
            en: "The file begins with a byte order mark (BOM).",
            remedyZh: "另存为不带 BOM 的 UTF-8。",
            remedyEn: "Save it as UTF-8 without a BOM."
        ),
        "casework.json_unclosed": Text(
            zh: "JSON 到第 {line} 行结束，但第 {opened} 行的 {mark} 没有关闭。",
            en:
                "The JSON document ends in line {line}, and the {mark} of line {opened} is not closed.",
            remedyZh: "补上缺少的括号或者引号；该文件也可能没有传完。",
            remedyEn:
                "Add the bracket or quote that is missing, or get the file again if it was cut off."
        ),
        "casework.json_mismatched": Text(
            zh: "JSON 第 {line} 行第 {column} 字节处出现 {found}，但第 {opened} 行的 {mark} 还没有关闭。",
            en:
                "JSON: {found} in line {line}, byte {column}, while the {mark} of line {opened} is not closed.",
            remedyZh: "在此之前补上缺少的括号。",
            remedyEn: "Add the bracket that is missing before it."
        ),
        "node.state_of_no_kind": Text(
            zh: "没有任何业务类型有状态 {state}。",
            en: "No kind of record has a state {state}.",
            remedyZh: "加 --kind 写明业务类型后重试，即列出该类型的状态。",
            remedyEn: "Name the kind with --kind as well: its states are listed then."
        ),
    ]
}
