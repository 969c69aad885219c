import Foundation
import LocalAPI
import NodeService

/// What `lianlu rules` does without a node: bytes in, documents out.
///
/// Operations throw ``Problem`` for what they refuse, like a running node does.
struct RuleOperations: Sendable {
    /// Which part of a pack is shown.
    struct Part: Sendable, Hashable {
        var kind: String?
        var machine: String?
        var isClocksOnly = false
    }

    /// The packs that come with the program.
    var builtIn: @Sendable () -> [[UInt8]]
    /// The calendars that come with the program.
    var builtInCalendars: @Sendable () -> [[UInt8]]
    /// Whether a file calls itself a calendar.
    var isCalendar: @Sendable ([UInt8]) -> Bool
    /// What stands in lists of a calendar.
    var calendar: @Sendable ([UInt8]) throws -> CalendarDocument
    /// The calendar of a list that a name means; nil where it names none.
    var findCalendar: @Sendable (String, [CalendarDocument]) throws -> CalendarDocument?
    /// Throws what the name of a file says otherwise than its bytes.
    var requireName: @Sendable ([UInt8], String) throws -> Void
    /// What stands in lists of a pack.
    var summary: @Sendable ([UInt8]) throws -> RulePackDocument
    /// What a pack says.
    var show: @Sendable ([UInt8], Part) throws -> RulesDocument
    /// What one pack says otherwise than another.
    var compare: @Sendable ([UInt8], [UInt8]) throws -> RulesDifferenceDocument
    /// Everything that is wrong with a file of this name.
    var check: @Sendable ([UInt8], String) -> RulesCheckDocument
    /// The kinds of some packs, the newest pack last.
    var kinds: @Sendable ([[UInt8]]) throws -> [KindDocument]
    /// The pack of a list that a name means.
    var find: @Sendable (String, [RulePackDocument]) throws -> RulePackDocument

    /// The operations of this program.
    static let installed = RuleOperations(
        builtIn: { PackPresenter.builtIn },
        builtInCalendars: { PackPresenter.builtInCalendars },
        isCalendar: { PackPresenter.isCalendar($0) },
        calendar: { try PackPresenter.calendar(of: $0) },
        findCalendar: { try PackPresenter.find($0, among: $1) },
        requireName: { try PackPresenter.requireName(of: $0, named: $1) },
        summary: { try PackPresenter.summary(of: $0) },
        show: { bytes, part in
            try PackPresenter.document(
                of: bytes,
                part: PackPresenter.Part(
                    kind: part.kind,
                    machine: part.machine,
                    isClocksOnly: part.isClocksOnly
                )
            )
        },
        compare: { try PackPresenter.difference(from: $0, to: $1) },
        check: { PackPresenter.examination(of: $0, named: $1) },
        kinds: { packs in
            do {
                return try KindDocument.of(packs: packs)
            } catch {
                throw Problems.problem(for: error)
            }
        },
        find: { name, packs in
            try PackPresenter.find(
                name,
                among: packs,
                at: Int64(Date().timeIntervalSince1970)
            )
        }
    )
}
