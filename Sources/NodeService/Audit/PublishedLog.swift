package import Auditing
import Cryptography
package import Foundation
import TLSTransport

/// A log that any web server publishes over https as a plain tlog-tiles directory.
///
/// It is brought into a folder of this user's own, audited there as an exported directory is, and removed again. The server is
/// trusted with nothing: TLS says only whose bytes these are.
package struct PublishedLog {
    private let url: String
    private let limits: DownloadLimits
    private let site: HTTPSClient
    private let prefix: String
    private let parent: URL

    /// Prepares the audit of the directory at `url`.
    ///
    /// The server's certificate must lead to an authority in the PEM file `authorities`; nil: to one that this machine's OpenSSL
    /// trusts. The download's folder lies in `parent`. Throws `address_malformed`, `source_unsupported`, or what is wrong with the file.
    package init(
        _ url: String,
        authorities: String? = nil,
        limits: DownloadLimits = DownloadLimits(),
        in parent: URL = FileManager.default.temporaryDirectory
    ) throws {
        let address = try HTTPSAddress(url)
        guard !address.path.contains("?") else {
            throw NodeError(.sourceUnsupported, ["source": url])
        }
        let trusted = try authorities.map { try CertificateAuthorities(file: $0) }
        site = HTTPSClient.site(
            at: address,
            context: CurrentTLSContext(
                try TLSContext(siteAuthorities: trusted ?? CertificateAuthorities.system())
            )
        )
        prefix = address.path.hasSuffix("/") ? address.path : address.path + "/"
        self.url = url
        self.limits = limits
        self.parent = parent
    }

    /// Downloads and audits; `progress` hears of files done and files in all.
    package func audit(
        trusting trust: Trust,
        progress: @escaping @Sendable (UInt64, UInt64) -> Void
    ) async throws -> AuditReport {
        let download = try DownloadFolder(in: parent)
        let folder = download.url
        do {
            var log = LogDownload(
                url: url,
                from: site,
                below: prefix,
                to: folder,
                limits: limits,
                progress: progress
            )
            try await log.run()
            let source = try ExportedDirectory(folder.path, named: url)
            let report = await ExportAudit(of: source, trusting: trust).run()
            await site.close()
            download.remove()
            return log.isListed ? report : Self.unlisted(report)
        } catch {
            await site.close()
            download.remove()
            throw told(error)
        }
    }

    /// What the connection's errors mean for whoever named the URL: texts of the transport speak of peers.
    private func told(_ error: any Error) -> any Error {
        guard let error = error as? TLSTransportError else { return error }
        let cause = error.arguments.sorted { $0.key < $1.key }
            .reduce("tls_transport.\(error.code.rawValue)") { "\($0) \($1.key)=\($1.value)" }
        switch error.code {
        case .chainRefused:
            return NodeError(.urlNotTrusted, ["url": url], cause: cause)
        case .connectFailed, .connectTimedOut, .handshakeTimedOut, .closedDuringHandshake,
            .connectionFailed, .connectionTruncated, .connectionClosed, .responseStalled,
            .responseTimedOut:
            return NodeError(.urlUnreachable, ["url": url], cause: cause)
        default: return error
        }
    }

    /// The report with what was not asked for, since nothing says that it is there.
    private static func unlisted(_ report: AuditReport) -> AuditReport {
        AuditReport(
            source: report.source,
            logs: report.logs,
            objects: report.objects,
            findings: report.findings + [AuditFinding(.filesNotAsked, place: report.source)],
            unchecked: report.uncheckedObjects
        )
    }
}
