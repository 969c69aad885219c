import Ledger
import LocalAPI

/// Whether this node's clock stands alone: what it signs meanwhile has a time that nobody can correct later.
enum OwnClock {
    /// What whoever takes a step is told; nil where no peer is connected, where one agrees, and where they differ to both sides.
    static func doubt(
        _ view: NodeView,
        _ observed: Observations,
        _ now: Int64
    ) -> CodedText? {
        let leads = view.registry.peers.compactMap { card -> Int64? in
            guard let seen = observed.peers[card.node], seen.isConnected else { return nil }
            return seen.clock?.lead(now: now, uptime: observed.uptime)
        }
        let limit = ClockWarning.secondCount
        guard let least = leads.map(\.magnitude).min(), least > limit,
            leads.allSatisfy({ $0 > 0 }) || leads.allSatisfy({ $0 < 0 })
        else { return nil }
        return CodedText(
            "node.own_clock_doubtful",
            ["peers": "\(leads.count)", "seconds": "\(least)"]
        )
    }
}
