import Foundation
import Synchronization
import Testing

/// Ports for nodes that end and start again: below those that the kernel gives to whoever asks for any, so that none of them is taken
/// while its node is down.
enum TestPorts {
    private static let first: UInt16 = 12_000
    private static let count: UInt64 = 16_000
    /// Another process that runs tests begins elsewhere.
    private static let taken = Mutex(UInt64(ProcessInfo.processInfo.processIdentifier) * 61)

    /// The next one on which nobody listens.
    static func next() throws -> UInt16 {
        for _ in 0..<1_000 {
            let number = taken.withLock { taken in
                taken += 1
                return taken
            }
            guard let (descriptor, port) = listen(on: first + UInt16(number % count)) else {
                continue
            }
            close(descriptor)
            return port
        }
        throw Taken()
    }

    /// No port was free.
    struct Taken: Error {}

    /// Listens on a port of loopback, 0 for one that the kernel chooses; nil where somebody else does.
    ///
    /// Who gets the descriptor closes it.
    static func listen(on port: UInt16) -> (descriptor: Int32, port: UInt16)? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && Glibc.listen(descriptor, 1) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard bound else {
            close(descriptor)
            return nil
        }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }
}
