import Casework

/// A code whose arguments are stored in the order in which it names them.
protocol StoredCode: RawRepresentable<String> {
    /// The names of its arguments: no others, and none is missing.
    var argumentNames: [String] { get }
}

extension Reason.Code: StoredCode {}
extension Finding.Code: StoredCode {}
extension CaseFinding.Code: StoredCode {}
extension IrregularReason.Code: StoredCode {}

extension StoredWriter {
    /// A code and its arguments, which whoever made the reason gave for exactly the names of its code.
    mutating func put(_ code: some StoredCode, _ arguments: [String: String]) {
        put(code.rawValue)
        for name in code.argumentNames { put(arguments[name] ?? "") }
    }
}

extension StoredReader {
    /// A code and its arguments; one that this program does not know is not readable.
    mutating func coded<Code: StoredCode>(
        _ type: Code.Type
    ) throws(LedgerError) -> (Code, [String: String]) {
        let code = try known(Code(rawValue: try text()))
        var arguments: [String: String] = [:]
        for name in code.argumentNames { arguments[name] = try text() }
        return (code, arguments)
    }
}
