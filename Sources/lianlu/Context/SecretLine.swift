import Foundation

extension StandardStreams {
    /// Reads a line from the terminal without showing it; the terminal is as before when this returns.
    ///
    /// Signals from the keyboard are taken as bytes meanwhile, so that none leaves the terminal without its echo: Ctrl-C and Ctrl-D
    /// break off.
    func readSecret() -> [UInt8]? {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        var silent = before
        silent.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else { return nil }
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            talk("\n")
        }
        var line = SecretLine()
        var byte: UInt8 = 0
        while line.ending == nil {
            guard read(STDIN_FILENO, &byte, 1) == 1 else { return nil }
            line.take(byte)
        }
        return line.ending == .entered ? line.bytes : nil
    }
}

/// What a person types at a prompt that shows nothing, byte by byte.
struct SecretLine {
    /// How a line ends.
    enum Ending {
        case entered
        case brokenOff
    }

    /// What stands in the line.
    private(set) var bytes: [UInt8] = []
    /// How the line ended; nil while it goes on.
    private(set) var ending: Ending?

    /// Takes the next byte; one beyond the limit of a prompt breaks off.
    mutating func take(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"): ending = .entered
        case 3, 4: ending = .brokenOff
        case 8, 127: removeLast()
        case 21: bytes = []
        default:
            guard bytes.count < Limits.promptByteCountMax else {
                ending = .brokenOff
                return
            }
            bytes.append(byte)
        }
    }

    /// Takes the last character back, all bytes of it.
    private mutating func removeLast() {
        while let last = bytes.popLast(), last & 0xC0 == 0x80 {}
    }
}
