# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Completion of droverctl and drover for bash. What may stand where is known to droverctl itself.

# The words up to the cursor. Readline breaks them at `=` and `:`, too, which belong to ours.
_droverctl_words() {
  local rest=${COMP_LINE:0:COMP_POINT} word stripped i
  words=()
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    stripped=${rest#"${rest%%[![:space:]]*}"}
    if ((i > 0)) && [[ $stripped == "$rest" && -n $rest ]]; then
      words[${#words[@]} - 1]+=${rest:0:${#word}}
    else
      words+=("${stripped:0:${#word}}")
    fi
    rest=${stripped:${#word}}
  done
}

# _droverctl_ask PROGRAM COMMAND: what PROGRAM, droverctl as it was called, offers for the words.
_droverctl_ask() {
  local candidate typed cut='' IFS=$'\n'
  typed=${words[${#words[@]} - 1]}
  # Readline replaces only what stands behind the last break.
  if [[ $typed == *[=:]* && $COMP_WORDBREAKS == *[=:]* ]]; then cut=${typed%"${typed##*[=:]}"}; fi
  COMPREPLY=()
  while IFS=$'\t' read -r candidate _; do
    if [[ $candidate == :files ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r candidate; do COMPREPLY+=("$candidate"); done < <(compgen -f -- "${typed##--*=}")
      continue
    fi
    [[ $candidate == *= ]] && compopt -o nospace 2>/dev/null
    COMPREPLY+=("$(printf '%q' "${candidate#"$cut"}")")
  done < <("$1" "$2" "${words[@]:1}" 2>/dev/null)
}

_droverctl() {
  local words
  _droverctl_words
  _droverctl_ask "${words[0]}" complete
}

_drover() {
  local words
  _droverctl_words
  _droverctl_ask droverctl complete-window
}

complete -F _droverctl droverctl
complete -F _drover drover
