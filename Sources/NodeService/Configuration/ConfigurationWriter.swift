import Cryptography
import Foundation
import Yams

extension ConfigurationFile {
    private static let heading = """
        # Lianlu node configuration. Every key is described in the README, section "Configuration".
        # 联录节点配置。各项说明见 README.zh-CN.md“配置”一节。

        """

    /// The text of a configuration file; reading it gives the same configuration.
    static func text(of configuration: NodeConfiguration) throws -> String {
        var pairs: [(Yams.Node, Yams.Node)] = [
            (scalar("version"), scalar("1")),
            (scalar("node"), scalar(configuration.node)),
            (scalar("region"), quoted(configuration.region)),
            (scalar("listen"), scalar(configuration.listen)),
            (scalar("url"), scalar(configuration.url)),
        ]
        if !configuration.offices.isEmpty {
            let offices = configuration.offices.sorted { $0.key < $1.key }
                .map { (scalar($0.key), scalar($0.value)) }
            pairs.append((scalar("offices"), .mapping(.init(offices))))
        }
        if let file = configuration.certificateAuthorities {
            pairs.append((scalar("certificate-authorities"), scalar(file)))
        }
        if let count = configuration.handshakesPerHost {
            pairs.append((scalar("handshakes-per-host"), scalar("\(count)")))
        }
        if configuration.asksForTwoLogins {
            pairs.append((scalar("approver-login"), scalar("other")))
        }
        if !configuration.documentNumbers.heads.isEmpty {
            let offices = configuration.documentNumbers.heads.sorted { $0.key < $1.key }
                .map { office, heads in
                    let pairs = heads.sorted { $0.key < $1.key }
                        .map { (scalar($0.key), scalar($0.value)) }
                    return (scalar(office), Yams.Node.mapping(.init(pairs)))
                }
            pairs.append((scalar("document-numbers"), .mapping(.init(offices))))
        }
        if !configuration.callers.isEmpty {
            let rules = configuration.callers.map(rule)
            pairs.append((scalar("callers"), .sequence(.init(rules))))
        }
        return heading + (try Yams.serialize(node: .mapping(.init(pairs)), allowUnicode: true))
    }

    /// Writes a new configuration file, durable on return; throws `file_exists` where one is there.
    static func write(_ configuration: NodeConfiguration, to file: URL) throws {
        let bytes = Array(try text(of: configuration).utf8)
        // What is written must be what will be read.
        _ = try parse(String(decoding: bytes, as: UTF8.self))
        try NewFile.create(bytes, at: file.path)
    }

    private static func rule(_ rule: NodeConfiguration.CallerRule) -> Yams.Node {
        var pairs: [(Yams.Node, Yams.Node)] = []
        if let uid = rule.uid { pairs.append((scalar("user"), quoted("\(uid)"))) }
        if let gid = rule.gid { pairs.append((scalar("group"), quoted("\(gid)"))) }
        if !rule.offices.isEmpty {
            pairs.append((scalar("offices"), .sequence(.init(rule.offices.map(scalar)))))
        }
        let rights = [("read", rule.mayRead), ("sign", rule.maySign)].filter(\.1).map(\.0)
        pairs.append((scalar("rights"), .sequence(.init(rights.map(scalar)))))
        return .mapping(.init(pairs))
    }

    private static func scalar(_ text: String) -> Yams.Node { Yams.Node(text) }

    private static func quoted(_ text: String) -> Yams.Node {
        .scalar(.init(text, .implicit, .doubleQuoted))
    }
}
