import Foundation
import Yams

/// Reads `lianlu.yaml` strictly: every fault is named with its line, and an unknown key is a fault.
enum ConfigurationFile {
    static let byteCountMax = 256 * 1024
    static let callerCountMax = 256
    static let officeCountMax = 256
    /// As many as a server has in their handshake from all hosts.
    static let handshakesPerHostMax: UInt64 = 256

    private static let topKeys: Set<String> = [
        "version", "node", "region", "listen", "url", "offices", "certificate-authorities",
        "callers", "handshakes-per-host", "document-numbers", "approver-login",
    ]

    /// Reads a configuration file; throws `file_failed` where it cannot be read.
    static func read(_ file: URL) throws -> NodeConfiguration {
        let text: String
        do {
            text = try String(contentsOf: file, encoding: .utf8)
        } catch {
            throw NodeError(.fileFailed, ["path": file.path, "reason": SystemReason.of(error)])
        }
        return try parse(text)
    }

    /// Reads the text of a configuration file.
    static func parse(_ text: String) throws -> NodeConfiguration {
        guard text.utf8.count <= byteCountMax else {
            throw NodeError(.configurationTooLong, ["limit": "\(byteCountMax)"])
        }
        let document: Yams.Node?
        do {
            document = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw Self.fault(error, in: text)
        }
        guard let document, let top = document.mapping else {
            throw NodeError(.configurationNoMapping, ["line": "1"])
        }
        return try configuration(ConfigurationMapping(top, allowed: topKeys))
    }

    private static func configuration(_ top: ConfigurationMapping) throws -> NodeConfiguration {
        let version = try top.string("version")
        guard version == "1" else {
            throw NodeError(
                .configurationVersionUnknown,
                ["found": version, "known": "1", "line": "\(top.line(of: "version"))"]
            )
        }
        var offices: [String: String] = [:]
        if let mapping = try top.mapping("offices", allowed: nil) {
            for id in mapping.keys { offices[id] = try mapping.string(id) }
        }
        guard offices.count <= officeCountMax else {
            throw tooMany("offices", officeCountMax, in: top)
        }
        var configuration = NodeConfiguration(
            node: try top.string("node"),
            region: try top.string("region"),
            listen: try top.string("listen"),
            url: try top.string("url"),
            offices: offices,
            certificateAuthorities: try top.optionalString("certificate-authorities"),
            handshakesPerHost: try top.number("handshakes-per-host", in: 1...handshakesPerHostMax),
            callers: try callers(top),
            documentNumbers: try documentNumbers(top)
        )
        configuration.asksForTwoLogins = try asksForTwoLogins(top)
        return configuration
    }

    /// Whether `approver-login` is `other`; `any` where it is missing.
    private static func asksForTwoLogins(_ top: ConfigurationMapping) throws -> Bool {
        let key = "approver-login"
        let found = try top.optionalString(key) ?? "any"
        guard ["any", "other"].contains(found) else {
            throw NodeError(
                .configurationValueUnknown,
                ["found": found, "key": key, "known": "any, other", "line": "\(top.line(of: key))"]
            )
        }
        return found == "other"
    }

    private static func callers(
        _ top: ConfigurationMapping
    ) throws -> [NodeConfiguration.CallerRule] {
        let rules = try top.mappings("callers", allowed: ["user", "group", "offices", "rights"])
        guard rules.count <= callerCountMax else {
            throw tooMany("callers", callerCountMax, in: top)
        }
        return try rules.map(caller)
    }

    private static func caller(
        _ rule: ConfigurationMapping
    ) throws -> NodeConfiguration.CallerRule {
        let user = try rule.optionalString("user")
        let group = try rule.optionalString("group")
        guard (user == nil) != (group == nil) else {
            throw NodeError(.callerSubjectNeeded, ["line": "\(rule.line)"])
        }
        let rights = try rights(of: rule)
        let offices = try rule.strings("offices")
        guard !offices.isEmpty || !rights.contains("sign") else {
            throw NodeError(.callerOfficeNeeded, ["line": "\(rule.line)"])
        }
        return NodeConfiguration.CallerRule(
            uid: try user.map { try LocalAccounts.uid(of: $0, line: rule.line(of: "user")) },
            gid: try group.map { try LocalAccounts.gid(of: $0, line: rule.line(of: "group")) },
            offices: offices,
            mayRead: rights.contains("read"),
            maySign: rights.contains("sign")
        )
    }

    private static func rights(of rule: ConfigurationMapping) throws -> [String] {
        let known = ["read", "sign"]
        let rights = try rule.strings("rights")
        if let right = rights.first(where: { !known.contains($0) }) {
            throw NodeError(
                .callerRightUnknown,
                [
                    "known": known.joined(separator: ", "), "line": "\(rule.line(of: "rights"))",
                    "right": right,
                ]
            )
        }
        guard !rights.isEmpty else {
            throw NodeError(.callerRightNeeded, ["line": "\(rule.line)"])
        }
        return rights
    }

    private static func tooMany(
        _ key: String,
        _ limit: Int,
        in top: ConfigurationMapping
    ) -> NodeError {
        NodeError(
            .configurationTooMany,
            ["key": key, "limit": "\(limit)", "line": "\(top.line(of: key))"]
        )
    }

    /// The line of the first rule under `callers` for an office; 1 where the file no longer has one.
    static func line(ofCallersOffice office: String, in file: URL) -> Int {
        // The file was read a moment ago; what has become of it since is no fault of the office.
        let text = try? String(contentsOf: file, encoding: .utf8)
        let document = text.flatMap { try? Yams.compose(yaml: $0) }
        for rule in document?.mapping?["callers"]?.sequence ?? [] {
            for named in rule.mapping?["offices"]?.sequence ?? [] where named.string == office {
                return named.mark?.line ?? 1
            }
        }
        return 1
    }

    /// What the parser says, at its line; what it misses behind the last one is told there.
    private static func fault(_ error: YamlError, in text: String) -> NodeError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            let lines = text.utf8.split(
                separator: UInt8(ascii: "\n"),
                omittingEmptySubsequences: false
            )
            let last = lines.lastIndex { line in line.contains { $0 != UInt8(ascii: " ") } } ?? 0
            return fault(line: min(mark.line, last + 1), problem)
        case .duplicatedKeysInMapping(let keys, let context):
            return NodeError(
                .configurationKeyTwice,
                ["key": keys.joined(separator: ", "), "line": "\(context.mark.line)"]
            )
        default: return fault(line: 1, "\(error)")
        }
    }

    /// The error for a fault at a line of the file.
    private static func fault(line: Int, _ detail: String) -> NodeError {
        NodeError(.configurationInvalid, ["detail": detail, "line": String(line)])
    }
}
