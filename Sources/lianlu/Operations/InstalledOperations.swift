extension Operations {
    /// The operations of this program.
    static let installed = Operations()
}
