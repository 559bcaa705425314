#!/usr/bin/env bash
# manifest functions: the table of template functions.
. "$(dirname "$0")/lib.sh"

case_the_table() {
  run manifest functions
  expect_code 0
  expect_equal "messages" "$err" ""
  expect_out '^FUNCTION +WHAT IT GIVES$'
  expect_out '^trunc LENGTH TEXT +The first LENGTH bytes'
  expect_out '^semverCompare CONSTRAINT VERSION +Whether VERSION satisfies'
  expect_no_out '^and '
  expect_equal "the order" "$(tail -n +2 <<<"$out" | cut -d' ' -f1)" "$(tail -n +2 <<<"$out" | cut -d' ' -f1 | LC_ALL=C sort)"
}

case_json() {
  run manifest functions -o json
  expect_code 0
  expect_json 'map(keys == ["doc", "max", "min", "name", "signature"]) | all' true
  expect_json 'map(.doc | endswith(".")) | all' true
  expect_json '.[] | select(.name == "substr") | "\(.signature) \(.min) \(.max)"' "substr START END TEXT 3 3"
  expect_json '.[] | select(.name == "list") | "\(.signature) \(.min) \(.max)"' "list [VALUE...] 0 null"
  expect_json '.[] | select(.name == "now") | "\(.min) \(.max)"' "0 0"
  expect_json 'length > 220' true
  expect_json '[.[].name] | index("genCA", "toYaml", "include", "env") | type == "number"' "true
true
true
true"
}

# No store, repository or configuration is needed, and none is made.
case_needs_nothing() {
  run --store /nonexistent/store.mdb --gitops-repo /nonexistent manifest functions
  expect_code 0
  expect_not "a store was made" test -e "$XDG_DATA_HOME"
}

case_command_lines() {
  run manifest functions extra
  expect_code 2
  run manifest
  expect_code 2
  run manifest functions --help
  expect_code 0
  expect_out 'functions that templates can use'
  run __complete -- manifest ''
  expect_out '^functions$'
}

run_cases "$@"
