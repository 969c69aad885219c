internal import Cryptography
internal import Glibc

/// The machine that the process runs on, as far as it can be told apart from others.
package enum MachineIdentity {
    /// What stands for a machine that has no id: the instance file then still tells homes apart, but not machines.
    package static let unknown = String(repeating: "0", count: 32)

    /// The 32 hex digits of `/etc/machine-id`, or of D-Bus's; `unknown` when neither is there.
    package static func current() -> String {
        for path in ["/etc/machine-id", "/var/lib/dbus/machine-id"] {
            if let id = read(path) { return id }
        }
        return unknown
    }

    private static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 33)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
        let digits = buffer.prefix(max(0, count)).prefix { $0 != UInt8(ascii: "\n") }
        guard digits.count == 32, Hex.decode(digits) != nil else { return nil }
        return String(decoding: digits, as: UTF8.self)
    }
}
