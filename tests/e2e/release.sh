#!/usr/bin/env bash
# release as a noun: its subcommands, its help, and what CI says about who asked.
. "$(dirname "$0")/lib.sh"

case_help_of_its_subcommands() {
  for sub in make list status track delete; do
    run release "$sub" --help
    expect_code 0
  done
  run release --help
  expect_code 0
  expect_out 'status'
  expect_no_out '^  rollback'
  run release nonsense
  expect_code 2
}

case_triggered_by() {
  make_gitops
  push web 1
  GITHUB_ACTOR=octocat run release --env production -a mycompany/web-1
  expect_code 0
  expect_equal "the CI actor" "$(remote_file production/web/release.json | jq -r .triggeredBy)" octocat
  push web 2
  GITHUB_ACTOR=octocat run release --env production -a mycompany/web-2 --as carol
  expect_equal "--as wins" "$(remote_file production/web/release.json | jq -r .triggeredBy)" carol
  expect_equal "the author" "$(remote_log %an)" carol
}

run_cases "$@"
