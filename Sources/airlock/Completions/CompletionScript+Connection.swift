/// `--connection` in the three languages.
///
/// Each offers the names after it, and takes it off what the parser's script sees. What stands behind
/// `--` is another program's.
extension CompletionScript {
  /// Bash makes three words of `--connection=name`.
  static let bash = #"""
    _airlock() {
        if [[ " ${COMP_WORDS[*]:0:COMP_CWORD} " == *' -- '* ]]; then
            _airlock_words "${@}"
            return
        fi

        local before="${COMP_WORDS[COMP_CWORD - 1]}"
        [[ "${before}" == '=' && "${COMP_CWORD}" -gt 1 ]] && before="${COMP_WORDS[COMP_CWORD - 2]}"
        if [[ "${before}" == --connection ]]; then
            local -r begun="${COMP_WORDS[COMP_CWORD]#=}"
            COMPREPLY=($(compgen -W "$("${1}" connection list --names 2>/dev/null)" -- "${begun}"))
            return
        fi

        local -a rest=()
        local -i index place="${COMP_CWORD}"
        local name=''
        for ((index = 0; index < ${#COMP_WORDS[@]}; index++)); do
            if [[ "${COMP_WORDS[index]}" == --connection && "${index}" -lt "${COMP_CWORD}" ]]; then
                local -i size=2
                [[ "${COMP_WORDS[index + 1]}" == '=' ]] && size=3
                name="${COMP_WORDS[index + size - 1]}"
                ((place -= size, index += size - 1))
            else
                rest+=("${COMP_WORDS[index]}")
            fi
        done
        if [[ -n "${name}" ]]; then
            local -x AIRLOCK_CONNECTION="${name}"
            local -a COMP_WORDS=("${rest[@]}")
            local -i COMP_CWORD="${place}"
            local COMP_LINE="${rest[*]:0:place + 1}"
            local -i COMP_POINT="${#COMP_LINE}"
        fi
        _airlock_words "${1}" "${2}" "${COMP_WORDS[COMP_CWORD - 1]}"
        [[ "${2}" == -* ]] && COMPREPLY+=($(compgen -W --connection -- "${2}"))
        return 0
    }

    """#

  static let zsh = #"""
    _airlock_connections() {
        local -a names=("${(@f)$("${words[1]}" connection list --names 2>/dev/null)}")
        compadd -a names
    }

    _airlock() {
        if (( ${words[(i)--]} < CURRENT )); then
            _airlock_words "${@}"
            return
        fi
        if [[ "${words[CURRENT - 1]}" == --connection ]]; then
            _airlock_connections
            return
        fi
        if compset -P '--connection='; then
            _airlock_connections
            return
        fi

        local -i place="${words[(i)--connection(|=*)]}"
        if (( place < CURRENT )); then
            if [[ "${words[place]}" == --connection ]]; then
                local -x AIRLOCK_CONNECTION="${words[place + 1]}"
                words[place,place+1]=()
                (( CURRENT -= 2 ))
            else
                local -x AIRLOCK_CONNECTION="${words[place]#--connection=}"
                words[place]=()
                (( CURRENT -= 1 ))
            fi
        fi
        [[ "${PREFIX}" == -* ]] && compadd -- --connection
        _airlock_words "${@}"
    }

    """#

  static let fish = #"""
    function __airlock_without_connection
        set -l is_name 0
        while read -l word
            if test $is_name -eq 1
                set is_name 0
            else if test "$word" = --connection
                set is_name 1
            else if not string match -q -- '--connection=*' "$word"
                echo -- "$word"
            end
        end
    end

    complete -c airlock -l connection -x -a '(command airlock connection list --names 2>/dev/null)' -d 'Another service than the one in use.'

    """#
}
