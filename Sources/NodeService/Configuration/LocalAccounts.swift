import Glibc
import TransparencyLog

/// Names and numbers of this machine's users and groups.
enum LocalAccounts {
    /// The uid of a user given by name or number.
    static func uid(of user: String, line: Int) throws -> UInt32 {
        if let number = number(user) { return number }
        guard let entry = getpwnam(user) else {
            throw NodeError(.callerUserUnknown, ["line": "\(line)", "name": user])
        }
        return entry.pointee.pw_uid
    }

    /// The gid of a group given by name or number.
    static func gid(of group: String, line: Int) throws -> UInt32 {
        if let number = number(group) { return number }
        guard let entry = getgrnam(group) else {
            throw NodeError(.callerGroupUnknown, ["line": "\(line)", "name": group])
        }
        return entry.pointee.gr_gid
    }

    /// A number in its one spelling: another one, as `+0`, is a name, and no such name is known.
    private static func number(_ text: String) -> UInt32? {
        Decimal.decode(text.utf8).flatMap { UInt32(exactly: $0) }
    }
}
