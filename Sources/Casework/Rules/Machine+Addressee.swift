extension Machine {
    /// The role that a charter alone fills and that a paper means by the title of its addressee; nil where it means somebody else.
    package func chartered(as title: Title) -> Role? {
        roles.first { $0.bindings == [.charter] && title.zh.hasPrefix($0.title.zh) }
    }
}
