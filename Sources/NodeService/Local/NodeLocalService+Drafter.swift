import LocalAPI

extension NodeLocalService {
    /// What an officer is told who approves under the login that drafted; throws `drafter_not_approver` where the node's configuration
    /// asks for two logins.
    ///
    /// Keys are two in any case: the office's and the officer's. Whether two persons used them the node knows by the logins alone.
    func drafterNotice(
        on pending: PendingStep,
        approvedBy caller: Caller
    ) throws(NodeError) -> CodedText? {
        let uid = caller.credentials.uid
        guard pending.facts.clerk.uid == uid else { return nil }
        let arguments = ["draft": pending.facts.request, "uid": "\(uid)"]
        guard !node.configuration.asksForTwoLogins else {
            throw NodeError(.drafterNotApprover, arguments)
        }
        return CodedText(NodeError(.drafterApproves, arguments))
    }
}
