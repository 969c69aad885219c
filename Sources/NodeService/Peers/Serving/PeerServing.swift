import LocalAPI
import Logging
import PeerAPI
import TLSTransport
import TransparencyLog

/// Puts the node's answers behind a listener for peers.
struct PeerServing {
    private let supervisor: PeerSupervisor

    init(_ supervisor: PeerSupervisor) { self.supervisor = supervisor }

    /// The listener at the configured address; throws `listen_invalid` for an address of another form.
    func listener() throws -> PeerListener {
        let node = supervisor.node
        let (host, port) = try Self.address(node.configuration.listen)
        let logger = node.logger
        let transport = PeerServerConfiguration(
            context: supervisor.context,
            pins: supervisor.pins,
            counter: ConnectionCounter(perHostCountMax: node.configuration.handshakesPerHost),
            onRefusal: { error, address in
                var shown: Logger.Metadata = [
                    "address": "\(address.map { String(describing: $0) } ?? "")",
                    "code": "\(error.code.rawValue)",
                ]
                if let limit = error.arguments["limit"] { shown["limit"] = "\(limit)" }
                logger.info("connection refused", metadata: shown)
            }
        )
        return PeerListener(
            NodePeerService(supervisor),
            transport: transport,
            host: host,
            port: port,
            logger: logger
        )
    }

    /// Host and port of `host:port`, an IPv6 address in brackets.
    static func address(_ text: String) throws -> (host: String, port: Int) {
        let fault = NodeError(.listenInvalid, ["value": text])
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")),
            let port = Decimal.decode(Array(text.utf8[text.utf8.index(after: colon)...]))
                .flatMap({ UInt16(exactly: $0) })
        else { throw fault }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty else { throw fault }
        return (host, Int(port))
    }
}
