/// The names of the same regions in English, as of 2026-04: of counties with what they are, of the others without.
///
/// The official names are the Chinese ones; these are for people who read English.
enum RegionEnglish {
    static let names: [String: String] = [
        "110000": "Beijing", "120000": "Tianjin", "130000": "Hebei", "140000": "Shanxi",
        "150000": "Inner Mongolia", "210000": "Liaoning", "220000": "Jilin",
        "230000": "Heilongjiang", "310000": "Shanghai", "310107": "Putuo District",
        "320000": "Jiangsu", "330000": "Zhejiang", "330100": "Hangzhou", "330200": "Ningbo",
        "330203": "Haishu District", "330205": "Jiangbei District", "330206": "Beilun District",
        "330212": "Yinzhou District", "330226": "Ninghai County", "330281": "Yuyao City",
        "330282": "Cixi City", "330400": "Jiaxing", "330402": "Nanhu District",
        "330600": "Shaoxing", "330604": "Shangyu District", "330700": "Jinhua",
        "330782": "Yiwu City", "330900": "Zhoushan", "331000": "Taizhou",
        "331004": "Luqiao District", "340000": "Anhui", "340100": "Hefei", "340800": "Anqing",
        "340826": "Susong County", "340827": "Wangjiang County", "341100": "Chuzhou",
        "341700": "Chizhou", "341721": "Dongzhi County", "350000": "Fujian", "350200": "Xiamen",
        "350400": "Sanming", "350426": "Youxi County", "350500": "Quanzhou", "350800": "Longyan",
        "360000": "Jiangxi", "360100": "Nanchang", "360200": "Jingdezhen", "360300": "Pingxiang",
        "360400": "Jiujiang", "360403": "Xunyang District", "360428": "Duchang County",
        "360429": "Hukou County", "360430": "Pengze County", "360481": "Ruichang City",
        "360500": "Xinyu", "360600": "Yingtan", "360700": "Ganzhou", "360734": "Xunwu County",
        "360781": "Ruijin City", "360800": "Ji'an", "360900": "Yichun", "361000": "Fuzhou",
        "361100": "Shangrao", "370000": "Shandong", "370200": "Qingdao", "371500": "Liaocheng",
        "410000": "Henan", "411300": "Nanyang", "420000": "Hubei", "420100": "Wuhan",
        "420112": "Dongxihu District", "420200": "Huangshi", "420500": "Yichang",
        "421000": "Jingzhou", "421100": "Huanggang", "421200": "Xianning", "421281": "Chibi City",
        "430000": "Hunan", "430600": "Yueyang", "430700": "Changde", "431000": "Chenzhou",
        "440000": "Guangdong", "440100": "Guangzhou", "440112": "Huangpu District",
        "440115": "Nansha District", "440200": "Shaoguan", "440300": "Shenzhen", "440400": "Zhuhai",
        "440600": "Foshan", "440700": "Jiangmen", "441200": "Zhaoqing", "441300": "Huizhou",
        "441400": "Meizhou", "441900": "Dongguan", "442000": "Zhongshan", "445300": "Yunfu",
        "450000": "Guangxi", "450100": "Nanning", "450200": "Liuzhou", "450400": "Wuzhou",
        "450600": "Fangchenggang", "450800": "Guigang", "450881": "Guiping City", "451000": "Baise",
        "451300": "Laibin", "451400": "Chongzuo", "460000": "Hainan", "460300": "Sansha",
        "460303": "Nansha District", "469030": "Qiongzhong Li and Miao Autonomous County",
        "500000": "Chongqing", "500102": "Fuling District", "500113": "Banan District",
        "510000": "Sichuan", "510100": "Chengdu", "510183": "Qionglai City", "510300": "Zigong",
        "510500": "Luzhou", "510600": "Deyang", "510700": "Mianyang", "511100": "Leshan",
        "520000": "Guizhou", "520100": "Guiyang", "520200": "Liupanshui", "520300": "Zunyi",
        "520382": "Renhuai City", "520400": "Anshun", "520500": "Bijie", "520600": "Tongren",
        "520625": "Yinjiang Tujia and Miao Autonomous County", "522300": "Qianxinan",
        "522600": "Qiandongnan", "522700": "Qiannan", "530000": "Yunnan", "540000": "Xizang",
        "610000": "Shaanxi", "620000": "Gansu", "630000": "Qinghai", "640000": "Ningxia",
        "650000": "Xinjiang", "710000": "Taiwan", "810000": "Hong Kong", "820000": "Macao",
    ]
}

extension RegionCode {
    /// The English name of the region with those that it lies in, the innermost first, such as Xunwu County, Ganzhou, Jiangxi; nil where not even
    /// its province is known.
    ///
    /// What the table lacks is told by its code within the region around it.
    package var fullEnglishName: String? {
        guard !hasSuffix else {
            return RegionCode(text.prefix(6))?.fullEnglishName.map { "\($0) (\(text))" }
        }
        guard self != .everywhere else { return "the whole country" }
        var codes: [String] = []
        for code in [text, text.prefix(4) + "00", text.prefix(2) + "0000"]
        where !codes.contains(code) { codes.append(code) }
        let parts = codes.compactMap { RegionEnglish.names[$0] }
        guard !parts.isEmpty else { return nil }
        let name = parts.joined(separator: ", ")
        return RegionEnglish.names[text] == nil ? "\(name) (code \(text))" : name
    }

    /// The English name of the region that a Chinese name tells, whole or without 省, 市 and the like at its end, and with those that it lies in or
    /// without; nil for what names none, and for a name that several regions have which read differently.
    package static func english(of name: some StringProtocol) -> String? {
        RegionsByName.english[String(name)]
    }
}

/// English names by the Chinese ones.
private enum RegionsByName {
    private static let kinds = ["特别行政区", "自治区", "自治州", "自治县", "省", "市", "区", "县"]

    static let english: [String: String] = {
        var found: [String: Set<String>] = [:]
        for (code, name) in RegionNames.names {
            guard let region = RegionCode(code), let english = RegionEnglish.names[code] else {
                continue
            }
            found[name, default: []].insert(english)
            if let full = region.fullName, full != name, let fullEnglish = region.fullEnglishName {
                found[full, default: []].insert(fullEnglish)
            }
            let base = kinds.first { name.hasSuffix($0) }.map { String(name.dropLast($0.count)) }
            // One character alone tells nothing.
            if let base, base.count > 1 { found[base, default: []].insert(english) }
        }
        return found.compactMapValues { $0.count == 1 ? $0.first : nil }
    }()
}
