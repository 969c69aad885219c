import Hummingbird

extension RouteTable {
    /// The route that tells what a step asks for.
    func addForms(to router: Router<LocalContext>) {
        let service = service
        read(router, "/v1/forms") { parameters, caller in
            let query = StepFormQuery(
                kind: try parameters.optional("kind"),
                event: try parameters.optional("event"),
                record: try parameters.optional("record"),
                mechanism: try parameters.optional("mechanism"),
                rules: try parameters.optional("rules")
            )
            return try await service.form(query, caller: caller)
        }
    }
}
