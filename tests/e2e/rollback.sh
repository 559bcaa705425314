#!/usr/bin/env bash
# rollback: the app's folder as it was at a release, in one commit, whatever was released since.
. "$(dirname "$0")/lib.sh"

# history: three releases of web and, among them, two of api.
history() {
  make_gitops
  push web 1
  first=$(remote_tip)
  first_tree=$(git -C remote.git rev-parse main:staging/web)
  push web 2
  second=$(remote_tip)
  push api 1
  push web 3
  third=$(remote_tip)
  push api 2
}

# in_production: three versions of web, released by hand.
in_production() {
  local version
  make_gitops
  for version in 1 2 3; do
    push web "$version"
    run release --env production -a "mycompany/web-$version"
  done
}

# Mistake 1: git revert failed as soon as another app of the env was released later.
case_other_apps_were_released_since() {
  history
  run rollback --env staging --app web --to "${first:0:9}" -o json
  expect_code 0
  expect_json .changed true
  expect_json '.results[0].gitopsRef' "$(remote_tip)"
  expect_equal "the folder's tree" "$(git -C remote.git rev-parse main:staging/web)" "$first_tree"
  expect_version staging/api 2
  expect_equal "the subject" "$(remote_log %s)" "[Gimlet] staging/web rolled back to ${first:0:7}"
  body=$(remote_log %b)
  expect_equal "the reverted commits" "$(grep -c 'This reverts commit' <<<"$body")" 2
  expect "it names the second" grep -q "This reverts commit $second." <<<"$body"
  expect "it names the third" grep -q "This reverts commit $third." <<<"$body"
  expect_equal "the clone's file" "$(grep version: gitops/staging/web/manifest.yaml)" '  version: "1"'
}

# The same again is nothing to do.
case_the_same_again_changes_nothing() {
  history
  run rollback --env staging --app web --to "$first"
  expect_code 0
  run rollback --env staging --app web --to "$first" -o json
  expect_code 0
  expect_json .changed false
}

# Mistake 2: an unknown or abbreviated target reverted every release.
case_targets_that_are_none() {
  history
  tip=$(remote_tip)
  run rollback --env staging --app web --to ffffffff
  expect_code 3
  run rollback --env staging --app web --to no/such-artifact
  expect_code 3
  run rollback --env staging --app web --to "$(git -C remote.git log -1 --format=%H --grep=Start main)"
  expect_code 3
  run rollback --env staging --app nope --to "$first"
  expect_code 3
  run rollback --env staging --app api --to "$third"
  expect_code 3
  expect_equal "the tip" "$(remote_tip)" "$tip"
}

# By artifact, and to the release before.
case_by_artifact_and_to_the_release_before() {
  in_production
  run rollback --env production --app web --previous -o json
  expect_code 0
  expect_version production/web 2
  run rollback --env production --app web --previous -o json
  expect_version production/web 1
  run rollback --env production --app web --previous
  expect_code 3
  run release rollback --env production --app web -t mycompany/web-3 -o json
  expect_code 0
  expect_version production/web 3
}

case_command_lines_that_are_wrong() {
  make_gitops
  run rollback --env production --app web
  expect_code 2
  run rollback --env production --app web --previous --to x
  expect_code 2
}

case_dry_run() {
  in_production
  tip=$(remote_tip)
  run rollback --env production --app web --to mycompany/web-1 --dry-run --diff
  expect_code 0
  expect_out '^-  version: "3"'
  expect_out '^\+  version: "1"'
  expect_equal "the tip" "$(remote_tip)" "$tip"
}

case_no_push() {
  in_production
  tip=$(remote_tip)
  run rollback --env production --app web --previous --no-push
  expect_code 0
  expect_equal "the clone's file" "$(grep version: gitops/production/web/manifest.yaml)" '  version: "2"'
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
}

case_deadline() {
  in_production
  remote_that_moves
  run rollback --env production --app web --previous --deadline 1
  expect_code 6
  expect_version production/web 3
}

# Mistake 5: the recorded commit could be one that never reached the remote.
case_the_recorded_commit_is_in_the_remote() {
  in_production
  git clone -q remote.git second 2>/dev/null
  commit_by_hand "Meanwhile" second
  run rollback --env production --app web --to mycompany/web-1 -o json
  expect_code 0
  ref=$(jq -r '.results[0].gitopsRef' <<<"$out")
  expect "the commit is in the remote" git -C remote.git merge-base --is-ancestor "$ref" main
}

run_cases "$@"
