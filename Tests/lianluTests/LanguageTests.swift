import Testing
import Wording

@testable import lianlu

/// Which language, which home.
@Suite struct LanguageTests {
    @Test(
        "the flag decides, then LC_ALL, LC_MESSAGES and LANG; the first that is set",
        arguments: [
            (["status", "--lang", "zh"], ["LANG": "en_GB.UTF-8"], Language.zh),
            (["--lang=en", "status"], ["LC_ALL": "zh_CN.UTF-8"], .en),
            ([], ["LC_ALL": "zh_CN.UTF-8", "LANG": "en_US"], .zh),
            ([], ["LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en_US"], .zh),
            ([], ["LC_ALL": "C", "LANG": "zh_CN.UTF-8"], .en),
            ([], ["LANG": "zh"], .zh), ([], ["LANG": "zh_TW.UTF-8@x"], .zh),
            ([], ["LANG": "de_DE"], .en), ([], [:], .en), (["--lang"], ["LANG": "zh_CN"], .zh),
            (["--", "--lang", "zh"], [:], .en), (["--lang", "xx"], ["LANG": "zh_CN"], .zh),
        ]
    )
    func choice(_ arguments: [String], _ environment: [String: String], _ expected: Language) {
        #expect(LanguageChoice.choose(arguments: arguments, environment: environment) == expected)
    }

    @Test("the home is that of the flag, then of LIANLU_HOME, then the default")
    func home() {
        let environment = ["LIANLU_HOME": "/a"]
        #expect(CommandContext.home(option: "/b", environment: environment) == "/b")
        #expect(CommandContext.home(option: nil, environment: environment) == "/a")
        #expect(
            CommandContext.home(option: nil, environment: ["LIANLU_HOME": ""]) == "/var/lib/lianlu"
        )
        #expect(CommandContext.home(option: nil, environment: [:]) == "/var/lib/lianlu")
    }

    @Test("what the parser writes in English only is Chinese in Chinese help")
    func helpTexts() {
        for (english, chinese) in [
            ("USAGE: lianlu clue <subcommand>", "用法：lianlu clue <命令>"),
            ("Usage: lianlu clue show <record> [<options>]", "用法：lianlu clue show <record> [<选项>]"),
        ] {
            #expect(HelpTranslation.translate(english, to: .zh) == chinese)
            #expect(HelpTranslation.translate(english, to: .en) == english)
        }
    }

    @Test(
        "common options may stand before the command",
        arguments: [
            (["--json", "status"], ["status", "--json"]),
            (
                ["--lang", "zh", "--home=/a", "clue", "list", "--", "x"],
                ["clue", "list", "--lang", "zh", "--home=/a", "--", "x"]
            ),
            (["status"], ["status"]), (["--lang"], ["--lang"]), (["--help"], ["--help"]),
        ]
    )
    func order(_ arguments: [String], _ expected: [String]) {
        #expect(ArgumentOrder(arguments).commonOptionsLast == expected)
    }
}
