# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of droverctl for fish. What may stand where is known to droverctl itself.

function __droverctl_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    for line in (command $program complete $words "$(string unescape -- "$typed")" 2>/dev/null)
        if test "$line" = ":files"
            set -l prefix (string match -r -- '^--[^=]*=' $typed)
            for file in (__fish_complete_path (string replace -r -- '^--[^=]*=' '' $typed))
                echo "$prefix$file"
            end
        else
            echo $line
        end
    end
end

complete -c droverctl -f -a '(__droverctl_complete)'
