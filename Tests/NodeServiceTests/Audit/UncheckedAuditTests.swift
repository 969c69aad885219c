import Auditing
import Cryptography
import Foundation
import TransparencyLog
import Testing

@testable import NodeService

/// An audit names what it has not looked into.
@Suite struct UncheckedAuditTests {
    private static func named(_ report: AuditReport) -> [String: [String]] {
        Dictionary(
            report.unchecked.map { kind in
                (
                    kind.kind.rawValue,
                    kind.places.map { place in
                        "\(place.log.map { "\($0)" } ?? "-") \(place.index.map { "\($0)" } ?? "-")"
                    }
                )
            }
        ) { first, _ in first }
    }

    @Test(
        "bodies that no storage key opens, and those that an export has not got, are named one by one"
    )
    func bodies() async throws {
        let (home, card, _) = try await AuditOperationsTests.stoppedNode()
        let trust = try TrustReader.read([card])
        let whole = try await home.audited(by: [card])
        #expect(whole.unchecked.isEmpty, "\(whole.unchecked)")
        let blind = try await HomeAudit(of: home, trusting: trust, storageKey: nil).run()
        let sealed = try #require(Self.named(blind)["sealed"])
        #expect(sealed.count == 2 && Set(sealed).count == 2)
        #expect(sealed.allSatisfy { $0.hasPrefix("\(AuditOperationsTests.origin) ") })
        let wrong = [UInt8](repeating: 1, count: 32)
        let unfit = try await HomeAudit(of: home, trusting: trust, storageKey: wrong).run()
        #expect(Self.named(unfit)["sealed"].map(Set.init) == Set(sealed))
        let folder = try AuditOperationsTests.export(home)
        let export = await ExportAudit(of: try ExportedDirectory(folder.path), trusting: trust)
            .run()
        #expect(Self.named(export)["left_out"] == sealed)
        #expect(export.unchecked.first?.count == export.objects.leftOut)
        let digests = export.unchecked.first?.places.compactMap(\.name) ?? []
        #expect(digests.count == 2 && digests.allSatisfy { $0.utf8.count == 64 })
        try FileManager.default.removeItem(at: home.root)
    }
}
