extension LocalListCall where Line == CalendarDocument {
    /// Lists the known calendars of working days.
    package static var calendars: Self { Self(request: LocalRequest("GET", "/v1/calendars")) }
}

extension LocalCall where Answer == CalendarDocument {
    /// Has a calendar taken into the home.
    package static func add(calendar text: String) -> Self {
        Self(request: LocalRequest("POST", "/v1/calendars", body: TextSubmission(text)))
    }
}
