import ArgumentParser

/// A command: it parses itself, then runs with a context.
protocol LianluCommand: ParsableCommand, Sendable {
    /// The options that every command takes.
    var common: CommonOptions { get }

    /// Does the work; prints data on standard output and talk on standard error.
    func run(in context: CommandContext) async throws
}
