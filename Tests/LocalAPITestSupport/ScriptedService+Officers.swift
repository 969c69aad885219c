package import LocalAPI

extension ScriptedService {
    /// An officer of the scripted node.
    package static let officer = OfficerDocument(
        officer: "o-0123456789abcdef",
        office: "scjg",
        rank: "responsible",
        key: "jiangxi.ipr.example/office/scjg/o-0123456789abcdef+00000000+AQ==",
        fingerprint: Samples.fingerprint,
        since: "2026-11-20T09:30:00+08:00"
    )

    package func officers(
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<OfficerDocument> {
        try note("officers", "", caller)
        return Page([Self.officer])
    }

    package func enrol(
        _ officer: OfficerEnrolment,
        caller: Caller
    ) async throws -> OfficerDocument {
        try note("enrol", "\(officer.office) \(officer.rank)", caller)
        script { $0.enrolments.append(officer) }
        return Self.officer
    }

    package func name(
        _ naming: OfficerNaming,
        caller: Caller
    ) async throws -> OfficerDocument {
        try note("name", "\(naming.officer) \(naming.name)", caller)
        var officer = Self.officer
        officer.name = naming.name
        return officer
    }

    package func revoke(
        _ officer: OfficerRevocation,
        caller: Caller
    ) async throws -> OfficerDocument {
        try note("revoke", officer.officer, caller)
        return Self.officer
    }
}
