#!/usr/bin/env bash
# store remove: one record, sound or not, with what points to it; store check names them.
. "$(dirname "$0")/lib.sh"
. "$E2E_DIR/store_lib.sh"

# A store that an older gimlet filled with what is no artifact.
case_records_that_are_no_artifacts() {
  cp "$DATA_DIR/store/no-artifacts.mdb" old.mdb
  run --store old.mdb store check
  expect_code 4
  for id in garbage-1 empty-1 list-1 o/good without-id-1; do expect_out "^artifact $id: its body"; done
  for id in event-of-no-object event-of-no-results; do expect_out "^event $id: "; done
  expect_no_out 'sound-1|event-of-garbage'
  expect_err 'gimlet store remove ID'
  run --store old.mdb artifact list
  expect_code 4
  expect_err "gimlet store remove 'without-id-1'"
  run --store old.mdb artifact show o/good
  expect_code 4
  expect_err 'its body has another id, "o/evil"'
  make_gitops
  run --store old.mdb release --env staging -a o/good
  expect_code 4
  "$GIMLET" --store old.mdb store check 2>/dev/null >problems
  while read -r id; do
    run --store old.mdb store remove "$id"
    expect_code 0
  done < <(grep -oP '^(artifact|event) \K[^:]+' problems)
  run --store old.mdb store check
  expect_code 0
  run --store old.mdb artifact list -o json
  expect_json 'map(.id) | join(" ")' sound-1
  run --store old.mdb store stats -o json
  expect_json .events 0
}

case_remove() {
  three
  run store remove mycompany/web-2 --dry-run
  expect_code 0
  expect_out '^would remove the artifact mycompany/web-2$'
  expect_equal "lines" "$(wc -l <<<"$out")" 2
  event=$(tail -1 <<<"$out" | grep -oE '[0-9a-z]{26}')
  run store remove mycompany/web-2 --dry-run -o json
  expect_json '"\(.changed) \(.id) \(.artifact) \(.events | join(" "))"' "false mycompany/web-2 true $event"
  run artifact show mycompany/web-2
  expect_code 0
  run store remove mycompany/web-2 -o json
  expect_code 0
  expect_json '"\(.changed) \(.id) \(.artifact) \(.events | join(" "))"' "true mycompany/web-2 true $event"
  run artifact show mycompany/web-2
  expect_code 3
  run release track "$event"
  expect_code 3
  run artifact list --app web -o json
  expect_json 'map(.id) | join(" ")' "mycompany/web-3 mycompany/web-1"
  run store check
  expect_code 0
  # A prefix is no id, and neither is nothing.
  for id in mycompany/web-2 mycompany/web '' "$event"; do
    run store remove "$id"
    expect_code 3
    expect_err 'holds nothing with the id'
  done
  run store remove
  expect_code 2
  run store remove --dry-run mycompany/web
  expect_code 3
  # Another artifact may have the id now.
  artifact a.json web 2 '[]'
  run artifact push -f a.json --no-release -o json
  expect_code 0
  event=$(jq -r .event <<<"$out")
  run store remove "$event"
  expect_code 0
  expect_out "^removed the event $event$"
  run artifact show mycompany/web-2
  expect_code 0
  run store check
  expect_code 0
  run --store none.mdb store remove x
  expect_code 3
}

case_an_id_that_begins_with_a_hyphen() {
  artifact a.json web 1 && jq '.id = "-x"' a.json >b.json
  run artifact push --no-release -f b.json
  expect_code 0
  for command in 'artifact show' 'artifact track' 'store remove'; do
    # shellcheck disable=SC2086  # words
    run $command -x
    expect_code 2
    expect_err '^gimlet: (id|--artifact) is required'
    expect_err '^hint: -x is no option here; a value that begins with "-" goes behind --, as in: -- -x$'
    # shellcheck disable=SC2086  # words
    run $command -- -x
    expect_code 0
  done
  run store remove
  expect_err '^hint: run the command with --help'
}

case_completion_of_ids() {
  three
  run __complete -- store remove mycompany/web-
  expect_equal "candidates" "$(xargs <<<"$out")" "mycompany/web-1 mycompany/web-2 mycompany/web-3"
  run __complete -- store re
  expect_equal "candidates" "$out" remove
}

run_cases "$@"
