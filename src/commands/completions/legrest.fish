# Completion of legrest in fish. Once:
#   legrest completions fish > ~/.config/fish/completions/legrest.fish

function __legrest_complete
    set -l word (commandline -ct)
    set -l before (commandline -opc)
    set -l all (commandline -op)
    set -l next (math (count $before) + 1)
    # What stands at the cursor is one of all words, unless it is empty.
    test -n "$word"; and set next (math $next + 1)
    set -l after $all[$next..]

    set -l lines (env LEGREST_COMPLETE=fish legrest -- "=$word" (count $before) \
        $before $after 2>/dev/null)
    set -l files (string split \t -- $lines[1])[1]
    printf '%s\n' $lines[2..]
    switch "$files"
        case toml
            printf '%s\n' *.toml
        case paths
            complete -C "'' $word" | string match -r '^[^\t]*(?:/|\.toml)(?:\t.*)?$'
    end
end

complete -c legrest -f -k -a '(__legrest_complete)'
