#!/usr/bin/env bash
# artifact show: the document comes back as it went in, plus id and created.
. "$(dirname "$0")/lib.sh"

cat >a.json <<'JSON'
{"version": {"repositoryName": "o/r", "sha": "abc", "unknownInVersion": [1, 2.50, "é"]},
 "Environments": [{"App": "web", "ENV": "staging", "x-custom": {"z": 1, "a": 2}}], "zeta": null, "alpha": true}
JSON
run artifact push -f a.json -o json
expect_code 0
id=$(jq -r .artifact.id <<<"$out")
run artifact show "$id"
expect_code 0
expect_json .id "$id"
expect_json '.created | type' number
expect_equal "all but id and created" "$(jq -S 'del(.id, .created)' <<<"$out")" "$(jq -S . a.json)"
expect_json 'keys_unsorted | map(select(. != "id" and . != "created")) | join(" ")' "version Environments zeta alpha"

run artifact show "${id:0:12}"
expect_code 0
expect_json .id "$id"
run artifact show no-such
expect_code 3
expect_err 'there is no artifact "no-such"'
run artifact show no-such -o json
expect_code 3
expect_json .error.code 3
expect_json '.error.hint | length > 0' true
run artifact push -f a.json -o json
run artifact show o/r-
expect_code 3
expect_err 'several artifacts begin with'
run artifact show
expect_code 2
