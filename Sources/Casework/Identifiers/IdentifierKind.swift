/// The kinds of numbers and names by which a matter's persons, firms, rights, goods and places on the net are known.
///
/// The raw value is the id that rule packs use in a field's `identifier` (FORMATS.md, "Rule packs").
package enum IdentifierKind: String, CaseIterable, Sendable {
    /// Unified Social Credit Code: 统一社会信用代码.
    case socialCreditCode = "uscc"
    /// Organisation code: 组织机构代码.
    case organisationCode = "org-code"
    /// Former business registration number (15 digits): 工商注册号（15位，旧）.
    case formerRegistrationNumber = "legacy-registration-no"
    /// Citizen identity number: 公民身份号码.
    case citizenNumber = "citizen-id"
    /// Patent application / patent number: 专利申请号、专利号.
    case patentApplication = "patent-application-no"
    /// Patent publication number: 专利文献号.
    case patentPublication = "patent-publication-no"
    /// Trade item number (GTIN-8/12/13/14): 商品条码（GTIN）.
    case tradeItem = "gtin"
    /// Postal item identifier (UPU S10): 邮件号（S10）.
    case postalItem = "s10-item"
    /// Trademark registration / application number: 商标注册号、申请号.
    case trademark = "trademark-no"
    /// Work copyright registration number: 作品登记号.
    case copyrightWork = "copyright-work-registration"
    /// Software copyright registration number: 计算机软件著作权登记号.
    case software = "software-registration"
    /// Software copyright certificate number: 计算机软件著作权证书号.
    case softwareCertificate = "software-certificate"
    /// Plant variety right (agriculture): 植物新品种权号（农业）.
    case plantVarietyAgriculture = "plant-variety-agriculture"
    /// Plant variety right (forestry): 植物新品种权号（林草）.
    case plantVarietyForestry = "plant-variety-forestry"
    /// Crop variety approval number: 品种审定号.
    case varietyApproval = "variety-approval"
    /// IC layout-design registration number: 集成电路布图设计登记号.
    case layoutDesign = "ic-layout"
    /// Agro-product GI registration number (former system): 农产品地理标志登记编号.
    case agriculturalIndication = "gi-agri-product"
    /// Customs IP recordation number: 知识产权海关备案号.
    case customsRecordation = "customs-recordation"
    /// ICP record number: ICP备案号.
    case icpRecord = "icp-record"
    /// ICP licence number: ICP许可证号.
    case icpLicence = "icp-licence"
    /// Public-security website record: 公安联网备案号.
    case policeRecord = "psb-record"
    /// Domain name: 域名.
    case domain
    /// E-commerce item or shop link: 网店、商品链接.
    case shopLink = "shop-url"
    /// Drug approval number: 药品批准文号.
    case drugApproval = "drug-approval"
    /// Food production licence number: 食品生产许可证编号.
    case foodLicence = "food-licence"
    /// Courier waybill number: 快递单号.
    case courierItem = "courier-no"
    /// Mobile phone number: 手机号码.
    case mobilePhone = "mobile-phone"
    /// Landline number: 固定电话.
    case landline
    /// Vehicle registration plate: 机动车号牌.
    case plate
    /// Customs commodity code: 商品编号（HS）.
    case commodityCode = "hs-code"
    /// Court case number: 法院案号.
    case courtCase = "court-case-no"
    /// Official document number: 公文文号、执法文书文号.
    case officialDocument = "document-no"
    /// Enforcement certificate number: 行政执法证号.
    case enforcementCertificate = "enforcement-certificate"
    /// Trade secret: 商业秘密.
    case tradeSecret = "trade-secret"

    /// The kind that a pack's field names; nil where this build knows none of that id.
    package init?(_ id: KindID) {
        self.init(rawValue: id.text)
    }
}
