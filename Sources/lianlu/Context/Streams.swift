import Foundation
import Synchronization

/// Where a command's data and talk go, and whether a person sits there.
protocol Streams: Sendable {
    /// Whether questions can be asked and answered.
    var canAsk: Bool { get }
    /// Whether talk goes to a terminal, so that progress may be drawn.
    var showsProgress: Bool { get }
    /// How many columns the terminal has to which data goes; nil where it goes elsewhere.
    var columnCount: Int? { get }
    /// Writes data.
    func data(_ text: String)
    /// Writes talk.
    func talk(_ text: String)
    /// Reads the line that a person types; nil at the end of input.
    func readLine() -> String?
    /// Reads the line that a person types and that is not shown; nil at the end of input and where he breaks off.
    func readSecret() -> [UInt8]?
}

extension Streams {
    /// Data goes to no terminal unless somebody says so.
    var columnCount: Int? { nil }

    /// As `readLine`: where nothing is a terminal, nothing is shown.
    func readSecret() -> [UInt8]? { readLine().map { Array($0.utf8) } }
}

/// Streams that show data as talk, for what belongs to a question.
struct TalkOnly: Streams {
    let base: any Streams

    var canAsk: Bool { base.canAsk }
    var showsProgress: Bool { base.showsProgress }

    func data(_ text: String) { base.talk(text) }

    func talk(_ text: String) { base.talk(text) }

    func readLine() -> String? { base.readLine() }

    func readSecret() -> [UInt8]? { base.readSecret() }
}

/// The standard streams of the process.
struct StandardStreams: Streams {
    var canAsk: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1 }
    var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    var columnCount: Int? {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0,
            size.ws_col > 0
        else { return nil }
        return Int(size.ws_col)
    }

    func data(_ text: String) { write(text, to: STDOUT_FILENO) }

    func talk(_ text: String) { write(text, to: STDERR_FILENO) }

    func readLine() -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < Limits.promptByteCountMax {
            guard read(STDIN_FILENO, &byte, 1) == 1 else {
                return bytes.isEmpty ? nil : text(bytes)
            }
            if byte == UInt8(ascii: "\n") { break }
            bytes.append(byte)
        }
        return text(bytes)
    }

    private func text(_ bytes: [UInt8]) -> String? { String(validating: bytes, as: UTF8.self) }

    /// Writes all bytes; a reader that has gone away ends the process quietly, as for other tools.
    private func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                exit(errno == EPIPE ? ExitCode.done.rawValue : ExitCode.failed.rawValue)
            }
        }
    }
}
