/// The short names of the provinces as plates, records and case numbers carry them (GB/T 2260; verified).
enum ProvinceNames {
    /// The code of each name.
    ///
    /// Taiwan, Hong Kong and Macao have no such numbers.
    static let codes: [Unicode.Scalar: String] = [
        "京": "110000", "津": "120000", "冀": "130000", "晋": "140000", "蒙": "150000",
        "辽": "210000", "吉": "220000", "黑": "230000", "沪": "310000", "苏": "320000",
        "浙": "330000", "皖": "340000", "闽": "350000", "赣": "360000", "鲁": "370000",
        "豫": "410000", "鄂": "420000", "湘": "430000", "粤": "440000", "桂": "450000",
        "琼": "460000", "渝": "500000", "川": "510000", "贵": "520000", "云": "530000",
        "藏": "540000", "陕": "610000", "甘": "620000", "青": "630000", "宁": "640000",
        "新": "650000",
    ]

    /// The first two digits of every province-level code.
    static let prefixes: Set<String> = Set(codes.values.map { String($0.prefix(2)) })
        .union(["71", "81", "82"])
}

extension RegionCode {
    /// The short name of a province, such as 赣; nil for regions within one, and for Taiwan, Hong Kong and Macao.
    package var provinceShortName: String? {
        ProvinceNames.codes.first { $0.value == text }.map { String($0.key) }
    }
}
