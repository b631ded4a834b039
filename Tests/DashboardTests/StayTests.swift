import BuildModel
import TerminalSurface
import Testing

@testable import Dashboard

struct StayTests {
  static func outline(
    fits: Bool = true, target: StayOutline.Target = .file("/home/ana/sample/bitrise.yml")
  ) -> StayOutline {
    StayOutline(
      step: "- script@1:\n    title: Stay open for 90 min\n", fits: fits,
      budget: fits
        ? "about 13 s until it begins + 90 min of waiting, of the 120 min that a build may take"
        : "about 13 s until it begins + 90 min of waiting is more than the 60 min that a build"
          + " may take; at most 59 min can be waited",
      after: "Test the prices",
      diff: [
        "--- bitrise.yml", "+++ bitrise.yml", "@@ -14,3 +14,20 @@", "         - content: npm test",
        "+    - script@1:", "+        title: Stay open for 90 min", "+        is_always_run: true",
      ],
      remarks: ["A rebuild runs the configuration as it is then, not as the build had it."],
      target: target, before: "old\n", text: "new\n")
  }

  @Test func `where the service adds time, one key does it and the limits stand above`() {
    var state = Dashboard.State.withDoorClosing(columns: 120, rows: 40)
    var access = Scenes.access(
      .closing(deadline: state.facts.now.addingTimeInterval(600)), at: state.facts.now)
    access.buildLimitAt = state.facts.now.addingTimeInterval(2000)
    access.noOutputLimitAt = state.facts.now.addingTimeInterval(300)
    state.feed(.accessLoaded(access))
    state.press("+")
    for words in [
      "window      closes at 14:32:15", "grace       10 minutes after the build",
      "build limit at 14:55:35; time is added up to there",
      "no output   a build that is silent is ended at 14:27:15",
      "until 14:47:15", "until 15:02:15, beyond the build limit",
    ] {
      #expect(state.text.contains(words), "\(words)\n\(state.text)")
    }
    #expect(state.press("1") == [.extendWindow(Scenes.remote, seconds: 900)])
  }

  @Test func `from there s writes the step instead`() {
    var state = Dashboard.State.withDoorClosing()
    #expect(state.press("+s") == [.planStay(Scenes.remote, seconds: 90 * 60)])
  }

  @Test func `where no time can be added the assistant plans a step`() {
    var state = Dashboard.State.withList()
    #expect(state.press("+") == [.planStay(Scenes.failed, seconds: 90 * 60)])
    var other = Dashboard.State.withDoorClosing()
    other.feed(.serviceLoaded(ServiceFacts(offer: .pageOnly)))
    #expect(other.press("+") == [.planStay(Scenes.remote, seconds: 90 * 60)])
  }

  @Test func `the diff is shown, and only Enter writes it`() {
    var state = Dashboard.State.withList(columns: 120, rows: 40)
    state.press("+")
    let outline = Self.outline()
    state.feed(.stayPlanned(Scenes.failed, outline))
    for words in [
      "+        is_always_run: true", "After the step: Test the prices",
      "of the 120 min that a build may take", "A rebuild runs the configuration as it is then",
      "Enter changes /home/ana/sample/bitrise.yml",
    ] {
      #expect(state.text.contains(words), "\(state.text)")
    }
    for key in ["s", "w", "x", " ", "n"] { #expect(state.press(key).isEmpty) }
    #expect(state.press("\r") == [.writeStay(Scenes.failed, outline)])
    #expect(state.dialog == nil)
    state.feed(.stayWritten(sentence: "It is changed."))
    #expect(state.notice?.text == "It is changed.")
  }

  @Test func `y copies the step, another time plans anew, Esc leaves`() {
    var state = Dashboard.State.withList()
    state.press("+")
    state.feed(.stayPlanned(Scenes.failed, Self.outline()))
    #expect(
      state.press("y") == [.copy(CopyText(label: "the step", text: Self.outline().step))])
    #expect(state.press("-") == [.planStay(Scenes.failed, seconds: 60 * 60)])
    #expect(state.press("\r").isEmpty, "a plan that is being made cannot be agreed to")
    state.press("\u{1B}")
    #expect(state.dialog == nil)
  }

  @Test func `what does not fit into the build's time is not written, with the sum shown`() {
    var state = Dashboard.State.withList(columns: 120, rows: 40)
    state.press("+")
    state.feed(.stayPlanned(Scenes.failed, Self.outline(fits: false)))
    #expect(state.text.contains("is more than the 60 min"))
    #expect(state.press("\r").isEmpty)
  }

  @Test func `where it cannot be written from here, the sentence says where to put it`() {
    var state = Dashboard.State.withList(columns: 120, rows: 40)
    state.press("+")
    state.feed(
      .stayPlanned(Scenes.failed, Self.outline(target: .byHand("Put it into the repository."))))
    #expect(state.text.contains("Put it into the repository."))
    #expect(state.press("\r").isEmpty)
    state.feed(.refused(.planStay(Scenes.failed, seconds: 1), sentence: "There is no such step."))
    #expect(state.text.contains("There is no such step."))
  }

  @Test func `a time that fits is proposed, and one that is chosen is refused with the sum`() {
    var state = Dashboard.State.withList(columns: 120, rows: 40)
    state.press("+")
    var tooLong = Self.outline(fits: false)
    tooLong.most = 59 * 60
    let (effects, dialog) = (
      state.feed(.stayPlanned(Scenes.failed, tooLong)), state.dialog
    )
    #expect(effects == [.planStay(Scenes.failed, seconds: 30 * 60)])
    guard case .stay(let stay) = dialog else {
      Issue.record("nothing is asked")
      return
    }
    #expect(stay.minutes == 30 && stay.plan == .loading)
    #expect(state.feed(.stayPlanned(Scenes.failed, Self.outline())).isEmpty)
    #expect(state.press("+") == [.planStay(Scenes.failed, seconds: 60 * 60)])
    #expect(state.feed(.stayPlanned(Scenes.failed, tooLong)).isEmpty)
    #expect(state.text.contains("is more than the 60 min"))
  }
}
