package import LocalAPI

extension ScriptedService {
    package func remove(rulePack digest: String, caller: Caller) async throws -> RulePackDocument {
        try note("remove_rule_pack", digest, caller)
        return RulePackDocument(pack: "clue", digest: digest)
    }
}
