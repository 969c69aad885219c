package import Casework
package import Ledger

/// The typed form of what the configuration says of the node itself.
package struct NodeIdentity: Sendable {
    /// The node's name.
    package let node: NodeName
    /// The region of its card.
    package let region: RegionCode
    /// The URL of its card.
    package let url: NodeURL
    /// Its offices with their titles, sorted by id; without `system`.
    package var offices: [CardContent.Office]

    /// Reads a configuration; throws `configuration_value` with the key and the value that is wrong.
    package init(_ configuration: NodeConfiguration) throws {
        guard let node = NodeName(configuration.node) else {
            throw Self.fault("node", configuration.node)
        }
        guard let region = RegionCode(configuration.region) else {
            throw Self.fault("region", configuration.region)
        }
        guard let url = NodeURL(Array(configuration.url.utf8)) else {
            throw Self.fault("url", configuration.url)
        }
        self.node = node
        self.region = region
        self.url = url
        offices = try configuration.offices.map { id, title in
            guard let office = OfficeID(id), office != .system else {
                throw Self.fault("offices", id)
            }
            return CardContent.Office(id: office, title: title)
        }
        .sorted { $0.id < $1.id }
    }

    private static func fault(_ key: String, _ value: String) -> NodeError {
        NodeError(.configurationValue, ["key": key, "value": value])
    }
}
