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
    ]
}
