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

# The lock of the branch, which a git holds for a moment just when the push has arrived.
case_a_git_that_moves_the_branch() {
  two_apps
  # shellcheck disable=SC2016  # the hook's own commands
  printf '#!/bin/sh\n: >"%s"\n(sleep 0.2; rm "%s") >/dev/null 2>&1 &\n' "$WORK/gitops/.git/refs/heads/main.lock"{,} >remote.git/hooks/post-receive
  chmod +x remote.git/hooks/post-receive
  push web 4
  expect_code 0
  expect_no_err 'moved meanwhile'
  expect_equal "the clone" "$(git -C gitops status --porcelain -b)" '## main...origin/main'
  expect_equal "the clone's tip" "$(git -C gitops rev-parse HEAD)" "$(remote_tip)"
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

# A release is refused where index and files could not follow: else the user's next commit takes it back.
refused_and_nothing_changed() {
  expect_code 6
  expect_err "$1"
  expect_err '^hint: '
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
  expect_equal "the clone's tip" "$(git -C gitops rev-parse main)" "$tip"
}

case_a_merge_that_is_not_resolved() {
  two_apps
  git -C gitops checkout -q -b side && echo b >gitops/README && git -C gitops add README && git -C gitops commit -q -m b
  git -C gitops checkout -q main && echo a >gitops/README && git -C gitops add README && commit_by_hand a
  git -C gitops merge side >/dev/null 2>&1
  tip=$(remote_tip)
  push web 2
  refused_and_nothing_changed 'a merge is not resolved'
  # Resolved, but not committed: the release goes through, and the merge that follows keeps it.
  echo both >gitops/README && git -C gitops add README
  run artifact push -f web-2.json
  expect_code 0
  git -C gitops commit -q -m "Merge side" && git -C gitops push -q
  expect_version staging/web 2
  expect_equal "the merge's parents" "$(git -C gitops log -1 --format=%p | wc -w)" 2
}

case_a_rebase_that_is_not_finished() {
  two_apps
  git -C gitops checkout -q -b side && echo b >gitops/README && git -C gitops add README && git -C gitops commit -q -m b
  git -C gitops checkout -q main && echo a >gitops/README && git -C gitops add README && git -C gitops commit -q -m a
  git -C gitops rebase side >/dev/null 2>&1
  tip=$(remote_tip) before=$(git -C gitops rev-parse main)
  run artifact push -f web-1.json --gitops-branch main
  run release --gitops-branch main --env production --artifact mycompany/web-1
  expect_code 6
  expect_err 'a rebase of main is not finished'
  expect_equal "the remote's tip" "$(remote_tip)" "$tip"
  expect_equal "the branch" "$(git -C gitops rev-parse main)" "$before"
}

case_a_folder_that_cannot_be_written() {
  if [ "$(id -u)" -ne 0 ]; then as=(); else as=(setpriv --reuid 1001 --regid 1001 --clear-groups); fi
  two_apps
  artifact web-2.json web 2
  [ "$(id -u)" -ne 0 ] || chown -R 1001 "$WORK"
  chmod 755 "$SUITE_DIR"
  chmod -R a-w gitops/staging/web
  tip=$(remote_tip)
  "${as[@]}" "$GIMLET" artifact push -f web-2.json >.out 2>.err </dev/null
  code=$? err=$(cat .err)
  refused_and_nothing_changed 'cannot write in .*/staging/web'
  chmod -R u+w gitops/staging
  "${as[@]}" "$GIMLET" artifact push -f web-2.json >.out 2>.err </dev/null
  code=$?
  expect_code 0
  [ "$(id -u)" -ne 0 ] || chown -R 0 "$WORK"
  expect_version staging/web 2
}

# git says nothing of changes in files that are marked so.
case_changes_that_git_is_told_to_pass_over() {
  two_apps
  for mark in skip-worktree assume-unchanged; do
    git -C gitops update-index --$mark staging/web/manifest.yaml
    echo "# local" >>gitops/staging/web/manifest.yaml
    tip=$(remote_tip)
    push web "2-$mark"
    refused_and_nothing_changed 'staging/web/manifest.yaml'
    expect "the local change is there: $mark" grep -q '# local' gitops/staging/web/manifest.yaml
    git -C gitops update-index --no-$mark staging/web/manifest.yaml
    git -C gitops checkout -q staging/web
    run artifact push -f "web-2-$mark.json"
    expect_code 0
    expect_equal "the clone" "$(git -C gitops status --porcelain)" ""
  done
}

# The files cannot follow although all looked well: a pre-push hook makes one of them a folder. The index follows alone,
# so that the user's next commit does not take the release back.
case_files_that_cannot_follow_after_the_push() {
  two_apps
  remote_hook "rm '$WORK/gitops/staging/web/manifest.yaml'; mkdir -p '$WORK/gitops/staging/web/manifest.yaml/x'; touch '$WORK/gitops/staging/web/manifest.yaml/x/y'"
  push web 2
  expect_code 0
  expect_err 'warning: the commit is made, but'
  rm "$WORK/remote.git/hooks/pre-receive"
  expect_equal "what is staged" "$(git -C gitops diff --cached --name-only)" ""
  git -C gitops commit -q --allow-empty -m "Something else" && git -C gitops push -q
  expect_version staging/web 2
  rm -r gitops/staging/web/manifest.yaml
  git -C gitops restore staging
  expect_equal "the clone after the hint's git restore" "$(git -C gitops status --porcelain)" ""
}

# A file that only its mode was changed of is changed, here and in the index.
case_changed_modes() {
  two_apps
  chmod +x gitops/staging/web/manifest.yaml
  push web 2
  expect_code 6
  expect_err 'staging/web/manifest.yaml'
  chmod -x gitops/staging/web/manifest.yaml
  git -C gitops update-index --chmod=+x staging/web/manifest.yaml
  push web 2
  expect_code 6
  git -C gitops reset -q --hard
  rm gitops/staging/web/manifest.yaml && ln -s ../api/manifest.yaml gitops/staging/web/manifest.yaml
  push web 2
  expect_code 6
  git -C gitops checkout -q staging/web
  # Where modes do not count, they do not.
  git -C gitops config core.fileMode false
  chmod +x gitops/staging/web/manifest.yaml
  push web 2
  expect_code 0
  expect_equal "git status" "$(git -C gitops status --porcelain)" ""
}

# Files are replaced, not written in their place: those that may not be written, and those with other names.
case_files_that_are_replaced() {
  two_apps
  chmod a-w gitops/staging/web/*
  cp -l gitops/staging/web/manifest.yaml backup.yaml
  push web 2
  expect_code 0
  expect_no_err warning
  expect_equal "the file" "$(grep version: gitops/staging/web/manifest.yaml)" '  version: "2"'
  expect_equal "its other name" "$(grep version: backup.yaml)" '  version: "1"'
  expect_equal "git status" "$(git -C gitops status --porcelain)" ""
}

# as_user ID ARGS…: the program as another user, in $out, $err and $code.
as_user() {
  local user=$1
  shift
  mkdir -p "home$user" && chown "$user:$user" "home$user"
  printf -v command_line ' %q' "$@"
  setpriv --reuid "$user" --regid "$user" --clear-groups env HOME="$WORK/home$user" XDG_CONFIG_HOME="$WORK/home$user/config" \
    XDG_DATA_HOME="$WORK/home$user/data" XDG_CACHE_HOME="$WORK/home$user/cache" GIMLET_STORE="$WORK/home$user/store" \
    "$GIMLET" "$@" >"$WORK/.out" 2>"$WORK/.err" </dev/null
  code=$?
  out=$(cat "$WORK/.out") err=$(cat "$WORK/.err")
}

# What would keep the branch, its log or the files from following is found before anything is pushed.
case_what_another_user_may_not_write() {
  [ "$(id -u)" = 0 ] || skip "it needs root, to be another user"
  command -v setpriv >/dev/null || skip "there is no setpriv"
  local part
  chmod 755 "$SUITE_DIR" "$WORK"
  two_apps
  git config --global --add safe.directory '*'
  artifact web-2.json web 2 && chmod 644 web-2.json
  chown -R 1003:1003 gitops remote.git
  tip=$(remote_tip)
  for part in .git/logs/HEAD .git/logs/refs/heads/main .git/refs/heads .git/logs staging/web .git; do
    chown 0:0 "gitops/$part" && chmod go-w "gitops/$part"
    [ "$part" != .git/logs ] || { rm -rf gitops/.git/logs/refs && chown -R 0:0 gitops/.git/logs; }
    as_user 1003 artifact push -f web-2.json
    case $part in .git) expect_code 1 ;; *) expect_code 6 ;; esac
    expect_err "cannot (write|open|move)"
    expect_equal "the remote ($part)" "$(remote_tip)" "$tip"
    chown -R 1003:1003 gitops
  done
  # In a sticky folder nobody takes others' files away.
  chown 0:0 gitops/staging/web gitops/staging/web/manifest.yaml && chmod 1777 gitops/staging/web
  as_user 1003 artifact push -f web-2.json
  expect_code 6
  expect_err "others' files in it cannot be replaced"
  chown -R 1003:1003 gitops
  as_user 1003 artifact push -f web-2.json
  expect_code 0
  expect_version staging/web 2
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
