/// The text of `envman` as it lies in a machine; for bash 3.2 too, which macOS has.
///
/// A note is four fields, each ended by a zero byte and all in one write: what was done, the key,
/// the value, and a letter for each option (`n` no expansion, `a` append, `k` skip if empty,
/// `s` sensitive).
enum EnvmanScript {
  static let text = #"""
    #!/bin/bash
    # Hands variables to the steps that follow, as Bitrise's envman does.
    set -e
    store=${ENVMAN_ENVSTORE_PATH-}
    fail() { echo "envman: $1" >&2; exit 1; }
    warn() { echo "envman: $1" >&2; }
    bytes() { local LC_ALL=C; echo ${#1}; }
    need_store() { [ -n "$store" ] || fail "ENVMAN_ENVSTORE_PATH is not set"; }
    note() { need_store; printf '%s\0' "$@" >> "$store"; }

    # Reads the notes into keys, values and letters, as the steps that follow will find them.
    load() {
      keys=() values=() letters=()
      [ -f "$store" ] || return 0
      local act key value letter i
      while IFS= read -r -d '' act && IFS= read -r -d '' key && IFS= read -r -d '' value &&
        IFS= read -r -d '' letter; do
        [ "$act" = add ] || letter=${letter}u
        i=${#keys[@]}
        case $letter in
        *a*) ;;
        *) for ((i = 0; i < ${#keys[@]}; i++)); do [ "${keys[i]}" = "$key" ] && break; done ;;
        esac
        keys[i]=$key values[i]=$value letters[i]=$letter
      done < "$store"
    }

    # Prints a text with $NAME and ${NAME} replaced, and an x that keeps its last line ends.
    expand() {
      local rest=$1 name
      while [[ $rest =~ ^([^$]*)\$(\{([A-Za-z_][A-Za-z0-9_]*)\}|([A-Za-z_][A-Za-z0-9_]*))?(.*)$ ]]; do
        name=${BASH_REMATCH[3]}${BASH_REMATCH[4]}
        rest=${BASH_REMATCH[5]}
        printf %s "${BASH_REMATCH[1]}"
        if [ -n "$name" ]; then printf %s "${!name-}"; else printf '$'; fi
      done
      printf '%sx' "$rest"
    }

    # Sets the variables in this very shell.
    apply() {
      load
      local i value
      for ((i = 0; i < ${#keys[@]}; i++)); do
        value=${values[i]}
        case ${letters[i]} in
        *u*) unset "${keys[i]}" && continue ;;
        *k*) [ -n "$value" ] || continue ;;
        esac
        case ${letters[i]} in
        *n*) ;;
        *) value=$(expand "$value") && value=${value%x} ;;
        esac
        values[i]=$value
        export "${keys[i]}=$value"
      done
    }

    json() {
      local text=$1 i sign
      text=${text//\\/\\\\} text=${text//\"/\\\"}
      for ((i = 1; i < 32; i++)); do
        printf -v sign "\\x$(printf %02x $i)"
        text=${text//"$sign"/$(printf '\\u%04x' $i)}
      done
      printf '"%s"' "$text"
    }

    print() {
      local format=raw expanded= only= i comma=
      while [ $# -gt 0 ]; do
        case ${1#-} in
        -format=* | format=*) format=${1#*=} && shift ;;
        -format | format) format=${2?} && shift 2 ;;
        -expand | expand) expanded=1 && shift ;;
        -sensitive-only | sensitive-only) only=1 && shift ;;
        *) fail "print does not know $1" ;;
        esac
      done
      if [ -n "$expanded" ]; then apply; else load; fi
      [ "$format" = json ] && printf '{' || echo
      for ((i = 0; i < ${#keys[@]}; i++)); do
        case $only${letters[i]} in 1*s*) ;; 1* | *u*) continue ;; esac
        case $format in
        raw) printf '%s: %s\n' "${keys[i]}" "${values[i]}" ;;
        envlist) printf 'export %s=%q\n' "${keys[i]}" "${values[i]}" ;;
        json) printf '%s%s:%s' "$comma" "$(json "${keys[i]}")" "$(json "${values[i]}")" && comma=, ;;
        *) fail "print knows the formats raw, json and envlist, not $format" ;;
        esac
      done
      [ "$format" = json ] && echo '}' || echo
    }

    add() {
      local key= value= file= letters= size
      while [ $# -gt 0 ]; do
        case ${1#-} in
        -key | -k | key | k) key=${2?} && shift 2 ;;
        -key=* | -k=* | key=* | k=*) key=${1#*=} && shift ;;
        -value | -v | value | v) value=${2?} && shift 2 ;;
        -value=* | -v=* | value=* | v=*) value=${1#*=} && shift ;;
        -valuefile | -f | valuefile | f) file=${2?} && shift 2 ;;
        -valuefile=* | -f=* | valuefile=* | f=*) file=${1#*=} && shift ;;
        -no-expand | -n | no-expand | n) letters=${letters}n && shift ;;
        -append | -a | append | a) letters=${letters}a && shift ;;
        -skip-if-empty | skip-if-empty) letters=${letters}k && shift ;;
        -sensitive | sensitive) letters=${letters}s && shift ;;
        *) fail "add does not know $1" ;;
        esac
      done
      [ -n "$key" ] || fail "add needs --key"
      case $key in *=*) fail "“$key” cannot name a variable" ;; esac
      # The x keeps line ends at the end, which belong to the value.
      if [ -z "$value" ] && [ -n "$file" ]; then
        value=$(cat -- "$file" && echo x) || fail "cannot read $file"
        value=${value%x}
      elif [ -z "$value" ] && [ -p /dev/stdin ]; then
        value=$(cat && echo x) && value=${value%x}
      fi
      need_store
      size=$(bytes "$value")
      [ "$size" -le 130000 ] || fail "the value of $key has $size bytes, too many for a variable; put it into a file"
      [ "$size" -le 20480 ] || warn "the value of $key has $size bytes; Bitrise passes on 20 KB by default"
      case $letters in
      *s*) [ -z "${AIRLOCK_SENSITIVE_PATH-}" ] || printf '%s\0' "$value" >> "$AIRLOCK_SENSITIVE_PATH" ;;
      esac
      note add "$key" "$value" "$letters"
      size=$(wc -c < "$store")
      [ "$size" -le 102400 ] || warn "this step passes on $((size)) bytes; Bitrise passes on 100 KB by default"
    }

    unset_key() {
      case ${1#-} in
      -key | -k | key | k) note unset "${2?}" "" "" ;;
      -key=* | -k=* | key=* | k=*) note unset "${1#*=}" "" "" ;;
      *) fail "unset needs --key" ;;
      esac
    }

    while :; do
      case ${1-} in
      --path | -path | -p) store=${2?} && shift 2 ;;
      --path=* | -path=* | -p=*) store=${1#*=} && shift ;;
      --loglevel | -l) shift 2 ;;
      --tool | -t | --tool=* | --loglevel=* | -l=*) shift ;;
      *) break ;;
      esac
    done
    command=${1-}
    [ $# -eq 0 ] || shift
    case $command in
    add | a) add "$@" ;;
    unset | rm) unset_key "${1-}" "${2-}" ;;
    print | p) print "$@" ;;
    run | r)
      [ $# -gt 0 ] || fail "run needs a command"
      apply
      exec "$@"
      ;;
    init | i)
      need_store
      case ${1-} in --clear | -clear | -c) rm -f -- "$store" ;; esac
      [ ! -e "$store" ] || fail "$store exists; init --clear begins anew"
      : > "$store"
      ;;
    clear | c) need_store && : > "$store" ;;
    version | --version | -v) echo "airlock's envman" ;;
    *) fail "airlock's envman knows add, clear, init, print, run, unset and version, not “$command”" ;;
    esac
    """# + "\n"
}
