/// Lets the common options stand before the command as well as after it.
struct ArgumentOrder {
    /// The arguments with leading `--lang`, `--home` and `--json` moved behind the command.
    let commonOptionsLast: [String]
    /// The arguments without those.
    let withoutLeadingOptions: [String]

    /// Sorts the arguments of a process.
    init(_ arguments: [String]) {
        var rest = arguments[...]
        var leading: [String] = []
        while let first = rest.first {
            if first == "--json" || first.hasPrefix("--lang=") || first.hasPrefix("--home=") {
                leading.append(rest.removeFirst())
            } else if first == "--lang" || first == "--home", rest.count >= 2 {
                leading += rest.prefix(2)
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        let end = rest.firstIndex(of: "--") ?? rest.endIndex
        commonOptionsLast = Array(rest[..<end]) + leading + Array(rest[end...])
        withoutLeadingOptions = Array(rest)
    }
}
