import Hummingbird

extension RouteTable {
    /// The routes of officers: who they are is read by whoever may read, and changed by whoever administers the node.
    ///
    /// Whoever signs for an office enrols nobody: otherwise he could approve his own steps under a key of his own making.
    func addOfficers(to router: Router<LocalContext>) {
        let service = service
        list(router, "/v1/officers") { _, cursor, caller in
            try await service.officers(after: cursor, caller: caller)
        }
        act(router, "/v1/officers", status: .created) { (officer: OfficerEnrolment, caller) in
            try await service.enrol(officer, caller: caller)
        }
        act(router, "/v1/officers/name") { (naming: OfficerNaming, caller) in
            try await service.name(naming, caller: caller)
        }
        act(router, "/v1/officers/revoke") { (officer: OfficerRevocation, caller) in
            try await service.revoke(officer, caller: caller)
        }
    }
}
