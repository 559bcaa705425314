#!/usr/bin/env bash
# store: stats, check, backup, export, import, remove; files that are no store, or a damaged one.
. "$(dirname "$0")/lib.sh"

store() { echo "$XDG_DATA_HOME/gimlet/store.mdb"; }

# three: a store with three artifacts.
three() {
  local i
  for i in 1 2 3; do
    artifact a.json web "$i"
    run artifact push -f a.json --no-release
  done
}

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

# Artifacts as they are printed: a list, one of them, and one a line.
case_import_of_artifacts() {
  three
  run artifact list -o json
  list=$out
  printf '%s\n' "$list" >list.json
  jq -c '.[]' list.json >lines.jsonl
  jq '.[0]' list.json >one.json
  { echo && jq -c . list.json; } >compact.json
  for file in list.json lines.jsonl compact.json; do
    run --store "$file.mdb" store import "$file" -o json
    expect_code 0
    expect_json '"\(.artifacts) \(.events) \(.unchanged)"' "3 0 0"
    run --store "$file.mdb" store import "$file" -o json
    expect_json '"\(.changed) \(.unchanged)"' "false 3"
    run --store "$file.mdb" store check
    expect_code 0
    run --store "$file.mdb" artifact list -o json
    expect_equal "the artifacts of $file" "$(jq -S 'sort_by(.id)' <<<"$out")" "$(jq -S 'sort_by(.id)' list.json)"
  done
  # In the order of the list, and found by what they hold.
  run --store list.json.mdb artifact list -o json
  expect_equal "the order" "$out" "$list"
  id=$(jq -r '.[0].id' list.json) sha=$(jq -r '.[0].version.sha' list.json)
  run --store list.json.mdb artifact list --sha "$sha" --env "$(jq -r '.[0].environments[0].env' list.json)" -o json
  expect_json '.[0].id' "$id"
  "$GIMLET" artifact show "$id" | "$GIMLET" --store one.mdb store import - >/dev/null
  run --store one.mdb artifact list -o json
  expect_json '"\(length) \(.[0].id)"' "1 $id"
  run --store empty.mdb store import <(echo '[]')
  expect_code 0
  expect_out '^0 artifacts'
}

case_import_of_what_is_no_artifact() {
  three
  run artifact list -o json
  jq '.[1] = {"version": 1}' <<<"$out" >list.json
  run --store new.mdb store import list.json
  expect_code 4
  expect_err 'importing artifact 2 of the list'
  expect_err '^hint: those behind it in the list are imported'
  run --store new.mdb artifact list -o json
  expect_json length 1
  for text in '[1]' '[[]]' '{"id": "a"}' '[{"id": "a"}]' '[{"version": {"repositoryName": "o/r", "sha": "abc"}}]' '"x"' '[' '{"version": {"sha": "a"}}'; do
    run --store new.mdb store import <(printf '%s\n' "$text")
    expect_code 4
  done
  printf '\n{\n  "id": "x",\n  oops\n' >pretty.json
  run --store new.mdb store import pretty.json
  expect_code 4
  expect_err 'pretty.json:4:'
  run --store new.mdb artifact list -o json
  expect_json length 1
}

case_export_and_import() {
  three
  run store export lines.jsonl
  expect_code 0
  expect_equal "lines" "$(wc -l <lines.jsonl)" 6
  expect "each line is JSON" jq -e . lines.jsonl
  run store export
  expect_equal "the same on stdout" "$out" "$(cat lines.jsonl)"
  run --store new.mdb store import lines.jsonl -o json
  expect_code 0
  expect_json '"\(.artifacts) \(.events) \(.unchanged)"' "3 3 0"
  run --store new.mdb store import lines.jsonl -o json
  expect_json '"\(.changed) \(.unchanged)"' "false 6"
  run --store new.mdb artifact list -o json
  from_new=$out
  run artifact list -o json
  expect_equal "the lists" "$from_new" "$out"
  head -2 lines.jsonl >broken.jsonl && echo '{"artifact": ' >>broken.jsonl
  run --store broken.mdb store import broken.jsonl
  expect_code 4
  expect_err 'broken\.jsonl:3'
  run --store broken.mdb artifact list -o json
  expect_json length 2
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

# record ID [BODY]: a line of an export.
record() {
  local body='{"id": "'$1'", "version": {"repositoryName": "o/r", "sha": "1"}}'
  printf '{"artifact": {"id": "%s", "created": 1700000000, "body": %s}}\n' "$1" "${2:-$body}"
}

case_an_export_is_private_and_whole() {
  three
  (umask 022 && run store export lines.jsonl)
  expect_equal "the mode" "$(stat -c %a lines.jsonl)" 600
  chmod 644 lines.jsonl && ln -s lines.jsonl link
  run store export link
  expect_code 0
  expect "the link is a link" test -L link
  expect_equal "the mode" "$(stat -c %a lines.jsonl)" 600
  before=$(cat lines.jsonl)
  (ulimit -f 0; trap '' XFSZ; "$GIMLET" store export lines.jsonl 2>/dev/null)
  expect_equal "the exit code" "$?" 1
  expect_equal "the last good export" "$(cat lines.jsonl)" "$before"
  expect_equal "what lies beside it" "$(find . -maxdepth 1 -name 'lines*')" ./lines.jsonl
  run store export nowhere/lines.jsonl
  expect_code 3
  run store export /dev/null
  expect_code 0
  expect "the device is one" test -c /dev/null
  run store export /dev/full
  expect_code 1
  expect_err 'No space left on device'
  run store export /dev/stdout
  expect_equal "standard output" "$out" "$before"
  mkfifo fifo
  timeout 10 cat fifo >got &
  run store export fifo
  wait $!
  expect_equal "through a fifo" "$(cat got)" "$before"
  expect "the fifo is one" test -p fifo
}

case_an_export_never_goes_onto_the_store() {
  three
  file=$(store)
  ln -s "$file" link
  ln -s "$file-events" claims
  run artifact list -o json
  before=$out
  for target in "$file" "$XDG_DATA_HOME/../data/gimlet/./store.mdb" link "$file-lock" "$file-events" claims; do
    rm -f "$file-events"
    run store export "$target"
    expect_code 2
    expect_err 'is a file of the store itself'
    run store backup "$target"
    expect_code 2
  done
  run artifact list -o json
  expect_equal "the store" "$out" "$before"
  run store check
  expect_code 0
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

# Two pages in each other's place: the walk over the records went round in circles.
case_swapped_pages() {
  for i in {1..40}; do record "o/r-$i" '{"id": "o/r-'"$i"'", "version": {"repositoryName": "o/r", "sha": "1", "message": "'"$(printf 'm%.0s' $(seq $((i * 40))))"'"}}'; done >lines
  run --store whole.mdb store import lines
  expect_code 0
  whole=$("$GIMLET" --store whole.mdb store export - | wc -c)
  pages=$(($(stat -c %s whole.mdb) / 4096))
  page() { dd if=whole.mdb bs=4096 skip="$1" count=1 status=none; }
  seed_random
  for ((i = 0; i < 60; ++i)); do
    a=$((2 + RANDOM % (pages - 2))) b=$((2 + RANDOM % (pages - 2)))
    [ $i -gt 0 ] || a=2 b=3  # the root, and what it was before
    cp whole.mdb bad.mdb
    page $a | dd of=bad.mdb bs=4096 seek=$b conv=notrunc status=none
    page $b | dd of=bad.mdb bs=4096 seek=$a conv=notrunc status=none
    got=$(timeout 10 "$GIMLET" --store bad.mdb store export - 2>err | head -c $((whole + 1)) | wc -c; exit "${PIPESTATUS[0]}")
    status=$?
    [ $status = 0 ] || [ $status = 4 ] || fail "pages $a and $b swapped: exit $status, $(cat err)"
    [ "$got" -le "$whole" ] || fail "pages $a and $b swapped: more was exported than there is"
    [ $status != 0 ] || [ "$got" = "$whole" ] || fail "pages $a and $b swapped: exit 0 for an export of $got bytes of $whole"
  done
  pass
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

case_an_import_of_what_is_no_artifact() {
  { record good-1; record 'bad-1' '"x"'; record later-1; } >text.jsonl
  { record good-1; record 'bad-1' '[]'; } >list.jsonl
  { record good-1; record 'bad-1' 'null'; } >null.jsonl
  { record good-1; record 'bad-1' '{"id": "bad-1", "version": {"repositoryName": "o/r"}}'; } >no-sha.jsonl
  { record good-1; record 'bad-1' '{"id": "bad-1", "version": {"repositoryName": "o/r", "sha": "1"}, "environments": [{"app": "../x", "env": "s"}]}'; } >app.jsonl
  { record good-1; record 'o/good' '{"id": "o/evil", "version": {"repositoryName": "o/r", "sha": "1"}}'; } >other-id.jsonl
  { record good-1; record 'o/good' '{"version": {"repositoryName": "o/r", "sha": "1"}}'; } >no-id.jsonl
  { record good-1; echo '{"artifact": {"id": "bad-1", "bodyText": "garbage"}}'; } >garbage.jsonl
  { record good-1; echo '{"artifact": {"id": "bad-1"}}'; } >no-body.jsonl
  { record good-1; echo '{"event": {"id": "e", "status": "open", "request": [1]}}'; } >request.jsonl
  { record good-1; echo '{"event": {"id": "e", "status": "open", "resultsText": "x"}}'; } >results.jsonl
  for file in *.jsonl; do
    run --store "$file.mdb" store import "$file"
    expect_code 4
    expect_err "$file:2"
    run --store "$file.mdb" artifact list -o json
    expect_code 0
    expect_json 'map(.id) | join(" ")' good-1
    run --store "$file.mdb" store check
    expect_code 0
  done
}

# An import takes what artifacts are found by from the artifacts themselves.
case_an_import_of_wrong_fields() {
  echo '{"artifact": {"id": "a-1", "created": 5, "repository": "o/other", "sha": "9",
    "body": {"id": "a-1", "version": {"repositoryName": "o/r", "sha": "1"}, "environments": [{"app": "web", "env": "staging", "manifests": "a: 1"}]}}}' |
    tr -d '\n' >lines
  run store import lines
  expect_code 0
  run artifact list --repository o/r --app web -o json
  expect_json length 1
  run artifact list --repository o/other -o json
  expect_json length 0
}

# A store that an older gimlet filled with what is no artifact.
case_records_that_are_no_artifacts() {
  cp "$DATA_DIR/store/no-artifacts.mdb" old.mdb
  run --store old.mdb store check
  expect_code 4
  for id in garbage-1 empty-1 list-1 o/good without-id-1; do expect_out "^artifact $id: its body"; done
  for id in event-of-no-object event-of-no-results; do expect_out "^event $id: "; done
  expect_no_out 'sound-1|event-of-garbage'
  expect_err 'gimlet store remove ID'
  run --store old.mdb artifact list
  expect_code 4
  expect_err "gimlet store remove 'without-id-1'"
  run --store old.mdb artifact show o/good
  expect_code 4
  expect_err 'its body has another id, "o/evil"'
  make_gitops
  run --store old.mdb release --env staging -a o/good
  expect_code 4
  "$GIMLET" --store old.mdb store check 2>/dev/null >problems
  while read -r id; do
    run --store old.mdb store remove "$id"
    expect_code 0
  done < <(grep -oP '^(artifact|event) \K[^:]+' problems)
  run --store old.mdb store check
  expect_code 0
  run --store old.mdb artifact list -o json
  expect_json 'map(.id) | join(" ")' sound-1
  run --store old.mdb store stats -o json
  expect_json .events 0
}

case_remove() {
  three
  run store remove mycompany/web-2 --dry-run
  expect_code 0
  expect_out '^would remove the artifact mycompany/web-2$'
  expect_equal "lines" "$(wc -l <<<"$out")" 2
  event=$(tail -1 <<<"$out" | grep -oE '[0-9a-z]{26}')
  run store remove mycompany/web-2 --dry-run -o json
  expect_json '"\(.changed) \(.id) \(.artifact) \(.events | join(" "))"' "false mycompany/web-2 true $event"
  run artifact show mycompany/web-2
  expect_code 0
  run store remove mycompany/web-2 -o json
  expect_code 0
  expect_json '"\(.changed) \(.id) \(.artifact) \(.events | join(" "))"' "true mycompany/web-2 true $event"
  run artifact show mycompany/web-2
  expect_code 3
  run release track "$event"
  expect_code 3
  run artifact list --app web -o json
  expect_json 'map(.id) | join(" ")' "mycompany/web-3 mycompany/web-1"
  run store check
  expect_code 0
  # A prefix is no id, and neither is nothing.
  for id in mycompany/web-2 mycompany/web '' "$event"; do
    run store remove "$id"
    expect_code 3
    expect_err 'holds nothing with the id'
  done
  run store remove
  expect_code 2
  run store remove --dry-run mycompany/web
  expect_code 3
  # Another artifact may have the id now.
  artifact a.json web 2 '[]'
  run artifact push -f a.json --no-release -o json
  expect_code 0
  event=$(jq -r .event <<<"$out")
  run store remove "$event"
  expect_code 0
  expect_out "^removed the event $event$"
  run artifact show mycompany/web-2
  expect_code 0
  run store check
  expect_code 0
  run --store none.mdb store remove x
  expect_code 3
}

case_an_id_that_begins_with_a_hyphen() {
  artifact a.json web 1 && jq '.id = "-x"' a.json >b.json
  run artifact push --no-release -f b.json
  expect_code 0
  for command in 'artifact show' 'artifact track' 'store remove'; do
    # shellcheck disable=SC2086  # words
    run $command -x
    expect_code 2
    expect_err '^gimlet: (id|--artifact) is required'
    expect_err '^hint: -x is no option here; a value that begins with "-" goes behind --, as in: -- -x$'
    # shellcheck disable=SC2086  # words
    run $command -- -x
    expect_code 0
  done
  run store remove
  expect_err '^hint: run the command with --help'
}

case_completion_of_ids() {
  three
  run __complete -- store remove mycompany/web-
  expect_equal "candidates" "$(xargs <<<"$out")" "mycompany/web-1 mycompany/web-2 mycompany/web-3"
  run __complete -- store re
  expect_equal "candidates" "$out" remove
}

run_cases "$@"
