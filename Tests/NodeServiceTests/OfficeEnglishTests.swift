import Casework
import LocalAPI
import Testing

@testable import NodeService

@Suite struct OfficeEnglishTests {
    @Test(
        "an office's title reads in English as its kind and its region, and stays Chinese where it does not read so",
        arguments: [
            ("江西省市场监督管理局", "Administration for Market Regulation of Jiangxi"),
            ("上海市市场监督管理局", "Administration for Market Regulation of Shanghai"),
            ("寻乌县市场监督管理局", "Administration for Market Regulation of Xunwu County"),
            ("福建省公安厅", "Department of Public Security of Fujian"),
            ("南昌海关", "Customs of Nanchang"), ("江西省节点系统", "node system of Jiangxi"),
            ("江西省高级人民法院", "High People's Court of Jiangxi"),
            ("市场监管", nil), ("某某市场监督管理局", nil), ("市场监督管理局", nil), ("江西省某局", nil),
        ]
    )
    func titles(_ zh: String, _ en: String?) {
        #expect(OfficeEnglish.title(zh) == en)
    }

    @Test("lists and refusals name offices and regions in English beside what is typed")
    func named() async throws {
        let home = try await TestNode.makeHome(
            "jiangxi.ipr.example",
            region: "360000",
            offices: ["gat": "江西省公安厅", "scjg": "江西省市场监督管理局"]
        )
        let node = try await TestNode(opening: home)
        let names = PartyNames(view: node.node.view)
            .names(of: ["360000/scjg", "350000", "360000/system", "360000/nobody"], in: nil)
        #expect(names["360000/scjg"]?["en"] == "Administration for Market Regulation of Jiangxi")
        #expect(names["360000/scjg"]?["zh"] == "江西省市场监督管理局")
        #expect(names["350000"] == ["en": "Fujian", "zh": "福建省"])
        #expect(names["360000/system"]?["en"] == "node system of Jiangxi")
        #expect(names["360000/nobody"] == nil)
        let told = PartyNames(view: node.node.view)
            .titled(CodedText("node.office_needed", ["offices": "gat, scjg"]))
        #expect(
            told.arguments["offices_en"]
                == "Department of Public Security of Jiangxi (gat), Administration for Market Regulation of Jiangxi (scjg)"
        )
        try await node.remove()
    }
}
