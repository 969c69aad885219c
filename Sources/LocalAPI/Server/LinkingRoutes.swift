import Hummingbird

/// The routes of identifiers and links.
extension RouteTable {
    func addLinking(to router: Router<LocalContext>) {
        let service = service
        // The identifier comes in the body: a path would stand in the log of calls.
        inspect(router, "/v1/search") { (query: IdentifierQuery, caller) in
            try await service.search(query, caller: caller)
        }
        read(router, "/v1/records/:record/links") { parameters, caller in
            let query = LinksQuery(
                on: try parameters.optional("on"),
                limit: Int(
                    try parameters.number(
                        "limit",
                        in: 1...UInt64(Limits.linkCountMax),
                        default: UInt64(Limits.linkingCountDefault)
                    )
                ),
                after: try parameters.optional("after")
            )
            return try await service.links(
                of: parameters.digestPrefix(path: "record"),
                query,
                caller: caller
            )
        }
        act(router, "/v1/home-links") { (statement: HomeLinkStatement, caller) in
            try await service.state(statement, caller: caller)
        }
        act(router, "/v1/home-links/comparison") { (statement: HomeLinkStatement, caller) in
            try await service.compare(statement, caller: caller)
        }
        act(router, "/v1/search/rebuild") { (request: IndexRebuild, caller) in
            try await service.rebuild(request, caller: caller)
        }
    }
}
