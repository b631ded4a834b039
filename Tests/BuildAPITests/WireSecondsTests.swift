import BuildAPI
import Foundation
import Testing

struct WireSecondsTests {
  private let noon = Date(timeIntervalSince1970: 1_800_000_000)

  @Test func `moments are told by the second in which they lie`() {
    var seconds = WireSeconds()
    let texts = [0, 0.4, 0.999, 1, 0].map { seconds.text(noon.addingTimeInterval($0)) }
    #expect(texts.map { $0.suffix(3) } == ["00Z", "00Z", "00Z", "01Z", "00Z"])
    #expect(texts[0] == "2027-01-15T08:00:00Z")
  }

  @Test func `texts are read as they come, and what is no time is none`() {
    var seconds = WireSeconds()
    let texts = ["2027-01-15T08:00:00Z", "2027-01-15T08:00:00Z", "soon", "2027-01-15T08:00:01Z"]
    #expect(texts.map { seconds.date($0) } == [noon, noon, nil, noon.addingTimeInterval(1)])
  }

  @Test func `writing and reading with one of them do not disturb each other`() {
    var seconds = WireSeconds()
    #expect(seconds.text(noon) == "2027-01-15T08:00:00Z")
    #expect(seconds.date("2027-01-15T08:00:01Z") == noon.addingTimeInterval(1))
    #expect(seconds.text(noon) == "2027-01-15T08:00:00Z")
  }
}
