import LocalAPI
import Wording

/// What commands do without a running node; a command is offered only where its operation is installed.
///
/// Operations throw ``Problem`` for what they refuse, like a running node does.
struct Operations: Sendable {
    /// The kinds of record that the program's own rule packs have: words of the command line, and help.
    var kinds: @Sendable () -> [KindDocument] = { [] }
    /// Makes a home with its keys, certificate, configuration and card: `init`.
    var initialise: (@Sendable (InitRequest) async throws -> InitReport)?
    /// Runs the node until it is told to stop: `serve`.
    var serve: (@Sendable (ServeRequest) async throws -> Void)?
    /// Checks a home, this machine and its clock: the local part of `doctor`.
    var examine: (@Sendable (ExamineRequest) async throws -> [CheckResult])?
    /// Re-reads and re-computes everything that a home, an export or a server holds: `audit`.
    ///
    /// Records that were asked for are shown one by one before it returns.
    var audit:
        (
            @Sendable (AuditRequest, @escaping ReportProgress, @escaping ShowRecord) async throws ->
                AuditDocument
        )?
    /// Verifies one entry by its proof: `verify`.
    var verify: (@Sendable (VerifyRequest) async throws -> VerifyDocument)?
    /// Writes a log as a plain tlog-tiles directory: `log export`.
    var export:
        (@Sendable (ExportRequest, @escaping ReportProgress) async throws -> ExportDocument)?

    /// Shows, checks and compares rule packs: `rules`.
    var rules = RuleOperations.installed

    /// Tells how far an operation has come; may be called from any thread.
    typealias ReportProgress = @Sendable (Progress) -> Void
    /// Takes one record that an audit has computed.
    typealias ShowRecord = @Sendable (AuditedRecordDocument) throws -> Void
}
