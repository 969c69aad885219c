extension Catalogue {
    /// Homes on disk: what is there, and what does not fit together.
    static let nodeHomes: [String: Text] = [
        "node.home_occupied": Text(
            zh: "{path} 中已有内容，但不是建好的节点。",
            en: "{path} holds something already that is not of a finished node.",
            remedyZh:
                "如果是某个节点的 keys/ 或者 data/，从备份取回它的 lianlu.yaml，再用 lianlu serve 启动。确认其中的内容不再需要的，移走或者另选一个目录；已有的密钥不会被覆盖。",
            remedyEn:
                "If these are the keys/ or data/ of a node, put its lianlu.yaml back from the backup and start it with lianlu serve. What is needed no more is to be moved away, or choose another directory; existing keys are never overwritten."
        ),
        "node.home_exists": Text(
            zh: "{path} 已经是一个节点的目录。",
            en: "{path} is the home of a node already.",
            remedyZh:
                "已有的密钥不会被覆盖。要运行这个节点，用 lianlu serve；缺少数据库或者密钥的，从备份取回，见 README“备份”；要建另一个节点，另选一个目录，另起一个节点名。",
            remedyEn:
                "Existing keys are never overwritten. To run this node, use lianlu serve; where its database or its keys are missing, put them back from the backup (README, \"Backup\"). Another node takes another directory and another name."
        ),
        "node.home_missing": Text(
            zh: "{path} 不是节点目录，或者没有建完。",
            en: "{path} is not the home of a node, or was not finished.",
            remedyZh:
                "先检查 --home 写的路径。这里有节点的 keys/ 和 data/ 而缺少 lianlu.yaml 的，从备份取回 lianlu.yaml；新节点运行 lianlu init。",
            remedyEn:
                "Check the path given with --home first. Where keys/ and data/ of a node lie here and lianlu.yaml is gone, put it back from the backup; a new node begins with lianlu init."
        ),
        "node.home_of_another_user": Text(
            zh: "{path} 属于用户 {owner}，当前用户是 {user}：没有启动，未作改动。",
            en:
                "{path} belongs to user {owner}, and this is user {user}: nothing was started or changed.",
            remedyZh: "以该用户启动节点，如 sudo -u '#{owner}' lianlu serve。",
            remedyEn: "Start the node as that user, as with sudo -u '#{owner}' lianlu serve."
        ),
        "node.key_file_missing": Text(
            zh: "缺少密钥文件 {path}：没有它，节点不启动；正在运行的节点继续使用已读入的密钥，直到停止。",
            en:
                "The key file {path} is missing: a node does not start without it; one that runs goes on with the key that it has read, until it stops.",
            remedyZh:
                "先检查节点目录是否写对，再从 keys/ 的备份取回该文件（权限 0600），见 README“备份”。不要新建：新的密钥代替不了它，也打不开已封存的正文。",
            remedyEn:
                "Check the home's path, then put the file back from the backup of keys/ (mode 0600): see README, \"Backup\". Make no new one: it stands for nothing that was signed, and opens nothing that was sealed."
        ),
        "node.key_file_foreign": Text(
            zh: "{path} 不是本节点的密钥：本节点的日志和名片写明的是另一把。节点不以它启动；正在运行的节点继续使用已读入的密钥，直到停止。",
            en:
                "{path} is not this node's key: its own logs and card name another one. A node does not start with it; one that runs goes on with the key that it has read, until it stops.",
            remedyZh:
                "很可能放入了另一个节点目录的密钥：从 keys/ 的备份取回该文件再启动；不要新建。用别的密钥签署的内容不算数。",
            remedyEn:
                "Most likely it is another home's: put the file back from the backup of keys/ and start again; make no new one. What another key signs does not count."
        ),
        "node.storage_key_foreign": Text(
            zh: "{path} 不是本节点目录的存储密钥，打不开其中封存的正文。节点不以它启动；正在运行的节点继续使用已读入的密钥，直到停止。",
            en:
                "{path} is not the storage key of this home: it opens none of the bodies that are sealed here. A node does not start with it; one that runs goes on with the key that it has read, until it stops.",
            remedyZh:
                "很可能放入了另一个节点目录的密钥：从备份取回与 data/ 配套的 keys/storage.key 再启动；不要新建。用别的密钥封存的正文，以后谁也打不开。",
            remedyEn:
                "Most likely it is another home's: put the keys/storage.key back that belongs to data/, from the backup, and start again; make no new one. What is sealed under another key can be opened by nobody later."
        ),
        "node.check_database_whole": Text(
            zh: "数据库的结构和预写日志完好；内容由 lianlu audit 核验。",
            en:
                "The database's structure and its write-ahead log are whole; what they hold is for lianlu audit."
        ),
        "node.check_stored_keys": Text(
            zh: "密钥与数据库配套",
            en: "the keys belong to the database"
        ),
    ]
}
