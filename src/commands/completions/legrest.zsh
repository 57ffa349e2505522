#compdef legrest
# Completion of legrest in zsh. In ~/.zshrc, after compinit:
#   eval "$(legrest completions zsh)"
# or as the file _legrest in a folder of your fpath.

_legrest() {
    local -a lines names more found expl
    local line value files list heading

    lines=("${(@f)$(LEGREST_COMPLETE=zsh command legrest -- "=${(Q)PREFIX}" $((CURRENT - 1)) \
        "${(@Q)words[1,CURRENT-1]}" "${(@Q)words[CURRENT+1,-1]}" 2>/dev/null)}")
    IFS=$'\t' read -r files list heading <<< "$lines[1]"
    [[ -n $files ]] || return 1

    for line in "${(@)lines[2,-1]}"; do
        [[ -n $line ]] || continue
        value=${line%%$'\t'*}
        names+=("${${value//\\/\\\\}//:/\\:}:${line#*$'\t'}")
    done
    # After one of a list comes a comma, which goes away when a space is typed.
    [[ $list == more && -z $RBUFFER ]] && more=(-q -S ,)

    local -i missing=1
    if (( $#names )); then
        _describe -V -t "legrest-$heading" "$heading" names "${more[@]}" && missing=0
    fi
    case $files in
        toml)
            found=(*.toml(N-.))
            (( $#found )) && _wanted files expl 'routine file' compadd -f -a found && missing=0
            ;;
        paths)
            _files -g '*.toml(-.)' && missing=0
            ;;
        none)
            (( $#names )) || _message -e legrest-value "${heading//\%/%%}"
            ;;
    esac
    return missing
}

if [[ $funcstack[1] == _legrest ]]; then
    _legrest "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
    compdef _legrest legrest
fi
