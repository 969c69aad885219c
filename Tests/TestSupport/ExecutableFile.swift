/// A script that a test writes and has run.
package enum ExecutableFile {
    /// Writes a script that everybody may run.
    ///
    /// Another process does, so that no descriptor of this one is open for writing: a program that some other test starts in that moment
    /// would inherit it, and the system then refuses to run the script (“text file busy”).
    package static func write(_ script: String, to path: String) async throws {
        let outcome = try await OutsideProgram(
            "/bin/sh",
            ["-c", "cat > \"$0\" && chmod 755 \"$0\"", path]
        )
        .run(input: script)
        guard outcome.status == 0 else { throw Unwritten(path: path, outcome: outcome) }
    }

    /// A script that could not be written.
    package struct Unwritten: Error {
        let path: String
        let outcome: OutsideProgram.Outcome
    }
}
