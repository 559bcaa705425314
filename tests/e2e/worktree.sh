#!/usr/bin/env bash
# A clone with a working tree: touched paths follow, local changes elsewhere stay, local changes in the way are a conflict.
. "$(dirname "$0")/lib.sh"

two_apps() {
  make_gitops
  push web 1
  push api 1
}

case_local_changes_elsewhere_stay() {
  two_apps
  echo "note" >gitops/untracked.txt
  echo "# local" >>gitops/staging/api/manifest.yaml
  push web 2
  expect_code 0
  expect_equal "the touched file" "$(grep version: gitops/staging/web/manifest.yaml)" '  version: "2"'
  expect_equal "local changes" "$(git -C gitops status --porcelain | sort)" "$(printf ' M staging/api/manifest.yaml\n?? untracked.txt')"
}

case_local_changes_in_the_way() {
  two_apps
  echo "# local" >>gitops/staging/api/manifest.yaml
  tip=$(remote_tip)
  push api 2
  expect_code 6
  expect_err 'staging/api/manifest.yaml'
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
  expect_equal "the clone's tip" "$(git -C gitops rev-parse main)" "$tip"
  expect "the local change is there" grep -q '# local' gitops/staging/api/manifest.yaml
  git -C gitops checkout -q staging/api
  run artifact push -f api-2.json -o json
  expect_code 0
  expect_json '.results[0].status' released
}

# A staged file that no release writes is not in the way; a staged change of one that it writes is, and so is an
# untracked file.
case_what_is_staged() {
  two_apps
  echo staged >gitops/staging/web/staged.yaml && git -C gitops add staging/web/staged.yaml
  push web 3
  expect_code 0
  expect_equal "what is staged" "$(git -C gitops status --porcelain | grep staged.yaml)" "A  staging/web/staged.yaml"
  git -C gitops reset -q && rm gitops/staging/web/staged.yaml
  echo "# staged" >>gitops/staging/web/manifest.yaml && git -C gitops add staging/web/manifest.yaml
  push web 3b
  expect_code 6
  git -C gitops reset -q && git -C gitops checkout -q staging/web
  mkdir -p gitops/staging/new && echo precious >gitops/staging/new/manifest.yaml
  push new 1
  expect_code 6
  expect_equal "the untracked file" "$(cat gitops/staging/new/manifest.yaml)" precious
  rm -r gitops/staging/new
}

# index.lock of a git that is at work.
case_a_git_that_is_at_work() {
  two_apps
  : >gitops/.git/index.lock
  tip=$(remote_tip)
  push web 4
  expect_code 6
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
  rm gitops/.git/index.lock
}

# Another clone released meanwhile: fetched first, and the tree follows.
case_another_clone_released_meanwhile() {
  two_apps
  git clone -q remote.git second 2>/dev/null
  GIMLET_GITOPS_REPO=$WORK/second push web 5
  expect_code 0
  push api 5
  expect_code 0
  expect_equal "what the other released is here" "$(grep version: gitops/staging/web/manifest.yaml)" '  version: "5"'
  expect_equal "the tree" "$(git -C gitops status --porcelain | grep -v untracked)" ""
}

# A linked worktree is written to, and not the one beside it.
case_a_linked_worktree() {
  two_apps
  git -C gitops worktree add -q "$WORK/linked" -b side 2>/dev/null
  GIMLET_GITOPS_REPO=$WORK/linked run release --env production -a mycompany/web-1 --no-push
  expect_code 0
  expect "the linked tree has it" test -f linked/production/web/manifest.yaml
  expect_not "the main tree has it" test -e gitops/production/web
  expect_equal "its index" "$(git -C linked status --porcelain)" ""
  expect_equal "its log of HEAD" "$(git -C linked reflog -1 --format=%gs)" "gimlet: release"
  expect_not "the main tree's log has it" grep -q "$(git -C linked rev-parse HEAD)" gitops/.git/logs/HEAD
}

case_a_bare_clone() {
  make_gitops
  git clone -q --bare remote.git bare.git 2>/dev/null
  GIMLET_GITOPS_REPO=$WORK/bare.git push web 6
  expect_code 0
  expect_version staging/web 6
}

run_cases "$@"
