import BuildModel

/// The program by which steps hand variables to the steps after them.
///
/// Bitrise's steps call `envman add --key KEY --value VALUE`. Ours is a few lines of shell in
/// the machine which note each call in a file; the runner reads that file after every step.
struct Envman {
  static let store = "variables"
  static let program = "envman"
  /// More than all steps of a build have reason to pass on at once.
  private static let limit = 4 << 20

  let scratch: Scratch

  /// Puts the program into the machine.
  init(scratch: Scratch) throws {
    self.scratch = scratch
    _ = try scratch.put(Self.script, as: Self.program, mode: 0o755)
  }

  /// Where the program lies, for `PATH`.
  var folder: String { scratch.inside }
  var storePath: String { scratch.inside + "/" + Self.store }

  /// Takes the changes noted since the last call and applies them.
  func collect(into variables: inout [EnvironmentVariable]) throws {
    guard let bytes = try scratch.take(Self.store, limit: Self.limit) else { return }
    var fields = bytes.split(separator: 0, omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }[...]
    while fields.count >= 4 {
      let (act, key, value, expand) = (
        fields[fields.startIndex], fields[fields.startIndex + 1], fields[fields.startIndex + 2],
        fields[fields.startIndex + 3]
      )
      fields = fields.dropFirst(4)
      guard !key.isEmpty, !key.contains("=") else { continue }
      if act == "unset" {
        variables.removeAll { $0.key == key }
      } else {
        variables.append(EnvironmentVariable(key: key, value: value, isExpand: expand == "1"))
      }
    }
  }

  /// Notes four fields a call, each ended by a zero byte, in one write.
  private static let script = #"""
    #!/bin/bash
    # Hands variables to the steps that follow, as Bitrise's envman does.
    set -e
    note() { printf '%s\0' "$@" >> "${ENVMAN_ENVSTORE_PATH:?is not set}"; }
    fail() { echo "envman: $1" >&2; exit 1; }
    case ${1-} in
    add)
      shift
      key= value= given= expand=1
      while [ $# -gt 0 ]; do
        case $1 in
        --key | -k) key=${2?} && shift 2 ;;
        --key=*) key=${1#*=} && shift ;;
        --value | -v) value=${2?} given=1 && shift 2 ;;
        --value=*) value=${1#*=} given=1 && shift ;;
        --valuefile | -f) value=$(cat -- "${2?}") given=1 && shift 2 ;;
        --valuefile=*) value=$(cat -- "${1#*=}") given=1 && shift ;;
        --no-expand | -n) expand=0 && shift ;;
        --append | -a | --skip-if-empty | --sensitive | -s) shift ;;
        *) fail "airlock's envman does not know $1" ;;
        esac
      done
      [ -n "$key" ] || fail "add needs --key"
      [ -n "$given" ] || value=$(cat)
      note add "$key" "$value" "$expand"
      ;;
    unset)
      shift
      case ${1-} in
      --key | -k) note unset "${2?}" "" 0 ;;
      --key=*) note unset "${1#*=}" "" 0 ;;
      *) fail "unset needs --key" ;;
      esac
      ;;
    print) env ;;
    *) fail "airlock's envman knows add, unset and print, not ${1-nothing}" ;;
    esac
    """# + "\n"
}
