/// What is known of each kind of identifier, with the source of its rule and how well that was read.
extension IdentifierKind {
    /// What officers call it.
    package var title: Title {
        switch self {
        case .socialCreditCode: Title(zh: "统一社会信用代码", en: "Unified Social Credit Code")
        case .organisationCode: Title(zh: "组织机构代码", en: "Organisation code")
        case .formerRegistrationNumber:
            Title(zh: "工商注册号（15位，旧）", en: "Former business registration number (15 digits)")
        case .citizenNumber: Title(zh: "公民身份号码", en: "Citizen identity number")
        case .patentApplication: Title(zh: "专利申请号、专利号", en: "Patent application / patent number")
        case .patentPublication: Title(zh: "专利文献号", en: "Patent publication number")
        case .tradeItem: Title(zh: "商品条码（GTIN）", en: "Trade item number (GTIN-8/12/13/14)")
        case .postalItem: Title(zh: "邮件号（S10）", en: "Postal item identifier (UPU S10)")
        case .trademark: Title(zh: "商标注册号、申请号", en: "Trademark registration / application number")
        case .copyrightWork: Title(zh: "作品登记号", en: "Work copyright registration number")
        case .software: Title(zh: "计算机软件著作权登记号", en: "Software copyright registration number")
        case .softwareCertificate:
            Title(zh: "计算机软件著作权证书号", en: "Software copyright certificate number")
        case .plantVarietyAgriculture:
            Title(zh: "植物新品种权号（农业）", en: "Plant variety right (agriculture)")
        case .plantVarietyForestry: Title(zh: "植物新品种权号（林草）", en: "Plant variety right (forestry)")
        case .varietyApproval: Title(zh: "品种审定号", en: "Crop variety approval number")
        case .layoutDesign: Title(zh: "集成电路布图设计登记号", en: "IC layout-design registration number")
        case .agriculturalIndication:
            Title(zh: "农产品地理标志登记编号", en: "Agro-product GI registration number (former system)")
        case .customsRecordation: Title(zh: "知识产权海关备案号", en: "Customs IP recordation number")
        case .icpRecord: Title(zh: "ICP备案号", en: "ICP record number")
        case .icpLicence: Title(zh: "ICP许可证号", en: "ICP licence number")
        case .policeRecord: Title(zh: "公安联网备案号", en: "Public-security website record")
        case .domain: Title(zh: "域名", en: "Domain name")
        case .shopLink: Title(zh: "网店、商品链接", en: "E-commerce item or shop link")
        case .drugApproval: Title(zh: "药品批准文号", en: "Drug approval number")
        case .foodLicence: Title(zh: "食品生产许可证编号", en: "Food production licence number")
        case .courierItem: Title(zh: "快递单号", en: "Courier waybill number")
        case .mobilePhone: Title(zh: "手机号码", en: "Mobile phone number")
        case .landline: Title(zh: "固定电话", en: "Landline number")
        case .plate: Title(zh: "机动车号牌", en: "Vehicle registration plate")
        case .commodityCode: Title(zh: "商品编号（HS）", en: "Customs commodity code")
        case .courtCase: Title(zh: "法院案号", en: "Court case number")
        case .officialDocument: Title(zh: "公文文号、执法文书文号", en: "Official document number")
        case .enforcementCertificate: Title(zh: "行政执法证号", en: "Enforcement certificate number")
        case .tradeSecret: Title(zh: "商业秘密", en: "Trade secret")
        }
    }

    /// The standard or the rule that it comes from.
    package var standard: String {
        switch self {
        case .socialCreditCode: "GB 32100-2015"
        case .organisationCode: "GB 11714-1997"
        case .formerRegistrationNumber: "GS 15-2006; GB/T 17710 (ISO 7064 MOD 11,10)"
        case .citizenNumber: "GB 11643-1999"
        case .patentApplication: "ZC 0006-2003 专利申请号标准"
        case .patentPublication: "ZC 0007 专利文献号标准"
        case .tradeItem: "GB 12904; ISO/IEC 15420"
        case .postalItem: "UPU S10; EMS and registered mail"
        case .trademark: "国家知识产权局商标局编号"
        case .copyrightWork: "作品登记统一编码"
        case .software: "计算机软件著作权登记"
        case .softwareCertificate: "计算机软件著作权登记"
        case .plantVarietyAgriculture: "农业农村部植物新品种权编号"
        case .plantVarietyForestry: "国家林业和草原局植物新品种权编号"
        case .varietyApproval: "农作物品种审定编号"
        case .layoutDesign: "国家知识产权局布图设计登记"
        case .agriculturalIndication: "农产品地理标志登记"
        case .customsRecordation: "海关总署知识产权备案"
        case .icpRecord: "互联网信息服务备案"
        case .icpLicence: "增值电信业务经营许可"
        case .policeRecord: "公安机关互联网站安全服务"
        case .domain: "RFC 1035; RFC 5891"
        case .shopLink: "platform link shapes (memory)"
        case .drugApproval: "药品注册管理"
        case .foodLicence: "食品生产许可管理"
        case .courierItem: "carrier-specific"
        case .mobilePhone: "national numbering plan"
        case .landline: "national numbering plan"
        case .plate: "GA 36"
        case .commodityCode: "进出口税则"
        case .courtCase: "人民法院案件案号规定"
        case .officialDocument: "GB/T 9704-2012 党政机关公文格式"
        case .enforcementCertificate: "provincial rules"
        case .tradeSecret: "none"
        }
    }

    /// How well the rule was read.
    package var evidence: Verification {
        switch self {
        case .formerRegistrationNumber, .patentPublication, .trademark, .plantVarietyForestry,
            .agriculturalIndication, .customsRecordation, .icpLicence, .policeRecord,
            .shopLink, .foodLicence, .courierItem, .enforcementCertificate:
            .memory
        case .socialCreditCode, .organisationCode, .citizenNumber, .patentApplication,
            .tradeItem, .postalItem, .copyrightWork, .software, .softwareCertificate,
            .plantVarietyAgriculture, .varietyApproval, .layoutDesign, .icpRecord, .domain,
            .drugApproval, .mobilePhone, .landline, .plate, .commodityCode, .courtCase,
            .officialDocument, .tradeSecret:
            .verified
        }
    }

    /// Whose it is, and so who may see it whole.
    package var privacy: IdentifierPrivacy {
        switch self {
        case .citizenNumber: .sensitivePersonal
        case .postalItem, .courierItem, .mobilePhone, .landline, .plate,
            .enforcementCertificate:
            .personal
        case .socialCreditCode, .organisationCode, .formerRegistrationNumber,
            .patentApplication, .patentPublication, .tradeItem, .trademark, .copyrightWork,
            .software, .softwareCertificate, .plantVarietyAgriculture, .plantVarietyForestry,
            .varietyApproval, .layoutDesign, .agriculturalIndication, .customsRecordation,
            .icpRecord, .icpLicence, .policeRecord, .domain, .shopLink, .drugApproval,
            .foodLicence, .commodityCode, .courtCase, .officialDocument, .tradeSecret:
            .open
        }
    }

    /// How much the form alone says, when nobody said what kind it is.
    package var distinction: IdentifierDistinction {
        switch self {
        case .patentPublication, .copyrightWork, .software, .softwareCertificate,
            .plantVarietyAgriculture, .varietyApproval, .layoutDesign, .agriculturalIndication,
            .customsRecordation, .icpRecord, .icpLicence, .policeRecord, .shopLink,
            .drugApproval, .foodLicence, .courtCase, .officialDocument:
            .named
        case .socialCreditCode, .organisationCode, .formerRegistrationNumber, .citizenNumber,
            .patentApplication, .tradeItem, .postalItem:
            .checked
        case .domain, .mobilePhone, .landline, .plate: .shaped
        case .trademark, .plantVarietyForestry, .courierItem, .commodityCode: .loose
        case .enforcementCertificate, .tradeSecret: .free
        }
    }

    /// Whether equal numbers are only a hint: another office, register or class may use the same one.
    ///
    /// A trade mark is one with its class, a document number with its office, a certificate with its province.
    package var isHint: Bool {
        switch self {
        case .trademark, .varietyApproval, .officialDocument, .enforcementCertificate: true
        default: false
        }
    }

    /// Whether letters keep their case: names of hosts, links, and numbers of cases and documents.
    var keepsCase: Bool {
        switch self {
        case .domain, .shopLink, .courtCase, .officialDocument: true
        default: false
        }
    }
}
