import Hummingbird

extension RouteTable {
    /// What waits for the caller's offices.
    func addInbox(to router: Router<LocalContext>) {
        let service = service
        read(router, "/v1/inbox") { parameters, caller in
            let query = InboxQuery(
                office: try parameters.optional("office"),
                mechanism: try parameters.optional("mechanism"),
                limit: Int(
                    try parameters.number(
                        "limit",
                        in: 1...UInt64(Limits.inboxItemCountMax),
                        default: UInt64(Limits.inboxItemCountDefault)
                    )
                ),
                after: try parameters.optional("after")
            )
            return try await service.inbox(query, caller: caller)
        }
    }
}
