import BuildAPI
import BuildClient
import BuildModel
import Foundation
import Workstation

/// The small project that a newcomer finds: its builds are real, one passes, one fails.
///
/// The failing one fails in a way its log does not explain: one line of its data ends in a
/// carriage return, which only a look inside the machine shows.
struct SampleApp {
  static let title = "sample"

  let folder: URL

  /// Makes the repository where it is not there yet.
  func make() async throws {
    guard !FileManager.default.fileExists(atPath: folder.appending(path: ".git").path) else {
      return
    }
    for (path, text) in Self.files {
      let url = folder.appending(path: path)
      try Directories.makePrivate(url.deletingLastPathComponent())
      try Data(text.utf8).write(to: url)
    }
    try await git("init", "--quiet", "--initial-branch=main")
    try await git("add", "--all")
    try await git(
      "-c", "user.name=airlock", "-c", "user.email=airlock@localhost", "-c",
      "commit.gpgsign=false", "commit", "--quiet", "--message", "Add the totals of the invoices")
  }

  private func git(_ arguments: String...) async throws {
    let ours = ProcessInfo.processInfo.environment
    guard let program = ProgramSearch.path(of: "git", environment: ours) else {
      throw ProgramError(.failed, "There is no git on this computer; install it to run builds.")
    }
    let result = await ProgramRun.run(
      program, ["-C", folder.path] + arguments,
      environment: ours.merging([
        "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
      ]) { $1 })
    guard let result, result.status == 0 else {
      throw ProgramError(
        .failed,
        "The sample app could not be made: \(result?.complaint ?? "git cannot be started").")
    }
  }

  private static let files = [
    "bitrise.yml": configuration,
    "README.md": "# sample\n\nAdds up invoices. `test` passes, `report` fails: find out why.\n",
    "total.sh": total,
    "test.sh": test,
    "data/january.csv": "number,amount\n1001,250\n1002,400\n1003,550\n",
    "data/february.csv": "number,amount\n1004,300\n1005,120\r\n1006,80\n",
  ]

  private static let configuration = """
    format_version: '13'
    project_type: other

    app:
      envs:
      - EXPECTED_JANUARY: '1200'
      - EXPECTED_FEBRUARY: '500'

    workflows:
      test:
        title: Check the January invoices
        steps:
        - script:
            title: Look at the machine
            inputs:
            - content: |-
                echo "I am $(id -un) on $(uname -n), in $PWD"
                ls
        - script:
            title: Check January
            inputs:
            - content: |-
                for second in 1 2; do echo "reading invoices…"; sleep 1; done
                bash test.sh data/january.csv "$EXPECTED_JANUARY"

      report:
        title: Check the February invoices
        steps:
        - script:
            title: Prepare
            inputs:
            - content: |-
                mkdir -p build
                cp data/*.csv build/
                echo "copied $(ls build | wc -l) files"
        - script:
            title: Check February
            inputs:
            - content: |-
                for second in 1 2; do echo "reading invoices…"; sleep 1; done
                bash test.sh build/february.csv "$EXPECTED_FEBRUARY"
        - script:
            title: Write the report
            inputs:
            - content: echo "everything adds up" > "$BITRISE_DEPLOY_DIR/report.txt"
        - script:
            title: Clean up
            is_always_run: true
            inputs:
            - content: echo "build status so far is $BITRISE_BUILD_STATUS"

    """

  private static let total = """
    #!/usr/bin/env bash
    # Prints the sum of a file's amounts.
    set -euo pipefail
    sum=0
    while IFS=, read -r number amount; do
      [[ "$amount" =~ ^[0-9]+$ ]] || continue
      sum=$((sum + amount))
    done < "$1"
    echo "$sum"

    """

  private static let test = """
    #!/usr/bin/env bash
    # Compares a file's total with what it should be.
    set -euo pipefail
    got=$(bash "$(dirname "$0")/total.sh" "$1")
    echo "$1: expected $2, got $got"
    if [ "$got" != "$2" ]; then
      echo -e "\\033[31mFAILED: the total is wrong, though every invoice is there:\\033[0m"
      cat "$1"
      exit 1
    fi
    echo -e "\\033[32mok\\033[0m"

    """
}
