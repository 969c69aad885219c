extension Catalogue {
    /// Homes on disk: what is there, and what does not fit together.
    static let nodeHomes: [String: Text] = [
        "node.home_occupied": Text(
            zh: "{path} 中已有内容，但不是建好的节点。",
            en: "{path} holds something already that is not of a finished node.",
            remedyZh: "确认其中的内容不再需要后移走，或者另选一个目录；已有的密钥不会被覆盖。",
            remedyEn:
                "Move it away once you are sure what it is, or choose another directory; existing keys are never overwritten."
        ),
        "node.home_exists": Text(
            zh: "{path} 已经是一个节点的目录。",
            en: "{path} is the home of a node already.",
            remedyZh: "另选一个目录；已有的密钥不会被覆盖。",
            remedyEn: "Choose another directory; existing keys are never overwritten."
        ),
        "node.home_missing": Text(
            zh: "{path} 不是节点目录，或者没有建完。",
            en: "{path} is not the home of a node, or was not finished.",
            remedyZh: "先运行 lianlu init，或者用 --home 指明节点目录。",
            remedyEn: "Run lianlu init first, or name the home with --home."
        ),
        "node.home_of_another_user": Text(
            zh: "{path} 属于用户 {owner}，当前用户是 {user}：没有启动，未作改动。",
            en:
                "{path} belongs to user {owner}, and this is user {user}: nothing was started or changed.",
            remedyZh: "以该用户启动节点，如 sudo -u '#{owner}' lianlu serve。",
            remedyEn: "Start the node as that user, as with sudo -u '#{owner}' lianlu serve."
        ),
        "node.storage_key_foreign": Text(
            zh: "{path} 不是本节点目录的存储密钥，打不开其中封存的正文：节点不启动，什么都没有改动。",
            en:
                "{path} is not the storage key of this home: it opens none of the bodies that are sealed here. The node does not start, and nothing was changed.",
            remedyZh:
                "很可能放入了另一个节点目录的密钥：从备份取回与 data/ 配套的 keys/storage.key 再启动；不要新建。用别的密钥封存的正文，以后谁也打不开。",
            remedyEn:
                "Most likely it is another home's: put the keys/storage.key back that belongs to data/, from the backup, and start again; make no new one. What is sealed under another key can be opened by nobody later."
        ),
        "node.check_storage_key": Text(
            zh: "keys/storage.key 与数据库配套",
            en: "keys/storage.key belongs to the database"
        ),
    ]
}
