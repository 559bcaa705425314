#!/usr/bin/env bash
# completion: the scripts, and bash's in use.
. "$(dirname "$0")/lib.sh"

case_scripts() {
  for shell in bash zsh fish; do
    run completion "$shell"
    expect_code 0
    expect_out gimlet
  done
  run completion csh
  expect_code 2
  run completion bash
  expect_equal "the script" "$out" "$(cat "$E2E_DIR/../../completions/gimlet.bash")"
}

# bash completes with it.
case_bash_completes_with_it() {
  make_gitops
  push web 1
  run completion bash
  mkdir bin && ln -s "$GIMLET" bin/gimlet
  export PATH=$WORK/bin:$PATH
  eval "$out"
  complete_line() {  # what bash offers for these words
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _gimlet
    printf '%s\n' "${COMPREPLY[@]}"
  }
  expect_equal "commands" "$(complete_line gimlet roll)" rollback
  expect_equal "environments" "$(complete_line gimlet release --env '' | tr '\n' ' ')" "production staging "
  expect_equal "artifacts" "$(complete_line gimlet artifact show myc)" mycompany/web-1
}

run_cases "$@"
