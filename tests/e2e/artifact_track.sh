#!/usr/bin/env bash
# artifact track: what became of an artifact; waiting for who is at work on it.
. "$(dirname "$0")/lib.sh"

case_track_an_artifact() {
  make_gitops
  push web 1
  expect_json .id mycompany/web-1
  event=$(jq -r .event <<<"$out")
  run release make --env production --artifact mycompany/web-1 --output json
  expect_json '.id == .event' true
  release=$(jq -r .id <<<"$out")
  run artifact track mycompany/web-1
  expect_code 0
  expect_equal "what it says" "$(sed -E 's/ [0-9a-f]{7}$//; s/, [^,]*$//' <<<"$out")" "mycompany/web-1
push $event is processed
  staging/web released
  production/web skipped$(printf ' ')
release $release is processed
  production/web released"
  run artifact track --artifact mycompany/web -o json
  expect_code 0
  expect_json '"\(.id) \(.event) \(.type) \(.status) \(.statusDesc)"' "mycompany/web-1 $event push processed "
  expect_json '.results[0].status' released
  expect_json '[.events[].id] | join(" ")' "$release $event"
  # Pushed again: that says what became of it.
  push web 1
  run artifact track -w -t 1h30m mycompany/web-1 -o json
  expect_json '.results[0].status' unchanged
  run artifact track nope
  expect_code 3
  run artifact track
  expect_code 2
  for timeout in "" 10 ten -5s 25h; do
    run artifact track --wait --timeout "$timeout" mycompany/web-1
    expect_code 2
    expect_err 'is no duration of up to 24h'
    run release track --wait --timeout "$timeout" "$event"
    expect_code 2
  done
  # One that was brought here and never pushed.
  run store export all.jsonl
  grep -a '^{"artifact"' all.jsonl >artifacts.jsonl
  export GIMLET_STORE=$WORK/other.mdb
  run store import artifacts.jsonl
  run artifact track mycompany/web-1
  expect_code 0
  expect_err 'nothing was asked of it'
  run artifact track mycompany/web-1 -o json
  expect_json '"\(.status) \(.event) \(.results | length)"' 'processed  0'
}

# A pipe in a script hides the exit code of the push; the tracking that follows tells.
case_track_what_failed() {
  make_gitops
  remote_hook 'exit 1'
  push web 1
  expect_code 5
  event=$(jq -r .event <<<"$out")
  for command in "artifact track mycompany/web-1" "release track $event" "release track --wait --timeout 1s $event"; do
    eval "run $command"
    expect_code 1
    expect_out 'is error'
    expect_out 'staging/web denied'
    eval "run $command -o json"
    expect_code 0
    expect_json .status error
  done
  rm remote.git/hooks/pre-receive
  push web 1
  run artifact track mycompany/web-1
  expect_code 0
}

start_push() {
  "$GIMLET" artifact push -f web.json >/dev/null 2>&1 &
  pids=("$!")
  soon test -e pushing
}

case_wait_for_who_is_at_work() {
  make_gitops
  # shellcheck disable=SC2016  # the hook's own
  remote_hook 'touch "'"$WORK"'/pushing"; while [ ! -e "'"$WORK"'/go-on" ]; do sleep 0.1; done'
  artifact web.json web 1
  start_push
  run artifact track mycompany/web-1
  expect_code 0
  expect_out 'is open'
  run artifact track --wait --timeout 300ms mycompany/web-1
  expect_code 1
  expect_err 'is still open after 300ms'
  (sleep 0.3; touch go-on) &
  run artifact track --wait --timeout 1m mycompany/web-1
  expect_code 0
  expect_out 'staging/web released'
  # Its process died: it is not waited for.
  rm pushing go-on
  artifact web.json web 2
  start_push
  { kill -9 "${pids[0]}" && wait "${pids[0]}"; } 2>/dev/null
  touch go-on
  run artifact track --wait --timeout 1h mycompany/web-2
  expect_code 1
  expect_err 'is still open: its process ended without a result'
  expect_err '^hint: the next write'
}

run_cases "$@"
