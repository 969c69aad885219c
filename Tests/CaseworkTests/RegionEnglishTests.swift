import Testing

@testable import Casework

@Suite struct RegionEnglishTests {
    @Test("every region that has a Chinese name has an English one in plain letters")
    func complete() {
        #expect(Set(RegionEnglish.names.keys) == Set(RegionNames.names.keys))
        for (code, name) in RegionEnglish.names {
            let isPlain = name.unicodeScalars.allSatisfy {
                ("a"..."z").contains($0) || ("A"..."Z").contains($0) || $0 == " " || $0 == "'"
            }
            #expect(isPlain && !name.isEmpty, "\(code) \(name)")
        }
    }

    @Test(
        "a region is told with those that it lies in, and what the table lacks by its code",
        arguments: [
            ("360734", "Xunwu County, Ganzhou, Jiangxi"), ("330600", "Shaoxing, Zhejiang"),
            ("360000", "Jiangxi"), ("000000", "the whole country"),
            ("360799", "Ganzhou, Jiangxi (code 360799)"), ("360000-kfq", "Jiangxi (360000-kfq)"),
            ("990000", nil),
        ]
    )
    func full(_ code: String, _ name: String?) throws {
        #expect(try #require(RegionCode(code)).fullEnglishName == name)
    }

    @Test("a Chinese name is read whole or short, alone or with what it lies in; no other text is")
    func read() {
        for (zh, en) in [
            ("江西省", "Jiangxi"), ("江西", "Jiangxi"), ("上海市", "Shanghai"),
            ("寻乌县", "Xunwu County"), ("江西省赣州市寻乌县", "Xunwu County, Ganzhou, Jiangxi"),
            ("南沙区", "Nansha District"), ("广西壮族自治区", "Guangxi"),
        ] {
            #expect(RegionCode.english(of: zh) == en, "\(zh)")
        }
        for text in ["", "江", "某省", "江西省某县", "省"] {
            #expect(RegionCode.english(of: text) == nil, "\(text)")
        }
    }
}
