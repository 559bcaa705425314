#!/usr/bin/env bash
# A process killed at any point leaves either nothing or the whole commit; asking again makes up for it, once.
. "${BASH_SOURCE[0]%/*}/lib.sh"
make_gitops
git clone -q --bare remote.git clone.git 2>/dev/null
export GIMLET_GITOPS_REPO=$WORK/clone.git

rounds=25 finished=0
for i in $(seq 1 $rounds); do
  artifact "web-$i.json" web "$i"
  "$GIMLET" artifact push -f "web-$i.json" >/dev/null 2>&1 &
  pid=$!
  sleep "0.0$((RANDOM % 70 + 10))"
  kill -9 "$pid" 2>/dev/null || finished=$((finished + 1))
  wait "$pid" 2>/dev/null
  expect "the remote is whole after a kill" git -C remote.git fsck --strict --no-dangling
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
