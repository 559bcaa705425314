#!/usr/bin/env bash
# artifact list: filters, order, paging, both outputs.
. "$(dirname "$0")/lib.sh"

# some: twelve pushes, then a tag and a pull request.
some() {
  local i
  for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    artifact a.json web "$i"
    run artifact push -f a.json --no-release
  done
  jq '.id = "tagged" | .version.event = "tag" | .version.tag = "v1.0" | .version.branch = ""' a.json >tag.json
  run artifact push -f tag.json --no-release
  jq '.id = "pr" | .version.event = "pr" | .version.sourceBranch = "feature/x" | .version.repositoryName = "o/other"' a.json >pr.json
  run artifact push -f pr.json --no-release
}

case_order_and_pages() {
  some
  run artifact list -o json
  expect_code 0
  expect_json 'length' 10
  expect_json '.[0].id' pr
  expect_json '.[1].id' tagged
  expect_json '.[2].id' mycompany/web-12
  run artifact list
  expect_equal "the last line" "$(tail -1 <<<"$out" | grep -c '^[^ ]*  *pr ')" 1
  expect_equal "lines with the header" "$(wc -l <<<"$out")" 11
  run artifact list --reverse --limit 2
  expect_equal "the first row" "$(sed -n 2p <<<"$out" | grep -c ' pr ')" 1
  run artifact list -o json --limit 3 --offset 2
  expect_json 'map(.id) | join(" ")' "mycompany/web-12 mycompany/web-11 mycompany/web-10"
}

case_filters() {
  some
  run artifact list -o json --event tag
  expect_json 'map(.id) | join(" ")' tagged
  run artifact list -o json --tag v1.0
  expect_json 'map(.id) | join(" ")' tagged
  run artifact list -o json --repo o/other
  expect_json 'map(.id) | join(" ")' pr
  run artifact list -o json --repository mycompany/web --branch main --limit 2
  expect_json 'map(.id) | join(" ")' "mycompany/web-12 mycompany/web-11"
  # Mistake 13: the sourceBranch filter looked at branch; until was ignored; offset did not exist.
  run artifact list -o json --sourceBranch feature/x
  expect_json 'map(.id) | join(" ")' pr
  run artifact list -o json --source-branch main
  expect_json 'length' 0
  run artifact list -o json --until 2001-01-01
  expect_json 'length' 0
  run artifact list -o json --since 1h --limit 100
  expect_json 'length' 14
  run artifact list -o json --since 2100-01-01T00:00:00Z
  expect_json 'length' 0
  run artifact list -o json --env production --app web --limit 100
  expect_json 'length' 14
  run artifact list -o json --app nope
  expect_json 'length' 0
  sha=$(jq -r .version.sha a.json)
  run artifact list -o json --sha "${sha:0:8}"
  expect_json 'map(.id) | sort | join(" ")' "mycompany/web-12 pr tagged"
}

# What was built, for people.
case_the_ref() {
  artifact a.json web 1
  for version in '{"ref": "r-1", "event": "pr", "branch": "x", "sourceBranch": "x", "targetBranch": "main"}' \
    '{"ref": "r-2", "event": "pr", "branch": "main", "sourceBranch": "x"}' '{"ref": "r-3", "event": "pr", "branch": "x", "sourceBranch": "x"}' \
    '{"ref": "r-4", "event": "manual", "branch": "", "tag": "v1"}'; do
    jq --argjson version "$version" '.id = $version.ref | .version += $version' a.json >b.json
    run artifact push -f b.json --no-release
  done
  run artifact list
  expect_out 'r-1 .*pr +x → main +[0-9a-f]{7} '
  expect_out 'r-2 .*pr +x → main +[0-9a-f]{7} '
  expect_out 'r-3 .*pr +x +[0-9a-f]{7} '
  expect_out 'r-4 .*manual +v1 +[0-9a-f]{7} '
}

case_wrong_command_lines() {
  run artifact list --since yesterday-ish
  expect_code 2
  expect_err 'is no time'
  run artifact list --event merge
  expect_code 2
  run artifact list -o yaml
  expect_code 2
}

case_without_a_store() {
  XDG_DATA_HOME=$WORK/empty run artifact list -o json
  expect_code 0
  expect_json 'length' 0
  expect_not "listing made a store" test -e empty/gimlet
}

run_cases "$@"
