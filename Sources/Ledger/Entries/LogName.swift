package import Casework
package import TransparencyLog

/// What the origin of one of Lianlu's logs says: `<node>/<mechanism>` or `<node>/home`, a successor's with `/<n>`.
package struct LogName: Hashable, Sendable {
    /// The id that stands where a mechanism's would in the origin of a home log.
    package static let home = MechanismID(unchecked: "home")

    /// The node that writes the log.
    package let node: NodeName
    /// The mechanism, or `home`.
    package let mechanism: MechanismID
    /// 1, or a successor's number from 2 up.
    package let generation: UInt64

    /// Makes a name; nil for generation 0.
    package init?(node: NodeName, mechanism: MechanismID, generation: UInt64 = 1) {
        guard generation >= 1 else { return nil }
        self.node = node
        self.mechanism = mechanism
        self.generation = generation
    }

    /// Reads an origin; nil where it is not that of one of our logs.
    package init?(_ origin: Origin) {
        let parts = origin.bytes.split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        )
        guard parts.count == 2 || parts.count == 3, let node = NodeName(parts[0]),
            let mechanism = MechanismID(parts[1])
        else { return nil }
        var generation: UInt64 = 1
        if parts.count == 3 {
            guard let number = Decimal.decode(parts[2]), number >= 2 else { return nil }
            generation = number
        }
        self.node = node
        self.mechanism = mechanism
        self.generation = generation
    }

    /// Whether it is a node's private log.
    package var isHome: Bool { mechanism == Self.home }

    /// The origin as it is written.
    package var text: String {
        "\(node)/\(mechanism)" + (generation > 1 ? "/\(generation)" : "")
    }

    /// The name of the node's mirror key.
    package static func mirrorKeyName(_ node: NodeName) -> String { "\(node)/mirror" }

    /// The name of an office's key.
    package static func keyName(_ node: NodeName, _ office: OfficeID) -> String {
        "\(node)/office/\(office)"
    }

    /// The name of an officer's key.
    package static func keyName(
        _ node: NodeName,
        _ office: OfficeID,
        _ officer: OfficerID
    ) -> String {
        "\(node)/office/\(office)/\(officer)"
    }
}
