/// What the listener makes and writes at one time.
enum PeerListenerLimits {
    /// Answers with objects for one peer that are made or written at one time; an answer has up to 16 MiB.
    static let objectsAnswerCountMax = 4
    /// Bytes of an answer that are handed on at one time: the next follow when the connection has room.
    static let answerPieceByteCountMax = 262_144
}
