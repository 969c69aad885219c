import Auditing
import Casework
import Cryptography
import Foundation
import Ledger
package import LocalAPI
import LogStorage
import SQLiteStorage
import TLSTransport
import TransparencyLog

/// The local part of `doctor`: what can be said of a home and of this machine without a running node.
package struct NodeExamination {
    private static let freeByteCountMin: Int64 = 1_073_741_824
    private static let warningDayCount: Int64 = 30
    /// A database above it is read whole by an audit alone: a check is to take moments.
    private static let databaseByteCountMax = 1_073_741_824

    private let home: HomeDirectory
    private let time: NodeTime

    /// Examines a home.
    package init(home: HomeDirectory, time: NodeTime = .system) {
        self.home = home
        self.time = time
    }

    /// Every check, in the order in which a fault would stop the node.
    package func results() -> [CheckResult] {
        var results: [CheckResult] = []
        guard
            let (configuration, identity) = check(
                into: &results,
                "node.check_configuration",
                { try identity() }
            )
        else { return results }
        results += modeResults()
        let keyring = check(into: &results, "node.check_keys") {
            try NodeKeyring(home: home, node: identity.node)
        }
        if let keyring,
            !configuration.callers.isEmpty || !configuration.documentNumbers.heads.isEmpty
        {
            check(into: &results, "node.check_callers") {
                try configuration.requireOffices(
                    keyring.offices.keys.map(\.text),
                    in: home.configuration
                )
            }
        }
        if let chain = check(into: &results, "node.check_certificate", { try certificates() }) {
            results.append(certificateResult(chain[0], identity.node))
            // A key that could not be opened was told above.
            if let keyring {
                check(into: &results, "node.check_certificate_key") {
                    _ = try TLSIdentity(certificates: chain, key: keyring.tls)
                }
            }
        }
        if configuration.certificateAuthorities != nil {
            check(into: &results, "node.check_authorities") {
                _ = try configuration.authorities(in: home)
            }
        }
        let database = databaseResult()
        results.append(database)
        if database.outcome != .failed, let keyring {
            results += storedKeyResults(keyring)
            results += stateResults(keyring, configuration)
        }
        results.append(spaceResult())
        // The codes of the index are made with the storage key; one of another home was told above.
        if let keyring, !results.contains(where: { $0.outcome == .failed }) {
            results += IdentifierExamination(home: home).results(keyring)
        }
        results.append(syncResult())
        results.append(
            CheckResult(
                time.isSynchronised() ? .passed : .warned,
                CodedText(
                    time.isSynchronised() ? "node.check_clock" : "node.check_clock_unsynchronised"
                )
            )
        )
        return results
    }

    /// What other users of this machine may change or see: whoever may write there puts another key or rule in its place.
    ///
    /// Whoever writes a rule under `callers` signs for the office, so a group may no more write there than everybody.
    private func modeResults() -> [CheckResult] {
        let places: [(URL, closed: Int, wanted: String)] = [
            (home.root, 0o022, "go-w"), (home.configuration, 0o022, "go-w"),
            (home.certificates, 0o022, "go-w"), (home.tlsCertificate, 0o022, "go-w"),
            (home.keys, 0o022, "0700"), (home.data, 0o022, "0700"),
        ]
        return places.compactMap { place, closed, wanted in
            // What a link leads to counts; what is not there, or cannot be asked, is told by the check that needs it.
            let path = place.resolvingSymlinksInPath().path
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            guard let mode = (attributes?[.posixPermissions] as? NSNumber)?.intValue else {
                return nil
            }
            let isOpen = wanted == "0700" && mode & 0o077 != 0
            guard mode & closed != 0 || isOpen else { return nil }
            let digits = String(mode, radix: 8)
            let arguments = [
                "mode": String(repeating: "0", count: max(0, 4 - digits.count)) + digits,
                "path": path, "wanted": wanted,
            ]
            return mode & closed != 0
                ? CheckResult(.failed, CodedText("node.check_mode", arguments))
                : CheckResult(.warned, CodedText("node.check_mode_open", arguments))
        }
    }

    private func identity() throws -> (NodeConfiguration, NodeIdentity) {
        guard FileManager.default.fileExists(atPath: home.configuration.path) else {
            throw NodeError(.homeMissing, ["path": home.root.path])
        }
        let configuration = try ConfigurationFile.read(home.configuration)
        return (configuration, try NodeIdentity(configuration))
    }

    /// Runs one check; its error is the result where it fails.
    @discardableResult
    private func check<Value>(
        into results: inout [CheckResult],
        _ code: String,
        _ body: () throws -> Value
    ) -> Value? {
        do {
            let value = try body()
            results.append(CheckResult(.passed, CodedText(code)))
            return value
        } catch {
            results.append(Self.failure(error))
            return nil
        }
    }

    private static func failure(_ error: any Error) -> CheckResult {
        let told = Problems.problem(for: error) as? Problem
        let text = told.map { CodedText($0.code, $0.arguments) }
        return CheckResult(
            .failed,
            text ?? CodedText("node.check_failed", ["reason": "\(error)"])
        )
    }

    /// The files of a running node have not passed: they are not looked at.
    private func databaseResult() -> CheckResult {
        do {
            let options = SQLiteStore.Options(directory: home.data.path)
            guard try SQLiteStore.examineAtRest(options) else {
                return CheckResult(.skipped, CodedText("node.check_database_in_use"))
            }
            let source = SQLiteAuditSource(try ReadOnlyStore(directory: options.directory))
            if let loss = try source.losses().first {
                return CheckResult(
                    .failed,
                    CodedText("auditing.\(loss.code.rawValue)", loss.arguments)
                )
            }
            guard SQLiteStore.databaseByteCount(options) <= Self.databaseByteCountMax else {
                return CheckResult(.passed, CodedText("node.check_database"))
            }
            if let fault = try ReadOnlyStore(directory: options.directory).firstFault() {
                throw SQLiteStorageError(
                    .databaseCorrupt,
                    ["path": options.databasePath],
                    cause: fault
                )
            }
            return CheckResult(.passed, CodedText("node.check_database_whole"))
        } catch {
            return Self.failure(error)
        }
    }

    /// Whether the keys are those of the store; nothing where nothing is sealed yet that could tell.
    private func storedKeyResults(_ keyring: NodeKeyring) -> [CheckResult] {
        do {
            let store = try ReadOnlyStore(directory: home.data.path)
            let answer = try store.read { transaction in
                let check = KeyFileCheck(home: home, keyring: keyring)
                try check.requireLogKeys(in: transaction)
                try check.require(in: transaction)
                return try StorageKeyCheck(keyring.storageKey).answer(in: transaction)
            }
            switch answer {
            case .own: return [CheckResult(.passed, CodedText("node.check_stored_keys"))]
            case .foreign: return [Self.failure(StorageKeyCheck.foreign(home))]
            case .unknown: return []
            }
        } catch {
            return [Self.failure(error)]
        }
    }

    /// What the store has that cannot be read, and what the configuration names that no pack in it has; each of them stops nothing else.
    private func stateResults(
        _ keyring: NodeKeyring,
        _ configuration: NodeConfiguration
    ) -> [CheckResult] {
        do {
            let store = try ReadOnlyStore(directory: home.data.path)
            return try store.read { transaction in
                let state = StateFindings(
                    storageKey: keyring.storageKey,
                    transaction: transaction
                )
                let packs = try NodeLoader.packs(transaction.rulePacks())
                let numbers = configuration.unknownDocuments(of: packs, in: home.configuration)
                let awaited = try AwaitedCharter.all(in: transaction).map(\.text)
                // A charter that cannot be read keeps the node from starting, which its error tells.
                let lacking = (try? NodeLoader.lackingRules(in: transaction).map(\.text)) ?? []
                let all = try state.all() + awaited + lacking + numbers
                return all.map { CheckResult(.warned, $0) }
            }
        } catch {
            return [Self.failure(error)]
        }
    }

    /// The node's certificate and those above it; never empty.
    private func certificates() throws -> [Certificate] {
        let chain = try CertificateFile.load(from: home.tlsCertificate.path)
        guard !chain.isEmpty else {
            throw NodeError(
                .fileFailed,
                ["path": home.tlsCertificate.path, "reason": "no certificate"]
            )
        }
        return chain
    }

    private func certificateResult(_ certificate: Certificate, _ node: NodeName) -> CheckResult {
        let days = Self.daysLeft(of: certificate, now: time.now())
        let arguments = ["days": "\(days)", "name": node.text]
        guard certificate.names(node.text) else {
            return CheckResult(.failed, CodedText("node.check_certificate_name", arguments))
        }
        if let warning = Self.warning(of: certificate, node, now: time.now()) {
            return CheckResult(.warned, warning)
        }
        return CheckResult(.passed, CodedText("node.check_certificate_days", arguments))
    }

    private static func daysLeft(of certificate: Certificate, now: Int64) -> Int64 {
        (certificate.notAfter - now) / 86_400
    }

    /// What is to be said of a certificate that ends within 30 days, or has ended; nil of any other.
    ///
    /// It keeps no node from running: peers go by its pin, unless they ask for authorities besides.
    static func warning(
        of certificate: Certificate,
        _ node: NodeName,
        now: Int64
    ) -> CodedText? {
        let days = daysLeft(of: certificate, now: now)
        guard days < warningDayCount else { return nil }
        let hasEnded = certificate.notAfter < now
        return CodedText(
            hasEnded ? "node.certificate_expired" : "node.certificate_ends",
            ["days": "\(days.magnitude)", "name": node.text]
        )
    }

    private func spaceResult() -> CheckResult {
        var status = statvfs()
        guard statvfs(home.data.path, &status) == 0 else {
            let reason = String(cString: strerror(errno))
            return CheckResult(
                .failed,
                CodedText("node.file_failed", ["path": home.data.path, "reason": reason])
            )
        }
        let free = Int64(status.f_bavail) * Int64(status.f_frsize)
        let reserve = Int64(SQLiteStore.Options(directory: home.data.path).freeByteCountMin)
        guard free >= reserve else {
            return CheckResult(
                .failed,
                CodedText(
                    "log_storage.disk_full",
                    ["free": "\(free)", "path": home.data.path, "reserve": "\(reserve)"]
                )
            )
        }
        return CheckResult(
            free < Self.freeByteCountMin ? .warned : .passed,
            CodedText("node.check_space", ["mebibytes": "\(free / 1_048_576)"])
        )
    }

    /// Writes and syncs a file beside the database, as each commit does.
    private func syncResult() -> CheckResult {
        let path = home.data.appending(path: ".doctor-\(getpid())").path
        defer { unlink(path) }
        do {
            let start = ContinuousClock.now
            try NewFile.create([UInt8](repeating: 0, count: 4_096), at: path)
            let milliseconds = (ContinuousClock.now - start) / .milliseconds(1)
            return CheckResult(
                .passed,
                CodedText(
                    "node.check_sync",
                    ["milliseconds": String(format: "%.1f", milliseconds)]
                )
            )
        } catch {
            return CheckResult(
                .failed,
                CodedText(
                    "node.file_failed",
                    ["path": home.data.path, "reason": SystemReason.of(error)]
                )
            )
        }
    }
}
