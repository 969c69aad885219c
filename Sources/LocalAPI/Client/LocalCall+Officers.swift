extension LocalListCall where Line == OfficerDocument {
    /// Lists this node's officers.
    package static var officers: Self { Self(request: LocalRequest("GET", "/v1/officers")) }
}

extension LocalCall where Answer == OfficerDocument {
    /// Enrols an officer.
    package static func enrol(_ officer: OfficerEnrolment) -> Self {
        Self(request: LocalRequest("POST", "/v1/officers", body: officer))
    }

    /// Says who an officer is.
    package static func name(_ naming: OfficerNaming) -> Self {
        Self(request: LocalRequest("POST", "/v1/officers/name", body: naming))
    }

    /// Takes an officer's key out of use.
    package static func revoke(_ officer: OfficerRevocation) -> Self {
        Self(request: LocalRequest("POST", "/v1/officers/revoke", body: officer))
    }
}
