#!/usr/bin/env bash
# artifact show: the document comes back as it went in, plus id and created.
. "$(dirname "$0")/lib.sh"

# odd: an artifact with fields of its own and keys in any case; $id is what it got.
odd() {
  cat >a.json <<'JSON'
{"version": {"repositoryName": "o/r", "sha": "abc", "unknownInVersion": [1, 2.50, "é"]},
 "Environments": [{"App": "web", "ENV": "staging", "x-custom": {"z": 1, "a": 2}}], "zeta": null, "alpha": true}
JSON
  run artifact push -f a.json -o json
  expect_code 0
  id=$(jq -r .artifact.id <<<"$out")
}

case_as_it_went_in() {
  odd
  run artifact show "$id"
  expect_code 0
  expect_json .id "$id"
  expect_json '.created | type' number
  expect_equal "all but id and created" "$(jq -S 'del(.id, .created)' <<<"$out")" "$(jq -S . a.json)"
  expect_json 'keys_unsorted | map(select(. != "id" and . != "created")) | join(" ")' "version Environments zeta alpha"
}

case_by_prefix() {
  odd
  run artifact show --artifact "${id:0:12}"
  expect_code 0
  expect_json .id "$id"
  # Whatever the ids that were made up begin with: these have a prefix in common that is no id.
  for i in 1 2; do
    artifact a.json web "$i"
    run artifact push -f a.json --no-release
  done
  run artifact show mycompany/web-
  expect_code 3
  expect_err 'several artifacts begin with'
}

case_what_is_not_there() {
  odd
  run artifact show no-such
  expect_code 3
  expect_err 'there is no artifact "no-such"'
  run artifact show no-such -o json
  expect_code 3
  expect_json .error.code 3
  expect_json '.error.hint | length > 0' true
  run artifact show
  expect_code 2
}

run_cases "$@"
