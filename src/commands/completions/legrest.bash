# Completion of legrest in bash. In ~/.bashrc:
#   eval "$(legrest completions bash)"

_legrest() {
    local word=$2
    # Readline takes the = of --level=full for a word of its own, and a colon.
    [[ $word == [=:] ]] && word=

    local files='' more='' value about values=() abouts=() width=0
    {
        IFS=$'\t' read -r files more _
        while IFS=$'\t' read -r value about; do
            values+=("$value")
            abouts+=("$about")
            ((${#value} > width)) && width=${#value}
        done
    } < <(LEGREST_COMPLETE=bash command legrest -- "=${COMP_LINE:0:COMP_POINT}" \
        "${#word}" "${COMP_LINE:COMP_POINT}" 2>/dev/null)

    COMPREPLY=()
    local i row
    for i in "${!values[@]}"; do
        row=${values[i]}
        # A list that is only looked at tells what each is. It is never
        # inserted: what the words have in common ends within the words.
        if [[ ${COMP_TYPE-} == 63 || ${COMP_TYPE-} == 33 || ${COMP_TYPE-} == 64 ]] &&
            ((${#values[@]} > 1)) && [[ ${abouts[i]} ]]; then
            printf -v row '%-*s  (%s)' "$width" "$row" "${abouts[i]}"
            ((${#row} < ${COLUMNS:-80})) || row="${row:0:${COLUMNS:-80}-3})"
        fi
        COMPREPLY[${#COMPREPLY[@]}]=$row
    done
    if [[ $more == more ]]; then
        compopt -o nospace 2>/dev/null
    fi

    local path
    if [[ $files == paths ]]; then
        # Readline writes the names of files, and a slash behind folders.
        compopt -o filenames 2>/dev/null
        while IFS= read -r path; do
            COMPREPLY[${#COMPREPLY[@]}]=$path
        done < <(compgen -d -- "$word")
    fi
    if [[ $files == paths || $files == toml ]]; then
        while IFS= read -r path; do
            [[ -d $path ]] && continue
            [[ $files == paths ]] || printf -v path %q "$path"
            COMPREPLY[${#COMPREPLY[@]}]=$path
        done < <(compgen -f -X '!*.toml' -- "$word")
    fi
}

if ((BASH_VERSINFO[0] > 4 || BASH_VERSINFO[0] == 4 && BASH_VERSINFO[1] >= 4)); then
    complete -o nosort -F _legrest legrest
else
    complete -F _legrest legrest
fi
