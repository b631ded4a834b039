import BuildModel
import TerminalSurface

/// What is pasted of a page that shows the way into a machine.
extension Dashboard {
  /// Takes a paste for a part of remote access, where the service tells none itself.
  static func pastedAccess(_ state: inout State, _ text: String) -> [Effect] {
    if case .paste(var paste) = state.dialog {
      paste.add(text)
      state.dialog = .paste(paste)
      return []
    }
    guard state.dialog == nil, let build = state.target, state.facts.isPageOnly(build.slug) else {
      return []
    }
    if let role = state.facts.role(for: build), !role.mayUseRemoteAccess {
      state.explain(role.refusal(of: "use remote access", app: build.appTitle))
      return []
    }
    do throws(PasteRefusal) {
      state.dialog = .paste(Paste.State(build.slug, try AccessPaste.read(text)))
      state.notice = nil
    } catch {
      state.report(error.sentence)
    }
    return []
  }

  static func decide(_ state: inout State, _ paste: Paste.State, _ key: Key) -> [Effect] {
    var paste = paste
    let outcome = Paste.update(&paste, key)
    state.dialog = .paste(paste)
    switch outcome {
    case .undecided: return []
    case .dropped:
      state.dialog = nil
      return []
    case .openPage:
      guard let build = state.facts.build(paste.build), let page = state.facts.page(of: build)
      else { return [] }
      return [.openPage(build.slug, address: page)]
    case .accepted:
      state.dialog = nil
      if state.pane == nil, state.builds.selected == paste.build {
        state.pane = AccessPane.State(paste.parts.ssh == nil ? .screenShare : .ssh)
      }
      return [.acceptPaste(paste.build, paste.parts, keep: paste.isKept)]
    }
  }
}

extension Facts {
  /// Whether the way into a build's machine stands on a page only, and is pasted.
  func isPageOnly(_ build: BuildSlug) -> Bool {
    service.offer == .pageOnly && place(elsewhere: build) == nil
  }
}
