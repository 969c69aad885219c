import Testing
import Wording

@Suite struct ArticleTextTests {
    @Test(
        "articles and paragraphs of a law are cited as letters cite them",
        arguments: [
            ("23(3)", "《办法》第二十三条第三款", "Measures, art. 23(3)"),
            ("18–20", "《办法》第十八条至第二十条", "Measures, art. 18–20"),
            ("3(2)、5", "《办法》第三条第二款、第五条", "Measures, art. 3(2), 5"),
            ("4–6、9、10", "《办法》第四条至第六条、第九条、第十条", "Measures, art. 4–6, 9, 10"),
            ("14（参照）", "参照《办法》第十四条", "Measures, art. 14 (by analogy)"),
            ("1", "《办法》第一条", "Measures, art. 1"), ("11", "《办法》第十一条", "Measures, art. 11"),
            ("100", "《办法》第一百条", "Measures, art. 100"), ("101", "《办法》第一百零一条", "Measures, art. 101"),
            ("115", "《办法》第一百一十五条", "Measures, art. 115"),
            ("346–356", "《办法》第三百四十六条至第三百五十六条", "Measures, art. 346–356"),
            ("1010", "《办法》第一千零一十条", "Measures, art. 1010"),
            ("10000", "《办法》第10000条", "Measures, art. 10000"),
            ("第三章", "《办法》第三章", "Measures, art. 第三章"), (nil, "《办法》", "Measures"),
        ]
    )
    func cited(_ row: (String?, String, String)) {
        #expect(ArticleText.zh("办法", row.0) == row.1)
        #expect(ArticleText.zh("《办法》", row.0) == row.1)
        #expect(ArticleText.en("Measures", row.0) == row.2)
    }
}
