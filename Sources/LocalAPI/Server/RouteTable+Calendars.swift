import Hummingbird

extension RouteTable {
    /// Calendars of working days: what is here, and a new one; their bytes are served with those of rule packs.
    func addCalendars(to router: Router<LocalContext>) {
        let service = service
        list(router, "/v1/calendars") { _, cursor, caller in
            try await service.calendars(after: cursor, caller: caller)
        }
        act(router, "/v1/calendars", status: .created) { (calendar: TextSubmission, caller) in
            try await service.add(calendar: calendar.text, caller: caller)
        }
    }
}
