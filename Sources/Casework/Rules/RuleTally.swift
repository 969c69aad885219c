/// What the statistics count of a machine besides its answers, such as transfers to the police and what became of them.
///
/// It moves nothing: it only says under which name the records of the machine are counted, and which steps tell their outcome.
package struct RuleTally: Hashable, Sendable {
    /// One outcome.
    package struct Outcome: Hashable, Sendable {
        /// Its id.
        package let id: StateID
        /// Its title.
        package let title: Title
        /// The steps that tell it: of those of all outcomes the one that was applied last counts.
        package let events: [EventID]
    }

    /// Its id; machines with the same one are counted together.
    package let id: KindID
    /// Its title.
    package let title: Title
    /// What the facts of the record must say for it to be counted, all of it; empty where every record is.
    package let when: [FactCondition]
    /// The outcomes.
    package let outcomes: [Outcome]
}

extension MachineReader {
    /// Reads the tally of a machine; nil where it has none.
    func tally(_ machine: PackObject, _ names: Names) throws(CaseworkError) -> RuleTally? {
        guard machine.has("tally") else { return nil }
        let object = try PackObject(
            machine.node("tally"),
            machine.path.member("tally"),
            keys: ["id", "title", "when", "outcomes"]
        )
        let conditions = FactConditionReader(openFields: names.openFields, choices: choices)
        let outcomes = try object.identified("outcomes", \RuleTally.Outcome.id) {
            (node, path) throws(CaseworkError) -> RuleTally.Outcome in
            let outcome = try PackObject(node, path, keys: ["id", "title", "events"])
            return RuleTally.Outcome(
                id: try outcome.id("id"),
                title: try outcome.title("title"),
                events: try outcome.someIDs("events", names.events, "event")
            )
        }
        return RuleTally(
            id: try object.id("id"),
            title: try object.title("title"),
            when: try object.list("when", conditions.condition),
            outcomes: outcomes
        )
    }
}
