# Completion of legrest in elvish. In ~/.config/elvish/rc.elv:
#   eval (legrest completions elvish | slurp)

use str

set edit:completion:arg-completer[legrest] = {|@words|
    var word = $words[-1]
    var before = $words[..-1]
    var lines = []
    try {
        set lines = [(e:env LEGREST_COMPLETE=elvish legrest -- '='$word (count $before) $@before 2>/dev/null | from-lines)]
    } catch { }
    if (> (count $lines) 0) {
        for line $lines[1..] {
            var value about = (str:split &max=2 "\t" $line)
            if (eq $about '') {
                edit:complex-candidate $value
            } else {
                edit:complex-candidate $value &display=$value' ('$about')'
            }
        }
        var files = [(str:split "\t" $lines[0])][0]
        if (has-value [toml paths] $files) {
            edit:complete-filename $word | each {|found|
                var path = $found[stem]
                if (or (str:has-suffix $path .toml) (and (eq $files paths) (str:has-suffix $path /))) {
                    put $found
                }
            }
        }
    }
}
