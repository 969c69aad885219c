import ArgumentParser
import Casework
import LocalAPI
import Testing
import Wording

@testable import lianlu

/// The words that no kind of record can be called by.
@Suite struct CommandWordTests {
    @Test("the words that an own pack may not take are the commands of the program and no others")
    func words() {
        let names = Lianlu.configuration.subcommands
            .filter { $0 != KindCommand.self }.compactMap { $0.configuration.commandName }
        #expect(PackClash.commands == Set(names + ["help"]))
    }

    @Test(
        "every step of every kind can be taken by its kind's own command, also one that is called as a command, which alone lists records"
    )
    func steps() throws {
        var clashing: [String] = []
        for kind in InvokedKind.installed {
            for step in kind.steps {
                let word = step.event.replacing("_", with: "-")
                let rest = step.first ? ["--field", "title=x"] : ["0123456789ab"]
                let invoked = InvokedKind([kind.kind, word] + rest)
                #expect(invoked?.step?.event.event == step.event, "\(kind.kind) \(word)")
                let command = try Main.parse([kind.kind, word] + rest)
                #expect(command is KindStepCommand, "\(kind.kind) \(word): \(command)")
                guard InvokedKind.commands.contains(word) else { continue }
                clashing.append("\(kind.kind) \(word)")
                #expect(try Main.parse([kind.kind, word]) is RecordListCommand)
                #expect(try Main.parse([kind.kind, word, "--state", "open"]) is RecordListCommand)
                let told = invoked?.list(in: .zh) ?? ""
                #expect(told.contains("办理这一步骤；不写的，列出记录"), "\(told)")
            }
        }
        #expect(Set(clashing).isSuperset(of: ["supervision list", "credit-list list"]))
        #expect(clashing.allSatisfy { $0.hasSuffix(" list") }, "\(clashing)")
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
