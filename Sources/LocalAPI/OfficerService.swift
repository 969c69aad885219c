/// What local commands ask of a node about its officers, who approve steps with keys of their own.
package protocol OfficerService: Sendable {
    /// A page of this node's officers, in the order of their enrolment.
    func officers(after cursor: String?, caller: Caller) async throws -> Page<OfficerDocument>
    /// Enrols an officer's key in every own log under a random pseudonym.
    func enrol(_ officer: OfficerEnrolment, caller: Caller) async throws -> OfficerDocument
    /// Says who an officer is, after the enrolment; no log has it.
    func name(_ naming: OfficerNaming, caller: Caller) async throws -> OfficerDocument
    /// Takes an officer's key out of use in every own log.
    func revoke(_ officer: OfficerRevocation, caller: Caller) async throws -> OfficerDocument
}
