#!/usr/bin/env bash
# release track: the store's record of a request.
. "$(dirname "$0")/lib.sh"

case_a_push() {
  make_gitops
  push web 1
  event=$(jq -r .event <<<"$out")
  run release track "$event" -o json
  expect_code 0
  expect_json .id "$event"
  expect_json .type push
  expect_json .status processed
  expect_json .statusDesc ""
  expect_json '.results[0].gitopsRef' "$(remote_tip)"
  run release track "$event"
  expect_out 'processed'
  expect_out 'staging/web released'
}

case_a_release() {
  make_gitops
  push web 1
  run release --env production -a mycompany/web-1 -o json
  run release track "$(jq -r .event <<<"$out")" -o json
  expect_json '.request | "\(.type) \(.env) \(.triggeredBy)"' "release production Test User"
  expect_equal "the trailer" "$(remote_trailer Gimlet-Event)" "$(jq -r .id <<<"$out")"
}

# Mistake 11: "processed" was reported for failed deploys.
case_a_release_that_failed() {
  make_gitops
  remote_hook 'exit 1'
  push web 1
  expect_code 5
  run release track "$(jq -r .event <<<"$out")" -o json
  expect_json .status error
}

case_an_event_that_is_not_there() {
  run release track nope
  expect_code 3
  run release track
  expect_code 2
}

run_cases "$@"
