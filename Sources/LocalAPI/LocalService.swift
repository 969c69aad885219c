/// Every operation that a local command needs of a running node.
///
/// The server has checked the caller's right to read or to sign before it calls; the office of a submission that
/// leaves it open is settled by the service, which calls ``Caller/requireSign(for:)`` again. Whoever changes
/// peers, charters or offices may sign for the office `system`. A service throws ``Problem`` for everything that
/// it refuses; any other error is answered as `local_api.internal_failure` and logged.
///
/// Lists come in pages, so that no transaction stays open while a slow client reads: the service holds nothing
/// between two calls, and a cursor stays good for as long as the node runs.
package protocol LocalService: OfficerService, ApprovalService, LinkingService {
    /// Builds, signs and appends one step; returns only once it is on disk.
    func submit(_ submission: EntrySubmission, caller: Caller) async throws -> Acknowledgement
    /// Says what `submit` would sign and who would receive it; signs and stores nothing.
    func preview(_ submission: EntrySubmission, caller: Caller) async throws -> EntryPreview

    /// Says what a step asks for; status 404 for a kind that no rule pack here has.
    func form(_ query: StepFormQuery, caller: Caller) async throws -> StepForm

    /// A page of records, the newest first.
    func records(
        _ query: RecordQuery,
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<RecordSummary>
    /// One record by its digest or a unique prefix of at least 8 hex digits; status 404 or 409 otherwise.
    ///
    /// Numbers of persons are masked unless `full`, which shows them to those who may read the bodies.
    func record(_ prefix: String, full: Bool, caller: Caller) async throws -> RecordDetail
    /// An official form of a record, by a document's id and a step's digest or its beginning; nil for any document, and for the newest
    /// step that has one.
    ///
    /// Status 404 for a record that is not here, and for a document that no step of it has; 422 for one that does not fit the step.
    func printed(
        _ prefix: String,
        document: String?,
        entry: String?,
        caller: Caller
    ) async throws -> PrintedForm
    /// What the records in mechanisms come to, counted in groups.
    func statistics(_ query: StatisticsQuery, caller: Caller) async throws -> StatisticsDocument

    /// A page of what waits for the caller's offices, what is due first at the top.
    func inbox(_ query: InboxQuery, caller: Caller) async throws -> InboxPage

    /// What the node knows of itself, its logs and its peers.
    func status(caller: Caller) async throws -> NodeStatus
    /// Whether the node is ready to append.
    func health(caller: Caller) async throws -> Health

    /// The node's own newest card.
    func card(caller: Caller) async throws -> CardDocument
    /// Verifies a card without adding it.
    func inspect(card text: String, caller: Caller) async throws -> CardDocument
    /// A page of the added peers, by name.
    func peers(after cursor: String?, caller: Caller) async throws -> Page<CardDocument>
    /// One added peer; status 404 otherwise.
    func peer(_ node: String, caller: Caller) async throws -> CardDocument
    /// Adds a peer, or replaces its card, once the confirmed fingerprint is the card's.
    func add(_ addition: PeerAddition, caller: Caller) async throws -> CardDocument
    /// Removes a peer: its pins count no more, what it wrote stays.
    func remove(peer node: String, caller: Caller) async throws
    /// Dials a peer now and says what each step found.
    func test(peer node: String, caller: Caller) async throws -> PeerTest

    /// Writes the next revision of a charter and signs it where this node is a member.
    func create(_ draft: CharterDraft, caller: Caller) async throws -> CharterDocument
    /// Verifies a charter without signing or keeping it.
    func inspect(charter text: String, caller: Caller) async throws -> CharterDocument
    /// Adds this node's signature to a charter that names it.
    func sign(charter text: String, caller: Caller) async throws -> CharterDocument
    /// Adopts a charter in force: opens this node's log in the mechanism, or writes the `adopt` entry.
    func join(charter text: String, caller: Caller) async throws -> CharterDocument
    /// A page of the newest charter in force of each mechanism, by mechanism.
    func mechanisms(after cursor: String?, caller: Caller) async throws -> Page<CharterDocument>
    /// The newest charter in force of one mechanism; status 404 otherwise.
    func mechanism(_ id: String, caller: Caller) async throws -> CharterDocument
    /// The text of a known charter by its digest; status 404 otherwise.
    func charter(_ digest: String, caller: Caller) async throws -> String

    /// A page of the known rule packs.
    func rules(after cursor: String?, caller: Caller) async throws -> Page<RulePackDocument>
    /// Takes a rule pack into the home; status 422 for one that is none.
    func add(rulePack text: String, caller: Caller) async throws -> RulePackDocument
    /// Takes a rule pack that nothing goes by out of the home, by its digest; status 404 for one that is not here.
    func remove(rulePack digest: String, caller: Caller) async throws -> RulePackDocument
    /// The bytes of a known rule pack or calendar by its digest; status 404 otherwise.
    func rulePack(_ digest: String, caller: Caller) async throws -> [UInt8]

    /// A page of the known calendars of working days, by id and digest.
    func calendars(after cursor: String?, caller: Caller) async throws -> Page<CalendarDocument>
    /// Takes a calendar into the home; status 422 for what is none.
    func add(calendar text: String, caller: Caller) async throws -> CalendarDocument

    /// A page of this node's offices, by id.
    func offices(after cursor: String?, caller: Caller) async throws -> Page<OfficeDocument>
    /// Makes an office's key and enrols it in every own log.
    func add(_ office: OfficeDocument, caller: Caller) async throws -> OfficeDocument

    /// A page of the logs that are held here.
    func logs(after cursor: String?, caller: Caller) async throws -> Page<LogStatus>
    /// A page of one log's entries; status 404 for a log that is not here.
    func entries(
        _ range: EntryRange,
        after cursor: String?,
        caller: Caller
    ) async throws -> Page<LogEntryDocument>
    /// Why an address or a node may hold what an entry names; the entry by its digest or a unique prefix.
    func why(entry prefix: String, peer: String, caller: Caller) async throws -> AccessAnswer
}

extension LocalService {
    /// One record, with numbers of persons masked.
    package func record(_ prefix: String, caller: Caller) async throws -> RecordDetail {
        try await record(prefix, full: false, caller: caller)
    }
}
