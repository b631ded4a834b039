import BuildModel
import Dashboard

extension EffectWork {
  /// Carries out what goes on between this computer and a machine; nil for other effects.
  func carryOutAtDoor(
    _ services: DoorServices, _ report: @escaping Services.Report, _ build: Build
  ) async throws -> Dashboard.Action? {
    switch effect {
    case .launch(let slug, let launch):
      return .launched(slug, launch, problem: await services.launch(build, launch))
    case .planStay(let slug, let seconds):
      return .stayPlanned(slug, try await services.planStay(build, seconds))
    case .writeStay(_, let outline):
      return .stayWritten(sentence: try await services.writeStay(build, outline))
    case .rescue(let slug, let paths):
      return .rescued(slug, folder: try await services.rescue(build, paths))
    case .forward(let forward):
      do {
        try await services.forward(build, forward) { report(.forwardOpened(forward)) }
        return .forwardEnded(forward, problem: nil)
      } catch ServiceFailure.refused(let sentence) {
        return .forwardEnded(forward, problem: sentence)
      } catch {
        return .forwardEnded(forward, problem: "\(error)")
      }
    default: return nil
    }
  }
}
