/// Reads the guards of one step of a machine.
struct GuardReader {
    let engine: Int
    let names: MachineReader.Names

    private static let words = ["addressees", "new_addressees", "latest", "once", "facts"]
    private static let partyWords = ["other_addressees", "other_signer", "first"]

    func condition(_ node: JSONNode, _ path: PackPath) throws(CaseworkError) -> Guard {
        let any = try PackObject(
            node,
            path,
            keys: ["guard", "min", "max", "events", "is", "scope", "fields", "roles", "field"]
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
            let events: [EventID] = try object.someIDs("events", names.events, "event")
            return .latest(of: events, is: try object.someIDs("is", Set(events), "event"))
        case "once":
            let object = try PackObject(node, path, keys: ["guard", "scope"])
            let scope: Scope = try object.word("scope")
            return .once(perSigner: scope == .signer)
        case "facts":
            let object = try PackObject(node, path, keys: ["guard", "fields"])
            let open = Set(names.openFields.map(\.id))
            return .facts(fields: try object.someIDs("fields", open, "open field"))
        case "first":
            let object = try PackObject(node, path, keys: ["guard", "field"])
            let moments = names.openFields.filter { $0.kind == .datetime && !$0.isList }
            let known = Set(moments.map(\.id))
            return .first(field: try object.id("field", in: known, kind: "open datetime field"))
        default:
            let object = try PackObject(node, path, keys: ["guard", "roles"])
            let roles: [RoleID] = try object.someIDs("roles", names.roles, "role")
            return word == "other_signer"
                ? .otherSigner(roles: roles) : .otherAddressees(roles: roles)
        }
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
