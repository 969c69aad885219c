/// Reads the guards of one step of a machine.
struct GuardReader {
    let engine: Int
    let names: MachineReader.Names

    private static let words = ["addressees", "new_addressees", "latest", "once", "facts"]
    private static let partyWords = [
        "other_addressees", "other_signer", "first", "own_latest", "all_of_role", "some_of_role",
        "addressees_without",
    ]

    func condition(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Guard {
        let any = try PackObject(
            node,
            path,
            keys: [
                "guard", "min", "max", "events", "is", "scope", "fields", "roles", "field", "role",
                "after", "among", "or_none",
            ]
        )
        let isNewer = engine >= Limits.packEnginePartyGuards
        let known = isNewer ? Self.words + Self.partyWords : Self.words
        let word = try any.text("guard")
        guard known.contains(word) else {
            throw any.malformed("guard", known.joined(separator: " | "))
        }
        switch word {
        case "addressees": return try addressees(node, path)
        case "new_addressees":
            let object = try PackObject(node, path, keys: ["guard", "events"])
            return .newAddressees(events: try object.someIDs("events", names.events, "event"))
        case "latest":
            let object = try PackObject(node, path, keys: ["guard", "events", "is"])
            let (events, allowed) = try answer(object)
            return .latest(of: events, is: allowed)
        case "once":
            let later: Set = isNewer ? ["after"] : []
            let object = try PackObject(node, path, keys: later.union(["guard", "scope"]))
            let scope: Scope = try object.word("scope")
            return .once(perSigner: scope == .signer, after: try after(object))
        case "facts":
            let object = try PackObject(node, path, keys: ["guard", "fields"])
            let open = Set(names.openFields.map(\.id))
            return .facts(fields: try object.someIDs("fields", open, "open field"))
        case "first":
            let object = try PackObject(node, path, keys: ["guard", "field"])
            let moments = names.openFields.filter { $0.kind == .datetime && !$0.isList }
            let known = Set(moments.map(\.id))
            return .first(field: try object.id("field", in: known, kind: "open datetime field"))
        case "own_latest", "all_of_role", "some_of_role", "addressees_without":
            return try answers(word, node, path)
        default:
            let object = try PackObject(node, path, keys: ["guard", "roles"])
            let roles: [RoleID] = try object.someIDs("roles", names.roles, "role")
            return word == "other_signer"
                ? .otherSigner(roles: roles) : .otherAddressees(roles: roles)
        }
    }

    /// The guards that ask what those who take part have answered.
    private func answers(
        _ word: String,
        _ node: JSONNode,
        _ path: PackPath
    ) throws(CaseworkError) -> Guard {
        var keys: Set = ["guard", "events", "is"]
        switch word {
        case "own_latest": keys.insert("or_none")
        case "addressees_without": break
        default: keys.formUnion(["role", "after", "among"])
        }
        let object = try PackObject(node, path, keys: keys)
        let (events, allowed) = try answer(object)
        switch word {
        case "own_latest":
            return .ownLatest(of: events, is: allowed, orNone: try object.flag("or_none"))
        case "addressees_without":
            return .addresseesWithout(events: events, is: allowed)
        default:
            let answers = RoleAnswers(
                role: try object.id("role", in: names.roles, kind: "role"),
                among: object.has("among") ? try among(object) : nil,
                events: events,
                isOneOf: allowed,
                after: try after(object)
            )
            return word == "all_of_role" ? .allOfRole(answers) : .someOfRole(answers)
        }
    }

    private func among(_ answers: PackObject) throws(CaseworkError) -> RoleAnswers.Among {
        let object = try PackObject(
            answers.node("among"),
            answers.path.member("among"),
            keys: ["events", "is"]
        )
        let (events, allowed) = try answer(object)
        return RoleAnswers.Among(events: events, isOneOf: allowed)
    }

    /// Some events, and those among them that count.
    private func answer(
        _ object: PackObject
    ) throws(CaseworkError) -> (events: [EventID], allowed: [EventID]) {
        let events: [EventID] = try object.someIDs("events", names.events, "event")
        return (events, try object.someIDs("is", Set(events), "event"))
    }

    private func after(_ object: PackObject) throws(CaseworkError) -> [EventID] {
        object.has("after") ? try object.someIDs("after", names.events, "event") : []
    }

    private func addressees(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Guard {
        let object = try PackObject(node, path, keys: ["guard", "min", "max"])
        let least = try object.integer("min", in: 0...64)
        let most = try object.integer("max", in: 0...64)
        guard least <= most else {
            throw path.fault(.packRangeEmpty, line: node.line)
        }
        return .addressees(min: least, max: most)
    }

    private enum Scope: String, CaseIterable { case record, signer }
}
