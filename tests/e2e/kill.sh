#!/usr/bin/env bash
# A process killed at any point leaves either nothing or the whole commit; asking again makes up for it, once.
. "$(dirname "$0")/lib.sh"

bare_clone() {
  make_gitops
  git clone -q --bare remote.git clone.git 2>/dev/null
  export GIMLET_GITOPS_REPO=$WORK/clone.git
}

case_killed_anywhere() {
  seed_random
  bare_clone
  rounds=25 finished=0
  for i in $(seq 1 $rounds); do
    artifact "web-$i.json" web "$i"
    "$GIMLET" artifact push -f "web-$i.json" >/dev/null 2>&1 &
    pid=$!
    sleep "0.0$((RANDOM % 70 + 10))"
    kill -9 "$pid" 2>/dev/null || finished=$((finished + 1))
    wait "$pid" 2>/dev/null
    expect "the remote is whole after a kill" soon git -C remote.git fsck --strict --no-dangling
    run artifact push -f "web-$i.json" -o json
    expect_code 0
    expect_equal "the version after round $i" "$(remote_file staging/web/manifest.yaml | grep version:)" "  version: \"$i\""
  done
  echo "$finished of $rounds pushes ended before they were killed"
  expect_equal "each release was made once" "$(git -C remote.git log --format=%s main -- staging/web | wc -l)" "$rounds"
  run store check
  expect_code 0
  run artifact list --limit 100 -o json
  expect_json length "$rounds"
  expect "the clone is whole" git -C clone.git fsck --strict --no-dangling
  expect_equal "kept refs" "$(git -C clone.git for-each-ref refs/gimlet)" ""
}

# Killed while the remote takes the push, which then succeeds or fails without it: the next write finds out what became
# of the request, and says so.
# kill_in_hook EXIT-CODE APP: pushes version 1 of an app; the remote's hook kills it, then ends so.
kill_in_hook() {
  local pid_file=$WORK/pid
  cat >remote.git/hooks/pre-receive <<HOOK
#!/bin/sh
until [ -s $pid_file ]; do sleep 0.01; done
kill -9 "\$(cat $pid_file)" && rm $pid_file
exit $1
HOOK
  chmod +x remote.git/hooks/pre-receive
  artifact "$2-1.json" "$2" 1
  "$GIMLET" artifact push -f "$2-1.json" >/dev/null 2>&1 &
  echo $! >"$pid_file.new" && mv "$pid_file.new" "$pid_file"
  wait $! 2>/dev/null
  expect_equal "$2 was killed" $? 137
  sleep 0.3
  rm remote.git/hooks/pre-receive
}

case_killed_while_the_remote_takes_the_push() {
  bare_clone
  kill_in_hook 0 arrived
  expect_equal "the push arrived" "$(git -C remote.git log --format=%s main -1 -- staging/arrived)" "[Gimlet] staging/arrived automated deploy"
  arrived=$(remote_tip)
  arrived_event=$(remote_trailer Gimlet-Event)
  run release track "$arrived_event" -o json
  expect_json .status open
  run doctor -o json
  expect_json '.[] | select(.check == "events") | .status' warn
  kill_in_hook 1 refused
  run doctor -o json
  expect_json '.[] | select(.check == "events") | .detail' "2 requests did not end"

  push other 1
  expect_code 0
  run doctor -o json
  expect_json '.[] | select(.check == "events") | .status' ok
  run release track "$arrived_event" -o json
  expect_json .status processed
  expect_json '.results[0].gitopsRef' "$arrived"
  expect_json '.results[0] | .env + "/" + .app + " " + .status' "staging/arrived released"
  run artifact push -f arrived-1.json -o json
  expect_code 0
  expect_json .changed false
  run artifact push -f refused-1.json -o json
  expect_code 0
  expect_json '.results[0].status' released
  for app in arrived refused; do
    expect_equal "releases of $app" "$(git -C remote.git log --format=%s main -- "staging/$app" | wc -l)" 1
  done
}

# A living process's event is not taken for an abandoned one.
case_a_living_process_is_not_taken_for_dead() {
  bare_clone
  cat >remote.git/hooks/pre-receive <<HOOK
#!/bin/sh
[ -e $WORK/slow ] && exit 0
touch $WORK/slow
sleep 1.5
HOOK
  chmod +x remote.git/hooks/pre-receive
  artifact slow-1.json slow 1
  "$GIMLET" artifact push -f slow-1.json >"$WORK/slow.out" 2>&1 &
  slow=$!
  until [ -e "$WORK/slow" ]; do sleep 0.02; done
  git clone -q --bare remote.git second.git 2>/dev/null
  GIMLET_GITOPS_REPO=$WORK/second.git push quick 1
  expect_code 0
  wait $slow
  expect_equal "the slow push ended well" $? 0
  run doctor -o json
  expect_json '.[] | select(.check == "events") | .status' ok
  rm remote.git/hooks/pre-receive
}

# Killed anywhere with a working tree: afterwards it holds what the branch says.
case_killed_anywhere_with_a_working_tree() {
  seed_random
  make_gitops
  for i in $(seq 1 12); do
    artifact "tree-$i.json" tree "$i"
    "$GIMLET" artifact push -f "tree-$i.json" >/dev/null 2>&1 &
    pid=$!
    sleep "0.0$((RANDOM % 40 + 10))"
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    run artifact push -f "tree-$i.json"
    expect_code 0
  done
  expect_equal "the working tree" "$(git -C gitops status --porcelain)" ""
  expect_equal "releases of tree" "$(git -C remote.git log --format=%s main -- staging/tree | wc -l)" 12
}

# Killed while it holds git's locks: they are known as its own. One that git holds is not.
case_killed_while_it_held_locks_of_git() {
  make_gitops
  push quick 1
  push arrived 1
  for lock in index refs/heads/main refs/remotes/origin/main; do
    ln gitops/.git/gimlet.lock "gitops/.git/$lock.lock"
  done
  run release delete --env staging --app quick
  expect_code 0
  expect_equal "locks that are left" "$(find gitops/.git -name '*.lock' ! -name gimlet.lock)" ""
  touch gitops/.git/index.lock
  run release delete --env staging --app arrived
  expect_code 6
  expect_err "the index is locked"
  rm gitops/.git/index.lock
  expect_equal "the working tree" "$(git -C gitops status --porcelain)" ""
}

run_cases "$@"
