#!/usr/bin/env bash
# Killed at each system call in turn of the kinds that change something on the disk, in the main thread: with a working
# tree and pushing, and in a bare clone without. The next write needs no help, and everything is there once.
. "$(dirname "$0")/lib.sh"

traceable() { strace -o /dev/null true 2>/dev/null || skip "nothing may be traced here"; }

# The clone's refs are packed. A ref's first file of its own is on the disk before it has its name, or a crash would leave an
# empty one.
case_a_ref_is_synced_before_it_is_renamed() {
  traceable
  make_gitops
  git clone -q --bare remote.git bare.git 2>/dev/null
  artifact first-1.json first 1
  export GIMLET_GITOPS_REPO=$WORK/bare.git
  ASAN_OPTIONS=detect_leaks=0 strace -qq -o trace -e trace=fsync,?rename,?renameat,?renameat2 \
    "$GIMLET" artifact push -f first-1.json --no-push >/dev/null 2>&1
  expect "the ref is synced before it is renamed" grep -q fsync <(grep -B1 'gimlet-ref.*refs/heads/main"' trace | head -n 1)
}

number=0 killed=0
store_is_whole() {
  run store check
  expect_code 0
  run doctor -o json
  expect_json '.[] | select(.check == "events") | .status' ok
}

# killed_at CALL N OPTIONS…: pushes another artifact, and is killed when it makes such a call for the Nth time. False if it
# ended before.
killed_at() {
  number=$((number + 1))
  artifact "web-$number.json" web "$number"
  ASAN_OPTIONS=detect_leaks=0 strace -qq -o /dev/null -e "trace=$1" -e "inject=$1:signal=KILL:when=$2" \
    "$GIMLET" artifact push -f "web-$number.json" "${@:3}" >/dev/null 2>&1
  local status=$?
  [ $status -eq 137 ] || expect_equal "exit code of push $number" $status 0
  [ $status -eq 137 ]
}

# kill_each OPTIONS…: in the repository that the environment names
kill_each() {
  local call count
  for call in ?mkdir,?mkdirat ?link,?linkat ?rename,?renameat,?renameat2 ?unlink,?unlinkat write pwrite64 ftruncate fsync \
    fdatasync utimensat sync_file_range; do  # those with a ? are not on every machine
    count=1
    while killed_at "$call" "$count" "$@" 2>/dev/null; do  # the shell reports what was killed
      run artifact push -f "web-$number.json" "$@"
      expect_code 0
      expect_no_err "interrupted write|locked|in the way"
      expect_equal "locks left after $call $count" "$(find "$GIMLET_GITOPS_REPO" -name '*.lock' ! -name gimlet.lock)" ""
      killed=$((killed + 1)) count=$((count + 1))
    done
  done
}

# check BRANCH-TIP…: the history as it must be
check_history() {
  expect_equal "releases" "$(git -C "$GIMLET_GITOPS_REPO" log --format=%s "$1" -- staging/web | sort | uniq -c | wc -l)" 1
  expect_equal "releases" "$(git -C "$GIMLET_GITOPS_REPO" rev-list --count "$1" -- staging/web)" "$number"
  expect "the repository is whole" git -C "$GIMLET_GITOPS_REPO" fsck --strict --no-dangling
  expect_equal "kept refs" "$(git -C "$GIMLET_GITOPS_REPO" for-each-ref refs/gimlet)" ""
}

case_pushing_from_a_working_tree() {
  traceable
  make_gitops
  kill_each
  check_history origin/main
  expect_equal "main" "$(git -C gitops rev-parse main)" "$(git -C remote.git rev-parse main)"
  expect_equal "the working tree" "$(git -C gitops status --porcelain)" ""
  echo "killed at $killed calls, pushing"
  store_is_whole
  expect "it was killed often" test "$killed" -ge 40
}

case_in_a_bare_clone() {
  traceable
  make_gitops
  git clone -q --bare remote.git bare.git 2>/dev/null
  export GIMLET_GITOPS_REPO=$WORK/bare.git
  kill_each --no-push
  check_history main
  echo "killed at $killed calls in a bare clone"
  expect "it was killed often" test "$killed" -ge 30
  store_is_whole
}

run_cases "$@"
