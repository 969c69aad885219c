import Foundation
import LocalAPI
import LocalAPITestSupport
import Testing

@testable import lianlu

/// A voucher that is handed to a party: a writ under a number, although its name ends like that of a list.
@Suite struct VoucherTests {
    @Test("it is addressed to the party, has room for its number, and says what it does")
    func voucher() throws {
        var form = Samples.letter
        form.titles = ["zh": "海关扣留凭单", "en": "Customs detention voucher"]
        form.says = [
            "zh": "{we}对下列涉嫌侵犯知识产权的货物依法予以扣留。", "en": "The goods below are detained.",
        ]
        form.addressees = []
        form.documentNumber = nil
        form.home = true
        form.party = .init(name: "某鞋业有限公司", titles: ["zh": "嫌疑主体名称"])
        let page = try FormPage(form, isGlossed: false).html()
        #expect(page.contains("<p class=\"number\">＿＿＿＿〔＿＿＿＿〕＿＿号</p>"))
        #expect(page.contains("<p class=\"to\">某鞋业有限公司：</p>"), "\(page)")
        #expect(page.contains("我局对下列涉嫌侵犯知识产权的货物依法予以扣留。具体如下："))
        // A list of goods is none.
        form.titles["zh"] = "证据交接单"
        #expect(try !FormPage(form, isGlossed: false).html().contains("＿＿＿＿〔"))
    }
}
