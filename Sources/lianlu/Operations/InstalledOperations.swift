import Foundation
import LocalAPI
import Logging
import NodeService

extension Operations {
    /// The operations of this program.
    static let installed = Operations(
        initialise: initialise,
        serve: serve,
        examine: examine
    )

    private static let initialise: @Sendable (InitRequest) async throws -> InitReport = {
        request in
        try await Problems.told {
            let home = HomeDirectory(request.home)
            let configuration = NodeConfiguration(
                node: request.node,
                region: request.region,
                listen: request.listen,
                url: request.url,
                offices: request.offices
            )
            let card = try await HomeInitializer(home: home, configuration: configuration).run()
            return InitReport(
                card: CardPresenter.document(
                    card,
                    standing: .own,
                    now: Int64(Date().timeIntervalSince1970)
                ),
                files: try files(of: home),
                home: home.root.path
            )
        }
    }

    private static let serve: @Sendable (ServeRequest) async throws -> Void = { request in
        try await Problems.told {
            var logger = Logger(label: "lianlu") { StreamLogHandler.standardError(label: $0) }
            logger.logLevel = .info
            try await NodeRun(home: HomeDirectory(request.home), logger: logger).run()
        }
    }

    private static let examine: @Sendable (ExamineRequest) async throws -> [CheckResult] = {
        request in
        NodeExamination(home: HomeDirectory(request.home)).results()
    }

    /// Every file that lies in a home, relative to it, sorted.
    private static func files(of home: HomeDirectory) throws -> [String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: home.root.path)
        return names.filter { name in
            var isFolder: ObjCBool = false
            let path = home.root.appending(path: name).path
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
        .sorted()
    }
}
