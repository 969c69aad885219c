import Casework
import Ledger
import LocalAPI
import TransparencyLog

/// That a revision leaves this node out: where its log ends, and with which revision (FORMATS.md §2).
///
/// From then on nothing is signed in the mechanism here: what the log holds beyond its end counts nowhere.
struct MembershipEnd: Hashable, Sendable {
    /// The mechanism.
    let mechanism: MechanismID
    /// This node's log there.
    let origin: Origin
    /// How many of its entries count.
    let size: UInt64
    /// The first revision without this node.
    let revision: UInt64

    /// What the charters in force say; nil where this node is a member, or never was one.
    init?(of mechanism: MechanismID, in view: NodeView) {
        guard let origin = Self.origin(mechanism, view),
            let end = view.library.chains[mechanism]?.end(of: origin)
        else { return nil }
        self.init(
            mechanism: mechanism,
            origin: origin,
            size: end.size,
            revision: end.since.content.revision
        )
    }

    /// What one charter says that does not count here yet; nil where it names this node as a member, or ends no log of it.
    init?(by charter: Charter, in view: NodeView) {
        let content = charter.content
        guard !content.members.contains(where: { $0.node == view.node }),
            let origin = Self.origin(charter.mechanism, view),
            let line = content.ended.first(where: { $0.origin == origin })
        else { return nil }
        self.init(
            mechanism: charter.mechanism,
            origin: origin,
            size: line.size.rawValue,
            revision: content.revision
        )
    }

    /// What whoever looks at a charter is told of this node's membership: that it has ended, or that it would by this charter.
    static func text(of charter: Charter, in view: NodeView) -> CodedText? {
        let isHere = view.library.chains[charter.mechanism]?[charter.digest] != nil
        let isMember = charter.content.members.contains { $0.node == view.node }
        // Of a draft that takes the node in again nothing has ended.
        if isHere || !isMember, let end = MembershipEnd(of: charter.mechanism, in: view) {
            return end.text
        }
        guard !isHere, let end = MembershipEnd(by: charter, in: view) else { return nil }
        return CodedText("node.membership_would_end", end.arguments)
    }

    private init(mechanism: MechanismID, origin: Origin, size: UInt64, revision: UInt64) {
        self.mechanism = mechanism
        self.origin = origin
        self.size = size
        self.revision = revision
    }

    private static func origin(_ mechanism: MechanismID, _ view: NodeView) -> Origin? {
        // The names of a node and of a mechanism make one of a log.
        try? Origin("\(view.node)/\(mechanism)")
    }

    private var arguments: [String: String] {
        [
            "mechanism": mechanism.text, "origin": "\(origin)", "revision": "\(revision)",
            "size": "\(size)",
        ]
    }

    /// Why nothing is signed there.
    var error: NodeError { NodeError(.membershipEnded, arguments) }

    /// What an operator is told.
    var text: CodedText { CodedText(error) }

    /// Every membership of this node that has ended, by mechanism.
    static func all(in view: NodeView) -> [MembershipEnd] {
        view.library.chains.keys.sorted().compactMap { MembershipEnd(of: $0, in: view) }
    }
}
