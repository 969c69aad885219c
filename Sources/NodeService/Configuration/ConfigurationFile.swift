import Foundation
import Yams

/// Reads `lianlu.yaml` strictly: every fault is named with its line, and an unknown key is a fault.
enum ConfigurationFile {
    static let byteCountMax = 256 * 1024
    static let callerCountMax = 256
    static let officeCountMax = 256

    private static let topKeys: Set<String> = [
        "version", "node", "region", "listen", "url", "offices", "certificate-authorities",
        "callers",
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
            throw fault(line: 1, "the file is longer than \(byteCountMax) bytes")
        }
        let document: Yams.Node?
        do {
            document = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw Self.fault(error)
        }
        guard let document, let top = document.mapping else {
            throw fault(line: 1, "the file is not a mapping of keys to values")
        }
        return try configuration(ConfigurationMapping(top, allowed: topKeys))
    }

    private static func configuration(_ top: ConfigurationMapping) throws -> NodeConfiguration {
        let version = try top.string("version")
        guard version == "1" else {
            throw fault(
                line: top.line(of: "version"),
                "version is \(version), this program reads 1"
            )
        }
        var offices: [String: String] = [:]
        if let mapping = try top.mapping("offices", allowed: nil) {
            for id in mapping.keys { offices[id] = try mapping.string(id) }
        }
        guard offices.count <= officeCountMax else {
            throw fault(line: top.line(of: "offices"), "more than \(officeCountMax) offices")
        }
        return NodeConfiguration(
            node: try top.string("node"),
            region: try top.string("region"),
            listen: try top.string("listen"),
            url: try top.string("url"),
            offices: offices,
            certificateAuthorities: try top.optionalString("certificate-authorities"),
            callers: try callers(top)
        )
    }

    private static func callers(
        _ top: ConfigurationMapping
    ) throws -> [NodeConfiguration.CallerRule] {
        let rules = try top.mappings("callers", allowed: ["user", "group", "offices", "rights"])
        guard rules.count <= callerCountMax else {
            throw fault(line: top.line(of: "callers"), "more than \(callerCountMax) rules")
        }
        return try rules.map(caller)
    }

    private static func caller(
        _ rule: ConfigurationMapping
    ) throws -> NodeConfiguration.CallerRule {
        let user = try rule.optionalString("user")
        let group = try rule.optionalString("group")
        guard (user == nil) != (group == nil) else {
            throw fault(line: rule.line, "a rule names either a user or a group")
        }
        let rights = try rule.strings("rights")
        for right in rights where !["read", "sign"].contains(right) {
            throw fault(line: rule.line(of: "rights"), "unknown right \(right); known: read, sign")
        }
        return NodeConfiguration.CallerRule(
            uid: try user.map { try LocalAccounts.uid(of: $0, line: rule.line(of: "user")) },
            gid: try group.map { try LocalAccounts.gid(of: $0, line: rule.line(of: "group")) },
            offices: try rule.strings("offices"),
            mayRead: rights.contains("read"),
            maySign: rights.contains("sign")
        )
    }

    /// What the parser says, at its line.
    private static func fault(_ error: YamlError) -> NodeError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            fault(line: mark.line, problem)
        default: fault(line: 1, "\(error)")
        }
    }

    /// The error for a fault at a line of the file.
    static func fault(line: Int, _ detail: String) -> NodeError {
        NodeError(.configurationInvalid, ["detail": detail, "line": String(line)])
    }
}
