import Hummingbird

/// The routes of what is counted.
extension RouteTable {
    func addStatistics(to router: Router<LocalContext>) {
        let service = service
        read(router, "/v1/statistics") { parameters, caller in
            let query = StatisticsQuery(
                by: try parameters.optional("by"),
                from: try parameters.optional("from"),
                to: try parameters.optional("to"),
                mechanism: try parameters.optional("mechanism"),
                kind: try parameters.optional("kind"),
                exercises: try parameters.flag("exercises")
            )
            return try await service.statistics(query, caller: caller)
        }
    }
}
