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

    /// Reads a configuration; throws an error that names the value that is wrong, and its form.
    package init(_ configuration: NodeConfiguration) throws {
        guard let node = NodeName(configuration.node) else {
            throw NodeError(.nodeNameInvalid, ["value": configuration.node])
        }
        guard let region = RegionCode(configuration.region) else {
            throw NodeError(.regionInvalid, ["value": configuration.region])
        }
        guard let url = NodeURL(Array(configuration.url.utf8)) else {
            throw NodeError(.urlInvalid, ["value": configuration.url])
        }
        _ = try PeerServing.address(configuration.listen)
        self.node = node
        self.region = region
        self.url = url
        offices = try configuration.offices.map { id, title in
            guard let office = OfficeID(id), office != .system else {
                throw NodeError(.officeInvalid, ["value": id])
            }
            return CardContent.Office(id: office, title: title)
        }
        .sorted { $0.id < $1.id }
    }
}
