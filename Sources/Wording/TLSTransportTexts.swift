extension Catalogue {
    /// The texts of module TLSTransport.
    static let tlsTransport: [String: Text] = [
        "tls_transport.identity_mismatch": Text(
            zh: "TLS 证书与私钥不配套。",
            en: "The TLS certificate does not belong to the private key.",
            remedyZh:
                "节点不会启动。请把用 keys/tls.pem 申领的证书放到 certs/tls.crt（节点自己的证书在文件最前），或者把与证书配套的私钥放回 keys/tls.pem；步骤见 certs/README.zh-CN.md“换用新私钥”。",
            remedyEn:
                "The node does not start. Put the certificate that was made for keys/tls.pem into certs/tls.crt (the node's own one first), or the certificate's key back into keys/tls.pem; certs/README.md, \"A new key\", has the steps."
        ),
        "tls_transport.context_not_made": Text(
            zh: "不能建立 TLS 环境：{reason}。",
            en: "TLS could not be set up: {reason}.",
            remedyZh: "请检查证书、私钥和 OpenSSL 的安装。",
            remedyEn: "Check the certificate, the private key and the OpenSSL installation."
        ),
        "tls_transport.address_malformed": Text(
            zh: "“{address}”不是有效的 https 地址。",
            en: "“{address}” is not a valid https address.",
            remedyZh: "地址应为 https://主机[:端口][/路径]。",
            remedyEn: "An address is https://host[:port][/path]."
        ),
        "tls_transport.listen_failed": Text(
            zh: "不能在 {host} 的 {port} 端口接受其他节点的连接：{reason}。",
            en: "Cannot accept connections of peers at {host}, port {port}: {reason}.",
            remedyZh: "请查看哪个程序占用了该端口（ss -ltnp），或者修改 lianlu.yaml 中的 listen。",
            remedyEn: "See which program uses the port (ss -ltnp), or change listen in lianlu.yaml."
        ),
        "tls_transport.connect_failed": Text(
            zh: "不能连接 {host} 的 {port} 端口：{reason}。",
            en: "Could not connect to {host}, port {port}: {reason}.",
            remedyZh: "请检查对方节点是否运行，以及域名解析、防火墙和网络。",
            remedyEn: "Check that the peer runs, and name resolution, firewalls and the network."
        ),
        "tls_transport.connect_timed_out": Text(
            zh: "连接 {host} 的 {port} 端口在 {seconds} 秒内没有成功。",
            en: "Connecting to {host}, port {port}, did not succeed within {seconds} s.",
            remedyZh: "请检查防火墙和网络线路。",
            remedyEn: "Check firewalls and the network."
        ),
        "tls_transport.handshake_failed": Text(
            zh: "TLS 握手失败：{reason}。",
            en: "The TLS handshake failed: {reason}.",
            remedyZh: "请确认该端口提供 TLS；对方为节点时，须支持 TLS 1.3 并出示证书。",
            remedyEn:
                "Check that this port serves TLS; a peer must have TLS 1.3 and show a certificate."
        ),
        "tls_transport.handshake_timed_out": Text(
            zh: "TLS 握手在 {seconds} 秒内没有完成。",
            en: "The TLS handshake was not complete within {seconds} s.",
            remedyZh: "请检查网络线路，以及该端口上运行的是否为联录节点。",
            remedyEn: "Check the network, and that a Lianlu node runs at this port."
        ),
        "tls_transport.closed_during_handshake": Text(
            zh: "连接在握手完成之前断开。",
            en: "The connection ended before its handshake was complete.",
            remedyZh: "请检查网络线路和对方节点的日志。",
            remedyEn: "Check the network and the peer's log."
        ),
        "tls_transport.protocol_not_agreed": Text(
            zh: "对方没有通过 ALPN 约定 HTTP/1.1。",
            en: "The other side did not agree on HTTP/1.1 by ALPN.",
            remedyZh: "请确认对方是联录节点，中间没有代理改动连接。",
            remedyEn: "Check that the other side is a Lianlu node and no proxy stands between."
        ),
        "tls_transport.certificate_refused_by_peer": Text(
            zh: "对方不认可本节点的证书（{alert}）：它还没有添加本节点的最新名片，或者本节点的证书不是由对方所要求的证书机构签发。",
            en:
                "The peer does not accept our certificate ({alert}): it has not added our newest card, or our certificate is not from an authority that it asks for.",
            remedyZh:
                "请把本节点的名片交给对方，由对方运行 lianlu peer add；证书更换后也须交换新名片。对方已添加的，问明其 certificate-authorities 要求的证书机构，按 certs/README.zh-CN.md 换发证书。",
            remedyEn:
                "Give our card to the peer to run “lianlu peer add”; a new certificate needs a new card. If it has added it, ask which authorities its certificate-authorities names, and have our certificate issued by one of them (certs/README.md)."
        ),
        "tls_transport.peer_unknown": Text(
            zh: "对方证书的指纹 {pin} 不在任何已添加的名片中。",
            en: "The certificate's pin {pin} stands in no card that was added.",
            remedyZh: "确认对方身份后，用 lianlu peer add 添加其名片。",
            remedyEn: "After confirming who it is, add its card with “lianlu peer add”."
        ),
        "tls_transport.peer_unexpected": Text(
            zh: "要连接的是 {expected}，但应答的是 {found}（{pin}）。",
            en: "{expected} was called, but {found} answered ({pin}).",
            remedyZh: "请核对名片中的地址和域名解析。",
            remedyEn: "Check the address in the card and name resolution."
        ),
        "tls_transport.peer_name_missing": Text(
            zh: "指纹 {pin} 属于 {name}，但证书中没有这个名称。",
            en: "The pin {pin} is {name}'s, but the certificate does not carry that name.",
            remedyZh: "请对方换用 SAN 为其节点名的证书。",
            remedyEn: "Ask the peer for a certificate whose SAN is its node name."
        ),
        "tls_transport.peer_withdrawn": Text(
            zh: "{name} 的证书指纹已被撤下，连接关闭。",
            en: "The pin of {name} was withdrawn; the connection is closed.",
            remedyZh: "如系误操作，请重新添加该节点的名片。",
            remedyEn: "If that was a mistake, add the node's card again."
        ),
        "tls_transport.chain_refused": Text(
            zh: "证书 {pin} 没有通过证书链检查：{reason}。",
            en: "The certificate {pin} did not pass the chain check: {reason}.",
            remedyZh: "请检查 lianlu.yaml 中 certificate-authorities 写明的文件（审计时为 --ca 的文件）、证书有效期和双方时钟。",
            remedyEn:
                "Check the file that certificate-authorities in lianlu.yaml names (for an audit, that of --ca), the certificate's dates and both clocks."
        ),
        "tls_transport.connection_failed": Text(
            zh: "连接出错：{reason}。",
            en: "The connection failed: {reason}.",
            remedyZh: "通常会自动重连；反复出现时请检查网络线路。",
            remedyEn: "It is usually made again by itself; if this repeats, check the network."
        ),
        "tls_transport.connection_truncated": Text(
            zh: "连接被截断：没有收到 TLS 的结束通知，已收到的内容可能不完整。",
            en: "The connection was cut without TLS's close_notify; what came may be incomplete.",
            remedyZh: "通常会自动重试；反复出现时请检查网络线路。",
            remedyEn: "It is usually tried again by itself; if this repeats, check the network."
        ),
        "tls_transport.connection_closed": Text(
            zh: "连接已关闭。",
            en: "The connection is closed.",
            remedyZh: "请稍后重试。",
            remedyEn: "Try again later."
        ),
        "tls_transport.pending_writes_exceeded": Text(
            zh: "等待加密的数据超过 {limit} 字节。",
            en: "More than {limit} bytes waited to be encrypted.",
            remedyZh: "对方可能停止应答；请检查网络线路。",
            remedyEn: "The peer may have stopped answering; check the network."
        ),
        "tls_transport.control_bytes_exceeded": Text(
            zh: "对方不读取数据，而要求的应答超过 {limit} 字节。",
            en: "The peer reads nothing but has asked for more than {limit} bytes of answers.",
            remedyZh: "请查明对方的程序是否异常。",
            remedyEn: "Find out what is wrong with the peer."
        ),
        "tls_transport.too_many_connections": Text(
            zh: "连接数已达上限 {limit}。",
            en: "The limit of {limit} connections is reached.",
            remedyZh:
                "请查明连接来自哪里，并在防火墙上限制来源。多个对等节点在同一网关之后、使用同一地址的，在 lianlu.yaml 中调高 handshakes-per-host。",
            remedyEn:
                "Find out where they come from, and let the firewall admit the peers alone. Where many peers share the address of a gateway, raise handshakes-per-host in lianlu.yaml."
        ),
        "tls_transport.request_body_too_large": Text(
            zh: "请求正文超过 {limit} 字节。",
            en: "The request's body exceeds {limit} bytes.",
            remedyZh: "请分成较小的请求。",
            remedyEn: "Send smaller requests."
        ),
        "tls_transport.request_timed_out": Text(
            zh: "请求没有在 {seconds} 秒内发完。",
            en: "The request was not complete within {seconds} s.",
            remedyZh: "请检查网络线路后重试。",
            remedyEn: "Check the network and try again."
        ),
        "tls_transport.request_malformed": Text(
            zh: "请求的路径或标头不合规，没有发出。",
            en: "The request's path or a header is malformed; it was not sent.",
            remedyZh: "请报告这个错误。",
            remedyEn: "Please report this error."
        ),
        "tls_transport.too_many_requests": Text(
            zh: "等待连接的请求已达上限 {limit}。",
            en: "The limit of {limit} requests that wait for a connection is reached.",
            remedyZh: "请稍后重试。",
            remedyEn: "Try again later."
        ),
        "tls_transport.response_body_too_large": Text(
            zh: "应答正文超过 {limit} 字节。",
            en: "The answer's body exceeds {limit} bytes.",
            remedyZh: "对方可能异常；请查看对方节点的版本和日志。",
            remedyEn: "The peer may be at fault; look at its version and log."
        ),
        "tls_transport.response_malformed": Text(
            zh: "应答不是合规的 HTTP/1.1：{reason}。",
            en: "The answer is not proper HTTP/1.1: {reason}.",
            remedyZh: "请确认该地址上运行的是联录节点。",
            remedyEn: "Check that a Lianlu node runs at this address."
        ),
        "tls_transport.response_stalled": Text(
            zh: "{seconds} 秒没有收到应答的任何数据。",
            en: "No byte of the answer came for {seconds} s.",
            remedyZh: "通常会自动重试；反复出现时请检查网络线路和对方节点。",
            remedyEn:
                "It is usually tried again by itself; if this repeats, check network and peer."
        ),
        "tls_transport.response_timed_out": Text(
            zh: "应答没有在 {seconds} 秒内收完。",
            en: "The answer was not complete within {seconds} s.",
            remedyZh: "线路可能过慢：节点会自动以更小的分量重试；反复出现时请检查线路。",
            remedyEn:
                "The line may be too slow: the node tries again with smaller parts by itself. If this repeats, check the line."
        ),
    ]
}
