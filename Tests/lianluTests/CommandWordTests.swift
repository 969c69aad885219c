import ArgumentParser
import Casework
import LocalAPI
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

    @Test("one procedure of a kind that has several is a command by its other names as well")
    func aliases() {
        for (word, machine) in [
            ("刑事移送", "handover-criminal"), ("行政移送", "handover-administrative"),
        ] {
            #expect(InvokedKind([word])?.kind.kind == machine)
        }
        #expect(InvokedKind(["刑事移送", "提出移送报告"])?.step?.event.event == "report")
        #expect(InvokedKind(["无此类型"]) == nil)
    }
}
