# shellcheck shell=bash
# Completion of gimlet for bash. The program itself knows its commands and options, and takes ids, environments and apps
# from the store and the GitOps repository.
_gimlet() {
  local words=("${COMP_WORDS[@]:1:COMP_CWORD}") cur
  # bash splits words at = and :, which options and artifact ids hold; ask for the word as it was typed.
  if declare -F _get_comp_words_by_ref >/dev/null; then
    local typed=() index
    _get_comp_words_by_ref -n "=:" -w typed -i index cur
    words=("${typed[@]:1:index}")
  else
    cur=${COMP_WORDS[COMP_CWORD]}
  fi
  local IFS=$'\n'
  # shellcheck disable=SC2207  # one candidate a line, none with white space
  COMPREPLY=($(gimlet __complete -- "${words[@]}" 2>/dev/null))
  if declare -F __ltrim_colon_completions >/dev/null; then
    __ltrim_colon_completions "$cur"
  fi
}
complete -o default -F _gimlet gimlet
