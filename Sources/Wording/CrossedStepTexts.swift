/// Steps that cross others, and what receipts prove of their signers.
extension Catalogue {
    static let crossedSteps: [String: Text] = [
        "casework.step_crossed": Text(
            zh: "“{event}”与{signer}的“{last}”（条目 {entry}）交叉：条目没有引用后者，按签署时尚未得知对待，两步均有效。",
            en:
                "The step {event} crosses {last} of {signer} (entry {entry}): it does not build on it, counts as signed without knowing of it, and both are in place.",
            remedyZh: "按记录现在的状态继续办理。",
            remedyEn: "Go on from the state that the record is in now."
        ),
        "casework.beside_taken": Text(
            zh: "记录的状态是接收方办理的状态；{signer}留下的部分由其继续办理，最近一步是“{event}”（{at}）。",
            en:
                "The state is that of the receiver's procedure; with what {signer} kept it goes on beside that, last by {event} on {at}.",
            remedyZh: "两部分各自办理；留下的部分办到哪一步，见“经过”。",
            remedyEn: "Each goes on by itself; the timeline has every step of what was kept."
        ),
        "casework.step_crossed_received": Text(
            zh:
                "虽已收悉：签署“{event}”之前，{node} 至迟于 {received} 已收到{signer}的“{last}”（条目 {entry}），有其存储回执为证。",
            en:
                "Although it had been received: {node} had {last} of {signer} (entry {entry}) by {received}, before the step {event} was signed; its own storage receipt proves that.",
            remedyZh: "由签署单位说明为什么仍然签署；两步仍然有效，按记录现在的状态办完。",
            remedyEn:
                "The office that signed explains why it did; both steps stay in place, and the record goes on from its state."
        ),
    ]
}
