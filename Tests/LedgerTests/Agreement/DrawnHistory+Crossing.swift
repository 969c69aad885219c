import Casework
import Cryptography
import Ledger

/// Steps that cross, and steps beside those of the mechanism.
extension DrawnHistory {
    /// The push of a penalty is withdrawn by an office that has heard of this entry alone; its parents say so.
    mutating func withdraw(_ push: Digest, knowing heard: Digest) throws {
        _ = try take(
            "withdraw_push",
            of: try machine("credit-penalty"),
            at: 2,
            "scjg",
            after: push,
            [heard]
        )
    }

    /// A case that customs passed on while they went on with its goods.
    mutating func passOn() throws {
        let machine = try machine("handover-customs")
        let sent = try take(
            "transfer",
            of: machine,
            at: 2,
            "hg",
            after: nil,
            to: ["350000/gaj"],
            facts: ["target_type": "police"]
        )
        let detained = try take("detain", of: machine, at: 2, "hg", after: sent, [sent])
        let receipt = try take("receipt", of: machine, at: 1, "gaj", after: sent, [sent])
        _ = try take("release", of: machine, at: 2, "hg", after: sent, [detained, receipt])
    }
}
