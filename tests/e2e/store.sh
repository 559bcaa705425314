#!/usr/bin/env bash
# The store: stats, check, backup; links, other users, files that are no store, or a damaged one.
. "$(dirname "$0")/lib.sh"
. "$E2E_DIR/store_lib.sh"

case_stats_and_check() {
  run store stats
  expect_code 3
  three
  expect_equal "the file's mode" "$(stat -c %a "$(store)")" 600
  run store stats -o json
  expect_code 0
  expect_json '"\(.artifacts) \(.events) \(.schemaVersion)"' "3 3 1"
  run store stats
  expect_out 'artifacts  3'
  run store check -o json
  expect_code 0
  expect_json .ok true
}

case_backup() {
  three
  run store backup copy.mdb
  expect_code 0
  expect_equal "the copy's mode" "$(stat -c %a copy.mdb)" 600
  run --store copy.mdb store check
  expect_code 0
  run --store copy.mdb artifact list -o json
  expect_json length 3
  run store backup copy.mdb
  expect_not "an existing file was overwritten" test "$code" = 0
}

# Files that are no store.
case_files_that_are_no_store() {
  seed_random
  three
  : >empty.mdb
  run --store empty.mdb artifact list
  expect_code 4
  random_bytes 100000 >random.mdb
  run --store random.mdb artifact list
  expect_code 4
  expect_err 'random.mdb'
  head -c 5000 "$(store)" >short.mdb
  run --store short.mdb artifact list
  expect_code 4
  run --store . artifact list
  expect_not "a folder is no store" test "$code" = 0
}

# Whatever writes a file that a user names.
case_no_output_goes_onto_the_store() {
  three
  make_gitops
  export GIMLET_STORE=$WORK/out/staging/web/manifest.yaml
  mkdir -p out/staging/web && cp "$(store)" "$GIMLET_STORE"
  ln -s "$GIMLET_STORE" link && ln -s "$GIMLET_STORE-events" claims
  run artifact list -o json
  before=$out
  printf 'app: web\nenv: staging\nmanifests: "a: 1"\n' >m.yaml
  for target in "$GIMLET_STORE" "$WORK/out/../out/staging/web/manifest.yaml" link "$GIMLET_STORE-lock" "$GIMLET_STORE-events" claims; do
    for command in 'artifact create --repository o/r --sha 1' 'manifest template -f m.yaml'; do
      # shellcheck disable=SC2086  # words
      run $command -o "$target"
      expect_code 2
      expect_err "$target is a file of the store itself"
      expect_err '^hint: give another path'
    done
    artifact b.json web 1
    run artifact push -f b.json --dry-run --no-release --dotenv-report "$target"
    expect_code 0
    run artifact push -f b.json --no-release --dotenv-report "$target"
    expect_code 0
    expect_err 'warning: .*is a file of the store itself'
  done
  run manifest template -f m.yaml --output-dir out
  expect_code 2
  expect_err 'is a file of the store itself'
  run artifact list -o json
  expect_equal "the store" "$out" "$before"
  run store check
  expect_code 0
  # Without a place for a store there is nothing to keep.
  (unset GIMLET_STORE XDG_DATA_HOME HOME; "$GIMLET" artifact create --repository o/r --sha 1 -o c.json 2>err)
  expect_equal "the exit code" "$?" 0
  run artifact create --repository o/r --sha 1 -o "$WORK/out/other"
  expect_code 0
}

# One file has one lock, by whatever path it is named: two writers at once lost each other's artifacts.
case_a_store_behind_a_link() {
  mkdir real && ln -s real/store.mdb link.mdb && ln -s link.mdb chain.mdb && ln -s real folder
  writer() {
    local i
    for i in {1..15}; do "$GIMLET" --store "$1" store import <(record "$2-$i") >/dev/null || echo "$2-$i" >>failed; done
  }
  run --store chain.mdb artifact list -o json
  expect_equal "what reading makes" "$(ls real)" ""
  run --store chain.mdb store import <(record first)
  expect_code 0
  expect "the link is a link" test -L link.mdb
  for names in real/store.mdb:a link.mdb:b chain.mdb:c folder/store.mdb:d; do writer "${names%:*}" "${names#*:}" & done
  wait
  expect_not "some were refused" test -e failed
  run --store link.mdb artifact list --limit 1000 -o json
  expect_json length 61
  run --store real/store.mdb store check
  expect_code 0
  expect_equal "locks" "$(find . -name '*-lock')" ./real/store.mdb-lock
  for target in real/store.mdb-lock real/store.mdb chain.mdb; do
    run --store link.mdb store export "$target"
    expect_code 2
    expect_err 'is a file of the store itself'
  done
  # What an event holds while it is at work lies beside the file too.
  make_gitops
  artifact a.json web 1
  run --store link.mdb artifact push -f a.json
  expect_code 0
  expect_equal "claims" "$(find . -name '*-events')" ./real/store.mdb-events
}

case_a_store_with_several_names() {
  three
  ln "$(store)" hard.mdb
  for path in "$(store)" hard.mdb; do
    for command in 'artifact list' 'store export -' 'store remove mycompany/web-1'; do
      # shellcheck disable=SC2086  # words
      run --store "$path" $command
      expect_code 1
      expect_err 'has 2 names \(hard links\)'
      expect_err "^hint: .*find FOLDER -samefile "
    done
  done
  expect_not "a lock was made" test -e hard.mdb-lock
  rm hard.mdb
  run artifact list -o json
  expect_json length 3
}

# as_nobody ARGS…: the program's output, as run() has it, for a user who may read what others may.
as_nobody() {
  printf -v command_line ' %q' "$@"
  setpriv --reuid 1003 --regid 1003 --clear-groups env HOME="$WORK/nobody" XDG_CONFIG_HOME= XDG_CACHE_HOME= \
    "$GIMLET" "$@" >.out 2>.err </dev/null
  code=$?
  out=$(cat .out) err=$(cat .err)
}

# A store that one may only read, with its folder, can be read, whether somebody has it open or not.
case_a_store_of_another_user() {
  [ "$(id -u)" = 0 ] || skip "it needs root, to be another user"
  command -v setpriv >/dev/null || skip "there is no setpriv"
  chmod 755 "$SUITE_DIR" "$WORK"
  mkdir shared
  export GIMLET_STORE=$WORK/shared/store.mdb
  three
  artifact new.json web 4 && chmod 644 new.json
  chmod 755 shared && chmod 644 "$GIMLET_STORE"
  for lock in there missing; do
    [ $lock = there ] || rm "$GIMLET_STORE-lock"
    before=$(find shared -printf '%p %m %T@\n' | sort)
    as_nobody artifact list -o json
    expect_code 0
    expect_json length 3
    as_nobody artifact show mycompany/web-2
    expect_code 0
    as_nobody artifact track mycompany/web-2
    expect_code 0
    as_nobody store export -
    expect_code 0
    expect_equal "lines" "$(wc -l <<<"$out")" 6
    as_nobody store check
    expect_code 0
    as_nobody store stats
    expect_code 0
    as_nobody artifact push --dry-run --no-release -f new.json
    expect_code 0
    expect_out 'would be stored'
    as_nobody artifact push --no-release -f new.json
    expect_code 1
    expect_err 'the store may only be read'
    expect_err '^hint: .*must be writable for you'
    as_nobody store remove mycompany/web-1
    expect_code 1
    expect_equal "the folder" "$(find shared -printf '%p %m %T@\n' | sort)" "$before"
  done
  # Somebody writes all the while: what is read is whole, or it is said.
  for i in {1..400}; do record "o/r-$i"; done >lines
  split -l 4 lines part. && touch writing
  { for part in part.*; do "$GIMLET" store import "$part" >/dev/null; done; rm writing; } &
  while [ -e writing ]; do
    as_nobody artifact list --limit 1000 -o json
    [ "$code" = 0 ] || grep -q 'others write to the store all the time' .err || fail "exit $code"
    [ "$code" != 0 ] || expect "whole" jq -e 'length >= 3' .out
  done
  wait
  as_nobody artifact list --limit 1000 -o json
  expect_json length 403
  # A file that cannot be read is said to be one.
  chmod 600 "$GIMLET_STORE"
  as_nobody artifact list
  expect_code 1
  expect_err 'Permission denied'
}

# Random bytes, pages and ends of a small store; each command ends, as it should.
case_damaged_stores() {
  seed_random
  three
  for i in {1..20}; do record "o/r-$i"; done >lines
  # What a damaged head may fall back on.
  before=$("$GIMLET" store export - | sha256sum)
  run store import lines
  cp "$(store)" whole.mdb
  size=$(stat -c %s whole.mdb) whole=$("$GIMLET" --store whole.mdb store export - | sha256sum)
  random() { echo $(((RANDOM * 32768 + RANDOM) % $1)); }
  seen=' '
  until=$((SECONDS + 5))
  for ((i = 0; i < 12 || (i < 400 && SECONDS < until); ++i)); do
    cp whole.mdb bad.mdb
    damage=
    for ((flips = RANDOM % 4 + 1; flips > 0; --flips)); do
      at=$(random "$size")
      [ $((i % 3)) -gt 0 ] || at=$((at / 4096 * 4096 + at % 64))  # the head of a page
      printf -v byte '\\x%02x' $((RANDOM % 256))
      damage+="$at=$byte "
      # shellcheck disable=SC2059  # an escape
      printf "$byte" | dd of=bad.mdb bs=1 seek="$at" conv=notrunc status=none
    done
    if [ $((i % 11)) = 0 ]; then
      at=$(random "$size") && damage+="cut at $at"
      truncate -s "$at" bad.mdb
    fi
    others=('artifact list' 'store stats' 'store backup copy.mdb' 'store remove o/r-3')
    for command in 'store export -' 'store check' 'artifact list --app web --limit 100000' "${others[i % 4]}"; do
      rm -f copy.mdb bad.mdb-lock
      # shellcheck disable=SC2086  # words
      timeout 10 "$GIMLET" --store bad.mdb $command >got 2>err
      status=$?
      case $status in 0 | 3 | 4) ;; *) fail "$command with $damage: exit $status, $(head -c 300 err)" ;; esac
      if [ "$command $status" = 'store export - 0' ]; then
        sum=$(sha256sum <got)
        [ "$sum" = "$whole" ] || [ "$sum" = "$before" ] || fail "an export with $damage is another one, and says nothing"
      fi
      [[ $seen == *" $status "* ]] || seen+="$status "
    done
  done
  expect "some were damaged, some were not" test "${seen#* 0 }" != "$seen" -a "${seen#* 4 }" != "$seen"
  echo "$i damaged stores"
}

# What can be read comes out of a damaged store; the file of an older export stays.
case_the_rest_of_a_damaged_store() {
  three
  run store export older.jsonl
  cp "$(store)" bad.mdb
  # One letter in the body of the second artifact.
  at=$(grep -abo 'Version 2 of web' bad.mdb | tail -1 | cut -d: -f1)
  printf X | dd of=bad.mdb bs=1 seek="$at" conv=notrunc status=none
  run --store bad.mdb store export -
  expect_code 4
  expect_err '1 of its artifacts cannot be read; the first: .*does not match its checksum'
  expect_equal "artifacts that came out" "$(grep -c '^{"artifact"' <<<"$out")" 2
  expect_equal "events that came out" "$(grep -c '^{"event"' <<<"$out")" 3
  cp older.jsonl copy.jsonl
  run --store bad.mdb store export older.jsonl
  expect_code 4
  expect_err 'older.jsonl was not written; .gimlet store export -. prints what can still be read'
  expect "the older export" cmp older.jsonl copy.jsonl
  run --store bad.mdb store check
  expect_code 4
  expect_out 'artifact mycompany/web-2: .*does not match its checksum'
  run --store bad.mdb store remove mycompany/web-2
  expect_code 0
  run --store bad.mdb store check
  expect_out 'sound'
  run --store bad.mdb store export -
  expect_code 0
  expect_equal "artifacts that are left" "$(grep -c '^{"artifact"' <<<"$out")" 2
}

run_cases "$@"
