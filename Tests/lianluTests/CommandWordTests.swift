import ArgumentParser
import Casework
import Testing

@testable import lianlu

/// The words that no kind of record can be called by.
@Suite struct CommandWordTests {
    @Test("the words that an own pack may not take are the commands of the program and no others")
    func words() {
        let names = Lianlu.configuration.subcommands
            .filter { $0 != KindCommand.self }.compactMap { $0.configuration.commandName }
        #expect(PackClash.commands == Set(names + ["help"]))
    }
}
