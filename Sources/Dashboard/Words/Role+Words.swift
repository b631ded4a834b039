import BuildModel

extension Role {
  /// Why a wish is not granted, and who can change that.
  func refusal(of wish: String, app: String?) -> String {
    "Your role (\(title)) cannot \(wish). An admin\(app.map { " of \($0)" } ?? "") can change it."
  }
}
