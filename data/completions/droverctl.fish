# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of droverctl and drover for fish. What may stand where is known to droverctl itself.

function __droverctl_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    set -l ask $words[1] complete
    string match -q -- '*droverctl' $words[1]; or set ask droverctl complete-window
    set -e words[1]
    for line in (command $ask $words "$(string unescape -- "$typed")" 2>/dev/null)
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
complete -c drover -f -a '(__droverctl_complete)'
