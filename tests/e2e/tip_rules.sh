#!/usr/bin/env bash
# What the branch's tip says to a release: a policy never goes back, and files of somebody else's are not replaced unasked.
. "$(dirname "$0")/lib.sh"

# built VERSION CREATED [FILTER]: web-VERSION.json, whose commit is of that time.
built() {
  artifact "web-$1.json" web "$1"
  jq ".version.created = $2 | ${3:-.}" "web-$1.json" >.new && mv .new "web-$1.json"
}

case_an_older_build_that_finishes_later() {
  make_gitops
  built 2 2000
  built 1 1000
  run artifact push -f web-2.json
  tip=$(remote_tip)
  run artifact push -f web-1.json -o json
  expect_code 0
  expect_json '.results[0].status' skipped
  expect_json '.results[0].rule' order
  expect_json '.results[0].reason' "older than what runs, mycompany/web-2; to release it all the same: gimlet release --env staging --app web --artifact mycompany/web-1"
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
  # What it says can be typed.
  eval "run $(jq -r '.results[0].reason' <<<"$out" | sed 's/.*: gimlet //')"
  expect_code 0
  expect_version staging/web 1
  # Of the same second is not older.
  built 3 1000
  run artifact push -f web-3.json
  expect_version staging/web 3
}

# What cannot be compared is not older: another branch, another repository, no time.
case_what_is_not_older() {
  make_gitops
  built main 2000
  run artifact push -f web-main.json
  built branch 1000 '.version.branch = "other" | .environments[0].deploy.branch = "other"'
  run artifact push -f web-branch.json
  expect_version staging/web branch
  run artifact push -f web-main.json
  run release --env staging --artifact mycompany/web-main
  built repository 1000 '.version.repositoryName = "mycompany/web-fork"'
  run artifact push -f web-repository.json
  expect_version staging/web repository
  run release --env staging --artifact mycompany/web-main
  built timeless 0 'del(.version.created)'
  run artifact push -f web-timeless.json
  expect_version staging/web timeless
}

case_a_manifest_opts_out() {
  make_gitops
  built 2 2000
  built 1 1000 '.environments[0].deploy.order = "any"'
  run artifact push -f web-2.json
  run artifact push -f web-1.json
  expect_code 0
  expect_version staging/web 1
  built 3 1 '.environments[0].deploy.order = "newest"'
  run artifact push -f web-3.json
  expect_code 4
  expect_err 'unknown order "newest".*/environments/0/deploy/order'
  printf 'app: a\nenv: b\ndeploy: {event: push, order: any}\nmanifests: "a: b"\n' >manifest.yaml
  run manifest lint manifest.yaml
  expect_code 0
  expect_err '^0 errors, 0 warnings in 1 file'
}

# hand_written: an app of a Flux monorepo.
hand_written() {
  make_gitops
  mkdir -p gitops/staging/web
  printf 'resources: [d.yaml]\n' >gitops/staging/web/kustomization.yaml
  echo 'kind: D' >gitops/staging/web/d.yaml
  commit_by_hand "By hand"
  before=$(git -C gitops rev-parse main:staging/web)
  tip=$(remote_tip)
}

case_files_that_no_release_made() {
  hand_written
  push web 1
  expect_code 6
  expect_json '.results[0].status' failed
  expect_err 'staging/web holds files that no release made: d.yaml, kustomization.yaml'
  expect_err '^hint: --adopt replaces them'
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
  run release --env staging --artifact mycompany/web-1
  expect_code 6
  run release --env staging --artifact mycompany/web-1 --adopt
  expect_code 0
  expect_version staging/web 1
  push web 2
  expect_code 0
  run rollback --env staging --app web --previous
  expect_version staging/web 1
  run rollback --env staging --app web --previous
  expect_code 0
  expect_out 'files that no release made'
  expect_equal "what stood there before" "$(git -C remote.git rev-parse main:staging/web)" "$before"
  run release status --env staging -o json
  expect_code 0
  expect_json .web null
  run rollback --env staging --app web --to mycompany/web-2
  expect_version staging/web 2
}

case_adopted_by_a_push() {
  hand_written
  artifact web-1.json web 1
  run artifact push -f web-1.json --adopt
  expect_code 0
  expect_version staging/web 1
  expect_equal "files" "$(git -C remote.git ls-tree --name-only main:staging/web | tr '\n' ' ')" "manifest.yaml release.json "
}

run_cases "$@"
