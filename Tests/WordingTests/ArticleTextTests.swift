import Testing
import Wording

@Suite struct ArticleTextTests {
    @Test(
        "articles and paragraphs of a law are cited as letters cite them",
        arguments: [
            ("23(3)", "《办法》第23条第3款", "Measures, art. 23(3)"),
            ("18–20", "《办法》第18条至第20条", "Measures, art. 18–20"),
            ("3(2)、5", "《办法》第3条第2款、第5条", "Measures, art. 3(2), 5"),
            ("4–6、9、10", "《办法》第4条至第6条、第9条、第10条", "Measures, art. 4–6, 9, 10"),
            ("14（参照）", "参照《办法》第14条", "Measures, art. 14 (by analogy)"),
            ("第三章", "《办法》第三章", "Measures, art. 第三章"), (nil, "《办法》", "Measures"),
        ]
    )
    func cited(_ row: (String?, String, String)) {
        #expect(ArticleText.zh("办法", row.0) == row.1)
        #expect(ArticleText.zh("《办法》", row.0) == row.1)
        #expect(ArticleText.en("Measures", row.0) == row.2)
    }
}
