import Hummingbird

extension RouteTable {
    /// Rule packs: what is here, the bytes of one, and a new one.
    func addRules(to router: Router<LocalContext>) {
        let service = service
        list(router, "/v1/rules") { _, cursor, caller in
            try await service.rules(after: cursor, caller: caller)
        }
        act(
            router,
            "/v1/rules",
            status: .created,
            byteCountMax: Limits.packRequestByteCountMax
        ) { (pack: TextSubmission, caller) in
            try await service.add(rulePack: pack.text, caller: caller)
        }
        router.delete("/v1/rules/:digest") { request, context in
            let caller = try context.requireCaller()
            try caller.requireAdministration()
            let parameters = RequestParameters(request: request, context: context)
            return try Self.answer(
                try await service.remove(
                    rulePack: parameters.digest(path: "digest"),
                    caller: caller
                )
            )
        }
        bytes(router, "/v1/rules/:digest", "application/octet-stream") { parameters, caller in
            try await service.rulePack(parameters.digest(path: "digest"), caller: caller)
        }
    }
}
