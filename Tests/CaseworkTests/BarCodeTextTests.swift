import Testing

@testable import Casework

/// Bar codes of China's register that stand in running text without a word before them.
@Suite struct BarCodeTextTests {
    private func told(_ text: String) -> [String] {
        TextNumbers(in: text, limit: 64).numbers.map {
            "\($0.kind.rawValue) \($0.text) \($0.status.rawValue)"
        }
    }

    @Test(
        "a right one is read wherever nothing makes it another number",
        arguments: [
            "6901234567892", "扣押运动鞋6901234567892共20双", "货品：6901234567892，20双",
            "运动鞋（6901234567892）", "６９０１２３４５６７８９２×20", "鞋 6901234567892 20 双",
            "拖鞋、6901234567892。",
        ]
    )
    func found(_ text: String) {
        #expect(told(text) == ["gtin 6901234567892 valid"])
    }

    @Test("each of a list is read, and a wrong one among them is not")
    func listed() {
        #expect(
            told("6901234567892、6901234567893、6999999999997")
                == ["gtin 6901234567892 valid", "gtin 6999999999997 valid"]
        )
    }

    @Test(
        "no other number is one",
        arguments: [
            // A wrong check digit, and other registers' numbers, which any number may look like.
            "鞋6901234567893", "鞋4006381333931", "鞋9787301048153", "鞋96385074",
            "编号6901234567892", "订单号：6901234567892", "NO.6901234567892", "账户6901234567892",
            "运单6901234567892", "6901234567892号", "6901234567892元", "￥6901234567892",
            "A6901234567892", "6901234567892-001", "0-6901234567892", "69012345678921",
            "shop.example/6901234567892", "6901234567892@qq.com", "id=6901234567892",
            "https://shop.example/6901234567892",
        ]
    )
    func none(_ text: String) {
        #expect(told(text).isEmpty)
    }
}
