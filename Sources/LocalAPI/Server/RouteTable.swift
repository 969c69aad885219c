import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Every route of the LocalAPI; the caller's right is checked before the service hears of a request.
struct RouteTable {
    let service: any LocalService
    let logger: Logger
    let patience: LocalServer.Patience

    /// A router with all routes.
    func router() -> Router<LocalContext> {
        let router = Router(context: LocalContext.self)
        router.add(middleware: CallLog(logger: logger))
        addRecords(to: router)
        addForms(to: router)
        addInbox(to: router)
        addNode(to: router)
        addOfficers(to: router)
        addDrafts(to: router)
        addPeers(to: router)
        addCharters(to: router)
        addRules(to: router)
        addCalendars(to: router)
        addLogs(to: router)
        addStatistics(to: router)
        addPrint(to: router)
        addLinking(to: router)
        return router
    }

    private func addRecords(to router: Router<LocalContext>) {
        let service = service
        sign(router, "/v1/entries", status: .created) { (submission: EntrySubmission, caller) in
            try caller.requireSign(for: submission.office)
            return try await service.submit(submission, caller: caller)
        }
        sign(router, "/v1/previews") { (submission: EntrySubmission, caller) in
            try caller.requireSign(for: submission.office)
            return try await service.preview(submission, caller: caller)
        }
        list(router, "/v1/records") { parameters, cursor, caller in
            let query = RecordQuery(
                machine: try parameters.optional("machine"),
                mechanism: try parameters.optional("mechanism"),
                state: try parameters.optional("state")
            )
            return try await service.records(query, after: cursor, caller: caller)
        }
        read(router, "/v1/records/:record") { parameters, caller in
            let full = try parameters.number("full", in: 0...1, default: 0) == 1
            return try await service.record(
                parameters.digestPrefix(path: "record"),
                full: full,
                caller: caller
            )
        }
    }

    private func addNode(to router: Router<LocalContext>) {
        let service = service
        read(router, "/v1/status") { _, caller in try await service.status(caller: caller) }
        read(router, "/v1/health") { _, caller in try await service.health(caller: caller) }
        read(router, "/v1/card") { _, caller in try await service.card(caller: caller) }
        list(router, "/v1/offices") { _, cursor, caller in
            try await service.offices(after: cursor, caller: caller)
        }
        act(router, "/v1/offices", status: .created) { (office: OfficeDocument, caller) in
            try await service.add(office, caller: caller)
        }
    }

    private func addPeers(to router: Router<LocalContext>) {
        let service = service
        inspect(router, "/v1/cards/inspect") { (card: TextSubmission, caller) in
            try await service.inspect(card: card.text, caller: caller)
        }
        list(router, "/v1/peers") { _, cursor, caller in
            try await service.peers(after: cursor, caller: caller)
        }
        read(router, "/v1/peers/:node") { parameters, caller in
            try await service.peer(parameters.path("node"), caller: caller)
        }
        act(router, "/v1/peers", status: .created) { (addition: PeerAddition, caller) in
            try await service.add(addition, caller: caller)
        }
        router.delete("/v1/peers/:node") { request, context in
            let caller = try context.requireCaller()
            try caller.requireAdministration()
            let node = try RequestParameters(request: request, context: context).path("node")
            try await service.remove(peer: node, caller: caller)
            return try Self.answer(Done())
        }
        router.post("/v1/peers/:node/test") { request, context in
            let caller = try context.requireCaller()
            try caller.requireRead()
            let node = try RequestParameters(request: request, context: context).path("node")
            return try Self.answer(try await service.test(peer: node, caller: caller))
        }
    }

    private func addCharters(to router: Router<LocalContext>) {
        let service = service
        act(router, "/v1/charters", status: .created) { (draft: CharterDraft, caller) in
            try await service.create(draft, caller: caller)
        }
        inspect(router, "/v1/charters/inspect") { (charter: TextSubmission, caller) in
            try await service.inspect(charter: charter.text, caller: caller)
        }
        act(router, "/v1/charters/sign") { (charter: TextSubmission, caller) in
            try await service.sign(charter: charter.text, caller: caller)
        }
        act(router, "/v1/charters/join") { (charter: TextSubmission, caller) in
            try await service.join(charter: charter.text, caller: caller)
        }
        bytes(router, "/v1/charters/:digest", "text/plain; charset=utf-8") { parameters, caller in
            let digest = try parameters.digest(path: "digest")
            return Array(try await service.charter(digest, caller: caller).utf8)
        }
        list(router, "/v1/mechanisms") { _, cursor, caller in
            try await service.mechanisms(after: cursor, caller: caller)
        }
        read(router, "/v1/mechanisms/:mechanism") { parameters, caller in
            try await service.mechanism(parameters.path("mechanism"), caller: caller)
        }
    }

    private func addLogs(to router: Router<LocalContext>) {
        let service = service
        list(router, "/v1/logs") { _, cursor, caller in
            try await service.logs(after: cursor, caller: caller)
        }
        list(router, "/v1/logs/:log/entries") { parameters, cursor, caller in
            let most = UInt64(Limits.rangeCountMax)
            let range = EntryRange(
                log: try parameters.digest(path: "log"),
                from: try parameters.number("from", in: 0...(1 << 53 - 1), default: 0),
                count: Int(try parameters.number("count", in: 1...most, default: most))
            )
            return try await service.entries(range, after: cursor, caller: caller)
        }
        read(router, "/v1/why") { parameters, caller in
            try await service.why(
                entry: parameters.digestPrefix(query: "entry"),
                peer: parameters.required("peer"),
                caller: caller
            )
        }
    }
}
