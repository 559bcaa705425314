#!/usr/bin/env bash
# store: stats, check, backup, export, import; files that are no store.
. "$(dirname "$0")/lib.sh"

store() { echo "$XDG_DATA_HOME/gimlet/store.mdb"; }

# three: a store with three artifacts.
three() {
  local i
  for i in 1 2 3; do
    artifact a.json web "$i"
    run artifact push -f a.json --no-release
  done
}

case_stats_and_check() {
  run store stats
  expect_code 3
  three
  expect_equal "the file's mode" "$(stat -c %a "$(store)")" 600
  run store stats -o json
  expect_code 0
  expect_json '"\(.artifacts) \(.events) \(.schemaVersion)"' "3 3 1"
  run store stats
  expect_out 'artifacts  3'
  run store check -o json
  expect_code 0
  expect_json .ok true
}

case_backup() {
  three
  run store backup copy.mdb
  expect_code 0
  expect_equal "the copy's mode" "$(stat -c %a copy.mdb)" 600
  run --store copy.mdb store check
  expect_code 0
  run --store copy.mdb artifact list -o json
  expect_json length 3
  run store backup copy.mdb
  expect_not "an existing file was overwritten" test "$code" = 0
}

case_export_and_import() {
  three
  run store export lines.jsonl
  expect_code 0
  expect_equal "lines" "$(wc -l <lines.jsonl)" 6
  expect "each line is JSON" jq -e . lines.jsonl
  run store export
  expect_equal "the same on stdout" "$out" "$(cat lines.jsonl)"
  run --store new.mdb store import lines.jsonl -o json
  expect_code 0
  expect_json '"\(.artifacts) \(.events) \(.unchanged)"' "3 3 0"
  run --store new.mdb store import lines.jsonl -o json
  expect_json '"\(.changed) \(.unchanged)"' "false 6"
  run --store new.mdb artifact list -o json
  from_new=$out
  run artifact list -o json
  expect_equal "the lists" "$from_new" "$out"
  head -2 lines.jsonl >broken.jsonl && echo '{"artifact": ' >>broken.jsonl
  run --store broken.mdb store import broken.jsonl
  expect_code 4
  expect_err 'broken\.jsonl:3'
  run --store broken.mdb artifact list -o json
  expect_json length 2
}

# Files that are no store.
case_files_that_are_no_store() {
  seed_random
  three
  : >empty.mdb
  run --store empty.mdb artifact list
  expect_code 4
  random_bytes 100000 >random.mdb
  run --store random.mdb artifact list
  expect_code 4
  expect_err 'random.mdb'
  head -c 5000 "$(store)" >short.mdb
  run --store short.mdb artifact list
  expect_code 4
  run --store . artifact list
  expect_not "a folder is no store" test "$code" = 0
}

run_cases "$@"
