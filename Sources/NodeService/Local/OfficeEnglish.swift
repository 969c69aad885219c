import Casework

/// What an office is called in English, told from its Chinese title: the region in it and what kind of office it is.
///
/// The Chinese title is the official one. A title that does not read as region and kind stays Chinese, for a wrong translation of it would
/// name an office that there is not.
enum OfficeEnglish {
    /// The kinds by the end of the title, the longer before those that they end with.
    private static let kinds: [(zh: String, en: String)] = [
        ("市场监督管理局", "Administration for Market Regulation"),
        ("市场监管局", "Administration for Market Regulation"),
        ("药品监督管理局", "Medical Products Administration"),
        ("知识产权局", "Intellectual Property Administration"),
        ("版权局", "Copyright Administration"),
        ("烟草专卖局", "Tobacco Monopoly Administration"),
        ("综合行政执法局", "Bureau of Integrated Administrative Enforcement"),
        ("文化市场综合行政执法总队", "Cultural Market Enforcement Corps"),
        ("文化市场综合行政执法支队", "Cultural Market Enforcement Detachment"),
        ("农业农村厅", "Department of Agriculture and Rural Affairs"),
        ("农业农村局", "Bureau of Agriculture and Rural Affairs"),
        ("农业农村委员会", "Commission of Agriculture and Rural Affairs"),
        ("林业和草原局", "Forestry and Grassland Administration"),
        ("林业局", "Forestry Administration"),
        ("文化和旅游厅", "Department of Culture and Tourism"),
        ("文化和旅游局", "Bureau of Culture and Tourism"),
        ("商务厅", "Department of Commerce"), ("商务局", "Bureau of Commerce"),
        ("公安厅", "Department of Public Security"), ("公安局", "Public Security Bureau"),
        ("海关", "Customs"), ("人民检察院", "People's Procuratorate"),
        ("高级人民法院", "High People's Court"), ("中级人民法院", "Intermediate People's Court"),
        ("人民法院", "People's Court"), ("节点系统", "node system"),
    ]

    /// The English title; nil for a title that does not read as a region and one of the kinds.
    static func title(_ zh: String) -> String? {
        for kind in kinds where zh.hasSuffix(kind.zh) {
            let head = zh.dropLast(kind.zh.count)
            guard let region = RegionCode.english(of: head) else { continue }
            return "\(kind.en) of \(region)"
        }
        return nil
    }

    /// A title in each language.
    static func titles(_ zh: String) -> [String: String] { ["en": title(zh) ?? zh, "zh": zh] }
}

extension RegionCode {
    /// The full name in each language; nil where not even the province is known.
    var fullNames: [String: String]? {
        fullName.map { ["en": fullEnglishName ?? $0, "zh": $0] }
    }
}
