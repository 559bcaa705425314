#!/usr/bin/env bash
# release delete: one app's folder, fetched first, pushed or failed.
. "$(dirname "$0")/lib.sh"

# Mistake 7: an app's subfolder that is called like an env was in danger.
case_folders_that_are_called_like_an_env() {
  make_gitops
  push web 1
  push api 1
  mkdir -p gitops/staging/web/staging gitops/staging/web/production
  echo x >gitops/staging/web/staging/x.yaml
  commit_by_hand "By hand"
  run release delete --env staging --app web --dry-run -o json
  expect_json '.results[0].status' deleted
  expect "it is still there" remote_file staging/web/manifest.yaml
  run release delete --env staging --app web -o json
  expect_code 0
  expect_json .changed true
  expect_json '.results[0] | "\(.env)/\(.app) \(.status)"' "staging/web deleted"
  expect_not "the folder is there" git -C remote.git cat-file -e main:staging/web
  expect "the other app is there" remote_file staging/api/manifest.yaml
  expect_equal "the subject" "$(remote_log %s)" "[GimletD delete] staging/web deleted by Test User"
}

case_what_is_not_there() {
  make_gitops
  push web 1
  push api 1
  run release delete --env staging --app web
  expect_code 0
  tip=$(remote_tip)
  run release delete --env staging --app web -o json
  expect_code 0
  expect_json .changed false
  run release delete --env qa --app web
  expect_code 3
  run release delete --env staging --app ../production
  expect_code 4
}

# Mistake 6: deleting pushed without fetching first, and ignored push errors.
case_fetches_first() {
  make_gitops
  push api 1
  git clone -q remote.git second 2>/dev/null
  commit_by_hand "Meanwhile" second
  run release delete --env staging --app api -o json
  expect_code 0
  expect_equal "nothing is lost" "$(git -C remote.git log -2 --format=%s main | tail -1)" Meanwhile
}

case_a_push_that_is_refused() {
  make_gitops
  push web 2
  remote_hook 'exit 1'
  tip=$(git -C gitops rev-parse main)
  run release delete --env staging --app web
  expect_code 5
  expect_equal "the clone's tip" "$(git -C gitops rev-parse main)" "$tip"
  expect "the file is still there" test -f gitops/staging/web/manifest.yaml
}

case_dry_run_and_no_push() {
  make_gitops
  push web 1
  tip=$(remote_tip)
  run release delete --env staging --app web --dry-run --diff
  expect_code 0
  expect_out '^-  version: "1"'
  expect "the file is still there" test -f gitops/staging/web/manifest.yaml
  run release delete --env staging --app web --no-push
  expect_code 0
  expect_not "the file is there" test -e gitops/staging/web/manifest.yaml
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
}

case_deadline() {
  make_gitops
  push web 1
  remote_that_moves
  run release delete --env staging --app web --deadline 1
  expect_code 6
  expect "the file is still there" test -f gitops/staging/web/manifest.yaml
}

run_cases "$@"
