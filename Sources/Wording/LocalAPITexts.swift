extension Catalogue {
    /// Texts of the module LocalAPI.
    static let localAPI: [String: Text] = [
        "local_api.administrator_needed": Text(
            zh: "用户 {uid} 不是本节点的管理员，无权更改对等节点、章程和部门。",
            en:
                "User {uid} is no administrator of this node: peers, charters and offices are not his to change.",
            remedyZh: "请由管理员执行本命令；管理员是 lianlu.yaml 的 callers 中对 system 有 sign 权限的用户，以及运行节点的用户。",
            remedyEn:
                "Have an administrator run it: a user to whom callers in lianlu.yaml grants sign for system, or the user that runs the node."
        ),
        "local_api.answer_invalid": Text(
            zh: "节点的答复无法读取：{detail}。",
            en: "The node's answer cannot be read: {detail}.",
            remedyZh: "请核对命令与节点是否为同一版本；版本一致仍出现的，请将本条信息报给维护人员。",
            remedyEn:
                "Check that the command and the node have the same version; if they have, report this."
        ),
        "local_api.answer_cut": Text(
            zh: "节点的答复中途断开，所列内容不完整：{detail}。",
            en: "The node's answer broke off, what was listed is incomplete: {detail}.",
            remedyZh: "请查看节点日志后重新执行本命令。",
            remedyEn: "Read the node's log, then run the command again."
        ),
        "local_api.answer_late": Text(
            zh: "节点在 {seconds} 秒内没有答复。",
            en: "The node did not answer within {seconds} seconds.",
            remedyZh: "请运行 lianlu doctor 检查节点和磁盘；提交类命令用同一 --request 编号重试不会重复登记。",
            remedyEn:
                "Run lianlu doctor to check the node and its disk; to retry a submission without a second entry, give the same --request id."
        ),
        "local_api.body_invalid": Text(
            zh: "请求内容不符合格式：{detail}。",
            en: "The request's content has a wrong form: {detail}.",
            remedyZh: "请按 FORMATS.md 第 8 节改正内容。",
            remedyEn: "Correct the content; FORMATS.md section 8 gives its form."
        ),
        "local_api.body_late": Text(
            zh: "请求内容在 {seconds} 秒内没有到齐，已停止接收。",
            en: "The request's content had not arrived after {seconds} seconds and was dropped.",
            remedyZh: "请重新发送。",
            remedyEn: "Send it again."
        ),
        "local_api.body_too_large": Text(
            zh: "请求内容超过 {limit} 字节的上限。",
            en: "The request's content is longer than the limit of {limit} bytes.",
            remedyZh: "请缩短填报内容；附件应另行提交。",
            remedyEn: "Shorten the fields; attachments go separately."
        ),
        "local_api.caller_unknown": Text(
            zh: "本节点没有给用户 {uid} 任何权限。",
            en: "This node grants user {uid} no rights.",
            remedyZh: "请由管理员在 lianlu.yaml 的 callers 中为该用户或其所在组授权，然后重启节点。",
            remedyEn:
                "The administrator grants rights to the user or a group of his under callers in lianlu.yaml and restarts the node."
        ),
        "local_api.internal_failure": Text(
            zh: "节点处理请求时出错，没有给出结果。",
            en: "The node failed on this request and gave no result.",
            remedyZh: "请查看节点日志中同一时间的记录；提交类命令先用 record list 核对再重试。",
            remedyEn:
                "Read the node's log at this time; before repeating a submission, check with record list."
        ),
        "local_api.node_forbidden": Text(
            zh: "本用户无权使用本机节点（{path}）。",
            en: "This user may not use the local node ({path}).",
            remedyZh: "请管理员把本用户加入节点用户的组（例如 lianlu），然后重新登录。",
            remedyEn:
                "Have this user added to the group of the node's user, such as lianlu, then log in again."
        ),
        "local_api.node_unreachable": Text(
            zh: "无法连接本机节点（{path}）。",
            en: "The local node cannot be reached ({path}).",
            remedyZh: "请用 lianlu serve 启动节点，或用 --home 指明节点目录。",
            remedyEn: "Start the node with lianlu serve, or name its home with --home."
        ),
        "local_api.office_not_permitted": Text(
            zh: "用户 {uid} 无权以部门 {office} 的名义签名。",
            en: "User {uid} may not sign for the office {office}.",
            remedyZh: "请用 --office 指明有权的部门，或由管理员在 lianlu.yaml 的 callers 中授权。",
            remedyEn:
                "Name an office of yours with --office, or have it granted under callers in lianlu.yaml."
        ),
        "local_api.parameter_invalid": Text(
            zh: "参数 {name} 的形式不对，应为：{form}。",
            en: "The parameter {name} has a wrong form; it should be: {form}.",
            remedyZh: "请改正该参数后重试。",
            remedyEn: "Correct the parameter and try again."
        ),
        "local_api.right_missing": Text(
            zh: "用户 {uid} 没有 {right} 权限（read 为查阅，sign 为签名）。",
            en: "User {uid} lacks the right {right}.",
            remedyZh: "请由管理员在 lianlu.yaml 的 callers 中授权，然后重启节点。",
            remedyEn:
                "The administrator grants it under callers in lianlu.yaml and restarts the node."
        ),
        "local_api.route_unknown": Text(
            zh: "节点没有这个接口：{method} {path}。",
            en: "The node has no such route: {method} {path}.",
            remedyZh: "请核对命令与节点是否为同一版本。",
            remedyEn: "Check that the command and the node have the same version."
        ),
        "local_api.socket_in_use": Text(
            zh: "另一个运行中的进程正在使用套接字 {path}。",
            en: "A running process already uses the socket {path}.",
            remedyZh: "同一目录只能运行一个节点：请先停止原进程，或用 --home 指明另一目录。",
            remedyEn:
                "One home has one node: stop the other process first, or name another home with --home."
        ),
        "local_api.socket_not_socket": Text(
            zh: "{path} 已存在，但不是套接字。",
            en: "{path} exists and is not a socket.",
            remedyZh: "请核对该文件的来历并移走后重新启动节点。",
            remedyEn: "Find out what the file is, move it away and start the node again."
        ),
        "local_api.socket_path_too_long": Text(
            zh: "套接字路径 {path} 有 {length} 字节，超过 {limit} 字节的上限。",
            en: "The socket path {path} has {length} bytes; the limit is {limit}.",
            remedyZh: "请把节点目录移到较短的路径，例如 /var/lib/lianlu。",
            remedyEn: "Move the home to a shorter path, such as /var/lib/lianlu."
        ),
        "local_api.socket_unusable": Text(
            zh: "无法建立套接字 {path}。",
            en: "The socket {path} cannot be set up.",
            remedyZh: "请核对所在目录是否存在、是否可写、磁盘是否已满。",
            remedyEn: "Check that its folder exists, is writable, and that the disk is not full."
        ),
        "local_api.version_unsupported": Text(
            zh: "内容的版本是 {version}，本程序只支持 {supported}。",
            en: "The content has version {version}; this program supports {supported}.",
            remedyZh: "请把命令和节点升级到同一版本。",
            remedyEn: "Bring the command and the node to the same version."
        ),
    ]
}
