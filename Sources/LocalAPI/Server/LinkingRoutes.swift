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
            try await service.links(of: parameters.digestPrefix(path: "record"), caller: caller)
        }
    }
}
