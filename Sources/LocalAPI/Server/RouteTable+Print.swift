import Hummingbird

/// The route of official forms.
extension RouteTable {
    func addPrint(to router: Router<LocalContext>) {
        let service = service
        read(router, "/v1/records/:record/print") { parameters, caller in
            try await service.printed(
                parameters.digestPrefix(path: "record"),
                document: parameters.optional("document"),
                entry: parameters.optionalDigestPrefix("entry"),
                caller: caller
            )
        }
    }
}
