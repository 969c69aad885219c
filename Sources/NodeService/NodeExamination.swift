import Casework
import Cryptography
import Foundation
import Ledger
package import LocalAPI
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
        let keyring = check(into: &results, "node.check_keys") {
            try NodeKeyring(home: home, node: identity.node)
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
        }
        results.append(spaceResult())
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
        let days = (certificate.notAfter - time.now()) / 86_400
        let arguments = ["days": "\(days)", "name": node.text]
        guard certificate.names(node.text) else {
            return CheckResult(.failed, CodedText("node.check_certificate_name", arguments))
        }
        let outcome: CheckResult.Outcome =
            days < 0 ? .failed : days < Self.warningDayCount ? .warned : .passed
        return CheckResult(outcome, CodedText("node.check_certificate_days", arguments))
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
