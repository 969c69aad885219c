extension Catalogue {
    /// The texts of module Cryptography.
    static let cryptography: [String: Text] = [
        "cryptography.key_unusable": Text(
            zh: "密钥不能用于 {algorithm}。",
            en: "The key cannot be used for {algorithm}.",
            remedyZh: "请检查密钥文件是否为该算法的私钥。",
            remedyEn: "Check that the key file holds a private key of this algorithm."
        ),
        "cryptography.signing_failed": Text(
            zh: "{algorithm} 签名失败。",
            en: "Signing with {algorithm} failed.",
            remedyZh: "请检查密钥及其所在设备是否可用。",
            remedyEn: "Check that the key, and the device that holds it, can be reached."
        ),
        "cryptography.random_failed": Text(
            zh: "系统不能提供随机数。",
            en: "The system could not supply random bytes.",
            remedyZh: "请检查 OpenSSL 的安装，然后重新启动节点。",
            remedyEn: "Check the OpenSSL installation, then start the node again."
        ),
        "cryptography.sealing_failed": Text(
            zh: "{algorithm} 加密失败。",
            en: "Encrypting with {algorithm} failed.",
            remedyZh: "请检查 OpenSSL 的安装和内存。",
            remedyEn: "Check the OpenSSL installation and the memory of this machine."
        ),
        "cryptography.opening_failed": Text(
            zh: "{algorithm} 解密失败：密钥不对，或密文已被改动。",
            en: "{algorithm} could not decrypt: the key is wrong or the ciphertext was changed.",
            remedyZh: "请核对存储密钥，并运行 lianlu audit。",
            remedyEn: "Check the storage key, and run lianlu audit."
        ),
        "cryptography.file_exists": Text(
            zh: "{path} 已经存在，不会覆盖。",
            en: "{path} exists already and is not overwritten.",
            remedyZh: "请核对路径；确需更换时，先把原文件移到安全的地方。",
            remedyEn: "Check the path; to replace the file, first move the old one to a safe place."
        ),
        "cryptography.file_missing": Text(
            zh: "没有文件 {path}。",
            en: "There is no file {path}.",
            remedyZh: "请核对节点目录和路径；密钥和证书从备份取回（见 README“备份”）。",
            remedyEn:
                "Check the node's home folder and the path; keys and certificates come back from the backup (see README, \"Backup\")."
        ),
        "cryptography.file_unreadable": Text(
            zh: "不能读取 {path}：{reason}。",
            en: "{path} cannot be read: {reason}.",
            remedyZh: "请检查文件及其所在目录的属主和权限。",
            remedyEn: "Check the owner and the mode of the file and of its folder."
        ),
        "cryptography.file_not_written": Text(
            zh: "不能写入 {path}：{reason}。",
            en: "{path} cannot be written: {reason}.",
            remedyZh: "请检查目录权限和磁盘空间。",
            remedyEn: "Check the folder's permissions and the free disk space."
        ),
        "cryptography.key_file_exposed": Text(
            zh: "文件 {path} 的权限为 {mode}，其他用户可以访问，因此不予使用。",
            en: "The file {path} has mode {mode}: others can reach it, so it is not used.",
            remedyZh: "请运行：chmod 600 '{path}'。其中的密钥或者口令若他人可能已经读取，请更换。",
            remedyEn:
                "Run: chmod 600 '{path}'. If somebody may have read a key or a passphrase in it, replace that."
        ),
        "cryptography.key_file_malformed": Text(
            zh: "{path} 中没有恰好一个可用的密钥（应为 {expected}）。",
            en: "{path} does not hold exactly one usable key ({expected} is expected).",
            remedyZh: "请核对路径，或从备份恢复该文件。",
            remedyEn: "Check the path, or restore the file from a backup."
        ),
        "cryptography.key_store_unusable": Text(
            zh: "不能从 {uri} 取得私钥。",
            en: "No private key could be opened at {uri}.",
            remedyZh: "请检查 OpenSSL 的 provider 是否已安装并启用，以及设备和标识是否正确。",
            remedyEn:
                "Check that the OpenSSL provider is installed and active, the device and the id."
        ),
        "cryptography.passphrase_required": Text(
            zh: "{path} 有口令保护，但没有提供口令。",
            en: "{path} is protected by a passphrase, and none was given.",
            remedyZh: "请通过口令文件、终端或系统凭据提供口令。",
            remedyEn: "Give the passphrase by a file, at the terminal or as a system credential."
        ),
        "cryptography.passphrase_wrong": Text(
            zh: "{path} 的口令不正确。",
            en: "The passphrase of {path} is wrong.",
            remedyZh: "请核对口令后重试。",
            remedyEn: "Check the passphrase and try again."
        ),
        "cryptography.certificate_malformed": Text(
            zh: "证书格式不正确。",
            en: "The certificate is malformed.",
            remedyZh: "请向提供者重新索取证书。",
            remedyEn: "Ask its provider for the certificate again."
        ),
        "cryptography.certificate_file_malformed": Text(
            zh: "{path} 不是有效的 PEM 证书文件。",
            en: "{path} is not a valid PEM file of certificates.",
            remedyZh: "可用 openssl x509 -in '{path}' -text 检查。",
            remedyEn: "Look at it with: openssl x509 -in '{path}' -text"
        ),
        "cryptography.certificate_not_made": Text(
            zh: "不能为“{name}”生成证书。",
            en: "No certificate could be made for “{name}”.",
            remedyZh: "节点名只能由小写字母、数字、连字符和点组成，最多 100 字节；截止时间须晚于起始时间。",
            remedyEn:
                "A node name is a-z, 0-9, - and dots, at most 100 bytes; the end must follow the start."
        ),
    ]
}
