import Foundation
import LocalAPI

extension NodeConfiguration {
    /// What local users may do by this configuration; whoever runs the node may do everything.
    var callerPolicy: CallerPolicy {
        CallerPolicy(
            rules: callers.map { rule in
                var rights: Rights = []
                if rule.mayRead { rights.insert(.read) }
                if rule.maySign { rights.insert(.sign) }
                return CallerPolicy.Rule(
                    uid: rule.uid,
                    gid: rule.gid,
                    offices: Set(rule.offices),
                    rights: rights
                )
            },
            nodeUser: geteuid()
        )
    }
}
