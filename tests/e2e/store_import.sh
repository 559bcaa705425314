#!/usr/bin/env bash
# store import: what an export wrote, and artifacts; what is none is refused.
. "$(dirname "$0")/lib.sh"
. "$E2E_DIR/store_lib.sh"

# Artifacts as they are printed: a list, one of them, and one a line.
case_import_of_artifacts() {
  three
  run artifact list -o json
  list=$out
  printf '%s\n' "$list" >list.json
  jq -c '.[]' list.json >lines.jsonl
  jq '.[0]' list.json >one.json
  { echo && jq -c . list.json; } >compact.json
  for file in list.json lines.jsonl compact.json; do
    run --store "$file.mdb" store import "$file" -o json
    expect_code 0
    expect_json '"\(.artifacts) \(.events) \(.unchanged)"' "3 0 0"
    run --store "$file.mdb" store import "$file" -o json
    expect_json '"\(.changed) \(.unchanged)"' "false 3"
    run --store "$file.mdb" store check
    expect_code 0
    run --store "$file.mdb" artifact list -o json
    expect_equal "the artifacts of $file" "$(jq -S 'sort_by(.id)' <<<"$out")" "$(jq -S 'sort_by(.id)' list.json)"
  done
  # In the order of the list, and found by what they hold.
  run --store list.json.mdb artifact list -o json
  expect_equal "the order" "$out" "$list"
  id=$(jq -r '.[0].id' list.json) sha=$(jq -r '.[0].version.sha' list.json)
  run --store list.json.mdb artifact list --sha "$sha" --env "$(jq -r '.[0].environments[0].env' list.json)" -o json
  expect_json '.[0].id' "$id"
  "$GIMLET" artifact show "$id" | "$GIMLET" --store one.mdb store import - >/dev/null
  run --store one.mdb artifact list -o json
  expect_json '"\(length) \(.[0].id)"' "1 $id"
  run --store empty.mdb store import <(echo '[]')
  expect_code 0
  expect_out '^0 artifacts'
}

case_import_of_what_is_no_artifact() {
  three
  run artifact list -o json
  jq '.[1] = {"version": 1}' <<<"$out" >list.json
  run --store new.mdb store import list.json
  expect_code 4
  expect_err 'importing artifact 2 of the list'
  expect_err '^hint: those behind it in the list are imported'
  run --store new.mdb artifact list -o json
  expect_json length 1
  for text in '[1]' '[[]]' '{"id": "a"}' '[{"id": "a"}]' '[{"version": {"repositoryName": "o/r", "sha": "abc"}}]' '"x"' '[' '{"version": {"sha": "a"}}'; do
    run --store new.mdb store import <(printf '%s\n' "$text")
    expect_code 4
  done
  printf '\n{\n  "id": "x",\n  oops\n' >pretty.json
  run --store new.mdb store import pretty.json
  expect_code 4
  expect_err 'pretty.json:4:'
  run --store new.mdb artifact list -o json
  expect_json length 1
}

case_records_whose_bodies_are_none() {
  { record good-1; record 'bad-1' '"x"'; record later-1; } >text.jsonl
  { record good-1; record 'bad-1' '[]'; } >list.jsonl
  { record good-1; record 'bad-1' 'null'; } >null.jsonl
  { record good-1; record 'bad-1' '{"id": "bad-1", "version": {"repositoryName": "o/r"}}'; } >no-sha.jsonl
  { record good-1; record 'bad-1' '{"id": "bad-1", "version": {"repositoryName": "o/r", "sha": "1"}, "environments": [{"app": "../x", "env": "s"}]}'; } >app.jsonl
  { record good-1; record 'o/good' '{"id": "o/evil", "version": {"repositoryName": "o/r", "sha": "1"}}'; } >other-id.jsonl
  { record good-1; record 'o/good' '{"version": {"repositoryName": "o/r", "sha": "1"}}'; } >no-id.jsonl
  { record good-1; echo '{"artifact": {"id": "bad-1", "bodyText": "garbage"}}'; } >garbage.jsonl
  { record good-1; echo '{"artifact": {"id": "bad-1"}}'; } >no-body.jsonl
  { record good-1; echo '{"event": {"id": "e", "status": "open", "request": [1]}}'; } >request.jsonl
  { record good-1; echo '{"event": {"id": "e", "status": "open", "resultsText": "x"}}'; } >results.jsonl
  for file in *.jsonl; do
    run --store "$file.mdb" store import "$file"
    expect_code 4
    expect_err "$file:2"
    run --store "$file.mdb" artifact list -o json
    expect_code 0
    expect_json 'map(.id) | join(" ")' good-1
    run --store "$file.mdb" store check
    expect_code 0
  done
}

# An import takes what artifacts are found by from the artifacts themselves.
case_an_import_of_wrong_fields() {
  echo '{"artifact": {"id": "a-1", "created": 5, "repository": "o/other", "sha": "9",
    "body": {"id": "a-1", "version": {"repositoryName": "o/r", "sha": "1"}, "environments": [{"app": "web", "env": "staging", "manifests": "a: 1"}]}}}' |
    tr -d '\n' >lines
  run store import lines
  expect_code 0
  run artifact list --repository o/r --app web -o json
  expect_json length 1
  run artifact list --repository o/other -o json
  expect_json length 0
}

run_cases "$@"
