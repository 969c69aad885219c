/// The limits of this module, in one place; times are arguments, with their defaults in `Timeouts.swift`.
enum Limits {
    /// Bytes that may wait to be encrypted: before the handshake is complete, or while OpenSSL must read first.
    static let pendingWriteByteCountMax = 1 << 20
    /// Bytes of one piece of plaintext that is encrypted before its ciphertext is passed on.
    static let encryptionByteCountMax = 64 << 10
    /// Bytes of answers to key updates that may wait while the peer reads nothing.
    static let controlByteCountMax = 64 << 10
    /// Bytes that are thrown away while a connection lingers, so that its end can be told to a peer that still sends.
    static let lingerByteCountMax = 4 << 20
    /// Connections that a server holds at once, those in their handshake included.
    static let connectionCountMax = 4096
    /// Connections of a server that are still in their handshake: all that strangers can occupy.
    static let handshakeCountMax = 256
    /// Connections of one host that are in their handshake; a host is an IPv4 address or an IPv6 network of 64 bits.
    static let handshakeCountPerHostMax = 32
    /// Connections of one pin that a server holds at once.
    static let connectionCountPerPinMax = 16

    /// Headers of one message.
    static let headerCountMax = 100
    /// Bytes of the names and values of one message's headers.
    static let headerByteCountMax = 16 << 10
    /// Bytes of a request's body where the route says nothing else.
    static let requestBodyByteCountMax = 64 << 10

    /// Connections that one client keeps open to its target.
    static let clientConnectionCountMax = 4
    /// Requests of one client that may wait for a connection.
    static let clientWaiterCountMax = 256
    /// Bytes of a response's body that are read ahead of their reader.
    static let readAheadByteCountMax = 256 << 10
    /// Bytes of a request's target.
    static let requestTargetByteCountMax = 2048
    /// Bytes of an https address.
    static let addressByteCountMax = 2048
}
