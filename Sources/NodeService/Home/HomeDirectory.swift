package import Foundation

/// Where everything of one node lies on disk (FORMATS.md §7).
package struct HomeDirectory: Sendable, Hashable {
    /// The home itself.
    package let root: URL

    /// Takes the path of a home, which need not exist yet.
    package init(_ path: String) {
        root = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
    }

    /// `lianlu.yaml`.
    package var configuration: URL { root.appending(path: "lianlu.yaml") }
    /// `peers/`: one card a peer, written by the node.
    package var peers: URL { root.appending(path: "peers", directoryHint: .isDirectory) }
    /// `charters/`: every charter revision known, written by the node.
    package var charters: URL { root.appending(path: "charters", directoryHint: .isDirectory) }
    /// `certs/`: the TLS certificate and an optional CA.
    package var certificates: URL { root.appending(path: "certs", directoryHint: .isDirectory) }
    /// `keys/`: private keys, readable by their owner alone.
    package var keys: URL { root.appending(path: "keys", directoryHint: .isDirectory) }
    /// `data/`: the database and the instance file.
    package var data: URL { root.appending(path: "data", directoryHint: .isDirectory) }
    /// `run/`: the socket and the lock.
    package var run: URL { root.appending(path: "run", directoryHint: .isDirectory) }
    /// `run/lianlu.sock`, the LocalAPI's socket.
    package var socket: URL { run.appending(path: "lianlu.sock") }
    /// `certs/tls.crt`, the node's own certificate.
    package var tlsCertificate: URL { certificates.appending(path: "tls.crt") }
    /// `keys/storage.key`, 32 bytes that wrap the object keys.
    package var storageKey: URL { keys.appending(path: "storage.key") }

    /// The PKCS#8 file of a signing key.
    package func key(_ name: String) -> URL { keys.appending(path: "\(name).pem") }

    /// The key file of the log of one mechanism, or of the home log.
    package func logKey(_ mechanism: String) -> URL { key("log-\(mechanism)") }

    /// The key file of an office.
    package func officeKey(_ office: String) -> URL { key("office-\(office)") }

    /// Makes the folders that hold nothing lasting: a home that was put back from a backup does not have them.
    func makeTransientFolders() throws {
        for folder in [run, peers, charters] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
    }

    /// Throws `home_of_another_user` unless the data are of the user that runs this program.
    ///
    /// A superuser could open them, and would leave files that the node's own user can no longer read.
    func requireOwner() throws {
        let attributes = try? FileManager.default.attributesOfItem(atPath: data.path)
        // Data that are missing or unreadable are told by whoever opens them.
        guard let owner = (attributes?[.ownerAccountID] as? NSNumber)?.uint32Value,
            owner != geteuid()
        else { return }
        throw NodeError(
            .homeOfAnotherUser,
            ["owner": "\(owner)", "path": data.path, "user": "\(geteuid())"]
        )
    }
}
