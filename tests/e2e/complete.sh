#!/usr/bin/env bash
# __complete: what the completion scripts ask.
. "$(dirname "$0")/lib.sh"

words() { run __complete -- "$@"; out=$(tr '\n' ' ' <<<"$out"); }

case_commands() {
  words rel
  expect_equal "commands" "$out" "release "
  words artifact ''
  expect_equal "sub-commands" "$out" "add create list push show track "
  words release ''
  expect_out 'delete list make status track'
  expect_no_out '(^| )rollback( |$)'
}

case_environments_apps_and_targets() {
  make_gitops
  push web 1
  push api 1
  ref=$(remote_log %h --abbrev=10 -- staging/web)
  words rollback --env st
  expect_equal "envs" "$out" "staging "
  words rollback --env staging --app ''
  expect_equal "apps" "$out" "api web "
  words rollback --env staging --app web --to ''
  expect_equal "targets" "$out" "$ref "
}

case_artifacts() {
  make_gitops
  push web 1
  push api 1
  words artifact show mycompany/w
  expect_equal "ids" "$out" "mycompany/web-1 "
  words release -a ''
  expect_equal "ids" "$out" "mycompany/api-1 mycompany/web-1 "
}

case_options_and_their_values() {
  make_gitops
  push web 1
  push api 1
  words release --dry
  expect_equal "options" "$out" "--dry-run "
  words release --env=pro
  expect_equal "with =" "$out" "--env=production "
  words --output ''
  expect_equal "formats" "$out" "json text "
  words artifact list --repository ''
  expect_equal "repositories" "$out" "mycompany/api mycompany/web "
}

# It is silent where there is nothing to offer.
case_nothing_to_offer() {
  make_gitops
  push web 1
  unset GIMLET_GITOPS_REPO
  XDG_DATA_HOME=$WORK/none words rollback --env ''
  expect_code 0
  expect_equal "nothing" "$out$err" " "
  words --gitops-repo "$WORK/gitops" rollback --env prod
  expect_equal "its own --gitops-repo" "$out" "production "
  GIMLET_GITOPS_REPO=/nonexistent words rollback --env ''
  expect_code 0
  expect_equal "errors" "$err" ""
}

run_cases "$@"
